"""Columns are found by the names a study gives them, and messages never repeat what too few believers answered."""

from __future__ import annotations

import numpy as np
import pytest

from gapsurvey.records import Records, Unfound
from tests.builders import export, records

GRID = records(
    {"Q4": ["x"], "Q5_1": ["x"], "Q5_2": ["x"], "Q5_2_TEXT": ["x"], "Q51": ["x"], "Would you pay for chat?": ["x"], "Id": ["x"],
     "R[a]": ["x"], "R[b]": ["x"], "G": ["x"], "Rows [one]": ["x"], "Rows [two]": ["x"], "Row:Q9": ["x"]},
    texts={"Q4": "Which do you want?", "Q5_1": "How <b>important</b>?", "Q5_2": "How important?", "Q51": "Q4",
           "Row:Q9": "Q9. How likely?", "Id": "Q8. Who?"},
    kinds={"Q5_2_TEXT": "free-text", "Id": "metadata"},
    personal=("Email",),
)  # fmt: skip


def names(name: str) -> list[str]:
    return [column.name for column in GRID.find(name, "here")]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Q4", ["Q4"]),  # a name goes before another column's text
        ("Q5", ["Q5_1", "Q5_2"]),  # and Q51 is another question; free text stays with its parent
        ("Q5_2", ["Q5_2"]),
        ("R", ["R[a]", "R[b]"]),
        ("Rows", ["Rows [one]", "Rows [two]"]),
        ("which do you WANT?", ["Q4"]),
        ("How important?", ["Q5_1", "Q5_2"]),
        ("g", ["G"]),
        ("Q9", ["Row:Q9"]),
        ("Q5_2_TEXT", ["Q5_2_TEXT"]),
        ("Id", ["Id"]),
    ],
)
def test_a_name_stands_for_columns(name: str, found: list[str]) -> None:
    assert names(name) == found


@pytest.mark.parametrize("name", ["Would you pay", "Q", "", "Q5_", "[a]", "How", "Q8"])
def test_the_beginning_of_a_name_is_not_its_name(name: str) -> None:
    with pytest.raises(Unfound):
        GRID.find(name, "here")


def test_a_column_that_is_not_there_gets_the_nearest_names() -> None:
    with pytest.raises(Unfound) as caught:
        GRID.one("Which do you wnat", "questions[0].customers")
    problem = caught.value.problem
    assert problem.where == "questions[0].customers"
    assert problem.found == 'answers.csv has no column or question "Which do you wnat"'
    assert problem.fix == 'Did you mean "Which do you want?"?'
    assert '"Q5_1"' in problem.exists
    assert '"Id"' not in problem.exists


def test_personal_data_are_not_a_column_that_is_misspelt() -> None:
    with pytest.raises(Unfound, match="personal data"):
        GRID.one("Email", "here")


def test_one_column_is_one() -> None:
    with pytest.raises(Unfound, match="stands for 2 columns") as caught:
        GRID.one("Q5", "here")
    assert caught.value.problem.exists == '"Q5_1", "Q5_2"'


def test_only_the_records_that_count_are_coded() -> None:
    made = Records(export({"Q": ["b", "", "a", "b", "c"]}), np.array([1, 2, 3]))
    column = made.one("Q", "here")
    assert column.values == ("b", "a", "c")
    assert made.coded(column, [7, 8, 9]).tolist() == [-1, 8, 7]
    assert made.givers(column).tolist() == [1, 1, 0]
    numbers = made.numbers(column, [0.5, 1.5, 2.5])
    assert np.isnan(numbers[0])
    assert numbers[1:].tolist() == [1.5, 0.5]


def test_a_message_counts_the_answers_that_too_few_gave() -> None:
    cells = ["many"] * 5 + ["Ann’s own words"] * 4 + ["N/A"] * 9 + [""]
    believers, customers = records({"Q": cells}, quiet=5), records({"Q": cells})
    column = believers.one("Q", "here")
    assert believers.given(column) == '"many" and 1 answer that fewer than 5 people gave, not repeated here'
    assert customers.given(column) == '"many", "Ann’s own words"'
    none = np.zeros(len(column.values), bool)
    assert believers.unread(column, none) == (
        '9 answers to "Q" could not be read and count as not answered, such as "many".'
    )  # an answer that stands for none is not one that could not be read
    assert believers.unread(column, ~none) == ""


def test_few_set_aside_do_not_make_an_answer_common() -> None:
    """Five previews and one employee gave it: the one employee's answer stays unsaid."""
    made = Records(export({"Q": ["secret"] * 6 + ["open"] * 5}), np.arange(5, 11), quiet=5)
    assert "secret" not in made.given(made.one("Q", "here"))


def test_whether_anybody_answered() -> None:
    made = Records(export({"Q": ["said", "N/A", ""]}), np.array([1, 2]))
    assert not made.answered(made.one("Q", "here"))
    assert records({"Q": ["said", "N/A", ""]}).answered(made.one("Q", "here"))


def test_an_open_question_is_found_by_what_its_heading_begins_with() -> None:
    made = records({"Q2. Why not?": ["a"], "Q20. What else?": ["b"]}, kinds={"Q2. Why not?": "free-text"})
    assert made.open("Q2", "").name == "Q2. Why not?"
    assert made.open("Q20", "").name == "Q20. What else?"


def test_an_open_question_is_found_by_name_or_text_even_if_it_is_free_text() -> None:
    made = records(
        {"Q1": ["a"], "Q1_TEXT": ["b"], "id": ["c"]},
        texts={"Q1_TEXT": "Why?  "},
        kinds={"Q1_TEXT": "free-text", "id": "metadata"},
    )
    assert made.open("Q1_TEXT", "").name == "Q1_TEXT"
    assert made.open("why?", "").name == "Q1_TEXT"
    with pytest.raises(Unfound, match="no column or question"):
        made.open("id", "here")
    twice = records({"A": ["a"], "B": ["b"]}, texts={"A": "Why?", "B": "Why?"})
    with pytest.raises(Unfound, match="stands for 2 columns"):
        twice.open("Why?", "here")
