"""Excel workbooks (.xlsx), looked over before a cell is read: their tables, their size, formulas without a result."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from gapsurvey.errors import ExportError
from gapsurvey.exports.archive import unpacked
from gapsurvey.exports.delimited import MOST_COLUMNS
from gapsurvey.exports.layout import Sheet
from gapsurvey.exports.spreadsheet import Table, out_of_proportion, spreadsheet_sheets, too_large
from gapsurvey.language import text

__all__ = ["workbook_sheets"]

_EDGE = 200_000  # bytes at a sheet's beginning and end from which its size is guessed
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]*)(\d+)["']""")
_TABLE = re.compile(rb'<table\s[^>]*?\bname="([^"]*)"[^>]*?\bref="[A-Z]+(\d{1,7}):[A-Z]+(\d{1,7})"')
_TABLE_COLUMN = re.compile(rb'<tableColumn\s[^>]*?\bname="([^"]*)"')
_UNCALCULATED = re.compile(rb"</f>(?:<v></v>|<v ?/>)?</c>")
_NO_RESULT = text("Some formulas have no stored result and were read as blank: save the workbook in Excel to store them.")


def workbook_sheets(content: bytes, file: str) -> tuple[Sheet, ...]:
    """The visible worksheets of an .xlsx file, the area of an Excel table where a sheet has one.

    Raises ExportError where it is damaged, or would not fit into memory.
    """
    tables: list[Table] = []
    notes: dict[str, None] = {}
    for xml in unpacked(content, file):
        _bounded(xml, file)
        if area := _TABLE.search(xml[:2048]):
            heading = tuple(_attribute(name).strip() for name in _TABLE_COLUMN.findall(xml))
            tables.append(Table(_attribute(area[1]), heading, int(area[3]) - int(area[2]) + 1))
        if _UNCALCULATED.search(xml):
            notes[str(_NO_RESULT)] = None
    return spreadsheet_sheets(content, file, tables, tuple(notes))


def _attribute(raw: bytes) -> str:
    """An attribute's text; Excel writes a line end in a heading as _x000a_."""
    return re.sub(r"_x000([ad])_", lambda match: chr(int(match[1], 16)), html.unescape(raw.decode(errors="replace")), flags=re.I)


def _bounded(xml: bytes, file: str) -> None:
    """Refuse a sheet whose rectangle of cells is out of all proportion."""
    edges = _PLACE.findall(xml[:_EDGE]) + _PLACE.findall(xml[-_EDGE:])
    if len(xml) > 2 * _EDGE and not _ends_at(xml, edges):
        edges = _PLACE.findall(xml)
    width, height = _reach(edges)
    if width > MOST_COLUMNS or not _in_proportion(xml, height, width):
        raise ExportError([too_large(file, height, width)])


def _in_proportion(xml: bytes, rows: int, columns: int) -> bool:
    """Whether a sheet may span so much. Its cells are counted only where that depends on them."""
    return not (out_of_proportion(rows, columns, 0) and out_of_proportion(rows, columns, xml.count(b"<c ")))


def _reach(places: Iterable[tuple[bytes, bytes]]) -> tuple[int, int]:
    """The last column and the last row among places."""
    columns, rows = {letters for letters, _ in places}, {digits for _, digits in places}
    return max(map(_column, columns), default=0), max(map(int, rows), default=0)


def _ends_at(xml: bytes, edges: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether no cell of a sheet lies beyond those at its edges, or so little that it is in proportion. False where unsure."""
    columns = max((letters for letters, _ in edges), key=lambda letters: (len(letters), letters), default=b"") or b"A"
    rows = max((digits for _, digits in edges), key=lambda digits: (len(digits), digits), default=b"1")
    roomy = rows[:1] + b"9" * (len(rows) - 1)  # it is looked beyond in half the time
    beyond = _beyond(columns, roomy if _in_proportion(xml, int(roomy), _column(columns)) else rows)
    plain = xml.count(b"=") == xml.count(b'="') and columns.isupper()
    return plain and beyond.search(xml, max(0, xml.find(b"<sheetData"))) is None


def _beyond(columns: bytes, rows: bytes) -> re.Pattern[bytes]:
    """A pattern of the places, written as `r="A1"`, that lie beyond a column or a row."""
    wider, lower = _after(columns.decode(), "A", "Z"), _after(rows.decode(), "0", "9")
    return re.compile(f'r="(?:{wider}|[A-Z]*+(?:{lower}|[a-z]))'.encode())


def _after(text: str, first: str, last: str) -> str:
    """A pattern of how texts of letters `first` to `last` begin that are longer than `text`, or as long and later."""
    letter = f"[{first}-{last}]"
    later = [
        f"{text[:at]}[{chr(ord(text[at]) + 1)}-{last}]{letter}{{{len(text) - at - 1}}}"
        for at in range(len(text))
        if text[at] != last
    ]
    return "|".join((*later, f"{letter}{{{len(text) + 1}}}"))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
