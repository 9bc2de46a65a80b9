"""What is withheld of one audience, decided from its groups' sizes and from what would be published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from gapsurvey.model import Cell, Item, Tallies
from gapsurvey.privacy.answers import tables_to_leave
from gapsurvey.privacy.attack import Tables
from gapsurvey.privacy.joint import hidden_jointly
from gapsurvey.privacy.one_way import hidden_cells, tells_nothing
from gapsurvey.privacy.solving import UnprovenError
from gapsurvey.privacy.weighted import unit_of
from gapsurvey.study import Study

__all__ = ["Withheld", "withheld_of"]

MOST_COMBINATIONS = 120  # of groups that somebody is in: of more, fewer tables are published than were asked for
Sizes = Mapping[str, Mapping[Cell, int]]  # per table, its cells' people
Merged = Mapping[Cell, frozenset[Cell]]  # of a cell that was merged from others, those others


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is not published of one audience.

    few: items that fewer than k answered; cells: hidden ones; groups: per table, how many hidden cells hold somebody, and how
    many do not stay hidden; items: per table, those that are left out of it; too_many: tables that could not be attacked
    together with the others; unit: what its sums of weights are rounded to, None where they may stand.
    """

    few: frozenset[Item]
    cells: frozenset[Cell]
    groups: Mapping[str, tuple[int, int]]
    items: Mapping[str, list[Item]]
    too_many: tuple[str, ...]
    unit: float | None


def withheld_of(tallies: Tallies, study: Study, audience: str, merged: Merged) -> Withheld:
    """What an audience's tables keep back; the pattern of cells follows from sizes alone, that of items from what is shown.

    merged: of the cells that were merged from others, those others: they are hidden, and shown as one.
    """
    k, order = study.thresholds.min_cell, study.segmentations(audience)
    wholes = dict(tallies.items(Cell(audience)))
    few = frozenset(item for item, whole in wholes.items() if whole.base < k)
    sizes = {by: {cell: n for cell, n in tallies.members.items() if (cell.audience, cell.by) == (audience, by)} for by in order}
    merged = {cell: of for cell, of in merged.items() if cell.audience == audience}
    tables, too_many = _tables(tallies, study, audience, sizes, merged)
    unit = unit_of(wholes.values()) if order else None
    left: dict[Item, set[str]] = {}
    try:
        hidden = _cells(sizes, tables, too_many, k, merged)
        secret = any(n and cell in hidden and (cell.segment or n < k) for of in sizes.values() for cell, n in of.items())
        if unit is not None and (merged or secret):
            hidden |= {cell for of in sizes.values() for cell in of}
        shown = {by: [cell for cell in of if cell not in hidden] for by, of in sizes.items()}
        items = _items(tallies, [item for item in wholes if item not in few], sizes, shown, k, merged)
        if tables is not None:
            published = {
                item: {Cell(audience): wholes[item]}
                | {cell: tallies.counts[cell][item] for by, cells in shown.items() if item not in items[by] for cell in cells}
                for item in wholes
                if item not in few
            }
            left = tables_to_leave(tables, hidden, published, order, k)
    except UnprovenError:
        hidden, too_many = {cell for of in sizes.values() for cell in of}, order
        shown, items = {by: [] for by in order}, {by: [] for by in order}
    for item, tables_left in left.items():
        for by in tables_left:
            items[by].append(item)
    inhabited = {by: sum(1 for cell, n in of.items() if cell in hidden and cell.segment and n) for by, of in sizes.items()}
    groups = {by: (inhabited[by], len(cells)) for by, cells in shown.items()}
    return Withheld(few, frozenset(hidden), groups, items, too_many, unit)


def _cells(sizes: Sizes, tables: Tables | None, too_many: tuple[str, ...], k: int, merged: Merged) -> set[Cell]:
    """The cells that are hidden, also those of nobody, and those that are shown merged."""
    hidden: set[Cell] = {cell for of in merged.values() for cell in of}
    for by, of in sizes.items():
        if by in too_many:
            hidden |= of.keys()
        elif any(cell.parts for cell in of):
            hidden |= {cell for cell, n in of.items() if n < k or not cell.segment}
        else:
            hidden |= hidden_cells(of, k)
    return hidden if tables is None else hidden_jointly(tables, hidden, k)


def _items(
    tallies: Tallies, items: list[Item], sizes: Sizes, shown: Mapping[str, list[Cell]], k: int, merged: Merged
) -> dict[str, list[Item]]:
    """Per table, the items that its shown cells and the total tell too much of."""
    left: dict[str, list[Item]] = {by: [] for by in shown}
    for by, cells in shown.items():
        some_hidden = len(cells) < len(sizes[by])
        for item in items if cells else ():
            whole = tallies.counts[Cell(cells[0].audience)][item]
            counts = {cell: tallies.counts[cell][item] for cell in cells}
            alike = any(cell in merged and of.base > 0 and of.base - of.n.max() < 2 for cell, of in counts.items())
            if alike or not tells_nothing(whole, list(counts.values()), k, some_hidden):
                left[by].append(item)
    return left


def _tables(tallies: Tallies, study: Study, audience: str, sizes: Sizes, merged: Merged) -> tuple[Tables | None, tuple[str, ...]]:
    """The audience's tables to attack together, None where it has one; and those that there are too many groups for."""
    segments = list(study.audiences[audience].segments)
    while len(segments) > 1:
        people: Counter[tuple[Cell, ...]] = Counter()
        for parts, n in tallies.combinations.get(Cell(audience), {}).items():
            people[tuple(part for part in parts if part.by in segments)] += n
        if len(people) <= MOST_COMBINATIONS:
            cells = [cell for of in sizes.values() for cell, n in of.items() if n > 0]
            cells = [
                cell for cell in (*cells, *(c for of in merged.values() for c in sorted(of))) if _made_of(cell) <= {*segments}
            ]
            tables = Tables.of(Cell(audience), cells, list(people), list(people.values()), merged)
            return tables, tuple(by for by, of in sizes.items() if not all(_made_of(cell) <= {*segments} for cell in of))
        segments.pop()
    return None, tuple(by for by in sizes if by not in segments)


def _made_of(cell: Cell) -> set[str]:
    """The segmentations that a cell is of."""
    return {part.by for part in cell.parts} or {cell.by}
