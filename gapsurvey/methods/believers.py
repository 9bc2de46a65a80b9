"""Believers against each other: who believes more of what, and who stands closer to customers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from types import MappingProxyType

import numpy as np

from gapsurvey.language import say
from gapsurvey.methods.compare import (
    Pair,
    actual_shares,
    compared_allocations,
    compared_ranks,
    compared_ratings,
    compared_shares,
    pairs,
)  # fmt: skip
from gapsurvey.methods.family import Family, gap_rows, test_rows
from gapsurvey.methods.measured import base_flag, mean_estimate, share_estimate, share_estimates, share_of, shares_of, yes
from gapsurvey.model import Cell, Counts, Tallies
from gapsurvey.privacy import Published
from gapsurvey.report import Alignment, Estimate, Table
from gapsurvey.stats.limits import Limits, combined, size_difference
from gapsurvey.stats.multiplicity import benjamini_hochberg
from gapsurvey.study import Study

__all__ = ["believers"]

# Per kind of answer, how two believers are compared, and what the difference is called after what was asked.
_COMPARED: Mapping[str, tuple[str, Callable[[Study, Sequence[Pair]], Family]]] = MappingProxyType(
    {
        "share": ("gap", lambda study, found: compared_shares(study, found, "_gap", yes)),
        "estimate": ("estimate_gap", compared_allocations),  # means of shares, both
        "rating": ("theta", compared_ratings),
        "rank": ("rank_gap", compared_ranks),
        "allocation": ("allocation_gap", compared_allocations),
    }
)
_WORDS: Mapping[str, Alignment] = MappingProxyType({"over": "more", "under": "less", "aligned": "alike"})


def believers(published: Published, study: Study) -> list[Table]:
    """Every two audiences of believers: the difference of their beliefs, and of their distances from customers; one table.

    No table where there is only one audience of them. Families: one per kind of answer and two audiences.
    """
    rows: dict[Estimate, None] = {}
    for first, second in combinations(study.believers, 2):
        for kind, (name, compared) in _COMPARED.items():
            found = _pairs(published.tallies, study, first, second, kind)
            made = compared(study, found)
            named = [replace(c, measure=f"{p.item.asks}_between_{name}") for c, p in zip(made.compared, found, strict=True)]
            family = replace(made, compared=tuple(named))
            told = [
                replace(row, alignment=_WORDS.get(str(row.alignment), row.alignment)) for row in gap_rows(study, family.compared)
            ]
            distances = [d for pair in found if (d := _distances(published.tallies, study, pair))]
            sides = [side for d in distances for side in d.sides]
            rows |= dict.fromkeys([*sides, *told, *test_rows(study, family), *_closer(study, distances)])
    if not rows:
        return []
    order = list(study.features)
    shown = sorted(rows, key=lambda row: order.index(row.feature))
    notes = (
        say(
            "Difference = the first believers named − the second. Closer: whose belief lies nearer to what customers answered, "
            "told "
            "only where neither the difference of the two nor the side of customers’ answer that they stand on is in doubt."
        ),
    )
    return [Table("believers", "believers", say("Believers against each other"), tuple(shown), notes)]


def _pairs(tallies: Tallies, study: Study, first: str, second: str, kind: str) -> list[Pair]:
    """The items of one kind that both believe something about, in the study's order."""
    cells = Cell(first), Cell(second)
    found = [
        Pair(item, *cells, belief, other)
        for item, belief in tallies.items(cells[0])
        if item.kind == kind and item.asks not in ("deliver", "sell")
        if (other := tallies.get(cells[1], item)) is not None
    ]
    order = list(study.features)
    return sorted(found, key=lambda pair: order.index(pair.item.feature))


@dataclass(frozen=True, slots=True)
class Distances:
    """Two beliefs and the customers' answer to the same question, as they are published."""

    pair: Pair
    first: Estimate
    second: Estimate
    customers: Estimate

    @property
    def sides(self) -> tuple[Estimate, Estimate, Estimate]:
        """All three."""
        return self.customers, self.first, self.second

    @property
    def factors(self) -> tuple[Limits, Limits]:
        """First − second, and first + second − twice the customers: the distances differ by the smaller, if both have a sign."""
        first, second, customers = (_limits(e) for e in (self.first, self.second, self.customers))
        return combined((1.0, first), (-1.0, second)), combined((1.0, first), (1.0, second), (-2.0, customers))

    @property
    def p(self) -> float:
        """P of equal distances: an intersection–union test is as good as the worse of its two."""
        return max(limits.p for limits in self.factors)


def _limits(e: Estimate) -> Limits:
    value, low, high = (float(x or 0.0) for x in (e.value, e.low, e.high))
    return Limits(value, low, high)


def _distances(tallies: Tallies, study: Study, pair: Pair) -> Distances | None:
    """Both beliefs beside the customers' answer; None for ratings, whose distances are not differences, or without an answer."""
    item, audiences = pair.item, (pair.believers.audience, pair.customers.audience)
    mirrored = [p for p in pairs(tallies, study, [(pair.believers, Cell(study.customers))])[item.kind] if p.item == item]
    if item.kind == "rating" or not mirrored:
        return None
    at = item.price or None

    def believed(audience: str, counts: Counts) -> Estimate:
        if item.kind == "share":
            return share_estimate(study, item.feature, item.asks, audience, share_of(counts, yes(counts), True), at=at)
        return replace(mean_estimate(study, item.feature, f"{item.asks}_{item.kind}", audience, counts), at=at)

    if item.kind in ("share", "estimate"):
        shares = actual_shares(mirrored) if item.kind == "estimate" else shares_of([mirrored[0].answer], yes, believer=False)
        (customers,) = share_estimates(study, [(item.feature, item.asks, study.customers, "", at)], shares)
    else:
        customers = mean_estimate(study, item.feature, f"{item.asks}_{item.kind}", study.customers, mirrored[0].answer)
    first, second = (believed(name, counts) for name, counts in zip(audiences, (pair.belief, pair.answer), strict=True))
    found = Distances(pair, first, second, customers)
    return found if all(e.low is not None and e.high is not None for e in found.sides) else None


def _closer(study: Study, family: Sequence[Distances]) -> Iterator[Estimate]:
    """Whose belief lies nearer to the customers' answer."""
    adjusted = benjamini_hochberg(np.array([distances.p for distances in family]))
    for distances, p_adjusted in zip(family, adjusted, strict=True):
        item, first, second = distances.pair.item, distances.first, distances.second
        found = size_difference(*distances.factors)
        margin = study.thresholds.rank_margin if item.kind == "rank" else study.thresholds.margin
        word: Alignment = "inconclusive"
        if (distances.customers.n or 0) < study.thresholds.min_base:
            word = "untested"
        elif found.within(margin):
            word = "alike"
        elif found.certain:
            word = "closer" if found.value < 0 else "farther"
        flags = [base_flag(study, e.audience, e.n or 0) for e in distances.sides]
        if word in ("closer", "farther") and not p_adjusted <= 0.05:
            flags.append("not_after_correction")
        kind = "" if item.kind == "share" else f"_{item.kind}"
        yield Estimate(
            item.feature, f"{item.asks}{kind}_closer_gap", first.audience, second.audience, at=first.at, value=found.value,
            low=found.low, high=found.high, n=first.n, alignment=word,
            flag=" ".join(dict.fromkeys(flag for flag in flags if flag)),
        )  # fmt: skip
