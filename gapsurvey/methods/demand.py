"""Demand: what share pays at least each price, for customers and for what believers expect of them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from gapsurvey.language import say
from gapsurvey.methods.measured import Share, at_least, base_flag, share_estimate, share_of
from gapsurvey.model import Cell, Counts, Item, Tallies
from gapsurvey.privacy import Published
from gapsurvey.report import Estimate, Table
from gapsurvey.stats.comparisons import alignment, share_difference
from gapsurvey.study import Study

__all__ = ["asked_up_to", "demand", "grid", "named_openly", "take_at"]

MOST_PRICES = 40  # of an open price, the curve is drawn through this many of the amounts given


def grid(*sides: Counts | None) -> list[float]:
    """The prices at which curves are given: all that were asked or named, thinned evenly where there are too many."""
    prices = sorted({level for side in sides if side is not None for level in side.levels if level > 0})
    if len(prices) <= MOST_PRICES:
        return prices
    keep = np.unique(np.linspace(0, len(prices) - 1, MOST_PRICES).round().astype(int))
    return [prices[i] for i in keep]


def take_at(counts: Counts, price: float, believer: bool) -> Share:
    """The share that would pay at least `price`. Between two tested prices the dearer one counts: a lower bound."""
    return share_of(counts, at_least(price, counts), believer)


def asked_up_to(counts: Counts, price: float) -> bool:
    """Whether a price lies within what this audience was asked."""
    return price <= max(counts.levels)


def named_openly(study: Study, audience: str, feature: str) -> bool:
    """Whether an audience named amounts of its own, so that its share is known at every price, not only at tested ones."""
    asked = [study.asked(i, audience) for i, q in enumerate(study.questions) if q.asks == "pay" and audience in q.sources]
    return any(question.shape == "open-price" and feature in question.features for question in asked)


def demand(published: Published, study: Study) -> list[Table]:
    """Take rate, want-and-pay, revenue and elasticity at every price, and the gap between the sides; one table."""
    estimates: list[Estimate] = []
    for feature in study.features:
        estimates += _feature(published.tallies, study, feature)
    notes: tuple[str, ...] = (
        say(
            "Once somebody refuses a price, dearer ones count as refused. Between two tested prices the dearer one’s share holds."
        ),
        say(
            "Revenue is per 100 people asked and per period. Believers’ curves: the share of them who say that customers would "
            "pay."
        ),
    )
    if not estimates:
        return []
    if any(len(prices) == 1 for prices in _tested(estimates)):
        notes += (
            say("Where one price was asked, the share who would pay it is known; what it is worth to them is not identified."),
        )
    return [Table("demand", "curves", say("What customers would pay, and what believers expect"), tuple(estimates), notes)]


def _tested(estimates: list[Estimate]) -> list[set[float]]:
    """Per side, the prices at which its take rate is told."""
    tested: dict[tuple[str, str], set[float]] = {}
    for e in estimates:
        if e.measure == "take" and e.at is not None:
            tested.setdefault((e.feature, e.audience), set()).add(e.at)
    return list(tested.values())


def _feature(tallies: Tallies, study: Study, feature: str) -> list[Estimate]:
    pay, both = Item(feature, "pay", "price"), Item(feature, "want-and-pay", "price")
    customers = tallies.get(Cell(study.customers), pay)
    wanted = tallies.get(Cell(study.customers), both)
    sides = {name: tallies.get(Cell(name), pay) for name in (study.customers, *study.believers)}
    openly = {name: named_openly(study, name, feature) for name in sides}
    estimates: list[Estimate] = []
    for audience, counts in sides.items():
        if counts is None:
            continue
        believer = audience != study.customers
        own = grid(*sides.values()) if openly[audience] else grid(counts)
        takes = [take_at(counts, p, believer) for p in own]
        for price, take in zip(own, takes, strict=True):
            at = share_estimate(study, feature, "take", audience, take, at=price)
            estimates.append(at)
            ends = [None if x is None else 100 * price * x for x in (at.value, at.low, at.high)]
            estimates.append(
                Estimate(feature, "revenue", audience, at=price, value=ends[0], low=ends[1], high=ends[2], n=at.n,
                         n_weighted=at.n_weighted, n_effective=at.n_effective, flag=at.flag)
            )  # fmt: skip
            if believer and customers is not None and (openly[study.customers] or price in customers.levels):
                estimates.append(_take_gap(study, feature, audience, price, take, take_at(customers, price, False)))
        for (p1, s1), (p2, s2) in pairwise(zip(own, takes, strict=True)):
            if s1.value > 0 and s2.value > 0:
                change = (s2.value - s1.value) / (s1.value + s2.value) / ((p2 - p1) / (p1 + p2))
                estimates.append(Estimate(feature, "elasticity", audience, at=p1, value=change, n=s1.n))
    if wanted is not None:
        estimates += [
            share_estimate(study, feature, "want_and_pay", study.customers, take_at(wanted, price, False), at=price)
            for price in grid(wanted)
        ]
    return estimates


def _take_gap(study: Study, feature: str, believers: str, price: float, belief: Share, answer: Share) -> Estimate:
    difference = share_difference(belief.value, belief.n_effective, answer.value, answer.n_effective, study.thresholds.margin)
    tested = answer.n >= study.thresholds.min_base
    flags = (base_flag(study, believers, belief.n), base_flag(study, study.customers, answer.n))
    return Estimate(
        feature, "take_gap", believers, study.customers, at=price, value=difference.value,
        low=difference.low, high=difference.high, n=belief.n, n_weighted=belief.n_weighted, n_effective=belief.n_effective,
        alignment=alignment(difference, study.thresholds.margin) if tested else "untested",
        flag=" ".join(flag for flag in flags if flag),
    )  # fmt: skip
