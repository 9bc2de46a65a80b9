"""LimeSurvey: the tab-separated survey structure, which is imported as a survey."""

from __future__ import annotations

import csv
import html
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from itertools import count
from types import MappingProxyType

from gapsurvey.language import spoken
from gapsurvey.legible import cut
from gapsurvey.questionnaire.drawing import typed
from gapsurvey.questionnaire.formats.told import as_html
from gapsurvey.questionnaire.kit import Kit
from gapsurvey.questionnaire.model import MARK, Follows, Question, Questionnaire

__all__ = ["render"]

# The columns that are used, of all that the format has; LimeSurvey takes what is left out for its default.
COLUMNS = (
    "id", "related_id", "class", "type/scale", "name", "relevance", "text", "help", "language", "validation", "mandatory",
    "other", "default", "same_default", "random_group", "random_order", "answer_order", "subquestion_order",
    "exclude_all_others", "num_value_int_only", "min_num_value_n", "max_num_value_n", "equals_num_value", "hidden",
)  # fmt: skip

_TYPES: Mapping[str, str] = MappingProxyType(
    {"one": "L", "several": "M", "grid": "F", "ranks": "R", "points": "K", "number": "N", "text": "T"}
)
_WITH_ROWS = ("several", "grid", "points")
# Answers are kept apart from who gave them: no access codes, no addresses, no dates.
_SETTINGS: Mapping[str, str] = MappingProxyType(
    {"anonymized": "Y", "datestamp": "N", "ipaddr": "N", "refurl": "N", "savetimings": "N", "allowprev": "Y", "format": "G"}
)
_LONGEST_TITLE = 100  # characters of a group's name
_FORMULAS = ("=", "+", "-", "@")


def render(kit: Kit) -> Iterator[tuple[str, bytes]]:
    """A file per audience, with the byte order mark that LimeSurvey itself writes. Codes are the questions' names."""
    for questionnaire in kit.questionnaires:
        target = StringIO()
        table = csv.DictWriter(target, COLUMNS, restval="", delimiter="\t", lineterminator="\n")
        table.writeheader()
        table.writerows(_rows(questionnaire, spoken().code))
        yield f"{questionnaire.audience}.limesurvey.txt", target.getvalue().encode("utf-8-sig")


def _rows(questionnaire: Questionnaire, language: str) -> Iterator[dict[str, str]]:
    for name, value in {"language": language, **_SETTINGS}.items():
        yield {"class": "S", "name": name, "text": value}
    said = {
        "surveyls_title": _text(questionnaire.title),
        "surveyls_welcometext": "".join(f"<p>{_text(paragraph)}</p>" for paragraph in questionnaire.welcome),
        "surveyls_endtext": _text(questionnaire.thanks),
    }
    for name, text in said.items():
        yield {"class": "SL", "name": name, "text": text, "language": language}
    ids = map(str, count(1))
    for at, block in enumerate(questionnaire.blocks, 1):
        title, lead = _text(cut(block.title, _LONGEST_TITLE)), _text(block.text)
        yield {"id": str(at), "class": "G", "name": title, "relevance": "1", "text": lead, "language": language}
        for question in block.questions:
            shown = {"random_group": f"block{at}"} if block.shuffled else {}
            rows = _drawn(question) if question.kind == "drawn" else _question(question, shown)
            for row in rows:
                yield {"language": language, **row} if row["class"] == "A" else {"id": next(ids), "language": language, **row}


def _question(question: Question, shown: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """A question's row, and one for each of its rows or answers. Its name begins its text, so that headings of text keep it."""
    text = f"{question.name}. {_text(question.text)}{as_html(question.table, _text)}"
    kept = {
        "class": "Q",
        "type/scale": _TYPES[question.kind],
        "name": question.name,
        "text": text,
        "mandatory": "Y" if question.required else "N",
        "other": "N",
    }
    relevance = f"!is_empty({question.after}.NAOK)" if question.after else "1"
    yield {"relevance": relevance, **kept, **_attributes(question), **shown}
    rows = question.kind in _WITH_ROWS
    for part, options in (("SQ" if rows else "A", question.options), ("A", question.answers)):
        relevance = "1" if part == "SQ" else "0"  # of an answer, the points that an assessment would give it
        for option in options:
            yield {"class": part, "type/scale": "0", "name": option.code, "relevance": relevance, "text": _text(option.text)}


def _drawn(question: Question) -> Iterator[dict[str, str]]:
    """Two hidden equations: a place drawn once, which stays when the page is shown again; and the number at that place.

    One, where the number follows from what was drawn and answered before.
    """
    if question.follows is not None:
        yield _equation(question.name, _following(question.follows))
        return
    place = _place(question.name)
    yield _equation(place, f"if(is_empty({place}), rand(1, {len(question.numbers)}), {place})")
    yield _equation(question.name, _at(place, question.numbers))


def _place(name: str) -> str:
    """The hidden question that keeps which of its numbers was drawn."""
    return f"{name}R"


def _at(place: str, numbers: Sequence[float]) -> str:
    """The number at the place that was drawn."""
    *firsts, found = map(_number, numbers)
    for at, number in reversed([*enumerate(firsts, 1)]):
        found = f"if({place} == {at}, {number}, {found})"
    return found


def _number(number: float) -> str:
    """A number within an equation; one with cents is a text, so that respondents see it as their language writes it."""
    return typed(number) if number == int(number) else f"'{typed(number)}'"


def _following(follows: Follows) -> str:
    """Nothing before there is an answer, and then the dearer or the cheaper of two numbers."""
    dearer, cheaper = ([getattr(step, which) for step in follows.steps] for which in ("dearer", "cheaper"))
    place, answer = _place(follows.price), f"{follows.answer}.NAOK"
    either = f"if({answer} == '{follows.yes}', {_at(place, dearer)}, {_at(place, cheaper)})"
    return f"if(is_empty({answer}), '', {either})"


def _equation(name: str, equation: str) -> dict[str, str]:
    return {"class": "Q", "type/scale": "*", "name": name, "relevance": "1", "text": f"{{{equation}}}", "hidden": "1"}


def _attributes(question: Question) -> dict[str, str]:
    found: dict[str, str] = {}
    if question.shuffled:
        found |= {"random_order": "1"}
        found |= {"subquestion_order": "random"} if question.kind in _WITH_ROWS else {"answer_order": "random"}
    if alone := [option.code for option in question.options if option.alone]:
        found["exclude_all_others"] = ";".join(alone)
    if question.whole:
        found["num_value_int_only"] = "1"
    if question.low is not None:
        found["min_num_value_n"] = f"{question.low:g}"
    if question.high is not None:
        found["max_num_value_n"] = f"{question.high:g}"
    if question.kind == "points":
        found["equals_num_value"] = "100"
    return found


def _text(text: str) -> str:
    """A text as LimeSurvey shows it letter by letter: it is HTML there, and {…} an expression; nor is it a sheet's formula."""
    inert = html.escape(text, quote=False).replace("{", "&#123;").replace("}", "&#125;")
    if inert.startswith(_FORMULAS):
        inert = f"&#{ord(inert[0])};{inert[1:]}"
    return MARK.sub(r"{\1}", inert)
