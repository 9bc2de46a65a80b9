"""The price methods on answers whose numbers other software has told, and what they keep to themselves."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gapsurvey.methods.bids import known
from gapsurvey.methods.demand import demand
from gapsurvey.methods.price import price
from gapsurvey.methods.valuation import valuation
from gapsurvey.methods.van_westendorp import van_westendorp
from gapsurvey.model import Cell, Counts, Item, Patterns, Profile, Tallies
from gapsurvey.privacy import published
from gapsurvey.report import Table
from gapsurvey.shapes.price_ladder import accepted
from gapsurvey.study import Study
from tests.methods.test_contract import check
from tests.small import counted, mirror, tallied, yes_no

METER, BIDS = Item("f", "pay", "van-westendorp"), Item("f", "pay", "bids")
FOUR = ("too_cheap", "cheap", "expensive", "too_expensive")
TWO = ("price", "answer", "price again", "answer again")
NAN = float("nan")
Rows = Sequence[Sequence[float]]


def study(**more: Any) -> Study:
    return Study(**mirror(yes_no(), thresholds={"draws": 1000}, **more))


def profile(item: Item, fields: tuple[str, ...], rows: Rows) -> Profile:
    columns = np.array(rows, float).T
    levels = [np.unique(column[~np.isnan(column)]) for column in columns]
    codes = [np.where(np.isnan(c), -1, np.searchsorted(known, c)) for known, c in zip(levels, columns, strict=True)]
    return Profile(item, fields, tuple(tuple(k.tolist()) for k in levels), np.stack(codes, axis=1).astype(np.int32))


def told(method: Any, item: Item, fields: tuple[str, ...], **audiences: Rows) -> Table:
    """The method's one table from these rows."""
    patterns = {
        Cell(name): {item: Patterns.of(profile(item, fields, rows), np.ones(len(rows)))} for name, rows in audiences.items()
    }
    members = {Cell(name): len(rows) for name, rows in audiences.items()}
    made = study()
    tables = method(published(Tallies({}, members, patterns), made), made)
    return tables[0] if tables else Table("valuation", "valuation", "Nothing", ())


def value(table: Table, measure: str, audience: str = "customers", **place: Any) -> float:
    found = table.one(measure=measure, audience=audience, **place)
    assert found is not None
    assert found.value is not None
    return found.value


@pytest.mark.shared
def test_four_prices_of_both_sides(shared: Path) -> None:
    """R, pricesensitivitymeter 1.3.3: as customers the file of 1,500, as employees that of 20."""
    sides = {}
    for audience, name in (("customers", "vw_wshoekstra_n1500"), ("employees", "vw_sophiamyang_n20")):
        with (shared / "oracles" / "wtp" / f"{name}.csv").open(encoding="utf-8") as file:
            sides[audience] = [[float(cell) for cell in row] for row in list(csv.reader(file))[1:]]
    table = told(van_westendorp, METER, FOUR, **sides)
    for measure, expected in (("pmc", 19.6321), ("pme", 59.1021), ("idp", 39.1667), ("opp", 39.0706)):
        assert value(table, f"psm_{measure}") == pytest.approx(expected, abs=5e-5)
    assert value(table, "psm_sound") == pytest.approx(1132 / 1500)
    tie = table.one(measure="psm_pmc_narrower", audience="employees")
    assert tie is not None
    assert (tie.value, tie.flag) == (289.5, "tie")
    assert any("run together from $280 to $299" in note for note in table.notes)
    gap = table.one(measure="psm_opp_gap")
    assert gap is not None
    assert gap.value == pytest.approx(299.5 - 39.070588)
    assert gap.alignment == "over"


def test_curves_pass_through_the_points() -> None:
    rows = [[10 + i, 20 + i, 30 + 2 * i, 50 + 3 * i] for i in range(40)]
    table = told(van_westendorp, METER, FOUR, customers=rows)
    at = value(table, "psm_opp")
    assert value(table, "psm_too_cheap", at=at) == pytest.approx(value(table, "psm_too_expensive", at=at))


def test_fewer_than_five_sound_believers_are_not_told() -> None:
    sound, unsound = [[1, 2, 3, 4]] * 4, [[4, 3, 2, 1]] * 20
    table = told(van_westendorp, METER, FOUR, customers=[[1, 2, 3, 4]] * 9, employees=[*sound, *unsound])
    assert not table.pick(audience="employees")
    assert table.pick(audience="customers")


def test_a_bid_put_to_fewer_than_five_believers_is_not_told() -> None:
    rows = [*[[10, 1]] * 9, *[[10, 0]] * 3, *[[20, 1]] * 4, *[[20, 0]] * 8, *[[40, 0]] * 4]
    table = told(valuation, BIDS, TWO[:2], customers=rows, employees=rows)
    told_at = {name: [e.at for e in table.pick(measure="wtp_share", audience=name)] for name in ("customers", "employees")}
    assert told_at == {"customers": [10, 20, 40], "employees": [10, 20]}


def natural_park(shared: Path) -> Rows:
    with (shared / "oracles" / "wtp" / "naturalpark_n312.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [
        [float(row["bid1"]), row["answers"][0] == "y", float(row["bidh" if row["answers"][0] == "y" else "bidl"]),
         row["answers"][1] == "y"]
        for row in rows
    ]  # fmt: skip


@pytest.mark.shared
def test_two_bids(shared: Path) -> None:
    """R: survival 3.5-3 and DCchoice 0.2.0; the logistic has the lowest AIC, 2 · 2 + 2 · 406.0242142."""
    table = told(valuation, BIDS, TWO, customers=natural_park(shared))
    assert "the feature, customers: the logistic distribution fits best." in table.notes
    assert value(table, "wtp_logistic_aic") == pytest.approx(816.0484285)
    assert value(table, "wtp_weibull_aic") == pytest.approx(820.4413678)
    assert value(table, "wtp_median") == pytest.approx(18.1288488)
    assert value(table, "wtp_weibull_median") == pytest.approx(14.7408277)
    assert value(table, "wtp_mean") == pytest.approx(25.7591, rel=1e-3)
    assert value(table, "wtp_haircut_mean") == pytest.approx(value(table, "wtp_mean") / 1.21)
    assert value(table, "wtp_share", at=18) == pytest.approx(0.41666667, abs=1e-6)
    assert value(table, "wtp_lower_mean") == pytest.approx(19.41095, abs=1e-4)
    assert value(table, "wtp_first_median") == pytest.approx(34.9851, abs=0.01)  # DCchoice, sbchoice, logistic


def test_the_same_answers_on_both_sides_are_no_gap() -> None:
    rows = [*[[10, 1]] * 40, *[[10, 0]] * 10, *[[20, 1]] * 25, *[[20, 0]] * 25, *[[40, 1]] * 6, *[[40, 0]] * 44]
    table = told(valuation, BIDS, TWO[:2], customers=rows, employees=rows)
    for name in ("median", "mean", "lower_mean", "optimal_price"):
        gap = table.one(measure=f"wtp_{name}_gap")
        assert gap is not None
        assert (gap.value, gap.alignment) == (0, "inconclusive")
    assert value(table, "wtp_share", at=20) == 0.5
    assert value(table, "wtp_revenue", at=20) == 1000
    assert value(table, "wtp_lower_mean") == pytest.approx(10 * 0.8 + 10 * 0.5 + 20 * 0.12)
    assert value(table, "wtp_optimal_price") == 20


def test_a_price_that_nobody_would_pay_is_not_known_to_be_refused_by_all() -> None:
    """statsmodels, proportion_confint(0, 40, method="wilson") and (40, 40): 0 to 0.0876, 0.9124 to 1; 40 were asked each."""
    table = told(valuation, BIDS, TWO[:2], customers=[*[[10, 1]] * 40, *[[20, 1]] * 25, *[[20, 0]] * 15, *[[40, 0]] * 40])
    intervals = {e.at: (e.value, e.low, e.high) for e in table.pick(measure="wtp_share")}
    assert intervals[10] == pytest.approx((1, 0.9124, 1), abs=5e-5)
    assert intervals[40] == pytest.approx((0, 0, 0.0876), abs=5e-5)


@pytest.mark.parametrize(("payers", "few"), [(29, True), (30, False)])
def test_a_distribution_that_few_payers_tell_is_marked(payers: int, *, few: bool) -> None:
    rows = [*[[10, 1]] * (payers - 9), *[[10, 0]] * 15, *[[20, 1]] * 9, *[[20, 0]] * 40]
    found = told(valuation, BIDS, TWO[:2], customers=rows).one(measure="wtp_median")
    assert found is not None
    assert ("few_payers" in found.flag.split()) == few


def test_one_price_identifies_a_share_and_no_more() -> None:
    table = told(valuation, BIDS, TWO[:2], customers=[*[[49, 1]] * 30, *[[49, 0]] * 70])
    assert value(table, "wtp_share", at=49) == pytest.approx(0.3)
    assert {e.measure for e in table.estimates} == {"wtp_share", "wtp_revenue"}
    assert any("not identified" in note for note in table.notes)
    made = study()
    asked = tallied(customers={Item("f", "pay", "price"): counted((0.0, 49.0), [70, 30])})
    (table,) = demand(published(asked, made), made)
    assert any("not identified" in note for note in table.notes)


def test_who_accepts_a_price_and_refuses_a_lower_one_is_left_out() -> None:
    answers = known(Patterns.of(profile(BIDS, TWO, [[20, 1, 10, 0], [20, 1, 40, 0], [20, 0, NAN, NAN]]), np.ones(3)))
    assert answers.contradictory == 1
    assert sorted(zip(answers.lower.tolist(), answers.upper.tolist(), strict=True)) == [(-np.inf, 20), (20, 40)]


def test_few_payers_are_flagged() -> None:
    rows = [*[[10, 1]] * 20, *[[10, 0]] * 80, *[[20, 1]] * 4, *[[20, 0]] * 96]
    median = told(valuation, BIDS, TWO[:2], customers=rows).one(measure="wtp_mean")
    assert median is not None
    assert "few_payers" in median.flag.split()


@pytest.mark.shared
def test_a_ladder_of_1100_people(shared: Path) -> None:
    """R, beezdemand's apt_full: of the shares as answered the revenue is highest at the top of the ladder, 20; 133 people buy
    at a price after they bought nothing at a lower one (counted with awk)."""
    with (shared / "oracles" / "wtp" / "gg_apt_full_1100x17.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    prices = sorted({float(row["x"]) for row in rows})
    people = {name: i for i, name in enumerate(dict.fromkeys(row["id"] for row in rows))}
    said = np.zeros((len(people), len(prices)), np.int32)
    for row in rows:
        said[people[row["id"]], prices.index(float(row["x"]))] = float(row["y"]) > 0
    shares = said.mean(axis=0)
    assert shares[[0, 9, 16]] == pytest.approx([0.91727272727, 0.75181818182, 0.23727272727])
    assert prices[int(np.argmax(shares * prices))] == 20
    rungs, contradict, left_open = accepted(said)
    assert (contradict, left_open) == (133, 0)
    steps = np.bincount(rungs, minlength=18)
    levels = (0.0, *prices[1:])
    n = np.append(steps[0] + steps[1], steps[2:]).astype(np.int64)  # nobody pays for what is free
    made = study()
    counts = Counts(levels, n, n.astype(float), n.astype(float))
    (table,) = price(published(tallied(customers={Item("f", "pay", "price"): counts}), made), made)
    best = table.one(measure="optimal_price")
    assert best is not None
    assert (best.value, best.flag) == (20, "top_of_ladder")


named = st.sampled_from([0.0, 0.001, 1.0, 5.0, 9.99, 20.0, 1e6])
said = st.sampled_from([0.0, 1.0])
bid = st.tuples(named, said, named, st.one_of(said, st.just(NAN)))


@pytest.mark.slow
@settings(max_examples=25)
@given(st.lists(bid, min_size=1, max_size=40), st.lists(bid, min_size=1, max_size=40))
def test_any_bids_are_told_or_left_out(customers: Rows, employees: Rows) -> None:
    check(told(valuation, BIDS, TWO, customers=customers, employees=employees))


four = st.tuples(named, named, named, named, st.sampled_from([0.0, 0.1, 0.7, NAN]), st.sampled_from([0.0, 0.3]))


@pytest.mark.slow
@settings(max_examples=25)
@given(st.lists(four, min_size=1, max_size=40), st.lists(four.map(lambda a: (*sorted(a[:4]), *a[4:])), min_size=1, max_size=40))
def test_any_four_prices_are_told_or_left_out(customers: Rows, employees: Rows) -> None:
    fields = (*FOUR, "intent_cheap", "intent_expensive")
    check(told(van_westendorp, METER, fields, customers=customers, employees=employees))
