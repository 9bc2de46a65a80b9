"""Prices that differ between respondents: what is set by hand where a tool's file can neither draw nor choose them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gapsurvey.language import say, spoken
from gapsurvey.questionnaire.model import Question, Questionnaire, Step

__all__ = ["amounts", "drawn_elsewhere", "drawn_in_qualtrics", "kept_beside", "stepped", "typed"]

DEARER, CHEAPER = "U", "D"  # ends of the names under which Qualtrics keeps what may come second


def typed(number: float) -> str:
    """An amount as it is typed into a tool: digits, and cents after the language's decimal mark where there are any."""
    return f"{number:.0f}" if number == int(number) else f"{number:.2f}".replace(".", spoken().writing.decimal)


def amounts(numbers: Iterable[float]) -> str:
    """Amounts in a row."""
    return "; ".join(map(typed, numbers))


def stepped(step: Step) -> str:
    """A first price and what follows it."""
    return say(
        "after {price}, if yes {dearer}, if no {cheaper}",
        price=typed(step.price),
        dearer=typed(step.dearer),
        cheaper=typed(step.cheaper),
    )


def kept_beside(question: Question) -> Iterator[str]:
    """The embedded data of Qualtrics that a drawn price takes: of a second one that follows a drawn one, both that may come."""
    yield question.name
    if question.follows is not None and question.follows.price:
        yield from (f"{question.name}{which}" for which in (DEARER, CHEAPER))


def drawn_in_qualtrics(file: str, questionnaire: Questionnaire) -> Iterator[str]:
    """The steps in Qualtrics' survey flow."""
    followed = {q.follows.price: q for q in questionnaire.questions if q.follows is not None}
    for question in questionnaire.questions:
        if question.follows is not None:
            yield from _followed(file, question)
        elif question.kind == "drawn" and question.name in followed:
            yield _first_of_two(file, question, followed[question.name])
        elif question.kind == "drawn":
            yield say(
                "{file}, survey flow: a randomizer, one element, that sets the embedded data {name} to one of these, each as "
                "often, before the first block: {prices}.",
                file=file,
                name=question.name,
                prices=amounts(question.numbers),
            )


def _first_of_two(file: str, first: Question, second: Question) -> str:
    steps = second.follows.steps if second.follows else ()
    _, dearer, cheaper = kept_beside(second)
    return say(
        "{file}, survey flow: a randomizer, one element, before the first block, each as often. Each element sets three embedded "
        "data, {first}, {dearer} and {cheaper}, to one of these: {steps}.",
        file=file,
        first=first.name,
        dearer=dearer,
        cheaper=cheaper,
        steps="; ".join(" – ".join(map(typed, (step.price, step.dearer, step.cheaper))) for step in steps),
    )


def _followed(file: str, second: Question) -> Iterator[str]:
    if second.follows is None:
        return
    follows = second.follows
    _, *both = kept_beside(second)
    either = [f"${{e://Field/{name}}}" for name in both] or [typed(follows.steps[0].dearer), typed(follows.steps[0].cheaper)]
    yield say(
        "{file}, survey flow, after the block of {answer}: a branch where the answer is yes, which sets the embedded data {name} "
        "to {dearer}, and one where it is no, which sets it to {cheaper}.",
        file=file,
        answer=follows.answer,
        name=second.name,
        dearer=either[0],
        cheaper=either[1],
    )
    yield say(
        "{file}: display the question that names {name} only where {answer} is answered.",
        file=file,
        name=second.name,
        answer=follows.answer,
    )


def drawn_elsewhere(file: str, questionnaire: Questionnaire) -> Iterator[str]:
    """The steps in a tool that draws nothing."""
    for question in questionnaire.questions:
        if question.follows is not None:
            yield say(
                "{file}: ask the question that names {name} once per amount, shown by the answer to {answer}, in each version; "
                "in the export, make one column of its answers, and a column {name} with the amount that was shown.",
                file=file,
                name=question.name,
                answer=question.follows.answer,
            )
        elif question.kind == "drawn":
            yield say(
                "{file}: where the tool draws no amounts, make one version of the survey per amount of {name}, hand each to as "
                "many people, and add a column {name} with the amount to its export.",
                file=file,
                name=question.name,
            )
