"""Who reads customers best: how far, on average, each group's pooled beliefs lie from what customers answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from gapsurvey.glossary import MEASURES
from gapsurvey.language import say, text
from gapsurvey.methods.measured import base_flag
from gapsurvey.methods.pooling import Apart, Pooling, grid_of
from gapsurvey.phrasing import probability, quantity
from gapsurvey.report import Estimate
from gapsurvey.stats import Floats
from gapsurvey.stats.pooling import draws
from gapsurvey.stats.resampling import stream
from gapsurvey.study import Study

__all__ = ["readers"]

Indices: TypeAlias = NDArray[np.intp]

FEWEST = 3  # compared items below which an average over them says more of the items than of the groups
SURE = 0.90  # chance of being closest from which on a group is named
MOST = 20_000_000  # numbers drawn at most: with many items an average needs fewer draws to settle

# What the ranking is told by: the first kind of answer of which enough was compared. An estimate comes first, since perfectly
# informed believers would be at no distance at all.
KINDS: Mapping[str, str] = {
    "estimate": "distance", "share": "distance", "rating": "distance_theta", "allocation": "distance", "rank": "distance_rank",
}  # fmt: skip


_AWAY = {"distance_rank": text("{distance} ranks"), "distance_theta": text("{distance} on the scale of θ")}


def readers(
    study: Study, audience: str, by: str, pooled: Mapping[str, Pooling], tested: Mapping[str, Apart]
) -> tuple[list[Estimate], str]:
    """Per group its average distance from customers and its chance of being the closest, nearest first; and what that says.

    pooled, tested: of the groups of believers, per kind of answer. No estimates where groups cannot be told apart, or fewer
    than three items were compared in all of them.
    """
    compared = {kind: np.flatnonzero(_comparable(study, pooled[kind])) for kind in KINDS if kind in pooled}
    kind = next((kind for kind, items in compared.items() if len(items) >= FEWEST), None)
    people = study.label(audience)
    if all(len(made.layout.cells) < 2 for made in pooled.values()):
        return [], ""
    if kind is None:
        return [], say(
            "By {segmentation}, fewer than {fewest} questions were compared in all groups: too few to say who reads customers "
            "best.",
            segmentation=by,
            fewest=FEWEST,
        )
    told = set(tested[kind].told_apart)
    if not told & {pooled[kind].layout.items[i] for i in compared[kind]}:
        return [], say(
            "Who among {people} reads customers best cannot be told: by {segmentation}, what they say differs no more than "
            "chance would have it.",
            people=people,
            segmentation=by,
        )
    found = _distances(study, audience, by, pooled[kind], compared[kind])
    rows = _rows(study, audience, KINDS[kind], pooled[kind], found, compared[kind])
    nearest, chance = rows[0], rows[1].value or 0.0
    if chance < SURE:
        return rows, say(
            "Which {people} read customers best is not sure: by {segmentation}, {segment} comes closest, with a chance of "
            "{chance}.",
            people=people,
            segmentation=by,
            segment=nearest.segment,
            chance=probability(chance),
        )
    away = quantity(MEASURES[nearest.measure], nearest.value, study.currency)
    if nearest.measure in _AWAY:
        away = _AWAY[nearest.measure].said(distance=away)
    return rows, say(
        "Of {people} by {segmentation}, {segment} reads customers best: on average {distance} from what customers answered, over "
        "{n} questions. The chance that no other group is closer is {chance}.",
        people=people,
        segmentation=by,
        segment=nearest.segment,
        distance=away,
        n=len(compared[kind]),
        chance=probability(chance),
    )


def _comparable(study: Study, pooling: Pooling) -> NDArray[np.bool_]:
    """The items that every group answered, and enough customers."""
    found: NDArray[np.bool_] = np.isfinite(pooling.posterior.mean).all(axis=1) & (pooling.whole.n >= study.thresholds.min_base)
    return found


def _distances(study: Study, audience: str, by: str, pooling: Pooling, items: Indices) -> Floats:
    """Draws × K of the mean size of the gap over the items, each group's and the customers' uncertainty in it."""
    cells, rng = pooling.cells, stream(study.thresholds.seed, "readers", audience, by)
    groups = len(pooling.layout.cells)
    many = int(max(1000, min(study.thresholds.draws, MOST // (len(items) * groups))))
    total: Floats = np.zeros((many, groups))
    for i in items:
        own = draws(cells.value[i], cells.variance[i], pooling.posterior.weights[i], many, rng, grid_of(cells))
        whole = rng.normal(pooling.whole.value[i], np.sqrt(pooling.whole.variance[i]), (many, 1))
        total += np.abs(np.clip(own, *cells.ends) - np.clip(whole, *cells.ends))
    return total / len(items)


def _rows(study: Study, audience: str, measure: str, pooling: Pooling, found: Floats, items: Indices) -> list[Estimate]:
    value, (low, high) = found.mean(0), np.quantile(found, (0.025, 0.975), axis=0)
    closest = np.bincount(found.argmin(1), minlength=found.shape[1]) / len(found)
    rows = []
    for k in np.argsort(value, kind="stable"):
        n = int(pooling.cells.n[items, k].min())
        place = {"audience": audience, "against": study.customers, "segment": pooling.layout.cells[k].segment}
        flag = base_flag(study, audience, n)
        rows.append(Estimate("", measure, **place, value=value[k], low=low[k], high=high[k], n=n, flag=flag))
        rows.append(Estimate("", "closest", **place, value=closest[k], n=n, flag=flag))
    return rows
