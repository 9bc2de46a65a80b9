"""One audience's share, mean or distribution in one cell, as estimates: what gaps are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gapsurvey.model import Counts
from gapsurvey.privacy import clip
from gapsurvey.report import Estimate
from gapsurvey.stats.intervals import share_base, wilson
from gapsurvey.study import Study

__all__ = ["Share", "base_flag", "bases", "share_estimate", "share_of"]


@dataclass(frozen=True, slots=True)
class Share:
    """A share as it may be published, with its bases: unweighted, weighted, and effective (the n* of its interval)."""

    value: float
    n: int
    n_weighted: float
    n_effective: float


def share_of(counts: Counts, yes: NDArray[np.bool_], believer: bool) -> Share:
    """The share of a cell whose answer is at one of the `yes` levels (bool per level)."""
    value, effective = share_base(counts.n, counts.w, counts.w2, yes)
    return Share(clip(value, counts.base, believer), counts.base, counts.weighted_base, effective)


def share_estimate(study: Study, feature: str, measure: str, audience: str, share: Share, **place: Any) -> Estimate:
    """A share with its Wilson interval."""
    low, high = wilson(share.value, share.n_effective)
    return Estimate(
        feature, measure, audience, value=share.value, low=float(low), high=float(high), n=share.n, n_weighted=share.n_weighted,
        n_effective=share.n_effective, flag=base_flag(study, audience, share.n), **place,
    )  # fmt: skip


def bases(counts: Counts) -> dict[str, Any]:
    """The three bases of a number that is not a share."""
    return {"n": counts.base, "n_weighted": counts.weighted_base, "n_effective": counts.kish_base}


def base_flag(study: Study, audience: str, n: int) -> str:
    """What a reader must know of a base of n: customers are flagged, small groups of believers held off 0% and 100%."""
    from gapsurvey.privacy import SMALL_BASE

    if audience in study.believers:
        return "clipped" if n < SMALL_BASE else ""
    return "very_low_base" if n < study.thresholds.min_base else "low_base" if n < study.thresholds.flag_base else ""
