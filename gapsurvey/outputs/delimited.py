"""results.csv: the long table for spreadsheets and statistics programs, its texts no formulas."""

from __future__ import annotations

import csv
import re
from io import StringIO

from gapsurvey.outputs.long import COLUMNS, Value, rows
from gapsurvey.report import Report

__all__ = ["inert", "read_inert", "render"]

# What a program may take for the beginning of a formula or of a text that is marked as one, whatever blanks come first.
_ACTIVE = re.compile(r"[\s\x00-\x20\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\-@'＝＋－＠]|[\t\r\n]")  # noqa: RUF001
_ENDED = re.compile(r"[\x00\ud800-\udfff]")  # what would end the file for some, or is no character


def inert(text: str) -> str:
    """A text that no spreadsheet runs: one that could pass for a formula, or begins with an apostrophe, gets an apostrophe.

    `read_inert` gives the text back: whatever begins with an apostrophe has one more than it had.
    """
    text = _ENDED.sub("\ufffd", text)
    return f"'{text}" if _ACTIVE.match(text) else text


def read_inert(cell: str) -> str:
    """The text that a cell of results.csv holds."""
    return cell.removeprefix("'")


def render(report: Report) -> bytes:
    """The bytes of results.csv, as RFC 4180 has it: commas, CRLF, quotes where needed.

    UTF-8 with a byte order mark, without which Excel takes it for another encoding; pandas, polars and readr skip the mark.
    Numbers are written as in results.json, to the digit; what there is none of is empty.
    """
    text = StringIO(newline="")
    table = csv.writer(text)
    table.writerow(COLUMNS)
    table.writerows([_cell(value) for value in row] for row in rows(report))
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Value) -> Value:
    return inert(value) if isinstance(value, str) else value
