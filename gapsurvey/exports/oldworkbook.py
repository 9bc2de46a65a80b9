"""Old Excel workbooks (.xls): the records of their one stream, walked over before a cell is read."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from gapsurvey.errors import ExportError, Problem
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
        records = _records(_stream(content))
        height = width = cells = sheets = 0
        for number, data in records:
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
    except struct.error:
        raise ExportError([_damaged(file)]) from None
    if not sheets:
        raise ExportError([_damaged(file)])
    return spreadsheet_sheets(content, file)


def _damaged(file: str) -> Problem:
    return Problem(file, "it is a damaged old workbook (.xls)", "Open it and save it as an Excel workbook (.xlsx) or as CSV.")


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """A stream's records: number and data."""
    at = 0
    while at + 4 <= len(stream):
        number, length = struct.unpack_from("<HH", stream, at)
        yield number, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _stream(content: bytes) -> bytes:
    """The workbook's stream out of the compound file, after [MS-CFB]; empty where there is none.

    Raises struct.error where the file ends too soon.
    """
    (shift,) = struct.unpack_from("<H", content, 30)
    size = 1 << min(shift, 12)
    directory_start, _, smallest, mini_start = struct.unpack_from("<4I", content, 48)
    (further,) = struct.unpack_from("<I", content, 68)

    def sector(number: int) -> bytes:
        return content[(number + 1) * size : (number + 2) * size]

    tables = list(struct.unpack_from("<109I", content, 76))
    while further < len(content) // size and len(tables) < len(content) // size:
        more = struct.unpack(f"<{size // 4}I", sector(further))
        tables += more[:-1]
        further = more[-1]
    of = b"".join(sector(number) for number in tables if number < len(content) // size)
    following = struct.unpack(f"<{len(of) // 4}I", of[: len(of) // 4 * 4])
    directory = b"".join(map(sector, _chain(directory_start, following)))
    entries = [directory[at : at + 128] for at in range(0, len(directory) - 127, 128)]
    if not entries:
        return b""
    start, length = next(((s, n) for name, s, n in map(_entry, entries) if name in _STREAMS), (0, 0))
    if length >= smallest:
        return b"".join(map(sector, _chain(start, following)))[:length]
    root = b"".join(map(sector, _chain(_entry(entries[0])[1], following)))
    of = b"".join(map(sector, _chain(mini_start, following)))
    pieces = _chain(start, struct.unpack(f"<{len(of) // 4}I", of[: len(of) // 4 * 4]))
    return b"".join(root[number * 64 : number * 64 + 64] for number in pieces)[:length]


def _entry(entry: bytes) -> tuple[str, int, int]:
    """Name, first sector and length of a directory's entry."""
    length, start, size = struct.unpack_from("<H", entry, 64)[0], *struct.unpack_from("<II", entry, 116)
    return entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", errors="replace"), start, size


def _chain(start: int, following: tuple[int, ...]) -> Iterator[int]:
    """The sectors of a stream, in order; a chain that bites its tail ends."""
    at, left = start, len(following)
    while at < len(following) and left:
        yield at
        at, left = following[at], left - 1
