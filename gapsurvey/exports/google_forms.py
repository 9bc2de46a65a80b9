"""Google Forms: one header row that begins with a timestamp; grids are "Question [row]"."""

from __future__ import annotations

from gapsurvey.exports.dates import is_timestamp
from gapsurvey.exports.headings import grids
from gapsurvey.exports.layout import ExportTool, Heading, Layout, Sheet
from gapsurvey.exports.personal import names_personal_data
from gapsurvey.matching import fold

__all__ = ["GOOGLE_FORMS"]

_TIMESTAMP = frozenset(
    ("timestamp", "zeitstempel", "horodateur", "marca temporal", "carimbo de data/hora", "informazioni cronologiche",
     "tijdstempel", "tidsstämpel", "tidsstempel", "sygnatura czasowa", "отметка времени", "タイムスタンプ")
)  # fmt: skip


def _identify(sheet: Sheet) -> bool:
    times = sheet.below(0, 1, 20) if sheet.width else []
    return bool(sheet.rows) and fold(sheet.row(0)[0]) in _TIMESTAMP and all(map(is_timestamp, times))


def _layout(sheet: Sheet) -> Layout:
    names = sheet.row(0)
    rows = grids(names)
    headings = [Heading(names[0], names[0], kind="metadata", role="ended")]
    for at, name in enumerate(names[1:], 1):
        if names_personal_data(name, sheet.below(at, 1)):
            headings.append(Heading(name, name, kind="metadata", personal=True))
        else:
            headings.append(Heading(name, *rows.get(at, (name, ""))))
    return Layout(tuple(headings), 1)


GOOGLE_FORMS = ExportTool(
    name="google_forms",
    label="Google Forms",
    identify=_identify,
    layout=_layout,
    how_to_export="In Google Forms choose Responses > ⋮ > Download responses (.csv).",
)
