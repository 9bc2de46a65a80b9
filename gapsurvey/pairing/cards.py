"""A payment card in one export, recognised by its two prices: what people would surely pay, and what they surely would not."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from gapsurvey.matching import amount, fold
from gapsurvey.model import Column, Floats
from gapsurvey.pairing.meters import pair_of_prices
from gapsurvey.pairing.proposal import MirrorPair
from gapsurvey.records import Records

__all__ = ["Card", "card", "mirrored_card"]

_FEWEST = 5  # people who named both prices: of fewer, one may lie below the other by chance
_SURE = r"\b(?:surely|certainly|definitely|sicher)\b"
_PAY = r"\b(?:pay|buy|zahlen|kaufen)\b"
_UPPER = re.compile(rf"{_SURE}.*\b(?:not|no longer|nicht)\b|\b(?:not|nicht)\b.*{_PAY}")
_LOWER = re.compile(rf"{_SURE}.*{_PAY}|{_PAY}.*{_SURE}")


@dataclass(frozen=True, slots=True)
class Card:
    """The names of both columns, the lower price first, and the text of the first."""

    columns: tuple[str, str]
    text: str


def card(records: Records) -> Card | None:
    """The export's one payment card; None where it has none, or more than one could be meant.

    Both columns hold amounts and nothing else, one asks for what is surely paid and the other for what surely is not, and
    whoever named both prices named the lower one first.
    """
    said: dict[bool, list[tuple[Column, Floats]]] = {False: [], True: []}
    for column in records.export.columns:
        upper = _is_upper(column) if column.kind == "answer" else None
        if upper is not None and (prices := _prices(column, records)) is not None:
            said[upper].append((column, prices))
    if not len(said[False]) == len(said[True]) == 1:
        return None
    ((lower, low),), ((upper_column, high),) = said[False], said[True]
    both = np.isfinite(low) & np.isfinite(high)
    if both.sum() < _FEWEST or not (low[both] < high[both]).all():
        return None
    return Card((lower.name, upper_column.name), lower.text)


def mirrored_card(customers: Card, employees: Card) -> MirrorPair:
    """The pair of both sides' payment cards."""
    reason = "both ask for a price that is surely paid and one that surely is not, the first always below the second"
    return pair_of_prices("interval", reason, (customers.columns, employees.columns), (customers.text, employees.text))


def _is_upper(column: Column) -> bool | None:
    """Whether a column asks for what is surely not paid; None where it asks for neither price."""
    said = fold(f"{column.name} {column.text} {column.option}")
    return True if _UPPER.search(said) else False if _LOWER.search(said) else None


def _prices(column: Column, records: Records) -> Floats | None:
    """Per kept record the price, NaN where none; None where an answer is no amount."""
    read = {text: amount(text) for text in column.values if text.strip()}
    if not read or None in read.values():
        return None
    return records.numbers(column, [np.nan if (price := read.get(text)) is None else price for text in column.values])
