"""What pairing proposes: which questions mirror each other, how sure that is, and why; and what is left on either side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from gapsurvey.pairing.recognise import Reading

__all__ = ["Confidence", "MirrorPair", "Proposal", "Unmatched", "unpaired"]

Confidence: TypeAlias = Literal["sure", "likely"]


@dataclass(frozen=True, slots=True)
class MirrorPair:
    """A customers' question and the employees' question that mirrors it.

    customers, employees: names of columns; of a grid they correspond one to one, of a ladder they are its rungs from the
    lowest price, of a list with a column per option they are all of them. An estimate's employees' columns correspond to
    `rows`, wherever customers' answers stand; what employees alone were asked has no customers' columns.
    shape: how customers were asked ("number" where no shape of the format counts it); asks: as in the study; rows: what
    each column or option is about, () where it is the question itself; score: 0–1; reason: in words; texts, read: the
    questions and how their answers read, customers' first.
    """

    customers: tuple[str, ...]
    employees: tuple[str, ...]
    shape: str
    asks: str
    score: float
    reason: str
    confidence: Confidence
    texts: tuple[str, str]
    rows: tuple[str, ...]
    read: tuple[Reading, Reading]


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A question that only one side was asked.

    columns: their names; why: what kept it from being paired, in words; answered: whether anybody of that side answered it.
    """

    columns: tuple[str, ...]
    text: str
    why: str
    answered: bool = True


@dataclass(frozen=True, slots=True)
class Proposal:
    """Everything that two exports have in common, and what they do not.

    segments: per side, columns that divide people into a few groups, as name = column; weights: per side, the column
    of weights, "" for none; elsewhere: per side, columns that stand in the same file and are told of the other side.
    """

    pairs: tuple[MirrorPair, ...]
    customers_only: tuple[Unmatched, ...]
    employees_only: tuple[Unmatched, ...]
    segments: tuple[dict[str, str], dict[str, str]]
    weights: tuple[str, str]
    elsewhere: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())


def unpaired(proposals: Sequence[Proposal]) -> list[tuple[Unmatched, ...]]:
    """Per side the questions that stand in no pair, customers' first. proposals: of customers and each side of believers."""
    others = [{name for question in p.customers_only for name in question.columns} for p in proposals[1:]]
    mine = (q for q in proposals[0].customers_only if all(left & {*q.columns} for left in others))
    return [tuple(mine), *(proposal.employees_only for proposal in proposals)]
