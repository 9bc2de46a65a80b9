"""Files as survey tools read them: what each line of Qualtrics' and LimeSurvey's formats means."""

from __future__ import annotations

import csv
import html
import re
from dataclasses import dataclass, field
from io import StringIO

__all__ = ["Asked", "limesurvey", "qualtrics", "shown"]

_TAG = re.compile(r"\[\[([A-Za-z]+)(?::(.*))?\]\]")


@dataclass(slots=True)
class Asked:
    """A question as a tool took it from a file."""

    name: str
    kind: str
    text: str = ""
    options: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    table: list[list[str]] = field(default_factory=list)


def shown(markup: str) -> str:
    """What a respondent sees of markup. Fails where it holds any: only line breaks are ours."""
    plain = re.sub(r"</?p>|<br>", "", markup)
    assert not re.search(r"<[A-Za-z/!]", plain), markup
    return html.unescape(plain)


def _asked(question: Asked, markup: str) -> None:
    """The question's text, and the table that stands under it."""
    text, _, rows = markup.partition("<table>")
    question.text += shown(text)
    for row in re.findall("<tr>(.*?)</tr>", rows):
        question.table.append([shown(cell) for cell in re.findall("<td>(.*?)</td>", row)])


def qualtrics(content: bytes) -> tuple[list[str], list[Asked]]:
    """Blocks, and questions without texts to read only. A line is a tag where it is nothing else."""
    first, *lines = content.decode().split("\n")
    assert first == "[[AdvancedFormat]]"
    blocks: list[str] = []
    questions: list[Asked] = []
    in_list = False
    listed: list[str] = []
    for line in lines:
        if tag := _TAG.fullmatch(line):
            name, value = tag[1], tag[2] or ""
            in_list = name in ("Choice", "Answer")
            match name:
                case "Block":
                    blocks.append(value)
                case "Question":
                    questions.append(Asked("", value))
                case "ID":
                    questions[-1].name = value
                case "Choice" | "Answer":
                    listed = questions[-1].options if name == "Choice" else questions[-1].answers
                    listed.append("")
                case _:
                    assert name in ("AdvancedChoices", "AdvancedAnswers", "ED"), line
        elif line and in_list:
            listed[-1] += shown(line)
        elif line:
            _asked(questions[-1], line)
    return blocks, [question for question in questions if question.kind != "DB"]


def limesurvey(content: bytes) -> tuple[list[str], list[Asked]]:
    """Groups, and questions. A cell's text is markup in which {…} is an expression, of which there is none but {Q1}."""
    rows = list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter="\t", strict=True))
    groups: list[str] = []
    questions: list[Asked] = []
    for row in rows:
        assert None not in row, "a row is longer than the heading"
        kind, text = row["class"], row["text"]
        if kind in ("Q", "SQ", "A", "G", "SL"):
            assert not text.startswith(("=", "+", "-", "@")), text
            assert row["type/scale"] == "*" or not re.search(r"\{(?!Q\d+\})", text), text
        if kind == "G":
            groups.append(shown(row["name"]))
        elif kind == "Q":
            questions.append(Asked(row["name"], row["type/scale"]))
            _asked(questions[-1], text)
        elif kind in ("SQ", "A"):
            of_grid = kind == "A" and questions[-1].kind == "F"
            (questions[-1].answers if of_grid else questions[-1].options).append(shown(text))
    return groups, questions
