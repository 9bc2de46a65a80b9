"""Yes is yes in the words of any tool; what is neither is never taken for one of the two."""

from __future__ import annotations

from typing import Any

import pytest

from gapsurvey.model import Item
from tests.builders import answered, coded

YES_NO = {"asks": "want", "shape": "yes-no", "feature": "chat", "customers": "Q1"}


@pytest.mark.parametrize(
    ("yes", "no"),
    [("Yes", "No"), ("yes ", "NO"), ("1", "0"), ("1.0", "0.0"), ("TRUE", "False"), ("Ja", "Nein"), ("Oui", "Non"), ("Sí", "No"),
     ("Definitely yes", "Probably not"), ("Selected", "Not Selected")],
)  # fmt: skip
def test_yes_in_the_words_of_tools(yes: str, no: str) -> None:
    assert answered(coded(YES_NO, {"Q1": [yes, no, "", "N/A", "Don’t know"]})) == [1, 0, None, None, None]


def test_a_third_answer_is_counted_and_no_answer() -> None:
    made = coded(YES_NO, {"Q1": ["Yes", "No", "Perhaps", "Perhaps"]})
    assert answered(made) == [1, 0, None, None]
    assert made.notes == ['2 answers to "Q1" could not be read and count as not answered, such as "Perhaps".']


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"yes": "Perhaps"}, [0, 0, 1, None]),  # with yes spelt out, every other answer is a no
        ({"yes": ["Yes", "Perhaps"], "no": "No"}, [1, 0, 1, None]),
        ({"no": ["No", "Perhaps"]}, [1, 0, 0, None]),
        ({"yes": "No", "no": "Yes"}, [0, 1, None, None]),
    ],
)
def test_a_study_may_say_what_means_yes(keys: dict[str, Any], expected: list[float | None]) -> None:
    assert answered(coded({**YES_NO, **keys}, {"Q1": ["Yes", "No", "Perhaps", "N/A"]})) == expected


def test_codes_of_which_only_one_is_known_are_refused() -> None:
    """1 = yes, 2 = no is how many tools code it; with 2 unread, every answer would be a yes."""
    made = coded(YES_NO, {"Q1": ["1", "2", "2"]})
    (problem,) = made.problems
    assert "only yes can be read" in problem.found
    assert problem.exists == '"2", "1"'
    assert answered(coded({**YES_NO, "yes": 1, "no": 2}, {"Q1": ["1", "2", "2"]})) == [1, 0, 0]


def test_everybody_may_agree() -> None:
    assert answered(coded(YES_NO, {"Q1": ["Yes", "Yes", "N/A"]})) == [1, 1, None]


def test_a_column_per_feature() -> None:
    question = {"asks": "want", "shape": "yes-no", "customers": {"columns": {"chat": "Q1_1", "phone": "Q1_2"}}}
    made = coded(question, {"Q1_1": ["Yes", "No"], "Q1_2": ["No", "Yes"]})
    assert answered(made, Item("chat", "want", "share")) == [1, 0]
    assert answered(made, Item("phone", "want", "share")) == [0, 1]


@pytest.mark.parametrize("text", ["Phone line", "Q1_2", "2"])
def test_a_grid_is_known_by_row_name_or_end_of_name(text: str) -> None:
    question = {"asks": "want", "shape": "yes-no", "customers": "Q1", "answers": {"phone": text}}
    made = coded(question, {"Q1_1": ["Yes"], "Q1_2": ["No"]}, options={"Q1_1": "Chat", "Q1_2": "Phone line"})
    assert answered(made) == [0]


def test_a_row_that_is_not_there_is_named_with_those_that_are() -> None:
    question = {"asks": "want", "shape": "yes-no", "customers": "Q1", "answers": {"phone": "Fax", "chat": "Chat"}}
    made = coded(question, {"Q1_1": ["Yes"], "Q1_2": ["No"]}, options={"Q1_1": "Chat", "Q1_2": "Phone line"})
    (problem,) = made.problems
    assert problem.where == "questions[0].customers.answers.phone"
    assert problem.exists == '"Chat", "Phone line"'


def test_yes_to_paying_is_worth_the_price() -> None:
    made = coded({**YES_NO, "asks": "pay"}, {"Q1": ["Yes", "No", ""]})
    assert made.answers[0].item == Item("chat", "pay", "price")
    assert answered(made) == [49, 0, None]
    assert answered(coded({**YES_NO, "asks": "pay", "price": 9}, {"Q1": ["Yes", "No"]})) == [9, 0]
