"""A rating is the position on the scale that the study gives."""

from __future__ import annotations

import pytest

from gapsurvey.model import Item
from tests.builders import answered, coded

RATING = {"asks": "need", "shape": "rating", "feature": "chat", "scale": ["Not at all", "Somewhat", "Very"], "customers": "Q1"}


def test_labels_are_positions() -> None:
    made = coded(RATING, {"Q1": ["Very", "not at  all", "Somewhat", "", "N/A"]})
    assert made.answers[0].item == Item("chat", "need", "rating")
    assert made.answers[0].levels == (1.0, 2.0, 3.0)
    assert answered(made) == [3, 1, 2, None, None]


def test_a_point_that_nobody_chose_is_on_the_scale_all_the_same() -> None:
    assert coded(RATING, {"Q1": ["Very"]}).answers[0].levels == (1.0, 2.0, 3.0)


@pytest.mark.parametrize("scale", [[1, 2, 3], ["1", "2", "3"], [-1, 0, 1], [5, 3, 1]])
def test_numbers_may_be_the_scale(scale: list[int]) -> None:
    cells = [str(scale[2]), f"{scale[0]}.0", str(scale[1]), ""]
    assert answered(coded({**RATING, "scale": scale}, {"Q1": cells})) == [3, 1, 2, None]


def test_what_is_not_on_the_scale_is_counted_and_no_answer() -> None:
    made = coded(RATING, {"Q1": [*["Very"] * 39, "Rather", "Quite"]})
    assert answered(made) == [3] * 39 + [None, None]
    assert made.notes == ['2 answers to "Q1" could not be read and count as not answered, such as "Rather", "Quite".']


def test_what_many_answered_beside_the_scale_is_asked_about() -> None:
    """The name of an end of the scale, as a rule: its loss would show in every number."""
    asked = {**RATING, "scale": [1, 2, 3]}
    (problem,) = coded(asked, {"Q1": ["2", "2", "Not at all", "Not at all", "3"]}).problems
    assert (problem.where, problem.fix[:42]) == ("questions[0].customers", "Write it with the point that it stands for")
    assert answered(coded(asked | {"scale": [[1, "Not at all"], 2, 3]}, {"Q1": ["2", "1", "Not at all"]})) == [2, 1, 1]


def test_an_answer_beside_the_scale_that_few_believers_gave_is_not_repeated() -> None:
    made = coded({**RATING, "scale": [1, 2, 3]}, {"Q1": ["2", "Not I", "Not I", "Not I", "Not I"]}, quiet=5)
    assert "Not I" not in "".join([*made.notes, *map(str, made.problems)])


def test_a_numbered_scale_may_name_its_ends() -> None:
    made = coded({**RATING, "scale": [1, 2, 3]}, {"Q1": ["1 (None at all)", "3 - Very", "2"]})
    assert answered(made) == [1, 3, 2]
    assert not made.problems


def test_a_grid_has_a_row_per_feature() -> None:
    question = {key: value for key, value in RATING.items() if key != "feature"} | {"answers": {"chat": "Chat", "phone": "Phone"}}
    made = coded(question, {"Q1_1": ["Very"], "Q1_2": ["Somewhat"]}, options={"Q1_1": "Phone", "Q1_2": "Chat"})
    assert answered(made, Item("chat", "need", "rating")) == [2]
    assert answered(made, Item("phone", "need", "rating")) == [3]
