"""Who would pay if only the certain count: against shares that were planted, and curves that other software draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gapsurvey.analysis import analyze
from gapsurvey.methods.certainty import certainty
from gapsurvey.model import Cell, Item, Patterns, Profile, Tallies
from gapsurvey.privacy import published
from gapsurvey.report import Table
from gapsurvey.study import Study
from tests.methods.test_pricing import NAN, TWO
from tests.small import mirror, priced, written, yes_no

POINTS = tuple(map(float, range(11)))
PLACES: Mapping[str, Mapping[str, Any]] = {
    "yes-no": {"column": "Q"},
    "price-ladder": {"columns": ["Q"], "prices": [20]},
    "price": {"price": 20, "answer": "Q"},
}


def told(fields: Sequence[str], rows: Sequence[Sequence[float]], price: float | None = 20, weight: Sequence[float] = ()) -> Table:
    """The table of these customers' answers, certainty last."""
    columns = np.array(rows, float).T
    levels = [tuple(sorted({*column[~np.isnan(column)].tolist()})) for column in columns[:-1]]
    levels = [(0.0, 1.0) if "answer" in name else of for name, of in zip(fields, levels, strict=True)] + [POINTS]
    codes = [[of.index(x) if x == x else -1 for x in column] for of, column in zip(levels, columns.tolist(), strict=True)]
    item = Item("f", "pay", "price-certainty" if len(fields) == 1 else "bids-certainty")
    profile = Profile(item, (*fields, "certainty"), tuple(levels), np.array(codes, np.int32).T)
    patterns = Patterns.of(profile, np.array(weight or np.ones(len(rows)), float))
    feature = {"label": "the feature"} if price is None else priced(price)
    made = Study(**mirror(yes_no(), features={"f": feature}, thresholds={"draws": 1000}))
    tallies = Tallies({}, {Cell("customers"): len(rows)}, {Cell("customers"): {item: patterns}})
    (table,) = certainty(published(tallies, made), made) or [Table("certainty", "numbers", "Nothing", ())]
    return table


def shares(table: Table) -> dict[float | None, float | None]:
    return {e.at: e.value for e in table.estimates}


def test_only_those_this_sure_count() -> None:
    """Ten who are unsure of 30 still accept 20. statsmodels, proportion_confint(28, 100, method="wilson"): 0.2014, 0.3749."""
    table = told(["price"], [*[(0, NAN)] * 50, *[(10, 9)] * 10, *[(20, 7)] * 12, *[(20, 8)] * 18, *[(30, 2)] * 10])
    found = shares(table)
    assert list(found) == list(POINTS)
    assert [found[at] for at in (0, 7, 8, 9, 10)] == [0.4, 0.4, 0.28, 0.1, 0.1]
    eight = table.one(at=8.0)
    assert eight is not None
    assert (eight.n, eight.audience, eight.measure) == (100, "customers", "take_certainty_level")
    assert (eight.low, eight.high) == pytest.approx((0.2014, 0.3749), abs=5e-5)
    assert "the feature at $20" in table.notes[1]


def test_weights_count() -> None:
    found = shares(told(["price"], [(20, 9), (20, 5), (0, NAN)], weight=[2, 1, 1]))
    assert [found[at] for at in (5, 9)] == [0.75, 0.5]


@settings(max_examples=15)
@given(st.lists(st.tuples(st.sampled_from([10.0, 20.0, 30.0]), st.integers(0, 1), st.integers(0, 10)), min_size=6, max_size=60))
def test_prices_that_differ_from_one_to_the_other(people: list[tuple[float, int, int]]) -> None:
    """scipy.optimize.isotonic_regression: the most likely falling curve of answers to one price each (Ayer et al. 1955)."""
    from scipy.optimize import isotonic_regression

    price, said, sure = np.array([*people, (10.0, 1, 10), (20.0, 0, 0), (20.0, 1, 9), (30.0, 0, 0)]).T
    found = shares(told(TWO[:2], [(p, yes, c if yes else NAN) for p, yes, c in zip(price, said, sure, strict=True)]))
    for point in POINTS:
        yes = (said == 1) & (sure >= point)
        asked, at = np.unique(price, return_inverse=True)
        n = np.bincount(at)
        curve = isotonic_regression(np.bincount(at, yes) / n, weights=n, increasing=False).x
        assert found[point] == pytest.approx(curve[asked.tolist().index(20)], abs=2e-4)


def test_an_unsure_last_yes_leaves_the_first_as_it_was() -> None:
    """Of ten, four say yes to 20 and, unsure, to 30; two yes and no; two no and, sure, yes to 10; two no and no."""
    rows = [*[(20, 1, 30, 1, 4)] * 4, *[(20, 1, 30, 0, NAN)] * 2, *[(20, 0, 10, 1, 9)] * 2, *[(20, 0, 10, 0, NAN)] * 2]
    at_20, at_30, at_10 = (shares(told(TWO, rows, price)) for price in (20, 30, 10))
    assert [at_20[c] for c in (0, 5, 10)] == pytest.approx([0.6, 0.6, 0.6])
    assert [at_30[c] for c in (0, 4, 5)] == pytest.approx([0.4, 0.4, 0])
    assert [at_10[c] for c in (9, 10)] == pytest.approx([0.8, 0.6])


def test_a_price_that_nobody_is_sure_of_is_not_known_to_be_refused_by_all() -> None:
    """statsmodels, proportion_confint(0, 10, method="wilson"): 0 to 0.2775; ten were asked 20."""
    ten = told(TWO[:2], [*[(20, 1, 4)] * 5, *[(20, 0, NAN)] * 5, *[(10, 1, 9)] * 30]).one(at=5.0)
    assert ten is not None
    assert (ten.value, ten.low, ten.high) == pytest.approx((0, 0, 0.2775), abs=5e-5)


@pytest.mark.parametrize("price", [40, None])
def test_a_price_that_was_not_asked_is_not_told(price: float | None) -> None:
    table = told(["price"], [(10, 9), (20, 9), (0, NAN)], price)
    assert not table.estimates
    assert table.notes[-1].endswith("was not asked: the feature.")


def test_one_price_is_told_whatever_is_planned() -> None:
    assert shares(told(["price"], [(15, 9), (0, NAN)], None))[9.0] == 0.5


@pytest.mark.parametrize("shape", PLACES)
def test_who_would_really_pay_is_found_where_it_was_planted(tmp_path: Path, shape: str) -> None:
    """Everybody who would pay is sure at 8 or above; as many again say yes with less. Nothing else in the report changes."""
    rng = np.random.default_rng(7)
    real, said = rng.random(400) < 0.25, rng.random(400) < 0.25
    sure = np.where(real, rng.integers(8, 11, 400), rng.integers(0, 8, 400))
    yes = np.where(real | said, "Yes", "No").tolist()
    place = PLACES[shape]
    columns = {"Q": yes, "S": [str(c) if y == "Yes" else None for c, y in zip(sure.tolist(), yes, strict=True)]}
    question = {"asks": "pay", "shape": shape, "feature": "f", "employees": place}
    tables = []
    for folder, source in (("without", place), ("with", {**place, "certainty": "S"})):
        made = mirror({**question, "customers": source}, features={"f": priced(20)})
        report = analyze(written(tmp_path / folder, made, customers=columns, employees={"Q": ["Yes"] * 20 + ["No"] * 10}))
        tables.append({table.method: table for table in report.tables})
    without, sured = tables
    found = sured.pop("certainty").one(at=8.0)
    assert found is not None
    assert found.value == pytest.approx(real.mean())
    assert without == sured
    assert {table.method for table in without.values()} >= {"demand"}
