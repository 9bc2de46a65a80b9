"""A spreadsheet's cells as texts, whatever program saved it."""

from __future__ import annotations

import io
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain, islice
from typing import TYPE_CHECKING, cast

from gapsurvey.errors import ExportError, Problem, printable
from gapsurvey.exports.encode import encoded_sheet
from gapsurvey.exports.layout import Sheet
from gapsurvey.language import say
from gapsurvey.phrasing import in_quotes

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

__all__ = ["UNPROTECT", "Table", "Texts", "cell_text", "out_of_proportion", "spreadsheet_sheets", "too_large"]

UNPROTECT = "Open it, remove its password and save it again."
_MOST_CELLS = 32_000_000  # a sheet is held as a full rectangle, at some 30 bytes a cell
_SMALL = 4_000_000  # a rectangle of so many cells does no harm, however few of them are filled
_SPARSEST = 50  # larger ones hold at least one cell in so many


@dataclass(frozen=True, slots=True)
class Table:
    """An Excel table: the area of a sheet that a tool wrote. rows: its number, heading included."""

    name: str
    heading: tuple[str, ...]
    rows: int


def out_of_proportion(rows: int, columns: int, cells: int) -> bool:
    """Whether a sheet's rectangle is far larger than the cells in it, as one stray cell makes it, or than memory is."""
    return rows * columns > min(_MOST_CELLS, max(_SMALL, _SPARSEST * cells))


def too_large(file: str, rows: int, columns: int) -> Problem:
    """What is wrong with such a sheet."""
    fix = "Delete stray cells far away from the responses, or export the responses as CSV."
    return Problem(file, f"a sheet spans {rows:,} rows and {columns:,} columns", fix)


def spreadsheet_sheets(content: bytes, file: str, tables: Sequence[Table] = (), notes: Sequence[str] = ()) -> tuple[Sheet, ...]:
    """The visible worksheets of an .xlsx, .xls or .ods file, of which it is known that they fit into memory.

    tables: where a sheet's heading begins with one's, what stands beside and below it is left out. Raises ExportError
    where the file is damaged or protected by a password.
    """
    from python_calamine import CalamineError, PasswordError, SheetTypeEnum, SheetVisibleEnum, load_workbook

    try:
        book = load_workbook(io.BytesIO(content))
        names = [
            about.name
            for about in book.sheets_metadata
            if about.typ is SheetTypeEnum.WorkSheet and about.visible is SheetVisibleEnum.Visible
        ]
        return tuple(_sheet(book.get_sheet_by_name(name), tables, notes) for name in names)
    except PasswordError:
        raise ExportError([Problem(file, "it is protected by a password", UNPROTECT)]) from None
    except BaseException as error:
        if (
            not isinstance(error, CalamineError) and type(error).__name__ != "PanicException"
        ):  # calamine's own, which is no Exception
            raise
        fix = "Open it in a spreadsheet program and save it again as an Excel workbook (.xlsx), or export it again."
        raise ExportError([Problem(file, "it is a damaged workbook", fix)]) from None


def _sheet(cells: CalamineSheet, tables: Sequence[Table], notes: Sequence[str]) -> Sheet:
    """A sheet without blank rows. Where its heading begins with a table's, cells beside and below are somebody's own."""
    rows, own = iter(cells.iter_rows()), list(notes)
    first = next(filter(_is_filled, rows), [])
    heading = [cell_text(cell).strip() for cell in first]
    rows = chain((first,), rows)
    for table in tables:
        width = len(table.heading)
        if width < len(heading) and tuple(heading[:width]) == table.heading:
            rows = (row[:width] for row in islice(rows, table.rows))
            told = {"table": printable(table.name), "columns": in_quotes(heading[width:])}
            own.append(say('Columns beside the table "{table}" were not read: {columns}.', **told))
            break
    return encoded_sheet(cells.name, filter(_is_filled, rows), own, Texts().of)


def _is_filled(row: Sequence[object]) -> bool:
    return any(cell.strip() if isinstance(cell, str) else cell is not None and cell == cell for cell in row)  # NaN is blank, too


class Texts:
    """Cells as texts, a column at a time: few are distinct, so each is written once."""

    def __init__(self) -> None:
        """Begin with none."""
        self._written = defaultdict[type, _Written](_Written)  # per type: True == 1, but they are written differently

    def of(self, cells: Sequence[object]) -> Iterable[str]:
        """What each of these cells says. Mostly all are texts, and need no look at each."""
        kinds = set(map(type, cells))
        if kinds == {str}:
            return cast("Sequence[str]", cells)
        if len(kinds) == 1:
            return map(self._written[kinds.pop()].__getitem__, cells)
        return [cell if type(cell) is str else self._written[type(cell)][cell] for cell in cells]


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
