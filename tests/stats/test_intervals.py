"""Intervals of shares and means: against statsmodels and scipy, and what holds for all of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gapsurvey.stats.intervals import mean_interval, mover, newcombe, share_base, wilson

shares = st.floats(0, 1)
bases = st.floats(1, 1e5)
counts = arrays(np.int64, 4, elements=st.integers(0, 50))


def test_wilson_is_that_of_statsmodels() -> None:
    from statsmodels.stats.proportion import proportion_confint

    for x, n, confidence in ((0, 5, 0.95), (3, 7, 0.9), (64, 120, 0.95), (400, 400, 0.99)):
        expected = proportion_confint(x, n, 1 - confidence, method="wilson")
        assert wilson(x / n, n, confidence) == pytest.approx(expected, abs=1e-12)


def test_wilson_of_nobody_is_everything() -> None:
    for p in (0.0, 0.3, 1.0, float("nan")):
        assert wilson(p, 0) == (0, 1)
    low, high = wilson(np.array([0.5, np.nan]), np.array([4.0, 0.0]))
    assert (low[1], high[1]) == (0, 1)
    assert 0 < low[0] < 0.5 < high[0] < 1


def test_newcombe_is_that_of_statsmodels() -> None:
    from statsmodels.stats.proportion import confint_proportions_2indep

    rng = np.random.default_rng(1)
    n1, n2 = rng.integers(5, 500, (2, 200))
    x1, x2 = rng.integers(0, n1 + 1), rng.integers(0, n2 + 1)
    expected = confint_proportions_2indep(x1, n1, x2, n2, method="newcomb", alpha=0.1)
    assert newcombe(x1 / n1, n1, x2 / n2, n2, 0.9) == pytest.approx(np.array(expected), abs=1e-12)


@given(shares, bases)
def test_wilson_holds_its_share_within_bounds(p: float, n: float) -> None:
    low, high = wilson(p, n)
    assert 0 <= low <= p <= high <= 1
    assert high - low > 0


@given(shares, bases, shares, bases)
def test_newcombe_is_antisymmetric_and_within_bounds(p1: float, n1: float, p2: float, n2: float) -> None:
    low, high = newcombe(p1, n1, p2, n2)
    assert -1 <= low <= p1 - p2 <= high <= 1
    assert newcombe(p2, n2, p1, n1) == pytest.approx((-high, -low), abs=1e-12)


@given(shares, bases, shares, bases, st.floats(1.01, 10))
def test_more_people_narrow_newcombe(p1: float, n1: float, p2: float, n2: float, more: float) -> None:
    low, high = newcombe(p1, n1, p2, n2)
    narrower_low, narrower_high = newcombe(p1, n1 * more, p2, n2 * more)
    assert narrower_high - narrower_low < high - low
    assert narrower_low >= low - 1e-12
    assert narrower_high <= high + 1e-12


def test_mean_interval_is_that_of_scipy() -> None:
    from scipy import stats

    answers = np.array([2.0, 3, 3, 5, 9])
    expected = stats.t.interval(0.9, 4, answers.mean(), stats.sem(answers))
    assert mean_interval(answers.mean(), answers.var(ddof=1) / 5, 4, 0.9) == pytest.approx(expected, rel=1e-12)


def test_mover_adds_squared_margins_of_error() -> None:
    # 0.6 (0.3–0.8) − 0.2 (0.1–0.6): down by √(0.3² + 0.4²), up by √(0.2² + 0.1²)
    assert mover(0.3, 0.6, 0.8, 0.1, 0.2, 0.6) == pytest.approx((0.4 - 0.5, 0.4 + 0.05**0.5), abs=1e-15)


@given(counts, arrays(np.bool_, 4), st.floats(0.01, 100))
def test_equal_weights_are_no_weights(n: np.ndarray, yes: np.ndarray, weight: float) -> None:
    assume(n.sum() > 0)
    share, base = share_base(n, n * weight, n * weight**2, yes)
    assert share == pytest.approx(n[yes].sum() / n.sum(), abs=1e-12)
    assert base == n.sum()


def test_unweighted_share_and_base_are_exact() -> None:
    n = np.array([[7, 3], [0, 3], [3, 0]])
    share, base = share_base(n, n, n, np.array([False, True]))
    assert share.tolist() == [3 / 10, 1, 0]
    assert base.tolist() == [10, 3, 3]


def test_effective_base_of_weights_related_to_the_answer() -> None:
    # 30 who say yes weigh 2, 90 who say no weigh 0.5: p = 60/105, Kish = 105²/142.5, and the share varies less than that:
    # v = (30·4·(45/105)² + 90·.25·(60/105)²)/105² · 120/119 = 0.0026874, p(1 − p)/v = 91.1
    n, w, w2 = np.array([90, 30]), np.array([45.0, 60.0]), np.array([22.5, 120.0])
    yes = np.array([False, True])
    share, base = share_base(n, w, w2, yes)
    assert share == pytest.approx(60 / 105)
    assert base == pytest.approx(105**2 / 142.5)
    # the other way round, Kish promises too much: v says so
    n, w, w2 = np.array([90, 10, 10, 10]), np.array([9.0, 30, 1, 30]), np.array([0.9, 90, 0.1, 90])
    share, base = share_base(n, w, w2, np.array([False, True, True, False]))
    p = 31 / 70
    v = (90.1 * (1 - p) ** 2 + 90.9 * p**2) / 70**2 * 120 / 119
    assert base == pytest.approx(p * (1 - p) / v)
    assert base < 70**2 / 181


def test_effective_base_where_all_agree_is_kish() -> None:
    share, base = share_base(np.array([0, 3]), np.array([0, 5.0]), np.array([0, 9.0]), np.array([False, True]))
    assert (share, base) == (1, pytest.approx(25 / 9))


def test_nobody_has_no_share() -> None:
    share, base = share_base(np.zeros(2), np.zeros(2), np.zeros(2), np.array([False, True]))
    assert np.isnan(share)
    assert base == 0


@given(counts, arrays(float, 4, elements=st.floats(0.2, 5)), st.floats(0.1, 10))
def test_share_base_knows_neither_unit_nor_split_of_levels(n: np.ndarray, weight: np.ndarray, unit: float) -> None:
    assume(n.sum() > 1)
    yes = np.array([True, False, True, False])
    whole = share_base(n, n * weight, n * weight**2, yes)
    assert share_base(n, n * weight * unit, n * (weight * unit) ** 2, yes) == pytest.approx(whole, rel=1e-9)
    w, w2 = n * weight, n * weight**2
    merged_n, merged_w, merged_w2 = (np.array([x[yes].sum(), x[~yes].sum()]) for x in (n, w, w2))
    assert share_base(merged_n, merged_w, merged_w2, np.array([True, False])) == pytest.approx(whole, rel=1e-9)
    assert whole[1] <= w.sum() ** 2 / w2.sum() * (1 + 1e-9)
