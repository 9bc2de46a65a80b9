"""Isotonic regression: scipy's numbers, for many series at once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import isotonic_regression

from gapsurvey.stats.isotonic import decreasing

SERIES = st.integers(1, 8).flatmap(
    lambda length: st.lists(
        st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), min_size=length, max_size=length), min_size=1, max_size=5
    )
)


@given(SERIES)
def test_as_scipy_one_series_at_a_time(rows: list[list[tuple[int, int]]]) -> None:
    values, weights = np.moveaxis(np.array(rows, float), 2, 0)
    expected = [isotonic_regression(y, weights=w, increasing=False).x for y, w in zip(values, weights, strict=True)]
    assert decreasing(values, weights) == pytest.approx(np.array(expected))


def test_a_series_does_not_meet_the_next_one() -> None:
    assert decreasing([[1.0, 0.0], [3.0, 2.0]], np.ones((2, 2))).tolist() == [[1, 0], [3, 2]]
