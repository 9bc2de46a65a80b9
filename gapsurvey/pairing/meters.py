"""Van Westendorp's four questions in one export, recognised by what they ask, whatever the order of their columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from gapsurvey.matching import amount, fold
from gapsurvey.model import Column
from gapsurvey.pairing.proposal import MirrorPair
from gapsurvey.pairing.recognise import Reading, answers
from gapsurvey.records import Records

__all__ = ["PARTS", "Meter", "meter", "mirrored", "pair_of_prices"]

# What each question asks, in the words of its many wordings; the outer two are told first, being the inner two with a "too".
_SO = r"\b(?:too|so|zu)[\s_-]*"
_LOW, _HIGH = "cheap|low|inexpensive|billig|günstig|niedrig", "expensive|high|dear|teuer|hoch"
_ASKS = {
    "too_cheap": re.compile(rf"{_SO}(?:{_LOW})"),
    "too_expensive": re.compile(rf"{_SO}(?:{_HIGH})"),
    "cheap": re.compile(rf"\b(?:bargain|good value|great buy|preiswert|schnäppchen|{_LOW})\b"),
    "expensive": re.compile(rf"\b(?:high side|{_HIGH})\b"),
}
PARTS = ("too_cheap", "cheap", "expensive", "too_expensive")


@dataclass(frozen=True, slots=True)
class Meter:
    """The names of the four columns, in the order of PARTS, and the texts of their questions."""

    columns: tuple[str, str, str, str]
    texts: tuple[str, ...]


def meter(records: Records) -> Meter | None:
    """The export's one meter; None where it has none, or more than one could be meant.

    A column asks what its option, its text or its name says, and holds amounts; the four medians rise as their names do.
    """
    asks: dict[str, list[Column]] = {part: [] for part in PARTS}
    for column in records.export.columns:
        part = _part(column) if column.kind == "answer" else None
        if part and _median(column, records) is not None:
            asks[part].append(column)
    if any(len(columns) != 1 for columns in asks.values()):
        return None
    found = [asks[part][0] for part in PARTS]
    medians = [_median(column, records) or 0.0 for column in found]
    if any(low > high for low, high in pairwise(medians)):
        return None
    low, cheap, dear, high = (column.name for column in found)
    return Meter((low, cheap, dear, high), tuple(column.text for column in found))


def mirrored(customers: Meter, employees: Meter) -> MirrorPair:
    """The pair of both sides' meters."""
    reason = "both ask for four prices, from too cheap to too expensive, and their medians rise so"
    columns, texts = (customers.columns, employees.columns), (customers.texts[0], employees.texts[0])
    return pair_of_prices("van-westendorp", reason, columns, texts)


def pair_of_prices(
    shape: str, reason: str, columns: tuple[tuple[str, ...], tuple[str, ...]], texts: tuple[str, str]
) -> MirrorPair:
    """The likely pair of two questions with several prices each. columns, texts: the customers' and the employees'."""
    return MirrorPair(
        customers=columns[0],
        employees=columns[1],
        shape=shape,
        asks="pay",
        score=0.9,
        reason=reason,
        confidence="likely",
        texts=texts,
        rows=(),
        read=(Reading("open-price"), Reading("open-price")),
    )


def _part(column: Column) -> str | None:
    """What a column asks, read off the first of its texts that says so."""
    for text in (column.option, column.text, column.name.replace("_", " ")):
        part = next((part for part, said in _ASKS.items() if said.search(fold(text))), None)
        if part:
            return part
    return None


def _median(column: Column, records: Records) -> float | None:
    """The median amount, None where most answers are none."""
    given = answers(column, records)
    amounts = [(value, n) for text, n in given.items() if (value := amount(text)) is not None]
    if not amounts or 5 * sum(n for _, n in amounts) < 4 * sum(given.values()):
        return None
    return median(_spread(amounts))


def _spread(amounts: Sequence[tuple[float, int]]) -> list[float]:
    return [value for value, n in amounts for _ in range(n)]
