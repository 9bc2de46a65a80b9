"""Means of answers and their differences, from counts per level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.special import gammaln, stdtr

from gapsurvey.stats import Numbers
from gapsurvey.stats.intervals import t_quantile
from gapsurvey.stats.raking import kish

__all__ = ["Moments", "Welch", "hedges_g", "moments", "welch", "welch_equivalence"]


@dataclass(frozen=True, slots=True)
class Moments:
    """What answers on a scale come to.

    variance: of the answers (n − 1); variance_of_mean: Taylor-linearised; df: degrees of freedom of both, kish − 1;
    kish: effective base. The variances are NaN for a single respondent, everything but kish for nobody.
    """

    mean: Numbers
    variance: Numbers
    variance_of_mean: Numbers
    df: Numbers
    kish: Numbers


class Welch(NamedTuple):
    """A difference of means with its interval, two-sided p of none, and degrees of freedom."""

    difference: Numbers
    low: Numbers
    high: Numbers
    p: Numbers
    df: Numbers


def moments(levels: Numbers, n: Numbers, w: Numbers, w2: Numbers) -> Moments:
    """Moments of the answers `levels` (L numbers) given by n respondents with weights' sum w and sum of squares w2 (… × L).

    Variance of the mean: Σw²(y − ȳ)²/(Σw)² · n/(n − 1), which is variance/n where weights are equal.
    """
    levels, n, w, w2 = (np.asarray(array, float) for array in (levels, n, w, w2))
    base, total = n.sum(-1), w.sum(-1)
    effective = kish(total, w2.sum(-1))
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (w * levels).sum(-1) / total
        # Exactly 0 where all gave one answer: a variance of rounding errors would pass for precision.
        spread = (w > 0).sum(-1) > 1
        deviation = (levels - mean[..., None]) ** 2 * spread[..., None]
        correction = base / np.where(base > 1, base - 1, np.nan)
        variance = (w * deviation).sum(-1) / total * correction
        variance_of_mean = (w2 * deviation).sum(-1) / total**2 * correction
    return Moments(mean[()], variance[()], variance_of_mean[()], np.maximum(effective - 1, 0), effective)


def welch(m1: Moments, m2: Moments, confidence: float = 0.95) -> Welch:
    """Welch's unequal-variances comparison of the means of 1 and 2; difference = 1 − 2.

    Interval and p are NaN where neither side's answers differ, or a side is a single respondent: nothing to measure spread by.
    Source: Welch 1947.
    """
    difference = m1.mean - m2.mean
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = m1.variance_of_mean + m2.variance_of_mean
        df = variance**2 / (m1.variance_of_mean**2 / m1.df + m2.variance_of_mean**2 / m2.df)
        error = np.sqrt(variance)
        p = 2 * stdtr(df, -np.abs(difference) / error)
    half = t_quantile(df, (1 - confidence) / 2) * error
    return Welch(difference, difference - half, difference + half, p, df)


def welch_equivalence(m1: Moments, m2: Moments, margin: float) -> Numbers:
    """Smallest α at which two one-sided Welch tests place the difference of means within ±margin; NaN as of `welch`.

    Source: Schuirmann 1987.
    """
    found = welch(m1, m2)
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.sqrt(m1.variance_of_mean + m2.variance_of_mean)
        return stdtr(found.df, (np.abs(found.difference) - margin) / error)


def hedges_g(m1: Moments, m2: Moments) -> Numbers:
    """Difference of means 1 − 2 in pooled standard deviations, with the exact correction for small bases.

    NaN where the pooled deviation is 0 or unknown. Source: Hedges 1981, Journal of Educational Statistics 6:107–128.
    """
    df = m1.df + m2.df
    with np.errstate(divide="ignore", invalid="ignore"):
        pooled = (m1.df * m1.variance + m2.df * m2.variance) / df
        correction = np.exp(gammaln(df / 2) - gammaln((df - 1) / 2)) / np.sqrt(df / 2)
        return (m1.mean - m2.mean) / np.sqrt(np.where(pooled > 0, pooled, np.nan))[()] * correction
