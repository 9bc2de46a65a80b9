"""The four prices of Van Westendorp's meter: who answered soundly, the curves, where they cross, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gapsurvey.stats import Floats, Numbers

__all__ = ["POINTS", "Crossing", "FourPrices", "Places", "crossing", "crossing_draws", "four_prices", "placed", "sound"]

Places: TypeAlias = NDArray[np.intp]

TOO_CHEAP, CHEAP, EXPENSIVE, TOO_EXPENSIVE = range(4)
WINDOW = 128  # prices around a crossing at which it is resampled: between two of them curves are straight enough

# Point → (the column whose curve falls, the column whose curve rises): it is where the two meet. The two range rules are the
# original one (not cheap × too cheap, too expensive × not expensive) and the narrower one (expensive × too cheap, too
# expensive × cheap). Source: Van Westendorp 1976; R package pricesensitivitymeter, `pricerange`.
POINTS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "pmc": (TOO_CHEAP, CHEAP),
        "pme": (EXPENSIVE, TOO_EXPENSIVE),
        "idp": (CHEAP, EXPENSIVE),
        "opp": (TOO_CHEAP, TOO_EXPENSIVE),
        "pmc_narrower": (TOO_CHEAP, EXPENSIVE),
        "pme_narrower": (CHEAP, TOO_EXPENSIVE),
    }
)


class Crossing(NamedTuple):
    """Where a falling and a rising curve meet: from `low` to `high`, which differ where they run together for a while."""

    low: float
    high: float

    @property
    def value(self) -> float:
        """The middle of it."""
        return (self.low + self.high) / 2


@dataclass(frozen=True, slots=True, eq=False)
class FourPrices:
    """Sound answers, as places on the grid of all prices that were named.

    grid: M prices, ascending; at: 4 × P indices into it, a row each for too cheap, cheap, expensive and too expensive;
    w, w2: per unique answer the weights' sum and sum of squares of those who gave it; up_to: 4 × M, Σw of those whose price is
    at most each of the grid's.
    """

    grid: Floats
    at: Places
    w: Floats
    w2: Floats
    up_to: Floats

    @property
    def total(self) -> float:
        """Σw of everybody."""
        return float(self.up_to[0, -1])

    def shares(self, prices: Numbers) -> Floats:
        """The four curves at any prices, 4 × K: P(too cheap > p), P(cheap > p), P(expensive ≤ p), P(too expensive ≤ p).

        Straight between two named prices; below the lowest of them everybody finds it too cheap.
        """
        found = np.stack([np.interp(prices, self.grid, curve, left=0.0, right=self.total) for curve in self.up_to]) / self.total
        found[:EXPENSIVE] = 1 - found[:EXPENSIVE]
        return found

    def point(self, name: str) -> Crossing:
        """One of the POINTS."""
        falling, rising = POINTS[name]
        return crossing(self.grid, self.up_to[falling], self.up_to[rising])


def placed(levels: Sequence[Numbers], codes: NDArray[np.integer[Any]]) -> tuple[Floats, Places]:
    """The grid of all prices, and the place on it of each answer, 4 × P, −1 for none.

    levels: per column its possible prices, ascending; codes: P × 4 indices into them, −1 no answer.
    """
    every = np.concatenate([np.asarray(prices, float) for prices in levels])
    order = np.argsort(every, kind="stable")  # which merges what is ascending already
    ascending = every[order]
    new = np.append(True, ascending[1:] > ascending[:-1])[: len(every)]
    place = np.empty(len(every), np.intp)
    place[order] = np.cumsum(new) - 1
    places = np.split(place, np.cumsum([len(prices) for prices in levels])[:-1])
    found = np.stack([np.append(own, -1)[column] for own, column in zip(places, np.asarray(codes).T, strict=True)])
    return ascending[new], found  # code −1 takes the last


def sound(at: Places) -> NDArray[np.bool_]:
    """Which answers rise strictly from too cheap to too expensive."""
    low, cheap, dear, high = at
    found: NDArray[np.bool_] = (low >= 0) & (low < cheap) & (cheap < dear) & (dear < high)
    return found


def four_prices(grid: Numbers, at: Places, w: Numbers, w2: Numbers) -> FourPrices:
    """At least one answer as of `placed`, all of them `sound`, that weigh w in sum and w2 in sum of squares, each length P."""
    named = np.zeros(len(grid), bool)
    named[at] = True
    grid = np.asarray(grid)
    if not named.all():  # without the prices that only others named
        grid, at = grid[named], (np.cumsum(named) - 1)[at]
    up_to = np.empty((4, len(grid)))
    for column, sums in zip(at, up_to, strict=True):
        np.cumsum(np.bincount(column, w, len(grid)), out=sums)
    return FourPrices(grid, at, np.asarray(w, float), np.asarray(w2, float), up_to)


def crossing(grid: Numbers, falling: Numbers, rising: Numbers) -> Crossing:
    """Where the curves of two columns meet, straight lines between the grid's prices; the whole stretch where they are equal.

    falling, rising: per column, Σw of those whose price is at most each of the grid's, everybody at the last. The first curve
    is everybody − falling. Counts are compared, not shares: 1 − a share loses exact ties by one rounding.
    """
    grid, total = np.asarray(grid, float), float(falling[-1])
    met = np.asarray(falling) + rising  # ascending; the curves meet where it reaches everybody
    rounding = 1e-9 * total  # of sums of weights; counts are exact
    first, beyond = np.searchsorted(met, total - rounding), int(np.searchsorted(met, total + rounding, side="right"))
    if first < beyond:
        return Crossing(float(grid[first]), float(grid[beyond - 1]))
    left, right = met[first - 1], met[first]
    at = float(grid[first - 1] + (grid[first] - grid[first - 1]) * (total - left) / (right - left))
    return Crossing(at, at)


def crossing_draws(prices: FourPrices, name: str, draws: int, rng: np.random.Generator) -> Floats:
    """Resampled values of one of the POINTS, shape (draws,): the Bayesian bootstrap over the unique answers.

    Every kind of answer is drawn from a gamma distribution of mean Σw and variance Σw², which for equal weights is a Dirichlet
    over respondents. Only prices near the crossing can become it, so respondents count by where they stand to those: the work
    does not grow with their number. Source: Rubin 1981, Annals of Statistics 9:130–134.
    """
    falling, rising = POINTS[name]
    met, reach = prices.up_to[falling] + prices.up_to[rising], 6 * np.sqrt(prices.w2.sum())
    first = max(int(np.searchsorted(met, prices.total - reach)) - 1, 0)
    last = min(int(np.searchsorted(met, prices.total + reach)), len(met) - 1)
    window = np.unique(np.linspace(first, last, WINDOW).round().astype(np.intp))
    # How many prices of the window lie below a person's own two: all that the crossing depends on.
    below = [np.searchsorted(window, prices.at[column]) for column in (falling, rising)]
    kinds, kind = np.unique(np.stack(below), axis=1, return_inverse=True)
    w, w2 = np.bincount(kind.ravel(), prices.w), np.bincount(kind.ravel(), prices.w2)
    steps = np.arange(len(window))
    on_falling, on_rising = steps < kinds[0][:, None], steps >= kinds[1][:, None]
    ahead = rng.gamma(w * w / w2, w2 / w, (draws, len(w))) @ (on_falling.astype(float) - on_rising)
    right = np.clip((ahead > 0).sum(axis=1), 1, len(window) - 1)
    before, after = (np.take_along_axis(ahead, side[:, None], axis=1)[:, 0] for side in (right - 1, right))
    apart = before - after
    part = np.clip(np.divide(before, apart, out=np.zeros(draws), where=apart > 0), 0, 1)
    grid = prices.grid[window]
    found: Floats = grid[right - 1] + (grid[right] - grid[right - 1]) * part
    return found
