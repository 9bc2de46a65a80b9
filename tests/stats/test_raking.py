"""Raking: margins are reached, by respondents or by cells, or the reason is named."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gapsurvey.stats.raking import RakingError, design_effect, kish, rake, rake_within, raked_error, trim

CELLS = np.array([(a, b) for a in range(3) for b in range(2)])
populations = [arrays(float, size, elements=st.floats(0.05, 1)) for size in (3, 2)]


@given(arrays(np.int64, 6, elements=st.integers(1, 300)), *populations)
def test_margins_are_reached(count: np.ndarray, first: np.ndarray, second: np.ndarray) -> None:
    weight = rake(CELLS, count, [first, second])
    assert weight @ count == pytest.approx(count.sum(), rel=1e-11)
    for margin, target in enumerate((first, second)):
        reached = np.bincount(CELLS[:, margin], weight * count) / count.sum()
        assert reached == pytest.approx(target / target.sum(), rel=1e-11)


@given(arrays(np.int64, 6, elements=st.integers(1, 9)), *populations)
def test_cells_are_as_good_as_respondents(count: np.ndarray, first: np.ndarray, second: np.ndarray) -> None:
    cell = np.repeat(np.arange(6), count)
    by_respondent = rake(CELLS[cell], np.ones(len(cell)), [first, second])
    assert by_respondent == pytest.approx(rake(CELLS, count, [first, second])[cell], rel=1e-9)


def test_a_sample_that_fits_keeps_its_weights() -> None:
    assert rake(CELLS, [10, 10, 20, 20, 30, 30], [[1, 2, 3], [0.5, 0.5]]) == pytest.approx(np.ones(6))


def test_a_category_of_nobody_anywhere_is_no_obstacle() -> None:
    assert rake(np.array([[0], [1]]), [75, 25], [[0.5, 0.5, 0.0]]) == pytest.approx([2 / 3, 2])


def test_one_margin_is_post_stratification() -> None:
    assert rake(np.array([[0], [1]]), [75, 25], [[0.5, 0.5]]) == pytest.approx([2 / 3, 2])


def test_interaction_is_kept() -> None:
    """Iterative proportional fitting keeps the sample's odds ratio (Deming & Stephan 1940)."""
    cells, count = np.array([(0, 0), (0, 1), (1, 0), (1, 1)]), np.array([40, 10, 20, 30])
    table = rake(cells, count, [[0.3, 0.7], [0.6, 0.4]]) * count
    assert table[0] * table[3] / (table[1] * table[2]) == pytest.approx(40 * 30 / (10 * 20))


def test_a_category_without_respondents_is_named() -> None:
    with pytest.raises(RakingError, match="nobody") as caught:
        rake(np.array([(0, 0), (1, 0)]), [5, 5], [[0.5, 0.5], [0.9, 0.1]])
    assert (caught.value.margin, caught.value.category) == (1, 1)


def test_respondents_without_a_category_are_named() -> None:
    for stray in (-1, 2):
        with pytest.raises(RakingError, match="without a category") as caught:
            rake(np.array([(0, 0), (1, stray)]), [5, 5], [[0.5, 0.5], [0.9, 0.1]])
        assert (caught.value.margin, caught.value.category) == (1, -1)


def test_margins_that_contradict_each_other_are_no_weights() -> None:
    # everybody in category 0 of the one margin is in category 0 of the other
    with pytest.raises(RakingError, match="all margins at once") as caught:
        rake(np.array([(0, 0), (1, 1)]), [5, 5], [[0.3, 0.7], [0.6, 0.4]])
    assert caught.value.margin is None


@given(arrays(float, 6, elements=st.floats(0.01, 100)), arrays(np.int64, 6, elements=st.integers(1, 50)))
def test_trimmed_weights_hold_their_bounds_and_their_mean(weight: np.ndarray, count: np.ndarray) -> None:
    mean = weight @ count / count.sum()
    trimmed = trim(weight, count, 0.5, 2.0)
    assert trimmed @ count == pytest.approx(weight @ count, rel=1e-9)
    assert (trimmed >= 0.5 * mean * (1 - 1e-12)).all()
    assert (trimmed <= 2.0 * mean * (1 + 1e-12)).all()
    within = (trimmed > 0.5 * mean * (1 + 1e-9)) & (trimmed < 2.0 * mean * (1 - 1e-9))
    if within.sum() > 1:  # those between the bounds keep their proportions
        assert np.ptp(trimmed[within] / weight[within]) == pytest.approx(0, abs=1e-9 * (trimmed[within] / weight[within]).max())
    assert trim(trimmed, count, 0.5, 2.0) == pytest.approx(trimmed, rel=1e-9)


def test_trimming_by_hand() -> None:
    # mean 2: [1, 1, 1, 5] with at most 1.5 × 2 = 3; the other three share what is left of 8
    assert trim([1, 1, 1, 5], np.ones(4), 0.0, 1.5) == pytest.approx([5 / 3, 5 / 3, 5 / 3, 3])
    assert trim([1, 1, 1, 5], np.ones(4), 0.0, 3.0).tolist() == [1, 1, 1, 5]


def test_bounds_that_allow_it_leave_the_margins_met() -> None:
    count, targets = np.array([40, 5, 30, 20, 10, 15]), [np.array([0.3, 0.4, 0.3]), np.array([0.4, 0.6])]
    free = rake(CELLS, count, targets)
    bounded = rake_within(CELLS, count, targets, 0.3, 1.95)
    assert free.max() > 1.95
    assert bounded.min() >= 0.3 * (1 - 1e-12)
    assert bounded.max() <= 1.95 * (1 + 1e-12)
    for margin, target in enumerate(targets):
        assert np.bincount(CELLS[:, margin], bounded * count) / count.sum() == pytest.approx(target, abs=1e-8)


def test_bounds_come_before_margins() -> None:
    bounded = rake_within(np.array([[0], [1]]), [90, 10], [[0.5, 0.5]], 0.0, 3.0)  # half of the weight would take 5
    assert bounded == pytest.approx([70 / 90, 3])


@given(arrays(np.int64, (6, 3), elements=st.integers(0, 9)), st.floats(0.3, 0.7))
def test_what_raking_gains_by_respondents(people: np.ndarray, share: float) -> None:
    """Columns: no, yes, no answer. The same by one row per respondent and the residuals of least squares."""
    people = people + 1
    count = people.sum(1)
    weight = rake(CELLS, count, [[0.2, 0.3, 0.5], [share, 1 - share]])
    answers = np.array([0.0, 1.0, np.nan])
    rows = np.repeat(CELLS, 3, axis=0)
    found = raked_error(rows, people.ravel(), (people * weight[:, None]).ravel(), np.tile(answers, 6))

    cell, answer = np.repeat(rows, people.ravel(), axis=0), np.repeat(np.tile(answers, 6), people.ravel())
    w = np.repeat(np.repeat(weight, 3), people.ravel())
    asked = ~np.isnan(answer)
    influence = np.where(asked, answer - np.average(answer[asked], weights=w[asked]), 0) / w[asked].sum()
    design = np.column_stack([np.ones(len(w)), cell[:, 0] == 1, cell[:, 0] == 2, cell[:, 1] == 1]).astype(float)
    scores = w * (influence - design @ np.linalg.solve(design.T @ design, design.T @ influence))
    assert found == pytest.approx(np.sqrt(len(w) * scores.var(ddof=1)), rel=1e-9)


def test_what_the_margins_explain_is_certain() -> None:
    rows, answers = np.array([[0], [1]]), [0.0, 1.0]
    assert raked_error(rows, [30, 70], [50.0, 50.0], answers) == pytest.approx(0, abs=1e-12)
    assert np.isnan(raked_error(rows, [30, 70], [50.0, 50.0], [np.nan, np.nan]))
    assert np.isnan(raked_error(rows[:1], [1], [1.0], [1.0]))


@given(arrays(float, st.integers(1, 20), elements=st.floats(0.1, 10)))
def test_weights_cost_precision(weight: np.ndarray) -> None:
    base = kish(weight.sum(), (weight**2).sum())
    effect = design_effect(len(weight), weight.sum(), (weight**2).sum())
    assert 1 - 1e-9 <= base <= len(weight) * (1 + 1e-9)
    assert effect * base == pytest.approx(len(weight))


def test_nobody_has_no_design_effect() -> None:
    assert kish(0.0, 0.0) == 0
    assert np.isnan(design_effect(0, 0.0, 0.0))
    assert kish(np.array([4.0, 0.0]), np.array([8.0, 0.0])).tolist() == [2, 0]
