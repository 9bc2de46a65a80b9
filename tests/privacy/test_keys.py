"""What a study may say of believers' groups: crossings, and audiences that share a file."""

from __future__ import annotations

import tomllib
from typing import Any

from gapsurvey.study import Study
from tests.builders import CUSTOMERS, EMPLOYEES, places, problems_of, study

SEGMENTS = {"Function": "F", "Region": "R"}
GROUPED = {**EMPLOYEES, "segments": SEGMENTS}


def of_crossings(*crossed: Any) -> list[str]:
    return places(problems_of(audiences={"customers": CUSTOMERS, "employees": {**GROUPED, "crossed": list(crossed)}}))


def test_crossings_are_named_after_their_segmentations() -> None:
    made = study(audiences={"customers": CUSTOMERS, "employees": {**GROUPED, "crossed": [["Function", "Region"]]}})
    assert made.segmentations("employees") == ("Function", "Region", "Function × Region")
    assert made.segmentations("customers") == ()
    assert Study(**tomllib.loads(made.to_toml())) == made


def test_every_wrong_crossing_is_told_at_once() -> None:
    wrong = of_crossings(["Function", "Team"], ["Function"], ["Region", "Region"], ["Function", "Region"], ["Region", "Function"])
    assert wrong == [f"audiences.employees.crossed[{i}]" for i in (0, 1, 2, 4)]


def test_a_crossing_cannot_have_the_name_of_a_segmentation() -> None:
    segments = {**SEGMENTS, "Function × Region": "B"}
    employees = {**GROUPED, "segments": segments, "crossed": [["Function", "Region"]]}
    assert places(problems_of(audiences={"customers": CUSTOMERS, "employees": employees})) == ["audiences.employees.crossed[0]"]
