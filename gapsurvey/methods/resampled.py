"""Turnbull's curve of one audience's bids or intervals, found and resampled: once for all who need it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gapsurvey.methods.bids import Known, known
from gapsurvey.methods.drawn import Drawn, interval
from gapsurvey.methods.measured import Share
from gapsurvey.model import Cell, Floats, Item, Patterns, Tallies
from gapsurvey.stats.intervals import wilson
from gapsurvey.stats.pricing.turnbull import Support, shares_at, support, turnbull, turnbull_draws
from gapsurvey.stats.resampling import stream
from gapsurvey.study import Study

__all__ = ["TurnbullCurve", "resampled", "share_interval", "turnbull_curve"]


@dataclass(frozen=True, slots=True, eq=False)
class TurnbullCurve:
    """People by the interval that their willingness to pay lies in: Turnbull's curve, found and resampled.

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

    def shares(self, prices: Sequence[float] | Floats) -> Floats:
        """The shares that would pay at least each of P prices, as found."""
        return shares_at(self.where, self.p, prices)

    def take(self, price: float) -> Share:
        """All probability above the price, with the base that its draws imply."""
        return Share(float(self.shares([price])[0]), self.known.base, self.known.total, self._effective(price))

    def drawn(self, prices: Sequence[float] | Floats) -> Floats:
        """The resampled curves at P prices, draws × P."""
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


def resampled(tallies: Tallies, study: Study, audience: str, item: Item) -> TurnbullCurve | None:
    """The curve of an audience's answers to an item of bids or intervals, None where nobody gave any that makes sense."""
    patterns = tallies.together(Cell(audience), item)
    if patterns is None:
        return None
    drawing = (audience, item, study.thresholds.draws, study.thresholds.seed)
    if drawing not in tallies.remembered:
        tallies.remembered[drawing] = _curve(patterns, study, audience, item)
    found: TurnbullCurve | None = tallies.remembered[drawing]
    return found


def _curve(patterns: Patterns, study: Study, audience: str, item: Item) -> TurnbullCurve | None:
    answers = known(patterns)
    return turnbull_curve(study, answers, audience, item.feature, item.kind) if answers.base and answers.prices() else None


def turnbull_curve(study: Study, answers: Known, *names: str) -> TurnbullCurve:
    """The curve of bids or intervals, and its draws: the Bayesian bootstrap over the unique answers; names: whose they are.

    The draws hold one more person, half of whom pays the dearest price asked and half not even the cheapest: Jeffreys' prior
    of a share. Without it, nobody of the few who were asked a price would be drawn as nobody of all.
    """
    prices = answers.prices()
    unit = float(answers.w2.sum()) / answers.total  # what one effective person weighs
    lower, upper = np.append(answers.lower, [prices[-1], -np.inf]), np.append(answers.upper, [np.inf, prices[0]])
    w, w2 = np.append(answers.w, [unit / 2] * 2), np.append(answers.w2, [unit**2 / 2] * 2)
    where, around = support(answers.lower, answers.upper), support(lower, upper)
    rng = stream(study.thresholds.seed, "turnbull", *names)
    draws = turnbull_draws(around, turnbull(around, w), w, w2, study.thresholds.draws, rng)
    return TurnbullCurve(answers, where, turnbull(where, answers.w), around, draws)


def share_interval(answers: Known, price: float, found: Drawn) -> tuple[float, float]:
    """The interval of a share that would pay a price.

    Resampling never draws what nobody said: of none, or of all, it is Wilson's on those who were asked this price, or the
    next dearer one that was asked.
    """
    if 0 < found.value < 1:
        return interval(found)
    asked = answers.asked[min(asked for asked in answers.asked if asked >= price)]
    low, high = wilson(found.value, asked / answers.base * answers.effective)
    return float(low), float(high)
