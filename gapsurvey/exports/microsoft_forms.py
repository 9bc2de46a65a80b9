"""Microsoft Forms: a workbook whose first columns are id, start, completion, e-mail and name, in the writer's language."""

from __future__ import annotations

from gapsurvey.exports.dates import is_timestamp
from gapsurvey.exports.layout import ExportTool, Heading, Layout, Role, Sheet
from gapsurvey.exports.personal import names_personal_data
from gapsurvey.matching import fold

__all__ = ["MICROSOFT_FORMS"]

_TIMES = frozenset(
    (
        ("start time", "completion time"), ("starttid", "slutförandetid"), ("startzeit", "fertigstellungszeit"),
        ("hora de inicio", "hora de finalización"), ("heure de début", "heure de fin"), ("hora de início", "hora de conclusão"),
    )
)  # fmt: skip
_MODIFIED = frozenset(
    ("last modified time", "ändrades senast klockan", "zeitpunkt der letzten änderung", "hora de la última modificación")
)
_ROLES: tuple[Role, ...] = ("", "started", "ended")


def _identify(sheet: Sheet) -> bool:
    """By name, or in a language that is not listed, by shape: ids, two times of which the later stands right, an address."""
    top = [fold(cell) for cell in sheet.row(0)]
    if len(top) < 5 or top[0] != "id":
        return False
    if (top[1], top[2]) in _TIMES:
        return True
    addresses = sheet.below(3, 1, 20)
    times = [cell for column in (1, 2) for cell in sheet.below(column, 1, 20)]
    return len(times) > 1 and all(map(is_timestamp, times)) and bool(addresses) and all(_is_address(cell) for cell in addresses)


def _is_address(cell: str) -> bool:
    return cell.casefold() == "anonymous" or "@" in cell


def _layout(sheet: Sheet) -> Layout:
    headings = []
    for at, name in enumerate(sheet.row(0)):
        key = fold(name)
        if at < len(_ROLES):
            headings.append(Heading(name, name, kind="metadata", role=_ROLES[at]))
        elif at in (3, 4) or names_personal_data(name, sheet.below(at, 1)):
            headings.append(Heading(name, name, kind="metadata", personal=True))
        elif (
            key in _MODIFIED
            or key in ("total points", "quiz feedback", "grade posted time")
            or key.startswith(("points - ", "feedback - "))
        ):
            headings.append(Heading(name, name, kind="metadata"))
        else:
            headings.append(Heading(name, name))
    return Layout(tuple(headings), 1)


MICROSOFT_FORMS = ExportTool(
    name="microsoft_forms",
    label="Microsoft Forms",
    identify=_identify,
    layout=_layout,
    how_to_export="In Microsoft Forms choose Responses > Open results in Excel.",
)
