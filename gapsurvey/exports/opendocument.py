"""OpenDocument spreadsheets (.ods), in which one cell may say that it stands for a million."""

from __future__ import annotations

import re

from gapsurvey.errors import ExportError, Problem
from gapsurvey.exports.archive import unpacked
from gapsurvey.exports.delimited import MOST_COLUMNS
from gapsurvey.exports.layout import Sheet
from gapsurvey.exports.spreadsheet import UNPROTECT, out_of_proportion, spreadsheet_sheets, too_large

__all__ = ["opendocument_sheets"]

_TABLE = re.compile(rb"<table:table[\s>]")
_ROW = re.compile(rb"<table:table-row\b([^>]*)>")
_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*?)(/?)>")
_ROWS = re.compile(rb"""number-rows-repeated\s*=\s*["'](\d{1,12})["']""")
_COLUMNS = re.compile(rb"""number-columns-repeated\s*=\s*["'](\d{1,12})["']""")


def opendocument_sheets(content: bytes, file: str) -> tuple[Sheet, ...]:
    """The visible sheets. Raises ExportError where the file is damaged, encrypted, or would not fit into memory."""
    if any(b"encryption-data" in xml for xml in unpacked(content, file, "META-INF/manifest.xml")):
        raise ExportError([Problem(file, "it is protected by a password", UNPROTECT)])
    for xml in unpacked(content, file, "content.xml"):
        for table in _TABLE.split(xml)[1:]:
            height, width, cells = _size(table)
            if width > MOST_COLUMNS or out_of_proportion(height, width, cells):
                raise ExportError([too_large(file, height, width)])
    return spreadsheet_sheets(content, file)


def _size(table: bytes) -> tuple[int, int, int]:
    """Rows and columns of a table, up to the last that hold something, and how many cells are written out in it."""
    height = at = width = written = 0
    rows = _ROW.split(table)[1:]
    for attributes, row in zip(rows[::2], rows[1::2], strict=True):
        at += _repeated(_ROWS, attributes)
        cells = [(_repeated(_COLUMNS, own), not empty or b"office:value" in own) for own, empty in _CELL.findall(row)]
        written += len(cells)
        while cells and not cells[-1][1]:
            cells.pop()
        if cells:
            height, width = at, max(width, sum(many for many, _ in cells))
    return height, width, written


def _repeated(times: re.Pattern[bytes], attributes: bytes) -> int:
    found = times.search(attributes)
    return int(found[1]) if found else 1
