"""Weights are fingerprints: what is left of them in believers' numbers is whole people."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from gapsurvey.model import Counted, Counts, Floats, Patterns

__all__ = ["rounded", "unit_of", "unweighted"]


def unit_of(wholes: Iterable[Counts]) -> float | None:
    """What sums of an audience's weights are rounded to, None where everybody weighs the same.

    Whoever knows that one colleague weighs 1.37 and another 0.61 could read off a sum to ten digits which of them said yes;
    in a sum of whole people, one can as well be another. A power of two near the mean weight, which is 1 where weights were
    raked: it tells nothing of the mean itself.
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
        return replace(counts, w=_each(counts.n, unit), w2=_each(counts.n, unit**2))
    squares: Floats = np.round(counts.w2 / unit**2) * unit**2
    least: Floats = w * w / np.maximum(counts.n, 1)  # no effective base above the number of people
    return replace(counts, w=w, w2=np.maximum(squares, least))


def unweighted(patterns: Patterns, unit: float) -> Patterns:
    """Patterns as of people who all weigh one unit: most are one person's, and a rounded weight of one person is no weight."""
    return replace(patterns, w=_each(patterns.n, unit), w2=_each(patterns.n, unit**2))


def _each(n: Counted, weight: float) -> Floats:
    return n.astype(np.float64) * weight
