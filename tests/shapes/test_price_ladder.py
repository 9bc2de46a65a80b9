"""A ladder's answer is the highest price before the first refusal, and payers never grow with the price."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapsurvey.model import Item
from gapsurvey.shapes.price_ladder import accepted
from tests.builders import answered, coded

LADDER = {
    "asks": "pay",
    "shape": "price-ladder",
    "feature": "chat",
    "customers": {"columns": ["P1", "P2", "P3"], "prices": [29, 49, 69]},
}
SAID = {"y": 1, "n": 0, "-": -1}
rows = st.integers(1, 6).flatmap(lambda k: st.lists(st.lists(st.sampled_from("yn-"), min_size=k, max_size=k), min_size=1))


def worth(said: Sequence[str]) -> int:
    """One person's rungs, from the definition: those up to the highest yes before the first no; −1 where what lies between
    the two, or above the highest yes without a no, was not asked."""
    before = list(said[: said.index("n")] if "n" in said else said)
    yes = max((rung for rung, answer in enumerate(before, 1) if answer == "y"), default=0)
    return yes if yes == len(before) else -1


def count(*people: str) -> tuple[list[int], int, int]:
    rungs, contradict, left_open = accepted(np.array([[SAID[a] for a in person] for person in people], np.int32))
    return rungs.tolist(), contradict, left_open


@pytest.mark.parametrize(
    ("said", "rungs"),
    [("yyy", 3), ("yyn", 2), ("nnn", 0), ("n--", 0), ("-yn", 2), ("--y", 3), ("yny", 1), ("y-n", -1), ("yy-", -1),
     ("---", -1), ("-n-", -1)],
)  # fmt: skip
def test_what_a_person_accepts(said: str, rungs: int) -> None:
    assert count(said)[0] == [rungs]
    assert worth(list(said)) == rungs


@given(rows)
def test_all_people_are_counted_as_each_alone(people: list[list[str]]) -> None:
    rungs, contradict, left_open = count(*map("".join, people))
    assert rungs == [worth(person) for person in people]
    assert contradict == sum("n" in p and "y" in p[p.index("n") :] for p in people)
    assert left_open == sum(worth(p) < 0 and set(p) != {"-"} for p in people)


@given(st.lists(st.sampled_from("yn-"), min_size=1, max_size=6), st.data())
def test_a_yes_in_place_of_a_no_is_never_worth_less(said: list[str], data: st.DataObject) -> None:
    """Where both are known."""
    at = data.draw(st.integers(0, len(said) - 1))
    more, less = [*said], [*said]
    more[at], less[at] = "y", "n"
    (high,), (low,) = count("".join(more))[0], count("".join(less))[0]
    assert high < 0 or low < 0 or high >= low


@given(st.lists(st.tuples(*[st.sampled_from(["Yes", "No", ""])] * 3), min_size=1))
def test_takers_never_grow_with_the_price(people: list[tuple[str, str, str]]) -> None:
    columns = {name: [*cells, "Yes", "No"] for name, *cells in zip(("P1", "P2", "P3"), *people, strict=True)}
    worths = [w for w in answered(coded(LADDER, columns)) if w is not None]
    takes = [sum(w >= price for w in worths) for price in (29, 49, 69)]
    assert all(more >= fewer for more, fewer in pairwise(takes))


def test_a_ladder_is_the_highest_price_accepted() -> None:
    made = coded(LADDER, {"P1": ["Yes", "Yes", "No", ""], "P2": ["Yes", "No", "No", ""], "P3": ["No", "No", "No", ""]})
    assert made.answers[0].item == Item("chat", "pay", "price")
    assert made.answers[0].levels == (0.0, 29.0, 49.0, 69.0)
    assert answered(made) == [49, 29, 0, None]
    assert not made.notes


def test_contradictions_and_gaps_are_counted_in_notes() -> None:
    made = coded(LADDER, {"P1": ["Yes", "Yes", "No"], "P2": ["No", "", "No"], "P3": ["Yes", "No", "No"]})
    assert answered(made) == [29, None, 0]
    assert [note.split(" ", 1)[0] for note in made.notes] == ["1", "1"]


GRID = {**LADDER, "customers": {"column": "P", "prices": [29, 49]}}
CELLS = {"P_1": ["Yes"], "P_2": ["No"]}


def test_a_ladder_may_be_a_grid() -> None:
    assert answered(coded(GRID, CELLS, options={"P_1": "$29 a month", "P_2": "$49 a month"})) == [29]
    assert answered(coded(GRID, CELLS, options={"P_1": "the low one", "P_2": "the high one"})) == [29]


def test_a_price_per_column() -> None:
    (problem,) = coded(GRID, {**CELLS, "P_3": ["No"]}).problems
    assert "stands for 3 columns" in problem.found
    assert problem.exists == '"P_1", "P_2", "P_3"'


def test_prices_that_are_not_those_of_the_columns_are_refused() -> None:
    """As where the file has the dearest first: every share would hang on another price."""
    (problem,) = coded(GRID, CELLS, options={"P_1": "$49 a month", "P_2": "$29 a month"}).problems
    assert problem.where == "questions[0].customers"
    assert problem.exists == '"P_1: $49 a month", "P_2: $29 a month"'


def test_every_column_that_is_not_there_is_told() -> None:
    assert len(coded(LADDER, {"P2": ["Yes"]}).problems) == 2
