"""One segmentation by itself: which groups are hidden, and which items its published groups would tell too much about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from gapsurvey.model import Cell, Counted, Counts

__all__ = ["hidden_cells", "tells_nothing"]


def hidden_cells(members: Mapping[Cell, int], k: int) -> set[Cell]:
    """The cells to hide: those with fewer than k people, and as many of the next smallest as keep those unknown.

    A cell that stands alone, or a group of fewer than k people, could be had by subtracting the rest from the total; and so
    could the sizes of m cells, each of one person at least, of fewer than m + 2 people.
    Those who gave no value (the cell "") are never shown, but the total holds them too: they keep others unknown, and are
    kept unknown where they are few.
    """
    inhabited = sorted((cell for cell, n in members.items() if n > 0), key=lambda cell: (members[cell], cell))
    few = [cell for cell in inhabited if members[cell] < k]
    hidden = {*few, *(cell for cell in inhabited if not cell.segment)}
    rest = [cell for cell in inhabited if cell not in hidden]
    while few and rest and (len(hidden) == 1 or sum(members[cell] for cell in hidden) < max(k, len(hidden) + 2)):
        hidden.add(rest.pop(0))
    return hidden | {cell for cell, n in members.items() if n == 0}


def tells_nothing(whole: Counts, shown: Sequence[Counts], k: int, some_hidden: bool) -> bool:
    """Whether an item's answers in the shown cells, and their difference to the whole, tell nothing about one person.

    A shown cell in which 1 to k − 1 people answered would. So would a hidden group of fewer than k, or whose members all gave
    one answer, or all but one: that one would know of the others.
    """
    if any(0 < counts.base < k for counts in shown):
        return False
    rest = whole.n - np.sum([on_levels(counts, whole.levels) for counts in shown], axis=0, dtype=np.int64)
    people = int(rest.sum())
    if not some_hidden or people == 0:
        return True
    return people >= k and people - int(rest.max()) >= 2


def on_levels(counts: Counts, levels: tuple[float, ...]) -> Counted:
    """A cell's people per level of the whole, which has all of its levels."""
    place = {level: i for i, level in enumerate(levels)}
    n = np.zeros(len(levels), np.int64)
    for level, people in zip(counts.levels, counts.n, strict=True):
        n[place[level]] += people
    return n
