"""Weights are fingerprints: how much of them is left in the numbers of believers who are also shown by segment."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

import numpy as np

from gapsurvey.model import Counted, Counts, Floats, Patterns

CountsOrPatterns = TypeVar("CountsOrPatterns", Counts, Patterns)

__all__ = ["rounded", "unit_of", "unweighted"]


def unit_of(wholes: Iterable[Counts]) -> float | None:
    """What sums of an audience's weights are rounded to, None where everybody weighs the same.

    Raked weights follow from the margins, which everybody may know, and from who is in which group. So a sum to ten digits
    tells how many of each group are in it: also of hidden ones, and of those that no table is about. In a sum of whole
    people, one can as well be another. A power of two near the mean weight, which is 1 where weights were raked: it tells
    nothing of the mean itself.
    """
    asked = [counts for counts in wholes if counts.base > 0]
    if not asked:
        return None
    n, w, w2 = (np.concatenate([getattr(counts, name) for counts in asked]) for name in ("n", "w", "w2"))
    mean = float(w.sum() / n.sum())
    if np.allclose(w, n * mean) and np.allclose(w2, n * mean * mean):
        return None
    return float(2.0 ** round(math.log2(mean)))


def rounded(counts: Counts, unit: float) -> Counts:
    """The counts with Σw and Σw² of each answer in whole units; unweighted where nothing is left of them."""
    w: Floats = np.round(counts.w / unit) * unit
    if w.sum() == 0:
        return unweighted(counts, unit)
    squares: Floats = np.round(counts.w2 / unit**2) * unit**2
    least: Floats = w * w / np.maximum(counts.n, 1)  # no effective base above the number of people
    return replace(counts, w=w, w2=np.maximum(squares, least))


def unweighted(found: CountsOrPatterns, unit: float) -> CountsOrPatterns:
    """The counts or patterns as of people who all weigh one unit.

    A group shown both weighted and not would tell how its people spread over the groups of another segmentation, and most
    patterns are one person's.
    """
    return replace(found, w=_each(found.n, unit), w2=_each(found.n, unit**2))


def _each(n: Counted, weight: float) -> Floats:
    return n.astype(np.float64) * weight
