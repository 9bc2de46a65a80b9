"""Corrections of stated prices: what they would change, shown and applied nowhere."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gapsurvey.methods.demand import demand
from gapsurvey.methods.stated import stated
from gapsurvey.model import Item
from tests.builders import places, problems_of
from tests.small import counted, mirror, priced, published

LADDER = {"asks": "pay", "shape": "price-ladder", "feature": "f"}
RUNGS = {"columns": ["A", "B", "C"], "prices": [10, 20, 25]}
PAY, BOTH = Item("f", "pay", "price"), Item("f", "want-and-pay", "price")
OPEN = {"asks": "pay", "shape": "open-price", "feature": "f", "customers": "Q", "employees": "Q"}
INTENT: dict[str, Any] = {
    "asks": "pay", "shape": "rating", "feature": "f", "scale": [1, 2, 3, 4, 5], "customers": "Q", "employees": "Q",
    "intent_map": [0, 0.1, 0.3, 0.5, 0.7],
}  # fmt: skip
RATED = Item("f", "pay", "rating")


def test_who_would_pay_at_121_percent_of_the_price() -> None:
    """Of 100, 30 accept 25; the planned 20 would cost 24.20 as people say it: 30 would pay, not 55."""
    public, study = published(
        mirror({**LADDER, "customers": RUNGS}, features={"f": priced(20)}),
        customers={PAY: counted((0, 10, 20, 25), (20, 25, 25, 30)), BOTH: counted((0, 10, 20, 25), (60, 20, 10, 10))},
    )
    (table,) = stated(public, study)
    found = {e.measure: e for e in table.estimates}
    assert found["take_haircut"].value == 0.30
    assert found["want_and_pay_haircut"].value == 0.10
    assert found["take_haircut"].at == 20
    (plain,) = demand(public, study)
    take = plain.one(measure="take", at=20.0)
    assert take is not None
    assert take.value == 0.55, "the demand curve itself is as it was said"


def test_a_ladder_that_ends_too_early_says_so() -> None:
    questions = {**LADDER, "customers": RUNGS}, {**OPEN, "feature": "g"}
    counts = {PAY: counted((0, 10, 20, 25), (20, 25, 25, 30)), Item("g", "pay", "price"): counted((0, 30, 35), (20, 25, 25))}
    public, study = published(mirror(*questions, features={"f": priced(22), "g": priced(30, label="other")}), customers=counts)
    (table,) = stated(public, study)
    assert {e.feature for e in table.estimates if e.measure == "take_haircut"} == {"g"}
    assert [e.value for e in table.pick(feature="g", measure="take_haircut")] == [0]
    assert table.notes[-1] == "Not shown, because people were not asked that high: the feature."


def test_zeros_may_be_protests() -> None:
    public, study = published(
        mirror(OPEN, thresholds={"draws": 2000}),
        customers={PAY: counted((0, 10, 20, 40), (40, 10, 30, 20))},
        employees={PAY: counted((0, 10, 20), (30, 2, 2))},
    )
    (table,) = stated(public, study)
    found = {e.measure: e for e in table.estimates}
    assert found["median_price_without_zeros"].value == 20
    assert found["mean_price_without_zeros"].value == pytest.approx(np.average([10, 20, 40], weights=[10, 30, 20]))
    assert found["mean_price_without_zeros"].n == 60
    assert {e.audience for e in table.estimates} == {"customers"}, "fewer than five employees named a price"


def test_intent_is_a_chance_of_buying() -> None:
    public, study = published(
        mirror(INTENT, features={"f": priced(20)}),
        customers={RATED: counted((1, 2, 3, 4, 5), (40, 20, 20, 10, 10))},
        employees={RATED: counted((1, 2, 3, 4, 5), (0, 0, 0, 0, 12))},
    )
    (table,) = stated(public, study)
    customers, employees = table.pick(measure="intent_take")
    assert customers.value == pytest.approx(0.2 * 0.1 + 0.2 * 0.3 + 0.1 * 0.5 + 0.1 * 0.7)
    assert employees.value == pytest.approx(0.95 * 0.7), "of twelve, nothing says that all of them gave one answer"
    assert employees.flag == "clipped"


@pytest.mark.parametrize(
    "change", [{"intent_map": [0, 0.5, 1]}, {"asks": "want"}, {"shape": "open-price"}, {"feature": None, "answers": {"f": "x"}}]
)
def test_a_map_needs_a_rating_about_paying(change: dict[str, Any]) -> None:
    features = {"f": priced(20)}
    assert "questions[0].intent_map" in places(problems_of(features=features, questions=[{**INTENT, **change}]))


@pytest.mark.parametrize("value", [-0.1, 1.1, "most"])
def test_a_chance_is_a_share(value: object) -> None:
    made = {**INTENT, "intent_map": [0, 0.1, 0.3, 0.5, value]}
    assert places(problems_of(features={"f": priced(20)}, questions=[made])) == ["questions[0].intent_map[4]"]
