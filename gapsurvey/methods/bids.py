"""What bids and intervals say of each answer: the interval that willingness to pay lies in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gapsurvey.model import Counted, Floats, Patterns

__all__ = ["KINDS", "Known", "ends", "first_bids", "known"]

KINDS = ("bids", "interval")  # of items; where a feature was asked both ways, the first speaks


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """Unique intervals (lower, upper], −∞ and ∞ where an end is not known, and who answered so.

    n, w, w2: per interval the respondents, their weights' sum and sum of squares; asked: per price that was asked or named,
    of how many; contradictory: respondents left out because they accepted a price and refused a lower one.
    """

    lower: Floats
    upper: Floats
    n: Counted
    w: Floats
    w2: Floats
    asked: dict[float, int]
    contradictory: int

    @property
    def base(self) -> int:
        """Respondents."""
        return int(self.n.sum())

    @property
    def total(self) -> float:
        """Σw."""
        return float(self.w.sum())

    @property
    def effective(self) -> float:
        """Kish's effective base."""
        return self.total**2 / float(self.w2.sum())

    @property
    def payers(self) -> int:
        """Respondents who would surely pay something."""
        return int(self.n[self.lower > 0].sum())

    def prices(self, least: int = 1) -> list[float]:
        """The prices above 0 that at least so many were asked, ascending."""
        return sorted(price for price, people in self.asked.items() if price > 0 and people >= least)


def known(patterns: Patterns) -> Known:
    """The intervals of answers to bids (price, answer, and perhaps a second pair) or of stated intervals (lower, upper)."""
    values = patterns.values
    prices = values if patterns.fields == ("lower", "upper") else values[:, ::2]
    return _unique(patterns, prices, *ends(patterns))


def ends(patterns: Patterns) -> tuple[Floats, Floats]:
    """Per row of such answers the ends of its interval, −∞ and ∞ where one is not known."""
    values = patterns.values
    if patterns.fields == ("lower", "upper"):
        lower = np.where(values[:, 0] > 0, values[:, 0], -np.inf)  # at 0 nothing is known to be paid
        return lower, np.where(np.isnan(values[:, 1]), np.inf, values[:, 1])
    prices, answers = values[:, ::2], values[:, 1::2]
    return np.where(answers == 1, prices, -np.inf).max(axis=1), np.where(answers == 0, prices, np.inf).min(axis=1)


def first_bids(patterns: Patterns) -> Patterns | None:
    """The patterns of the first of two bids alone, None where there is only one."""
    if len(patterns.fields) < 4:
        return None
    return Patterns(patterns.fields[:2], patterns.levels[:2], patterns.codes[:, :2], patterns.n, patterns.w, patterns.w2)


def _unique(patterns: Patterns, prices: Floats, lower: Floats, upper: Floats) -> Known:
    told: NDArray[np.bool_] = np.isfinite(lower) | np.isfinite(upper)
    sense = told & (lower < upper)
    found, place = np.unique(np.stack([lower[sense], upper[sense]]), axis=1, return_inverse=True)
    n = np.bincount(place.ravel(), patterns.n[sense], found.shape[1]).astype(np.int64)
    w, w2 = (np.bincount(place.ravel(), sums[sense], found.shape[1]).astype(np.float64) for sums in (patterns.w, patterns.w2))
    asked: dict[float, int] = {}
    everybody = patterns.fields == ("lower", "upper")  # saw all prices of the card
    for column in prices[sense].T:
        for price in np.unique(column[~np.isnan(column)]).tolist():
            people = int(n.sum()) if everybody else int(patterns.n[sense][column == price].sum())
            asked[price] = people if everybody else asked.get(price, 0) + people
    return Known(found[0], found[1], n, w, w2, asked, int(patterns.n[told & ~sense].sum()))
