"""Sums of products are those of the rows, however many rows are summed at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from gapsurvey.model import Item, Patterns, Profile
from gapsurvey.products import Products

FIELDS, LEVELS = ("a", "b", "c"), ((1.0, 2.0, 3.0), (0.0, 0.5), (7.0,))
Rows = NDArray[Any]

rows = st.integers(0, 12).flatmap(
    lambda n: st.tuples(*(arrays(np.int8, n, elements=st.integers(-1, len(of) - 1)) for of in LEVELS)).map(
        lambda columns: np.stack(columns, axis=1)
    )
)


def weights(n: int) -> tuple[Rows, Rows, Rows]:
    weight = 1 + np.arange(n) / 7
    return np.ones(n), weight, weight * weight


def one_by_one(codes: Rows, weight: Rows) -> Rows:
    """The same sums, person by person."""
    found = np.zeros((6, 6))
    for person, by in zip(codes.tolist(), weight, strict=True):
        said = [float(code >= 0) for code in person] + [
            of[code] if code >= 0 else 0.0 for code, of in zip(person, LEVELS, strict=True)
        ]
        found += by * np.outer(said, said)
    return found


@given(rows)
def test_products_are_those_of_each_person(codes: Rows) -> None:
    every = weights(len(codes))
    found = Products.of(FIELDS, LEVELS, codes, *every)
    assert found.base == int((codes >= 0).any(axis=1).sum())
    for name, weight in zip(("n", "w", "w2"), every, strict=True):
        assert np.allclose(getattr(found, name), one_by_one(codes, weight))
    alike = Products.of(FIELDS, LEVELS, codes)
    assert np.allclose(alike.n, found.n)
    assert alike == Products(FIELDS, found.base, found.n, found.n, found.n)


@given(rows)
def test_patterns_tell_the_same(codes: Rows) -> None:
    _, weight, _ = every = weights(len(codes))
    patterns = Patterns.of(Profile(Item("", "need", "rating"), FIELDS, LEVELS, codes), weight)
    found = Products.of(FIELDS, LEVELS, patterns.codes, patterns.n.astype(float), patterns.w, patterns.w2)
    assert found == Products.of(FIELDS, LEVELS, codes, *every)


@given(rows, rows)
def test_products_of_two_groups_add_up(some: Rows, others: Rows) -> None:
    both = Products.of(FIELDS, LEVELS, np.concatenate([some, others]))
    assert Products.of(FIELDS, LEVELS, some) + Products.of(FIELDS, LEVELS, others) == both


def test_those_of_other_fields_do_not() -> None:
    nobody = np.empty((0, 3), np.int8)
    with pytest.raises(ValueError, match="do not add up"):
        Products.of(FIELDS, LEVELS, nobody) + Products.of(FIELDS[::-1], LEVELS[::-1], nobody)


@given(rows)
def test_those_of_some_fields_are_as_if_no_other_was_asked(codes: Rows) -> None:
    found = Products.of(FIELDS, LEVELS, codes).only(["c", "a"])
    alone = Products.of(("c", "a"), (LEVELS[2], LEVELS[0]), codes[:, [2, 0]])
    assert found.fields == alone.fields
    assert np.allclose(found.n, alone.n)


def test_they_do_not_depend_on_how_many_are_summed_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    codes = np.random.default_rng(5).integers(-1, 1, (100, 3)).astype(np.int8)
    whole = Products.of(FIELDS, LEVELS, codes, *weights(100))
    monkeypatch.setattr("gapsurvey.blocks.BLOCK", 7)
    assert Products.of(FIELDS, LEVELS, codes, *weights(100)) == whole
