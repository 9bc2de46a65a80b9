"""A ranking is a rank per item, 1 = first; who ranked something has ranked everything."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapsurvey.model import Item
from gapsurvey.shapes import Coded
from tests.builders import answered, coded, places, problems_of

ANSWERS = {"chat": "Live chat", "phone": "A phone line"}
ROWS = {"Q1_1": "Live chat", "Q1_2": "E-mail", "Q1_3": "A phone line"}
RANKING = {"asks": "want", "shape": "ranking", "answers": ANSWERS, "customers": "Q1"}


def ranks(made: Coded) -> list[list[float | None]]:
    return [answered(made, Item(feature, "want", "rank")) for feature in ANSWERS]


def grid(*people: tuple[str, str, str], **keys: Any) -> Coded:
    """Each person's ranks of live chat, e-mail and a phone line."""
    return coded(RANKING, dict(zip(ROWS, map(list, zip(*people, strict=True)), strict=True)), options=ROWS, **keys)


def test_a_column_per_item_holds_its_rank() -> None:
    made = grid(("1", "2", "3"), ("3", "1.0", "2nd"), ("", "", ""))
    assert ranks(made) == [[1, 3, None], [3, 2, None]]
    assert not made.notes


def test_what_is_left_unranked_has_the_mean_of_the_ranks_left_over() -> None:
    made = grid(("1", "", ""), ("", "1", "N/A"), ("", "3", "1"))
    assert ranks(made) == [[1, 2.5, 2], [2.5, 2.5, 1]]
    assert made.answers[0].levels == (1.0, 2.0, 2.5)


@given(st.data())
def test_ranks_of_whoever_ranked_something_add_up(data: st.DataObject) -> None:
    """n(n + 1)/2, however many were ranked."""
    order = data.draw(st.permutations(["1", "2"]))
    given = [rank if data.draw(st.booleans()) else "" for rank in order]
    question = {"asks": "want", "shape": "ranking", "customers": {"columns": {"chat": "Q1", "phone": "Q2"}}}
    made = coded(question, {"Q1": [given[0], "1"], "Q2": [given[1], "2"]})
    (chat, _), (phone, _) = ranks(made)
    assert (chat is None) is (phone is None) is (given == ["", ""])
    assert chat is None or phone is None or chat + phone == 3


def test_who_gave_a_rank_twice_has_not_answered() -> None:
    made = grid(("1", "2", "3"), ("1", "1", "3"))
    assert ranks(made) == [[1, None], [3, None]]
    assert made.notes == ['1 person gave one rank twice in "Q1" and count as not having answered it.']


def test_an_item_that_nobody_ranked_is_ranked_last() -> None:
    assert ranks(grid(("1", "2", ""), ("2", "1", ""))) == [[1, 2], [3, 3]]


def test_ranks_beyond_the_columns_that_are_named_are_asked_about() -> None:
    """Of eight items two are named: whoever put one of them fifth would be lost."""
    question = {"asks": "want", "shape": "ranking", "customers": {"columns": {"chat": "Q1", "phone": "Q2"}}}
    made = coded(question, {"Q1": ["1", "5", "4"], "Q2": ["2", "1", "2"]})
    assert [(p.where, p.found) for p in made.problems] == [
        ("questions[0].customers", '2 people gave ranks above 2 in "Q1", and the question has 2 columns here')
    ]


def test_one_cell_may_hold_the_order() -> None:
    """Microsoft Forms: each item closed by a semicolon; options that are no feature count, too."""
    made = coded(RANKING, {"Q1": ["Live chat;E-mail;A phone line;", "A phone line; live  chat;E-mail;", "", "E-mail;Live chat;"]})
    assert ranks(made) == [[1, 2, None, 2], [3, 1, None, 3]]
    assert not made.notes


def test_a_word_that_hardly_anybody_put_into_the_order_is_no_item() -> None:
    made = coded(RANKING, {"Q1": ["Live chat;A phone line;"] * 30 + ["mine;A phone line;Live chat;", "mine"]})
    assert ranks(made) == [[1] * 30 + [2, None], [2] * 30 + [1, None]]
    assert made.notes == ['1 answer to "Q1" could not be read and count as not answered, such as "mine".']


def test_an_item_that_no_order_has_is_refused() -> None:
    made = coded({**RANKING, "answers": {"chat": "Live chat", "phone": "Phone"}}, {"Q1": ["Live chat;A phone line;"] * 2})
    (problem,) = made.problems
    assert (problem.where, problem.found) == (
        "questions[0].customers.answers.phone",
        'nobody ranked "Phone" in "Q1" of answers.csv',
    )
    assert "Live chat;A phone line;" in problem.exists


@pytest.mark.parametrize("shape", ["ranking", "allocation"])
def test_several_features_are_weighed_against_each_other(shape: str) -> None:
    asked = {"asks": "pay", "shape": shape, "feature": "chat", "customers": "Q1"}
    wrong = problems_of(questions=[asked])
    assert places(wrong) == ["questions[0].customers"] * 2
    assert {p.fix.split(" ")[0] for p in wrong} == {"Ask", "Write"}


SLOTS = {"Q1[2]": "Rank 2", "Q1[1]": "Rank 1", "Q1[3]": "Rank 3"}


def test_a_column_per_rank_may_hold_the_item() -> None:
    """LimeSurvey: whatever the order of the columns; an item that is no feature counts, and a blank is left over."""
    cells = {"Q1[2]": ["E-mail", "Live chat", "", ""], "Q1[1]": ["Live chat", "A phone line", "E-mail", ""],
             "Q1[3]": ["A phone line", "", "", ""]}  # fmt: skip
    made = coded(RANKING, cells, options=SLOTS)
    assert ranks(made) == [[1, 2, None, None], [3, 1, None, None]]


def test_a_word_in_a_rank_that_stands_for_nothing_is_refused() -> None:
    cells = {name: ["Fax", "Telex"] for name in SLOTS}
    made = coded(RANKING, cells, options=SLOTS)
    assert [p.where for p in made.problems] == ["questions[0].customers.answers.chat", "questions[0].customers.answers.phone"]
