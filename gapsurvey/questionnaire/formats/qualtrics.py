"""Qualtrics: a text file in its Advanced Format, which is imported as a survey."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from gapsurvey.questionnaire.drawing import kept_beside
from gapsurvey.questionnaire.formats.told import as_html
from gapsurvey.questionnaire.kit import Kit
from gapsurvey.questionnaire.model import MARK, Block, Question, Questionnaire

__all__ = ["render"]

_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "one": "MC:SingleAnswer:Vertical",
        "several": "MC:MultipleAnswer:Vertical",
        "grid": "Matrix",
        "ranks": "RO",
        "points": "CS",
        "number": "TE:SingleLine",
        "text": "TE:Essay",
    }
)


def render(kit: Kit) -> Iterator[tuple[str, bytes]]:
    """A file per audience. Export tags are the questions' names; what the format cannot say stands in the kit's steps."""
    for questionnaire in kit.questionnaires:
        yield f"{questionnaire.audience}.qualtrics.txt", "\n".join(_lines(questionnaire)).encode()


def _lines(questionnaire: Questionnaire) -> Iterator[str]:
    yield from ("[[AdvancedFormat]]", "")
    for question in questionnaire.questions:
        if question.kind == "drawn":
            yield from (f"[[ED:{name}]]" for name in kept_beside(question))
    yield from ("", f"[[Block:{_tagged(questionnaire.title)}]]", "", "[[Question:DB]]", "[[ID:Welcome]]")
    yield from ("<br><br>".join(map(_text, questionnaire.welcome)), "")
    for at, block in enumerate(questionnaire.blocks, 1):
        yield from _block(block, at)


def _block(block: Block, at: int) -> Iterator[str]:
    yield from (f"[[Block:{at} {_tagged(block.title)}]]", "")
    if block.text:
        yield from ("[[Question:DB]]", f"[[ID:Lead{at}]]", _text(block.text), "")
    for question in block.questions:
        if question.kind != "drawn":
            yield from _question(question)


def _question(question: Question) -> Iterator[str]:
    yield from (
        f"[[Question:{_TYPES[question.kind]}]]",
        f"[[ID:{question.name}]]",
        _text(question.text) + as_html(question.table, _text),
    )
    if question.options:
        yield "[[AdvancedChoices]]"
        for at, option in enumerate(question.options, 1):
            yield from (f"[[Choice:{at}]]", _text(option.text))
    if question.answers:
        yield "[[AdvancedAnswers]]"
        for at, option in enumerate(question.answers, 1):
            yield from (f"[[Answer:{at}]]", _text(option.text))
    yield ""


def _text(text: str) -> str:
    """A text as Qualtrics shows it letter by letter: it is HTML there, [[…]] a tag of the format, and ${…} piped text."""
    inert = html.escape(text, quote=False).replace("[[", "&#91;&#91;").replace("]]", "&#93;&#93;").replace("${", "&#36;{")
    return MARK.sub(r"${e://Field/\1}", inert)


def _tagged(text: str) -> str:
    """A name within a tag, which no entity is resolved in."""
    return "".join("()"["[]".index(c)] if c in "[]" else c for c in text)
