"""Segments of one audience: whether they differ at all, and what each of them is once it has borrowed from the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.special import chdtrc, fdtrc

from gapsurvey.stats import Floats, Numbers

__all__ = [
    "PSEUDO",
    "TAU",
    "Heterogeneity",
    "Pooled",
    "agresti_caffo",
    "draws",
    "heterogeneity",
    "heterogeneity_of_means",
    "mean_variances",
    "pooled",
    "share_bases",
    "share_variances",
]

TAU: Floats = np.linspace(0, 0.6, 61)  # how far segments may differ, as a standard deviation of shares
PSEUDO = 4.0  # observations like the whole audience that a segment's variance is steadied by


class Heterogeneity(NamedTuple):
    """Cochran's Q of a row of segments, its degrees of freedom (segments − 1), and the p of no difference between them."""

    q: Numbers
    df: Numbers
    p: Numbers


@dataclass(frozen=True, slots=True)
class Pooled:
    """Segments after partial pooling; … × K where the estimates were, NaN where they were unknown.

    mean, variance: of each segment; center: … what they are pooled towards; tau: … posterior mean of their standard
    deviation; weights: … × T, the posterior of τ over its grid.
    """

    mean: Numbers
    variance: Numbers
    center: Numbers
    tau: Numbers
    weights: Numbers


def agresti_caffo(p: Numbers, n: Numbers) -> tuple[Numbers, Numbers]:
    """A share with one yes and one no added to its base, and the variance of that: 0 of n is never certain.

    Source: Agresti & Caffo 2000, The American Statistician 54:280–288.
    """
    adjusted = (np.multiply(n, p) + 1) / np.add(n, 2)
    return adjusted, adjusted * (1 - adjusted) / np.add(n, 2)


def heterogeneity(estimates: Numbers, variances: Numbers) -> Heterogeneity:
    """Cochran's Q over the last axis: whether independent estimates (… × K) may all be of the same thing.

    NaN estimates, and those without a variance above 0, are left out; p is NaN where fewer than two are left.
    Source: Cochran 1954, Biometrics 10:101–129. Of shares, give it Agresti–Caffo's estimates: with a share's own variance,
    segments of all yes or all no count as certain, and the test rejects far too often.
    """
    y, v, known = _known(estimates, variances)
    precision = 1 / v
    df = known.sum(-1) - 1
    with np.errstate(invalid="ignore"):
        center = (precision * y).sum(-1) / precision.sum(-1)
        q = (precision * (y - center[..., None]) ** 2).sum(-1)
    return Heterogeneity(
        np.where(df > 0, q, np.nan)[()], np.maximum(df, 0)[()], np.where(df > 0, chdtrc(np.maximum(df, 1), q), np.nan)[()]
    )


def heterogeneity_of_means(means: Numbers, variances: Numbers, df: Numbers) -> Heterogeneity:
    """The same of means whose variances were estimated with df degrees of freedom each: Q's p corrected as Welch did.

    Referred to χ², Q rejects too often where few answered; with known variances (df infinite) the two are one.
    Source: Welch 1951, Biometrika 38:330–336.
    """
    y, v, known = _known(means, variances)
    found, k = heterogeneity(y, np.where(known, v, np.nan)), known.sum(-1)
    precision = 1 / v
    with np.errstate(divide="ignore", invalid="ignore"):
        loss = (np.where(known, np.square(1 - precision / precision.sum(-1, keepdims=True)) / df, 0)).sum(-1)
        f = found.q / (k - 1) / (1 + 2 * (k - 2) / (k**2 - 1) * loss)
        p = np.where(loss > 0, fdtrc(k - 1, (k**2 - 1) / (3 * loss), f), found.p)
    return found._replace(p=np.where(k > 1, p, np.nan)[()])


def share_variances(p: Numbers, n: Numbers) -> Floats:
    """Variances of the shares p (… × K) of segments with (effective) bases n, for pooling them.

    Each from what pooling makes of the share, Agresti–Caffo's of that, so that no variance is 0. Of a segment's own share it
    would be smallest where chance brought few to say yes (or few to say no), and such segments would draw all others to them: of
    twenty segments of 40, each truly at 2%, hardly any interval would hold that. For this first pooling each share is moved
    towards that of all segments together by four people's answers. There is one such round: simulated, further ones hold less.
    """
    p, n = np.broadcast_arrays(np.asarray(p, float), np.asarray(n, float))
    base = np.where(np.isfinite(p), n, 0)
    yes, people = np.nansum(n * p, -1, keepdims=True), base.sum(-1, keepdims=True)
    steadied = (n * p + PSEUDO * (yes + 1) / (people + 2)) / (n + PSEUDO)
    with np.errstate(divide="ignore", invalid="ignore"):
        first = steadied * (1 - steadied) / n
        found = pooled(p, first)
        share, _ = agresti_caffo(found.mean, share_bases(n, first, found))
        variances: Floats = share * (1 - share) / n
    return variances


def share_bases(n: Numbers, variances: Numbers, found: Pooled) -> Floats:
    """The (effective) base that would tell as much of each share as pooling does: what its Wilson interval is to be on.

    n, variances: … × K, the segments' own, as they were pooled. A base grows by as much as the variance shrinks, a design effect
    turned round, but not beyond everybody together. NaN where an estimate was unknown.
    """
    known = np.isfinite(found.mean)
    everybody = np.where(known, n, 0).sum(-1, keepdims=True)
    bases: Floats = np.minimum(np.where(known, n * variances, np.nan) / found.variance, everybody)
    return bases


def mean_variances(variances: Numbers, n: Numbers) -> Floats:
    """Variances of the means of segments (… × K), from their answers' variances and (effective) bases n.

    The same steadying as of shares: each variance is moved towards that of all segments by four people's worth of it. NaN is
    a variance that is not known; 0 results only where nobody in any segment differed from the others in it.
    """
    variances, n = np.broadcast_arrays(np.asarray(variances, float), np.asarray(n, float))
    known = np.isfinite(variances)
    base, own = np.where(known, n, 0), np.where(known, variances, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        within = (base * own).sum(-1, keepdims=True) / base.sum(-1, keepdims=True)
        steadied: Floats = (base * own + PSEUDO * within) / (base + PSEUDO) / n
    return steadied


def pooled(estimates: Numbers, variances: Numbers, tau: Numbers = TAU) -> Pooled:
    """Partial pooling over the last axis: each of K independent estimates moved towards what all of them say together.

    estimates, variances: … × K, in any one unit; tau: the T standard deviations between segments that are thought equally
    likely beforehand, in the same unit. A normal–normal model: given τ, segment means are those of metafor's `blup`; they are
    mixed over τ, whose posterior is its restricted likelihood. Unlike a plug-in of one τ, that keeps its coverage
    when segments are few. NaN estimates, and those without a variance above 0, are left out.
    """
    y, v, known = _known(estimates, variances)
    y, v, between = y[..., None], v[..., None], np.square(tau)
    precision = 1 / (v + between)  # … × K × T
    total = precision.sum(-2)
    with np.errstate(divide="ignore", invalid="ignore"):
        center = (precision * y).sum(-2) / total
        away = y - center[..., None, :]
        weighted = precision * away
        log_precision = np.log(precision, out=np.zeros_like(precision), where=known[..., None])
        likelihood = (log_precision.sum(-2) - np.log(total) - (weighted * np.where(known[..., None], away, 0)).sum(-2)) / 2
        weights = np.exp(likelihood - likelihood.max(-1, keepdims=True))
        weights /= weights.sum(-1, keepdims=True)
        kept = between * precision  # of each estimate; the rest is the center's
        means = center[..., None, :] + between * weighted
        spread = between * (1 - kept) + np.square(1 - kept) / total[..., None, :]
    mean = (means * weights[..., None, :]).sum(-1)
    variance = ((spread + np.square(means - mean[..., None])) * weights[..., None, :]).sum(-1)
    return Pooled(
        np.where(known, mean, np.nan),
        np.where(known, variance, np.nan),
        (center * weights).sum(-1),
        (weights * tau).sum(-1),
        weights,
    )


def draws(
    estimates: Numbers, variances: Numbers, weights: Numbers, many: int, rng: np.random.Generator, tau: Numbers = TAU
) -> Floats:
    """What K segments may be, `many` × K: draws of τ, of the center given τ, and of each segment given both.

    weights: the posterior of τ that `pooled` found from the same estimates, variances and tau. NaN where an estimate is
    unknown. Segments of one draw belong together: they share what is not known about the center.
    """
    y, v, known = _known(estimates, variances)
    between = np.square(tau)[:, None]
    precision = 1 / (v + between)  # T × K
    total = precision.sum(-1, keepdims=True)
    center, kept = (precision * y).sum(-1, keepdims=True) / total, between * precision
    mean = np.where(known, center + kept * (y - center), np.nan)
    spread, lent = np.sqrt(between * (1 - kept)), (1 - kept) / np.sqrt(total)  # its own, and what it has of the center's
    at = np.searchsorted(np.cumsum(weights)[:-1], rng.random(many))
    own: Floats = rng.standard_normal((many, len(y)))
    own *= spread[at]
    own += lent[at] * rng.standard_normal((many, 1))
    own += mean[at]
    return own


def _known(estimates: Numbers, variances: Numbers) -> tuple[Floats, Floats, np.ndarray[tuple[int, ...], np.dtype[np.bool_]]]:
    """Estimates and variances of one shape, and where both are known; elsewhere 0 with an infinite variance: no weight."""
    y, v = np.broadcast_arrays(np.asarray(estimates, float), np.asarray(variances, float))
    known = np.isfinite(y) & np.isfinite(v) & (v > 0)
    return np.where(known, y, 0), np.where(known, v, np.inf), known
