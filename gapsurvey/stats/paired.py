"""Differences within one audience: one option against another, answered by the same people, for all pairs at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, stdtr

from gapsurvey.stats import Floats, Numbers
from gapsurvey.stats.intervals import normal_quantile, t_quantile
from gapsurvey.stats.multiplicity import holm

__all__ = ["Paired", "differences", "paired", "place_limits", "places"]

# A variance this much smaller than the squares that it was subtracted from is one of rounding errors; so is such a difference.
NO_SPREAD = 1e-12


@dataclass(frozen=True, slots=True)
class Paired:
    """Differences of F options' shares or means, row − column, each F × F, with 95% intervals and two-sided p of none.

    NaN on the diagonal, where nobody answered, and as interval where every person's difference is the same.
    """

    difference: Floats
    low: Floats
    high: Floats
    p: Floats


@dataclass(frozen=True, slots=True)
class _Sums:
    """What every difference is made of. total: Σw per option; people, kish: bases, per pair, of who answered either."""

    mean: Floats
    total: Floats
    people: Floats
    kish: Floats


def paired(values: Numbers, n: Numbers, w: Numbers, w2: Numbers, *, shares: bool = False) -> Paired:
    """Every option against every other, from unique rows of answers: `differences` of their products.

    values: P × F answers, NaN where there is none; n, w, w2: per row its respondents, their weights' sum and sum of squares;
    shares: whether the answers are 0 and 1.
    """
    values = np.asarray(values, float)
    said = np.concatenate([~np.isnan(values), np.nan_to_num(values)], axis=1)
    return differences(*((said * np.asarray(weight, float)[:, None]).T @ said for weight in (n, w, w2)), shares=shares)


def differences(n: Numbers, w: Numbers, w2: Numbers, *, shares: bool = False, less_is_better: bool = False) -> Paired:
    """Every option against every other, from sums of products of their answers two at a time.

    n, w, w2: 2F × 2F, where a respondent counts once, by weight, and by its square: first whether each of F options was
    answered, 1 or 0, then the answer, 0 where there is none; shares: whether the answers are 0 and 1; less_is_better: turn
    the differences round.

    An option's mean is over all who answered it. The variance of a difference is the Taylor-linearised
    Σ(w_i(a_i − ā)/W_a − w_i(b_i − b̄)/W_b)²: the variances of both less twice their covariance, which counts who answered
    both. Of means, it is times n/(n − 1), and interval and p are Student's: unweighted, the paired t test. Of shares, p is
    McNemar's without continuity correction, whose variance is that of equal shares, and the interval is Bonett and Price's
    adjusted one on the effective base, which no 0 of n makes narrow. Where everybody's difference is the same there is no
    spread to measure, and p is that of a sign test.

    Sources: McNemar 1947; Bonett & Price 2012, Journal of Educational and Behavioral Statistics 37:479–488.
    """
    options = len(n) // 2
    both_n, both_w = n[:options, :options], w[:options, :options]
    both, of_one, of_two = w2[:options, :options], w2[options:, :options], w2[options:, options:]
    with np.errstate(divide="ignore", invalid="ignore"):
        total = np.diag(both_w)
        mean = np.diag(w[options:, :options]) / total
        sums = _Sums(mean, total, _either(both_n), _either(both_w) ** 2 / _either(both))
        difference = mean[:, None] - mean[None, :]
        difference[np.abs(difference) <= NO_SPREAD] = 0.0
        around = of_two - mean * of_one - (mean * of_one).T + np.outer(mean, mean) * both
        products = around / np.outer(total, total)
        own, rounded_at = np.diag(products), np.diag(of_two) / total**2
        variance = own[:, None] + own[None, :] - products - products.T
        variance[variance <= NO_SPREAD * (rounded_at[:, None] + rounded_at[None, :])] = 0.0
        if shares:
            low, high = _share_limits(difference, variance, sums.kish)
            p = _mcnemar_p(of_two, of_one, both, sums)
        else:
            unbiased = variance * sums.people / np.where(sums.people > 1, sums.people - 1, np.nan)
            low, high, p = _student(difference, unbiased, sums.kish)
    apart = np.eye(options) == 0
    if less_is_better:
        difference, low, high = -difference, -high, -low
    return Paired(*(np.where(apart, array, np.nan) for array in (difference, low, high, p)))


def _either(both: Numbers) -> Floats:
    """Per pair of options the weight of those who answered one of them, or both; both: of those who answered both."""
    alone = np.diag(both)
    found: Floats = alone[:, None] + alone[None, :] - both
    return found


def _student(difference: Floats, variance: Floats, kish: Floats) -> tuple[Floats, Floats, Floats]:
    error, df = np.sqrt(np.where(variance > 0, variance, np.nan)), np.maximum(kish - 1, 0)
    half = t_quantile(df, 0.025) * error
    p = np.where(variance > 0, 2 * stdtr(df, -np.abs(difference) / error), _sign_p(difference, kish))
    return difference - half, difference + half, p


def _sign_p(difference: Floats, kish: Floats) -> Floats:
    """Two-sided p that all of so many people differ in one direction by chance; 1 where they do not differ at all."""
    found: Floats = np.where(difference == 0, 1.0, np.minimum(2.0 ** (1 - kish), 1.0))
    return found


def _mcnemar_p(yes_yes: Numbers, yes_any: Numbers, any_any: Numbers, sums: _Sums) -> Floats:
    """McNemar's test on weighted, partly answered pairs: the variance is that of both options sharing their pooled share.

    Σw² per pair of who said yes to both, yes to the row's and anything to the column's, and anything to both.
    """
    yes = sums.mean * sums.total
    pooled = (yes[:, None] + yes[None, :]) / (sums.total[:, None] + sums.total[None, :])

    # Σw²(y − pooled)²/W² of the row's option in each pair; its transpose is the column's, since `pooled` is symmetric.
    squares, sums_of_yes, all_squares = (np.diag(matrix)[:, None] for matrix in (yes_yes, yes_any, any_any))
    own = (squares - 2 * pooled * sums_of_yes + pooled**2 * all_squares) / sums.total[:, None] ** 2
    both = (yes_yes - pooled * (yes_any + yes_any.T) + pooled**2 * any_any) / np.outer(sums.total, sums.total)
    difference = sums.mean[:, None] - sums.mean[None, :]
    error = np.sqrt(np.maximum(own + own.T - 2 * both, 0))
    same = np.abs(difference) <= NO_SPREAD
    found: Floats = 2 * ndtr(-np.abs(np.where(same, 0.0, difference / np.where(same, 1.0, error))))
    return found


def _share_limits(difference: Floats, variance: Floats, base: Floats) -> tuple[Floats, Floats]:
    """Bonett and Price's interval: one person more on either side. The share that differs is read off the variance."""
    differing = np.maximum(base * variance + difference**2, np.abs(difference))
    shrunk = difference * base / (base + 2)
    error = np.sqrt(((base * differing + 2) / (base + 2) - shrunk**2) / (base + 2))
    half = normal_quantile(0.95) * error
    return np.maximum(np.minimum(shrunk - half, difference), -1), np.minimum(np.maximum(shrunk + half, difference), 1)


def places(scores: Numbers) -> Floats:
    """Place of each score, 1 for the highest; those that tie share the better place."""
    scores = np.asarray(scores, float)
    found: Floats = 1.0 + (scores[None, :] > scores[:, None]).sum(axis=1)
    return found


def place_limits(found: Paired, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Interval of each option's place, 1 for the highest: behind those certainly ahead of it, before those certainly behind.

    Certain is a paired difference after Holm's correction for all of this option's. Resampled places are too sure of
    themselves where options lie close together (Hall & Miller 2009); these hold the true place with the confidence given,
    however close they lie. Source: Mogstad, Romano, Shaikh & Wilhelm 2024, Review of Economic Studies 91:476–518.
    """
    difference = found.difference
    options = len(difference)
    certain = np.array([holm(row) for row in found.p]).reshape(options, options) <= 1 - confidence
    low = 1 + (certain & (difference < 0)).sum(axis=1)
    high = options - (certain & (difference > 0)).sum(axis=1)
    return low.astype(float), high.astype(float)
