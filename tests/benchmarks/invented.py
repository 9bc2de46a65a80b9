"""The numbers that both sides of a benchmark work on, the same every time; nothing here but numpy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["DRAWS", "LADDERS", "PRICES", "RUNGS", "bids", "choices", "four_prices", "ladders", "two_bids"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DRAWS, LADDERS, RUNGS = 10_000, 16, 10
PRICES = 10.0 * np.arange(1, RUNGS + 1)


def choices() -> tuple[Floats, Ints]:
    """1,000 people's 10 choices of 3 offers each: what describes an offer, tasks × offers × 7; the offer taken, per task."""
    rng = np.random.default_rng(1)
    tasks, offers, yes_or_no = 10_000, 3, 6
    described = rng.integers(0, 2, (tasks, offers, yes_or_no)).astype(float)
    price = rng.choice([9.0, 29.0, 49.0, 69.0], (tasks, offers, 1))
    described = np.concatenate([described, price], axis=2)
    worth = np.array([*np.linspace(-0.5, 1, yes_or_no), -0.03])
    return described, (described @ worth + rng.gumbel(size=(tasks, offers))).argmax(axis=1)


def four_prices(decimals: int) -> Floats:
    """Four rising prices of 100,000 people. Of whole ones many are named again; of those with 10 decimals each is another."""
    rng = np.random.default_rng(1)
    people = 100_000
    values = rng.lognormal(4, 0.5, (people, 1)) * np.cumsum(rng.uniform(0.2, 0.6, (people, 4)), axis=1)
    rounded: Floats = np.round(values, decimals)
    return rounded


def two_bids() -> tuple[Floats, Floats]:
    """Between which amounts 31,200 people's worth lies, after two bids of which the second follows from the first answer."""
    rng = np.random.default_rng(2)
    first = rng.choice([6.0, 12.0, 24.0, 48.0], 31_200)
    worth = np.exp(rng.logistic(2.6, 0.98, len(first)))
    return _between(worth, first, np.where(worth > first, first * 2.5, first / 2), 0.0)


def bids(how_many: int) -> tuple[Floats, Floats]:
    """The same of 2,000 people after one bid or two, each of 95 prices; worth below nothing is possible."""
    rng = np.random.default_rng(4)
    worth, first = 40 + 15 * rng.logistic(size=2000), rng.choice(np.arange(5.0, 100.0), 2000)
    yes = worth > first
    if how_many == 1:
        return np.where(yes, first, -np.inf), np.where(yes, np.inf, first)
    return _between(worth, first, np.round(np.where(yes, 1.5 * first, first / 2)).astype(float), -np.inf)


def _between(worth: Floats, first: Floats, second: Floats, least: float) -> tuple[Floats, Floats]:
    yes, again = worth > first, worth > second
    lower = np.select([yes & again, yes, again], [second, first, second], least)
    return lower, np.select([yes & again, yes, again], [np.inf, second, first], second)


def ladders() -> Ints:
    """The rung that each of 1,000 people accepts at most, 0 for none, on each of 16 ladders: ladders × people."""
    return np.random.default_rng(3).integers(0, RUNGS + 1, (LADDERS, 1000))
