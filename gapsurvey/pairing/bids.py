"""Bids in one export, recognised by their values: prices that differ from person to person, and the yes or no to each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from gapsurvey.matching import NO, YES, amount, fold
from gapsurvey.model import Column, Floats
from gapsurvey.pairing.proposal import MirrorPair
from gapsurvey.pairing.recognise import Reading, answers
from gapsurvey.pairing.texts import price_in
from gapsurvey.records import Records

__all__ = ["Bids", "bids", "certainty_of", "mirrored_bids"]

MOST_PRICES = 40  # that are drawn for people: of more, it is an amount they name
_SHOWN = re.compile(
    r"\b(?:bids?|gebote?|(?:price|preis) (?:shown|asked|offered|drawn|presented)|(?:shown|asked|offered|drawn|random) price)\b"
)
_PAYING = re.compile(r"\b(?:pay|buy|worth|accept|take it|purchase|zahlen|kaufen|wert)\b")
_SURE = re.compile(r"\bhow (?:sure|certain|confident)\b|\bcertainty\b|\bwie sicher\b")


@dataclass(frozen=True, slots=True)
class Bids:
    """Names of columns: of the price and its answer, and of a second bid those too; the text of the first answer's question.

    sure: the column of how sure people are of their yes to a lone bid, "" where there is none.
    """

    columns: tuple[str, ...]
    text: str
    sure: str = ""


def bids(records: Records) -> tuple[Bids, ...]:
    """The export's bids, those with a second one first; none where two could be meant.

    A second price is dearer after a yes and cheaper after a no, for everybody: that is as good as a name. A lone price is
    named as shown to people, and one question alone asks whether they would pay it, more of them the cheaper it was.
    """
    answer = [column for column in records.export.columns if column.kind == "answer"]
    prices = {c.name: read for c in answer if (read := _prices(c, records)) is not None}
    said = {c.name: read for c in answer if _asks_to_pay(c) and (read := _said(c, records)) is not None}
    texts = {c.name: c.text for c in answer}
    doubles = [
        (first, second, yes)
        for first, second in permutations(prices, 2)
        for yes in said
        if _depends(prices[first], prices[second], said[yes])
    ]
    found = []
    if len(doubles) == 1:
        first, second, yes = doubles[0]
        again = [name for name in said if name != yes and _alike(name, yes) and _told_with(said[name], prices[second])]
        if len(again) == 1:
            found.append(Bids((first, yes, second, again[0]), texts[yes]))
    taken = {name for pair in found for name in pair.columns} | {name for pair in doubles for name in pair}
    lone = [name for name in prices if name not in taken and _SHOWN.search(fold(f"{name} {texts[name]}"))]
    answered = [name for name in said if name not in taken]
    if len(lone) == 1 and len(answered) == 1 and _falls(prices[lone[0]], said[answered[0]]):
        found.append(Bids((lone[0], answered[0]), texts[answered[0]], certainty_of(answered[0], records)))
    return tuple(found)


def mirrored_bids(customers: Sequence[Bids], employees: Sequence[Bids]) -> Iterator[MirrorPair]:
    """Pairs of both sides' bids of one kind; customers' certainty stands behind their columns."""
    theirs = {len(each.columns): each for each in employees}
    for mine in customers:
        if other := theirs.get(len(mine.columns)):
            double = len(mine.columns) == 4
            yield MirrorPair(
                customers=(*mine.columns, *([mine.sure] if mine.sure else [])),
                employees=other.columns,
                shape="double-bounded" if double else "price",
                asks="pay",
                score=0.85,
                reason="both were shown prices that differ from person to person"
                + (", the second dearer after a yes and cheaper after a no" if double else ""),
                confidence="likely",
                texts=(mine.text, other.text),
                rows=(),
                read=(Reading("open-price"), Reading("open-price")),
            )


def certainty_of(answer: str, records: Records) -> str:
    """The column that asks how sure people are of their yes to this one, from 0 to 10; "" for none, or several.

    Those who said yes answered it, and nobody else.
    """
    columns = {column.name: column for column in records.export.columns if column.kind == "answer"}
    said = _said(columns[answer], records) if answer in columns else None
    if said is None or not (said == 1).any():
        return ""
    found = []
    for name, column in columns.items():
        points = answers(column, records) if _SURE.search(fold(f"{name} {column.text}")) else {}
        if points and all(point.strip() in map(str, range(11)) for point in points):
            given = column.codes[records.rows] >= 0
            if not (given & (said != 1)).any() and (given & (said == 1)).sum() >= 0.8 * (said == 1).sum():
                found.append(name)
    return found[0] if len(found) == 1 else ""


def _prices(column: Column, records: Records) -> Floats | None:
    """Per kept record the price, NaN where none; None for a column that is not of a few prices."""
    given = answers(column, records)
    read = {text: amount(text) for text in given}
    if not 2 <= len(given) <= MOST_PRICES or any(price is None or price <= 0 for price in read.values()):
        return None
    meaning = np.array([*(np.nan if (price := read.get(text)) is None else price for text in column.values), np.nan])
    found: Floats = meaning[column.codes[records.rows]]
    return found


def _asks_to_pay(column: Column) -> bool:
    return bool(_PAYING.search(fold(f"{column.name} {column.text}"))) and price_in(column.text) is None


def _said(column: Column, records: Records) -> Floats | None:
    """Per kept record 1 for yes, 0 for no, NaN for neither; None for a column that is not of both."""
    given = {fold(text) for text in answers(column, records)}
    if not given or not given <= YES | NO or not given & YES or not given & NO:
        return None
    meaning = [1.0 if fold(text) in YES else 0.0 if fold(text) in NO else np.nan for text in column.values]
    found: Floats = np.array([*meaning, np.nan])[column.codes[records.rows]]
    return found


def _depends(first: Floats, second: Floats, yes: Floats) -> bool:
    """Whether the second price is dearer after a yes and cheaper after a no, both having been said."""
    told: NDArray[np.bool_] = np.isfinite(first) & np.isfinite(second) & np.isfinite(yes)
    dearer, moved = second[told] > first[told], first[told] != second[told]
    return bool(moved.all() and (dearer == (yes[told] == 1)).all() and dearer.any() and not dearer.all())


def _told_with(said: Floats, price: Floats) -> bool:
    """Whether an answer was given by those who saw this price, and by nobody else."""
    return bool((np.isfinite(said) == np.isfinite(price)).mean() > 0.9)


def _alike(name: str, other: str) -> bool:
    """Whether two names differ in their numbers alone."""
    return re.sub(r"\d+", "", fold(name)) == re.sub(r"\d+", "", fold(other))


def _falls(price: Floats, said: Floats) -> bool:
    """Whether those who said no were on average shown dearer prices."""
    yes, no = price[said == 1], price[said == 0]
    return bool(len(yes) and len(no) and np.nanmean(yes) < np.nanmean(no))
