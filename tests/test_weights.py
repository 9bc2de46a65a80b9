"""Weights reach the margins they were given, cost what they cost, and never change who answered."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapsurvey.coding import code
from gapsurvey.errors import Problem, StudyError
from gapsurvey.model import Cell, Item, Responses, SegmentCodes
from gapsurvey.report import Source
from gapsurvey.study import Weights
from gapsurvey.tally import tally
from gapsurvey.weights import raked
from tests.builders import CUSTOMERS, EMPLOYEES, export, study

WANT = Item("chat", "want", "share")


def weighted(columns: dict[str, list[str]], audience: str = "customers", **keys: Any) -> tuple[Responses, Source]:
    """That audience coded, with these keys for its segments and weights."""
    both = {"customers": CUSTOMERS, "employees": EMPLOYEES}
    made = study(audiences={**both, audience: {**both[audience], **keys}})
    n = len(next(iter(columns.values())))
    return code(made, audience, export({"Q1": ["Yes", "No"] * (n // 2) + ["Yes"] * (n % 2), **columns}))


def problems(columns: dict[str, list[str]], audience: str = "customers", **keys: Any) -> tuple[Problem, ...]:
    with pytest.raises(StudyError) as caught:
        weighted(columns, audience, **keys)
    return caught.value.problems


def margins(**shares: dict[str, float]) -> dict[str, Any]:
    """An audience's segments and weights; a segmentation `Region` stands in a column of the same name."""
    return {"segments": {name: name for name in shares}, "weights": shares}


REGION = {"Region": ["EMEA"] * 6 + ["APAC"] * 2}


def test_margins_are_met() -> None:
    responses, source = weighted(REGION, **margins(Region={"EMEA": 0.5, "apac": 0.5}))
    assert responses.weight == pytest.approx([2 / 3] * 6 + [2] * 2)
    # Kish, by hand: Σw = 8, Σw² = 6·4/9 + 2·4 = 32/3, effective base 64 / (32/3) = 6
    assert source.weighting == pytest.approx({"design_effect": 8 / 6, "effective_base": 6, "efficiency": 0.75})


@pytest.mark.parametrize("weights", [{"Region": {"EMEA": 0.5, "APAC": 0.5}, "trim": 1.5},
                                     {"margins": {"Region": {"EMEA": 0.5, "APAC": 0.5}}, "trim": [0.0, 1.5]}])  # fmt: skip
def test_trimmed_weights_say_so(weights: dict[str, Any]) -> None:
    responses, source = weighted(REGION, segments={"Region": "Region"}, weights=weights)
    assert responses.weight == pytest.approx([5 / 6] * 6 + [1.5] * 2)
    # by hand: Σw = 8, Σw² = 6·25/36 + 2·9/4 = 26/3; APAC has 3/8 of the weight, not ½
    assert source.weighting == pytest.approx(
        {"design_effect": 8 * (26 / 3) / 64, "effective_base": 64 / (26 / 3), "efficiency": 8 / (26 / 3),
         "untrimmed_design_effect": 8 / 6, "trimmed": 2, "margins_missed_by": 0.125}
    )  # fmt: skip


def test_weights_of_a_column_are_trimmed_too() -> None:
    responses, source = weighted({"w": ["1", "1", "1", "5"]}, weights={"column": "w", "trim": 1.5})
    assert responses.weight == pytest.approx([5 / 3] * 3 + [3])
    assert source.weighting["trimmed"] == 1
    assert source.weighting["untrimmed_design_effect"] == pytest.approx(4 * 28 / 64)


def test_bounds_that_nobody_is_beyond_change_nothing() -> None:
    plain, _ = weighted(REGION, **margins(Region={"EMEA": 0.5, "APAC": 0.5}))
    bounded, source = weighted(REGION, segments={"Region": "Region"}, weights={"Region": {"EMEA": 0.5, "APAC": 0.5}, "trim": 4})
    assert bounded.weight.tolist() == plain.weight.tolist()
    assert source.weighting["trimmed"] == 0
    assert "margins_missed_by" not in source.weighting


def test_a_few_believers_whose_weight_was_trimmed_are_not_counted() -> None:
    _, source = weighted(
        REGION, "employees", segments={"Region": "Region"}, weights={"Region": {"EMEA": 0.5, "APAC": 0.5}, "trim": 1.5}
    )
    assert "trimmed" not in source.weighting
    assert "untrimmed_design_effect" in source.weighting


@pytest.mark.parametrize("bounds", [1, 0.5, [1.2, 3], [-0.1, 3], [0.3, 1.0], [0.3], "3", [0.3, "3"], True])
def test_bounds_hold_the_mean_between_them(bounds: Any) -> None:
    for weights in ({"column": "w", "trim": bounds}, {"Region": {"EMEA": 1.0}, "trim": bounds}):
        found = problems({"w": ["1"], "Region": ["EMEA"]}, segments={"Region": "Region"}, weights=weights)
        assert all(problem.where.startswith("audiences.customers.weights.trim") for problem in found), found


def test_a_segmentation_may_be_called_trim() -> None:
    responses, _ = weighted({"trim": ["a", "a", "b"]}, **margins(trim={"a": 0.5, "b": 0.5}))
    assert responses.weight == pytest.approx([0.75, 0.75, 1.5])


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 1)), max_size=40), st.floats(0.2, 0.6), st.floats(0.2, 0.8))
def test_all_margins_are_met_at_once(people: list[tuple[int, int]], first: float, second: float) -> None:
    everywhere = np.array([*people, *((a, b) for a in range(3) for b in range(2))])
    shares = ({"a": first, "b": (1 - first) / 2, "c": (1 - first) / 2}, {"x": second, "y": 1 - second})
    segments = tuple(
        SegmentCodes(name, tuple(cells), everywhere[:, i].astype(np.int32))
        for i, (name, cells) in enumerate(zip("AB", shares, strict=True))
    )
    weight = raked(Weights(margins=dict(zip("AB", shares, strict=True))), segments, "here").weight
    assert weight.sum() == pytest.approx(len(everywhere))
    for segment, targets in zip(segments, shares, strict=True):
        assert np.bincount(segment.codes, weight) / weight.sum() == pytest.approx(list(targets.values()))


def test_weights_never_change_who_answered() -> None:
    plain, _ = weighted(REGION, segments={"Region": "Region"})
    heavy, _ = weighted(REGION, **margins(Region={"EMEA": 0.1, "APAC": 0.9}))
    before, after = tally(plain), tally(heavy)
    assert before.members == after.members
    for cell in before.counts:
        assert before.counts[cell][WANT].n.tolist() == after.counts[cell][WANT].n.tolist()
    counts = after.counts[Cell("customers")][WANT]
    assert counts.base == 8
    assert counts.weighted_base == pytest.approx(8)
    assert counts.kish_base < 4


def test_weights_of_a_column_are_taken_as_they_are() -> None:
    responses, source = weighted({"w": ["1.5", "0,5", "2"]}, weights="w")
    assert responses.weight.tolist() == [1.5, 0.5, 2]
    assert source.weighting["effective_base"] == pytest.approx(16 / 6.5)


def test_equal_weights_are_no_weighting() -> None:
    assert weighted({"w": ["2", "2"]}, weights="w")[1].weighting == {}


@pytest.mark.parametrize("bad", ["", "0", "-1", "heavy", "nan", "inf", "1e999"])
def test_everybody_who_counts_has_a_weight(bad: str) -> None:
    (problem,) = problems({"w": ["1", bad, "1"]}, weights="w")
    assert problem.where == "audiences.customers.weights"
    assert "for 1 of 3 respondents" in problem.found


def test_weights_are_in_a_column_that_is_there() -> None:
    (problem,) = problems({"weight": ["1", "2"]}, weights="wieght")
    assert problem.fix == 'Did you mean "weight"?'


def test_a_category_that_nobody_is_in_is_named() -> None:
    (problem,) = problems(REGION, **margins(Region={"EMEA": 0.5, "APAC": 0.3, "Antarctica": 0.2}))
    assert problem.where == "audiences.customers.weights.Region"
    assert problem.found == 'nobody answered "Antarctica"'
    assert problem.exists == '"APAC", "EMEA"'


def test_a_category_without_a_share_is_named() -> None:
    (problem,) = problems(REGION, **margins(Region={"EMEA": 1.0}))
    assert problem.found == 'no share for "APAC"'


@pytest.mark.parametrize(("cell", "people"), [("", "1 respondent is"), ("N/A", "1 respondent is")])
def test_respondents_without_a_category_are_counted(cell: str, people: str) -> None:
    (problem,) = problems({"Region": ["EMEA", "APAC", cell]}, **margins(Region={"EMEA": 0.5, "APAC": 0.5}))
    assert problem.found == f"{people} in no category"


def test_everything_wrong_with_the_margins_is_told_at_once() -> None:
    columns = {"Region": ["EMEA", "APAC", ""], "Size": ["big", "small", "small"]}
    shares = margins(Region={"EMEA": 0.5, "Arctic": 0.5}, Size={"big": 0.5, "huge": 0.5})
    found = [(p.where.rsplit(".", 1)[1], p.found.split(" ")[0]) for p in problems(columns, **shares)]
    assert found == [("Region", "nobody"), ("Region", "no"), ("Region", "1"), ("Size", "nobody"), ("Size", "no")]


def test_margins_that_contradict_each_other_are_told() -> None:
    columns = {"Region": ["EMEA", "APAC"], "Size": ["big", "small"]}
    shares = margins(Region={"EMEA": 0.3, "APAC": 0.7}, Size={"big": 0.6, "small": 0.4})
    (problem,) = problems(columns, **shares)
    assert "no weights reach all margins at once" in problem.found


@pytest.mark.parametrize("shares", [{"Sales": 1.0}, {"Sales": 0.5, "Legal": 0.5}])
def test_a_team_of_few_is_not_named(shares: dict[str, float]) -> None:
    team = {"Team": ["Sales"] * 5 + ["Ann’s own office"] * 4}
    found = problems(team, "employees", **margins(Team=shares))
    assert found
    assert not [p for p in found if "Ann" in str(p)]
    assert any("1 of fewer than 5 people" in str(p) for p in found)
