"""Answers to one row, and that no answer of a few employees is among them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapsurvey.desk import previewed, proposed
from gapsurvey.desk.preview import apart
from tests.desk.files import YES_NO, row_of, small, table, with_partners


def test_a_preview_shows_both_sides() -> None:
    files = small()
    form = proposed(files)["form"]
    (group,) = previewed(form, row_of(form, "want chat")["id"], files)["groups"]
    assert group["bases"] == [40, 40]
    assert group["bars"] == [{"label": "chat", "shares": [50, 50]}]


def test_a_preview_tells_no_answer_of_a_few_employees() -> None:
    files = small(customers={"How good is chat?": ["1", "2", "3", "4"] * 10},
                  employees={"How good do customers find chat?": ["1"] * 20 + ["2"] * 16 + ["3"] * 3 + ["4"]})  # fmt: skip
    form = proposed(files)["form"]
    (group,) = previewed(form, row_of(form, "How good")["id"], files)["groups"]
    assert [bar["shares"] for bar in group["bars"]] == [[25, 50], [25, None], [25, None], [25, None]]


@pytest.mark.parametrize(
    ("picked", "told"),
    [
        (["A;B"] * 10 + ["A"] * 9 + ["B"] * 2 + ["C"] * 9, [63, 40, 30]),
        (["A;B"] * 10 + ["A"] * 9 + ["B"] * 9 + ["C"] * 2, [63, 63, None]),
        (["A;B"] * 10 + ["A"] * 12 + ["A;C"] * 7 + ["C"], [None, 33, 27]),  # all but one picked A
    ],
)  # fmt: skip
def test_options_are_told_one_by_one(picked: list[str], told: list[int | None]) -> None:
    options = ["A;B", "B;C", "A;C", "A"] * 10
    files = small(customers={"Which do you want?": options},
                  employees={"Which do customers want?": [*picked, *[""] * (40 - len(picked))]})  # fmt: skip
    form = proposed(files)["form"]
    row = row_of(form, "Which do you want?")
    row["question"]["customers"] = row["question"]["employees"] = None
    for side, column in (("customers", "Which do you want?"), ("employees", "Which do customers want?")):
        row["question"][side] = {"column": column}
    row["question"]["answers"] = {"a": "A", "b": "B", "c": "C"}
    form["features"] |= {name: {**form["features"]["chat"], "label": name} for name in "abc"}
    form["rows"] = [row if row["id"] == other["id"] else other for other in form["rows"]]
    (group,) = previewed(form, row["id"], files)["groups"]
    assert [bar["shares"][1] for bar in group["bars"]] == told


@given(st.lists(st.integers(0, 12), min_size=1, max_size=8))
def test_no_small_number_is_told(numbers: list[int]) -> None:
    told = apart(numbers, 5, sum(numbers))
    assert all(shown is None or shown == n for n, shown in zip(numbers, told, strict=True))
    assert all(shown is None or shown >= 5 or (shown == 0 and sum(numbers) >= 20) for shown in told)


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ([20, 16, 9, 7], [20, 16, 9, 7]), ([20, 0, 16], [20, 0, 16]),
        ([20, 3, 16], [20, None, None]),  # one alone is what is missing
        ([20, 3, 3, 16], [20, None, None, 16]),  # 2 and 4, 3 and 3, 4 and 2
        ([20, 4, 4, 16], [20, None, None, None]), ([20, 3, 4, 16], [20, None, None, None]),  # both, or nearly both, are known
        ([9, 0, 8], [9, None, None]),  # of few people not even that nobody said it
    ],
)  # fmt: skip
def test_what_is_not_told_cannot_be_had_by_subtraction(numbers: list[int], told: list[int | None]) -> None:
    assert apart(numbers, 5, sum(numbers)) == told
    assert apart(numbers, 1, sum(numbers)) == numbers, "customers were promised nothing of the kind"


def test_a_ladder_of_prices_reads_as_what_people_would_pay() -> None:
    def asked(who: str) -> dict[str, list[str]]:
        return {f"Would {who} pay ${price} a month for chat?": YES_NO for price in (9, 19)}

    files = [table("customers.csv", asked("you")), table("employees.csv", asked("customers"))]
    form = proposed(files)["form"]
    (group,) = previewed(form, form["rows"][0]["id"], files)["groups"]
    assert [bar["label"] for bar in group["bars"]] == ["none of these prices", "up to 9", "up to 19"]


def test_each_audience_of_believers_is_previewed_by_itself() -> None:
    files = with_partners()
    form = proposed(files)["form"]
    told = previewed(form, row_of(form, "Do you want chat?")["id"], files)
    assert told["audiences"] == ["customers", "employees", "partners"]
    (group,) = told["groups"]
    assert group["bases"] == [40, 30, 10]
    assert group["bars"][0]["shares"] == [50, 50, None], "three partners said no, so that nothing is told of them"
