"""Speed of the price methods' numbers against what the same work costs elsewhere, in turn and in one process: only ratios count.

Run as part of `make bench`. What is compared with a package that is not installed is left out, and said.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from statistics import median

import numpy as np

from gapsurvey.stats import Floats
from gapsurvey.stats.pricing.families import FAMILIES
from gapsurvey.stats.pricing.four_prices import POINTS, four_prices, placed, sound
from gapsurvey.stats.pricing.interval_fit import fit
from gapsurvey.stats.pricing.purchase_intent import trial
from gapsurvey.stats.pricing.turnbull import Support, support, turnbull_draws
from gapsurvey.stats.pricing.turnbull import turnbull as curve
from gapsurvey.stats.resampling import dirichlet_shares, share_at_least, stream

ROUNDS = 7
DRAWS, LADDERS, RUNGS = 10_000, 16, 10
PRICES = 10.0 * np.arange(1, RUNGS + 1)


@dataclass(frozen=True)
class Case:
    """Our work and the other; goal: the most that ours may take, as a multiple of the other; rounds: how often."""

    work: str
    ours: Callable[[], object]
    against: str
    other: Callable[[], object]
    goal: float
    rounds: int = ROUNDS


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def meter(named: str, decimals: int) -> Case:
    """The four points, both ranges, reach and revenue of 100,000 people, from answers as they are coded.

    Of whole prices many are named again and again; of those with 10 decimals each one is another: 400,000 of them.
    """
    rng = np.random.default_rng(1)
    people = 100_000
    values = rng.lognormal(4, 0.5, (people, 1)) * np.cumsum(rng.uniform(0.2, 0.6, (people, 4)), axis=1)
    values = np.round(values, decimals)
    columns = [np.unique(column, return_inverse=True) for column in values.T]
    levels, codes = [known for known, _ in columns], np.stack([place for _, place in columns], axis=1).astype(np.int32)
    chances = rng.choice([0.0, 0.1, 0.3, 0.5, 0.7], (2, people))
    ones = np.ones(people)

    def ours() -> None:
        grid, at = placed(levels, codes)
        kept = sound(at)
        prices = four_prices(grid, at[:, kept], ones[kept], ones[kept])
        for point in POINTS:
            prices.point(point)
        curve = trial(prices, *chances[:, kept])
        assert curve.reach_price.value < prices.grid[-1]
        assert curve.revenue_price < prices.grid[-1]

    return Case(
        f"four prices and buyers of 100,000, {named}", ours, "one sort of the four columns", lambda: np.sort(values, axis=0), 12
    )


def two_bids() -> Iterator[Case]:
    """A log-logistic of 31,200 people's two bids."""
    if find_spec("lifelines") is None:
        print("lifelines is not installed: two bids are not compared", file=sys.stderr)
        return
    import pandas as pd

    fitter = import_module("lifelines").LogLogisticAFTFitter  # known by name only: it need not be there

    rng = np.random.default_rng(2)
    first = rng.choice([6.0, 12.0, 24.0, 48.0], 31_200)
    worth = np.exp(rng.logistic(2.6, 0.98, len(first)))
    yes = worth > first
    second = np.where(yes, first * 2.5, first / 2)
    again = worth > second
    lower = np.select([yes & again, yes, again], [second, first, second], 0.0)
    upper = np.select([yes & again, yes, again], [np.inf, second, first], second)
    frame = pd.DataFrame({"lower": lower, "upper": upper})

    def ours() -> None:
        ends, place = np.unique(np.stack([lower, upper]), axis=1, return_inverse=True)
        people = np.bincount(place.ravel()).astype(float)
        low, high = ends
        assert fit(FAMILIES["log-logistic"], low, high, people, people).sound

    def other() -> None:
        fitter().fit_interval_censoring(frame, "lower", "upper")

    yield Case("two bids of 31,200, log-logistic", ours, "lifelines, the same", other, 0.15, 3)


def turnbull() -> Iterator[Case]:
    """10,000 resamples of Turnbull's curve of 2,000 people's bids, each of 95 prices: one bid, and two."""
    rng = np.random.default_rng(4)
    worth, first = 40 + 15 * rng.logistic(size=2000), rng.choice(np.arange(5.0, 100.0), 2000)
    yes = worth > first
    second = np.round(np.where(yes, 1.5 * first, first / 2))
    again = worth > second
    one = np.where(yes, first, -np.inf), np.where(yes, np.inf, first)
    two = (
        np.select([yes & again, yes, again], [second, first, second], -np.inf),
        np.select([yes & again, yes, again], [np.inf, second, first], second),
    )
    for bids, (lower, upper), goal in (("one bid", one, 0.15), ("two bids", two, 0.8)):
        ends, place = np.unique(np.stack([lower, upper]), axis=1, return_inverse=True)
        people = np.bincount(place.ravel()).astype(float)
        found = support(*ends)

        def ours(found: Support = found, people: Floats = people) -> None:
            turnbull_draws(found, curve(found, people), people, people, DRAWS, stream(1, "turnbull"))

        def other(found: Support = found, people: Floats = people) -> None:
            within = (found.first[:, None] <= (inner := np.arange(len(found.low)))) & (inner < found.last[:, None])
            held, w = within.astype(float), stream(1, "turnbull").dirichlet(people, DRAWS)
            p = np.full((DRAWS, len(inner)), 1 / len(inner))
            for _ in range(60):
                p *= (w / np.maximum(p @ held.T, 1e-300)) @ held

        yield Case(
            f"10,000 resamples of Turnbull’s curve, {bids} of 95 prices", ours, "60 rounds of EM on matrices", other, goal, 3
        )


def drawn(people: Floats) -> None:
    """The best price of each resample of each ladder. people: LADDERS × (RUNGS + 1) by the rung they accept."""
    levels = np.append(0.0, PRICES)
    for i, counts in enumerate(people):
        shares = dirichlet_shares(counts, float(counts.sum()), DRAWS, stream(1, str(i)))
        np.argmax(PRICES * share_at_least(shares, levels, PRICES), axis=1)


def ladders() -> Iterator[Case]:
    """10,000 resamples of 16 ladders: against resampling 1,000 rows, and of a million people against a thousand."""
    rng = np.random.default_rng(3)
    rungs = rng.integers(0, RUNGS + 1, (LADDERS, 1000))
    counts = np.stack([np.bincount(ladder, minlength=RUNGS + 1) for ladder in rungs]).astype(float)

    def rows() -> None:
        together = 500
        own = (RUNGS + 1) * np.arange(together)[:, None]
        for ladder in rungs:
            for _ in range(DRAWS // together):
                again = ladder[rng.integers(0, len(ladder), (together, len(ladder)))] + own
                found = np.bincount(again.ravel(), minlength=own.size * (RUNGS + 1)).reshape(together, -1)
                np.argmax(PRICES * found[:, :0:-1].cumsum(axis=1)[:, ::-1], axis=1)

    yield Case("10,000 resamples of 16 ladders", lambda: drawn(counts), "resampling 1,000 rows", rows, 0.1, 3)
    yield Case("the same of 1,000,000 people", lambda: drawn(1000 * counts), "of 1,000", lambda: drawn(counts), 1.5)


def main() -> int:
    """Print the table; 1 where a goal is missed."""
    met = []
    print("| work | seconds | against | seconds | ratio | goal |")
    print("|---|--:|---|--:|--:|--:|")
    for case in (meter("whole prices", 0), meter("every price another", 10), *two_bids(), *turnbull(), *ladders()):
        case.ours()
        case.other()
        runs = [(seconds(case.ours), seconds(case.other)) for _ in range(case.rounds)]
        ours, other = (median(run[side] for run in runs) for side in (0, 1))
        met.append(ours / other <= case.goal)
        print(f"| {case.work} | {ours:.4f} | {case.against} | {other:.4f} | {ours / other:.3f} | ≤ {case.goal} |", flush=True)
    if not all(met):
        print("a goal is missed", file=sys.stderr)
    return int(not all(met))


if __name__ == "__main__":
    sys.exit(main())
