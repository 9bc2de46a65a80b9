"""What a feature would earn: under customers' answers, with all their uncertainty, and as the believers see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np

from gapsurvey.methods.demand import asked_up_to, take_at
from gapsurvey.methods.measured import Share
from gapsurvey.model import Cell, Counts, Floats, Item, Tallies
from gapsurvey.report import Estimate, Offer, Range, Table
from gapsurvey.stats.resampling import dirichlet_shares, share_at_least, stream
from gapsurvey.study import Study

__all__ = ["Belief", "Case", "Terms", "buyers", "case", "drawn_takes", "range_of", "terms"]

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

    take: customers who would take it at its price, None where they were not asked that high; asked_price: the tested
    price whose take rate that is; contribution and drawn, shape (draws,): None where the study gives no terms, as are
    counts: customers by the highest price they accept, and offer.
    """

    feature: str
    terms: Terms | None = None
    take: Share | None = None
    asked_price: float = 0.0
    contribution: float | None = None
    drawn: Floats | None = None
    belief: Belief | None = None
    counts: Counts | None = None
    offer: Offer | None = None

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


def buyers(tallies: Tallies, cell: Cell, feature: str) -> Counts | None:
    """Customers by the highest price at which they want the feature and would pay; by price alone where want was not asked."""
    wanted = tallies.get(cell, Item(feature, "want-and-pay", "price"))
    return wanted if wanted is not None else tallies.get(cell, Item(feature, "pay", "price"))


def drawn_takes(study: Study, counts: Counts, effective: float, prices: Sequence[float], *names: str) -> Floats:
    """Draws of the take rates at P prices, draws × P: Dirichlet(counts + ½), weighted counts scaled to the effective base."""
    shares = dirichlet_shares(counts.w, effective, study.thresholds.draws, stream(study.thresholds.seed, *names))
    return share_at_least(shares, np.array(counts.levels), np.array(prices))


def case(tallies: Tallies, study: Study, feature: str, tables: list[Table]) -> Case:
    """One feature's case, from the customers' counts and the believers' estimates."""
    price = study.features[feature].price
    counts = buyers(tallies, Cell(study.customers), feature)
    if counts is None or price is None or not asked_up_to(counts, price):
        return Case(feature)
    take = take_at(counts, price, believer=False)
    asked_price = min(level for level in counts.levels if level >= price)
    feature_terms = terms(study, feature)
    if feature_terms is None:
        return Case(feature, None, take, asked_price)
    takes = drawn_takes(study, counts, take.n_effective, [price], "decision", feature)[:, 0]
    return Case(
        feature, feature_terms, take, asked_price, feature_terms.contribution(take.value), feature_terms.contribution(takes),
        _belief(tallies, study, feature, price, tables), counts, _offer(study, feature, feature_terms, counts, take),
    )  # fmt: skip


def _offer(study: Study, feature: str, money: Terms, counts: Counts, take: Share) -> Offer:
    """The decision at every tested price, thinned where an open question had many; the planned one is always kept."""
    every = sorted({level for level in counts.levels if level > 0})
    near = min(every, key=lambda level: (level < money.price, abs(level - money.price)))
    kept = {every[round(i)] for i in np.linspace(0, len(every) - 1, min(MOST_OFFERED, len(every)))}
    prices = sorted({*kept, near})
    lines = {study.thresholds.build, study.thresholds.stop, 1 - study.thresholds.build, 1 - study.thresholds.stop}
    levels = sorted({*LEVELS, *(round(line, 10) for line in lines)})
    drawn = drawn_takes(study, counts, take.n_effective, prices, "decision", feature)
    quantiles = np.quantile(drawn, levels, axis=0).T
    return Offer(
        feature, money.price, money.unit_cost, money.launch, money.market, money.horizon, take.n, tuple(prices),
        tuple(take_at(counts, price, believer=False).value for price in prices), tuple(levels),
        tuple(map(tuple, quantiles.tolist())),
    )  # fmt: skip


def _belief(tallies: Tallies, study: Study, feature: str, price: float, tables: list[Table]) -> Belief | None:
    """What the first believers who were asked expect."""
    for believers in study.believers:
        estimate = _estimate(tables, feature, believers, price)
        if estimate is not None and estimate.value is not None:
            return Belief(believers, estimate.value, estimated=True)
        counts = tallies.get(Cell(believers), Item(feature, "pay", "price"))
        if counts is not None and asked_up_to(counts, price):
            return Belief(believers, take_at(counts, price, believer=True).value, estimated=False)
    return None


def _estimate(tables: list[Table], feature: str, believers: str, price: float) -> Estimate | None:
    wanted = {"feature": feature, "measure": "pay_estimate", "audience": believers, "segment": "", "at": price}
    return next((e for table in tables if table.method == "gap" and (e := table.one(**wanted))), None)
