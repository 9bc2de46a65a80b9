"""Few believers are never shown to be of one mind: their counts are held off 0% and 100% before anything is made of them."""

from __future__ import annotations

import numpy as np

from gapsurvey.model import Counts, Item

__all__ = ["SMALL_BASE", "clip", "clipped"]

SMALL_BASE = 20  # below it a believers' share is held between 5% and 95%
LEAST, MOST = 0.05, 0.95


def clip(share: float, base: int, believer: bool) -> float:
    """A share as it may be shown: that of fewer than 20 believers never says that all or none of them agreed.

    `clipped` has held every single answer within these ends; a share of several answers (the two highest points of a
    scale, whoever would pay a price or more) is held here.
    """
    return min(max(share, LEAST), MOST) if believer and base < SMALL_BASE else share


def clipped(item: Item, counts: Counts) -> Counts:
    """The counts of fewer than 20 people with no more than 95% of their weight at one answer: the rest moves to the scale's ends.

    Half of it to the lowest and half to the highest answer, all of it to the other one where they agree on one of these. So
    a share, a mean, θ, a median, an interval are all those of the clipped counts, and agree. n stays what it is: the base.
    """
    total = counts.weighted_base
    if not 0 < counts.base < SMALL_BASE or counts.w.max() <= MOST * total:
        return counts
    at = counts.levels[int(counts.w.argmax())]
    ends = [end for end in _ends(item, counts.levels) if end != at]
    levels = tuple(sorted({*counts.levels, *ends}))
    place = [levels.index(level) for level in counts.levels]
    n, w, w2 = np.zeros(len(levels), np.int64), np.zeros(len(levels)), np.zeros(len(levels))
    n[place], w[place], w2[place] = counts.n, counts.w, counts.w2
    agreed, to = levels.index(at), [levels.index(end) for end in ends]
    too_much = (w[agreed] - MOST * total) / w[agreed]
    for sums in (w, w2):
        part = sums[agreed] * too_much
        sums[agreed] -= part
        sums[to] += part / len(to)
    return Counts(levels, n, w, w2)


def _ends(item: Item, levels: tuple[float, ...]) -> tuple[float, float]:
    """The lowest and the highest answer that there could be."""
    if item.kind in ("share", "estimate", "allocation"):
        return 0.0, 1.0
    if len(levels) > 1:
        return levels[0], levels[-1]
    return max(levels[0] - 1, 0.0), levels[0] + 1
