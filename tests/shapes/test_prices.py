"""Answers of several parts about prices: four prices, bids, intervals; what is coded, and what is refused with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from gapsurvey.matching import currency
from gapsurvey.model import Item, Profile
from gapsurvey.shapes import SHAPES
from tests.builders import coded, places, problems_of, records, study

FOUR = {"too_cheap": "A", "cheap": "B", "expensive": "C", "too_expensive": "D"}
BIDS = {"first": {"price": "B1", "answer": "R1"}, "second": {"price": "B2", "answer": "R2"}}


def asked(shape: str, source: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"asks": "pay", "shape": shape, "feature": "chat", "customers": source, **more}


def rows(shape: str, source: Mapping[str, Any], columns: Mapping[str, Sequence[str]], **more: Any) -> list[list[float | None]]:
    made = coded(asked(shape, source, **more), columns)
    assert not made.problems
    (profile,) = made.profiles
    return values(profile)


def values(profile: Profile) -> list[list[float | None]]:
    return [
        [levels[code] if code >= 0 else None for code, levels in zip(row, profile.levels, strict=True)] for row in profile.codes
    ]


def test_four_prices_are_a_profile() -> None:
    columns = {"A": ["$5", "12", ""], "B": ["10", "10.00", "11"], "C": ["30", "30", "1,200"], "D": ["60", "maybe", "2,000"]}
    assert rows("van-westendorp", FOUR, columns) == [[5, 10, 30, 60], [12, 10, 30, None], [None, 11, 1200, 2000]]


def test_intents_are_chances() -> None:
    columns = {"A": ["5", "5"], "B": ["6", "6"], "C": ["7", "7"], "D": ["8", "8"]}
    intents = {"I": ["5 (very likely)", "1"], "J": ["3", "no idea"]}
    source = {**FOUR, "intent_cheap": "I", "intent_expensive": "J"}
    assert rows("van-westendorp", source, {**columns, **intents}) == [[5, 6, 7, 8, 0.7, 0.3], [5, 6, 7, 8, 0, None]]
    own = {"scale": ["No", "Perhaps", "Yes"], "chances": [0, 0.4, 0.9]}
    words = {"I": ["Yes", "No"], "J": ["perhaps", ""]}
    assert rows("van-westendorp", source, {**columns, **words}, **own) == [[5, 6, 7, 8, 0.9, 0.4], [5, 6, 7, 8, 0, None]]


def test_columns_that_cannot_be_what_they_are_called_are_refused() -> None:
    """As where the export has the dearest first: by their medians they stand the other way round."""
    columns = {"A": ["60", "70", "80"], "B": ["30", "35", "40"], "C": ["10", "12", "50"], "D": ["5", "6", "7"]}
    (problem,) = coded(asked("van-westendorp", FOUR), columns).problems
    assert "do not rise from too_cheap to cheap to expensive to too_expensive" in problem.found
    assert problem.exists == '"D", "C", "B", "A"'


def test_a_second_bid_follows_a_first() -> None:
    columns = {"B1": ["20", "20", "20"], "R1": ["Yes", "No", "Yes"], "B2": ["30", "10", "30"], "R2": ["No", "Yes", ""]}
    assert rows("double-bounded", BIDS, columns) == [[20, 1, 30, 0], [20, 0, 10, 1], [20, 1, None, None]]


def test_a_bid_at_each_persons_price() -> None:
    source = {"price": "P", "answer": "R"}
    assert rows("price", source, {"P": ["$20", "40", ""], "R": ["Yes", "No", "Yes"]}) == [[20, 1], [40, 0], [None, None]]


def test_one_price_for_all_is_what_a_yes_says() -> None:
    made = coded(asked("price", {"price": 49, "answer": "R"}), {"R": ["Yes", "No", ""]})
    (answers,) = made.answers
    assert (answers.item, answers.levels) == (Item("chat", "pay", "price"), (0.0, 49.0))
    assert answers.codes.tolist() == [1, 0, -1]
    assert not made.profiles


def test_an_interval_without_an_upper_end() -> None:
    source = {"lower": "L", "upper": "U"}
    assert rows("interval", source, {"L": ["0", "10", ""], "U": ["10", "", "20"]}) == [[0, 10], [10, None], [None, None]]
    made = coded(asked("interval", source), {"L": ["20", "10"], "U": ["10", "20"]})
    assert values(made.profiles[0]) == [[None, None], [10, 20]]
    assert made.notes == ["1 person’s lower price is not below the upper one; no answer is counted."]


@pytest.mark.parametrize(
    ("text", "named"),
    [("$49", "$"), ("49 USD", "$"), ("US$ 49", "$"), ("49 €", "€"), ("EUR 49", "€"), ("CAD $49", "CAD"), ("49", "")],
)
def test_the_currency_of_an_amount(text: str, named: str) -> None:
    assert currency(text) == named


@pytest.mark.parametrize(
    ("cells", "code", "refused"),
    [
        (["$49", "$9"], "EUR", True),
        (["49", "9 dollars"], "EUR", True),
        (["49", "CHF 9"], "EUR", True),
        (["49 €", "9 EUR"], "EUR", False),
        (["$49", "9"], "CAD", False),
        (["CAD $49", "9"], "USD", True),
        (["49", "9"], "EUR", False),
    ],
)
def test_prices_that_name_another_currency_than_the_study_are_refused(cells: list[str], code: str, *, refused: bool) -> None:
    question = {"asks": "pay", "shape": "open-price", "feature": "chat", "customers": "A"}
    made = study(questions=[question], currency=code).asked(0, "customers")
    problems = SHAPES["open-price"].code(made, records({"A": cells}), "questions[0].customers").problems
    assert [f"not in {code}, the study's currency" in problem.found for problem in problems] == [True] * refused


def test_prices_that_were_shown_are_in_the_study_s_currency() -> None:
    """In a ladder's headings, and in the file of choice tasks."""
    ladder = {"asks": "pay", "shape": "price-ladder", "feature": "chat", "customers": {"column": "P", "prices": [29, 49]}}
    made = study(questions=[ladder], currency="EUR").asked(0, "customers")
    seen = records({"P_1": ["Yes"], "P_2": ["No"]}, options={"P_1": "$29 a month", "P_2": "$49 a month"})
    (problem,) = SHAPES["price-ladder"].code(made, seen, "questions[0].customers").problems
    assert problem.found.endswith("are not in EUR, the study's currency")
    assert problem.exists == '"$"'


@pytest.mark.parametrize(
    ("first", "second", "refused"),
    [
        ("Is it worth $29 a month?", "Is it worth $49 a month?", True),
        ("Plan 1: 29 US$, 24 hours", "Plan 2 $49, all 7 days", True),
        ("Is it worth 29 € a month?", "Is it worth EUR 49 a month, instead of $29?", False),  # the $29 is not what this one asks
        ("Is it worth 29?", "Is it worth 49?", False),
        ("Is it worth 29 € a month?", "Is it worth $49 a month?", True),
    ],
)
def test_so_are_those_that_stand_in_a_ladder_s_questions_only(first: str, second: str, *, refused: bool) -> None:
    source = {"columns": ["A", "B"], "prices": [29, 49]}
    made = study(questions=[asked("price-ladder", source)], currency="EUR").asked(0, "customers")
    seen = records({"A": ["Yes"], "B": ["No"]}, texts={"A": first, "B": second})
    problems = SHAPES["price-ladder"].code(made, seen, "questions[0].customers").problems
    assert [problem.where for problem in problems] == ["questions[0].customers"] * refused


@pytest.mark.parametrize("cells", [["$49", "49 EUR", "49"], ["£9", "$9"]])
def test_prices_in_several_currencies_are_refused(cells: list[str]) -> None:
    (problem,) = coded({"asks": "pay", "shape": "open-price", "feature": "chat", "customers": "A"}, {"A": cells}).problems
    assert "in several currencies" in problem.found
    columns = {"A": cells, **{name: ["99"] * len(cells) for name in "BCD"}}
    assert "in several currencies" in coded(asked("van-westendorp", FOUR), columns).problems[0].found


def test_a_currency_that_few_believers_wrote_is_not_repeated() -> None:
    question = {"asks": "pay", "shape": "open-price", "feature": "chat", "customers": "A"}
    (problem,) = coded(question, {"A": [*["$49"] * 9, "49 CHF"]}, quiet=5).problems
    assert problem.exists == '"$"'


def wrong(shape: str, source: Any, **more: Any) -> list[str]:
    return places(problems_of(questions=[asked(shape, source, **more)]))


@pytest.mark.parametrize(
    ("shape", "source", "where"),
    [
        ("van-westendorp", {"too_cheap": "A", "cheap": "B"}, "questions[0].customers"),
        ("van-westendorp", {**FOUR, "cheap": "A"}, "questions[0].customers.cheap"),
        ("van-westendorp", {**FOUR, "answer": "R"}, "questions[0].customers.answer"),
        ("van-westendorp", {**FOUR, "intent_cheap": "I"}, "questions[0].customers.intent_cheap"),
        ("van-westendorp", "A", "questions[0].customers"),
        ("price", {"price": -1, "answer": "R"}, "questions[0].customers.price"),
        ("price", {"answer": "R"}, "questions[0].customers"),
        ("double-bounded", {"first": BIDS["first"]}, "questions[0].customers"),
        ("double-bounded", {**BIDS, "second": {"price": 49, "answer": "R2"}}, "questions[0].customers.second.price"),
        ("double-bounded", {**BIDS, "second": {"price": "B2", "anwser": "R2"}}, "questions[0].customers.second.anwser"),
        ("interval", {"lower": "L"}, "questions[0].customers"),
        ("open-price", {"column": "A", "upper": "U"}, "questions[0].customers.upper"),
        ("yes-no", {"column": "A", "too_cheap": "B"}, "questions[0].customers.too_cheap"),
    ],
)
def test_what_a_question_does_not_say_is_refused_at_its_place(shape: str, source: Any, where: str) -> None:
    assert where in wrong(shape, source)


def test_chances_fit_their_scale() -> None:
    source = {**FOUR, "intent_cheap": "I", "intent_expensive": "J"}
    assert wrong("van-westendorp", source, scale=["No", "Perhaps", "Yes"]) == ["questions[0].customers.chances"]
    assert wrong("van-westendorp", source, chances=[0, 0.3, 0.2, 0.5, 0.7]) == ["questions[0].customers.chances"]
    assert wrong("van-westendorp", source, chances=[0, 0.3, 0.4, 0.5, 1.7]) == ["questions[0].chances[4]"]


def test_only_paying_is_asked() -> None:
    assert wrong("interval", {"lower": "L", "upper": "U"}, asks="want") == ["questions[0].customers"]


def test_a_ladder_and_four_prices_may_be_about_one_feature_but_not_four_prices_twice() -> None:
    ladder = {"asks": "pay", "shape": "price-ladder", "feature": "chat", "customers": {"columns": ["P"], "prices": [9]}}
    found = problems_of(questions=[ladder, asked("van-westendorp", FOUR), asked("van-westendorp", FOUR)])
    assert places(found) == ["questions[2].customers"]
