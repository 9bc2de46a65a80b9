"""Columns of amounts of money: what people would pay, or what they were asked to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from gapsurvey.errors import Problem, listing
from gapsurvey.matching import amount, currency, is_currency
from gapsurvey.model import Codes, Column
from gapsurvey.records import Records, Unfound
from gapsurvey.shapes.shape import Coded, readable
from gapsurvey.study import Asked

__all__ = ["amounts", "in_currency", "named_columns", "one_currency"]


def amounts(asked: Asked, records: Records, column: Column, at: str, coded: Coded) -> tuple[tuple[float, ...], Codes]:
    """A column's distinct amounts, ascending, and which of them each kept record holds, −1 for none.

    Ranges and words are no amount, counted in a note; a column without any amount is a problem.
    """
    read = [amount(value, asked.period) for value in column.values]
    kept = records.givers(column) > 0
    levels = sorted({a for a, here in zip(read, kept, strict=True) if a is not None and here})
    place = {level: i for i, level in enumerate(levels)}
    meaning = [-1 if a is None or not here else place[a] for a, here in zip(read, kept, strict=True)]
    fix = f"A price is one amount per {asked.period}, such as 49 or $49.00."
    return tuple(levels), readable(meaning, records, column, at, coded, fix).astype(np.int32)


def one_currency(asked: Asked, records: Records, columns: Sequence[Column], at: str, coded: Coded) -> None:
    """A problem where amounts of one question are not in the study's currency: their numbers mean something else."""
    said = [
        (value, int(givers))
        for column in columns
        for value, givers in zip(column.values, records.givers(column), strict=True)
        if givers
    ]
    what = f"the prices in {listing(dict.fromkeys(c.name for c in columns))} of {records.export.file}"
    in_currency(asked, said, what, records.quiet, at, coded)


def in_currency(asked: Asked, said: Iterable[tuple[str, int]], what: str, quiet: int, at: str, coded: Coded) -> None:
    """A problem where texts, each with the people who said it, name another currency than the study's, or several.

    Currencies that fewer than `quiet` people name are not repeated.
    """
    people: dict[str, int] = {}
    for text, givers in said:
        if amount(text, asked.period) is not None and (named := currency(text)):
            people[named] = people.get(named, 0) + givers
    shown = listing(sorted(c for c, n in people.items() if n >= quiet))
    if len(people) > 1:
        fix = "Convert them into the study's currency before they are read."
        coded.problems.append(Problem(at, f"{what} are in several currencies", fix, shown))
    elif not all(is_currency(named, asked.currency) for named in people):
        fix = "Convert them before they are read; or write the currency that they are in: currency = …"
        coded.problems.append(Problem(at, f"{what} are not in {asked.currency}, the study's currency", fix, shown))


def named_columns(asked: Asked, records: Records, at: str, coded: Coded) -> dict[str, Column]:
    """The column of each part of the answer that names one; what is not found becomes a problem."""
    found = {}
    for part, name in asked.parts.items():
        if isinstance(name, str):
            try:
                found[part] = records.one(name, at)
            except Unfound as missing:
                coded.problems.append(missing.problem)
    return found
