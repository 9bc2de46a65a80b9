"""What shape a question was asked in, read off the answers that it got."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal, TypeAlias

from gapsurvey.matching import MISSING, NO, NOT_TICKED, YES, amount, fold, percentage
from gapsurvey.model import Column
from gapsurvey.pairing.options import Options, joined_options
from gapsurvey.pairing.scales import labelled, numbered
from gapsurvey.pairing.texts import Price, asks_share, price_in, without_price, words
from gapsurvey.pairing.weighing import weighing
from gapsurvey.records import Records

__all__ = ["KINDS", "Form", "Reading", "answers", "recognised"]

# The shapes of the study format, and what no shape counts: numbers, essays, numbers of records, one answer, none.
Form: TypeAlias = Literal[
    "yes-no", "multi-select", "single-select", "rating", "estimate", "price-ladder", "open-price", "ranking", "allocation",
    "number", "text", "id", "agreed", "empty",
]  # fmt: skip
# What a form of answers is called, said of those who gave them.
KINDS: Mapping[Form, str] = MappingProxyType(
    {
        "yes-no": "say yes or no", "multi-select": "pick several options", "single-select": "pick one option", "rating": "rate",
        "estimate": "estimate a share", "price-ladder": "say yes or no at several prices", "open-price": "name a price",
        "ranking": "rank", "allocation": "give points", "number": "give a number", "text": "write a text", "id": "have a number",
        "agreed": "all give the same answer", "empty": "give no answer",
    }
)  # fmt: skip
_TICKS = frozenset(("x", "1", "yes", "true", "selected", "checked", "ja"))
_DIGITS_ONLY = frozenset("01")
_QUANTITY = frozenset(
    ("many", "number", "numeric", "hours", "hour", "year", "viele", "anzahl", "stunden", "jahre", "old", "alt", "age")
)
_WHICH = re.compile(r"\bwhich\b|\bwelche[rsnm]?\b|\bwhat\s+best\b")
_REMARK = re.compile(
    r"\b(?:anything|something)\b.*\b(?:add|share|tell)\b|\b(?:comments?|feedback|suggestions?|remarks?)\b.*(?:\bshare\b|$)|^why\b"
    r"|\bplease\s+(?:describe|explain|elaborate)\b|\bin\s+your\s+own\s+words\b|\b(?:anmerkungen|kommentare?|bemerkungen)\b"
    r"|\bwarum\b.*\?$|\bmöchten\s+sie\s+(?:uns\s+)?(?:noch\s+)?etwas\b"
)
_PAYS = frozenset(
    (
        "pay",
        "buy",
        "purchase",
        "kaufen",
        "spend",
        "price",
        "cost",
        "worth",
        "zahlen",
        "bezahlen",
        "ausgeben",
        "preis",
        "kosten",
        "wert",
    )
)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a question's answers read.

    scale: a rating's points from lowest to highest; about: what it measures, where that is known; options: of a selection,
    or of what was weighed, each with how many picked it; prices: per column of a ladder; codes: whether the answers are a
    tool's codes, whose meaning the file does not tell.
    """

    form: Form
    scale: tuple[str, ...] = ()
    about: str = ""
    options: Options = field(default_factory=dict)
    prices: tuple[Price, ...] = ()
    codes: bool = False


def answers(column: Column, records: Records) -> dict[str, int]:
    """A column's distinct answers as written, and how many of the kept gave each; words for no answer left out."""
    return {
        value: int(n)
        for value, n in zip(column.values, records.givers(column), strict=True)
        if n and fold(value) not in MISSING
    }  # fmt: skip


def recognised(columns: Sequence[Column], records: Records, known: Collection[str] = ()) -> Reading:
    """The reading of a question's columns together: one column, or a grid's rows, a list's options, a ladder's rungs.

    known: folded options that are read whole where picks are joined by commas.
    """
    reading = _read(columns, records, known)
    if records.quiet == 1:
        return reading
    shown = {o: max(n, records.quiet) for o, n in reading.options.items() if n >= records.quiet or (n and fold(o) in known)}
    return replace(reading, options=shown)


def _read(columns: Sequence[Column], records: Records, known: Collection[str]) -> Reading:
    given = [answers(column, records) for column in columns]
    together: Counter[str] = Counter()
    for cells in given:
        together.update(cells)
    folded: Counter[str] = Counter()
    for cell, n in together.items():
        folded[fold(cell)] += n
    text = columns[0].text
    if not folded:
        return Reading("empty")
    rungs = _rungs(columns)
    if rungs and folded.keys() <= YES | NO:
        return Reading("price-ladder", prices=rungs)
    if weighed := weighing(columns, records):
        return Reading(weighed.form, options=weighed.options)
    if len(columns) > 1 and _ticked(columns, given):
        return Reading("multi-select", options={c.option: _picked(cells) for c, cells in zip(columns, given, strict=True)})
    return _one_kind(text, together, folded, records, known, single=len(columns) == 1)


def _rungs(columns: Sequence[Column]) -> tuple[Price, ...]:
    """The prices of a ladder about one thing, a column each; () where the columns are none."""
    prices = [price for column in columns if (price := price_in(column.option) or price_in(column.text))]
    things = {without_price(f"{column.text} {column.option}") for column in columns}
    distinct = len({price.value for price in prices}) == len(columns)
    alone = len(columns) == 1 and not _PAYS & set(words(columns[0].text))  # one yes or no that happens to name a price
    return tuple(prices) if distinct and len(things) == 1 and not alone else ()


def _ticked(columns: Sequence[Column], given: Sequence[Mapping[str, int]]) -> bool:
    """Whether each column is an option that was ticked or not."""
    for column, cells in zip(columns, given, strict=True):
        positive = {fold(cell) for cell in cells} - NOT_TICKED
        if len(positive) > 1 or not positive <= {fold(column.option), fold(column.name), *_TICKS}:
            return False
    kinds = {frozenset(map(fold, cells)) for cells in given if cells}
    yes_and_no = any(kind & NOT_TICKED - {"not selected", "unchecked", "not checked"} for kind in kinds)
    return not yes_and_no


def _picked(cells: Mapping[str, int]) -> int:
    return sum(n for cell, n in cells.items() if fold(cell) not in NOT_TICKED)


def _one_kind(
    text: str, cells: Mapping[str, int], folded: Mapping[str, int], records: Records, known: Collection[str], *, single: bool
) -> Reading:
    """The reading of answers that all columns share."""
    people, distinct = sum(folded.values()), len(folded)
    if _REMARK.search(fold(text)):
        return Reading("text")
    if single and distinct == 1 and not (folded.keys() <= (YES | NO) - {"1", "0", "x"}):
        return Reading("agreed")
    if folded.keys() <= YES | NO and (folded.keys() <= _DIGITS_ONLY or not folded.keys() & _DIGITS_ONLY):
        return Reading("yes-no")
    scale = labelled(folded)
    if scale is not None:
        return Reading("rating", scale.labels, scale.about)
    percents = sum(n for cell, n in folded.items() if (p := percentage(cell)) is not None and 0 <= p <= 100)
    if (asks_share(text) or any("%" in cell for cell in folded)) and 5 * percents >= 4 * people:
        return Reading("estimate")
    money = sum(n for cell, n in folded.items() if amount(cell) is not None)
    signs = sum(n for cell, n in folded.items() if price_in(cell))
    if 5 * money >= 3 * people and (2 * signs > people or _PAYS & set(words(text))) and distinct > 2:
        return Reading("open-price")
    which = _WHICH.search(fold(text))  # codes of a list, which have no order
    if numbers := numbered([cell for cell, n in folded.items() if cell.isdecimal() or n >= records.quiet], text):
        plain = fold(text)
        quantity = not _QUANTITY.isdisjoint(plain.replace("(", " ").split()) and "scale" not in plain
        if not quantity and not (single and which) and sum(n for cell, n in folded.items() if cell in numbers) * 10 >= people * 9:
            return Reading("rating", numbers, codes=all(point.isdecimal() for point in numbers))
    options = joined_options(cells, known)
    numeric = sum(n for cell, n in folded.items() if amount(cell) is not None)
    if (options and 5 * numeric <= 4 * people) or (options and all(option.isdecimal() for option in options)):
        kept = {option: n for option, n in options.items() if n > 1}
        if 2 * sum(kept.values()) >= sum(options.values()):
            return Reading("multi-select", options=kept, codes=all(option.isdecimal() for option in kept))
    if 5 * numeric >= 4 * people:
        if single and which and distinct <= 12:
            return Reading("single-select", options=dict(folded), codes=True)
        return Reading("id" if single and distinct == people and people > 9 else "number")
    spelt = {fold(cell): cell for cell, _ in sorted(cells.items(), key=lambda given: (given[1], given[0]))}
    repeated = {" ".join(spelt[cell].split()): n for cell, n in sorted(folded.items()) if n > 1}
    if distinct <= 40 and 4 * sum(repeated.values()) >= 3 * people:
        return Reading("single-select", options=repeated)
    return Reading("text")
