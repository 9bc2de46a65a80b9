"""Typeform: one header row that begins with "#"; every option of a question is a column of its own, named like it."""

from __future__ import annotations

import html
import re

from gapsurvey.exports.headings import is_other, one_line
from gapsurvey.exports.layout import ExportTool, Heading, Layout, Role, Sheet
from gapsurvey.exports.personal import names_personal_data
from gapsurvey.matching import fold

__all__ = ["TYPEFORM"]

_ROLES: dict[str, Role] = {
    "#": "", "network id": "", "tags": "", "ending": "", "stage date (utc)": "", "response type": "status",
    "start date (utc)": "started", "submit date (utc)": "submitted",
}  # fmt: skip
_SIGNATURE = frozenset(("network id", "submit date (utc)", "start date (utc)", "response type", "stage date (utc)"))
_OTHER = frozenset(("other", "others", "other:", "sonstiges", "andere", "autre", "otro", "otra", "outro", "altro"))
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,400}>")


def _identify(sheet: Sheet) -> bool:
    top = [fold(cell) for cell in sheet.row(0)]
    return bool(top) and top[0] == "#" and bool(_SIGNATURE & set(top))


def _layout(sheet: Sheet) -> Layout:
    return Layout(tuple(_heading(name, sheet, at) for at, name in enumerate(sheet.row(0))), 1)


def _heading(name: str, sheet: Sheet, at: int) -> Heading:
    """A column's heading. One that holds nothing but its own name is an option; of which question, the file does not say."""
    key, text = fold(name), one_line(html.unescape(_TAG.sub("", name)))
    if key in _ROLES:
        return Heading(name, name, kind="metadata", role=_ROLES[key])
    if names_personal_data(name, sheet.below(at, 1)):
        return Heading(text, text, kind="metadata", personal=True)
    option = text if {fold(value) for value in sheet.columns[at].values[:3]} == {key} else ""
    if key in _OTHER and not sheet.below(at, 1):
        option = ""  # nobody wrote anything
    free = (key in _OTHER and not option) or is_other(name)
    return Heading(text, text, option, "free-text" if free else "answer")


TYPEFORM = ExportTool(
    name="typeform",
    label="Typeform",
    identify=_identify,
    layout=_layout,
    how_to_export="In Typeform choose Results > Responses > Download > CSV or XLSX, with all responses.",
    statuses={"partial": "incomplete", "started": "incomplete"},
)
