"""Turnbull's curve: what intervals say of willingness to pay when no family is assumed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gapsurvey.stats import Floats, Numbers

__all__ = ["Support", "lower_mean", "shares_at", "support", "turnbull", "turnbull_draws"]

ROUNDS, ACCURACY = 2000, 1e-10
DRAWN_ROUNDS, TOGETHER = 20, 500  # so many draws at a time, which a processor's cache holds
FARTHEST = 256


@dataclass(frozen=True, slots=True, eq=False)
class Support:
    """The intervals that can hold probability, and which answers hold them.

    low, high: J ends of the innermost intervals (low, high]; within: N × J, 1 where an answer's interval holds them.
    """

    low: Floats
    high: Floats
    within: Floats


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
    within = (lower[:, None] <= low) & (high <= upper[:, None])
    return Support(low, high, within.astype(float))


def turnbull(found: Support, w: Numbers) -> Floats:
    """The most likely probabilities of the J innermost intervals, from the weights of the N answers."""
    w = np.asarray(w, float)
    p = np.full(len(found.low), 1 / len(found.low))
    for _ in range(ROUNDS):
        before, p = p, _leap(found.within, w / w.sum(), p)
        if np.abs(p - before).max() <= ACCURACY:
            break
    return p


def turnbull_draws(found: Support, p: Floats, w: Numbers, w2: Numbers, draws: int, rng: np.random.Generator) -> Floats:
    """Resampled probabilities, draws × J: the Bayesian bootstrap over the unique answers, sums of weights w and of squares w2.

    A fixed number of rounds, from the probabilities p of the answers as they are and some everywhere: what would still change
    after it (0.002 of a share at most, where that was measured) is small beside what the resampling changes.
    """
    w, w2 = np.asarray(w, float), np.asarray(w2, float)
    drawn = rng.gamma(w * w / w2, w2 / w, (draws, len(w)))
    drawn /= drawn.sum(axis=1, keepdims=True)
    found_draws = np.empty((draws, len(p)))
    for at in range(0, draws, TOGETHER):
        part = drawn[at : at + TOGETHER]
        q = np.broadcast_to(0.9 * p + 0.1 / len(p), (len(part), len(p)))
        for _ in range(DRAWN_ROUNDS):
            q = _leap(found.within, part, q)
        found_draws[at : at + TOGETHER] = q
    return found_draws


def _leap(within: Floats, w: Floats, p: Floats) -> Floats:
    """Two steps of self-consistency (EM), extrapolated, and one more: (…, J) probabilities from shares (…, N) of the answers.

    Source: scheme S3 of Varadhan & Roland 2008, Scandinavian Journal of Statistics 35:335–353.
    """

    def step(p: Floats) -> Floats:
        return p * ((w / np.maximum(p @ within.T, 1e-300)) @ within)

    once = step(p)
    twice = step(once)
    first, bend = once - p, twice - 2 * once + p
    size = np.sqrt((first**2).sum(-1, keepdims=True) / np.maximum((bend**2).sum(-1, keepdims=True), 1e-300))
    size = np.clip(size, 1, FARTHEST)  # at 1 it is `twice`; where nothing moves any more, both sums are rounding errors
    # What EM once makes 0 stays 0, so an extrapolation never takes it there.
    far = np.maximum(p + 2 * size * first + size**2 * bend, 0.1 * twice)
    return step(far / far.sum(-1, keepdims=True))


def shares_at(found: Support, p: Numbers, prices: Numbers) -> Floats:
    """Share that would pay at least each of K prices, (…, K): all probability of intervals that begin there or above."""
    at_least: NDArray[np.float64] = (found.low[:, None] >= np.asarray(prices, float)).astype(float)
    return np.asarray(p, float) @ at_least


def lower_mean(prices: Numbers, shares: Numbers) -> Numbers:
    """Σ price step × share that pays it, prices ascending from 0 upwards: the least that the mean can be.

    Source: Haab & McConnell 1997, Journal of Environmental Economics and Management 32:251–270.
    """
    return np.asarray(shares, float) @ np.diff(np.asarray(prices, float), prepend=0.0)
