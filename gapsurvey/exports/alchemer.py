"""Alchemer: one header row of "Row:Question", a status per response, texts of one's own under "Other - Write In:Question"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from gapsurvey.exports.layout import ExportTool, Heading, Layout, Role, Sheet
from gapsurvey.matching import fold

__all__ = ["ALCHEMER"]

_SIGNATURE = frozenset(("time started", "date submitted", "status"))
_ROLES: dict[str, Role] = {
    "time started": "started", "date submitted": "ended", "status": "status", "response id": "", "responseid": "", "id": "",
    "contact id": "", "legacy comments": "", "comments": "", "language": "", "referer": "", "extended referer": "",
    "sessionid": "", "user agent": "", "tags": "", "country": "", "state/region": "", "link name": "",
}  # fmt: skip
_PERSONAL = frozenset(("ip address", "longitude", "latitude", "city", "postal", "postal code", "email", "email address"))
_WRITE_IN = re.compile(r"write.in|\bother\b.{0,12}:$|please specify|comments?$")


def _identify(sheet: Sheet) -> bool:
    return {fold(cell) for cell in sheet.row(0)} >= _SIGNATURE


def _layout(sheet: Sheet) -> Layout:
    names = sheet.row(0)
    questions = Counter(_folded(end) for name in names for end in (name, *_ends(name)))
    return Layout(tuple(_heading(name, *_split(name, questions)) for name in names), 1)


def _ends(name: str) -> Sequence[str]:
    """What stands after each colon of a heading."""
    return [name[at + 1 :] for at, letter in enumerate(name[:5000]) if letter == ":" and name[at + 1 :].strip()][:50]


def _folded(text: str) -> str:
    return fold(text).lstrip(":")


def _split(name: str, questions: Counter[str]) -> tuple[str, str]:
    """Question and row of a heading, where another heading is, or ends in, the same question."""
    for question in _ends(name):
        if questions[_folded(question)] > 1 and not question.startswith(":"):
            return question.strip(), name[: -len(question) - 1].strip()
    return name, ""


def _heading(name: str, question: str, row: str) -> Heading:
    key = fold(name)
    if key in _ROLES or key in _PERSONAL or key.startswith("url variable:"):
        return Heading(name, name, kind="metadata", role=_ROLES.get(key, ""), personal=key in _PERSONAL)
    return Heading(name, question, row, "free-text" if _WRITE_IN.search(fold(row)) else "answer")


ALCHEMER = ExportTool(
    name="alchemer",
    label="Alchemer",
    identify=_identify,
    layout=_layout,
    how_to_export="In Alchemer choose Results > Exports > CSV / Excel Export, with all responses.",
    statuses={"partial": "incomplete", "disqualified": "disqualified"},
)
