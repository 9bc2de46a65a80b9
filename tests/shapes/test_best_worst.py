"""Best–worst sets: places or items, fixed sets or a design file, and what is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from gapsurvey.layout import Layout
from gapsurvey.shapes import SHAPES, Coded
from tests.builders import export, places, problems_of, records, study

Columns = Mapping[str, Sequence[str]]
ITEMS = {"a": "Alpha", "b": "Beta", "c": "Gamma"}
FEATURES = {name: {"label": label} for name, label in ITEMS.items()}
QUESTION: dict[str, Any] = {
    "asks": "need",
    "shape": "best-worst",
    "answers": ITEMS,
    "customers": {"columns": ["B1", "W1", "B2", "W2"]},
    "tasks": {"sets": [["a", "b", "c"], ["c", "a"]]},
}
FILED = {**QUESTION, "tasks": {"file": "design.csv", "version": "v", "task": "set", "alternative": "item"}}


def coded(question: Mapping[str, Any], columns: Columns, file: Columns | None = None) -> Coded:
    asked = study(features=FEATURES, questions=[question]).asked(0, "customers")
    seen = records(columns)
    beside = {"design.csv": export(file, file="design.csv")} if file else {}
    return SHAPES["best-worst"].code(asked, type(seen)(seen.export, seen.rows, beside=beside), "questions[0].customers")


def told(made: Coded) -> list[list[tuple[str, str]]]:
    """Per person and set, the best and the worst; "" for none."""
    assert not made.problems
    (profile,) = made.profiles
    layout = Layout.of(profile.fields, ("best", "worst"))
    values = np.full(profile.codes.shape, np.nan)
    for i, levels in enumerate(profile.levels):
        values[:, i] = np.array([*levels, np.nan])[profile.codes[:, i]]
    picked, shown = layout.parts(values)
    names = list(ITEMS)

    def item(person: int, at: int, pick: int) -> str:
        place = picked[person, at, pick]
        return "" if np.isnan(place) else names[int(shown[person, at, int(place) - 1].argmax())]

    return [[(item(p, s, 0), item(p, s, 1)) for s in range(layout.tasks)] for p in range(len(values))]


def people(*rows: str) -> dict[str, list[str]]:
    """Columns B1, W1, B2, W2 of people, a blank written as -."""
    cells = [["" if cell == "-" else cell for cell in row.split()] for row in rows]
    return {name: [row[i] for row in cells] for i, name in enumerate(("B1", "W1", "B2", "W2"))}


def test_an_answer_is_an_item_or_its_place() -> None:
    assert told(coded(QUESTION, people("Alpha gamma Gamma Alpha", "3 1 2 1"))) == [
        [("a", "c"), ("c", "a")],
        [("c", "a"), ("a", "c")],
    ]


def test_a_design_file_gives_each_version_its_sets() -> None:
    file = {"v": list("1111222"), "set": list("1122112"), "item": ["Alpha", "Beta", "Gamma", "Alpha", "Beta", "Gamma", "Alpha"]}
    file = {name: [*cells, last] for (name, cells), last in zip(file.items(), ("2", "2", "Beta"), strict=True)}
    made = coded(FILED, {**people("1 2 1 2", "1 2 Beta Alpha"), "v": ["1", "2"]}, file)
    assert told(made) == [[("a", "b"), ("c", "a")], [("b", "c"), ("b", "a")]]


def test_incomplete_sets_are_kept_and_counted() -> None:
    made = coded(QUESTION, people("1 - 1 2", "- - - 2"))
    assert told(made) == [[("a", ""), ("c", "a")], [("", ""), ("", "a")]]
    assert made.notes == [
        "2 sets have a best or a worst only: counted in the scores, not in the utilities.",
        "1 sets were left blank by people who answered others.",
    ]


def test_best_and_worst_at_once_and_items_that_were_not_there_are_left_out() -> None:
    made = coded(QUESTION, people("1 1 1 2", "1 2 Beta 1", "1 2 1 2"))
    assert told(made) == [[("", ""), ("c", "a")], [("a", "b"), ("", "c")], [("a", "b"), ("c", "a")]]
    assert made.notes[0].startswith('1 answers to "B2" name an item that was not in the set')
    assert made.notes[1].startswith("1 sets name one item best and worst")


def test_items_must_be_features() -> None:
    file = {"v": ["1"] * 4, "set": list("1122"), "item": ["Alpha", "Delta", "Alpha", "Beta"]}
    (problem,) = coded(FILED, {**people("1 2 1 2"), "v": ["1"]}, file).problems
    assert problem.where == "questions[0].customers.answers"
    assert '"Delta"' in problem.found


def test_two_columns_per_set() -> None:
    (problem,) = coded({**QUESTION, "customers": {"columns": ["B1", "W1"]}}, people("1 2 1 2")).problems
    assert "2 columns for 2 sets" in problem.found


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"asks": "pay"}, ""),
        ({"answers": {"a": "Alpha"}, "tasks": {"sets": [["a", "a"]]}}, ".answers"),
        ({"tasks": {"sets": [["a", "chat"]]}}, ".tasks.sets"),
        ({"tasks": {"sets": [["a", "a"]]}}, ".tasks.sets[0]"),
        ({"tasks": {}}, ".tasks"),
        ({"customers": {}}, ""),
        ({"feature": "a"}, ""),
    ],
)
def test_what_a_study_cannot_say(change: Mapping[str, Any], where: str) -> None:
    features = {**FEATURES, "chat": {"label": "chat"}}
    found = places(problems_of(features=features, questions=[{**QUESTION, **change}]))
    assert f"questions[0].customers{where}" in found
