"""Rows of codes as numbers tell apart what the rows tell apart."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gapsurvey.blocks import BLOCK, blocks, combinations_of, packed


@pytest.mark.parametrize("n", [0, 1, BLOCK, BLOCK + 1, 3 * BLOCK])
def test_blocks_cover_everybody_once(n: int) -> None:
    found = list(blocks(n))
    assert found[0].start == 0
    assert found[-1].stop == n
    assert all(one.stop == other.start for one, other in pairwise(found))


@pytest.mark.parametrize("size", [3, 10**5])  # 20 columns of the first fit into one number, of the second they do not
@given(rows=arrays(np.int8, st.tuples(st.integers(0, 20), st.just(20)), elements=st.integers(-1, 2)))
def test_rows_that_are_equal_are_equal_as_numbers(size: int, rows: np.ndarray[tuple[int, int], np.dtype[np.int8]]) -> None:
    columns = list(rows.T)
    unique, of = np.unique(rows, axis=0, return_inverse=True)
    words = packed(columns, [size] * 20)
    assert len(words) == (1 if size == 3 else 7)
    assert len({tuple(row) for row in np.stack(words, axis=1).tolist()}) == len(unique)
    if len(rows):
        found, where = combinations_of([column + 1 for column in columns], [size + 1] * 20)
        assert (found == unique + 1).all()
        assert (where == of.ravel()).all()
