"""Several tables of one audience: the fewest people hidden that leave no hidden size, and no small group, to be worked out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from gapsurvey.model import Cell
from gapsurvey.privacy import solving
from gapsurvey.privacy.attack import Attack, Tables

__all__ = ["OPEN", "hidden_jointly"]

OPEN = 2  # a hidden count is open if its bounds are at least this far apart: three whole numbers fit
ROUNDS = 60  # of the exact search; then a plain one goes on, which always ends
EXACT = 1e-6
ONLY = np.zeros(1, np.int64)  # the one column that sizes are


@dataclass(frozen=True, slots=True)
class Leak:
    """What the shown cells in `evidence` tell too much of: a hidden cell, or else a combination of groups (None)."""

    of: Cell | None
    evidence: frozenset[Cell]


def hidden_jointly(tables: Tables, hidden: set[Cell], k: int) -> set[Cell]:
    """The cells to hide, `hidden` among them, so that no addition or subtraction of the others tells of fewer than k people.

    Held, with nothing but the shown sizes and which combinations of groups there are:

    - the ends of every hidden size are at least two apart, and k apart in a crossing: its hidden groups are many and small, and
      the wider their sizes are open, the fewer of them answered alike;
    - whoever one looks at could be one of k people at least, of those that any sum and difference of shown cells leaves:
      where the most that fit a combination of groups are k or more, no such sum holds it with fewer.

    Exact: a leak's evidence is a set of shown cells of which one must go. The cheapest set (fewest people) that meets all
    evidence found so far is attacked in turn, until nothing leaks; so no cheaper set is safe. Crossings go first: a cell of a
    segmentation costs everyone on top of its own people. Where that is not done in
    ROUNDS, or a round not in its nodes, the smallest cell of each evidence is hidden until nothing leaks.
    """
    sizes, whole = tables.sizes, int(tables.people.sum())
    choice = [cell for cell in tables.cells[1:] if cell.segment and cell not in hidden]
    place = {cell: i for i, cell in enumerate(choice)}
    # Ties are broken by the order of the cells, for the same bytes everywhere; no sum of these parts comes to a person.
    cost = np.array(
        [sizes[cell] + (0 if cell.parts else whole) + (i + 1) / (len(choice) + 1) ** 2 for i, cell in enumerate(choice)]
    )
    needs: dict[tuple[int | None, frozenset[int]], None] = {}
    more: frozenset[int] = frozenset()
    for _ in range(ROUNDS):
        found = [
            (place.get(leak.of) if leak.of is not None else None, evidence)
            for leak in leaks(tables, hidden | {choice[i] for i in more}, k)
            if (evidence := frozenset(place[cell] for cell in leak.evidence if cell in place))
        ]
        if not found:
            return hidden | {choice[i] for i in more}
        needs |= dict.fromkeys(found)
        cheapest = solving.cheapest_cover(cost, list(needs))
        if cheapest is None:
            break
        more = cheapest
    return plainly(tables, hidden | {choice[i] for i in more}, k)


def plainly(tables: Tables, hidden: set[Cell], k: int) -> set[Cell]:
    """The same by hiding the smallest cell of each evidence: safe too, but more than need be may go."""
    hidden = set(hidden)
    while True:
        gone = {
            min(evidence, key=lambda cell: (tables.sizes[cell], cell))
            for leak in leaks(tables, hidden, k)
            if (evidence := [cell for cell in leak.evidence if cell.by])
        }
        if not gone:
            return hidden
        hidden |= gone


def leaks(tables: Tables, hidden: set[Cell], k: int) -> Iterator[Leak]:
    """What a reader of the shown sizes could work out of the hidden ones."""
    shown = [cell for cell in tables.cells if cell not in hidden]
    sizes = np.array([[tables.sizes[cell]] for cell in shown], float)
    kinds, people = tables.classes(shown)
    around = Attack(tables, shown, sizes, kinds)
    for i in np.flatnonzero(people < k).tolist():
        if around.most[i, 0] < k - EXACT:
            evidence = around.push(i, ONLY, upper=True)
            if around.most[i, 0] < k - EXACT:
                yield Leak(None, evidence)
    secret = [cell for cell in tables.cells if cell in hidden and (cell.segment or tables.sizes[cell] < k)]
    inside = Attack(tables, shown, sizes, tables.rows(secret), [cell for cell in tables.cells if cell in hidden])
    for i, cell in enumerate(secret):
        wide = (k if cell.parts else OPEN) - EXACT
        if inside.most[i, 0] - inside.least[i, 0] < wide:
            evidence = inside.push(i, ONLY, upper=True) | inside.push(i, ONLY, upper=False)
            found = inside.most[i, 0] - inside.least[i, 0]
            if found < OPEN - EXACT:
                yield Leak(cell, evidence)
            elif found < wide:  # no segmentation is hidden to show more of a crossing
                yield Leak(cell, frozenset(shown for shown in evidence if shown.parts))
