"""Prices that both sides were asked by one instrument: where shares of them may be told, and held against each other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import gapsurvey
from tests.small import mirror, written, yes_no


def ladders(customers: list[float], employees: list[float]) -> dict[str, Any]:
    def place(prices: list[float]) -> dict[str, Any]:
        return {"columns": [f"P{price:g}" for price in prices], "prices": prices}

    return {"asks": "pay", "shape": "price-ladder", "feature": "f", "customers": place(customers), "employees": place(employees)}


def test_take_rates_are_compared_only_at_prices_that_both_were_asked(tmp_path: Path) -> None:
    """Between two tested prices only a lower bound is known; held against a share it would make a gap of nothing."""
    answers = {"P10": ["Yes"] * 60, "P20": ["Yes", "No"] * 30, "P30": ["No"] * 60}
    study = mirror(ladders([10, 30], [10, 20, 30]))
    report = gapsurvey.analyze(written(tmp_path, study, customers=answers, employees=answers))
    (demand,) = report.tables_of("demand")
    assert [e.at for e in demand.pick(measure="take", audience="customers")] == [10, 30]
    assert [(e.at, e.value) for e in demand.pick(measure="take_gap")] == [(10, 0), (30, 0)]
    (price,) = report.tables_of("price")
    assert price.one(measure="mean_price_gap") is None


def test_a_planned_price_between_two_tested_ones_has_its_share_and_its_sentence(tmp_path: Path) -> None:
    answers = {"W": ["Yes"] * 45 + ["No"] * 15, "P10": ["Yes"] * 60, "P30": ["Yes", "No"] * 30}
    planned = {"f": {"label": "chat", "price": 20}}
    study = mirror(yes_no("f", "W"), ladders([10, 30], [10, 30]), features=planned)
    report = gapsurvey.analyze(written(tmp_path, study, customers=answers, employees=answers))
    (demand,) = report.tables_of("demand")
    takes = demand.pick(measure="take", audience="customers")
    assert [(e.at, e.value) for e in takes] == [(10, 1), (20, 0.5), (30, 0.5)], "the dearer one's share holds"
    assert [e.at for e in demand.pick(measure="elasticity", audience="customers")] == [10], "of tested prices alone"
    assert [e.at for e in demand.pick(measure="take", audience="employees")] == [10, 30]
    assert "and 38% want it and would pay $20" in report.answer


def test_a_planned_price_is_told_where_everybody_names_another(tmp_path: Path) -> None:
    study = mirror(
        {"asks": "pay", "shape": "open-price", "feature": "f", "customers": "O", "employees": "O"},
        features={"f": {"label": "chat", "price": 49}},
    )
    named = {"O": [price / 4 for price in range(100, 400) if price != 49 * 4]}
    report = gapsurvey.analyze(written(tmp_path, study, customers=named, employees=named))
    (demand,) = report.tables_of("demand")
    take = demand.one(measure="take", audience="customers", at=49)
    assert take is not None
    assert take.value == pytest.approx(203 / 299)


def test_open_prices_are_known_at_every_price(tmp_path: Path) -> None:
    study = mirror(
        {"asks": "pay", "shape": "open-price", "feature": "f", "customers": "O",
         "employees": {"shape": "price-ladder", "columns": ["P10", "P20"], "prices": [10, 20]}},
    )  # fmt: skip
    employees = {"P10": ["Yes"] * 40, "P20": ["Yes", "No"] * 20}
    report = gapsurvey.analyze(written(tmp_path, study, customers={"O": [5, 15, 25, 35] * 10}, employees=employees))
    (demand,) = report.tables_of("demand")
    assert [(e.at, e.value) for e in demand.pick(measure="take_gap")] == [(10, 0.25), (20, 0)]
    assert [e.at for e in demand.pick(measure="take", audience="customers")] == [5, 10, 15, 20, 25, 35]
    (price,) = report.tables_of("price")
    assert price.one(measure="mean_price_gap") is None, "a ladder's mean is a lower bound, an open price's is none"


def test_few_customers_are_not_tested_on_prices_either(tmp_path: Path) -> None:
    answers = {"P10": ["Yes"] * 40, "P20": ["Yes", "No"] * 20}
    few = {name: said[:20] for name, said in answers.items()}
    report = gapsurvey.analyze(written(tmp_path, mirror(ladders([10, 20], [10, 20])), customers=few, employees=answers))
    compared = [e for method in ("demand", "price") for t in report.tables_of(method) for e in t.estimates if e.alignment]
    assert {(e.measure, e.alignment, e.flag) for e in compared} == {
        (measure, "untested", "very_low_base") for measure in ("take_gap", "mean_price_gap", "optimal_price_gap")
    }


def test_a_price_is_the_last_that_was_accepted(tmp_path: Path) -> None:
    """By hand: 10 refuse all, 10 accept 10, 20 accept 20; the lower-bound mean is (10·10 + 20·20) / 40."""
    answers = {"P10": ["No"] * 10 + ["Yes"] * 30, "P20": ["No"] * 20 + ["Yes"] * 20}
    study = mirror(ladders([10, 20], [10, 20]), features={"f": {"label": "f", "cost": {"per_customer": 5}}})
    report = gapsurvey.analyze(written(tmp_path, study, customers=answers, employees=answers))
    found = {e.measure: e.value for e in report.tables_of("price")[0].pick(audience="customers", at=None)}
    assert found == {"mean_price": 12.5, "median_price": 20, "optimal_price": 20, "profit_price": 20}
    demand = report.tables_of("demand")[0]
    assert [e.value for e in demand.pick(measure="take", audience="customers")] == [0.75, 0.5]
    assert [e.value for e in demand.pick(measure="revenue", audience="customers")] == [750, 1000]
    (elasticity,) = demand.pick(measure="elasticity", audience="customers")
    assert elasticity.value == pytest.approx((-0.25 / 0.625) / (10 / 15))
