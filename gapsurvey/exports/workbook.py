"""Excel workbooks: their sheets as texts."""

from __future__ import annotations

import html
import io
import math
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from gapsurvey.errors import ExportError, Problem, listing, printable
from gapsurvey.exports.delimited import MOST_COLUMNS
from gapsurvey.exports.encode import encoded_sheet
from gapsurvey.exports.layout import Sheet

__all__ = ["DAMAGE", "cell_text", "text_rows", "workbook_sheets"]

# what reading a bad archive raises
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError)
_MOST_UNPACKED = 2_000_000_000  # bytes
_MOST_CELLS = 80_000_000  # a sheet is held as a full rectangle, so one far cell would fill the memory
_FAR = re.compile(rb'="(?:([A-Za-z]{3,})\d+|[A-Za-z]{0,2}(\d{6,}))"')  # beyond column ZZ or row 99,999
_CELL = re.compile(rb"""\br\s*=\s*["']([A-Za-z]*)(\d+)["']""")
_TABLE = re.compile(rb'<table\s[^>]*?\bname="([^"]*)"[^>]*?\bref="[A-Z]+(\d{1,7}):[A-Z]+(\d{1,7})"')
_TABLE_COLUMN = re.compile(rb'<tableColumn\s[^>]*?\bname="([^"]*)"')
_UNCALCULATED = re.compile(rb"</f>(?:<v></v>|<v ?/>)?</c>")
_NO_RESULT = "Some formulas have no stored result and were read as blank: save the workbook in Excel to store them."
_DAMAGED = "it is a damaged workbook"
_SAVE_AGAIN = "Open it in a spreadsheet program and save it again as an Excel workbook (.xlsx), or export it again."


@dataclass(frozen=True, slots=True)
class _Table:
    """An Excel table: the area of a sheet that a tool wrote. rows: its number, heading included."""

    name: str
    heading: tuple[str, ...]
    rows: int


def workbook_sheets(content: bytes, file: str) -> tuple[Sheet, ...]:
    """The visible worksheets of an .xlsx file, the area of an Excel table where a sheet has one.

    Raises ExportError where it is damaged, or would not fit into memory.
    """
    from python_calamine import CalamineError, SheetTypeEnum, SheetVisibleEnum, load_workbook

    tables, notes = _examined(content, file)
    try:
        book = load_workbook(io.BytesIO(content))
        names = [
            about.name
            for about in book.sheets_metadata
            if about.typ is SheetTypeEnum.WorkSheet and about.visible is SheetVisibleEnum.Visible
        ]
        return tuple(_sheet(name, text_rows(book.get_sheet_by_name(name).to_python()), tables, notes) for name in names)
    except CalamineError:
        raise ExportError([Problem(file, _DAMAGED, _SAVE_AGAIN)]) from None


def _sheet(name: str, rows: list[list[str]], tables: Sequence[_Table], notes: tuple[str, ...]) -> Sheet:
    """A sheet without blank rows. Where its heading begins with a table's, cells beside and below are somebody's own."""
    heading, own = [cell.strip() for cell in rows[0]] if rows else [], list(notes)
    for table in tables:
        width = len(table.heading)
        if width < len(heading) and tuple(heading[:width]) == table.heading:
            rows = [row[:width] for row in rows[: table.rows]]
            own.append(f'Columns beside the table "{printable(table.name)}" were not read: {listing(heading[width:])}.')
            break
    return encoded_sheet(name, (row for row in rows if any(map(str.strip, row))), own)


def _examined(content: bytes, file: str) -> tuple[tuple[_Table, ...], tuple[str, ...]]:
    """The Excel tables, and notes, that the archive's parts reveal before a cell is read.

    Raises ExportError where reading on would be unsafe.
    """
    tables: list[_Table] = []
    notes: dict[str, None] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > _MOST_UNPACKED:
                raise ExportError([Problem(file, "it unpacks to more than 2 GB", "Export the responses as CSV.")])
            for part in archive.infolist():
                xml = archive.read(part)
                _bounded(xml, file)
                if area := _TABLE.search(xml[:2048]):
                    heading = tuple(_attribute(name).strip() for name in _TABLE_COLUMN.findall(xml))
                    tables.append(_Table(_attribute(area[1]), heading, int(area[3]) - int(area[2]) + 1))
                if _UNCALCULATED.search(xml):
                    notes[_NO_RESULT] = None
    except DAMAGE:
        raise ExportError([Problem(file, _DAMAGED, _SAVE_AGAIN)]) from None
    return tuple(tables), tuple(notes)


def _attribute(raw: bytes) -> str:
    """An attribute's text; Excel writes a line end in a heading as _x000a_."""
    return re.sub(r"_x000([ad])_", lambda match: chr(int(match[1], 16)), html.unescape(raw.decode(errors="replace")), flags=re.I)


def _bounded(xml: bytes, file: str) -> None:
    """Refuse a sheet whose rectangle of cells is out of all proportion.

    Most sheets have no cell beyond column ZZ or row 99,999, and write attributes as `r="A1"`; only in the others is
    every cell looked at.
    """
    if xml.count(b"=") == xml.count(b'="'):
        far = _FAR.findall(xml)
        columns = max((_column(letters) for letters, _ in far if letters), default=26 * 27)
        rows = max((int(digits) for _, digits in far if digits), default=99_999)
        if not far or (columns <= MOST_COLUMNS and columns * rows <= _MOST_CELLS):
            return
    cells = _CELL.findall(xml)
    columns = max((_column(letters) for letters in {letters for letters, _ in cells}), default=0)
    rows = max((int(digits) for digits in {digits for _, digits in cells}), default=0)
    if columns > MOST_COLUMNS or columns * rows > _MOST_CELLS:
        raise ExportError(
            [Problem(file, f"a sheet spans {rows:,} rows and {columns:,} columns",
                     "Delete stray cells far away from the responses, or export the responses as CSV.")]
        )  # fmt: skip


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def text_rows(rows: Iterable[Sequence[object]]) -> list[list[str]]:
    """Cells as texts; few are distinct, so each is written once."""
    written: defaultdict[type, _Written] = defaultdict(_Written)  # per type: True == 1, but they are written differently
    return [[cell if type(cell) is str else written[type(cell)][cell] for cell in row] for row in rows]


class _Written(dict[object, str]):
    """The text of every cell that was asked for."""

    def __missing__(self, cell: object) -> str:
        text = self[cell] = cell_text(cell)
        return text


def cell_text(cell: object) -> str:
    """A cell as a person reads it: whole numbers without decimals, TRUE and FALSE, dates as ISO 8601, nothing as blank."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        if math.isnan(cell):
            return ""
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.replace(microsecond=0, tzinfo=None).isoformat(sep=" ")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell)
