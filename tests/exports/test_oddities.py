"""What a person is told of columns that are not what they seem."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

import openpyxl
import pytest

from gapsurvey.exports import read
from gapsurvey.exports.ranges import uneaten
from tests.exports.dialects import as_csv, as_workbook


def notes(heading: list[str], *rows: Sequence[object]) -> tuple[str, ...]:
    return read("a.csv", content=as_csv([heading, *rows])).notes


def test_numbers_with_words_at_the_ends_are_one_scale() -> None:
    answers = ["Strongly agree", "9", "8", "7", "6", "5", "Strongly disagree"]
    (note,) = notes(["id", "We are heard"], *([n, answers[n % 7]] for n in range(70)))
    assert '"Strongly agree", "Strongly disagree"' in note
    assert "We are heard" in note


def test_words_that_few_gave_are_not_repeated() -> None:
    (note,) = notes(["id", "We are heard"], *([n, n] for n in range(1, 8)), [8, "Ask Ann"])
    assert "Ann" not in note


@pytest.mark.parametrize("answers", [["1", "2", "3", "4", "5"], ["Yes", "No", "1", "2"], ["1", "2", "3", "4", "5", "n/a"]])
def test_other_scales_are_left_alone(answers: list[str]) -> None:
    assert notes(["id", "a"], *([n, answers[n % len(answers)]] for n in range(60))) == ()


def test_ids_that_a_spreadsheet_rounded() -> None:
    (note,) = notes(["Respondent ID", "Collector ID", "a"], ["1.14064E+11", "7777", "x"], ["1.14064E+11", "7777", "y"])
    assert "rounded by a spreadsheet" in note


def test_one_record_per_answer_is_noted() -> None:
    (note,) = notes(["id", "Question", "Answer"], *([n // 3, f"Q{n % 3}", "x"] for n in range(9)))
    assert "9 records hold 3 of it" in note


def test_a_range_that_became_a_date_cell() -> None:
    rows: list[list[object]] = [["Want it?", "How many?"]]
    rows += [["Yes", answer] for answer in (date(1949, 10, 1), date(2025, 2, 5), "50-99", "100+", "<2") for _ in range(5)]
    found = read("a.xlsx", content=as_workbook(("S", rows))).notes
    assert [note.split(" that ")[0] for note in found] == [
        '"1949-10-01" in "How many?" looks like the range 10-49', '"2025-02-05" in "How many?" looks like the range 2-5',
    ]  # fmt: skip


def test_dates_among_words_are_dates() -> None:
    assert notes(["id", "When?"], *([n, ["2025-02-05", "soon", "never"][n % 3]] for n in range(30))) == ()
    assert uneaten("2025-05-01") == "5-25"


def test_merged_heading_cells() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in [["Which do you want?", None, None, "Why?"], ["Phone", "Chat", "Visit", None], ["Yes", "No", "No", "fast"]]:
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    file = io.BytesIO()
    book.save(file)
    export = read("a.xlsx", content=file.getvalue())
    assert [(c.text, c.option) for c in export.columns] == [
        ("Which do you want?", "Phone"), ("Which do you want?", "Chat"), ("Which do you want?", "Visit"), ("Why?", ""),
    ]  # fmt: skip


def test_a_nameless_column_that_counts_is_no_question() -> None:
    export = read("a.csv", content=as_csv([["", "a"], ["0", "x"], ["1", "y"], ["2", "x"]]))
    assert [(c.name, c.kind) for c in export.columns] == [("Column 1", "metadata"), ("a", "answer")]
