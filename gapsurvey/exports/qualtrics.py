"""Qualtrics: two or three header rows (name, question, ImportId), numeric or labelled choices, a status per response."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gapsurvey.exports.dates import is_timestamp
from gapsurvey.exports.headings import siblings, split_stem
from gapsurvey.exports.layout import ExportTool, Heading, Layout, Role, Sheet

if TYPE_CHECKING:
    from gapsurvey.model import Status

__all__ = ["QUALTRICS"]

_ROLES: dict[str, Role] = {
    "startdate": "started", "enddate": "ended", "recordeddate": "recorded", "status": "status", "progress": "progress",
    "duration": "seconds", "durationinseconds": "seconds", "finished": "finished", "distributionchannel": "channel",
    "recordid": "", "responseid": "", "responseset": "", "responsesetid": "", "locationaccuracy": "", "userlanguage": "",
}  # fmt: skip
_PERSONAL = frozenset(
    ("ipaddress", "recipientlastname", "recipientfirstname", "recipientemail", "externalreference", "externaldatareference",
     "locationlatitude", "locationlongitude", "emailaddress", "name")
)  # fmt: skip
_SIGNATURE = frozenset(  # spelt as only Qualtrics spells them
    ("ResponseId", "ResponseID", "ResponseSet", "StartDate", "EndDate", "RecordedDate", "IPAddress", "Finished", "UserLanguage",
     "Duration (in seconds)", "RecipientEmail", "ExternalReference", "ExternalDataReference", "DistributionChannel")
)  # fmt: skip

_STATUSES: dict[str, Status] = {  # codes, and labels; in other languages the channel "preview" tells previews
    "1": "preview", "survey preview": "preview", "preview": "preview", "umfragenvorschau": "preview",
    "2": "test", "survey test": "test", "test": "test",
    "8": "spam", "spam": "spam", "12": "spam", "imported spam": "spam", "40": "spam", "ex spam": "spam",
    "9": "preview", "preview spam": "preview", "17": "preview", "offline preview": "preview",
}  # fmt: skip

_IMPORT_ID = re.compile(r"""\s*\{\s*['"]ImportId['"]\s*:\s*['"]([^'"]*)['"].*""", re.DOTALL)
_QUESTION = re.compile(r"((?:\d+_)?QID\d+(?:#\d+)?)(?:[-_].*)?")
_COMPANION = re.compile(r".*_TEXT(?:_\d+)?", re.DOTALL)
_SELECTED, _TEXT = " - Selected Choice", " - Text"


def _key(name: str) -> str:
    """A metadata column's name without what varies between kinds of export: "panel-", "_", spaces, brackets, case."""
    return re.sub(r"[^a-z]", "", name.removeprefix("panel-").removeprefix("Location-").casefold())


def _import_ids(sheet: Sheet) -> tuple[int, list[str]]:
    """Which of the first rows holds the ImportIds, −1 for none; and the ids."""
    for at, row in enumerate(sheet.rows[:4]):
        matches = [_IMPORT_ID.fullmatch(cell) for cell in row]
        if 2 * sum(1 for match in matches if match) > sum(1 for cell in row if cell.strip()):
            return at, [match[1] if match else "" for match in matches]
    return -1, [""] * sheet.width


def _identify(sheet: Sheet) -> bool:
    if _import_ids(sheet)[0] >= 0:
        return True
    return any(len(_SIGNATURE & {cell.strip() for cell in row}) >= 3 for row in sheet.rows[:2])


def _layout(sheet: Sheet) -> Layout:
    at, ids = _import_ids(sheet)
    names = sheet.row(0)
    first = at + 1 if at >= 0 else 2 if _second_row_is_heading(sheet) else 1
    texts = sheet.row(1) if at > 1 or (at < 0 and first == 2) else names
    keys = _first_of_each([_metadata_key(*columns) for columns in zip(names, texts, ids, strict=True)])
    legacy = any(_key(cell) in ("responseset", "responsesetid") for cell in (*names, *texts))
    questions = _questions(names, texts, ids, keys, (" - ", "-") if legacy else (" - ",))
    return Layout(tuple(map(_heading, names, texts, keys, questions)), first)


def _second_row_is_heading(sheet: Sheet) -> bool:
    """Whether the second row holds question texts: no date stands below a date's name."""
    dates = [i for i, cell in enumerate(sheet.row(0)) if _ROLES.get(_key(cell)) in ("started", "ended", "recorded")]
    return not any(is_timestamp(sheet.row(1)[i]) for i in dates)


def _metadata_key(name: str, text: str, import_id: str) -> str:
    """The key of a metadata column by any of its three headings, "" for a question; ImportIds of questions decide first."""
    if _QUESTION.fullmatch(import_id):
        return ""
    legacy = text if re.fullmatch(r"V\d+", name) else ""
    return next((key for key in map(_key, (import_id, name, legacy)) if key in _ROLES or key in _PERSONAL), "")


def _first_of_each(keys: Sequence[str]) -> list[str]:
    """The keys, each once: what repeats one is the survey's own, such as embedded data called Status."""
    return [key if key not in keys[:at] else "" for at, key in enumerate(keys)]


def _questions(
    names: Sequence[str], texts: Sequence[str], ids: Sequence[str], keys: Sequence[str], separators: Sequence[str]
) -> list[tuple[str, str]]:
    """Per column, the question and its option; only columns that share a question are split."""
    found = [(text.strip().removesuffix(_SELECTED), "") for text in texts]
    stems = {at: _stem(*column) for at, column in enumerate(zip(names, ids, strict=True)) if not keys[at]}
    own = {at: stem for at, stem in stems.items() if not _COMPANION.fullmatch(names[at])}
    for group in siblings(own):
        for at, parts in zip(group, split_stem([found[at][0] for at in group], separators), strict=True):
            found[at] = parts
    parents = {stem: found[at][0] for at, stem in own.items()}
    for at in stems.keys() - own.keys():
        text, parent = texts[at].strip().removesuffix(_TEXT), parents.get(stems[at], "")
        prefix = next((parent + separator for separator in separators if parent and text.startswith(parent + separator)), "")
        found[at] = (parent, text.removeprefix(prefix).strip()) if prefix else (text.removesuffix(_SELECTED), "")
    return found


def _stem(name: str, import_id: str) -> str:
    """What the columns of one question share: QID3 of QID3_1; without ImportIds Q4 of Q4, Q4_1 and Q4_12_TEXT."""
    if match := _QUESTION.fullmatch(import_id):
        return match[1]
    if _COMPANION.fullmatch(name):
        return re.sub(r"(?:_\d+)?_TEXT(?:_\d+)?$", "", name)
    return name.rpartition("_")[0] or name


def _heading(name: str, text: str, key: str, question: tuple[str, str]) -> Heading:
    if key:
        return Heading(name, text, kind="metadata", role=_ROLES.get(key, ""), personal=key in _PERSONAL)
    free = _COMPANION.fullmatch(name) or text.strip().endswith(_TEXT)
    return Heading(name, *question, kind="free-text" if free else "answer")


QUALTRICS = ExportTool(
    name="qualtrics",
    label="Qualtrics",
    identify=_identify,
    layout=_layout,
    how_to_export="In Qualtrics choose Data & Analysis > Export & Import > Export Data > CSV, with all fields.",
    statuses=_STATUSES,
)
