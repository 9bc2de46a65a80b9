"""How sure a yes to a price is: counted with the answer it follows, and refused where it follows none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from gapsurvey.model import Item
from gapsurvey.study import Study
from tests.builders import coded, places, problems_of, study
from tests.shapes.test_prices import BIDS, values

YES_NO = {"asks": "pay", "shape": "yes-no", "feature": "chat"}
LADDER = {"columns": ["A", "B"], "prices": [29, 49]}


def asked(shape: str, source: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {**YES_NO, "shape": shape, "customers": {"certainty": "S", **source}, **more}


def test_a_yes_beside_how_sure_it_is() -> None:
    """A no has no certainty, whatever is written there; a yes without one is no answer; tools label a scale's ends."""
    columns = {"Q": ["Yes", "No", "Yes", "", "Yes"], "S": ["10 (Certain)", "3", "", "9", "0"]}
    made = coded(asked("yes-no", {"column": "Q"}), columns)
    (profile,) = made.profiles
    assert (profile.item, profile.fields) == (Item("chat", "pay", "price-certainty"), ("price", "certainty"))
    assert profile.levels == ((0.0, 49.0), tuple(map(float, range(11))))
    assert values(profile) == [[49, 10], [0, None], [None, None], [None, None], [49, 0]]
    assert made.notes == ["1 person would pay and did not say how sure they are; they leave the base of certainty."]
    assert made.answers[0].codes.tolist() == [1, 0, 1, -1, 1], "what was said to the price is counted as ever"


def test_the_highest_rung_that_is_accepted() -> None:
    columns = {"A": ["Yes", "Yes", "No"], "B": ["Yes", "No", "No"], "S": ["8", "7", ""]}
    assert values(coded(asked("price-ladder", LADDER), columns).profiles[0]) == [[49, 8], [29, 7], [0, None]]


def test_bids_are_as_sure_as_their_last_answer() -> None:
    columns = {"B1": ["20"] * 4, "R1": ["Yes", "No", "Yes", "Yes"], "B2": ["30", "10", "30", ""], "R2": ["No", "Yes", "Yes", ""],
               "S": ["5", "6", "", "9"]}  # fmt: skip
    bids, sure = coded(asked("double-bounded", BIDS), columns).profiles
    assert values(bids) == [[20, 1, 30, 0], [20, 0, 10, 1], [20, 1, 30, 1], [20, 1, None, None]]
    assert sure.item == Item("chat", "pay", "bids-certainty")
    assert values(sure) == [[20, 1, 30, 0, None], [20, 0, 10, 1, 6], [None] * 5, [20, 1, None, None, 9]]


@pytest.mark.parametrize(
    ("scale", "points"),
    [(["no", "perhaps", ["sure", "certain"]], (1.0, 2.0, 3.0)), ([1, 5, 10], (1.0, 5.0, 10.0)), ([0, 0.5, "1"], (0.0, 0.5, 1.0))],
)
def test_a_scale_of_its_own(scale: list[Any], points: tuple[float, ...]) -> None:
    texts = [point if isinstance(point, str) else str(point[-1] if isinstance(point, list) else point) for point in scale]
    source = {"column": "Q", "certainty": {"column": "S", "scale": scale}}
    (profile,) = coded(asked("yes-no", source), {"Q": ["Yes"] * 3, "S": texts}).profiles
    assert profile.levels[1] == points
    assert [row[1] for row in values(profile)] == list(points)


def test_the_points_of_certainty_are_not_words_of_the_answer() -> None:
    """A price of 1 to 10 or a coded yes is read as without it."""
    columns = {"P": ["5", "10"], "R": ["1", "0"], "S": ["5", "10"]}
    question = asked("price", {"price": "P", "answer": "R"}, yes=[1], no=[0])
    assert values(coded(question, columns).profiles[0]) == [[5, 1], [10, 0]]


def test_what_is_missing_is_told_together() -> None:
    made = coded(asked("yes-no", {"column": "Z"}), {"Q": ["Yes"], "R": ["5"]})
    assert places(made.problems) == ["questions[0].customers", "questions[0].customers.certainty"]
    unread = coded(asked("yes-no", {"column": "Q"}), {"Q": ["Yes"], "S": ["rather"]})
    assert places(unread.problems) == ["questions[0].customers.certainty"]
    assert not unread.profiles


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"shape": "open-price"}, ["certainty"]),
        ({"asks": "want"}, ["certainty"]),
        ({"feature": None, "answers": {"chat": "x", "phone": "y"}}, ["certainty"]),
        ({"shape": "rating", "asks": "want", "scale": [1, 2, 3]}, ["certainty", "certainty"]),
        ({"customers": {"column": "Q", "certainty": {"column": "S", "scale": [1]}}}, ["certainty.scale"]),
        ({"customers": {"column": "Q", "certainty": {"column": "S", "scale": ["No", "no"]}}}, ["certainty.scale"]),
        ({"customers": {"column": "Q", "certainty": {"column": "S", "scale": [10, 5, 0]}}}, ["certainty.scale"]),
        ({"customers": {"column": "Q", "certainty": {"column": "S", "scales": [0, 1]}}}, ["certainty.scales"]),
        ({"customers": {"column": "Q", "certainty": 7}}, ["certainty"]),
    ],
)
def test_certainty_that_follows_no_yes_is_refused(change: dict[str, Any], where: list[str]) -> None:
    question = {**asked("yes-no", {"column": "Q"}), **change}
    assert places(problems_of(questions=[question])) == [f"questions[0].customers.{place}" for place in where]


def test_believers_would_not_pay_themselves() -> None:
    question = asked("yes-no", {"column": "Q"}, employees={"column": "Q", "certainty": "S"})
    assert places(problems_of(questions=[question])) == ["questions[0].employees.certainty"]


def test_it_is_written_as_it_was_read() -> None:
    import tomllib

    made = study(questions=[asked("yes-no", {"column": "Q"}), {**YES_NO, "asks": "want", "customers": "W"}])
    assert Study(**tomllib.loads(made.to_toml())) == made
