"""A ranking: a column per item with its rank, a column per rank with its item, or one cell with all items in order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter

import numpy as np

from gapsurvey.errors import Problem, listing
from gapsurvey.language import say_count
from gapsurvey.matching import MISSING, fold
from gapsurvey.model import Answers, Column, Floats, Item
from gapsurvey.records import Records, Unfound
from gapsurvey.shapes.shape import Coded, Shape, battery, needs_several
from gapsurvey.study import Asked

__all__ = ["RANKING"]

OFTEN = 0.05  # of the people: what fewer name, or a rank that fewer give, may be a slip
_SLOT = re.compile(r"\D*(\d{1,2})\D*")
_RANK = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th)?")


def _code(asked: Asked, records: Records, at: str) -> Coded:
    """Ranks, 1 = first. What somebody left unranked who ranked something has the mean of the ranks left over."""
    coded = Coded()
    if isinstance(asked.column, str) and asked.answers:
        try:
            group = records.find(asked.column, at)
        except Unfound as missing:
            coded.problems.append(missing.problem)
            return coded
        slots = _slots(group, {fold(text) for texts in asked.answers.values() for text in texts})
        if len(group) == 1 or slots:
            _in_order(asked, records, *(_joined(slots) if slots else (group[0], _split(group[0]))), at, coded)
            return coded
    columns, own = battery(asked, records, at, coded)
    if not columns:
        return coded
    ranks = np.stack([_ranks(records, column, len(columns), at, coded) for column in columns])
    repeated = np.array([_repeats(person) for person in ranks.T], bool)
    if repeated.any():
        name = asked.column or columns[0].name
        coded.notes.append(
            say_count(
                repeated.sum(),
                '{n} person gave one rank twice in "{column}" and count as not having answered it.',
                '{n} people gave one rank twice in "{column}" and count as not having answered it.',
                n=repeated.sum(),
                column=name,
            )
        )
    ranks[:, repeated] = np.nan
    filled = _filled(ranks)
    place = {column.name: i for i, column in enumerate(columns)}
    for feature, column in own.items():
        coded.answers.append(_answers(feature, asked, filled[place[column.name]]))
    return coded


def _ranks(records: Records, column: Column, items: int, at: str, coded: Coded) -> Floats:
    """Per kept record the rank that a column holds, NaN for none; what is no rank of so many items is noted, or a problem."""
    ranks = [_rank(fold(value)) for value in column.values]
    read = np.array([rank is not None and rank <= items for rank in ranks], bool)
    givers = records.givers(column)
    beyond = sum(int(n) for rank, n in zip(ranks, givers, strict=True) if rank is not None and rank > items)
    if beyond >= max(records.quiet, 2) and beyond > OFTEN * givers.sum():
        found = f'{beyond} people gave ranks above {items} in "{column.name}", and the question has {items} columns here'
        fix = 'Name the question, so that all its columns are read: column = "Q4", answers = {feature = "row"}.'
        coded.problems.append(Problem(at, found, fix))
    elif records.answered(column) and not (givers[read] > 0).any():
        found = f'none of the answers in "{column.name}" of {records.export.file} can be read'
        coded.problems.append(Problem(at, found, "A rank is a whole number, 1 for the first.", records.given(column)))
    elif note := records.unread(column, read):
        coded.notes.append(note)
    return records.numbers(
        column, (float(rank) if rank is not None and ok else np.nan for rank, ok in zip(ranks, read, strict=True))
    )


def _rank(text: str) -> int | None:
    found = _RANK.fullmatch(text)
    return int(found[1]) or None if found else None


def _repeats(ranks: Floats) -> bool:
    given = ranks[~np.isnan(ranks)]
    return len(np.unique(given)) < len(given)


def _filled(ranks: Floats) -> Floats:
    """The ranks (items × people, NaN unranked) with the mean of those left over in place of what a person left unranked."""
    blank = np.isnan(ranks)
    left, items = blank.sum(axis=0), len(ranks)
    with np.errstate(invalid="ignore"):
        mean_left = (items * (items + 1) / 2 - np.nansum(ranks, axis=0)) / left
    return np.where(blank & (left < items), mean_left, ranks)


def _answers(feature: str, asked: Asked, ranks: Floats) -> Answers:
    """The ranks of one feature; the levels are those that occur."""
    levels = np.unique(ranks[~np.isnan(ranks)])
    codes = np.where(np.isnan(ranks), -1, np.searchsorted(levels, ranks)).astype(np.int32)
    return Answers(Item(feature, asked.asks, "rank"), tuple(map(float, levels)), codes)


def _slots(group: tuple[Column, ...], texts: set[str]) -> list[Column]:
    """The columns by rank, where each is a rank and holds the item: "Q4[1]", "Q4[2]"; none where each is an item."""
    ranks = [_SLOT.fullmatch(fold(column.option)) for column in group]
    held = {fold(value) for column in group for value in column.values}
    if len(group) < 2 or not all(ranks) or texts & {fold(column.option) for column in group} or not texts & held:
        return []
    return [column for _, column in sorted(zip((int(rank[1]) for rank in ranks if rank), group, strict=True), key=itemgetter(0))]


def _joined(slots: list[Column]) -> tuple[Column, list[list[str]]]:
    """Columns that hold the first item, the second and so on, as one column, and per distinct text of it the items in order."""
    codes, place = np.unique(np.stack([column.codes for column in slots], axis=1), axis=0, return_inverse=True)
    texts = [[column.values[code] for column, code in zip(slots, row, strict=True) if code >= 0] for row in codes]
    blank = np.array([not row for row in texts], bool)
    joined = np.where(blank[place.ravel()], -1, place.ravel()).astype(np.int32)
    first = slots[0]
    column = Column(first.text or first.name, first.text, "", first.kind, joined, tuple(";".join(row) for row in texts))
    return column, [_items_of(row) for row in texts]


def _split(column: Column) -> list[list[str]]:
    """Per distinct text of a column its items in order, each closed by a semicolon."""
    return [_items_of(value.split(";")) for value in column.values]


def _items_of(texts: Iterable[str]) -> list[str]:
    return [text for text in map(fold, texts) if text not in MISSING]


def _in_order(asked: Asked, records: Records, column: Column, orders: list[list[str]], at: str, coded: Coded) -> None:
    """One column holds the items from first to last; orders: of each of its distinct texts."""
    feature_of = {fold(text): feature for feature, texts in asked.answers.items() for text in texts}
    items = _items(orders, feature_of, records, column)
    places = [_places(order, items, feature_of) for order in orders]
    if len(records.rows) and not records.answered(column):
        coded.problems.append(records.empty(column, at))
        return
    read = np.array([bool(place) for place in places], bool)
    named = {name for place, n in zip(places, records.givers(column), strict=True) if n for name in place}
    for feature, texts in asked.answers.items():
        if len(records.rows) and feature not in named:
            found = f'nobody ranked "{" / ".join(texts)}" in "{column.name}" of {records.export.file}'
            coded.problems.append(
                Problem(f"{at}.answers.{feature}", found, "Write the item as the file has it.", records.given(column))
            )
    if note := records.unread(column, read):
        coded.notes.append(note)
    ordered = sorted(items)
    ranks = np.array([records.numbers(column, (place.get(item, np.nan) for place in places)) for item in ordered])
    filled = _filled(ranks)
    coded.answers += [_answers(feature, asked, filled[ordered.index(feature)]) for feature in asked.answers]


def _items(orders: list[list[str]], feature_of: Mapping[str, str], records: Records, column: Column) -> set[str]:
    """What was to be ranked: the study's features, and whatever else more than a few people named beside one of them."""
    people = Counter[str]()
    ranked = 0
    for order, givers in zip(orders, records.givers(column), strict=True):
        if not feature_of.keys().isdisjoint(order):
            ranked += int(givers)
            people.update(dict.fromkeys(set(order) - feature_of.keys(), int(givers)))
    return set(feature_of.values()) | {_other(item) for item, n in people.items() if n > OFTEN * ranked}


def _places(order: list[str], items: set[str], feature_of: Mapping[str, str]) -> dict[str, float]:
    """The rank of each item that a cell names, its first mention counting; none where it names no feature."""
    named = dict.fromkeys(feature_of.get(part, _other(part)) for part in order)
    known = [item for item in named if item in items]
    return {item: i + 1.0 for i, item in enumerate(known)} if not named.keys().isdisjoint(feature_of.values()) else {}


def _other(item: str) -> str:
    return ";" + item  # which no feature's name can begin with


def _needs(asked: Asked) -> list[Problem]:
    return [*_asks(asked), *needs_several(asked)]


def _asks(asked: Asked) -> Iterator[Problem]:
    if asked.asks not in ("want", "need", "prefer"):
        may = ("want", "need", "prefer")
        yield Problem("", f'a ranking cannot ask "{asked.asks}"', f"Ask {' or '.join(may)}.", listing(may))


RANKING = Shape("ranking", "Ranking", "rank", _needs, _code)
