"""Aggregated exports, recognised so that they can be refused: they hold counts, not responses."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gapsurvey.exports.dates import is_timestamp
from gapsurvey.exports.layout import Sheet
from gapsurvey.matching import fold

__all__ = ["aggregated"]

_PERCENT = re.compile(r"[-+]?\d+(?:[.,]\d+)?\s?%")
_NUMBERED = re.compile(r"q\d+[.:] \S.*")
_COUNTED = frozenset(("count", "counts", "responses", "n", "number", "total", "frequency", "freq", "anzahl", "häufigkeit"))
_SHARED = frozenset(("%", "percent", "percentage", "response percent", "share", "prozent", "choice count"))


def aggregated(sheet: Sheet) -> str:
    """What shows that a sheet holds counts instead of responses, "" where nothing does.

    A summary has blocks of `Answered` and `Skipped`, numbered questions down its first column, a table of counts and
    percentages, or question titles on rows of their own above percentages.
    """
    start = sheet.rows
    if all(any(_is_tally(row, word) for row in start) for word in ("answered", "skipped")):
        return "blocks of “Answered” and “Skipped”"
    if sum(1 for row in start if row and _NUMBERED.fullmatch(fold(row[0]))) >= 2:
        return "one block per question"
    header = {fold(cell) for cell in sheet.row(0)}
    if sheet.width <= 6 and header & _COUNTED and header & _SHARED:
        return "a table of counts and percentages"
    return _crosstab(sheet)


def _is_tally(row: Sequence[str], word: str) -> bool:
    """Whether a row says how many answered or skipped: the word, and nothing else but numbers."""
    cells = [fold(cell) for cell in row if cell.strip()]
    return len(cells) > 1 and word in cells and all(cell == word or cell.isdecimal() for cell in cells)


def _crosstab(sheet: Sheet) -> str:
    body = sheet.rows[1:]
    titles = sum(1 for row in body if row[0].strip() and not any(row[1:]))
    if sheet.width < 2 or titles < 2 or any(is_timestamp(cell) for row in body[:3] for cell in row):
        return ""
    cells = [cell.strip() for row in body for cell in row[1:] if cell.strip()]
    percents = sum(1 for cell in cells if _PERCENT.fullmatch(cell))
    return "mostly percentages, under a title per question" if 2 * percents > len(cells) else ""
