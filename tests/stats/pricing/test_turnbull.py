"""Turnbull's curve: icfit's numbers, isotonic shares where there is one bid, and resamples that spread as they must."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import isotonic_regression

from gapsurvey.stats import Floats
from gapsurvey.stats.pricing.turnbull import lower_mean, shares_at, support, turnbull, turnbull_draws
from tests.benchmarks.invented import bids as bids_of_many
from tests.stats.pricing.test_interval_fit import Intervals, exxon, natural_park

# R 4.2.2, DCchoice 0.2.0, turnbull.db and turnbull.sb (interval::icfit): survival at the bids, and the lower-bound mean (KM).
CURVES = {
    "two bids": (
        {3: 0.69831307066, 6: 0.65896260149, 12: 0.59573648077, 18: 0.41666666667, 24: 0.41666666667, 48: 0.22549019608,
         120: 0.018790849673},
        19.4109517834,
    ),
    "one bid": ({6: 0.65789473749, 12: 0.55844155464, 24: 0.5121951278, 48: 0.46753246438}, 24.6651384315),
    "counts of two bids": (
        {5: 0.7205737512, 10: 0.69191464799, 30: 0.54122072581, 60: 0.38390202774, 120: 0.22070480947, 250: 0.087780321947},
        54.0576477652,
    ),
}  # fmt: skip


@pytest.mark.shared
@pytest.mark.parametrize("which", CURVES)
def test_as_icfit(shared: Path, which: str) -> None:
    curve, mean = CURVES[which]
    answers = exxon(shared) if which.startswith("counts") else natural_park(shared, first_only=which == "one bid")
    lower, upper, people = answers
    found = support(lower, upper)
    shares = shares_at(found, turnbull(found, people), list(curve))
    assert shares == pytest.approx(list(curve.values()), abs=1e-6)
    assert lower_mean(list(curve), shares) == pytest.approx(mean, abs=1e-5)


def bids(rows: Sequence[tuple[int, int]]) -> Intervals:
    """Per price 10, 20, …: how many would pay it, and how many would not."""
    at = 10.0 * np.arange(1, len(rows) + 1)
    yes, no = np.array(rows, float).T
    nothing = np.full(len(rows), np.inf)
    return np.append(at, -nothing), np.append(nothing, at), np.append(yes, no)


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)).filter(any), min_size=1, max_size=6))
def test_one_bid_each_is_isotonic_regression(rows: Sequence[tuple[int, int]]) -> None:
    """scipy.optimize.isotonic_regression of the shares, weighted by their bases; it assumes nothing else."""
    lower, upper, people = bids(rows)
    kept = people > 0
    yes, no = np.array(rows, float).T
    expected = isotonic_regression(yes / (yes + no), weights=yes + no, increasing=False).x
    found = support(lower[kept], upper[kept])
    at = 10.0 * np.arange(1, len(rows) + 1)
    shares = shares_at(found, turnbull(found, people[kept]), at)
    loglik = [(yes * np.log(np.maximum(s, 1e-300)) + no * np.log(np.maximum(1 - s, 1e-300))).sum() for s in (shares, expected)]
    assert loglik[0] == pytest.approx(loglik[1], abs=1e-4)
    assert (np.diff(shares) <= 1e-12).all()


def test_an_interval_that_ends_where_another_begins_does_not_meet_it() -> None:
    found = support([0, 10], [10, 20])
    assert (found.first.tolist(), found.last.tolist()) == ([0, 1], [1, 2])


def test_draws_spread_as_a_share_does() -> None:
    """At one price, Turnbull's share is the share: its standard error is √(p(1 − p)/n) by the binomial."""
    lower, upper, people = bids([(30, 70)])
    found = support(lower, upper)
    drawn = turnbull_draws(found, turnbull(found, people), people, people, 20_000, np.random.default_rng(3))
    shares = shares_at(found, drawn, [10.0])[:, 0]
    assert shares.mean() == pytest.approx(0.3, abs=0.002)
    assert shares.std() == pytest.approx(np.sqrt(0.3 * 0.7 / 101), rel=0.02)


@pytest.mark.shared
@pytest.mark.parametrize(("first_only", "within"), [(True, 1e-9), (False, 5e-4)])
def test_draws_are_where_full_rounds_would_take_them(shared: Path, *, first_only: bool, within: float) -> None:
    lower, upper, people = natural_park(shared, first_only=first_only)
    ends, place = np.unique(np.stack([lower, upper]), axis=1, return_inverse=True)
    people = np.bincount(place.ravel(), people).astype(np.float64)
    found = support(*ends)
    drawn = turnbull_draws(found, turnbull(found, people), people, people, 60, np.random.default_rng(4))
    weights = np.random.default_rng(4).gamma(people, 1.0, (60, len(people)))
    exact = np.array([turnbull(found, w) for w in weights])
    at = [6.0, 12.0, 24.0, 48.0]
    assert np.abs(shares_at(found, drawn, at) - shares_at(found, exact, at)).max() < within


@pytest.mark.slow
def test_many_prices_as_many_rounds_of_em() -> None:
    """Plain self-consistency (Turnbull 1976), as many rounds as it needs: two bids of 2,000 people, each of 95 prices."""
    ends, place = np.unique(np.stack(bids_of_many(2)), axis=1, return_inverse=True)
    people = np.bincount(place.ravel()).astype(float)
    found = support(*ends)
    inner = np.arange(len(found.low))
    within = ((found.first[:, None] <= inner) & (inner < found.last[:, None])).astype(float)
    expected: Floats = np.full(len(inner), 1 / len(inner))
    for _ in range(100_000):
        expected *= (people / people.sum() / (within @ expected)) @ within
    p = turnbull(found, people)
    assert np.abs(np.cumsum(p - expected)).max() < 1e-6

    drawn = turnbull_draws(found, p, people, people, 200, np.random.default_rng(5))
    weights = np.random.default_rng(5).gamma(people, 1.0, (200, len(people)))
    apart = np.abs(np.cumsum(drawn - [turnbull(found, w) for w in weights], axis=1))
    assert apart.mean() < 2e-5
    assert apart.max() < 1e-3


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(1, 8), st.integers(1, 30)), min_size=1, max_size=12))
def test_no_move_of_probability_makes_the_answers_likelier(rows: Sequence[tuple[int, int, int]]) -> None:
    """Gentleman & Geyer 1994, Biometrika 81:618–623: at the maximum Σ w ÷ probability, over the answers that hold an interval,
    is the weights' sum where the interval has probability, and no more where it has none."""
    lower, width, people = np.array(rows, float).T
    found = support(lower, lower + width)
    p = turnbull(found, people)
    inner = np.arange(len(p))
    within = (found.first[:, None] <= inner) & (inner < found.last[:, None])
    slope = (people / (within @ p)) @ within / people.sum()
    assert slope.max() <= 1 + 1e-3
    assert p @ np.abs(slope - 1) < 1e-3
    assert p.sum() == pytest.approx(1)
    assert p.min() >= 0
