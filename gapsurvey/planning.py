"""Before fieldwork: what bases of customers and employees can show, and which bases an answer would take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from gapsurvey.errors import Problem, StudyError
from gapsurvey.phrasing import count, decimal, percent, probability
from gapsurvey.privacy import clip
from gapsurvey.stats.intervals import wilson
from gapsurvey.stats.power import MOST, base_for, base_reaching, chances, minimum_detectable_gap
from gapsurvey.stats.resampling import share_at_least, stream
from gapsurvey.study import Study, Thresholds

__all__ = ["Bases", "Optimum", "Plan", "Priced", "plan", "told"]


@dataclass(frozen=True, slots=True)
class Priced:
    """How precisely the share who would pay a price will be known, and with it the revenue per 100 people and period.

    share, revenue: as planned; half_width: of the share's 95% interval; revenue_half_width: of the revenue's; best: how likely
    the customers' answers are to find this price the one that earns most, None where all prices are planned with one share.
    """

    price: float
    share: float
    half_width: float
    revenue: float
    revenue_half_width: float
    best: float | None = None


@dataclass(frozen=True, slots=True)
class Optimum:
    """The price that earns most of all asked.

    found: how likely the customers' answers say so; low, high: the central 95% of the prices that they say it of.
    """

    price: float
    found: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Bases:
    """The smallest bases that call an equal pair aligned with the planned power; None where no base up to a million does.

    customers, employees: with as many of the other side as planned; each: of both sides, where they are of one size.
    """

    customers: int | None
    employees: int | None
    each: int | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What `employees` and `customers` can show where `share` of the customers say yes. Shares and gaps are 0–1.

    customers_half_width, employees_half_width: of the 95% interval of that share on each side; over, under: the smallest gaps
    that the report calls so with the power, None where there is none; aligned: how likely it calls an equal pair aligned;
    bases: what it would take for that to reach the power; prices: in the order given; optimum: None where they are planned with
    one share. All of random samples without weights.
    """

    customers: int
    employees: int
    share: float
    margin: float
    power: float
    customers_half_width: float
    employees_half_width: float
    over: float | None
    under: float | None
    aligned: float
    bases: Bases
    prices: tuple[Priced, ...] = ()
    optimum: Optimum | None = None

    def to_dict(self) -> dict[str, Any]:
        """Everything, as JSON knows it."""
        return asdict(self)


def plan(
    customers: int,
    employees: int,
    *,
    share: float = 0.3,
    margin: float | None = None,
    power: float = 0.8,
    prices: Sequence[float] = (),
    takes: Sequence[float] = (),
    study: Study | None = None,
) -> Plan:
    """What these bases can show of a feature that `share` of the customers want.

    margin: of alignment; the study's if left out, and ±10 points without one. power: the chance with which a gap, or an
    agreement, is to be found. prices: asked of the customers; takes: the shares expected to pay each, `share` if left out.
    Raises StudyError with every problem of these numbers, whatever they are.
    """
    limits = study.thresholds if study else Thresholds()
    margin = limits.margin if margin is None else margin
    problems = [
        *_whole("customers", customers, limits.min_base, "With fewer, the report tests nothing."),
        *_whole("employees", employees, limits.min_cell, "Fewer are not shown, so that nobody can be singled out."),
        *_between("share", share, 0, 1, "such as 0.3 for 30%"),
        *_between("margin", margin, 0, 0.5, "such as 0.1 for ±10 points"),
        *_between("power", power, 0, 1, "such as 0.8"),
        *(problem for price in prices for problem in _between("prices", price, 0, float("inf"), "such as 29,49,69")),
        *(problem for take in takes for problem in _between("takes", take, 0, 1, "such as 0.4,0.25,0.1")),
    ]
    problems = problems or _ladder_problems(prices, takes)
    if problems:
        raise StudyError(problems)
    least = clip(0.0, employees, believer=True)
    priced = tuple(_priced(price, take, customers) for price, take in zip(prices, takes or [share] * len(prices), strict=True))
    optimum = None
    if takes:
        priced, optimum = _climbed(priced, customers, limits)
    return Plan(
        customers, employees, share, margin, power, _half_width(share, customers), _half_width(share, employees),
        over=minimum_detectable_gap(share, employees, customers, power, margin, least),
        under=minimum_detectable_gap(1 - share, employees, customers, power, margin, least),
        aligned=chances(share, employees, share, customers, margin, least).aligned,
        bases=Bases(
            customers=base_reaching(
                lambda n: chances(share, employees, share, n, margin, least).aligned, power, limits.min_base
            ),
            employees=base_reaching(
                lambda n: chances(share, n, share, customers, margin, clip(0.0, n, True)).aligned, power, limits.min_cell
            ),
            each=base_for(share, 0, 1, power, margin, limits.min_base),
        ),
        prices=priced, optimum=optimum,
    )  # fmt: skip


def _priced(price: float, take: float, customers: int) -> Priced:
    half_width = _half_width(take, customers)
    return Priced(price, take, half_width, 100 * price * take, 100 * price * half_width)


def _climbed(ladder: tuple[Priced, ...], customers: int, limits: Thresholds) -> tuple[tuple[Priced, ...], Optimum]:
    """The ladder's prices with their chances of being found best, and the optimum: from as many samples as a study draws."""
    prices, takes = (np.array(column) for column in zip(*((rung.price, rung.share) for rung in ladder), strict=True))
    answers = -np.diff(takes, prepend=1.0, append=0.0)  # of those who pay nothing, the first price and no more, …
    rng = stream(limits.seed, "plan", str(customers), str(prices.tolist()), str(takes.tolist()))
    samples = rng.multinomial(customers, np.maximum(answers, 0), limits.draws) / customers
    earned = prices * share_at_least(samples, [0.0, *prices], prices)
    found = np.sort(prices[np.argmax(earned, axis=1)])
    best = [float((found == price).mean()) for price in prices]
    true = int(np.argmax(prices * takes))
    low, high = found[int(0.025 * len(found))], found[-1 - int(0.025 * len(found))]
    rungs = tuple(replace(rung, best=chance) for rung, chance in zip(ladder, best, strict=True))
    return rungs, Optimum(float(prices[true]), best[true], float(low), float(high))


def _ladder_problems(prices: Sequence[float], takes: Sequence[float]) -> list[Problem]:
    """How prices and the shares expected to pay them do not fit each other."""
    if not takes:
        return []
    if len(takes) != len(prices):
        fix = "Give one share per price, in the prices' order."
        return [Problem("takes", f"{len(takes)} for {count(len(prices))} {'price' if len(prices) == 1 else 'prices'}", fix)]
    problems = []
    if any(a >= b for a, b in pairwise(prices)):
        problems.append(Problem("prices", "they do not increase", "Write the lowest price first, and each once."))
    if any(a < b for a, b in pairwise(takes)):
        problems.append(Problem("takes", "they increase", "Nobody pays a dearer price who would not pay a cheaper one."))
    return problems


def _half_width(share: float, base: int) -> float:
    low, high = wilson(share, base)
    return float(high - low) / 2


def _whole(where: str, value: Any, least: int, why: str) -> list[Problem]:
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= MOST:
        return []
    return [Problem(where, _found(value), f"Give a whole number from {least} to {MOST:,}. {why}")]


def _between(where: str, value: Any, low: float, high: float, example: str) -> list[Problem]:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and low < value < high:
        return []
    limits = f"a number above {low}" + (f" and below {high}" if high < float("inf") else "")
    return [Problem(where, _found(value), f"Give {limits}, {example}.")]


def _found(value: Any) -> str:
    return "it is missing" if value is None else f'found "{value}"'


# --- in words -----------------------------------------------------------------------------------------------------------


def told(plan: Plan) -> str:
    """The plan as a small plain table, a line per finding."""
    power, bases = percent(plan.power), plan.bases
    aligned = f"called aligned (within ±{_points(plan.margin)}) where both sides agree"
    rows = [
        ("customers’ share", f"{percent(plan.share)} ± {_points(plan.customers_half_width)}", "95% interval"),
        ("employees’ share", f"{percent(plan.share)} ± {_points(plan.employees_half_width)}", "95% interval"),
        ("overestimated by", _least(plan.over), f"smallest gap that is called so with a chance of {power}"),
        ("underestimated by", _least(plan.under), f"smallest gap that is called so with a chance of {power}"),
        ("aligned", percent(plan.aligned), f"chance to be {aligned}"),
        ("customers needed", _base(bases.customers), f"to reach {power} with {count(plan.employees)} employees"),
        ("employees needed", _base(bases.employees), f"to reach {power} with {count(plan.customers)} customers"),
        ("of each needed", _base(bases.each), f"to reach {power} with as many of both"),
    ]
    rows += [
        (
            f"at a price of {_price(priced.price)}",
            f"{percent(priced.share)} ± {_points(priced.half_width)}",
            f"would pay; revenue per 100 customers {count(priced.revenue)} ± {count(priced.revenue_half_width)}"
            + ("" if priced.best is None else f"; earns most in {probability(priced.best)} of surveys"),
        )
        for priced in plan.prices
    ]
    if plan.optimum is not None:
        low, high = _price(plan.optimum.low), _price(plan.optimum.high)
        between = low if low == high else f"{low} to {high}"
        said = f"earns most; {probability(plan.optimum.found)} of surveys find so, and 95% find {between}"
        rows.append(("best price", _price(plan.optimum.price), said))
    wide = [max(len(row[column]) for row in rows) for column in (0, 1)]
    lines = [f"{row[0]:<{wide[0]}}  {row[1]:>{wide[1]}}  {row[2]}" for row in rows]
    heading = (
        f"{count(plan.customers)} customers, {count(plan.employees)} employees; {percent(plan.share)} of the customers say yes"
    )
    return "\n".join([heading, *lines])


def _price(price: float) -> str:
    return decimal(price).removesuffix(".00")


def _points(share: float) -> str:
    return f"{decimal(share * 100, 1).removesuffix('.0')} pp"


def _least(gap: float | None) -> str:
    return "no gap" if gap is None else _points(gap)


def _base(base: int | None) -> str:
    return "none suffices" if base is None else count(base)
