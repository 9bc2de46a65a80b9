"""How often a verdict is wrong: launched though it should not be, stopped though it should not, at bases that surveys have.

Run as `make verdicts`. It fails where people answer as they mean and a verdict is wrong more often than its threshold allows,
beyond chance. What carelessness adds, and what attention checks take away again, is shown beside it and has no goal: no threshold
promises anything about it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import exp, sqrt

from scipy.special import ndtri

from gapsurvey.simulation.power import verdicts
from gapsurvey.simulation.rehearsal import sized
from gapsurvey.simulation.truths import Truths
from gapsurvey.study import Study

REPEATS, SEED = 300, 20_260_401
CHANCE = 3  # standard errors of a simulation
BASES = ((100, 30), (300, 60), (1000, 150))  # customers, employees
TAKES = (0.5, 0.8, 0.95, 1.05, 1.25, 1.5)  # the true take rate, as a multiple of break-even
NOISE = {"none": {}, "5% careless": {"inattentive": 0.05}}
PRICE, UNIT_COST, MARKET, HORIZON, BREAK_EVEN = 49.0, 31.0, 12_000, 36, 0.15
WANT, SPREAD, NOTHING = 0.6, 0.6, 0.2
DRAWS = 2_000
ASKED = {
    "ladder": {"shape": "price-ladder", "customers": {"column": "Q2", "prices": [29.0, 49.0, 69.0]}},
    "one price": {"shape": "price", "customers": {"price": "P", "answer": "A"}},  # each is asked one of five: Turnbull's curve
}
CHECKED = "ladder, two checks"  # with two attention checks, which half of the careless fail, each
ASKED[CHECKED] = ASKED["ladder"]


@dataclass(frozen=True, slots=True)
class Erred:
    """How often one truth got the wrong verdict. take: the true share of takers, as a multiple of break-even."""

    asked: str
    noise: str
    customers: int
    employees: int
    take: float
    wrong: float
    unsure: float

    @property
    def error(self) -> float:
        """Standard error of `wrong`."""
        return sqrt(self.wrong * (1 - self.wrong) / REPEATS)

    def beyond(self, goal: float) -> bool:
        """Whether it is wrong more often than the goal, beyond chance."""
        return self.noise == "none" and self.wrong - CHANCE * self.error > goal


def study(asked: str) -> Study:
    """One feature whose launch costs what 15% of the market earn over the horizon."""
    launch = BREAK_EVEN * MARKET * HORIZON * (PRICE - UNIT_COST)
    checks = {"attention": {"C1": "Read", "C2": "Read"}} if asked == CHECKED else {}
    return Study(
        title="Verdicts", market=MARKET, horizon=HORIZON, thresholds={"draws": DRAWS},
        audiences={"customers": {"role": "customer", **checks}, "employees": {"role": "employee"}},
        features={"help": {"label": "help at night", "price": PRICE, "cost": {"launch": launch, "per_customer": UNIT_COST}}},
        questions=[
            {"asks": "want", "shape": "yes-no", "feature": "help", "customers": "Q1", "employees": "Q1"},
            {"asks": "pay", "feature": "help", **ASKED[asked]},
        ],
    )  # fmt: skip


def truths(take: float, noise: str) -> Truths:
    """Customers of whom this share wants it and would pay its price: a log-normal worth with the median that makes it so."""
    median = PRICE * exp(SPREAD * float(ndtri(take / (1 - NOTHING))))
    worth = {"median": median, "spread": SPREAD, "nothing": NOTHING}
    customers = {"features": {"help": {"want": WANT, "worth": worth}}, **NOISE[noise]}
    return Truths.model_validate({"audiences": {"customers": customers}})


def erred() -> Iterator[Erred]:
    """Every truth, at every base."""
    for asked, noise, (customers, employees), multiple in product(ASKED, NOISE, BASES, TAKES):
        made = study(asked)
        crowds = sized(made, truths(multiple * BREAK_EVEN, noise), customers, employees)
        came = [verdicts(made, crowds, SEED, str(repeat), beside={})["help"] for repeat in range(REPEATS)]
        launched = sum(verdict.startswith("build") for verdict in came) / REPEATS
        stopped = sum(verdict in ("do not build as proposed", "offer as an option") for verdict in came) / REPEATS
        wrong = launched if multiple < 1 else stopped
        yield Erred(asked, noise, customers, employees, multiple, wrong, 1 - launched - stopped)


def main() -> int:
    """Prints every rate; 1 where one is beyond its goal."""
    goals = {True: 1 - study("ladder").thresholds.build, False: study("ladder").thresholds.stop}
    print(f"Errors of verdicts, {REPEATS} surveys each; break-even at a take rate of {BREAK_EVEN:.0%}")
    print(f"Goal, where people answer as they mean: launched wrongly ≤ {goals[True]:.0%}, stopped wrongly ≤ {goals[False]:.0%}")
    print(f"{'asked':<20}{'noise':<14}{'customers':>10}{'employees':>10}{'true take':>11}{'error':>18}{'rate':>8}{'unsure':>8}")
    failed = 0
    for rate in erred():
        error = "launched wrongly" if rate.take < 1 else "stopped wrongly"
        beyond = rate.beyond(goals[rate.take < 1])
        failed += beyond
        print(
            f"{rate.asked:<20}{rate.noise:<14}{rate.customers:>10}{rate.employees:>10}{rate.take * BREAK_EVEN:>11.1%}{error:>18}"
            f"{rate.wrong:>8.1%}{rate.unsure:>8.1%}{'  BEYOND ITS GOAL' if beyond else ''}",
            flush=True,
        )
    print(f"{failed} beyond their goals" if failed else "None is beyond its goal.")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
