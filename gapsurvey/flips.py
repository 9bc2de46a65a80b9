"""What would have to be true for the other side to be right: the take rate, cost or price at which the verdict flips."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betainc

from gapsurvey import phrasing
from gapsurvey.contribution import Case
from gapsurvey.language import say
from gapsurvey.report import Estimate
from gapsurvey.study import Study

__all__ = ["Flip", "flip", "flip_rows", "flip_text"]

STEPS = 60  # halvings: a share to the last digit of a float


@dataclass(frozen=True, slots=True)
class Flip:
    """Where the verdict turns, each number with all others as they are; None where no value of it would do.

    to_build: whether it turns to build, else to not building; take: 0–1; launch: once; unit_cost and price: per period, the
    price one of those that were tested.
    """

    to_build: bool
    take: float | None
    launch: float | None
    unit_cost: float | None
    price: float | None


def flip(study: Study, this: Case) -> Flip | None:
    """Where this feature's verdict turns, None where it has no money verdict.

    What is built turns where the chance that it earns its cost back falls to the study's line for stopping; what is not, or
    not yet, where it reaches the line for building. Uncertainty stays that of the base: a take rate that turns the verdict
    lies above break-even by what these answers cannot exclude.
    """
    if this.terms is None or this.offer is None or this.probability is None or this.drawn is None:
        return None
    money, offer = this.terms, this.offer
    to_build = this.probability <= study.thresholds.build
    chance = study.thresholds.build if to_build else study.thresholds.stop
    near = offer.prices.index(this.asked_price)
    at = offer.levels.index(round(1 - chance, 10))
    surely = offer.quantiles[near][at]  # the take rate that is exceeded with just that chance
    sold = money.market * money.horizon
    launch = sold * surely * (money.price - money.unit_cost)
    unit_cost = money.price - money.launch / (sold * surely) if surely > 0 else -1.0
    return Flip(
        to_build,
        _take(this, chance),
        launch if launch >= 0 else None,
        unit_cost if unit_cost >= 0 else None,
        _price(study, this, to_build),
    )


def _take(this: Case, chance: float) -> float | None:
    """The observed take rate at which the chance of being above break-even is `chance`, under the same prior and base."""
    even = this.terms.break_even if this.terms else None
    if even is None or even >= 1 or this.take is None or this.curve is None:
        return None
    n = this.take.n_effective
    above, below = this.curve.prior(this.asked_price)
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        exceeds = 1 - betainc(n * middle + above, n * (1 - middle) + below, even)
        low, high = (middle, high) if exceeds < chance else (low, middle)
    return None if high == 1 else high


def _price(study: Study, this: Case, to_build: bool) -> float | None:
    """The tested price nearest to the planned one at which the verdict would be the other, costs being as they are."""
    if this.terms is None or this.offer is None:
        return None
    money, offer = this.terms, this.offer
    line = round(1 - (study.thresholds.build if to_build else study.thresholds.stop), 10)
    at = offer.levels.index(line)
    earned = money.market * money.horizon * np.array([row[at] for row in offer.quantiles])
    turned = earned * (np.array(offer.prices) - money.unit_cost) > money.launch
    found = [price for price, pays in zip(offer.prices, turned, strict=True) if bool(pays) == to_build]
    return min(found, key=lambda price: (abs(price - money.price), price), default=None)


def flip_rows(study: Study, this: Case, turned: Flip) -> list[Estimate]:
    """The numbers at which the verdict turns, as rows of the decision's table."""
    found = (
        ("flip_take", turned.take),
        ("flip_launch", turned.launch),
        ("flip_unit_cost", turned.unit_cost),
        ("flip_price", turned.price),
    )
    return [Estimate(this.feature, measure, study.customers, value=value) for measure, value in found if value is not None]


def flip_text(study: Study, this: Case, turned: Flip) -> str:
    """The same in a sentence for whoever loses the argument, and how far the answers are from it; "" where nothing would do."""
    money, take, currency = this.terms, this.take, study.currency
    if money is None or take is None:
        return ""
    ways = []
    if turned.take is not None:
        needed, found = (phrasing.percent(share, 1) for share in (turned.take, take.value))
        ways.append(say("{needed} would take it, and not {found}", needed=needed, found=found))
    if turned.launch is not None:
        launch, planned = (phrasing.money(cost, currency, compact=True) for cost in (turned.launch, money.launch))
        ways.append(say("its launch would cost {needed}, and not {planned}", needed=launch, planned=planned))
    if turned.unit_cost is not None:
        unit, planned = (phrasing.price(round(cost, 2), currency) for cost in (turned.unit_cost, money.unit_cost))
        ways.append(say("its unit cost would be {needed}, and not {planned}", needed=unit, planned=planned))
    if turned.price is not None:
        price, planned = (phrasing.price(at, currency) for at in (turned.price, money.price))
        ways.append(say("its price would be {needed}, and not {planned}", needed=price, planned=planned))
    if not ways:
        return ""
    listed = "; ".join(ways)
    told = (
        say("For building it to be right, one of these would have to be true: {ways}.", ways=listed)
        if turned.to_build
        else say("For not building it to be right, one of these would have to be true: {ways}.", ways=listed)
    )
    if turned.price is not None or this.offer is None or len(this.offer.prices) == 1:
        return told
    return f"{told} {say('No other tested price would do.')}"
