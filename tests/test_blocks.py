"""Rows of codes as numbers tell apart what the rows tell apart."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gapsurvey.blocks import BLOCK, blocks, combinations_of, looked_up, occurrences, packed


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
        with_blanks, there = combinations_of(columns, [size] * 20, blank=True)
        assert (with_blanks == unique).all()
        assert (there == of.ravel()).all()


@pytest.mark.parametrize(("dtype", "most"), [(np.int8, 3), (np.int8, 127), (np.int16, 300), (np.int32, 40_000)])
def test_codes_are_looked_up_and_counted(dtype: type[np.signedinteger[Any]], most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = np.random.default_rng(2).integers(-1, most + 1, 5001).astype(dtype)
    codes[:2] = -1, most
    values = most + 1
    table = np.append(np.arange(values) * 10, -7)
    assert looked_up(table, codes).tolist() == [code * 10 if code >= 0 else -7 for code in codes.tolist()]
    assert dict(enumerate(occurrences(codes, values).tolist())) == dict.fromkeys(range(values), 0) | Counter(
        codes[codes >= 0].tolist()
    )
    alone = occurrences(codes, values)
    monkeypatch.setattr("gapsurvey.blocks.TWO_AT_ONCE", 0)
    for some in (codes, codes[1:], codes[::3], codes[:1], codes[:0]):
        assert occurrences(some, values).tolist() == np.bincount(some[some >= 0], minlength=values).tolist()
    assert occurrences(codes, values).tolist() == alone.tolist()
    assert looked_up(table, codes[:0]).tolist() == []


@pytest.mark.parametrize("n", [0, 3])
def test_columns_that_hold_next_to_nothing_may_be_many(n: int) -> None:
    codes = [np.zeros(n, np.int8)] * 79 + [np.arange(n, dtype=np.int8)]
    rows, of = combinations_of(codes, [1] * 79 + [4])
    assert rows[:, -1].tolist() == of.tolist() == list(range(n))
    assert rows.shape == (n, 80)
    assert not rows[:, :-1].any()
