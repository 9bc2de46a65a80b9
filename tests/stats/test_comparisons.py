"""Differences: against statsmodels, by inversion of the intervals themselves, and what they are said to mean."""

from __future__ import annotations

from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gapsurvey.stats.comparisons import (
    Bounds,
    Difference,
    alignment,
    base_to_settle,
    certain_but_small,
    cohen_h,
    estimate_bounds,
    estimate_difference,
    relative_risk,
    scale_to_settle,
    share_bounds,
    share_difference,
)
from gapsurvey.stats.intervals import mean_interval, mover, newcombe, wilson
from gapsurvey.stats.means import moments
from tests.stats.counting import counted

shares = st.floats(0, 1)
bases = st.floats(2, 5000)
estimate_counts = arrays(np.int64, 5, elements=st.integers(0, 12))
LEVELS = np.array([0.0, 0.1, 0.4, 0.6, 1.0])
MARGIN = 0.1


def test_pooled_z_is_that_of_statsmodels() -> None:
    from statsmodels.stats.proportion import proportions_ztest

    for x1, n1, x2, n2 in ((64, 120, 84, 400), (3, 10, 9, 30), (0, 12, 7, 40), (11, 11, 3, 9)):
        expected = proportions_ztest([x1, x2], [n1, n2])[1]
        assert share_difference(x1 / n1, n1, x2 / n2, n2, MARGIN).p == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize("p", [0.0, 1.0])
def test_pooled_z_of_unanimous_audiences_finds_nothing(p: float) -> None:
    assert share_difference(p, 12, p, 40, MARGIN).p == 1


@given(shares, bases, shares, bases, st.floats(0.01, 0.4))
@example(0.5, 10, 0.5, 10, 0.1)
@example(1.0, 5000, 0.0, 5000, 0.1)
def test_equivalence_is_the_tail_at_which_newcombe_reaches_the_margin(
    p1: float, n1: float, p2: float, n2: float, margin: float
) -> None:
    found = share_difference(p1, n1, p2, n2, margin)
    tail = float(found.p_equivalence)
    assert 0 <= tail <= 1
    if abs(p1 - p2) >= margin:
        assert tail >= 0.5 - 1e-9
        # outside, the interval's nearer limit comes back to the margin at the complementary tail
        tail = 1 - tail
        if tail > 1e-9:
            low, high = newcombe(p1, n1, p2, n2, 1 - 2 * min(tail, 0.5))
            assert (margin - low if p1 > p2 else margin + high) == pytest.approx(0, abs=1e-7)
    elif tail > 1e-12:
        low, high = newcombe(p1, n1, p2, n2, 1 - 2 * tail)
        assert max(high, -low) == pytest.approx(margin, abs=1e-7)


def test_equivalence_to_ten_digits() -> None:
    # scipy.optimize.brentq(xtol=1e-15) on statsmodels' Newcombe interval
    from scipy.optimize import brentq
    from statsmodels.stats.proportion import confint_proportions_2indep

    for x1, n1, x2, n2 in ((60, 120, 190, 400), (577, 1013, 2976, 5410), (0, 50, 1, 60)):

        def beyond(tail: float, of: tuple[int, ...] = (x1, n1, x2, n2)) -> float:
            low, high = confint_proportions_2indep(*of, method="newcomb", alpha=2 * tail)
            return float(max(high, -low)) - MARGIN

        found = share_difference(x1 / n1, n1, x2 / n2, n2, MARGIN).p_equivalence
        assert found == pytest.approx(brentq(beyond, 1e-12, 0.5, xtol=1e-15), abs=1e-10)


@given(shares, bases, shares, bases)
def test_differences_are_antisymmetric(p1: float, n1: float, p2: float, n2: float) -> None:
    one, other = share_difference(p1, n1, p2, n2, MARGIN), share_difference(p2, n2, p1, n1, MARGIN)
    assert astuple(other) == pytest.approx(
        astuple(
            Difference(
                low=-one.high,
                high=-one.low,
                low90=-one.high90,
                high90=-one.low90,
                value=-one.value,
                p=one.p,
                p_equivalence=one.p_equivalence,
            )
        ),
        abs=1e-9,
    )


def test_many_differences_at_once_are_each_alone() -> None:
    rng = np.random.default_rng(2)
    p1, p2 = rng.random((2, 40)).round(2)
    n1, n2 = rng.integers(1, 300, (2, 40))
    together = share_difference(p1, n1, p2, n2, MARGIN)
    for i in range(40):
        alone = share_difference(p1[i], n1[i], p2[i], n2[i], MARGIN)
        assert [column[i] for column in astuple(together)] == pytest.approx(astuple(alone), abs=1e-10)


def test_effects_by_hand() -> None:
    assert cohen_h(1.0, 0.0) == pytest.approx(np.pi)
    assert cohen_h(0.5, 0.25) == pytest.approx(np.pi / 6)  # 2(π/4 − π/6)
    assert relative_risk(0.6, 0.2) == pytest.approx(3)
    assert np.isnan(relative_risk(0.6, 0.0))
    assert relative_risk(np.array([0.6, 0.6]), 0.2) == pytest.approx([3, 3])


def test_estimates_are_mover_of_student_and_wilson() -> None:
    estimates = moments(*counted([0.4, 0.5, 0.5, 0.7, 0.35]))
    found = estimate_difference(*counted([0.4, 0.5, 0.5, 0.7, 0.35]), 0.3, 200, MARGIN)
    low, high = mean_interval(estimates.mean, estimates.variance_of_mean, 4)
    p_low, p_high = wilson(0.3, 200)
    assert (found.low, found.high) == pytest.approx(mover(low, estimates.mean, high, p_low, 0.3, p_high), rel=1e-12)
    assert found.value == pytest.approx(0.19)


@given(estimate_counts, arrays(float, 5, elements=st.floats(0.3, 3)), shares, bases)
def test_estimates_p_agree_with_their_intervals(n: np.ndarray, weight: np.ndarray, p: float, base: float) -> None:
    assume(n.sum() > 0)
    found = estimate_difference(LEVELS, n, n * weight, n * weight**2, p, base, MARGIN)
    assert -1 <= found.low <= found.low90 <= found.value <= found.high90 <= found.high <= 1
    assert found.high > found.low
    for tail, low, high in ((0.025, found.low, found.high), (0.05, found.low90, found.high90)):
        if min(abs(low), abs(high)) > 1e-9:
            assert (found.p > 2 * tail) == (low < 0 < high)
        if min(abs(low + MARGIN), abs(high - MARGIN)) > 1e-9:
            assert (found.p_equivalence < tail) == (low > -MARGIN and high < MARGIN)


def test_a_mean_of_shares_is_a_share() -> None:
    found = estimate_difference([0.0, 0.4], [1, 1], [1, 1], [1, 1], 0.3, 50, MARGIN)  # t interval: 0.2 ± 2.54
    p_low, p_high = wilson(0.3, 50)
    assert (found.low, found.high) == pytest.approx(mover(0, 0.2, 1, p_low, 0.3, p_high), rel=1e-12)


def test_a_respondent_who_outweighs_the_other_is_alone() -> None:
    found = estimate_difference([0.2, 0.4], [1, 1], [1, 1e-17], [1, 1e-34], 0.3, 1e12, MARGIN)
    low, high = wilson(0.2, 1)
    assert (found.low, found.high) == pytest.approx((low - 0.3, high - 0.3), abs=1e-5)


@pytest.mark.parametrize("people", [1, 9])
def test_estimates_of_one_mind_have_wilsons_interval(people: int) -> None:
    found = estimate_difference([0.75], [people], [people], [people], 0.5, 1e12, MARGIN)
    low, high = wilson(0.75, people)
    assert (found.low, found.high) == pytest.approx((low - 0.5, high - 0.5), abs=1e-5)


def bounds(low: float, high: float, low90: float, high90: float) -> Bounds:
    return Bounds(low=low, high=high, low90=low90, high90=high90)


@pytest.mark.parametrize(
    ("said", "certain", "of"),
    [
        ("over", False, bounds(0.01, 0.30, 0.03, 0.28)),
        ("under", False, bounds(-0.30, -0.01, -0.28, -0.03)),
        ("aligned", False, bounds(-0.02, 0.09, -0.01, 0.08)),
        ("aligned", False, bounds(-0.02, 0.11, -0.01, 0.09)),
        ("aligned", True, bounds(0.01, 0.09, 0.02, 0.08)),
        ("aligned", True, bounds(-0.09, -0.01, -0.08, -0.02)),
        ("inconclusive", False, bounds(-0.02, 0.15, -0.01, 0.14)),
        ("inconclusive", False, bounds(-0.15, 0.02, -0.14, 0.01)),
        ("inconclusive", False, bounds(0.0, 0.15, 0.02, 0.14)),
        ("inconclusive", False, bounds(-0.05, 0.11, -0.04, 0.10)),
        ("inconclusive", False, bounds(np.nan, np.nan, np.nan, np.nan)),
    ],
)
def test_alignment(said: str, certain: bool, of: Bounds) -> None:
    assert alignment(of, MARGIN) == said
    assert certain_but_small(of, MARGIN) is certain


@given(shares, bases, shares, bases)
def test_aligned_is_an_equivalence_p_below_five_percent(p1: float, n1: float, p2: float, n2: float) -> None:
    found = share_difference(p1, n1, p2, n2, MARGIN)
    assume(abs(found.p_equivalence - 0.05) > 1e-9)
    assert (alignment(found, MARGIN) == "aligned") == (found.p_equivalence < 0.05)


@given(shares, bases, shares, bases)
def test_base_to_settle_is_the_first_that_settles(p1: float, n1: float, p2: float, n2: float) -> None:
    enough = base_to_settle(p1, n1, p2, n2, MARGIN)
    if enough is None:
        assert alignment(share_bounds(p1, 1e4 * n1, p2, 1e4 * n2), MARGIN) == "inconclusive"
        return
    scale = enough[0] / n1
    assert enough[1] / n2 == pytest.approx(scale)
    assert 1 <= scale <= 1e4
    assert alignment(share_bounds(p1, enough[0], p2, enough[1]), MARGIN) != "inconclusive"
    if scale > 1:
        fewer = scale * (1 - 1e-6)
        assert alignment(share_bounds(p1, fewer * n1, p2, fewer * n2), MARGIN) == "inconclusive"


def test_base_to_settle_of_equal_shares() -> None:
    # Shares of one half, ±10 pp: the 90% interval fits from z²·2·¼/δ² = 135.3 people a side on (Wald; Newcombe, a few fewer).
    enough = base_to_settle(0.5, 30, 0.5, 30, MARGIN)
    assert enough is not None
    assert 130 < enough[0] < 135.3


def test_nothing_settles_what_nobody_was_asked() -> None:
    assert base_to_settle(0.5, 30, 0.5, 0, MARGIN) is None


def test_what_is_settled_needs_nobody_more() -> None:
    assert base_to_settle(0.8, 300, 0.2, 300, MARGIN) == (300, 300)


def test_many_scales_at_once() -> None:
    p1, n1, p2, n2 = np.array([0.5, 0.5, 0.9]), np.array([30, 30, 300]), np.array([0.45, 0.5, 0.2]), np.array([50, 0, 300])
    scales = scale_to_settle(lambda s: share_bounds(p1, s * n1, p2, s * n2), MARGIN)
    alone = base_to_settle(0.5, 30, 0.45, 50, MARGIN)
    assert alone is not None
    assert scales == pytest.approx([alone[0] / 30, np.nan, 1], nan_ok=True)


def test_scale_to_settle_estimates() -> None:
    n = np.array([0, 1, 3, 2, 0])
    scale = scale_to_settle(lambda s: estimate_bounds(LEVELS, s * n, s * n, s * n, 0.25, s * 20), MARGIN)
    assert scale > 1
    for s, settled in ((scale, True), (scale * (1 - 1e-6), False)):
        assert (alignment(estimate_bounds(LEVELS, s * n, s * n, s * n, 0.25, s * 20), MARGIN) != "inconclusive") is settled
