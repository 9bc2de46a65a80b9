"""The gap: what believers say of customers, held against what customers answered, per feature and question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from gapsurvey.language import say, text
from gapsurvey.methods.compare import (
    Pair,
    actual_shares,
    compared_shares,
    judged,
    pairs,
    side_shares,
)  # fmt: skip
from gapsurvey.methods.family import gap_rows, test_rows
from gapsurvey.methods.measured import (
    base_flag,
    bases,
    bottom2,
    mean_estimate,
    share_estimate,
    share_estimates,
    share_of,
    shares_of,
    top2,
    yes,
)  # fmt: skip
from gapsurvey.methods.weighed import rank_boxes, weighed
from gapsurvey.model import Cell
from gapsurvey.privacy import Published, clip
from gapsurvey.report import Estimate, Table
from gapsurvey.stats.comparisons import cohen_h, hedges_g, moments, relative_risk, welch
from gapsurvey.stats.intervals import mean_interval
from gapsurvey.study import Study

__all__ = ["SIGN_NOTE", "gap"]

SHARE_NOTE = text(
    "A yes/no gap compares the share of believers who say yes with the share of customers who do. Even perfectly informed "
    "believers would not match it exactly: asked whether most customers want something, all of them may rightly say no. "
    "“What % of customers would want this?” has a true zero; ask it in the next wave."
)
SIGN_NOTE = text("Gap = belief − customers’ answer. Positive: the believers overestimate.")
RANK_NOTE = text(
    "In ranks, 1 is first, and the gap is the customers’ mean rank − the one believers gave: so that here, too, positive means "
    "that believers place it higher than customers do."
)


def gap(published: Published, study: Study) -> list[Table]:
    """What both sides answered, in each kind of answer, and their gaps, with tests corrected per family; one table."""
    estimates: list[Estimate] = []
    shares_compared = False
    shown: set[Estimate] = set()
    for believers in study.believers:
        found = pairs(published.tallies, study, [(Cell(believers), Cell(study.customers))])
        families = judged(study, found)
        boxes = (
            compared_shares(study, found["rating"], "_top2_gap", top2),
            compared_shares(study, found["rating"], "_bottom2_gap", bottom2),
            *rank_boxes(study, found["rank"]),
        )
        shares_compared = shares_compared or bool(found["share"])
        sides = dict.fromkeys(
            [
                *_shares(study, found["share"]),
                *_estimates(study, found["estimate"]),
                *_ratings(study, found["rating"]),
                *weighed(study, [*found["rank"], *found["allocation"]]),
            ]
        )
        estimates += [e for e in sides if e not in shown]  # customers' side is the same for every believer
        shown.update(sides)
        for family in families.values():
            estimates += [*gap_rows(study, family.compared), *test_rows(study, family)]
        for family in boxes:  # read beside what sums them up, θ or the mean rank, and not judged beside it
            estimates += [replace(row, alignment=None) for row in gap_rows(study, family.compared)]
        if found["share"]:
            estimates += _effects(gap_rows(study, families["share"].compared), found["share"])
    if not estimates:
        return []
    order = list(study.features)
    estimates.sort(key=lambda e: order.index(e.feature))
    notes = [str(SIGN_NOTE)]
    if any(e.measure.endswith("_rank_gap") for e in estimates):
        notes.append(str(RANK_NOTE))
    if shares_compared:
        notes.append(str(SHARE_NOTE))
    return [Table("gap", "dumbbell", say("What believers say, and what customers answered"), tuple(estimates), tuple(notes))]


def _shares(study: Study, found: list[Pair]) -> Iterator[Estimate]:
    """Both sides' shares."""
    answers, beliefs = side_shares(study, found, believer=False), side_shares(study, found, believer=True)
    for answer, belief in zip(answers, beliefs, strict=True):
        yield answer
        yield belief


def _estimates(study: Study, found: list[Pair]) -> Iterator[Estimate]:
    """The mean and median estimate, and the share that it is held against."""
    actual = actual_shares(found)
    places = [(pair.item.feature, pair.item.asks, study.customers, "", pair.item.price or None) for pair in found]
    for pair, share, row in zip(found, actual.value, share_estimates(study, places, actual), strict=True):
        asks, believers, price = pair.item.asks, pair.believers.audience, pair.item.price or None
        yield row
        b = pair.belief
        measured = moments(np.array(b.levels), b.n, b.w, b.w2)
        low, high = mean_interval(measured.mean, measured.variance_of_mean, measured.df)
        flag = base_flag(study, believers, b.base)
        yield Estimate(
            pair.item.feature, f"{asks}_estimate", believers, at=price, value=float(measured.mean), low=max(float(low), 0.0),
            high=min(float(high), 1.0), **bases(b), flag=flag,
        )  # fmt: skip
        half = np.cumsum(b.w) >= b.weighted_base / 2
        yield Estimate(
            pair.item.feature,
            f"{asks}_estimate_median",
            believers,
            at=price,
            value=clip(b.levels[int(half.argmax())], b.base, True),
            **bases(b),
            flag=flag,
        )
        if measured.variance > 0:
            yield Estimate(
                pair.item.feature, f"{asks}_estimate_gap_sd", believers, study.customers, at=price,
                value=float((measured.mean - share) / np.sqrt(measured.variance)), n=b.base,
            )  # fmt: skip


def _ratings(study: Study, found: list[Pair]) -> Iterator[Estimate]:
    """Means, boxes and their gaps of both sides."""
    for pair in found:
        feature, asks, believers = pair.item.feature, pair.item.asks, pair.believers.audience
        measured = {}
        for counts, audience in ((pair.answer, study.customers), (pair.belief, believers)):
            measured[audience] = moments(counts.levels, counts.n, counts.w, counts.w2)
            yield mean_estimate(study, feature, f"{asks}_mean", audience, counts)
            for name, boxes in (("top2", top2), ("bottom2", bottom2)):
                yield share_estimate(
                    study, feature, f"{asks}_{name}", audience, share_of(counts, boxes(counts), audience != study.customers)
                )
        difference = welch(measured[believers], measured[study.customers])
        yield Estimate(
            feature, f"{asks}_mean_gap", believers, study.customers, value=float(difference.difference),
            low=float(difference.low), high=float(difference.high), **bases(pair.belief),
        )  # fmt: skip
        yield Estimate(
            feature, f"{asks}_hedges_g", believers, study.customers,
            value=float(hedges_g(measured[believers], measured[study.customers])), n=pair.belief.base,
        )  # fmt: skip


def _effects(rows: Sequence[Estimate], found: list[Pair]) -> Iterator[Estimate]:
    """Cohen's h and the ratio of each share gap."""
    belief, answer = (
        shares_of([getattr(pair, side) for pair in found], yes, side == "belief").value for side in ("belief", "answer")
    )
    effects = cohen_h(belief, answer).tolist(), relative_risk(belief, answer).tolist()
    for gap, h, ratio in zip(rows, *effects, strict=True):
        for name, value in (("h", h), ("ratio", ratio)):
            yield Estimate(gap.feature, f"{gap.measure}_{name}", gap.audience, gap.against, value=value, n=gap.n)
