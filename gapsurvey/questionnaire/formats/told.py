"""What documents for people say of a questionnaire, in whichever format: questions, how they are answered, and quotas."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gapsurvey import phrasing
from gapsurvey.language import say
from gapsurvey.questionnaire.drawing import amounts, stepped
from gapsurvey.questionnaire.model import MARK, Question, Questionnaire
from gapsurvey.questionnaire.quotas import Quotas

__all__ = ["answered", "as_html", "asked", "grid_table", "heading", "quota_table"]


def heading(questionnaire: Questionnaire) -> str:
    """The questionnaire's heading: the study's, and whom it is for."""
    return say("{title}: questionnaire for {audience}", title=questionnaire.title, audience=questionnaire.label)


def asked(question: Question) -> str:
    """A question's text; where a tool puts in what it has drawn, the text says so."""
    if question.follows is not None:
        return say(
            "(not asked) the amount that follows from the answer to {answer}: {steps}",
            answer=question.follows.answer,
            steps="; ".join(map(stepped, question.follows.steps)),
        )
    if question.kind == "drawn":
        return say("(not asked) one of these amounts, drawn for each respondent: {numbers}", numbers=amounts(question.numbers))
    return MARK.sub(lambda found: say("[amount of {name}]", name=found[1]), question.text)


def answered(question: Question) -> str:
    """How a question is answered, in a sentence or two."""
    if question.kind == "number" and question.high is not None:
        return say("A whole number from {low} to {high}.", low=f"{question.low:g}", high=f"{question.high:g}")
    if question.after:
        return say("Choose one. Asked of those only who answered {question}.", question=question.after)
    text = {
        "one": say("Choose one."),
        "several": say("Choose any; the last one excludes the others."),
        "grid": say("Choose one in each row."),
        "ranks": say("Put all of them in order."),
        "points": say("A number for each; 100 in all."),
        "number": say("A number."),
        "text": say("A text, in one's own words."),
        "drawn": say("No answer: the tool keeps the amount."),
    }[question.kind]
    if question.part == "attention":
        text = say("{how} A check whether the survey is read: ask it as it stands.", how=text)
    if question.required:
        text = say("{how} An answer is needed: answers are weighted by it.", how=text)
    if not question.shuffled:
        return text
    if question.kind == "grid":
        return say("{how} The rows come in random order.", how=text)
    last = any(option.last for option in question.options)
    order = say("Random order; the last one stays last.") if last else say("Random order.")
    return f"{text} {order}"


def grid_table(question: Question) -> tuple[tuple[str, ...], ...]:
    """A grid as rows of texts: the answers above, then each row's text and a circle for every answer."""
    rows = ((option.text, *("○" for _ in question.answers)) for option in question.options)
    return (("", *(answer.text for answer in question.answers)), *rows)


def as_html(table: Sequence[Sequence[str]], inert: Callable[[str], str]) -> str:
    """A table as survey tools show it under a question, on one line, "" for none; inert: makes a text one that is only read."""
    rows = ("".join(f"<td>{inert(cell)}</td>" for cell in row) for row in table)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>" if table else ""


def quota_table(quotas: Quotas) -> tuple[tuple[str, ...], ...]:
    """The quotas as rows of texts, the first of which is the heading."""
    heads = (say("Audience"), say("Segmentation"), say("Group"), say("People"), say("Smallest gap that shows"), say("Note"))
    rows = (
        (
            quota.audience, quota.segmentation, quota.cell, phrasing.count(quota.people),
            "–" if quota.gap is None else phrasing.points(quota.gap).lstrip("+"), quota.note,
        )
        for quota in quotas.rows
    )  # fmt: skip
    return (heads, *rows)
