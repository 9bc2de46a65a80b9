"""θ and Brunner–Munzel: against scipy and statsmodels, its symmetries, and the cases in which others divide by zero."""

from __future__ import annotations

from dataclasses import astuple
from math import exp, inf, log

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gapsurvey.stats.comparisons import alignment, scale_to_settle
from gapsurvey.stats.intervals import wilson
from gapsurvey.stats.ordinal import Ordinal, brunner_munzel

ratings = arrays(np.int64, 5, elements=st.integers(0, 12))
weights = arrays(float, 5, elements=st.floats(0.3, 3))
BELIEFS, ANSWERS = np.array([1, 4, 9, 16, 8]), np.array([30, 52, 60, 41, 17])


def unweighted(n1: np.ndarray, n2: np.ndarray, margin: float = 0.1) -> Ordinal:
    return brunner_munzel(n1, n1, n1, n2, n2, n2, margin)


def weighted(n1: np.ndarray, by1: np.ndarray, n2: np.ndarray, by2: np.ndarray, margin: float = 0.1) -> Ordinal:
    return brunner_munzel(n1, n1 * by1, n1 * by1**2, n2, n2 * by2, n2 * by2**2, margin)


def test_it_is_that_of_statsmodels() -> None:
    from scipy import stats
    from statsmodels.stats.nonparametric import rank_compare_2ordinal

    expected = rank_compare_2ordinal(BELIEFS, ANSWERS)
    test = expected.test_prob_superior()
    found = unweighted(BELIEFS, ANSWERS)
    assert found.theta == pytest.approx(expected.prob1, rel=1e-12)
    assert (found.p, found.df) == pytest.approx((test.pvalue, test.df), rel=1e-10)
    # the logit interval from statsmodels' own standard error and degrees of freedom
    error = (expected.prob1 - 0.5) / test.statistic
    for confidence, interval in ((0.95, (found.low, found.high)), (0.90, (found.low90, found.high90))):
        half = stats.t.ppf((1 + confidence) / 2, test.df) * error / (expected.prob1 * (1 - expected.prob1))
        logit = log(expected.prob1 / (1 - expected.prob1))
        assert interval == pytest.approx([1 / (1 + exp(-logit - side * half)) for side in (-1, 1)], rel=1e-10)


def test_it_is_that_of_scipy() -> None:
    from scipy import stats

    expected = stats.brunnermunzel(np.repeat(range(5), ANSWERS), np.repeat(range(5), BELIEFS))
    assert unweighted(BELIEFS, ANSWERS).p == pytest.approx(expected.pvalue, rel=1e-10)


def test_equivalence_by_hand() -> None:
    # The greater of two one-sided tests on the logit scale, from statsmodels' θ, standard error and degrees of freedom.
    from scipy import stats
    from statsmodels.stats.nonparametric import rank_compare_2ordinal

    of = rank_compare_2ordinal(ANSWERS, ANSWERS[::-1])
    scale = of.prob1 * (1 - of.prob1) * of.test_prob_superior().statistic / (of.prob1 - 0.5)
    logits = [log(share / (1 - share)) for share in (0.3, of.prob1, 0.7)]
    expected = max(stats.t.sf((logits[1] - logits[0]) * scale, of.df), stats.t.cdf((logits[1] - logits[2]) * scale, of.df))
    assert unweighted(ANSWERS, ANSWERS[::-1], margin=0.2).p_equivalence == pytest.approx(expected, rel=1e-9)


@given(ratings, weights, ratings, weights)
@example(np.array([0, 0, 0, 0, 1]), np.ones(5), np.array([1, 0, 0, 0, 0]), np.ones(5))
@example(np.array([0, 0, 3, 0, 0]), np.ones(5), np.array([0, 0, 9, 0, 0]), np.ones(5))
@example(np.array([0, 0, 3, 0, 0]), np.ones(5), np.array([2, 3, 9, 0, 4]), np.ones(5))
@example(np.array([0, 0, 0, 2, 3]), np.ones(5), np.array([2, 3, 0, 0, 0]), np.ones(5))
@example(np.array([1, 0, 0, 0, 0]), np.full(5, 2.625), np.ones(5, int), np.full(5, 0.3))  # rounding errors, divided by n − 1 = 0
@example(np.array([1, 1, 0, 0, 0]), np.array([1, 1e-12, 1, 1, 1]), np.ones(5, int), np.ones(5))
@example(np.array([1, 1, 0, 0, 0]), np.array([1, 1e-17, 1, 1, 1]), np.ones(5, int), np.ones(5))
def test_it_always_answers(n1: np.ndarray, by1: np.ndarray, n2: np.ndarray, by2: np.ndarray) -> None:
    assume(n1.any() and n2.any())
    found = weighted(n1, by1, n2, by2)
    assert 0 <= found.low <= found.low90 <= found.theta <= found.high90 <= found.high <= 1
    assert found.low < found.low90 or found.low == 0
    assert found.low90 < found.high90
    assert 0 <= found.p <= 1
    assert 0 <= found.p_equivalence <= 1
    assert found.df > 0


@given(ratings, weights, ratings, weights)
def test_sides_may_be_exchanged(n1: np.ndarray, by1: np.ndarray, n2: np.ndarray, by2: np.ndarray) -> None:
    assume(n1.any() and n2.any())
    one, other = weighted(n1, by1, n2, by2), weighted(n2, by2, n1, by1)
    assert (other.theta, other.low, other.high) == pytest.approx((1 - one.theta, 1 - one.high, 1 - one.low), abs=1e-9)
    assert (other.p, other.p_equivalence) == pytest.approx((one.p, one.p_equivalence), abs=1e-9)


@given(ratings, weights, ratings, weights, st.integers(0, 5), st.floats(0.1, 10))
def test_levels_nobody_chose_and_the_weights_unit_do_not_matter(
    n1: np.ndarray, by1: np.ndarray, n2: np.ndarray, by2: np.ndarray, at: int, unit: float
) -> None:
    assume(n1.any() and n2.any())
    whole = weighted(n1, by1, n2, by2)
    wider = weighted(np.insert(n1, at, 0), np.insert(by1 * unit, at, 1), np.insert(n2, at, 0), np.insert(by2, at, 1))
    assert astuple(wider) == pytest.approx(astuple(whole), abs=1e-8)


@given(ratings, weights, ratings, weights)
def test_aligned_is_an_equivalence_p_below_five_percent(n1: np.ndarray, by1: np.ndarray, n2: np.ndarray, by2: np.ndarray) -> None:
    assume(n1.any() and n2.any())
    found = weighted(40 * n1, by1, 40 * n2, by2)
    assume(abs(found.p_equivalence - 0.05) > 1e-9)
    assert (alignment(found.difference, 0.1) == "aligned") == (found.p_equivalence < 0.05)


@pytest.mark.parametrize(
    ("n1", "n2", "theta", "base"),
    [
        ([0, 0, 0, 0, 7], [9, 0, 0, 0, 0], 1.0, 7),  # complete separation
        ([0, 0, 8, 0, 0], [0, 0, 6, 0, 0], 0.5, 6),  # everybody equal
        ([0, 0, 0, 1, 0], [5, 5, 0, 5, 5], 0.625, 1),  # one respondent
        ([0, 0, 0, 3, 0], [500, 500, 0, 500, 500], 0.625, 3),  # three of one mind know no more than three
    ],
)
def test_without_spread_it_is_as_unsure_as_a_share(n1: list[int], n2: list[int], theta: float, base: int) -> None:
    found = unweighted(np.array(n1), np.array(n2))
    assert found.theta == theta
    assert (found.low, found.high) == pytest.approx(wilson(theta, base), rel=1e-12)
    assert (found.low90, found.high90) == pytest.approx(wilson(theta, base, 0.90), rel=1e-12)
    assert found.df == inf
    assert (found.p < 0.05) == (found.low > 0.5)


def test_three_against_one_thousand_is_no_proof() -> None:
    """The usual variance would be that of the customers alone, and the three believers certain."""
    found = unweighted(np.array([0, 0, 0, 0, 3]), np.array([300, 300, 200, 100, 100]))
    assert found.theta == pytest.approx(0.95)
    assert alignment(found.difference, 0.1) == "inconclusive"


def test_difference_is_theta_from_one_half() -> None:
    found = unweighted(BELIEFS, ANSWERS)
    shift = found.difference
    assert (shift.value, shift.low, shift.high90) == (found.theta - 0.5, found.low - 0.5, found.high90 - 0.5)
    assert (shift.p, shift.p_equivalence) == (found.p, found.p_equivalence)


def test_many_items_at_once_and_the_base_that_settles_them() -> None:
    n1 = np.array([BELIEFS, [1, 0, 0, 0, 0], [3, 4, 5, 4, 3]])
    n2 = np.array([ANSWERS, ANSWERS, [30, 42, 50, 40, 30]])
    together = unweighted(n1, n2)
    for i in range(3):
        assert [column[i] for column in astuple(together)] == pytest.approx(astuple(unweighted(n1[i], n2[i])), rel=1e-12)
    scales = scale_to_settle(lambda s: unweighted(s[..., None] * n1, s[..., None] * n2).difference, 0.1)
    alone = scale_to_settle(lambda s: unweighted(s * n1[2], s * n2[2]).difference, 0.1)
    assert scales[0] == 1
    assert scales[2] == pytest.approx(alone)
    assert alignment(unweighted(alone * n1[2], alone * n2[2]).difference, 0.1) == "aligned"
