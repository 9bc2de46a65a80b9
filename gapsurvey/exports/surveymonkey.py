"""SurveyMonkey: a row of questions, blank for "same as left", above a row of options; or one row of both."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gapsurvey.exports.headings import carried, is_other, one_line, siblings, split_stem
from gapsurvey.exports.layout import ExportTool, Heading, Layout, Role, Sheet
from gapsurvey.matching import fold

__all__ = ["SURVEYMONKEY"]

_ROLES: dict[str, Role] = {
    "respondent id": "", "respondentid": "", "respondent_id": "", "collector id": "", "collectorid": "", "collector_id": "",
    "start date": "started", "startdate": "started", "date created": "started", "date_created": "started",
    "end date": "ended", "enddate": "ended", "date modified": "ended", "date_modified": "ended",
}  # fmt: skip
_PERSONAL = frozenset(
    ("ip address", "ip_address", "email address", "email_address", "first name", "first_name", "last name", "last_name")
)
_IDS = frozenset(("respondent id", "respondentid", "respondent_id", "collector id", "collectorid", "collector_id"))
_ID = re.compile(r"\d{4,}(?:\.\d+E\+\d+)?|\d(?:[.,]\d+)?E\+\d+|\[redacted\]", re.IGNORECASE)  # a spreadsheet may have cut it
_OPEN = "open-ended response"
_ANSWER = frozenset(("response", _OPEN))
_CUSTOM = re.compile(r"custom(?: data|_)\s?\d+")
_CODED = re.compile(r"q\d{4}(?:_\d{4})*(?:_other)?")


def _identify(sheet: Sheet) -> bool:
    top, second = [fold(cell) for cell in sheet.row(0)], [fold(cell) for cell in sheet.row(1)]
    ids = [cell for at, key in enumerate(top) if key in _IDS for cell in sheet.below(at, 1, 50)]
    if ids and all(map(_ID.fullmatch, ids)):
        return True
    if 2 * sum(1 for cell in top if _CODED.fullmatch(cell)) > len(top):
        return True
    named = [below for above, below in zip(top, second, strict=True) if below in _ANSWER or (not above and is_other(below))]
    return bool(named) and any(top) and all(below for above, below in zip(top, second, strict=True) if not above)


def _header_rows(sheet: Sheet) -> int:
    """One, two or three: a respondent's id is blank until the responses begin; without ids, the second row tells."""
    top = [fold(cell) for cell in sheet.row(0)]
    ids = [at for at, cell in enumerate(top) if cell in _IDS]
    if ids:
        return next((rows for rows in (1, 2) if sheet.row(rows)[ids[0]].strip()), min(3, len(sheet.rows)))
    second = {fold(cell) for cell in sheet.row(1)}
    return 2 if second & _ANSWER or any(map(is_other, second)) else 1


def _layout(sheet: Sheet) -> Layout:
    rows = _header_rows(sheet)
    if rows == 1:
        return Layout(tuple(_one_row(sheet.row(0))), 1)
    options = [" - ".join(part.strip() for part in parts if part.strip()) for parts in zip(*sheet.rows[1:rows], strict=True)]
    questions = carried(sheet.row(0))
    comments = _comments(sheet, questions, options, rows)
    return Layout(tuple(_metadata(q) or _question(q, options[at], at in comments) for at, q in enumerate(questions)), rows)


def _comments(sheet: Sheet, questions: Sequence[str], options: Sequence[str], first: int) -> set[int]:
    """Columns in which respondents wrote texts of their own beside a question's options.

    A question with one `Response` has no options, so what stands beside it is a comment; where the options of a question
    hold nothing but their own text, a column of other texts is one too.
    """
    comments = {at for at, option in enumerate(options) if is_other(option)}
    for group in siblings(dict(enumerate(questions))):
        beside = [at for at in group if fold(options[at]) not in _ANSWER]
        given = {at: set(sheet.below(at, first)) for at in beside}
        ticked = [at for at in beside if given[at] == {options[at].strip()}]
        if len(beside) < len(group):
            comments.update(beside)
        elif 2 * len(ticked) > len(group):
            comments.update(at for at in beside if len(given[at]) > 1 and options[at].strip() not in given[at])
    return comments


def _metadata(heading: str) -> Heading | None:
    """The heading of a column about the response itself, None for a question."""
    key = fold(heading)
    if key in _ROLES or key in _PERSONAL or _CUSTOM.fullmatch(key):
        return Heading(heading, heading, kind="metadata", role=_ROLES.get(key, ""), personal=key in _PERSONAL)
    return None


def _question(question: str, option: str, comment: bool) -> Heading:
    if fold(option) in _ANSWER or not option.strip():
        return Heading(question, question)
    name = f"{one_line(question)} [{one_line(option)}]"
    return Heading(name, question, option, "free-text" if comment else "answer")


def _one_row(top: Sequence[str]) -> list[Heading]:
    """Headings "question - option", split where neighbours share the question."""
    headings = [_metadata(cell) or Heading(cell, cell) for cell in top]
    stems = {at: cell.split(" - ")[0] for at, cell in enumerate(top) if " - " in cell and headings[at].kind != "metadata"}
    for group in siblings(stems):
        for at, (question, option) in zip(group, split_stem([top[at] for at in group], (" - ",)), strict=True):
            headings[at] = Heading(top[at], question, option, "free-text" if is_other(option) else "answer")
    return headings


SURVEYMONKEY = ExportTool(
    name="surveymonkey",
    label="SurveyMonkey",
    identify=_identify,
    layout=_layout,
    how_to_export="In SurveyMonkey choose Analyze Results > Save As > Export file > All individual responses (CSV or XLS).",
)
