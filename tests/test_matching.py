"""Texts that mean the same match, numbers are read where they are certain, and nothing that anybody types is a crash."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapsurvey.matching import MISSING, NO, NOT_TICKED, YES, amount, fold, natural, percentage


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("24×7 support", " 24X7   Support\u00a0"),
        ("12×5, customer’s time zone", "12x5, customer's time zone"),
        ("50–249", "50-249"),
        ("Which do you <b>want</b>?", "which do you want?"),
        ("one<br>two", "one two"),
        ("knowledge base (articles &amp; videos)", "Knowledge base (articles & videos)"),
        ("ﬁt", "FIT"),
        ("\ufeffQ1", "q1"),
        ("3.0", "3"),
        ("STRASSE", "straße"),
    ],
)
def test_what_tools_and_typing_change_does_not_count(text: str, other: str) -> None:
    assert fold(text) == fold(other)


@pytest.mark.parametrize(
    ("text", "other"),
    [("3.5", "3"), ("<10", "<50"), ("<10;>50", ">50"), ("a < b, c > d", "a d"), ("10-49", "1049"), ("1,2", "12"), ("3.0%", "3%")],
)
def test_what_differs_in_meaning_does_not_match(text: str, other: str) -> None:
    assert fold(text) != fold(other)


def test_the_words_for_answers_do_not_contradict_each_other() -> None:
    assert not YES & NO
    assert not YES & NOT_TICKED
    assert not MISSING & (YES | NO | NOT_TICKED)
    assert all(fold(word) == word for word in YES | NO | NOT_TICKED | MISSING)


def test_groups_are_in_the_order_in_which_one_counts() -> None:
    sizes = ["1000+", "50–249", "1–49", "250–999", "1,500 and more"]
    assert sorted(sizes, key=natural) == ["1–49", "50–249", "250–999", "1000+", "1,500 and more"]


@given(st.lists(st.text(), max_size=8))
def test_any_texts_can_be_put_in_order(texts: list[str]) -> None:
    keys = [natural(text) for text in sorted(texts, key=natural)]
    assert all(first <= second for first, second in pairwise(keys))


def test_a_digit_that_is_no_number_is_no_crash() -> None:
    assert sorted(["⓵", "1", "⓵1"], key=natural)[0] == "1"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("49", 49), ("$49.00", 49), ("49 USD", 49), ("49,-", 49), ("€49/month", 49), ("49 dollars a month", 49),
        ("49 monthly.", 49),
        ("1,200", 1200), ("1.200", 1200), ("1 200", 1200), ("1’200", 1200), ("$1,200.00", 1200), ("1.200,50 €", 1200.5),
        ("1,000,000", 1e6), ("1.5k", 1500), ("50 k€", 50_000), ("12,5", 12.5), ("0.125", 0.125), ("1234.567", 1234.567), ("0", 0),
        ("٤٩", 49), ("\u202f1\u202f200\u00a0€", 1200),
    ],
)  # fmt: skip
def test_an_amount_is_read_where_it_is_certain(text: str, value: float) -> None:
    assert amount(text) == value


@pytest.mark.parametrize(
    "text",
    ["", "nothing", "$50-60k", "50–60", "10 20", "$10 or $20", "1,200,50", "1,2.5", "1,2,3", "-5", "(5)", "600 a year",
     "12 per week", "49 per user", "49 per user per month", "about 50", "50%", "9" * 400,
     "<script>49</script>9x", "k", ".", ",", "1e5", "½"],
)  # fmt: skip
def test_an_amount_that_is_not_certain_is_none(text: str) -> None:
    assert amount(text) is None


def test_only_the_period_that_was_asked_about_is_understood() -> None:
    assert amount("600 a year", "year") == 600
    assert amount("49 a month", "year") is None
    assert [amount("9", period) for period in ("week", "month", "quarter", "year")] == [9, 9, 9, 9]


cents = st.integers(0, 10**9)
currency = st.sampled_from(["{}", "${}", "{} €", "USD {}", "{} a month", "£ {} per month"])


@given(cents, currency)
def test_amounts_come_back_from_english_style(value: int, style: str) -> None:
    assert amount(style.format(f"{value / 100:,.2f}")) == value / 100


@given(cents, currency, st.sampled_from([".", " ", "\u00a0", "'"]))
def test_amounts_come_back_from_continental_style(value: int, style: str, group: str) -> None:
    text = f"{value / 100:,.2f}".replace(".", "|").replace(",", group).replace("|", ",")
    assert amount(style.format(text)) == value / 100


@given(st.integers(0, 10**6), st.sampled_from(["{}", "{:,}"]))
def test_whole_amounts_come_back(value: int, style: str) -> None:
    assert amount(style.format(value)) == value


@given(st.text())
def test_whatever_one_types_is_an_amount_or_none(text: str) -> None:
    for value in (amount(text), percentage(text)):
        assert value is None or 0 <= value < float("inf")


@given(st.integers(0, 1000), st.sampled_from(["{}", "{}%", "{} %", "{} percent", "{} Prozent"]), st.booleans())
def test_percentages_come_back(tenths: int, style: str, continental: bool) -> None:
    text = f"{tenths / 10:.1f}"
    assert percentage(style.format(text.replace(".", ",") if continental else text)) == tenths / 10


@pytest.mark.parametrize("text", ["", "half", "40-60", "40%-60%", "-5%", "1,000", "50 of 100", "50%%"])
def test_a_percentage_that_is_not_one_number_is_none(text: str) -> None:
    assert percentage(text) is None


def test_a_long_fraction_is_a_percentage() -> None:
    assert percentage("33.3333") == 33.3333
    assert percentage("33.333") == 33.333
