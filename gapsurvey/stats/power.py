"""Before fieldwork: how likely two bases are to show a gap or an agreement between shares, exactly, and which bases would."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, log, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr, gammaln, xlog1py, xlogy

from gapsurvey.stats import Floats
from gapsurvey.stats.comparisons import Bounds, share_bounds

__all__ = ["MOST", "Chances", "base_for", "base_reaching", "chances", "minimum_detectable_gap"]

MOST = 1_000_000  # the largest base that is looked at: its 95% interval is ±0.1 points wide
MISSED = 1e-9  # at most this much of the customers' distribution lies outside of what is summed over
GROWTH = 1.5  # of the bases that are tried on the way to one that suffices


@dataclass(frozen=True, slots=True)
class Chances:
    """How likely the report is to call two shares over, under and aligned: its own rule, by which aligned comes first.

    over, under: the 95% interval excludes 0 and the 90% interval does not lie within the margin; aligned: it does lie there.
    """

    over: float
    under: float
    aligned: float


@dataclass(frozen=True, slots=True, eq=False)
class _Steps:
    """What is said of x believers out of n who say yes, beside each of the customers' counts, which have these weights.

    All bounds of the interval rise with x. So beside every count, what is said changes at a few numbers of believers, and nobody
    needs to walk the whole grid of both: under below `under`, aligned from `aligned` to below `beyond`, over from `over` on.
    """

    n: int
    weights: Floats
    under: NDArray[np.int64]
    aligned: NDArray[np.int64]
    beyond: NDArray[np.int64]
    over: NDArray[np.int64]

    def chances(self, p: float) -> Chances:
        """The chances where each believer says yes with probability p."""

        def below(counts: NDArray[np.int64]) -> Floats:
            return np.where(counts > 0, bdtr(np.maximum(counts - 1, 0), self.n, p), 0.0)

        aligned = np.maximum(below(self.beyond) - below(self.aligned), 0)
        return Chances(
            over=float(self.weights @ (1 - below(self.over))),
            under=float(self.weights @ below(self.under)),
            aligned=float(self.weights @ aligned),
        )


def _steps(n1: int, p2: float, n2: int, margin: float, least: float) -> _Steps:
    # Bernstein's inequality: further from the mean than this lies less than MISSED.
    tail = log(2 / MISSED)
    reach = tail / 3 + sqrt(tail**2 / 9 + 2 * tail * n2 * p2 * (1 - p2))
    counts = np.arange(max(0, ceil(n2 * p2 - reach)), min(n2, int(n2 * p2 + reach)) + 1)
    ways = gammaln(n2 + 1) - gammaln(counts + 1) - gammaln(n2 - counts + 1)
    weights = np.exp(ways + xlogy(counts, p2) + xlog1py(n2 - counts, -p2))

    def first(holds: Callable[[Bounds], NDArray[np.bool_]]) -> NDArray[np.int64]:
        """Beside each count, the fewest believers of whom something holds that holds of all greater numbers too; else n1 + 1."""
        low, high = np.zeros(counts.size, np.int64), np.full(counts.size, n1 + 1)
        while np.any(low < high):
            middle = np.minimum((low + high) // 2, n1)
            held = holds(share_bounds(np.clip(middle / n1, least, 1 - least), n1, counts / n2, n2))
            low, high = np.where(held, low, middle + 1), np.where(held, middle, high)
        return high

    aligned, beyond = first(lambda b: b.low90 > -margin), first(lambda b: b.high90 >= margin)
    # A 95% interval without 0 leaves the 90% interval only one end of the margin to lie beyond.
    over, under = np.maximum(first(lambda b: b.low > 0), beyond), np.minimum(first(lambda b: b.high >= 0), aligned)
    return _Steps(n1, weights, under, aligned, beyond, over)


def chances(p1: float, n1: int, p2: float, n2: int, margin: float, least: float = 0.0) -> Chances:
    """The chances of what the report says where n1 believers say yes with probability p1, and n2 customers with p2.

    Exact, over both binomial distributions, but for tails below 1e-9. margin: of alignment; with 0, nothing is aligned and only
    the 95% interval decides. least: the believers' share is held between this and 1 − this, as that of few people is.
    """
    return _steps(n1, p2, n2, margin, least).chances(p1)


def minimum_detectable_gap(
    share: float, n_believers: int, n_customers: int, power: float = 0.8, margin: float = 0.10, least: float = 0.0
) -> float | None:
    """Smallest gap, to six digits, by which believers must overestimate a share so that it is called over with this power.

    None where even a belief of 100% is not. Of a share underestimated: the gap at 1 − share, since everything is symmetric.
    """
    steps = _steps(n_believers, share, n_customers, margin, least)
    if steps.chances(1.0).over < power:
        return None
    low, high = share, 1.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        low, high = (low, middle) if steps.chances(middle).over >= power else (middle, high)
    return high - share


def base_for(share: float, gap: float, ratio: float, power: float = 0.8, margin: float = 0.10, fewest: int = 2) -> int | None:
    """Customers, `fewest` at least, by whom a gap is called what it is with this power; believers are `ratio` times as many.

    gap: belief − share; below and above 0 it is to be called under and over, and 0 aligned. None where no base up to a million
    suffices: above some base, a gap within the margin is called aligned.
    """
    said = "over" if gap > 0 else "under" if gap < 0 else "aligned"

    def chance(customers: int) -> float:
        believers = ceil(ratio * customers)
        return float(getattr(chances(share + gap, believers, share, customers, margin), said))

    return base_reaching(chance, power, fewest)


def base_reaching(chance: Callable[[int], float], power: float, fewest: int = 2) -> int | None:
    """A base of which `chance` reaches the power, and of one person fewer does not; None where none up to a million does.

    Never less than `fewest`. Exact power climbs in saw-teeth, since counts are whole: a few people fewer may reach it once more.
    """
    low, high = fewest - 1, fewest
    while chance(high) < power:
        if high == MOST:
            return None
        low, high = high, min(ceil(GROWTH * high), MOST)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if chance(middle) >= power else (middle, high)
    return high
