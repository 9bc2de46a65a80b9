"""Features weighed against each other: what rankings and constant sums say beside the gaps of their means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from gapsurvey.methods.compare import Pair, compared_shares, stacked
from gapsurvey.methods.family import Family
from gapsurvey.methods.measured import bases, mean_estimate, share_estimate, share_of
from gapsurvey.model import Counts
from gapsurvey.report import Estimate
from gapsurvey.stats.comparisons import hedges_g, moments
from gapsurvey.stats.ordinal import brunner_munzel
from gapsurvey.study import Study

__all__ = ["rank_boxes", "weighed"]

FEWEST_FOR_TOP3 = 5  # features: of fewer, the mean of the ranks left over may itself be a 3, and three of four say little


def first(counts: Counts) -> NDArray[np.bool_]:
    """The first rank; what a person left unranked has the mean of the ranks left over, which is never the first."""
    return np.equal(counts.levels, 1.0)


def top3(counts: Counts) -> NDArray[np.bool_]:
    """The first three ranks."""
    return np.less_equal(counts.levels, 3.0)


def rank_boxes(study: Study, found: list[Pair]) -> list[Family]:
    """The gaps of the shares who rank a feature first, and among the first three where at least five features are ranked."""
    return [
        compared_shares(study, found, "_first_gap", first),
        compared_shares(study, _many(found), "_top3_gap", top3),
    ]


def _many(found: list[Pair]) -> list[Pair]:
    """The pairs of the rankings that are long enough for a top three."""
    features = Counter(pair.item.asks for pair in found)
    return [pair for pair in found if features[pair.item.asks] >= FEWEST_FOR_TOP3]


def weighed(study: Study, found: list[Pair]) -> Iterator[Estimate]:
    """The mean rank or share of the points of both sides; of ranks the boxes, too; and the effect size of the gap."""
    long = _many([pair for pair in found if pair.item.kind == "rank"])
    for pair in found:
        feature, asks, ranked = pair.item.feature, pair.item.asks, pair.item.kind == "rank"
        boxes = {"first": first, **({"top3": top3} if pair in long else {})} if ranked else {}
        for counts, audience in ((pair.answer, study.customers), (pair.belief, pair.believers.audience)):
            yield mean_estimate(study, feature, f"{asks}_{pair.item.kind}", audience, counts)
            for name, box in boxes.items():
                share = share_of(counts, box(counts), audience != study.customers)
                yield share_estimate(study, feature, f"{asks}_{name}", audience, share)
        yield _rank_theta(study, pair) if ranked else _points_g(study, pair)


def _rank_theta(study: Study, pair: Pair) -> Estimate:
    """The chance that a believer ranks it nearer the top than a customer: that the customer's rank is the larger number."""
    _, both = stacked([pair.answer, pair.belief])
    found = brunner_munzel(both.n[0], both.w[0], both.w2[0], both.n[1], both.w[1], both.w2[1])
    return Estimate(
        pair.item.feature, f"{pair.item.asks}_rank_theta", pair.believers.audience, study.customers, value=float(found.theta),
        low=float(found.low), high=float(found.high), **bases(pair.belief),
    )  # fmt: skip


def _points_g(study: Study, pair: Pair) -> Estimate:
    belief, answer = (moments(c.levels, c.n, c.w, c.w2) for c in (pair.belief, pair.answer))
    value = float(hedges_g(belief, answer))
    measure = f"{pair.item.asks}_allocation_hedges_g"
    return Estimate(pair.item.feature, measure, pair.believers.audience, study.customers, value=value, n=pair.belief.base)
