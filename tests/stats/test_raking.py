"""Raking: margins are reached, by respondents or by cells, or the reason is named."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gapsurvey.stats.raking import RakingError, design_effect, kish, rake

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
