"""What a feature would earn: under customers' answers, with all their uncertainty, and as the believers see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import overload

import numpy as np

from gapsurvey.curve import Curve, curve
from gapsurvey.methods.demand import asked_up_to, take_at
from gapsurvey.methods.measured import Share
from gapsurvey.model import Cell, Floats, Item, Tallies
from gapsurvey.report import Offer, Range, Table
from gapsurvey.stats.means import moments
from gapsurvey.study import Study

__all__ = ["Belief", "Case", "Terms", "case", "range_of", "terms"]

MOST_OFFERED = 15  # prices at which a decision can be asked again
LEVELS = (0.005, 0.01, 0.025, *(i / 20 for i in range(1, 20)), 0.975, 0.99, 0.995)  # of the take rates' quantiles


@dataclass(frozen=True, slots=True)
class Terms:
    """The money of one feature: per customer and period, once, and how many of each."""

    price: float
    unit_cost: float
    launch: float
    market: int
    horizon: int

    @overload
    def contribution(self, take: float) -> float: ...
    @overload
    def contribution(self, take: Floats) -> Floats: ...
    def contribution(self, take: float | Floats) -> float | Floats:
        """What it earns: horizon × market × take × (price − unit cost) − launch cost, undiscounted."""
        return self.horizon * self.market * take * (self.price - self.unit_cost) - self.launch

    @property
    def break_even(self) -> float | None:
        """The take rate at which the contribution is zero, None where no take rate earns anything."""
        earned = self.contribution(1.0) + self.launch
        return self.launch / earned if earned > 0 else None


def terms(study: Study, feature: str) -> Terms | None:
    """The feature's terms, None where the study leaves out its price, its cost, the market or the horizon."""
    spec = study.features[feature]
    if spec.price is None or spec.cost is None or study.market is None or study.horizon is None:
        return None
    return Terms(spec.price, spec.cost.per_customer, spec.cost.launch, study.market, study.horizon)


@dataclass(frozen=True, slots=True)
class Belief:
    """The take rate that believers expect: their estimate of it, or for want of one the share of them who say yes."""

    believers: str
    take: float
    estimated: bool


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """What speaks for and against one feature.

    curve and take: customers who would take it, by price and at its own, None where they were not asked that high;
    asked_price: the tested price whose take rate that is; contribution and drawn, shape (draws,): None where the study gives
    no terms, as is offer.
    """

    feature: str
    terms: Terms | None = None
    curve: Curve | None = None
    take: Share | None = None
    asked_price: float = 0.0
    contribution: float | None = None
    drawn: Floats | None = None
    belief: Belief | None = None
    offer: Offer | None = None

    @property
    def apart(self) -> bool:
        """Whether the take rate is of all who would pay, be it that they want it or not."""
        return self.curve is not None and self.curve.apart

    @property
    def probability(self) -> float | None:
        """Chance that the contribution is above zero."""
        return None if self.drawn is None else float((self.drawn > 0).mean())

    @property
    def believed(self) -> float | None:
        """The contribution if the believers' take rate were true."""
        return self.terms.contribution(self.belief.take) if self.terms and self.belief else None

    @property
    def stake(self) -> Range | None:
        """Contribution of the choice that customers' answers support − of the one that belief supports; not building earns 0."""
        if self.contribution is None or self.drawn is None or self.believed is None:
            return None
        build = self.contribution > 0
        if build == (self.believed > 0):
            return Range(0.0, 0.0, 0.0)
        sign = 1.0 if build else -1.0
        return range_of(sign * self.contribution, sign * self.drawn)


def range_of(value: float, drawn: Floats) -> Range:
    """A value with the central 95% of its draws, widened to the value where it lies beyond: 0 takers are never drawn."""
    low, high = np.quantile(drawn, (0.025, 0.975))
    return Range(value, min(float(low), value), max(float(high), value))


def case(tallies: Tallies, study: Study, feature: str, tables: list[Table]) -> Case:
    """One feature's case, from the customers' answers and the believers' estimates."""
    price = study.features[feature].price
    found = None if price is None else curve(tallies, study, feature, price)
    if found is None or price is None:
        return Case(feature)
    take = found.take(price)
    asked_price = min(tested for tested in found.prices if tested >= price)
    money = terms(study, feature)
    if money is None:
        return Case(feature, None, found, take, asked_price)
    takes = found.drawn([price])[:, 0]
    return Case(
        feature, money, found, take, asked_price, money.contribution(take.value), money.contribution(takes),
        _belief(tallies, study, feature, price, tables), _offer(study, feature, money, found, take.n),
    )  # fmt: skip


def _offer(study: Study, feature: str, money: Terms, found: Curve, base: int) -> Offer:
    """The decision at every tested price, thinned where an open question had many; the planned one is always kept."""
    every = found.prices
    near = min(every, key=lambda tested: (tested < money.price, abs(tested - money.price)))
    kept = {every[round(i)] for i in np.linspace(0, len(every) - 1, min(MOST_OFFERED, len(every)))}
    prices = sorted({*kept, near})
    lines = {study.thresholds.build, study.thresholds.stop, 1 - study.thresholds.build, 1 - study.thresholds.stop}
    levels = sorted({*LEVELS, *(round(line, 10) for line in lines)})
    quantiles = np.quantile(found.drawn(prices), levels, axis=0).T
    return Offer(
        feature, money.price, money.unit_cost, money.launch, money.market, money.horizon, base, tuple(prices),
        tuple(found.take(price).value for price in prices), tuple(levels), tuple(map(tuple, quantiles.tolist())),
    )  # fmt: skip


def _belief(tallies: Tallies, study: Study, feature: str, price: float, tables: list[Table]) -> Belief | None:
    """What the first believers who were asked expect."""
    for believers in study.believers:
        estimate = _estimate(tallies, feature, believers, price)
        if estimate is not None:
            return Belief(believers, estimate, estimated=True)
        counts = tallies.get(Cell(believers), Item(feature, "pay", "price"))
        if counts is not None and asked_up_to(counts, price):
            return Belief(believers, take_at(counts, price, believer=True).value, estimated=False)
        share = _curve_share(tables, feature, believers, price)
        if share is not None:
            return Belief(believers, share, estimated=False)
    return None


def _estimate(tallies: Tallies, feature: str, believers: str, price: float) -> float | None:
    """The mean of the shares of customers that believers expect to pay just this price."""
    counts = tallies.get(Cell(believers), Item(feature, "pay", "estimate", price))
    return None if counts is None else float(moments(counts.levels, counts.n, counts.w, counts.w2).mean)


def _curve_share(tables: list[Table], feature: str, believers: str, price: float) -> float | None:
    """The share of believers who say in bids or intervals, asked as customers were, that they would pay it: as published."""
    curve = [e for table in tables for e in table.pick(feature=feature, measure="wtp_share", audience=believers)]
    reached = [e for e in curve if e.at is not None and e.at >= price]
    return min(reached, key=lambda e: e.at or 0.0).value if reached else None
