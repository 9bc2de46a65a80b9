"""Turnbull's curve: what intervals say of willingness to pay when no family is assumed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gapsurvey.stats import Floats, Numbers
from gapsurvey.stats.isotonic import decreasing

__all__ = ["Support", "lower_mean", "shares_at", "support", "turnbull", "turnbull_draws"]

ROUNDS, ACCURACY = 500, 1e-10
DRAWN_ROUNDS, TOGETHER = 8, 250  # so many draws at a time, which a processor's cache holds
HALVINGS = 4
LEAST = 1e-12  # probability of an answer that somebody gave


@dataclass(frozen=True, slots=True, eq=False)
class Support:
    """The J intervals that can hold probability, and which of them lie within the answers' N.

    low, high: ends of the innermost intervals (low, high], ascending; first, last: per answer, it holds those from first on,
    up to, but without, last.
    """

    low: Floats
    high: Floats
    first: NDArray[np.intp]
    last: NDArray[np.intp]

    @property
    def one_sided(self) -> bool:
        """Whether every answer only says that somebody would pay more, or would not: one bid each."""
        return bool(((self.first == 0) | (self.last == len(self.low))).all())


def support(lower: Numbers, upper: Numbers) -> Support:
    """The innermost intervals of answers (lower, upper]: from a lower end to the next end, where that is an upper one.

    Source: Turnbull 1976, Journal of the Royal Statistical Society B 38:290–295.
    """
    lower, upper = np.asarray(lower, float), np.asarray(upper, float)
    ends = np.concatenate([np.unique(lower), np.unique(upper)])
    opens = np.repeat([True, False], [len(np.unique(lower)), len(np.unique(upper))])
    order = np.lexsort((opens, ends))  # at one price an interval that ends there stands before one that begins there
    ends, opens = ends[order], opens[order]
    inner = np.flatnonzero(opens[:-1] & ~opens[1:])
    low, high = ends[inner], ends[inner + 1]
    first = np.asarray(np.searchsorted(low, lower), np.intp)
    return Support(low, high, first, np.asarray(np.searchsorted(high, upper, side="right"), np.intp))


def turnbull(found: Support, w: Numbers) -> Floats:
    """The most likely probabilities of the J innermost intervals, from the weights of the N answers."""
    w = np.asarray(w, float)
    if found.one_sided:
        alone: Floats = _isotonic(found, w[None, :])[0]
        return alone
    search = _Search(found)
    p: Floats = np.full((len(found.low), 1), 1 / len(found.low))
    for _ in range(ROUNDS):
        before, p = p, search.nearer(p, (w / w.sum())[:, None])
        if np.abs(p - before).max() <= ACCURACY:
            break
    return p.ravel()


def turnbull_draws(found: Support, p: Floats, w: Numbers, w2: Numbers, draws: int, rng: np.random.Generator) -> Floats:
    """Resampled probabilities, draws × J: the Bayesian bootstrap over the unique answers, sums of weights w and of squares w2.

    Exact for one bid each. Else a fixed number of rounds, from the probabilities p of the answers as they are and some
    everywhere: what would still change after it (with 95 prices 0.00004 of a share on average, 0.007 at most, where that was
    measured) is small beside what the resampling changes.
    """
    w, w2 = np.asarray(w, float), np.asarray(w2, float)
    drawn = rng.gamma(w * w / w2, w2 / w, (draws, len(w)))
    drawn /= drawn.sum(axis=1, keepdims=True)
    if found.one_sided:
        return _isotonic(found, drawn)
    search, start = _Search(found), (0.9 * p + 0.1 / len(p))[:, None]
    found_draws = np.empty((draws, len(p)))
    for at in range(0, draws, TOGETHER):
        part = np.ascontiguousarray(drawn[at : at + TOGETHER].T)
        q = np.repeat(start, part.shape[1], axis=1)
        for _ in range(DRAWN_ROUNDS):
            q = search.nearer(q, part)
        found_draws[at : at + TOGETHER] = q.T
    return found_draws


def _isotonic(found: Support, w: Floats) -> Floats:
    """Probabilities D × J where every answer, of weights D × N, has one end: of its own price each share, made to fall.

    Source: Ayer, Brunk, Ewing, Reid & Silverman 1955, Annals of Mathematical Statistics 26:641–647.
    """
    inner = len(found.low)
    more = w @ (found.first[:, None] == np.arange(1, inner))  # who would pay the price between two innermost intervals
    less = w @ ((found.last[:, None] == np.arange(1, inner)) & (found.first[:, None] == 0))
    asked = np.maximum(more + less, LEAST)
    shares = decreasing(more / asked, asked) if inner > 1 else asked
    return -np.diff(shares, axis=1, prepend=1.0, append=0.0)


class _Search:
    """The way to the most likely probabilities: a step of self-consistency (EM), then one of the iterative convex minorant.

    The first always gains and alone would take hundreds of steps; the second takes few and alone may stand still.
    Probabilities are J × D, weights of the answers N × D, for D draws at once.
    Source: Wellner & Zhan 1997, Journal of the American Statistical Association 92:945–959.
    """

    def __init__(self, found: Support) -> None:
        self.first, self.last, self.cuts = found.first, found.last, len(found.low) + 1
        self.by_first, self.by_last = (_grouped(of) for of in (found.first, found.last))

    def nearer(self, p: Floats, w: Floats) -> Floats:
        """Probabilities at which the answers are more likely."""
        above = _above(self._expected(p, w))
        held = self._held(above)
        likely = (w * np.log(held)).sum(axis=0)
        slope, bend = self._sums(w / held, -1), self._sums(w / held**2, 1)
        inner = slice(1, -1)
        goal = above.copy()
        newton = above[inner] + slope[inner] / np.maximum(bend[inner], LEAST)
        goal[inner] = np.clip(decreasing(newton.T, np.maximum(bend[inner], LEAST).T).T, 0, 1)
        size = np.ones(w.shape[1])
        for _ in range(HALVINGS):
            there = above + size * (goal - above)
            gains = (w * np.log(self._held(there))).sum(axis=0) >= likely
            if gains.all():
                break
            size = np.where(gains, size, size / 2)
        return -np.diff(np.where(gains, there, above), axis=0)

    def _expected(self, p: Floats, w: Floats) -> Floats:
        return p * np.cumsum(self._sums(w / self._held(_above(p)), -1), axis=0)[:-1]

    def _held(self, above: Floats) -> Floats:
        """The probability of each answer, N × D."""
        return np.maximum(above[self.first] - above[self.last], LEAST)

    def _sums(self, of: Floats, sign: int) -> Floats:
        """Per cut between innermost intervals the sum over answers that begin there, and ± that over those that end there."""
        sums = np.zeros((self.cuts, of.shape[1]))
        for (cuts, order, begin), factor in ((self.by_first, 1), (self.by_last, sign)):
            sums[cuts] += factor * np.add.reduceat(of[order], begin, axis=0)
        return sums


def _above(p: Floats) -> Floats:
    """Per cut, (J + 1) × D, the probability above it: 1 at the first, 0 at the last."""
    above = 1 - np.cumsum(p, axis=0)
    above = np.concatenate([np.ones((1, p.shape[1])), above])
    above[-1] = 0
    return np.clip(above, 0, 1)


def _grouped(cut: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """The distinct cuts, the answers in their order, and where in it those of each cut begin."""
    order = np.argsort(cut, kind="stable")
    cuts, begin = np.unique(cut[order], return_index=True)
    return cuts, order, begin


def shares_at(found: Support, p: Numbers, prices: Numbers) -> Floats:
    """Share that would pay at least each of K prices, (…, K): all probability of intervals that begin there or above."""
    at_least: NDArray[np.float64] = (found.low[:, None] >= np.asarray(prices, float)).astype(float)
    return np.asarray(p, float) @ at_least


def lower_mean(prices: Numbers, shares: Numbers) -> Numbers:
    """Σ price step × share that pays it, prices ascending from 0 upwards: the least that the mean can be.

    Source: Haab & McConnell 1997, Journal of Environmental Economics and Management 32:251–270.
    """
    return np.asarray(shares, float) @ np.diff(np.asarray(prices, float), prepend=0.0)
