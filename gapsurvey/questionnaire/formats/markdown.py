"""Markdown: the questionnaires as a person reads them, or types them into any tool; and what else fieldwork takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gapsurvey.language import say
from gapsurvey.outputs.markdown import text
from gapsurvey.questionnaire.formats.told import answered, asked, grid_table, heading, quota_table
from gapsurvey.questionnaire.kit import Kit
from gapsurvey.questionnaire.model import Question, Questionnaire

__all__ = ["fieldwork", "render"]


def render(kit: Kit) -> Iterator[tuple[str, bytes]]:
    """A file per audience."""
    for questionnaire in kit.questionnaires:
        yield f"{questionnaire.audience}.md", _paragraphs(_questionnaire(questionnaire))


def fieldwork(kit: Kit) -> tuple[str, bytes]:
    """The file with the interview guide, the quotas and the steps by hand."""
    return "fieldwork.md", _paragraphs(_fieldwork(kit))


def _paragraphs(parts: Iterator[str]) -> bytes:
    return ("\n\n".join(parts) + "\n").encode()


def _questionnaire(questionnaire: Questionnaire) -> Iterator[str]:
    yield f"# {text(heading(questionnaire))}"
    yield from map(text, questionnaire.welcome)
    for block in questionnaire.blocks:
        yield f"## {text(block.title)}"
        if block.text:
            yield text(block.text)
        if block.shuffled:
            yield f"*{text(say('These questions come in random order.'))}*"
        for question in block.questions:
            yield from _question(question)
    yield text(questionnaire.thanks)


def _question(question: Question) -> Iterator[str]:
    yield f"**{question.name}.** {text(asked(question))}"
    if question.table:
        yield _table(question.table)
    yield f"*{text(answered(question))}*"
    if question.kind == "grid":
        yield _table(grid_table(question))
    elif question.options:
        yield "\n".join(f"- {text(option.text)}" for option in question.options)


def _table(rows: Sequence[Sequence[str]]) -> str:
    head, *others = ([text(cell) for cell in row] for row in rows)
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *others))


def _fieldwork(kit: Kit) -> Iterator[str]:
    yield f"# {text(kit.study.title)}"
    yield f"## {text(say('Interviews'))}"
    yield "\n".join(f"{at}. {text(question)}" for at, question in enumerate(kit.guide, 1))
    yield f"## {text(say('Who is to answer'))}"
    yield text(kit.quotas.sentence)
    if kit.quotas.rows:
        yield _table(quota_table(kit.quotas))
    for steps in kit.steps:
        yield f"## {text(steps.tool)}"
        yield "\n".join(f"{at}. {text(step)}" for at, step in enumerate(steps.by_hand, 1))
