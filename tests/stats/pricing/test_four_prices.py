"""Van Westendorp's four points: published numbers, exact ties, and what must hold for any answers."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from gapsurvey.stats.pricing.four_prices import POINTS, FourPrices, crossing, crossing_draws, four_prices, placed, sound

Rows = Sequence[Sequence[float]]


def coded(rows: Rows) -> tuple[list[NDArray[np.float64]], NDArray[np.intp]]:
    """Levels per column and the codes of the rows; NaN is no answer."""
    columns = np.array(rows, float).T
    levels = [np.unique(column[~np.isnan(column)]) for column in columns]
    codes = [np.where(np.isnan(c), -1, np.searchsorted(known, c)) for known, c in zip(levels, columns, strict=True)]
    return levels, np.stack(codes, axis=1)


def meter(rows: Rows, weights: Sequence[float] = ()) -> FourPrices:
    """The sound rows, one person each."""
    grid, at = placed(*coded(rows))
    kept = sound(at)
    w = np.array(weights or [1.0] * len(rows))[kept]
    return four_prices(grid, at[:, kept], w, w * w)


def read(path: Path) -> list[list[float]]:
    with path.open(encoding="utf-8") as file:
        return [[float(cell) for cell in row] for row in list(csv.reader(file))[1:]]


# R 4.2.2, pricesensitivitymeter 1.3.3: psm_analysis(…, pricerange = "original" and "narrower").
PUBLISHED = {
    "vw_wshoekstra_n1500.csv": (
        368,
        {"pmc": 19.6321, "pme": 59.1021, "idp": 39.1667, "opp": 39.0706, "pmc_narrower": 29.2865, "pme_narrower": 49.2524},
    ),
    # Its lower end of the narrower range there, 299, is one end of a tie over 280 to 299, lost by 1 − a share.
    "vw_sophiamyang_n20.csv": (
        0,
        {"pmc": 245, "pme": 399.2, "idp": 340, "opp": 299.5, "pmc_narrower": 289.5, "pme_narrower": 345},
    ),
}


@pytest.mark.shared
@pytest.mark.parametrize("name", PUBLISHED)
def test_published_points(shared: Path, name: str) -> None:
    rows, (unsound, points) = read(shared / "oracles" / "wtp" / name), PUBLISHED[name]
    found = meter(rows)
    assert len(rows) - found.total == unsound
    assert {point: found.point(point).value for point in POINTS} == pytest.approx(points, abs=5e-5)


@pytest.mark.shared
def test_a_tie_is_an_interval_with_its_middle(shared: Path) -> None:
    tied = meter(read(shared / "oracles" / "wtp" / "vw_sophiamyang_n20.csv")).point("pmc_narrower")
    assert [*tied] == [280, 299]
    assert tied.value == 289.5


@pytest.mark.shared
@pytest.mark.parametrize("point", ["opp", "pmc"])
def test_draws_spread_as_respondents_resampled(shared: Path, point: str) -> None:
    rows = np.array(read(shared / "oracles" / "wtp" / "vw_wshoekstra_n1500.csv"))
    rng = np.random.default_rng(5)
    kept = rows[(np.diff(rows, axis=1) > 0).all(axis=1)]
    rowwise = [meter(kept[rng.integers(0, len(kept), len(kept))].tolist()).point(point).value for _ in range(400)]
    drawn = crossing_draws(meter(kept.tolist()), point, 4000, np.random.default_rng(6))
    assert drawn.std() == pytest.approx(np.std(rowwise), rel=0.15)
    assert drawn.mean() == pytest.approx(np.mean(rowwise), abs=0.15 * float(np.std(rowwise)))


def test_ties_are_found_on_counts() -> None:
    """Ten people: 1 − 0.3 is not 0.7 to a float, but three of ten and seven of ten add up to ten."""
    assert crossing([1, 2, 3, 4], [0, 3, 3, 10], [1, 7, 7, 10]) == (2, 3)
    third = 1 / 3  # sums of weights that differ only by rounding
    assert crossing([1, 2, 3, 4], [0, third, third, 1], [third, third + third, 1 - third, 1]) == (2, 3)


def test_curves_are_straight_between_prices_and_everybody_below_the_lowest_finds_it_too_cheap() -> None:
    shares = meter([[10, 20, 30, 40], [10, 20, 50, 60]]).shares([5, 10, 15, 40, 45, 70])
    assert shares[0].tolist() == [1, 0, 0, 0, 0, 0]
    assert shares[1].tolist() == [1, 1, 0.5, 0, 0, 0]
    assert shares[2].tolist() == [0, 0, 0, 0.5, 0.75, 1]
    assert shares[3].tolist() == [0, 0, 0, 0.5, 0.5, 1]


prices = st.lists(st.integers(0, 30), min_size=4, max_size=4, unique=True).map(sorted)
people = st.lists(prices, min_size=1, max_size=30)


@given(people)
def test_points_lie_where_the_definition_says(rows: Rows) -> None:
    """Below a point more people are on the falling curve, above it more are on the rising one."""
    values = np.array(rows)
    for name, (falling, rising) in POINTS.items():
        point = meter(rows).point(name)
        for price in sorted({*values.ravel().tolist()}):
            ahead = (values[:, falling] > price).sum() - (values[:, rising] <= price).sum()
            if ahead == 0:
                assert point.low <= price <= point.high
            else:
                assert (price < point.low) if ahead > 0 else (price > point.high)


@given(people, st.floats(0.01, 100))
def test_equal_weights_change_nothing(rows: Rows, weight: float) -> None:
    alike, weighted = meter(rows), meter(rows, [weight] * len(rows))
    for name in POINTS:
        assert weighted.point(name) == pytest.approx(alike.point(name))


@given(people, st.data())
def test_a_whole_weight_is_so_many_people(rows: Rows, data: st.DataObject) -> None:
    weights = data.draw(st.lists(st.integers(1, 4), min_size=len(rows), max_size=len(rows)))
    repeated = [row for row, times in zip(rows, weights, strict=True) for _ in range(times)]
    for name in POINTS:
        assert meter(rows, [float(w) for w in weights]).point(name) == pytest.approx(meter(repeated).point(name))


@given(people)
def test_draws_stay_among_the_prices_named(rows: Rows) -> None:
    found = meter(rows)
    for name in POINTS:
        drawn = crossing_draws(found, name, 50, np.random.default_rng(1))
        assert drawn.shape == (50,)
        assert (found.grid[0] <= drawn).all()
        assert (drawn <= found.grid[-1]).all()


@given(st.lists(st.lists(st.one_of(st.integers(0, 9), st.just(float("nan"))), min_size=4, max_size=4), min_size=1))
def test_only_strictly_rising_answers_are_sound(rows: Rows) -> None:
    expected = [bool((np.diff(row) > 0).all()) for row in rows]
    _, at = placed(*coded(rows))
    assert sound(at).tolist() == expected
