"""Reach of sets: every set counted again one person at a time, and the chance of being the best."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapsurvey.stats.reach import chances_of_best, members, reach_of_sets


@given(st.data())
def test_reach_is_what_counting_gives(data: st.DataObject) -> None:
    things, patterns = data.draw(st.integers(1, 6)), data.draw(st.integers(1, 12))
    row = st.lists(st.booleans(), min_size=things, max_size=things)
    suits = np.array(data.draw(st.lists(row, min_size=patterns, max_size=patterns)))
    weight = np.array(data.draw(st.lists(st.floats(0.1, 50), min_size=patterns, max_size=patterns)))
    reach = reach_of_sets(suits, weight)
    for one in range(1 << things):
        inside = [thing for thing in range(things) if one >> thing & 1]
        reached = [w for row, w in zip(suits, weight, strict=True) if any(row[thing] for thing in inside)]
        assert reach[one] == pytest.approx(sum(reached) / weight.sum(), abs=1e-12)


def test_the_best_alone_need_not_be_in_the_best_pair() -> None:
    """60 people, three things: the one that most would take overlaps with both of the others, which overlap with none."""
    suits = np.array([[1, 1, 0], [1, 0, 1], [0, 1, 0], [0, 0, 1]], bool)
    reach = reach_of_sets(suits, np.array([16.0, 16, 14, 14]))
    assert reach[[0b001, 0b010, 0b100]] == pytest.approx([32 / 60, 30 / 60, 30 / 60])
    assert reach[[0b011, 0b101, 0b110]] == pytest.approx([46 / 60, 46 / 60, 1])


def test_a_set_is_a_number_of_bits() -> None:
    assert members(np.array([0b00, 0b10, 0b11]), 2).tolist() == [[False, False], [False, True], [True, True]]


def test_the_chance_of_the_best_is_that_of_the_larger_share() -> None:
    """Of two things that suit different people, draws are of a beta distribution: scipy.stats.beta(55, 45).sf(0.5)."""
    suits, weight = np.eye(2, dtype=bool), np.array([55.0, 45])
    (chance,) = chances_of_best(suits, weight, [[0b01, 0b10]], 20_000, np.random.default_rng(1))
    assert chance.sum() == 1
    assert chance[0] == pytest.approx(0.84256, abs=0.01)


def test_sets_that_reach_the_same_people_leave_it_to_the_first() -> None:
    suits = np.array([[1, 1], [0, 0]], bool)
    (chance,) = chances_of_best(suits, np.array([3.0, 4]), [[0b01, 0b10]], 1000, np.random.default_rng(1))
    assert chance.tolist() == [1, 0]


def test_contests_are_apart_and_held_in_the_same_draws() -> None:
    suits = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0]], bool)
    weight, singles = np.array([20.0, 19, 18, 5]), [0b001, 0b010, 0b100]
    rng = np.random.default_rng
    alone, pairs, again, everything = chances_of_best(suits, weight, [singles, [0b011, 0b101], singles, [0b111]], 2000, rng(1))
    assert (alone.sum(), pairs.sum(), everything.tolist()) == (1, pytest.approx(1), [1])
    assert (alone == again).all()
    assert alone == pytest.approx(chances_of_best(suits, weight, [singles], 20_000, rng(2))[0], abs=0.04)
