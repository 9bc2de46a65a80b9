"""Ratings of two audiences compared by rank: θ, the chance that one rates higher than the other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit, ndtr, stdtr

from gapsurvey.stats import Numbers
from gapsurvey.stats.comparisons import Difference
from gapsurvey.stats.intervals import t_quantile, wilson
from gapsurvey.stats.raking import kish

__all__ = ["NO_SPREAD", "Ordinal", "brunner_munzel", "placement"]

# A variance of placements (numbers 0–1 that are exact to 1e-16) below this is one of rounding errors.
NO_SPREAD = 1e-24


@dataclass(frozen=True, slots=True)
class Ordinal:
    """θ = P(1 > 2) + ½P(1 = 2), with its 95% and 90% intervals on its own scale, 0–1.

    p: two-sided, of θ = ½; df: degrees of freedom of p and intervals, infinite where they are normal;
    p_equivalence: smallest α at which θ lies within ½ ± margin.
    """

    theta: Numbers
    low: Numbers
    high: Numbers
    low90: Numbers
    high90: Numbers
    p: Numbers
    df: Numbers
    p_equivalence: Numbers

    @property
    def difference(self) -> Difference:
        """θ − ½, as alignment and settling want it."""
        return Difference(
            value=self.theta - 0.5,
            low=self.low - 0.5,
            high=self.high - 0.5,
            low90=self.low90 - 0.5,
            high90=self.high90 - 0.5,
            p=self.p,
            p_equivalence=self.p_equivalence,
        )


def brunner_munzel(
    n1: Numbers, w1: Numbers, w1_squares: Numbers, n2: Numbers, w2: Numbers, w2_squares: Numbers, margin: float = 0.10
) -> Ordinal:
    """θ of audience 1 against 2 from respondents, Σw and Σw² per level (… × L, the same ascending levels on both sides).

    Intervals are logit θ ± t·se/(θ(1 − θ)), p is Brunner–Munzel's; se² is the sum over both sides of the Taylor-linearised
    variance of the mean placement, Σw²(y − ȳ)²/(Σw)² · n/(n − 1), and t has Welch–Satterthwaite degrees of freedom over Kish
    bases: unweighted, exactly the published test. margin < ½.

    Where a side shows no spread (everybody of one mind, complete separation, one respondent) that variance is 0 and claims a
    certainty nobody has. θ̂ varies at most by θ(1 − θ)/min(n1, n2) (van Dantzig 1951), so interval and p are then those of
    a share θ on the smaller effective base: Wilson's.

    Source: Brunner & Munzel 2000, Biometrical Journal 42:17–25; logit: Pauly, Asendorf & Konietschke 2016.
    """
    n1, w1, w1_squares, n2, w2, w2_squares = (np.asarray(a, float) for a in (n1, w1, w1_squares, n2, w2, w2_squares))
    with np.errstate(divide="ignore", invalid="ignore"):
        placement1, placement2 = placement(w2), placement(w1)
        theta = (w1 * placement1).sum(-1) / w1.sum(-1)
        variance1 = _variance(n1, w1, w1_squares, placement1, theta)
        variance2 = _variance(n2, w2, w2_squares, placement2, 1 - theta)
        kish1, kish2 = kish(w1.sum(-1), w1_squares.sum(-1)), kish(w2.sum(-1), w2_squares.sum(-1))
        df = (variance1 + variance2) ** 2 / (variance1**2 / (kish1 - 1) + variance2**2 / (kish2 - 1))
        error = np.sqrt(variance1 + variance2)
        measured = (variance1 > NO_SPREAD) & (variance2 > NO_SPREAD)
        return _ordinal(theta, error, df, measured, np.minimum(kish1, kish2), margin)


def placement(w: Numbers) -> Numbers:
    """Per level, the chance that somebody counted in w stands below it, ties counting half."""
    return (np.cumsum(w, -1) - w / 2) / w.sum(-1, keepdims=True)


def _variance(n: Numbers, w: Numbers, w_squares: Numbers, placement: Numbers, mean: Numbers) -> Numbers:
    base = n.sum(-1)
    squares = (w_squares * (placement - mean[..., None]) ** 2).sum(-1)
    return squares / w.sum(-1) ** 2 * base / np.where(base > 1, base - 1, np.nan)


def _ordinal(theta: Numbers, error: Numbers, df: Numbers, measured: Numbers, base: Numbers, margin: float) -> Ordinal:
    logit_error = error / (theta * (1 - theta))

    def limits(confidence: float) -> tuple[Numbers, Numbers]:
        half = t_quantile(df, (1 - confidence) / 2) * logit_error
        low, high = wilson(theta, base, confidence)
        return np.where(measured, expit(logit(theta) - half), low)[()], np.where(measured, expit(logit(theta) + half), high)[()]

    def p_reaches(share: Numbers) -> Numbers:
        """One-sided p of share ≥ ½ + margin, by inverting the interval."""
        bound = 0.5 + margin
        by_t = stdtr(df, (logit(share) - logit(bound)) / logit_error)
        by_normal = ndtr((share - bound) / np.sqrt(bound * (1 - bound) / base))
        return np.where(measured, by_t, by_normal)

    p = 2 * np.where(measured, stdtr(df, -np.abs(theta - 0.5) / error), ndtr(-np.abs(theta - 0.5) * 2 * np.sqrt(base)))
    low, high = limits(0.95)
    low90, high90 = limits(0.90)
    return Ordinal(
        theta=theta[()],
        low=low,
        high=high,
        low90=low90,
        high90=high90,
        p=p[()],
        df=np.where(measured, df, np.inf)[()],
        p_equivalence=np.maximum(p_reaches(theta), p_reaches(1 - theta)),
    )
