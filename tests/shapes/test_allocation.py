"""An allocation is a share of each person's 100 points."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gapsurvey.model import Item
from gapsurvey.shapes import Coded
from tests.builders import answered, coded

ANSWERS = {"chat": "Live chat", "phone": "A phone line"}
ROWS = {"Q1_1": "Live chat", "Q1_2": "E-mail", "Q1_3": "A phone line"}
ALLOCATION = {"asks": "want", "shape": "allocation", "answers": ANSWERS, "customers": "Q1"}


def points(*people: tuple[str, str, str]) -> Coded:
    """Each person's points for live chat, e-mail and a phone line."""
    return coded(ALLOCATION, dict(zip(ROWS, map(list, zip(*people, strict=True)), strict=True)), options=ROWS)


def shares(made: Coded) -> list[list[float | None]]:
    return [answered(made, Item(feature, "want", "allocation")) for feature in ANSWERS]


def test_points_are_shares_and_a_blank_is_none_of_them() -> None:
    made = points(("60", "30", "10"), ("100", "", ""), ("", "", ""), ("25%", "50%", "25%"))
    assert shares(made) == [[0.6, 1, None, 0.25], [0.1, 0, None, 0.25]]
    assert not made.notes


def test_sums_within_one_percent_are_rescaled_and_others_are_counted() -> None:
    made = points(("49.5", "0", "49.5"), ("60", "30", "20"), ("50", "", ""), ("33.3", "33.3", "33.4"))
    assert shares(made) == [[0.5, None, None, 0.333], [0.5, None, None, 0.334]]
    assert made.notes == ['2 people’s points in "Q1" do not add up to 100 and count as not answered.']


def test_who_wrote_a_word_has_not_answered() -> None:
    made = points(("50", "50", "0"), ("50", "the rest", "50"))
    assert shares(made) == [[0.5, None], [0, None]]
    assert made.notes == ['1 answer to "Q1_2" could not be read and count as not answered, such as "the rest".']


def test_columns_that_leave_out_most_points_are_asked_about() -> None:
    """As where only two of eight columns are named."""
    question = {"asks": "want", "shape": "allocation", "customers": {"columns": {"chat": "Q1", "phone": "Q2"}}}
    (problem,) = coded(question, {"Q1": ["20", "30"], "Q2": ["10", "10"]}).problems
    assert problem.found == 'nobody\'s points in "Q1" of answers.csv add up to 100'


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=6))
def test_shares_of_everybody_add_up_to_one(people: list[tuple[int, int]]) -> None:
    question = {"asks": "want", "shape": "allocation", "customers": {"columns": {"chat": "Q1", "phone": "Q2"}}}
    made = coded(question, {"Q1": ["40", *(str(a) for a, _ in people)], "Q2": ["60", *(str(b) for _, b in people)]})
    for (a, b), chat, phone in zip([(40, 60), *people], *shares(made), strict=True):
        assert (chat is None) is (phone is None) is (not 99 <= a + b <= 101)
        assert chat is None or phone is None or abs(chat + phone - 1) < 1e-8
