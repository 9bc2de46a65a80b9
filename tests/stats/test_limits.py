"""Arithmetic on values with limits: against statsmodels and statpsych, by simulation, and what holds for all of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapsurvey.stats.intervals import mover, newcombe, wilson
from gapsurvey.stats.limits import Limits, combined, size_difference


@st.composite
def limits(draw: st.DrawFn) -> Limits:
    value, below, above = draw(st.floats(-1, 1)), draw(st.floats(0, 0.5)), draw(st.floats(0, 0.5))
    return Limits(value, value - below, value + above)


def share(yes: int, n: int) -> Limits:
    low, high = wilson(yes / n, n)
    return Limits(yes / n, float(low), float(high))


@given(limits(), limits())
def test_a_difference_is_the_mover_of_two(a: Limits, b: Limits) -> None:
    low, high = mover(a.low, a.value, a.high, b.low, b.value, b.high)
    found = combined((1, a), (-1, b))
    assert (found.value, found.low, found.high) == pytest.approx((a.value - b.value, low, high), abs=1e-12)


def test_a_change_of_gaps_joins_the_newcombe_intervals_of_statsmodels() -> None:
    """PwC 2023, 420 of 500 against 677 of 2,508, and 2024, 493 of 548 against 754 of 2,515: intervals of statsmodels 0.14."""
    from statsmodels.stats.proportion import confint_proportions_2indep

    then, now = (
        Limits(x1 / n1 - x2 / n2, *confint_proportions_2indep(x1, n1, x2, n2, method="newcomb"))
        for x1, n1, x2, n2 in ((420, 500, 677, 2508), (493, 548, 754, 2515))
    )
    found = combined((1, now), (-1, then))
    below = ((now.value - now.low) ** 2 + (then.high - then.value) ** 2) ** 0.5
    above = ((now.high - now.value) ** 2 + (then.value - then.low) ** 2) ** 0.5
    expected = (now.value - then.value, now.value - then.value - below, now.value - then.value + above)
    assert (found.value, found.low, found.high) == pytest.approx(expected, abs=1e-12)
    # Newcombe 2001 joins the four Wilson intervals at once: the same thing, since square-and-add adds up.
    four = combined((1, share(493, 548)), (-1, share(754, 2515)), (-1, share(420, 500)), (1, share(677, 2508)))
    assert (found.value, found.low, found.high) == pytest.approx((four.value, four.low, four.high), abs=1e-12)


def test_a_contrast_of_three_shares_is_near_that_of_statpsych() -> None:
    """R statpsych, ci.lc.prop.bs(.05, c(26, 24, 38), c(60, 60, 60), c(-.5, -.5, 1)): 0.0629 to 0.3610 by Price & Bonett."""
    found = combined((-0.5, share(26, 60)), (-0.5, share(24, 60)), (1, share(38, 60)))
    assert found.value == pytest.approx(13 / 60)
    assert (found.low, found.high) == pytest.approx((0.0629, 0.3610), abs=0.01)


@given(limits(), limits(), limits())
def test_combining_is_linear_and_turns_with_its_sign(a: Limits, b: Limits, c: Limits) -> None:
    stepwise, at_once = combined((1, combined((1, a), (2, b))), (-3, c)), combined((1, a), (2, b), (-3, c))
    assert (stepwise.low, stepwise.high) == pytest.approx((at_once.low, at_once.high), abs=1e-9)
    turned = combined((-1, a), (-2, b), (3, c))
    assert (-turned.high, -turned.low) == pytest.approx((at_once.low, at_once.high), abs=1e-12)


@given(st.floats(-1, 1), st.floats(-1, 1), limits(), limits())
def test_a_size_difference_is_one(a: float, b: float, u: Limits, v: Limits) -> None:
    exact = [Limits(x, x, x) for x in (a - b, a + b)]
    assert size_difference(*exact).value == pytest.approx(abs(a) - abs(b), abs=1e-12)
    found = size_difference(u, v)
    assert found.low <= found.value <= found.high
    assert found.certain == (u.certain and v.certain)


def test_a_size_difference_knows_which_side_of_zero_its_values_are() -> None:
    """From +0.30 to +0.10: nearer. From +0.30 to −0.30, each give or take 0.05: moved, and nobody can say nearer or not."""
    then, nearer, across = (Limits(x, x - 0.05, x + 0.05) for x in (0.3, 0.1, -0.3))
    sizes = [size_difference(combined((1, now), (-1, then)), combined((1, now), (1, then))) for now in (nearer, across)]
    assert sizes[0].high < 0
    assert sizes[0].value == pytest.approx(-0.2)
    assert sizes[1].low < 0 < sizes[1].high


@pytest.mark.parametrize("z", [0.5, 1.96, 3.3])
def test_p_and_equivalence_of_symmetric_limits_are_the_z_tests(z: float) -> None:
    from scipy.stats import norm

    found = Limits(z, z - 1.959963985, z + 1.959963985)
    assert found.p == pytest.approx(2 * norm.sf(z), rel=1e-6)
    assert Limits(-z, -found.high, -found.low).p == pytest.approx(found.p)
    assert found.certain == (found.p < 0.05)
    edge = z + norm.ppf(0.95)
    assert found.within(edge + 1e-6)
    assert not found.within(edge - 1e-6)


def test_p_of_no_difference_at_all() -> None:
    assert Limits(0, 0, 0).p == 1
    assert Limits(0.1, 0.1, 0.1).p == 0


def test_changes_of_gaps_are_covered_and_seldom_called_unchanged_at_the_margin() -> None:
    """Seeded: over 4,000 pairs of waves, 95% intervals hold the change, and a change of exactly 10 pp passes for none at ≤ 5%."""
    rng, draws, people = np.random.default_rng(1), 4000, (300, 900, 260, 1000)
    truth = np.array([0.62, 0.35, 0.52, 0.35])
    b2, c2, b1, c1 = (rng.binomial(n, p, draws) / n for n, p in zip(people, truth, strict=True))
    held = unchanged = 0
    for b, c, b0, c0 in zip(b2, c2, b1, c1, strict=True):
        now = Limits(b - c, *map(float, newcombe(b, people[0], c, people[1])))
        then = Limits(b0 - c0, *map(float, newcombe(b0, people[2], c0, people[3])))
        change = combined((1, now), (-1, then))
        held += change.low <= 0.10 <= change.high
        unchanged += change.within(0.10)
    assert held / draws == pytest.approx(0.95, abs=0.01)
    assert unchanged / draws <= 0.055
