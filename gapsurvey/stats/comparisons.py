"""Differences between two audiences: how great, how certain, whether too small to matter, and what base would tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np
from scipy.special import ndtr

from gapsurvey.stats import Numbers
from gapsurvey.stats.intervals import mover, newcombe_at, normal_quantile, t_quantile, wilson_at
from gapsurvey.stats.inversion import LimitsAt, p_difference, p_equivalence
from gapsurvey.stats.means import Moments, Welch, hedges_g, moments, welch, welch_equivalence

__all__ = [
    "Bounds",
    "Difference",
    "Moments",
    "Welch",
    "alignment",
    "base_to_settle",
    "certain_but_small",
    "cohen_h",
    "estimate_bounds",
    "estimate_difference",
    "hedges_g",
    "mean_bounds",
    "mean_difference",
    "moments",
    "relative_risk",
    "scale_to_settle",
    "share_bounds",
    "share_difference",
    "welch",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The 95% interval of a difference, and the 90% interval that decides on equivalence."""

    low: Numbers
    high: Numbers
    low90: Numbers
    high90: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference(Bounds):
    """A difference with its bounds; p: two-sided, of none; p_equivalence: smallest α at which it lies within the margin."""

    value: Numbers
    p: Numbers
    p_equivalence: Numbers


def _bounds(limits_at: LimitsAt) -> Bounds:
    low, high = limits_at(normal_quantile(0.95))
    low90, high90 = limits_at(normal_quantile(0.90))
    return Bounds(low=low, high=high, low90=low90, high90=high90)


def _difference(value: Numbers, bounds: Bounds, p: Numbers, equivalence: Numbers) -> Difference:
    return Difference(
        value=value, low=bounds.low, high=bounds.high, low90=bounds.low90, high90=bounds.high90, p=p, p_equivalence=equivalence
    )


# --- shares ---------------------------------------------------------------------------------------------------------


def share_bounds(p1: Numbers, n1: Numbers, p2: Numbers, n2: Numbers) -> Bounds:
    """Newcombe bounds of p1 − p2 on (effective) bases n1 and n2."""
    return _bounds(partial(newcombe_at, p1, n1, p2, n2))


def share_difference(p1: Numbers, n1: Numbers, p2: Numbers, n2: Numbers, margin: float) -> Difference:
    """p1 − p2 on (effective) bases n1 and n2: Newcombe bounds, pooled z test, equivalence by inverting Newcombe's interval."""
    limits_at = partial(newcombe_at, p1, n1, p2, n2)
    value = p1 - p2
    return _difference(value, _bounds(limits_at), _pooled_z_p(p1, n1, p2, n2), p_equivalence(limits_at, value, margin))


def _pooled_z_p(p1: Numbers, n1: Numbers, p2: Numbers, n2: Numbers) -> Numbers:
    """Two-sided p of p1 = p2, 1 where all or none say yes on both sides (or a side is empty)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        pooled = (np.multiply(n1, p1) + np.multiply(n2, p2)) / np.add(n1, n2)
        error = np.sqrt(pooled * (1 - pooled) * (np.divide(1, n1) + np.divide(1, n2)))
        z = np.where(error > 0, np.abs(p1 - p2) / error, 0)
    return 2 * ndtr(-z)


def cohen_h(p1: Numbers, p2: Numbers) -> Numbers:
    """Cohen's h = 2·asin√p1 − 2·asin√p2; 0.2 is small, 0.8 large. Source: Cohen 1988."""
    return 2 * (np.arcsin(np.sqrt(p1)) - np.arcsin(np.sqrt(p2)))


def relative_risk(p1: Numbers, p2: Numbers) -> Numbers:
    """p1 ÷ p2, NaN where p2 = 0."""
    shape = np.broadcast(p1, p2).shape
    return np.divide(p1, p2, out=np.full(shape, np.nan), where=np.broadcast_to(np.asarray(p2) > 0, shape))[()]


# --- estimates of a share -------------------------------------------------------------------------------------------


def estimate_bounds(levels: Numbers, n: Numbers, w: Numbers, w2: Numbers, p_c: Numbers, n_c: Numbers) -> Bounds:
    """MOVER bounds of mean estimate − p_c; arguments as of `estimate_difference`."""
    return _bounds(partial(_estimate_limits, moments(levels, n, w, w2), p_c, n_c))


def estimate_difference(
    levels: Numbers, n: Numbers, w: Numbers, w2: Numbers, p_c: Numbers, n_c: Numbers, margin: float
) -> Difference:
    """Mean of the believers' estimates of a share − the share p_c itself, found on the (effective) base n_c.

    levels: L estimates, 0–1; n, w, w2: … × L per level. MOVER of the mean's t interval and Wilson's; both p by inverting it.
    """
    estimates = moments(levels, n, w, w2)
    limits_at = partial(_estimate_limits, estimates, p_c, n_c)
    value = estimates.mean - p_c
    return _difference(value, _bounds(limits_at), p_difference(limits_at, value), p_equivalence(limits_at, value, margin))


def _estimate_limits(estimates: Moments, p: Numbers, n: Numbers, z: Numbers) -> tuple[Numbers, Numbers]:
    low, high = _mean_share_limits(estimates, z)
    p_low, p_high = wilson_at(p, n, z)
    return mover(low, estimates.mean, high, p_low, p, p_high)


def _mean_share_limits(estimates: Moments, z: Numbers) -> tuple[Numbers, Numbers]:
    """Student's t interval of a mean of numbers within 0–1, where it stays itself.

    One respondent, or several of one mind, show no spread to build on. The mean m of such numbers varies at most as a share
    does, by m(1 − m)/n, so that Wilson's interval on the effective base is then the safe one.
    """
    measured = (estimates.variance_of_mean > 0) & (estimates.df > 0)
    t = t_quantile(np.where(measured, estimates.df, 1), ndtr(-z))
    half = t * np.sqrt(np.where(measured, estimates.variance_of_mean, 0))
    low, high = wilson_at(estimates.mean, estimates.kish, z)
    return (
        np.where(measured, np.maximum(estimates.mean - half, 0), low),
        np.where(measured, np.minimum(estimates.mean + half, 1), high),
    )


# --- means ----------------------------------------------------------------------------------------------------------


def mean_bounds(m1: Moments, m2: Moments) -> Bounds:
    """Welch's bounds of the difference of means 1 − 2; NaN where neither side's answers differ."""
    at95, at90 = welch(m1, m2), welch(m1, m2, confidence=0.90)
    return Bounds(low=at95.low, high=at95.high, low90=at90.low, high90=at90.high)


def mean_difference(m1: Moments, m2: Moments, margin: float) -> Difference:
    """Difference of means 1 − 2: Welch's bounds and test, equivalence by two one-sided Welch tests."""
    found = welch(m1, m2)
    return _difference(found.difference, mean_bounds(m1, m2), found.p, welch_equivalence(m1, m2, margin))


# --- what a difference means ----------------------------------------------------------------------------------------


def alignment(difference: Bounds, margin: float) -> Literal["over", "under", "aligned", "inconclusive"]:
    """What one difference says: aligned (90% interval within ±margin), else over or under (95% interval without 0), else nothing.

    Aligned comes first: a difference that is certain but lies within the margin does not matter.
    """
    if -margin < difference.low90 and difference.high90 < margin:
        return "aligned"
    if difference.low > 0:
        return "over"
    return "under" if difference.high < 0 else "inconclusive"


def certain_but_small(difference: Bounds, margin: float) -> bool:
    """Whether one difference is aligned although its 95% interval excludes 0."""
    return alignment(difference, margin) == "aligned" and bool(difference.low > 0 or difference.high < 0)


def _settled(difference: Bounds, margin: float) -> Numbers:
    within = (-margin < difference.low90) & (difference.high90 < margin)
    return np.asarray((difference.low > 0) | (difference.high < 0) | within)


def scale_to_settle(difference_at: Callable[[Numbers], Bounds], margin: float, most: float = 1e4) -> Numbers:
    """Smallest s from 1 to `most`, to nine digits, at which a difference is no longer inconclusive; NaN where there is none.

    difference_at: the difference, or its bounds alone (faster), if every base were s times what it is. s has the shape of the
    result; counts per level are scaled by `s[..., None]`. Rests on this: what is settled stays settled with more people.
    """
    low = high = np.ones(np.shape(_settled(difference_at(np.float64(1)), margin)))
    while True:
        settled = _settled(difference_at(high), margin)
        if np.all(settled | (high >= most)):
            break
        low, high = np.where(settled, low, high), np.where(settled, high, np.minimum(2 * high, most))
    while np.any(high > low * (1 + 1e-9)):
        middle = np.sqrt(low * high)
        enough = _settled(difference_at(middle), margin)
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return np.where(settled, high, np.nan)[()]


def base_to_settle(p1: float, n1: float, p2: float, n2: float, margin: float) -> tuple[float, float] | None:
    """Bases, in the ratio of n1 to n2, at which the same shares would no longer be inconclusive; None beyond 10,000 times."""
    scale = float(scale_to_settle(lambda s: share_bounds(p1, s * n1, p2, s * n2), margin))
    return None if np.isnan(scale) else (scale * n1, scale * n2)
