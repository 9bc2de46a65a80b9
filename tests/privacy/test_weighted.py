"""Weights of believers who are shown by segment: no sum of them tells who is in it."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from gapsurvey.model import Cell, Counts
from gapsurvey.privacy.suppression import published
from gapsurvey.privacy.weighted import rounded, unit_of
from tests.privacy.people import EVERYONE, WANT, staff, study

SAID = {"a": [0, 1] * 10, "b": [1, 0, 0], "c": [1, 1, 1, 0]}
PEOPLE = [(name, "R", said) for name, answers in SAID.items() for said in answers]
WEIGHTS = [0.9] * 20 + [1.37] * 3 + [0.61] * 4


def fitting(total: float, within: float) -> set[tuple[int, ...]]:
    """The groups' numbers of yes that fit a weighted total, to a reader who knows everybody's weight."""
    ways = product(range(21), range(4), range(5))
    return {way for way in ways if abs(sum(n * w for n, w in zip(way, (0.9, 1.37, 0.61), strict=True)) - total) <= within}


def test_a_sum_of_weights_would_tell_and_what_is_published_does_not() -> None:
    exact = staff(PEOPLE, WEIGHTS).counts[EVERYONE][WANT].w[1]
    assert fitting(exact, 1e-9) == {(10, 1, 3)}, "the attack works where nothing is rounded"
    public = published(staff(PEOPLE, WEIGHTS), study(segments={"Function": "F"}, crossed=[]))
    assert not [cell for cell in public.tallies.members if cell.by == "Function"], "no table: only the total is left"
    whole = public.tallies.get(EVERYONE, WANT)
    assert whole is not None
    assert whole.w.tolist() == np.round(whole.w).tolist()
    for group in (1, 2):
        assert len({way[group] for way in fitting(whole.w[1], 0.5)}) > 2
    assert "too small" in " ".join(public.notes["employees", "Function"])


def test_groups_are_not_weighted_where_none_is_hidden() -> None:
    public = published(staff(PEOPLE[:20] + PEOPLE, WEIGHTS[:20] + WEIGHTS), study(segments={"Region": "R"}, crossed=[]))
    cell = public.tallies.get(Cell("employees", "Region", "R"), WANT)
    assert cell is not None
    assert cell.w.tolist() == cell.n.tolist()


def test_weights_of_an_audience_without_segments_stand() -> None:
    public = published(staff(PEOPLE, WEIGHTS), study(segments={}, crossed=[]))
    whole = public.tallies.get(EVERYONE, WANT)
    assert whole is not None
    assert whole.w[1] == pytest.approx(10 * 0.9 + 1.37 + 3 * 0.61)


def test_equal_weights_are_no_weights() -> None:
    assert unit_of([Counts((0.0, 1.0), np.array([3, 2]), np.array([6.0, 4.0]), np.array([12.0, 8.0]))]) is None
    assert unit_of([]) is None


def test_a_unit_is_a_power_of_two_near_the_mean_weight() -> None:
    counts = Counts((0.0, 1.0), np.array([3, 2]), np.array([900.0, 1500.0]), np.array([270_000.0, 1_200_000.0]))
    unit = unit_of([counts])
    assert unit == 512  # the mean is 480
    made = rounded(counts, unit)
    assert made.w.tolist() == [1024, 1536]
    assert made.kish_base <= made.base


def test_weights_that_round_to_nothing_count_as_one() -> None:
    made = rounded(Counts((0.0, 1.0), np.array([1, 1]), np.array([0.1, 0.2]), np.array([0.01, 0.04])), 1.0)
    assert made.w.tolist() == [1, 1]
