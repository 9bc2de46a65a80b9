"""Intervals of shares, of means, and of the difference between two of them, in closed form."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

from gapsurvey.stats import Numbers
from gapsurvey.stats.raking import kish

__all__ = [
    "mean_interval",
    "mover",
    "newcombe",
    "newcombe_at",
    "normal_quantile",
    "share_base",
    "t_quantile",
    "wilson",
    "wilson_at",
]


def normal_quantile(confidence: Numbers) -> Numbers:
    """Quantile z of a two-sided interval: 1.96 at 0.95."""
    return -ndtri((1 - np.asarray(confidence)) / 2)


def t_quantile(df: Numbers, tail: Numbers) -> Numbers:
    """Student's t ≥ 0 with `tail` ≤ ½ of the distribution above it."""
    # Where t overflows, stdtrit gives +inf instead of −inf; the size is right.
    return np.abs(stdtrit(df, tail))


def wilson(p: Numbers, n: Numbers, confidence: float = 0.95) -> tuple[Numbers, Numbers]:
    """Wilson's score interval (low, high) of the share p on base n, which may be a fractional effective base.

    (0, 1) where n = 0, whatever p. Source: Wilson 1927.
    """
    return wilson_at(p, n, normal_quantile(confidence))


def wilson_at(p: Numbers, n: Numbers, z: Numbers) -> tuple[Numbers, Numbers]:
    """Wilson's interval at the normal quantile z > 0."""
    p, n = np.where(np.asarray(n) > 0, p, 0.5), np.asarray(n)
    # Multiplied through by n, so that n = 0 needs no case of its own.
    middle = (n * p + z * z / 2) / (n + z * z)
    half = z * np.sqrt(n * p * (1 - p) + z * z / 4) / (n + z * z)
    # The interval holds p and stays within 0–1, also where rounding would have it otherwise (p = 0 or 1).
    return np.clip(middle - half, 0, p)[()], np.clip(middle + half, p, 1)[()]


def mover(
    mean_low: Numbers, mean: Numbers, mean_high: Numbers, p_low: Numbers, p: Numbers, p_high: Numbers
) -> tuple[Numbers, Numbers]:
    """Interval (low, high) of mean − p from an interval of each, at the confidence of both.

    The method of variance estimates recovery: Zou & Donner 2008, Statistics in Medicine 27:1693–1702.
    """
    value = mean - p
    return value - np.hypot(mean - mean_low, p_high - p), value + np.hypot(mean_high - mean, p - p_low)


def newcombe(p1: Numbers, n1: Numbers, p2: Numbers, n2: Numbers, confidence: float = 0.95) -> tuple[Numbers, Numbers]:
    """Newcombe's hybrid score interval (low, high) of p1 − p2 on bases n1 and n2, which may be fractional.

    Source: Newcombe 1998, Statistics in Medicine 17:873–890, method 10.
    """
    return newcombe_at(p1, n1, p2, n2, normal_quantile(confidence))


def newcombe_at(p1: Numbers, n1: Numbers, p2: Numbers, n2: Numbers, z: Numbers) -> tuple[Numbers, Numbers]:
    """Newcombe's interval at the normal quantile z > 0: MOVER of two Wilson intervals."""
    low1, high1 = wilson_at(p1, n1, z)
    low2, high2 = wilson_at(p2, n2, z)
    return mover(low1, p1, high1, low2, p2, high2)


def mean_interval(mean: Numbers, variance_of_mean: Numbers, df: Numbers, confidence: float = 0.95) -> tuple[Numbers, Numbers]:
    """Student's t interval (low, high) of a mean whose variance was estimated with df degrees of freedom."""
    half = t_quantile(df, (1 - confidence) / 2) * np.sqrt(variance_of_mean)
    return mean - half, mean + half


def share_base(n: Numbers, w: Numbers, w2: Numbers, yes: NDArray[np.bool_] | NDArray[np.float64]) -> tuple[Numbers, Numbers]:
    """Weighted share of the `yes` levels, and the effective base n* at which its Wilson interval holds what it promises.

    n, w, w2: … × L respondents, Σw and Σw² per level; yes: L booleans, or the part of each level that says yes. n* = min(Kish's
    base, p(1 − p)/v) with v the Taylor-linearised variance of the share, Σw²(y − p)²/(Σw)² · n/(n − 1); Kish's base where
    v = 0; NaN and 0 for nobody.
    Source: effective bases as in Korn & Graubard 1998, the minimum of the two as measured for weights related to answers.
    """
    n, w, w2 = np.asarray(n, float), np.asarray(w, float), np.asarray(w2, float)
    base, total = n.sum(-1), w.sum(-1)
    kish_base = kish(total, w2.sum(-1))
    with np.errstate(divide="ignore", invalid="ignore"):
        p = (w * yes).sum(-1) / total
        squares = (w2 * (yes - p[..., None]) ** 2).sum(-1)
        linearised = p * (1 - p) * total**2 / squares * (base - 1) / base
    # Equal weights are no weights: nothing was lost to them, and p(1 − p)/v would still take one off the base for n/(n − 1),
    # so that an unweighted survey's intervals would not be the textbook's.
    unweighted = np.isclose(kish_base, base, rtol=1e-9)
    weighted_base = np.where(squares > 0, np.fmin(kish_base, linearised), kish_base)
    return p[()], np.where(unweighted, base, weighted_base)[()]
