"""The curve that a decision rests on: what share of customers would take a feature at each price."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from gapsurvey.methods.bids import KINDS
from gapsurvey.methods.demand import take_at
from gapsurvey.methods.measured import Share
from gapsurvey.methods.resampled import resampled
from gapsurvey.model import Cell, Counts, Floats, Item, Tallies
from gapsurvey.stats.resampling import dirichlet_shares, share_at_least, stream
from gapsurvey.study import Study

__all__ = ["CountedCurve", "Curve", "buyers", "curve", "drawn_takes"]


class Curve(Protocol):
    """Take rates of one feature by price, as customers’ answers give them."""

    @property
    def prices(self) -> list[float]:
        """The tested prices above 0, ascending."""

    @property
    def apart(self) -> bool:
        """Whether prices were asked apart from want, so that who would pay may not want it."""

    def take(self, price: float) -> Share:
        """The share that would pay at least `price`: between two tested prices that of the dearer one, a lower bound."""

    def drawn(self, prices: Sequence[float]) -> Floats:
        """Draws of the shares at P prices, draws × P, the same at every call."""

    def prior(self, price: float) -> tuple[float, float]:
        """What the draws hold of takers and of others at a tested price beside those who answered, in people."""


def buyers(tallies: Tallies, cell: Cell, feature: str) -> Counts | None:
    """Customers by the highest price at which they want the feature and would pay; by price alone where want was not asked."""
    wanted = tallies.get(cell, Item(feature, "want-and-pay", "price"))
    return wanted if wanted is not None else tallies.get(cell, Item(feature, "pay", "price"))


def drawn_takes(study: Study, counts: Counts, effective: float, prices: Sequence[float], *names: str) -> Floats:
    """Draws of the take rates at P prices, draws × P: Dirichlet(counts + ½), weighted counts scaled to the effective base."""
    shares = dirichlet_shares(counts.w, effective, study.thresholds.draws, stream(study.thresholds.seed, *names))
    return share_at_least(shares, np.array(counts.levels), np.array(prices))


@dataclass(frozen=True, slots=True, eq=False)
class CountedCurve:
    """Counted customers, by the highest price they accept.

    planned: the price whose take rate's effective base all draws have; apart: whether they were counted by price alone.
    """

    study: Study
    feature: str
    counts: Counts
    planned: float
    apart: bool

    @property
    def prices(self) -> list[float]:
        """The levels above 0."""
        return sorted({level for level in self.counts.levels if level > 0})

    def take(self, price: float) -> Share:
        """Counted, with Wilson’s base."""
        return take_at(self.counts, price, believer=False)

    def drawn(self, prices: Sequence[float]) -> Floats:
        """Dirichlet(counts + ½)."""
        effective = self.take(self.planned).n_effective
        return drawn_takes(self.study, self.counts, effective, prices, "decision", self.feature)

    def prior(self, price: float) -> tuple[float, float]:
        """½ for each answer that was possible."""
        above = sum(level >= price for level in self.counts.levels) / 2
        return above, len(self.counts.levels) / 2 - above


def curve(tallies: Tallies, study: Study, feature: str, planned: float) -> Curve | None:
    """The curve of what customers were asked, None where no tested price reaches the planned one.

    Counts come first; bids and intervals, which nobody counted together with want, speak where there are none.
    """
    whole = Cell(study.customers)
    counts = buyers(tallies, whole, feature)
    if counts is not None:
        apart = tallies.get(whole, Item(feature, "want-and-pay", "price")) is None
        return CountedCurve(study, feature, counts, planned, apart) if planned <= max(counts.levels) else None
    for kind in KINDS:
        found = resampled(tallies, study, study.customers, Item(feature, "pay", kind))
        if found is not None:
            return found if planned <= max(found.prices) else None
    return None
