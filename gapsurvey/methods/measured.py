"""One audience's share, mean or distribution in one cell, as estimates: what gaps are made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gapsurvey.glossary import MEASURES
from gapsurvey.model import Counts
from gapsurvey.privacy import SMALL_BASE, clip
from gapsurvey.report import Estimate
from gapsurvey.stats import Numbers
from gapsurvey.stats.intervals import mean_interval, share_base, wilson
from gapsurvey.stats.means import moments
from gapsurvey.study import Study

__all__ = [
    "Share", "at_least", "base_flag", "bases", "bottom2", "mean_estimate", "share_estimate", "share_estimates", "share_of",
    "shares_of", "top2", "yes",
]  # fmt: skip


Place: TypeAlias = tuple[str, str, str, str, float | None]  # of an estimate: its feature, measure, audience, segment and price


def yes(counts: Counts) -> NDArray[np.bool_]:
    """The level that means yes."""
    return np.equal(counts.levels, 1.0)


def top2(counts: Counts) -> NDArray[np.bool_]:
    """The two highest points of a rating scale."""
    return np.arange(len(counts.levels)) >= len(counts.levels) - 2


def bottom2(counts: Counts) -> NDArray[np.bool_]:
    """The two lowest points of a rating scale."""
    return np.arange(len(counts.levels)) < 2


def at_least(price: float, counts: Counts) -> NDArray[np.bool_]:
    """The levels from a price on: whoever would pay one of them would pay it."""
    return np.array(counts.levels) >= price


@dataclass(frozen=True, slots=True)
class Share:
    """A share as it may be published, with its bases: unweighted, weighted, and effective (the n* of its interval).

    Or many shares at once: then each of the four is an array.
    """

    value: Numbers
    n: Numbers
    n_weighted: Numbers
    n_effective: Numbers


def share_of(counts: Counts, yes: NDArray[np.bool_], believer: bool) -> Share:
    """The share of a cell whose answer is at one of the `yes` levels (bool per level)."""
    value, effective = share_base(counts.n, counts.w, counts.w2, yes)
    return Share(clip(value, counts.base, believer), counts.base, counts.weighted_base, effective)


def shares_of(many: Sequence[Counts], yes: Callable[[Counts], NDArray[np.bool_]], believer: bool) -> Share:
    """The shares of many cells, `yes` saying which of a cell's levels count: as `share_of`, computed together."""
    found = np.empty((4, len(many)))
    alike: dict[tuple[float, ...], list[int]] = {}
    for i, counts in enumerate(many):
        alike.setdefault(counts.levels, []).append(i)
    for places in alike.values():
        n, w, w2 = (np.array([getattr(many[i], name) for i in places], float) for name in ("n", "w", "w2"))
        value, effective = share_base(n, w, w2, yes(many[places[0]]))
        base = n.sum(-1)
        shown = [clip(share, people, believer) for share, people in zip(value.tolist(), base.tolist(), strict=True)]
        found[:, places] = shown, base, w.sum(-1), effective
    return Share(found[0], found[1].astype(np.int64), found[2], found[3])


def share_estimates(study: Study, places: Sequence[Place], shares: Share) -> list[Estimate]:
    """Many shares with their Wilson intervals."""
    low, high = wilson(shares.value, shares.n_effective)
    columns = (array.tolist() for array in (shares.value, low, high, shares.n, shares.n_weighted, shares.n_effective))
    return [
        Estimate(
            feature, measure, audience, "", segment, at, value, below, above, n, weighted, effective,
            flag=base_flag(study, audience, n),
        )
        for (feature, measure, audience, segment, at), value, below, above, n, weighted, effective in zip(
            places, *columns, strict=True
        )
    ]  # fmt: skip


def share_estimate(study: Study, feature: str, measure: str, audience: str, share: Share, **place: Any) -> Estimate:
    """A share with its Wilson interval."""
    low, high = wilson(share.value, share.n_effective)
    return Estimate(
        feature, measure, audience, value=share.value, low=float(low), high=float(high), n=share.n, n_weighted=share.n_weighted,
        n_effective=share.n_effective, flag=base_flag(study, audience, share.n), **place,
    )  # fmt: skip


def mean_estimate(study: Study, feature: str, measure: str, audience: str, counts: Counts) -> Estimate:
    """A mean with its t interval; that of shares lies within 0–1, and is clipped as a share is."""
    found = moments(counts.levels, counts.n, counts.w, counts.w2)
    share = MEASURES[measure].unit == "share"
    mean = clip(float(found.mean), counts.base, audience != study.customers) if share else float(found.mean)
    low, high = mean_interval(mean, found.variance_of_mean, found.df)
    if share:
        low, high = max(float(low), 0.0), min(float(high), 1.0)
    flag = base_flag(study, audience, counts.base)
    return Estimate(feature, measure, audience, value=mean, low=float(low), high=float(high), **bases(counts), flag=flag)


def bases(counts: Counts) -> dict[str, Any]:
    """The three bases of a number that is not a share."""
    return {"n": counts.base, "n_weighted": counts.weighted_base, "n_effective": counts.kish_base}


def base_flag(study: Study, audience: str, n: int) -> str:
    """What a reader must know of a base of n: customers are flagged, small groups of believers held off 0% and 100%."""
    if study.audiences[audience].role != "customer":
        return "clipped" if n < SMALL_BASE else ""
    return "very_low_base" if n < study.thresholds.min_base else "low_base" if n < study.thresholds.flag_base else ""
