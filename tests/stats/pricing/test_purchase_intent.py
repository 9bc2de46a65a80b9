"""The trial curve is the mean of everybody's own, and its best prices are the best of all prices."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapsurvey.stats.pricing.purchase_intent import Trial, trial, trial_moments
from tests.stats.pricing.test_four_prices import meter

prices = st.lists(st.integers(0, 40), min_size=4, max_size=4, unique=True).map(sorted)
chance = st.sampled_from([0.0, 0.1, 0.3, 0.5, 0.7])
person = st.tuples(prices, chance, chance, st.floats(0.1, 5))
people = st.lists(person, min_size=1, max_size=20)


def made(rows: Sequence[tuple[Sequence[float], float, float, float]]) -> Trial:
    values, cheap, expensive, weights = zip(*rows, strict=True)
    return trial(meter(values, weights), cheap, expensive)


@given(people)
def test_the_curve_is_the_mean_of_everybodys_own(rows: Sequence[tuple[Sequence[float], float, float, float]]) -> None:
    """By numpy.interp through each person's knots (too cheap, 0), (cheap, …), (expensive, …), (too expensive, 0)."""
    at = np.linspace(-1, 41, 15)
    own = np.array([np.interp(at, row, [0, c, e, 0]) for row, c, e, _ in rows])
    weights = np.array([w for *_, w in rows])
    expected = weights @ own / weights.sum()
    assert made(rows).at(at) == pytest.approx(expected, abs=1e-12)
    values, cheap, expensive, w = zip(*rows, strict=True)
    mean, covariance = trial_moments(meter(values, w), cheap, expensive, at)
    assert mean == pytest.approx(expected, abs=1e-12)
    apart = own - expected
    assert covariance == pytest.approx((apart * weights[:, None] ** 2).T @ apart / weights.sum() ** 2, abs=1e-12)


@given(people)
def test_no_price_is_better_than_the_best(rows: Sequence[tuple[Sequence[float], float, float, float]]) -> None:
    curve, fine = made(rows), np.linspace(0, 41, 4101)
    low, high = curve.reach_price
    assert curve.at([low, (low + high) / 2, high]) == pytest.approx(curve.reach.max())
    assert curve.at(fine).max() <= curve.reach.max() + 1e-9
    best = curve.revenue_price
    assert (fine * curve.at(fine)).max() <= best * curve.at([best])[0] + 1e-9


def test_revenue_is_highest_on_the_way_down() -> None:
    """One person, sure at 10 and at 20, gone at 60: 20 < p < 60 with p(60 − p)/40 highest at p = 30."""
    curve = trial(meter([[0, 10, 20, 60]]), [1.0], [1.0])
    assert [*curve.reach_price] == [10, 20]
    assert curve.revenue_price == pytest.approx(30)
