"""The curve that a decision rests on: what share of customers would take a feature at each price."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from gapsurvey.methods.bids import KINDS, Known, known
from gapsurvey.methods.demand import take_at
from gapsurvey.methods.measured import Share
from gapsurvey.model import Cell, Counts, Floats, Item, Tallies
from gapsurvey.stats.pricing.turnbull import Support, shares_at, support, turnbull, turnbull_draws
from gapsurvey.stats.resampling import dirichlet_shares, share_at_least, stream
from gapsurvey.study import Study

__all__ = ["CountedCurve", "Curve", "TurnbullCurve", "buyers", "curve", "drawn_takes"]


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
    """Counted customers, by the highest price they accept; planned: the price whose take rate's effective base all draws have."""

    study: Study
    feature: str
    counts: Counts
    planned: float
    apart: bool = False

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


@dataclass(frozen=True, slots=True, eq=False)
class TurnbullCurve:
    """Customers by the interval that their willingness to pay lies in: Turnbull's curve, found and resampled.

    where and p: the curve as found; around and resampled, draws × J: its draws, which hold one person more, see
    `turnbull_curve`.
    """

    known: Known
    where: Support
    p: Floats
    around: Support
    resampled: Floats
    apart: bool = True

    @property
    def prices(self) -> list[float]:
        """All prices that anybody was asked or named."""
        return self.known.prices()

    def take(self, price: float) -> Share:
        """All probability above the price, with the base that its draws imply."""
        value = float(shares_at(self.where, self.p, [price])[0])
        return Share(value, self.known.base, self.known.total, self._effective(price))

    def drawn(self, prices: Sequence[float]) -> Floats:
        """The resampled curves at these prices."""
        return shares_at(self.around, self.resampled, prices)

    def prior(self, price: float) -> tuple[float, float]:
        """Half a person each, see `turnbull_curve`."""
        return 0.5, 0.5

    def _effective(self, price: float) -> float:
        """How many plain answers to this very price would tell the take rate as exactly as these answers do.

        It is the size of the Beta distribution that has the draws' mean and variance, less the prior's one person: few of
        those who were asked other prices say anything of this one.
        """
        drawn = self.drawn([price])[:, 0]
        mean, variance = float(drawn.mean()), float(drawn.var())
        size = mean * (1 - mean) / variance - 2 if variance > 0 else self.known.effective
        return min(max(size, 1.0), self.known.effective)


def turnbull_curve(study: Study, feature: str, answers: Known) -> TurnbullCurve:
    """The curve of one feature's bids or intervals, and its draws: the Bayesian bootstrap over the unique answers.

    The draws hold one more person, half of whom pays the dearest price asked and half not even the cheapest: Jeffreys' prior
    of a share. Without it, nobody of the few who were asked a price would be drawn as nobody of all customers.
    """
    prices = answers.prices()
    unit = float(answers.w2.sum()) / answers.total  # what one effective person weighs
    lower, upper = np.append(answers.lower, [prices[-1], -np.inf]), np.append(answers.upper, [np.inf, prices[0]])
    w, w2 = np.append(answers.w, [unit / 2] * 2), np.append(answers.w2, [unit**2 / 2] * 2)
    where, around = support(answers.lower, answers.upper), support(lower, upper)
    rng = stream(study.thresholds.seed, "decision", feature)
    resampled = turnbull_draws(around, turnbull(around, w), w, w2, study.thresholds.draws, rng)
    return TurnbullCurve(answers, where, turnbull(where, answers.w), around, resampled)


def curve(tallies: Tallies, study: Study, feature: str, planned: float) -> Curve | None:
    """The curve of what customers were asked, None where no tested price reaches the planned one.

    Counts come first; bids and intervals, which nobody counted together with want, speak where there are none.
    """
    whole = Cell(study.customers)
    counts = buyers(tallies, whole, feature)
    if counts is not None:
        return CountedCurve(study, feature, counts, planned) if planned <= max(counts.levels) else None
    for kind in KINDS:
        patterns = tallies.together(whole, Item(feature, "pay", kind))
        if patterns is not None and (answers := known(patterns)).base:
            return turnbull_curve(study, feature, answers) if planned <= max(answers.prices(), default=0.0) else None
    return None
