"""An export's columns as the questions they are: grids, lists and ladders together, everything else by itself."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from gapsurvey.matching import fold
from gapsurvey.model import Column
from gapsurvey.pairing.recognise import Reading, recognised
from gapsurvey.pairing.texts import asks_share, price_in, without_price, words
from gapsurvey.records import Records

__all__ = ["Question", "questions"]


@dataclass(frozen=True, eq=False)
class Question:
    """One question of one audience. columns: its rows, options or rungs, or the one column it is."""

    columns: tuple[Column, ...]
    reading: Reading

    @property
    def text(self) -> str:
        """The question, without its rows."""
        return self.columns[0].text

    @cached_property
    def key(self) -> tuple[str, ...]:
        """What orders questions alike, wherever their columns stand in the file."""
        return (fold(self.text), *sorted(fold(column.option) for column in self.columns), *sorted(c.name for c in self.columns))

    @cached_property
    def matter(self) -> tuple[str, ...]:
        """The words of the question itself."""
        return words(self.text)


def questions(records: Records, known: Collection[str] = ()) -> tuple[Question, ...]:
    """The questions of an export, in an order that does not depend on that of its columns.

    known: folded options of the other audience, which are read whole.
    """
    groups: dict[tuple[str, ...], list[Column]] = {}
    for column in records.export.columns:
        if column.kind == "answer" and _nameable(column.name):
            groups.setdefault(_group(column), []).append(column)
    found = []
    for columns in groups.values():
        columns.sort(key=_place)
        reading = recognised(columns, records, known)
        if len(columns) > 1 and not columns[0].option and reading.form != "price-ladder":
            found += [Question((column,), recognised([column], records, known)) for column in columns]
        else:
            found.append(Question(tuple(columns), reading))
    return tuple(sorted(found, key=lambda question: question.key))


def _nameable(name: str) -> bool:
    """Whether a study can name the column: a line of text of at most 2,000 characters."""
    return 0 < len(name) <= 2000 and name.strip() == name and not any("\ud800" <= sign <= "\udfff" for sign in name)


def _group(column: Column) -> tuple[str, ...]:
    if column.option:
        return ("rows", fold(column.text))
    if price_in(column.text) and not asks_share(column.text):
        return ("rungs", *sorted(without_price(column.text)))
    return ("column", column.name)


def _place(column: Column) -> tuple[float, str, str]:
    """Rungs by price, rows by text."""
    price = price_in(column.option) or price_in(column.text)
    return (price.value if price else 0.0, fold(column.option), column.name)
