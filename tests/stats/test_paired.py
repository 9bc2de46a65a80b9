"""One option against another within an audience: against scipy's and statsmodels' paired tests, and by hand where they end."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from gapsurvey.stats.paired import Paired, paired, place_limits, places

Rows = NDArray[np.float64]


def of_rows(rows: Rows, weight: Rows | None = None, *, shares: bool = False) -> Paired:
    """The paired differences of people's rows of answers, each row by itself."""
    w = np.ones(len(rows)) if weight is None else weight
    return paired(rows, np.ones(len(rows)), w, w * w, shares=shares)


def ticked(both: int, first: int, second: int, neither: int) -> Rows:
    """Rows of two options, as often as they were ticked together and alone."""
    return np.repeat([[1.0, 1.0], [1.0, 0.0], [0.0, 1.0], [0.0, 0.0]], [both, first, second, neither], axis=0)


RATINGS = np.random.default_rng(1).integers(1, 6, (60, 4)).astype(float)


def test_means_are_compared_as_in_the_paired_t_test() -> None:
    from scipy.stats import ttest_rel

    found = of_rows(RATINGS)
    for i in range(4):
        for j in {0, 1, 2, 3} - {i}:
            expected = ttest_rel(RATINGS[:, i], RATINGS[:, j])
            between = expected.confidence_interval()
            assert found.p[i, j] == pytest.approx(expected.pvalue, rel=1e-9)
            assert (found.low[i, j], found.high[i, j]) == pytest.approx((between.low, between.high), rel=1e-9)


@pytest.mark.parametrize("counts", [(20, 15, 6, 40), (1, 1, 7, 12), (0, 5, 0, 30), (3, 4, 4, 0)])
def test_shares_are_tested_as_by_mcnemar(counts: tuple[int, int, int, int]) -> None:
    from statsmodels.stats.contingency_tables import mcnemar

    both, first, second, neither = counts
    expected = mcnemar([[both, first], [second, neither]], exact=False, correction=False).pvalue
    found = of_rows(ticked(*counts), shares=True)
    assert found.p[0, 1] == pytest.approx(expected, rel=1e-9)
    assert found.p[1, 0] == found.p[0, 1]
    assert found.difference[0, 1] == pytest.approx((first - second) / sum(counts))


def test_the_interval_of_two_shares() -> None:
    """By hand: airway hyper-responsiveness before and after, 1 and 7 of 21 changed; with one more either way, 2/23 − 8/23."""
    found = of_rows(ticked(1, 1, 7, 12), shares=True)
    error = np.sqrt((10 / 23 - (6 / 23) ** 2) / 23)
    assert found.low[0, 1] == pytest.approx(-6 / 23 - 1.959964 * error, rel=1e-6)
    assert found.high[0, 1] == pytest.approx(-6 / 23 + 1.959964 * error, rel=1e-6)


def test_nobody_ticking_either_is_no_certainty() -> None:
    found = of_rows(ticked(0, 0, 0, 40), shares=True)
    assert found.p[0, 1] == 1
    assert found.high[0, 1] - found.low[0, 1] > 0.05


@pytest.mark.parametrize("shares", [False, True])
def test_unique_rows_say_what_all_rows_say(shares: bool) -> None:
    random = np.random.default_rng(2)
    rows = random.integers(0, 2, (80, 3)).astype(float)
    rows[random.random((80, 3)) < 0.1] = np.nan
    weight = random.choice([0.5, 1.0, 3.0], 80)
    unique, place = np.unique(np.nan_to_num(rows, nan=9.0), axis=0, return_inverse=True)
    unique[unique == 9] = np.nan
    sums = [np.bincount(place.ravel(), x) for x in (np.ones(80), weight, weight**2)]
    one, other = paired(unique, *sums, shares=shares), of_rows(rows, weight, shares=shares)
    for name in ("difference", "low", "high", "p"):
        assert getattr(one, name) == pytest.approx(getattr(other, name), rel=1e-9, nan_ok=True)


def test_who_answered_one_of_two_counts_for_that_one() -> None:
    """By hand: the variances of both means less twice the covariance of those who answered both."""
    rows = np.array([[1, 2], [3, 1], [5, 5], [2, 1], [4, np.nan], [1, np.nan], [np.nan, 3]], float)
    found = of_rows(rows)
    a, b = rows[:6, 0], rows[[0, 1, 2, 3, 6], 1]
    both = ((rows[:4, 0] - a.mean()) * (rows[:4, 1] - b.mean())).sum() / (6 * 5)
    variance = (a.var() / 6 + b.var() / 5 - 2 * both) * 7 / 6
    assert found.difference[0, 1] == pytest.approx(a.mean() - b.mean())
    assert found.high[0, 1] - found.low[0, 1] == pytest.approx(2 * 2.446912 * np.sqrt(variance), rel=1e-6)  # R: qt(.975, 6)


def test_one_mind_has_no_spread_but_a_direction() -> None:
    """Ten people who all rank one before the other: 2 · ½¹⁰."""
    found = of_rows(np.tile([1.0, 2.0], (10, 1)))
    assert found.p[0, 1] == pytest.approx(2**-9)
    assert np.isnan(found.low[0, 1])
    assert of_rows(np.tile([2.0, 2.0], (10, 1))).p[0, 1] == 1


@given(arrays(float, (12, 4), elements=st.sampled_from([0.0, 1.0, np.nan])))
def test_any_answers(rows: Rows) -> None:
    rows = np.vstack([rows, np.zeros((1, 4))])
    found = of_rows(rows, shares=True)
    off = np.eye(4) == 0
    assert (found.low <= found.difference + 1e-12)[off].all()
    assert (found.difference <= found.high + 1e-12)[off].all()
    assert ((found.p >= 0) & (found.p <= 1))[off].all()
    assert found.difference[off] == pytest.approx(-found.difference.T[off])
    low, high = place_limits(found)
    at = places(np.nanmean(rows, axis=0).round(12))
    assert (low <= at).all()
    assert (at <= high).all()


def test_ties_share_the_better_place() -> None:
    assert places([0.2, 0.7, 0.7, 0.1]).tolist() == [3, 1, 1, 4]


def test_places_that_are_certain() -> None:
    rows = np.random.default_rng(3).random((400, 3)) < [0.9, 0.5, 0.1]
    low, high = place_limits(of_rows(rows.astype(float), shares=True))
    assert low.tolist() == high.tolist() == [1, 2, 3]


def test_the_true_places_are_held_however_close() -> None:
    """Four options, three of them wanted alike: an interval must hold every place that the tie allows, in 95% of 400 surveys."""
    random = np.random.default_rng(4)
    share = np.array([0.5, 0.5, 0.5, 0.3])
    held = np.zeros(4)
    for _ in range(400):
        low, high = place_limits(of_rows((random.random((120, 4)) < share).astype(float), shares=True))
        held += (low <= [1, 1, 1, 4]) & (high >= [3, 3, 3, 4])
    assert (held / 400 >= 0.94).all()
