"""Messages: every problem once, on one line, and nothing in it that a terminal would obey."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapsurvey.errors import ExportError, GapsurveyError, Problem, StudyError, listing, nearest, printable

# What moves a cursor, changes a colour, turns the direction of writing, hides, or breaks a line.
UNSAFE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@given(st.text(), st.integers(1, 300))
def test_printable_leaves_nothing_that_a_terminal_obeys(text: str, limit: int) -> None:
    shown = printable(text, limit)
    assert not {unicodedata.category(c) for c in shown} & UNSAFE
    assert len(shown) <= limit


@given(st.text())
def test_printable_has_nothing_left_to_do(text: str) -> None:
    assert printable(printable(text)) == printable(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b]0;title\x07", "[31mred]0;title"),
        ("two\r\nlines\u2028and a third", "two lines and a third"),
        ("pay\u202eyap", "payyap"),
        ("a \u200b b", "a b"),
        ("24×7 – “support”", "24×7 – “support”"),
        ("", ""),
    ],
)
def test_printable_keeps_what_can_be_read(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_what_is_too_long_is_cut_where_one_sees_it() -> None:
    assert printable("abcdef", 4) == "abc…"
    assert printable("abcd", 4) == "abcd"


def test_a_listing_counts_what_it_leaves_out() -> None:
    assert listing([]) == ""
    assert listing(["a", "b"]) == '"a", "b"'
    assert listing(map(str, range(15)), most=3) == '"0", "1", "2" and 12 more'


@pytest.mark.parametrize(
    ("name", "found"),
    [("colum", ["column"]), ("HORIZONT", ["horizon"]), ("q51", ["Q5_1"]), ("entirely different", [])],
)
def test_the_nearest_names_come_back_as_they_are_written(name: str, found: list[str]) -> None:
    assert nearest(name, ["column", "horizon", "Q5_1", "margin"]) == found


def test_of_names_that_differ_in_case_the_first_is_offered() -> None:
    assert nearest("total", ["Total", "TOTAL"]) == ["Total"]


def test_a_problem_says_where_what_and_how_to_mend_it() -> None:
    problem = Problem("questions[2].employees", 'no column "Q9"', 'Did you mean "Q8"?', '"Q7", "Q8"')
    assert str(problem) == 'questions[2].employees: no column "Q9". There is: "Q7", "Q8". Did you mean "Q8"?'
    assert str(Problem("study.toml", "no such file", "Name it.")) == "study.toml: no such file. Name it."


@given(st.text(), st.text(), st.text(), st.text())
def test_a_problem_is_one_safe_line(where: str, found: str, fix: str, exists: str) -> None:
    assert not {unicodedata.category(c) for c in str(Problem(where, found, fix, exists))} & UNSAFE


@pytest.mark.parametrize("kind", [StudyError, ExportError])
def test_every_problem_is_told_once_and_in_order(kind: type[GapsurveyError]) -> None:
    first, second = Problem("b", "2", "mend"), Problem("a", "1", "mend")
    error = kind([first, second, first])
    assert error.problems == (first, second)
    assert str(error).splitlines() == [str(first), str(second)]
