"""Belief held against answer, whatever the shape: shares, ratings, ranks and points, and estimates against the share itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gapsurvey.methods.demand import asked_up_to, take_at
from gapsurvey.methods.family import Compared
from gapsurvey.methods.measured import Share, share_of, yes
from gapsurvey.model import Cell, Counts, Item, Tallies
from gapsurvey.privacy import clip
from gapsurvey.stats import Numbers
from gapsurvey.stats.comparisons import (
    Bounds,
    Difference,
    Moments,
    estimate_bounds,
    estimate_difference,
    mean_bounds,
    mean_difference,
    moments,
    scale_to_settle,
    share_bounds,
    share_difference,
)  # fmt: skip
from gapsurvey.stats.ordinal import brunner_munzel
from gapsurvey.study import Study

__all__ = [
    "KINDS",
    "Pair",
    "actual_share",
    "compared_allocations",
    "compared_ranks",
    "compared_ratings",
    "compared_shares",
    "judged",
    "pairs",
    "stacked",
]

KINDS = ("share", "rating", "estimate", "rank", "allocation")  # of answers that both sides' are held against each other


@dataclass(frozen=True, slots=True)
class Pair:
    """What believers in one cell answered about an item, beside what customers in another answered, or other believers."""

    item: Item
    believers: Cell
    customers: Cell
    belief: Counts
    answer: Counts

    @property
    def segment(self) -> str:
        """The cell that tells this pair from the others of its table, "" for everybody against everybody."""
        return self.believers.segment or self.customers.segment


def pairs(tallies: Tallies, study: Study, believers: Cell, customers: Cell, kind: str) -> list[Pair]:
    """The items of one kind that both cells answered; for an estimate, the customers' item that it is an estimate of."""
    found = []
    for item, belief in tallies.items(believers):
        if item.kind == kind:
            mirror = _estimated(tallies, customers, item) if kind == "estimate" else item
            answer = tallies.get(customers, mirror) if mirror else None
            if answer is not None:
                found.append(Pair(item, believers, customers, belief, answer))
    order = list(study.features)
    return sorted(found, key=lambda pair: order.index(pair.item.feature))


def _estimated(tallies: Tallies, customers: Cell, item: Item) -> Item | None:
    """What an estimate is an estimate of: the share of that name; of paying, who wants it and pays, or else who pays."""
    if item.asks != "pay":
        return Item(item.feature, item.asks, "share")
    for asks in ("want-and-pay", "pay"):
        mirror = Item(item.feature, asks, "price")
        counts = tallies.get(customers, mirror)
        if counts is not None and asked_up_to(counts, item.price):
            return mirror
    return None


def actual_share(pair: Pair) -> Share:
    """The customers' share that an estimate was an estimate of."""
    if pair.item.asks == "pay":
        return take_at(pair.answer, pair.item.price, believer=False)
    return share_of(pair.answer, np.array(pair.answer.levels) == 1, believer=False)


@dataclass(frozen=True, slots=True)
class Sides:
    """The believers' bases of a comparison, and how many customers it is held against."""

    n: int
    n_weighted: float
    n_effective: float
    customers: int


def _one(differences: Difference, i: int) -> Difference:
    return Difference(
        **{
            name: float(np.atleast_1d(getattr(differences, name))[i])
            for name in ("value", "low", "high", "low90", "high90", "p", "p_equivalence")
        }
    )


def _believed(study: Study, pair: Pair) -> bool:
    """Whether the answer that a belief is held against is itself a belief, of other believers."""
    return pair.customers.audience != study.customers


def _family(
    study: Study,
    found: Sequence[Pair],
    measure: str,
    differences: Difference,
    scale: Numbers,
    sides: Sequence[Sides],
    margin: float,
    center: float = 0.0,
) -> list[Compared]:
    """One gap per pair; `scale` says how many times its bases would settle it, 1 where it is settled, NaN where none would."""
    scales = np.atleast_1d(scale)
    return [
        Compared(
            pair.item.feature, pair.item.asks + measure, pair.believers.audience, pair.customers.audience,
            _one(differences, i), margin,
            side.n, side.n_weighted, side.n_effective, side.customers, pair.segment, pair.item.price or None, center,
            (scales[i] * side.n, scales[i] * side.customers) if scales[i] > 1 else None,
        )
        for i, (pair, side) in enumerate(zip(found, sides, strict=True))
    ]  # fmt: skip


def judged(study: Study, found: Mapping[str, Sequence[Pair]]) -> dict[str, list[Compared]]:
    """The gaps that are tested and called by name: a family of comparisons per kind of answer, of the pairs found of it."""
    return {
        "share": compared_shares(study, found["share"], "_gap", yes),
        "estimate": compared_estimates(study, found["estimate"]),
        "rating": compared_ratings(study, found["rating"]),
        "rank": compared_ranks(study, found["rank"]),
        "allocation": compared_allocations(study, found["allocation"]),
    }


def compared_shares(
    study: Study, found: Sequence[Pair], stem: str, boxes: Callable[[Counts], NDArray[np.bool_]]
) -> list[Compared]:
    """Gaps of the shares whose answer lies in `boxes` (bool per level), computed together; measures are asks + `stem`."""
    if not found:
        return []
    margin = study.thresholds.margin
    sides = [
        (share_of(pair.belief, boxes(pair.belief), True), share_of(pair.answer, boxes(pair.answer), _believed(study, pair)))
        for pair in found
    ]
    p1, n1, p2, n2 = (
        np.array(x) for x in zip(*((b.value, b.n_effective, a.value, a.n_effective) for b, a in sides), strict=True)
    )
    differences = share_difference(p1, n1, p2, n2, margin)
    scale = scale_to_settle(lambda s: share_bounds(p1, s * n1, p2, s * n2), margin)
    bases = [Sides(b.n, b.n_weighted, b.n_effective, a.n) for b, a in sides]
    return _family(study, found, stem, differences, scale, bases, margin)


def compared_estimates(study: Study, found: Sequence[Pair]) -> list[Compared]:
    """Calibration errors, mean estimate − actual share, computed together."""
    if not found:
        return []
    margin = study.thresholds.margin
    actual = [actual_share(pair) for pair in found]
    p, n = np.array([a.value for a in actual]), np.array([a.n_effective for a in actual])
    levels, belief = stacked([pair.belief for pair in found])
    differences = estimate_difference(levels, belief.n, belief.w, belief.w2, p, n, margin)

    def bounds_at(s: Numbers) -> Bounds:
        many = belief.times(s)
        return estimate_bounds(levels, many.n, many.w, many.w2, p, s * n)

    scale = scale_to_settle(bounds_at, margin)
    bases = [_sides(pair.belief, a.n) for pair, a in zip(found, actual, strict=True)]
    return _family(study, found, "_estimate_gap", differences, scale, bases, margin)


def compared_ratings(study: Study, found: Sequence[Pair]) -> list[Compared]:
    """θ of believers' against customers' ratings, shown on its own scale and tested as θ − ½, computed together.

    Levels that only another pair's scale has hold nobody, and nobody changes no rank.
    """
    if not found:
        return []
    margin = study.thresholds.rating_margin
    beliefs, answers = [pair.belief for pair in found], [pair.answer for pair in found]
    _, both = stacked([*beliefs, *answers])

    def ordinal_at(s: Numbers) -> Difference:
        many = both.times(s)
        (n1, n2), (w1, w2), (squares1, squares2) = (np.split(array, 2) for array in (many.n, many.w, many.w2))
        return brunner_munzel(n1, w1, squares1, n2, w2, squares2, margin).difference

    differences = ordinal_at(np.ones(2 * len(found)))
    scale = scale_to_settle(lambda s: ordinal_at(np.tile(np.broadcast_to(s, len(found)), 2)), margin)
    bases = [_sides(pair.belief, pair.answer.base) for pair in found]
    return _family(study, found, "_theta", differences, scale, bases, margin, center=0.5)


def compared_ranks(study: Study, found: Sequence[Pair]) -> list[Compared]:
    """Customers' mean rank − the believers', computed together: 1 is first, so that positive again means overestimated."""
    return _compared_means(study, found, "_rank_gap", study.thresholds.rank_margin, lambda belief, answer: (answer, belief))


def compared_allocations(study: Study, found: Sequence[Pair]) -> list[Compared]:
    """Mean share of the points that believers gave − that customers gave, computed together."""

    def ordered(belief: Moments, answer: Moments) -> tuple[Moments, Moments]:
        means = [clip(mean, pair.belief.base, True) for mean, pair in zip(belief.mean, found, strict=True)]
        theirs = [clip(mean, pair.answer.base, _believed(study, pair)) for mean, pair in zip(answer.mean, found, strict=True)]
        return replace(belief, mean=np.array(means)), replace(answer, mean=np.array(theirs))

    return _compared_means(study, found, "_allocation_gap", study.thresholds.margin, ordered)


def _compared_means(
    study: Study,
    found: Sequence[Pair],
    measure: str,
    margin: float,
    ordered: Callable[[Moments, Moments], tuple[Moments, Moments]],
) -> list[Compared]:
    """Gaps of means; `ordered` says which side's is subtracted from which."""
    if not found:
        return []
    levels, both = stacked([*(pair.belief for pair in found), *(pair.answer for pair in found)])

    def means_at(s: Numbers) -> tuple[Moments, Moments]:
        many = both.times(np.tile(np.broadcast_to(s, len(found)), 2))
        belief, answer = zip(*(np.split(array, 2) for array in (many.n, many.w, many.w2)), strict=True)
        return ordered(moments(levels, *belief), moments(levels, *answer))

    differences = mean_difference(*means_at(np.float64(1)), margin)
    scale = scale_to_settle(lambda s: mean_bounds(*means_at(s)), margin)
    bases = [_sides(pair.belief, pair.answer.base) for pair in found]
    return _family(study, found, measure, differences, scale, bases, margin)


def _sides(belief: Counts, customers: int) -> Sides:
    return Sides(belief.base, belief.weighted_base, belief.kish_base, customers)


@dataclass(frozen=True, slots=True, eq=False)
class Stacked:
    """Counts of P items over the same L levels: n, Σw and Σw², each P × L."""

    n: Numbers
    w: Numbers
    w2: Numbers

    def times(self, scale: Numbers) -> Stacked:
        """The counts if there were `scale` times as many people of every kind: one number, or one per item."""
        s = np.asarray(scale)[..., None]
        return Stacked(s * self.n, s * self.w, s * self.w2)


def stacked(many: Sequence[Counts]) -> tuple[Numbers, Stacked]:
    """Counts of several items over the union of their levels, and those levels."""
    levels = sorted({level for counts in many for level in counts.levels})
    place = {level: i for i, level in enumerate(levels)}
    stacked = Stacked(*(np.zeros((len(many), len(levels))) for _ in range(3)))
    for i, counts in enumerate(many):
        at = [place[level] for level in counts.levels]
        stacked.n[i, at], stacked.w[i, at], stacked.w2[i, at] = counts.n, counts.w, counts.w2
    return np.array(levels), stacked
