"""Moments of counted answers, Welch's comparison, Hedges' g: against scipy, and at the edges."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gapsurvey.stats.means import hedges_g, moments, welch
from tests.stats.counting import counted

RATINGS = [1.0, 2, 2, 3, 5, 5, 5]
OTHERS = [1.0, 1, 2, 2, 3, 3, 4, 1]


def test_unweighted_moments_are_those_of_the_answers() -> None:
    of = moments(*counted(RATINGS))
    assert (of.mean, of.variance) == pytest.approx((np.mean(RATINGS), np.var(RATINGS, ddof=1)), rel=1e-12)
    assert of.variance_of_mean == pytest.approx(of.variance / 7, rel=1e-12)
    assert (of.df, of.kish) == (6, 7)


def test_weighted_moments() -> None:
    weights = [0.5, 1, 2, 1, 0.5, 3, 1]
    of = moments(*counted(RATINGS, weights))
    # numpy on respondents: Σw(y − ȳ)²/Σw and Σw²(y − ȳ)²/(Σw)², each · 7/6
    mean = np.average(RATINGS, weights=weights)
    deviations = (np.array(RATINGS) - mean) ** 2
    assert of.mean == pytest.approx(mean, rel=1e-12)
    assert of.variance == pytest.approx(np.average(deviations, weights=weights) * 7 / 6, rel=1e-12)
    assert of.variance_of_mean == pytest.approx((np.array(weights) ** 2 @ deviations) / 81 * 7 / 6, rel=1e-12)
    assert of.df == pytest.approx(81 / 16.5 - 1)


@given(arrays(np.int64, 3, elements=st.integers(0, 20)), arrays(float, 3, elements=st.floats(0.1, 9)), st.floats(0.01, 100))
def test_moments_know_neither_the_weights_unit_nor_repeated_levels(n: np.ndarray, weight: np.ndarray, unit: float) -> None:
    assume(n.sum() > 1)
    levels = np.array([0.0, 0.5, 1.0])
    whole = moments(levels, n, n * weight, n * weight**2)
    twice = moments(np.repeat(levels, 2), *(np.repeat(x, 2) / 2 for x in (n, n * weight * unit, n * (weight * unit) ** 2)))
    for name in ("mean", "variance", "variance_of_mean", "df"):
        # where all answers are one level the repetition splits it, to rounding
        assert getattr(twice, name) == pytest.approx(getattr(whole, name), rel=1e-9, abs=1e-15), name


def test_unanimous_answers_vary_exactly_not_at_all() -> None:
    of = moments(*counted([0.7] * 5, [0.3] * 5, levels=[0, 0.7, 1]))  # whose mean is 0.7 − 1.1e-16
    assert (of.variance, of.variance_of_mean) == (0, 0)


def test_one_respondent_shows_no_spread_and_nobody_nothing() -> None:
    one = moments(*counted([0.4]))
    assert (one.mean, one.df, one.kish) == (0.4, 0, 1)
    assert isnan(one.variance)
    assert isnan(one.variance_of_mean)
    nobody = moments([0.0, 1.0], *np.zeros((3, 2)))
    assert isnan(nobody.mean)
    assert nobody.kish == 0


def test_moments_of_many_items_at_once() -> None:
    n = np.array([[2, 0, 3], [0, 1, 0], [1, 1, 1]])
    levels = [1.0, 2.0, 3.0]
    together = moments(levels, n, n, n)
    for i, row in enumerate(n):
        alone = moments(levels, row, row, row)
        assert together.variance_of_mean[i] == pytest.approx(alone.variance_of_mean, nan_ok=True)
        assert together.mean[i] == alone.mean


def test_welch_is_that_of_scipy() -> None:
    from scipy import stats

    expected = stats.ttest_ind(RATINGS, OTHERS, equal_var=False)
    found = welch(moments(*counted(RATINGS)), moments(*counted(OTHERS)), 0.9)
    interval = expected.confidence_interval(0.9)
    assert (found.p, found.df) == pytest.approx((expected.pvalue, expected.df), rel=1e-10)
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high), rel=1e-10)


@pytest.mark.parametrize("other", [[4.0], [4.0, 4.0]], ids=["one respondent", "of one mind"])
def test_welch_says_nothing_where_nothing_varies(other: list[float]) -> None:
    found = welch(moments(*counted([2.0, 2.0, 2.0])), moments(*counted(other)))
    assert found.difference == -2
    assert all(isnan(x) for x in (found.low, found.high, found.p))
    assert isnan(hedges_g(moments(*counted([2.0, 2.0, 2.0])), moments(*counted(other))))


def test_hedges_g_by_hand() -> None:
    # means 3 and 1, variance 1 each, 3 + 3 people: d = 2, J(4) = Γ(2)/(√2·Γ(1.5)) = √(2/π) = 0.7979
    g = hedges_g(moments(*counted([2.0, 3, 4])), moments(*counted([0.0, 1, 2])))
    assert g == pytest.approx(2 * (2 / np.pi) ** 0.5, rel=1e-12)
