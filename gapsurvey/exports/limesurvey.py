"""LimeSurvey: headings as full text, as codes, or as both; an empty submit date is a response that was never sent."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gapsurvey.exports.headings import carried, grids, is_other, one_line, options_in_second_row, siblings
from gapsurvey.exports.layout import ExportTool, Heading, Layout, Role, Sheet
from gapsurvey.exports.personal import names_personal_data
from gapsurvey.matching import fold

__all__ = ["LIMESURVEY"]

_ROLES: dict[str, Role] = {  # codes, and their texts in English and German
    "id": "", "response id": "", "answer id": "", "antwort id": "", "submitdate": "submitted", "date submitted": "submitted",
    "datum abgeschickt": "submitted", "lastpage": "", "last page": "", "letzte seite": "", "startlanguage": "",
    "start language": "", "start-sprache": "", "seed": "", "zufallsstartwert": "", "startdate": "started",
    "date started": "started", "datum gestartet": "started", "datestamp": "ended", "date last action": "ended",
    "datum letzte aktivität": "ended", "refurl": "", "referrer url": "", "weiterleitungs-url": "", "interviewtime": "seconds",
    "total time": "seconds", "gesamtzeit": "seconds",
}  # fmt: skip
_PERSONAL = frozenset(
    ("ipaddr", "ip address", "ip-adresse", "token", "access code", "zugangscode", "zugangsschlüssel", "firstname", "lastname",
     "email", "first name", "last name", "email address")
)  # fmt: skip
_OWN = frozenset(("submitdate", "lastpage", "startlanguage", "seed", "datestamp", "interviewtime"))
_OWN_TEXTS = frozenset(
    ("date submitted", "last page", "start language", "date last action", "referrer url", "date started", "total time",
     "datum abgeschickt", "letzte seite", "start-sprache", "datum letzte aktivität", "datum gestartet")
)  # fmt: skip
_IDS = frozenset(("answer id", "antwort id"))  # other tools call it otherwise
_CODE = r"[A-Za-z][A-Za-z0-9_-]*(?:\[[A-Za-z0-9_]+\])*"
_BARE = re.compile(rf"({_CODE[: _CODE.index('(?:')]})\[([A-Za-z0-9_]+)\]((?:\[[A-Za-z0-9_]+\])*)")
_BOTH = re.compile(rf"({_CODE})(?:\.|:| -| \|)\s+(\S.*)", re.DOTALL)
_TIMING = re.compile(r"(?:group ?time|gruppenzeit|question time|fragenzeit).*|\w+time")
_OTHER = frozenset(("other", "sonstiges", "andere", "autre", "otro", "altro", "anders", "other text"))
_SAID = frozenset(("yes", "no", "n/a", "ja", "nein", "oui", "non", "sí", "si"))


def _identify(sheet: Sheet) -> bool:
    top = [fold(cell) for cell in sheet.row(0)]
    keys = {_key(cell) for cell in sheet.row(0)}
    if len(_OWN & keys) >= 2 or len(_OWN_TEXTS & keys) >= 2 or (bool(top) and _key(top[0]) in _IDS):
        return True
    named = [cell for cell in sheet.row(0) if cell.strip()]
    both = sum(1 for cell in named if _BOTH.fullmatch(cell) and any(letter.isdigit() for letter in cell.split(".")[0]))
    return (len(named) > 2 and 10 * both > 9 * len(named)) or _is_cut(sheet)


def _is_cut(sheet: Sheet) -> bool:
    """Whether a heading was cut into a row of questions and one of options, whose every cell is a yes or a no.

    Other tools leave blank, or name again, what nobody or somebody chose.
    """
    if not options_in_second_row(sheet.row(0), sheet.row(1)):
        return False
    said = {at: question for at, question in enumerate(carried(sheet.row(0))) if _is_said(sheet.below(at, 2))}
    return any(len(group) >= 3 for group in siblings(said))


def _is_said(cells: Sequence[str]) -> bool:
    return bool(cells) and {fold(cell) for cell in cells} <= _SAID


def _key(cell: str) -> str:
    """The code or text by which a metadata column is known: "id" of "id. Response ID"."""
    both = _BOTH.fullmatch(cell.strip())
    return fold(both[1] if both and fold(both[1]) in _ROLES else cell)


def _layout(sheet: Sheet) -> Layout:
    names = sheet.row(0)
    if options_in_second_row(names, sheet.row(1)):
        questions, options = carried(names), [one_line(cell) for cell in sheet.row(1)]
        cut = tuple(_part(question, options[at], sheet.below(at, 2)) for at, question in enumerate(questions))
        return Layout(cut, 2, ("The heading was read from two rows.",))
    both = [_BOTH.fullmatch(name.strip()) for name in names]
    told = 2 * sum(1 for match in both if match) > len(names)
    texts = [match[2] if told and match else name for match, name in zip(both, names, strict=True)]
    rows = grids(texts)
    timed = next((at for at, name in enumerate(names) if _ROLES.get(_key(name)) == "seconds"), len(names))
    return Layout(
        tuple(
            _heading(name, *_parts(name, rows.get(at, (texts[at], ""))), sheet.below(at, 1), at > timed)
            for at, name in enumerate(names)
        ),
        1,
    )


def _parts(name: str, parts: tuple[str, str]) -> tuple[str, str]:
    """Question and option: of a bare code Q1[SQ001] by its brackets, even where the question has one option only."""
    if code := _BARE.fullmatch(name.strip()):
        return code[1], f"{code[2]}{code[3]}"
    return parts


def _part(question: str, option: str, cells: list[str]) -> Heading:
    if not option or fold(option) == fold(question):
        return _heading(question, question, "", cells, False)
    return _heading(f"{one_line(question)} [{option}]", question, option, cells, False)


def _heading(name: str, text: str, option: str, cells: list[str], timed: bool) -> Heading:
    """A column's heading. timed: whether it stands right of the interview's length, where only lengths follow."""
    key = _key(name)
    if key in _PERSONAL or names_personal_data(text, cells):
        return Heading(name, text, kind="metadata", personal=True)
    if key in _ROLES or (timed and _TIMING.fullmatch(key)):
        return Heading(name, text, kind="metadata", role=_ROLES.get(key, ""))
    folded = fold(option)
    free = folded in _OTHER and not _is_said(cells)
    if free or is_other(option) or folded.endswith("comment") or folded in ("kommentar", "commentaire"):
        return Heading(name, text, option, "free-text")
    return Heading(name, text, option)


LIMESURVEY = ExportTool(
    name="limesurvey",
    label="LimeSurvey",
    identify=_identify,
    layout=_layout,
    how_to_export="In LimeSurvey choose Responses > Export > Export responses > CSV or Microsoft Excel, full answers.",
)
