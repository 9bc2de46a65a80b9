"""Whether a question weighs things against each other: a ranking in one of the three ways that tools write it, or points."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from gapsurvey.matching import MISSING, fold, percentage
from gapsurvey.model import Column, Floats
from gapsurvey.pairing.options import Options
from gapsurvey.records import Records

__all__ = ["Weighing", "weighing"]

_FEWEST = 5  # people: of fewer, a grid of ratings may look like a ranking by chance
_MOSTLY = 0.9  # of the people; the others erred
_RANK = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th)?")
_SLOT = re.compile(
    r"(?:rank(?:ing)?|rang|place|platz|position|choice)?\s*#?\s*(\d{1,2})(?:\.|st|nd|rd|th)?(?:\s+(?:choice|place|rank))?"
)


@dataclass(frozen=True, slots=True)
class Weighing:
    """A ranking or an allocation. form: its shape; options: the items, and how many people ranked or gave points to each."""

    form: Literal["ranking", "allocation"]
    options: Options


def weighing(columns: Sequence[Column], records: Records) -> Weighing | None:
    """What weighs the question's items against each other, None where nothing does."""
    if len(columns) == 1:
        return _in_one_cell(columns[0], records)
    if not all(column.option for column in columns):
        return None
    return _ranks(columns, records) or _points(columns, records) or _slots(columns, records)


def _ranks(columns: Sequence[Column], records: Records) -> Weighing | None:
    """A column per item: of at least three, each person gives different ranks, none above the number of items."""
    ranks = np.stack([_numbers(column, records, _rank) for column in columns])
    given = ~np.isnan(ranks)
    people = given.sum(axis=0) > 1
    if len(columns) < 3 or people.sum() < _FEWEST or _unread(columns, records, given):
        return None
    distinct = np.array([len(set(person[~np.isnan(person)])) == (~np.isnan(person)).sum() for person in ranks.T[people]])
    if distinct.mean() < _MOSTLY or np.nanmax(ranks) > len(columns) or np.nanmin(ranks) != 1:
        return None
    return Weighing("ranking", {column.option: int(n) for column, n in zip(columns, given.sum(axis=1), strict=True)})


def _rank(text: str) -> float | None:
    found = _RANK.fullmatch(text)
    return float(found[1]) if found else None


def _points(columns: Sequence[Column], records: Records) -> Weighing | None:
    """A column per item: the numbers of each person add up to a hundred, and are spread over several items."""
    points = np.stack([_numbers(column, records, percentage) for column in columns])
    given = ~np.isnan(points)
    people = given.any(axis=0)
    if people.sum() < _FEWEST or _unread(columns, records, given) or np.nanmin(points) < 0:
        return None
    whole = np.abs(np.nansum(points, axis=0)[people] - 100) <= 1
    spread = (np.nan_to_num(points) > 0).sum(axis=0)[people] > 1
    if whole.mean() < _MOSTLY or spread.mean() < 0.5:
        return None
    return Weighing("allocation", {column.option: int(n) for column, n in zip(columns, given.sum(axis=1), strict=True)})


def _numbers(column: Column, records: Records, read: Callable[[str], float | None]) -> Floats:
    """Per kept record the number in a column, NaN for none."""
    found = [None if fold(value) in MISSING else read(fold(value)) for value in column.values]
    return records.numbers(column, (np.nan if number is None else number for number in found))


def _unread(columns: Sequence[Column], records: Records, given: np.ndarray[tuple[int, int], np.dtype[np.bool_]]) -> bool:
    """Whether more than a slip here and there is not a number."""
    answered = sum(
        int(n)
        for column in columns
        for value, n in zip(column.values, records.givers(column), strict=True)
        if fold(value) not in MISSING
    )
    return int(given.sum()) < _MOSTLY * answered


def _slots(columns: Sequence[Column], records: Records) -> Weighing | None:
    """A column per rank, which holds the item: "Q4[1]", "Q4 [Rank 2]"; nobody names an item twice."""
    slots = [_SLOT.fullmatch(fold(column.option)) for column in columns]
    if sorted(int(slot[1]) for slot in slots if slot) != list(range(1, len(columns) + 1)):
        return None
    people = list(zip(*(_texts(column, records) for column in columns), strict=True))
    named = [[text for text in person if text] for person in people]
    several = [person for person in named if len(person) > 1]
    if len(several) < _FEWEST or sum(len({*map(fold, person)}) == len(person) for person in several) < _MOSTLY * len(several):
        return None
    return _listed(named)


def _texts(column: Column, records: Records) -> list[str]:
    """Per kept record what it holds, "" for nothing."""
    values = [*("" if fold(value) in MISSING else " ".join(value.split()) for value in column.values), ""]
    return [values[code] for code in records.codes(column)]


def _in_one_cell(column: Column, records: Records) -> Weighing | None:
    """The items from first to last, each closed by a semicolon: everybody lists the same ones, and not in the same order."""
    if sum(";" in value for value in column.values) < 2:
        return None
    named = [[part.strip() for part in cell.split(";") if part.strip()] for cell in _texts(column, records) if cell]
    sets = Counter(frozenset(map(fold, person)) for person in named if len(person) > 1)
    orders = {tuple(map(fold, person)) for person in named}
    if not sets or sets.total() < _FEWEST or len(orders) < 2:
        return None
    items, people = sets.most_common(1)[0]
    if people < _MOSTLY * len(named) or all(tuple(sorted(order)) == order for order in orders):
        return None
    return _listed([person for person in named if frozenset(map(fold, person)) == items])


def _listed(named: Sequence[Sequence[str]]) -> Weighing | None:
    """The items that these people's lists name, each as most of them have it."""
    spelt: dict[str, Counter[str]] = {}
    for person in named:
        for text in person:
            spelt.setdefault(fold(text), Counter())[text] += 1
    options = {min(forms.items(), key=lambda form: (-form[1], form[0]))[0]: forms.total() for _, forms in sorted(spelt.items())}
    numbers = all(text.isdecimal() for text in options)
    return None if numbers or len(options) < 2 else Weighing("ranking", options)
