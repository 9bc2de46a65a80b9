"""Old Excel workbooks (.xls): the records of their stream, walked over before a cell is read."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from gapsurvey.errors import ExportError, Problem
from gapsurvey.exports.compound import compound_of, stream_of
from gapsurvey.exports.delimited import MOST_COLUMNS
from gapsurvey.exports.layout import Sheet
from gapsurvey.exports.spreadsheet import UNPROTECT, out_of_proportion, spreadsheet_sheets, too_large

__all__ = ["old_workbook_sheets"]

# Numbers of records, after [MS-XLS] 2.3.2.
_BEGIN, _PROTECTED = 0x0809, 0x002F
_ONE = frozenset((0x0006, 0x0201, 0x0203, 0x0204, 0x0205, 0x00D6, 0x027E, 0x00FD))  # a cell: row, column
_MANY = frozenset((0x00BD, 0x00BE))  # neighbours: row, first column, …, last column
_STREAMS = ("Workbook", "Book")


def old_workbook_sheets(content: bytes, file: str) -> tuple[Sheet, ...]:
    """The visible worksheets. Raises ExportError where the file is damaged, protected, or would not fit into memory."""
    try:
        name, stream = stream_of(content, _STREAMS)
        height = width = cells = sheets = 0
        for number, data in _records(stream):
            if number == _PROTECTED:
                raise ExportError([Problem(file, "it is protected by a password", UNPROTECT)])
            if number == _BEGIN:
                height = width = cells = 0
                sheets += 1
            elif number in _ONE or number in _MANY:
                row, first = struct.unpack_from("<HH", data)
                last = struct.unpack_from("<H", data, len(data) - 2)[0] if number in _MANY else first
                height, width, cells = max(height, row + 1), max(width, last + 1), cells + last - first + 1
            # every sheet is read at once, so what one may hold is shared among them
            if width > MOST_COLUMNS or (width and out_of_proportion(height * sheets, width, cells * sheets)):
                raise ExportError([too_large(file, height, width)])
        if not sheets:
            raise ExportError([_damaged(file)])
        sound = compound_of(name, stream)  # what reads the cells would follow a chain of sectors round and round
    except (struct.error, OverflowError):
        raise ExportError([_damaged(file)]) from None
    return spreadsheet_sheets(sound, file)


def _damaged(file: str) -> Problem:
    return Problem(file, "it is a damaged old workbook (.xls)", "Open it and save it as an Excel workbook (.xlsx) or as CSV.")


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """A stream's records: number and data."""
    at = 0
    while at + 4 <= len(stream):
        number, length = struct.unpack_from("<HH", stream, at)
        yield number, stream[at + 4 : at + 4 + length]
        at += 4 + length
