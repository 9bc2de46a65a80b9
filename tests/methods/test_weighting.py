"""What weighting changes: every share twice, what the weights cost, and no group of believers told by the difference."""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np
import pytest

from gapsurvey.coding import code
from gapsurvey.methods.weighting import weighting
from gapsurvey.model import Tallies
from gapsurvey.privacy import published
from gapsurvey.report import Table
from gapsurvey.stats.intervals import share_base, wilson
from gapsurvey.study import Study
from gapsurvey.tally import tally
from tests.builders import CUSTOMERS, EMPLOYEES, export, study

HALVES = {"Region": {"EMEA": 0.5, "APAC": 0.5}}


def answers(emea: tuple[int, int], apac: tuple[int, int]) -> dict[str, list[str]]:
    """Columns Region and Q1, of so many (yes, no) in each region, in turn."""
    people = [(region, said) for region, (yes, no) in (("EMEA", emea), ("APAC", apac)) for said in ["Yes"] * yes + ["No"] * no]
    mixed = [people[i] for i in np.random.default_rng(1).permutation(len(people))]
    return {"Region": [region for region, _ in mixed], "Q1": [said for _, said in mixed]}


def tables(columns: dict[str, list[str]], audience: str = "customers", **keys: Any) -> list[Table]:
    both = {"customers": CUSTOMERS, "employees": EMPLOYEES}
    weights = {"segments": {"Region": "Region"}, "weights": HALVES, **keys}
    made: Study = study(audiences={**both, audience: {**both[audience], **weights}})
    responses, _ = code(made, audience, export(columns), screened=False)
    return weighting(published(Tallies({}, {}) + tally(responses), made), made)


def numbers(columns: dict[str, list[str]], audience: str = "customers", **keys: Any) -> dict[str, float]:
    (table,) = tables(columns, audience, **keys)
    assert table.of == audience
    return {e.measure: e.value for e in table.estimates if e.value is not None}


def test_a_share_stands_beside_the_same_without_weights() -> None:
    (table,) = tables(answers((30, 60), (8, 2)))
    weighted, plain = (table.one(measure=f"want_{which}") for which in ("weighted", "unweighted"))
    assert weighted is not None
    assert plain is not None
    assert weighted.value == pytest.approx((1 / 3 + 0.8) / 2)
    assert (weighted.n, plain.n) == (100, 100)
    assert plain.value == pytest.approx(0.38)
    assert (plain.low, plain.high) == pytest.approx(wilson(0.38, 100))
    assert plain.n_effective == 100
    n, each = np.array([[60, 30], [2, 8]]), np.array([[50 / 90], [5.0]])  # no and yes, and a person's weight, in EMEA and in APAC
    share, base = share_base(n.sum(0), (n * each).sum(0), (n * each**2).sum(0), np.array([False, True]))
    assert (weighted.low, weighted.high) == pytest.approx(wilson(share, base))
    assert weighted.n_effective == pytest.approx(base)


def test_what_the_weights_cost() -> None:
    found = numbers(answers((30, 60), (8, 2)))
    kish = 100**2 / (50**2 / 90 + 50**2 / 10)
    assert found["want_kish_base"] == pytest.approx(kish)
    assert found["want_design_effect"] >= 100 / kish * (1 - 1e-9)
    # One margin is post-stratification: the variance is that within the cells, ½² of each, with n/(n − 1) of all.
    within = 0.25 * (1 / 3 * 2 / 3 / 90 + 0.8 * 0.2 / 10) * 100 / 99
    assert found["want_raked_standard_error"] == pytest.approx(sqrt(within))
    assert found["want_raked_standard_error"] < found["want_standard_error"]


def test_weights_that_miss_their_margins_gain_nothing_by_them() -> None:
    found = numbers(answers((30, 60), (8, 2)), weights={**HALVES, "trim": 3})
    assert "want_standard_error" in found
    assert "want_raked_standard_error" not in found


def test_weights_of_a_column_gain_nothing_by_margins() -> None:
    columns = answers((30, 60), (8, 2))
    found = numbers({**columns, "w": ["1.5" if said == "Yes" else "1" for said in columns["Q1"]]}, weights="w")
    assert found["want_weighted"] == pytest.approx(57 / 119)
    assert "want_raked_standard_error" not in found


def test_equal_weights_change_nothing() -> None:
    assert tables(answers((30, 20), (10, 40))) == []


def test_those_who_want_and_pay_are_told_too() -> None:
    columns = answers((30, 60), (8, 2))
    columns["P"] = ["Yes" if i % 3 else "No" for i in range(100)]
    ladder = {"asks": "pay", "shape": "price-ladder", "feature": "chat", "customers": {"columns": ["P"], "prices": [49]}}
    wants = {"asks": "want", "shape": "yes-no", "feature": "chat", "customers": "Q1", "employees": "Q1"}
    spec = {**CUSTOMERS, "segments": {"Region": "Region"}, "weights": HALVES}
    made = study(audiences={"customers": spec, "employees": EMPLOYEES}, questions=[wants, ladder])
    responses, _ = code(made, "customers", export(columns), screened=False)
    (table,) = weighting(published(tally(responses), made), made)
    paying = table.one(measure="want_and_pay_unweighted", at=49.0)
    assert paying is not None
    both = sum(said == "Yes" and pays == "Yes" for said, pays in zip(columns["Q1"], columns["P"], strict=True))
    assert paying.value == pytest.approx(both / 100)
    assert table.one(measure="want_and_pay_raked_standard_error", at=49.0) is not None


def test_believers_in_groups_that_could_be_shown() -> None:
    found = numbers(answers((30, 60), (8, 2)), "employees")
    assert found["want_unweighted"] == pytest.approx(0.38)
    assert "want_raked_standard_error" in found


@pytest.mark.parametrize("few", [(1, 3), (4, 0), (1, 0)])
def test_a_group_of_few_believers_is_not_told_by_two_totals(few: tuple[int, int]) -> None:
    assert tables(answers((30, 60), few), "employees") == []


def test_few_of_a_group_who_answered_are_not_told_either() -> None:
    columns = answers((30, 60), (8, 2))
    apac = [i for i, region in enumerate(columns["Region"]) if region == "APAC"]
    columns["Q1"] = ["" if i in apac[4:] else said for i, said in enumerate(columns["Q1"])]
    assert tables(columns, "employees") == []


def test_fewer_than_twenty_believers_are_not_told() -> None:
    assert tables(answers((5, 6), (4, 4)), "employees") == []
    assert tables(answers((5, 7), (4, 4)), "employees") != []


def test_weights_of_a_column_may_be_one_persons_own() -> None:
    columns = answers((30, 60), (8, 2))
    assert tables({**columns, "w": [str(1 + i / 100) for i in range(100)]}, "employees", weights="w") == []
