"""What is matched one to one: a grid's rows each, a list or a ladder as a whole; and how well two of them fit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from gapsurvey.matching import fold
from gapsurvey.model import Column
from gapsurvey.pairing.likeness import difference, opposed
from gapsurvey.pairing.options import not_a_feature
from gapsurvey.pairing.questions import Question
from gapsurvey.pairing.recognise import KINDS
from gapsurvey.pairing.texts import asks_of_oneself, without_price, words

__all__ = ["Fit", "Unit", "fit", "units"]

_WHOLE = frozenset(("multi-select", "price-ladder", "ranking", "allocation"))
_UNPAIRED = frozenset(("text", "id", "agreed", "empty"))


@dataclass(frozen=True, eq=False)
class Unit:
    """One row of a question, or all of it. columns: one, or all of the question's."""

    question: Question
    columns: tuple[Column, ...]

    @cached_property
    def row(self) -> str:
        """The row's text, "" for a whole question."""
        return self.columns[0].option if self.question.reading.form not in _WHOLE else ""

    @cached_property
    def matter(self) -> tuple[str, ...]:
        """The words of question and row; of a ladder without its prices."""
        if self.question.reading.form == "price-ladder":
            option = self.columns[0].option
            return without_price(f"{self.question.text} {option}")
        return (*self.question.matter, *words(self.row))

    @cached_property
    def whole(self) -> str:
        """Question and row as they read."""
        return fold(f"{self.question.text} {self.row}")

    @cached_property
    def options(self) -> frozenset[tuple[str, ...]]:
        """A list's options, as words; none where they are codes."""
        reading = self.question.reading
        return (
            frozenset() if reading.codes else frozenset(words(o) or (fold(o),) for o in reading.options if not not_a_feature(o))
        )


def units(questions: Iterable[Question]) -> tuple[Unit, ...]:
    """The units of these questions, in order; questions that cannot have a mirror left out."""
    made: list[Unit] = []
    for question in questions:
        if question.reading.form in _WHOLE:
            made.append(Unit(question, question.columns))
        elif question.reading.form not in _UNPAIRED:
            made += [Unit(question, (column,)) for column in question.columns]
    return tuple(made)


@dataclass(frozen=True, slots=True)
class Fit:
    """How well two units mirror each other. score: 0–1; reason: in words; doubtful: whether both say what the other does not."""

    score: float
    reason: str = ""
    doubtful: bool = False


def fit(customers: Unit, employees: Unit, alike: float) -> Fit:
    """How well two units mirror each other. alike: the likeness of their words."""
    if not alike and customers.whole == employees.whole and customers.whole:
        alike = 1.0
    by_form, form = _form_fit(customers, employees)
    if not by_form:
        return Fit(0.0)
    mine, theirs = difference(customers.matter, employees.matter)
    if opposed(mine, theirs):
        alike *= 0.5
    score, reasons = alike * by_form, [_in_words(customers, employees, alike), form]
    doubtful = bool(mine and theirs)
    if doubtful:
        reasons.append(f"but customers: {' '.join(sorted(mine))}, employees: {' '.join(sorted(theirs))}")
    if customers.options and employees.options:
        shared = len(customers.options & employees.options)
        share = shared / min(len(customers.options), len(employees.options))
        reasons.append(f"{shared} of {max(len(customers.options), len(employees.options))} options the same")
        score = alike * by_form * (0.4 + 0.6 * share)
        if shared > 2 and share > 0.5:
            score = max(score, by_form * (0.4 * alike + 0.6 * share))
            doubtful = False
    if employees.question.matter and asks_of_oneself(employees.question.text) and asks_of_oneself(customers.question.text):
        score *= 0.96  # a question about what customers say goes before one about the employees' own wishes
        reasons.append("employees were asked about themselves")
    return Fit(score, "; ".join(filter(None, reasons)), doubtful)


def _in_words(customers: Unit, employees: Unit, alike: float) -> str:
    if customers.whole == employees.whole:
        return "the same text"
    if alike > 1 - 1e-9:
        return "the same words, but for who is meant"
    return f"words {alike:.0%} alike"


def _form_fit(customers: Unit, employees: Unit) -> tuple[float, str]:
    left, right = customers.question.reading, employees.question.reading
    forms = {left.form, right.form}
    if left.form == right.form == "rating":
        if left.about and left.about == right.about:
            same = len(left.scale) == len(right.scale)
            return (1.0 if same else 0.9), f"both rate {left.about}" + ("" if same else ", on scales of different length")
        if not left.about and not right.about:
            return 1.0, "both rate in numbers"
        return 0.8, "both are ratings, on different scales"
    if left.form == right.form == "price-ladder":
        prices = [{price.value for price in reading.prices} for reading in (left, right)]
        common = len(prices[0] & prices[1])
        return (1.0 if common else 0.85), f"{common} of {max(map(len, prices))} prices the same"
    if left.form == right.form:
        return 1.0, f"both {KINDS[left.form]}"
    if forms <= {"multi-select", "single-select"}:
        return 0.75, "one picks several options, the other one"
    if forms == {"rating", "number"} and (left.codes or right.codes):
        return (1.0 if customers.whole == employees.whole else 0.85), "both are numbers"
    return 0.0, ""
