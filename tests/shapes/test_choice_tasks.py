"""Choice tasks: what was shown from a file or from columns, what was chosen, and what is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapsurvey.layout import Layout
from gapsurvey.model import Item
from gapsurvey.shapes import SHAPES, Coded
from gapsurvey.shapes.choice_tasks import alternative
from tests.builders import export, places, problems_of, records, study

HELP = {"Help": {"chat": "Live chat", "phone": "Phone"}}
LONG: dict[str, Any] = {
    "asks": "pay",
    "shape": "choice-tasks",
    "customers": {},
    "tasks": {"attributes": HELP, "price": "Price", "file": "choices.csv", "version": "id"},
}
WIDE: dict[str, Any] = {
    "asks": "pay",
    "shape": "choice-tasks",
    "customers": {"columns": ["C1", "C2"]},
    "tasks": {"attributes": HELP, "price": "Price", "shown": "T{task}A{alternative} {attribute}"},
}
DESIGN: dict[str, Any] = {**LONG, "customers": {"columns": ["C1", "C2"]}}
# Two versions of two tasks: help and price of each alternative.
FILE = {
    "id": ["a"] * 4 + ["b"] * 4,
    "task": ["1", "1", "2", "2"] * 2,
    "Help": ["Live chat", "None", "Phone", "None", "Phone", "Live chat", "None", "Live chat"],
    "Price": ["$49", "0", "29", "0", "29", "49", "0", "39"],
}
CHOSEN = {"chosen": ["1", "0", "0", "1", "1", "0", "1", "0"]}


def coded(question: Mapping[str, Any], columns: Mapping[str, Sequence[str]], file: Mapping[str, Sequence[str]] | None = None,
          quiet: int = 1) -> Coded:  # fmt: skip
    asked = study(questions=[question]).asked(0, "customers")
    seen = records(columns, quiet=quiet)
    beside = {"choices.csv": export(file, file="choices.csv")} if file else {}
    return SHAPES["choice-tasks"].code(asked, type(seen)(seen.export, seen.rows, quiet, beside=beside), "questions[0].customers")


def told(made: Coded) -> list[list[tuple[int, list[list[float]]] | None]]:
    """Per person and task, the alternative chosen and what every one was; sound or it fails."""
    assert not made.problems
    (profile,) = made.profiles
    layout = Layout.of(profile.fields, ("chosen",))
    values = np.full(profile.codes.shape, np.nan)
    for i, levels in enumerate(profile.levels):
        values[:, i] = np.array([*levels, np.nan])[profile.codes[:, i]]
    picked, described = layout.parts(values)
    shown = [[[x.tolist() for x in task if not np.isnan(x).all()] for task in person] for person in described]
    return [
        [None if np.isnan(pick) else (int(pick), alternatives) for pick, alternatives in zip(picks[:, 0], of_person, strict=True)]
        for picks, of_person in zip(picked, shown, strict=True)
    ]


A1, A2 = [[1.0, 0.0, 49.0], [0.0, 0.0, 0.0]], [[0.0, 1.0, 29.0], [0.0, 0.0, 0.0]]
B1, B2 = [[0.0, 1.0, 29.0], [1.0, 0.0, 49.0]], [[0.0, 0.0, 0.0], [1.0, 0.0, 39.0]]


def test_long_form_is_one_file_of_alternatives() -> None:
    made = coded(LONG, {"id": ["b", "a"]}, {**FILE, **CHOSEN})
    assert told(made) == [[(1, B1), (1, B2)], [(1, A1), (2, A2)]]
    assert made.profiles[0].item == Item("", "pay", "choice")
    assert not made.notes


def test_a_design_file_tells_what_each_version_showed() -> None:
    made = coded(DESIGN, {"id": ["a", "b", "a"], "C1": ["2", "Option 1", "1"], "C2": ["Concept B", "1", "1"]}, FILE)
    assert told(made) == [[(2, A1), (2, A2)], [(1, B1), (1, B2)], [(1, A1), (1, A2)]]


def test_one_version_for_all_needs_no_name() -> None:
    tasks = {key: value for key, value in LONG["tasks"].items() if key != "version"}
    file = {name: cells[:4] for name, cells in FILE.items() if name != "id"}
    assert told(coded({**DESIGN, "tasks": tasks}, {"C1": ["1"], "C2": ["2"]}, file)) == [[(1, A1), (2, A2)]]


def test_wide_form_has_a_column_per_attribute() -> None:
    shown = {"T1A1 Help": "Live chat", "T1A2 Help": "None", "T2A1 Help": "Phone", "T2A2 Help": "None",
             "T1A1 Price": "49", "T1A2 Price": "0", "T2A1 Price": "29", "T2A2 Price": "0"}  # fmt: skip
    columns = {name: [cell] * 2 for name, cell in shown.items()}
    assert told(coded(WIDE, {"C1": ["1", "2"], "C2": ["2", "2"], **columns})) == [[(1, A1), (2, A2)], [(2, A1), (2, A2)]]


NONE: dict[str, Any] = {**DESIGN, "tasks": {**DESIGN["tasks"], "none": "Neither"}}


def test_none_of_them_is_an_alternative_of_its_own() -> None:
    ((first, second),) = told(coded(NONE, {"id": ["a"], "C1": ["Neither"], "C2": ["2"]}, FILE))
    assert first == (3, [[*x, 0.0] for x in A1] + [[0.0, 0.0, 0.0, 1.0]])
    assert second == (2, [[*x, 0.0] for x in A2] + [[0.0, 0.0, 0.0, 1.0]])


def test_none_of_them_may_be_a_row_of_the_file() -> None:
    rows = {
        "id": ["a"] * 3, "task": ["1"] * 3, "alternative": ["1", "2", "Neither"], "Help": ["Live chat", "Phone", ""],
        "Price": ["49", "29", ""], "chosen": ["0", "0", "1"],
    }  # fmt: skip
    attributes = {"Help": {"chat": "Live chat"}}
    made = coded({**LONG, "tasks": {**NONE["tasks"], "attributes": attributes}}, {"id": ["a"]}, rows)
    assert told(made) == [[(3, [[1, 49, 0], [0, 29, 0], [0, 0, 1]])]]


def test_a_task_without_a_choice_is_left_out_and_counted() -> None:
    made = coded(LONG, {"id": ["a", "b"]}, {**FILE, "chosen": ["1", "0", "0", "0", "1", "1", "1", "0"]})
    assert told(made) == [[(1, A1), None], [None, (1, B2)]]
    assert made.notes == ["2 of the choice tasks have no chosen alternative, and are left out."]


def test_a_price_that_cannot_be_read_leaves_out_its_task() -> None:
    made = coded(LONG, {"id": ["a"]}, {**FILE, **CHOSEN, "Price": ["ask us", *FILE["Price"][1:]]})
    assert told(made)[0][0] is None
    assert made.notes == ["1 of the choice tasks show a level that cannot be read, and are left out."]


def test_people_without_tasks_are_counted() -> None:
    made = coded(LONG, {"id": ["a", "z"]}, {**FILE, **CHOSEN})
    assert told(made)[1] == [None, None]
    assert made.notes == ["1 person has no tasks in choices.csv, and are not counted in them."]


def test_attributes_that_are_no_feature_are_numbers_or_levels() -> None:
    attributes = {"Help": {"chat": "Live chat", "phone": "Phone"}, "Hours": {}, "Brand": {}}
    file = {**FILE, **CHOSEN, "Hours": list("12341234"), "Brand": ["Acme", "Bolt"] * 4}
    made = coded({**LONG, "tasks": {**LONG["tasks"], "attributes": attributes}}, {"id": ["a"]}, file)
    assert Layout.of(made.profiles[0].fields, ("chosen",)).columns == (
        "feature:chat", "feature:phone", "other:Hours", "other:Brand: Bolt", "price",
    )  # fmt: skip


def test_where_every_level_is_a_feature_the_first_is_what_others_are_measured_from() -> None:
    file = {**FILE, **CHOSEN, "Help": ["Live chat", "Phone"] * 4}
    made = coded(LONG, {"id": ["a"]}, file)
    assert Layout.of(made.profiles[0].fields, ("chosen",)).columns == ("feature:phone", "price")


@pytest.mark.parametrize(
    ("file", "where", "found"),
    [
        ({"Help": ["Live chat", "None", "Phone", "Nothing"] * 2}, "tasks.attributes.Help", "2 levels"),
        ({"Help": ["Phone", "None"] * 4}, "tasks.attributes.Help.chat", "no alternative has the level"),
        ({"Price": ["free"] * 8}, "tasks", "no price"),
        ({"Price": ["9"] * 8}, "tasks", "never differ in \"price\""),
        ({"chosen": ["0"] * 8}, "tasks.chosen", "says what was chosen"),
        ({"id": list("stuvwxyz")}, "tasks.version", "no \"id\""),
    ],
)  # fmt: skip
def test_a_wrong_design_is_refused(file: Mapping[str, list[str]], where: str, found: str) -> None:
    problems = coded(LONG, {"id": ["a", "b"]}, {**FILE, **CHOSEN, **file}).problems
    assert places(problems) == [f"questions[0].customers.{where}"]
    assert found in problems[0].found
    assert problems[0].fix


def test_columns_that_are_not_there_are_all_told() -> None:
    file = {name: cells for name, cells in FILE.items() if name not in ("Help", "Price")}
    assert places(coded(LONG, {"id": ["a"]}, file).problems) == ["questions[0].customers.tasks.attributes"] * 2
    assert places(coded(DESIGN, {"id": ["a"]}, FILE).problems) == ["questions[0].customers"] * 2
    made = coded(DESIGN, {"id": ["a"], "C1": ["1"]}, {k: v for k, v in FILE.items() if k != "task"})
    assert places(made.problems) == ["questions[0].customers", "questions[0].customers.tasks.task"]


def test_as_many_columns_as_tasks() -> None:
    (problem,) = coded({**DESIGN, "customers": {"columns": ["C1"]}}, {"id": ["a"], "C1": ["1"]}, FILE).problems
    assert "1 columns of choices, and 2 tasks" in problem.found


@pytest.mark.parametrize(
    ("text", "number"),
    [("2", 2), ("02", 2), ("Option 2", 2), ("Concept B", 2), ("b", 2), ("Choice #3", 3), ("12", 12), ("two", None), ("", None),
     ("24x7", None), ("2.5", None)],
)  # fmt: skip
def test_what_an_answer_chooses(text: str, number: int | None) -> None:
    assert alternative(text) == number


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"asks": "want"}, "questions[0].customers"),
        ({"tasks": {**WIDE["tasks"], "price": None}}, "questions[0].customers.tasks.price"),
        ({"tasks": {**WIDE["tasks"], "price": "Help"}}, "questions[0].customers.tasks.price"),
        ({"tasks": {**WIDE["tasks"], "file": "d.csv"}}, "questions[0].customers.tasks"),
        ({"tasks": {**WIDE["tasks"], "shown": "T{task}"}}, "questions[0].customers.tasks.shown"),
        ({"tasks": {**WIDE["tasks"], "sets": [["chat", "phone"]]}}, "questions[0].customers.tasks.sets"),
        ({"customers": {}}, "questions[0].customers"),
        ({"feature": "chat"}, "questions[0].customers"),
        ({"tasks": {**WIDE["tasks"], "attributes": {"Help": {"fax": "Fax"}}}}, "questions[0].tasks.attributes.Help.fax"),
        ({"tasks": {**WIDE["tasks"], "offers": {"Rival": {"features": ["fax"], "price": 9.0}}}},
         "questions[0].tasks.offers.Rival.features"),
        ({"tasks": {**WIDE["tasks"], "prize": "P"}}, "questions[0].tasks.prize"),
        ({"tasks": {**WIDE["tasks"], "attributes": {"A": {"chat": "x"}, "B": {"chat": "y"}}}},
         "questions[0].customers.tasks.attributes.B.chat"),
    ],
)  # fmt: skip
def test_what_a_study_cannot_say(change: Mapping[str, Any], where: str) -> None:
    found = problems_of(questions=[{**WIDE, **change}])
    assert places(found) == [where]
    assert found[0].fix


def test_one_question_of_choice_tasks_each() -> None:
    assert "already taken" in problems_of(questions=[WIDE, {**WIDE, "asks": "prefer"}])[0].found


def test_an_audience_may_have_had_tasks_of_its_own() -> None:
    made = study(questions=[{**DESIGN, "employees": {"columns": ["D1", "D2"], "tasks": {"file": "other.csv"}}}])
    assert made.asked(0, "employees").tasks.file == "other.csv"
    assert made.asked(0, "employees").tasks.price == "Price"
    assert made.asked(0, "customers").tasks.file == "choices.csv"


SECRET = "my boss Ann told me so"


@given(st.sampled_from(["Help", "Price", "chosen", "task"]), st.integers(0, 7))
def test_nothing_of_the_file_is_repeated_as_an_answer_of_a_believer(name: str, row: int) -> None:
    file: dict[str, list[str]] = {**FILE, **CHOSEN}
    file[name] = [SECRET if i == row and name == "chosen" else cell for i, cell in enumerate(file[name])]
    made = coded(LONG, {"id": ["a", "b"]}, file, quiet=5)
    assert SECRET not in " ".join([*made.notes, *map(str, made.problems)])


def test_prices_in_another_currency_are_refused() -> None:
    shown = {**FILE, **CHOSEN, "Price": [f"{price} €" for price in FILE["Price"]]}
    (problem,) = coded(LONG, {"id": ["a", "b"]}, shown).problems
    assert problem.found == 'the prices in "Price" are not in USD, the study\'s currency'
