"""Belief held against answer, whatever the shape: shares, ratings, ranks and points, and estimates against the share itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from gapsurvey.methods.demand import asked_up_to
from gapsurvey.methods.family import Compared, Family
from gapsurvey.methods.measured import Share, at_least, share_estimates, shares_of, yes
from gapsurvey.model import Cell, Counts, Item, Tallies
from gapsurvey.privacy import clip
from gapsurvey.report import Estimate
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
from gapsurvey.stats.raking import kish
from gapsurvey.study import Study

__all__ = [
    "KINDS",
    "Pair",
    "actual_shares",
    "compared_allocations",
    "compared_ranks",
    "compared_ratings",
    "compared_shares",
    "judged",
    "pairs",
    "side_shares",
    "stacked",
]

NOTHING = Family(())  # of no pairs
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


def pairs(tallies: Tallies, study: Study, cells: Iterable[tuple[Cell, Cell]]) -> dict[str, list[Pair]]:
    """Per kind of answer, the items that both of two cells (believers', customers') answered, features in the study's order.

    Of an estimate, the customers' item is the one that it is an estimate of.
    """
    order = {feature: i for i, feature in enumerate(study.features)}
    found: dict[str, list[Pair]] = {kind: [] for kind in KINDS}
    answered: dict[Cell, dict[Item, Counts]] = {}
    for believers, customers in cells:
        if customers not in answered:
            answered[customers] = dict(tallies.items(customers))
        answers = answered[customers]
        here = []
        for item, belief in tallies.items(believers):
            mirror = _estimated(answers, item) if item.kind == "estimate" else item
            answer = answers.get(mirror) if mirror else None
            if answer is not None and item.kind in found:
                here.append(Pair(item, believers, customers, belief, answer))
        for pair in sorted(here, key=lambda pair: order[pair.item.feature]):
            found[pair.item.kind].append(pair)
    return found


def _estimated(answers: Mapping[Item, Counts], item: Item) -> Item | None:
    """What an estimate is an estimate of: the share of that name; of paying, who wants it and pays, or else who pays."""
    if item.asks != "pay":
        return Item(item.feature, item.asks, "share")
    for asks in ("want-and-pay", "pay"):
        mirror = Item(item.feature, asks, "price")
        if mirror in answers and asked_up_to(answers[mirror], item.price):
            return mirror
    return None


def actual_shares(found: Sequence[Pair]) -> Share:
    """The customers' shares that estimates were estimates of, computed together: who says yes, or would pay the price."""
    least = np.array([pair.item.price if pair.item.asks == "pay" else 1.0 for pair in found])
    actual = np.empty((4, len(found)))
    for price in np.unique(least):
        places = np.flatnonzero(least == price).tolist()
        share = shares_of([found[i].answer for i in places], partial(at_least, price), believer=False)
        actual[:, places] = share.value, share.n, share.n_weighted, share.n_effective
    return Share(actual[0], actual[1].astype(np.int64), actual[2], actual[3])


def side_shares(study: Study, found: Sequence[Pair], believer: bool) -> list[Estimate]:
    """One side's shares of yes, a row per pair."""
    cells = [pair.believers if believer else pair.customers for pair in found]
    counts = [pair.belief if believer else pair.answer for pair in found]
    items = [pair.item for pair in found]
    places = [(i.feature, i.asks, cell.audience, cell.segment, None) for i, cell in zip(items, cells, strict=True)]
    return share_estimates(study, places, shares_of(counts, yes, believer))


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """The believers' bases of P comparisons, and how many customers each is held against."""

    n: Numbers
    n_weighted: Numbers
    n_effective: Numbers
    customers: Numbers


def _believed(study: Study, pair: Pair) -> bool:
    """Whether the answer that a belief is held against is itself a belief, of other believers."""
    return pair.customers.audience != study.customers


def _family(
    study: Study,
    found: Sequence[Pair],
    measure: str,
    differences: Difference,
    sides: Sides,
    margin: float,
    bounds_at: Callable[[Numbers], Bounds],
    center: float = 0.0,
) -> Family:
    """One gap per pair; bounds_at: what the gaps' bounds would be if every base were so many times what it is."""
    names = [field.name for field in fields(Difference)]
    rows = zip(*(np.asarray(getattr(differences, name)).tolist() for name in names), strict=True)
    bases = (sides.n.tolist(), sides.n_weighted.tolist(), sides.n_effective.tolist(), sides.customers.tolist())
    compared = tuple(
        Compared(
            pair.item.feature, pair.item.asks + measure, pair.believers.audience, pair.customers.audience,
            Difference(**dict(zip(names, row, strict=True))), margin, n, weighted, effective, customers, pair.segment,
            pair.item.price or None, center,
        )
        for pair, row, n, weighted, effective, customers in zip(found, rows, *bases, strict=True)
    )  # fmt: skip
    return Family(compared, partial(scale_to_settle, bounds_at, margin))


def judged(study: Study, found: Mapping[str, Sequence[Pair]]) -> dict[str, Family]:
    """The gaps that are tested and called by name: a family of comparisons per kind of answer, of the pairs found of it."""
    return {
        "share": compared_shares(study, found["share"], "_gap", yes),
        "estimate": compared_estimates(study, found["estimate"]),
        "rating": compared_ratings(study, found["rating"]),
        "rank": compared_ranks(study, found["rank"]),
        "allocation": compared_allocations(study, found["allocation"]),
    }


def compared_shares(study: Study, found: Sequence[Pair], stem: str, boxes: Callable[[Counts], NDArray[np.bool_]]) -> Family:
    """Gaps of the shares whose answer lies in `boxes` (bool per level), computed together; measures are asks + `stem`."""
    if not found:
        return NOTHING
    margin = study.thresholds.margin
    b = shares_of([pair.belief for pair in found], boxes, believer=True)
    a = shares_of([pair.answer for pair in found], boxes, believer=_believed(study, found[0]))
    differences = share_difference(b.value, b.n_effective, a.value, a.n_effective, margin)

    def bounds_at(s: Numbers) -> Bounds:
        return share_bounds(b.value, s * b.n_effective, a.value, s * a.n_effective)

    return _family(study, found, stem, differences, Sides(b.n, b.n_weighted, b.n_effective, a.n), margin, bounds_at)


def compared_estimates(study: Study, found: Sequence[Pair]) -> Family:
    """Calibration errors, mean estimate − actual share, computed together."""
    if not found:
        return NOTHING
    margin = study.thresholds.margin
    actual = actual_shares(found)
    p, n = actual.value, actual.n_effective
    levels, belief = stacked([pair.belief for pair in found])
    differences = estimate_difference(levels, belief.n, belief.w, belief.w2, p, n, margin)

    def bounds_at(s: Numbers) -> Bounds:
        many = belief.times(s)
        return estimate_bounds(levels, many.n, many.w, many.w2, p, s * n)

    return _family(study, found, "_estimate_gap", differences, _sides(belief, actual.n), margin, bounds_at)


def compared_ratings(study: Study, found: Sequence[Pair]) -> Family:
    """θ of believers' against customers' ratings, shown on its own scale and tested as θ − ½, computed together.

    Levels that only another pair's scale has hold nobody, and nobody changes no rank.
    """
    if not found:
        return NOTHING
    margin = study.thresholds.rating_margin
    belief, answer = _both(found)[1:]

    def ordinal_at(s: Numbers) -> Difference:
        b, a = belief.times(s), answer.times(s)
        return brunner_munzel(b.n, b.w, b.w2, a.n, a.w, a.w2, margin).difference

    sides = _sides(belief, answer.n.sum(-1))
    return _family(study, found, "_theta", ordinal_at(np.float64(1)), sides, margin, ordinal_at, center=0.5)


def compared_ranks(study: Study, found: Sequence[Pair]) -> Family:
    """Customers' mean rank − the believers', computed together: 1 is first, so that positive again means overestimated."""
    return _compared_means(study, found, "_rank_gap", study.thresholds.rank_margin, lambda belief, answer: (answer, belief))


def compared_allocations(study: Study, found: Sequence[Pair]) -> Family:
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
) -> Family:
    """Gaps of means; `ordered` says which side's is subtracted from which."""
    if not found:
        return NOTHING
    levels, belief, answer = _both(found)

    def means_at(s: Numbers) -> tuple[Moments, Moments]:
        b, a = belief.times(s), answer.times(s)
        return ordered(moments(levels, b.n, b.w, b.w2), moments(levels, a.n, a.w, a.w2))

    differences = mean_difference(*means_at(np.float64(1)), margin)
    sides = _sides(belief, answer.n.sum(-1))
    return _family(study, found, measure, differences, sides, margin, lambda s: mean_bounds(*means_at(s)))


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

    def part(self, rows: slice) -> Stacked:
        """The counts of some of the items."""
        return Stacked(self.n[rows], self.w[rows], self.w2[rows])


def _sides(belief: Stacked, customers: Numbers) -> Sides:
    total = belief.w.sum(-1)
    return Sides(belief.n.sum(-1).astype(np.int64), total, kish(total, belief.w2.sum(-1)), np.asarray(customers).astype(np.int64))


def _both(found: Sequence[Pair]) -> tuple[Numbers, Stacked, Stacked]:
    """All levels, and over them the beliefs and the answers."""
    levels, both = stacked([*(pair.belief for pair in found), *(pair.answer for pair in found)])
    return levels, both.part(slice(len(found))), both.part(slice(len(found), None))


def stacked(many: Sequence[Counts]) -> tuple[Numbers, Stacked]:
    """Counts of several items over the union of their levels, and those levels."""
    alike: dict[tuple[float, ...], list[int]] = {}
    for i, counts in enumerate(many):
        alike.setdefault(counts.levels, []).append(i)
    levels = sorted({level for own in alike for level in own})
    found = np.zeros((3, len(many), len(levels)))
    for own, rows in alike.items():
        columns = np.searchsorted(levels, own)
        for array, name in zip(found, ("n", "w", "w2"), strict=True):
            array[np.array(rows)[:, None], columns] = [getattr(many[i], name) for i in rows]
    return np.array(levels), Stacked(*found)
