"""Power before fieldwork: by brute force, by simulation of what the report says, against R and against published bases."""

from __future__ import annotations

import json
from math import sqrt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr
from scipy.stats import binom

from gapsurvey.stats.comparisons import Bounds, alignment, share_bounds, share_difference
from gapsurvey.stats.intervals import wilson
from gapsurvey.stats.power import base_for, base_reaching, chances, minimum_detectable_gap

shares = st.floats(0.01, 0.99)
few = st.integers(2, 24)


def one(bounds: Bounds, i: int) -> Bounds:
    return Bounds(low=bounds.low[i], high=bounds.high[i], low90=bounds.low90[i], high90=bounds.high90[i])


def enumerated(p1: float, n1: int, p2: float, n2: int, margin: float, least: float) -> dict[str, float]:
    """Every pair of counts, called as the report would call it."""
    said = dict.fromkeys(("over", "under", "aligned", "inconclusive"), 0.0)
    x2 = np.arange(n2 + 1)
    for x1 in range(n1 + 1):
        bounds = share_bounds(min(max(x1 / n1, least), 1 - least), n1, x2 / n2, n2)
        for i in range(n2 + 1):
            said[alignment(one(bounds, i), margin)] += float(binom.pmf(x1, n1, p1) * binom.pmf(i, n2, p2))
    return said


@settings(max_examples=25)
@given(shares, few, shares, few, st.sampled_from([0.0, 0.1, 0.3, 0.45]), st.sampled_from([0.0, 0.05]))
def test_chances_are_those_of_every_pair_of_counts(p1: float, n1: int, p2: float, n2: int, margin: float, least: float) -> None:
    found, expected = chances(p1, n1, p2, n2, margin, least), enumerated(p1, n1, p2, n2, margin, least)
    for said in ("over", "under", "aligned"):
        assert getattr(found, said) == pytest.approx(expected[said], abs=2e-9)


def test_chances_are_those_of_larger_bases_too() -> None:
    """Large enough for all three, and for both ends of the customers' distribution to be cut off."""
    found, expected = chances(0.38, 90, 0.3, 160, 0.2), enumerated(0.38, 90, 0.3, 160, 0.2, 0.0)
    assert (found.over, found.under, found.aligned) == pytest.approx(
        (expected["over"], expected["under"], expected["aligned"]), abs=2e-9
    )


@pytest.mark.parametrize(
    ("p1", "n1", "p2", "n2", "margin"), [(0.45, 120, 0.3, 400, 0.1), (0.15, 120, 0.05, 400, 0.1), (0.5, 400, 0.5, 500, 0.1)]
)
def test_chances_are_those_of_simulated_surveys(p1: float, n1: int, p2: float, n2: int, margin: float) -> None:
    surveys = 4000
    draw = np.random.default_rng(20260101)
    x1, x2 = draw.binomial(n1, p1, surveys), draw.binomial(n2, p2, surveys)
    all_of_them = share_difference(x1 / n1, n1, x2 / n2, n2, margin)
    said = [alignment(one(all_of_them, i), margin) for i in range(surveys)]
    for name in ("over", "under", "aligned"):
        chance = getattr(chances(p1, n1, p2, n2, margin), name)
        assert said.count(name) / surveys == pytest.approx(chance, abs=4 * sqrt(chance * (1 - chance) / surveys) + 1 / surveys)


@pytest.mark.shared
def test_bases_and_power_are_near_those_of_r(shared: Path) -> None:
    """R 4.2.2 power.prop.test: a normal approximation of the pooled z test; here Newcombe's interval, exactly."""
    r = json.loads((shared / "oracles" / "gap" / "two_audience.json").read_text(encoding="utf-8"))["power_prop"]
    assert base_for(0.5, 0.1, 1, 0.8, margin=0) == pytest.approx(r["n_0.50_0.60_80"], rel=0.02)
    assert base_for(0.4, 0.15, 1, 0.9, margin=0) == pytest.approx(r["n_0.40_0.55_90"], rel=0.02)
    assert chances(0.5, 100, 0.3, 100, margin=0).over == pytest.approx(r["power_n100_0.3_0.5"], abs=0.01)


def test_power_is_near_that_of_statsmodels() -> None:
    """A normal approximation, with the variance of the alternative: close for large bases and shares in the middle."""
    from statsmodels.stats.proportion import power_proportions_2indep

    for gap, base in ((0.05, 1500), (0.1, 400), (0.1, 700)):
        expected = power_proportions_2indep(gap, 0.4, base).power
        assert chances(0.4 + gap, base, 0.4, base, margin=0).over == pytest.approx(expected, abs=0.01)


def test_the_normal_approximation_is_off_for_rare_features() -> None:
    """120 believers of whom 15% say yes, 400 customers of whom 5% do."""
    error = sqrt(0.15 * 0.85 / 120 + 0.05 * 0.95 / 400)
    assert ndtr(0.1 / error - 1.959964) == pytest.approx(0.83, abs=0.005)
    assert chances(0.15, 120, 0.05, 400, margin=0).over == pytest.approx(0.93, abs=0.005)


@pytest.mark.parametrize(("margin", "base"), [(0.05, 1713), (0.10, 429), (0.15, 191)])
def test_agreement_takes_the_bases_that_two_one_sided_tests_take(margin: float, base: int) -> None:
    """The bases are a normal approximation's; Wilson's narrower intervals and whole counts are worth up to 4%."""
    assert base_for(0.5, 0, 1, 0.8, margin) == pytest.approx(base, rel=0.04)


def test_no_number_of_customers_makes_up_for_few_employees() -> None:
    low, high = wilson(0.5, 120, 0.90)
    assert (high - low) / 2 == pytest.approx(0.075, abs=0.001)
    assert base_reaching(lambda n: chances(0.5, 120, 0.5, n, 0.10).aligned, 0.8) is None


@given(shares, few, shares, few, st.floats(0, 0.45))
def test_chances_know_neither_sides_nor_signs(p1: float, n1: int, p2: float, n2: int, margin: float) -> None:
    found, mirrored, swapped = (chances(*of, margin) for of in ((p1, n1, p2, n2), (1 - p1, n1, 1 - p2, n2), (p2, n2, p1, n1)))
    for other in (mirrored, swapped):
        assert (found.over, found.under) == pytest.approx((other.under, other.over), abs=1e-8)
        assert found.aligned == pytest.approx(other.aligned, abs=1e-8)
    assert 0 <= found.over + found.under + found.aligned <= 1 + 1e-9


@given(st.floats(0.05, 0.6), st.floats(0.1, 0.3), st.integers(50, 300), st.floats(0.3, 3))
def test_power_rises_with_the_bases(share: float, gap: float, base: int, ratio: float) -> None:
    """Of four times the people: from one person to the next it climbs in saw-teeth."""

    def power(n: int) -> float:
        return chances(share + gap, round(ratio * n), share, n, margin=0).over

    assert power(4 * base) >= power(base) - 1e-9


@given(st.floats(0.05, 0.9), st.integers(20, 2000), st.integers(30, 2000), st.floats(0.5, 0.95))
def test_the_smallest_gap_is_shown_with_just_that_power(share: float, n1: int, n2: int, power: float) -> None:
    gap = minimum_detectable_gap(share, n1, n2, power)
    if gap is None:
        assert chances(1.0, n1, share, n2, 0.10).over < power
    else:
        assert chances(share + gap, n1, share, n2, 0.10).over >= power
        assert chances(share + gap - 3e-6, n1, share, n2, 0.10).over < power


def test_a_gap_within_the_margin_is_not_shown_by_any_base() -> None:
    assert base_for(0.3, 0.08, 1, 0.99) is None
    smaller = base_for(0.3, 0.12, 0.3)
    assert smaller is not None
    assert chances(0.42, -(-smaller * 3 // 10), 0.3, smaller, 0.10).over >= 0.8


def test_a_base_suffices_and_one_fewer_does_not() -> None:
    base = base_for(0.3, -0.12, 1)
    assert base is not None
    assert chances(0.18, base, 0.3, base, 0.10).under >= 0.8 > chances(0.18, base - 1, 0.3, base - 1, 0.10).under
