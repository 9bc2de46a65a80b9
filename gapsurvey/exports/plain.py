"""Any other table: a header row, or two, or none."""

from __future__ import annotations

import re

from gapsurvey.exports.dates import is_timestamp
from gapsurvey.exports.headings import carried, grids, is_other, one_line, options_in_second_row
from gapsurvey.exports.layout import ExportTool, Heading, Layout, Role, Sheet
from gapsurvey.exports.personal import names_personal_data
from gapsurvey.matching import fold

__all__ = ["PLAIN", "headings"]

_ROLES: dict[str, Role] = {
    "timestamp": "ended", "date": "ended", "submitted": "ended", "submitted at": "ended", "submit date": "ended",
    "submit date (utc)": "ended", "submitdate": "ended", "date submitted": "ended", "completed at": "ended", "end date": "ended",
    "enddate": "ended", "created at": "ended", "datum": "ended",
    "start date": "started", "start date (utc)": "started", "startdate": "started", "time started": "started",
    "started at": "started",
}  # fmt: skip
_IDS = frozenset(("id", "#", "respondent", "respondent id", "response id", "responseid", "answer id", "antwort id", "network id"))
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")


def _layout(sheet: Sheet) -> Layout:
    top, second = sheet.row(0), sheet.row(1)
    if _is_answers(sheet):
        numbered = tuple(Heading(f"Column {at}", f"Column {at}") for at in range(1, sheet.width + 1))
        return Layout(numbered, 0, ("The first record looks like answers, not like a heading: the columns are numbered.",))
    if options_in_second_row(top, second):
        split = tuple(_option(question, second[at], sheet.below(at, 2)) for at, question in enumerate(carried(top)))
        return Layout(split, 2, ("The heading was read from two rows.",))
    return Layout(headings(sheet), 1)


def headings(sheet: Sheet) -> tuple[Heading, ...]:
    """What a sheet's first row says of each column."""
    top = sheet.row(0)
    rows = grids(top)
    return tuple(_heading(name, *rows.get(at, (name, "")), sheet.below(at, 1)) for at, name in enumerate(top))


def _heading(name: str, text: str, option: str, cells: list[str]) -> Heading:
    key = fold(name)
    if names_personal_data(name, cells):
        return Heading(name, text, kind="metadata", personal=True)
    if key in _ROLES and cells and all(map(is_timestamp, cells)):
        return Heading(name, text, kind="metadata", role=_ROLES[key])
    if key in _IDS:
        return Heading(name, text, kind="metadata")
    return Heading(name, text, option, "free-text" if is_other(option or name) else "answer")


def _option(question: str, option: str, cells: list[str]) -> Heading:
    if not option.strip() or fold(option) == fold(question):
        return _heading(question, question, "", cells)
    name = f"{one_line(question)} [{one_line(option)}]" if question.strip() else option
    return Heading(name, question, option, "free-text" if is_other(option) else "answer")


def _is_answers(sheet: Sheet) -> bool:
    """Whether the first record repeats what stands below it, numbers or times among it, as a heading hardly does.

    A column that holds nothing but its heading is an option of a multi-select question, and says nothing here.
    """
    repeated = values = 0
    filled = 0
    for at, cell in enumerate(sheet.row(0)):
        cell = cell.strip()
        if not cell:
            continue
        filled += 1
        below = set(sheet.below(at, 1))
        written = _NUMBER.fullmatch(cell) or is_timestamp(cell)
        if (cell in below and len(below) > 1) or (is_timestamp(cell) and any(map(is_timestamp, below))):
            repeated += 1
            values += bool(written)
    return values > 0 and 2 * repeated >= filled


PLAIN = ExportTool(
    name="plain",
    label="Plain table",
    identify=lambda sheet: True,
    layout=_layout,
    how_to_export="Export the individual responses: one row per person, one column per question, as CSV or .xlsx.",
)
