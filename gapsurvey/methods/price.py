"""Price: where revenue is highest on each side, what the average person accepts, and how far belief is off in money."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gapsurvey.language import say
from gapsurvey.methods.demand import grid, named_openly
from gapsurvey.methods.drawn import Base, Drawn, drawn_estimate, drawn_gap
from gapsurvey.model import Cell, Counts, Floats, Item
from gapsurvey.phrasing import count
from gapsurvey.privacy import Published, clip
from gapsurvey.report import Estimate, Table
from gapsurvey.stats.resampling import dirichlet_shares, share_at_least, stream
from gapsurvey.study import Study

__all__ = ["Curve", "curve", "price"]

MOST_RUNGS = 12  # a ladder's; an open price has too many amounts for a chance of each


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """A side's demand at its prices: the take rates found, shape (P,), and drawn, shape (draws, P)."""

    prices: Floats
    take: Floats
    drawn: Floats

    def best(self, gain: Floats) -> Drawn:
        """The price with the highest gain × take rate, and that of each draw; gain is per taker, shape (P,)."""
        return Drawn(float(self.prices[int(np.argmax(gain * self.take))]), self.prices[np.argmax(gain * self.drawn, axis=1)])

    def mean(self) -> Drawn:
        """Σ price step × take rate, found and of each draw: a lower bound of the mean (Turnbull)."""
        steps = np.diff(self.prices, prepend=0.0)
        return Drawn(float(self.take @ steps), self.drawn @ steps)

    def median(self) -> Drawn:
        """The highest price that at least half would pay (0 for none), found and of each draw."""
        half = np.append(0.0, self.prices)
        return Drawn(float(half[int((self.take >= 0.5).sum())]), half[(self.drawn >= 0.5).sum(axis=1)])


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """An audience's bases and its curve."""

    base: Base
    curve: Curve


def curve(counts: Counts, study: Study, believer: bool, *names: str) -> Curve:
    """Demand drawn from the counts: Dirichlet(counts + ½), weighted counts scaled to the effective base.

    The take rates found of few believers are held off 0% and 100%, as they are where they are shown.
    """
    prices = np.array(grid(counts))
    shares = dirichlet_shares(counts.w, counts.kish_base, study.thresholds.draws, stream(study.thresholds.seed, *names))
    levels = np.array(counts.levels)
    found = (counts.w / counts.weighted_base)[None, :]
    take = [clip(float(share), counts.base, believer) for share in share_at_least(found, levels, prices)[0]]
    return Curve(prices, np.array(take), share_at_least(shares, levels, prices))


def price(published: Published, study: Study) -> list[Table]:
    """Best, mean and median price of each side that was asked two prices or more, and the gaps; one table."""
    estimates: list[Estimate] = []
    for feature in study.features:
        sides: dict[str, Side] = {}
        for audience in (study.customers, *study.believers):
            believer = audience != study.customers
            counts = published.tallies.get(Cell(audience), Item(feature, "pay", "price"))
            if counts is not None and len(grid(counts)) > 1:
                base = Base(audience, counts.base, counts.weighted_base, counts.kish_base)
                sides[audience] = Side(base, curve(counts, study, believer, "price", audience, feature))
                estimates += _side(study, feature, sides[audience])
        if study.customers in sides:
            for believers in study.believers:
                if believers in sides and _comparable(study, feature, sides[believers], sides[study.customers]):
                    estimates += _gaps(study, feature, sides[believers], sides[study.customers])
    notes = (
        say("Intervals hold 95% of {draws} draws from the counts.", draws=count(study.thresholds.draws)),
        say("The mean price counts refusals as 0 and nothing above the highest price tested: it is a lower bound."),
    )
    return [Table("price", "prices", say("Best and accepted prices"), tuple(estimates), notes)] if estimates else []


def _side(study: Study, feature: str, side: Side) -> list[Estimate]:
    curve, base = side.curve, side.base

    def found(measure: str, drawn: Drawn, flag: str = "") -> Estimate:
        return drawn_estimate(study, feature, measure, base, drawn, flag)

    best = curve.best(curve.prices)
    estimates = [found("optimal_price", best, _end(curve, best.value))]
    if len(curve.prices) <= MOST_RUNGS:
        estimates += [
            Estimate(
                feature, "optimal_price_probability", base.audience, at=price, value=float((best.draws == price).mean()), n=base.n
            )
            for price in curve.prices
        ]
    cost = study.features[feature].cost
    if cost is not None and cost.per_customer:
        best = curve.best(np.maximum(curve.prices - cost.per_customer, 0))
        estimates.append(found("profit_price", best, _end(curve, best.value)))
    return [*estimates, found("mean_price", curve.mean()), found("median_price", curve.median())]


def _end(side: Curve, best: float) -> str:
    """The flag of an optimum at an end of the ladder: the true one may lie beyond it."""
    return "top_of_ladder" if best == side.prices[-1] else "bottom_of_ladder" if best == side.prices[0] else ""


def _comparable(study: Study, feature: str, belief: Side, answer: Side) -> bool:
    """Whether both sides were asked the same way: the same prices, or openly. Different ladders give different bounds."""
    openly = [named_openly(study, side.base.audience, feature) for side in (belief, answer)]
    return all(openly) or (not any(openly) and np.array_equal(belief.curve.prices, answer.curve.prices))


def _gaps(study: Study, feature: str, belief: Side, answer: Side) -> list[Estimate]:
    """Belief − answer in money."""
    pairs = {
        "optimal_price_gap": (belief.curve.best(belief.curve.prices), answer.curve.best(answer.curve.prices)),
        "mean_price_gap": (belief.curve.mean(), answer.curve.mean()),
    }
    return [
        drawn_gap(study, feature, measure, (belief.base, believed), (answer.base, answered))
        for measure, (believed, answered) in pairs.items()
    ]
