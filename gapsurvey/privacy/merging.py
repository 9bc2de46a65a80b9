"""Small groups shown together as “Other”: nobody is left out, and nobody is in a group that could single them out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from gapsurvey.language import say, say_count
from gapsurvey.model import Cell, Counts, Item, Tallies
from gapsurvey.phrasing import within
from gapsurvey.privacy.one_way import hidden_cells

__all__ = ["merged"]


def merged(tallies: Tallies, audience: str, by: str, k: int) -> tuple[Tallies, dict[Cell, frozenset[Cell]]]:
    """The tallies with a segmentation's small cells as one, "Other (3 groups)", of k people or more; and what each is made of.

    Those who named no group are part of it only where they themselves are too few. What crosses the segmentation crosses the
    merged one. `combinations` stay those of the cells that were merged: it is them that must not be worked out. Nothing is
    merged where none is small, or where no other cell would be left: then they are hidden.
    """
    cells = {cell: n for cell, n in tallies.members.items() if (cell.audience, cell.by) == (audience, by)}
    small = hidden_cells({cell: n for cell, n in cells.items() if cell.segment or n < k}, k)
    together = frozenset(cell for cell in small if cells[cell] > 0)
    if not together or len(together) == sum(1 for n in cells.values() if n > 0):
        return tallies, {}
    groups = sum(1 for cell in together if cell.segment)
    name = say_count(groups, "Other ({n} group)", "Other ({n} groups)", n=groups)
    while any(cell.segment == name for cell in cells):
        name = say("All {others}", others=within(name))
    other = Cell(audience, by, name)

    def seen(cell: Cell) -> Cell:
        if cell in together:
            return other
        return Cell.crossed(*map(seen, cell.parts)) if cell.parts else cell

    members: dict[Cell, int] = {}
    gathered: dict[Cell, list[Mapping[Item, Counts]]] = {}
    for cell, n in tallies.members.items():
        members[seen(cell)] = members.get(seen(cell), 0) + n
        gathered.setdefault(seen(cell), []).append(tallies.counts.get(cell, {}))
    counts = {cell: _sum(parts) for cell, parts in gathered.items()}
    crossing: dict[Cell, set[Cell]] = {}
    for cell in tallies.members:
        if cell.parts and seen(cell) != cell:
            crossing.setdefault(seen(cell), set()).add(cell)
    made_of = {other: together, **{cell: frozenset(of) for cell, of in crossing.items()}}
    return replace(tallies, counts=counts, members=members), made_of


def _sum(parts: list[Mapping[Item, Counts]]) -> dict[Item, Counts]:
    """The counts of several cells together."""
    found: dict[Item, Counts] = {}
    for part in parts:
        for item, counts in part.items():
            found[item] = found[item] + counts if item in found else counts
    return found
