"""A large delimited text in pieces of whole records, each of which every reader of CSV reads alike."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from io import BufferedReader
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gapsurvey.exports.delimited import LONGEST_CELL

if TYPE_CHECKING:
    from hashlib import _Hash

__all__ = ["PIECE", "Odd", "pieces"]

PIECE = 4_000_000  # bytes that are held at a time
_QUOTE = ord('"')
_ASCII = 127  # its last letter


class Odd(Exception):
    """A text that is not plain: how it is read is for the careful reader to say."""


def pieces(file: BufferedReader, delimiter: str, digest: _Hash, size: int = PIECE) -> Iterator[memoryview]:
    """The rest of a file. file: where a record begins; digest: takes all bytes that are read; size: about that of a piece.

    A piece is good until the next one is asked for, which takes its place in memory. Their quotation marks are strictly as CSV
    has them: around a whole cell, and doubled within. Raises Odd where one is not, where a record is as long as no cell may be,
    or does not end in a newline, and for anything but UTF-8 without NUL.
    """
    borders = np.zeros(256, bool)
    borders[list(f"{delimiter}\r\n".encode())] = True
    text = bytearray(LONGEST_CELL + size)
    view, rest = memoryview(text), 0
    while read := file.readinto(view[rest : rest + size]):
        digest.update(view[rest : rest + read])
        stop = rest + read
        quotes = _places(text, stop)
        end = _whole_records(text, stop, quotes)
        if end:
            yield _plain(text, end, quotes[: np.searchsorted(quotes, end)], borders)
        rest = stop - end
        view[:rest] = view[end:stop]
    if rest:
        yield _plain(text, rest, _places(text, rest), borders)


def _places(text: bytearray, stop: int) -> NDArray[np.intp]:
    """Where its quotation marks stand."""
    if text.find(b'"', 0, stop) < 0:
        return np.empty(0, np.intp)
    return np.flatnonzero(np.frombuffer(text, np.uint8, stop) == _QUOTE)


def _whole_records(text: bytearray, stop: int, quotes: NDArray[np.intp]) -> int:
    """How far whole records go in it: less than the longest cell is left over. Raises Odd where a record is longer."""
    end = 0
    while True:
        further = _last_end(text, end, min(end + LONGEST_CELL, stop), quotes)
        if not further:
            break
        end = further
    if stop - end >= LONGEST_CELL:
        raise Odd
    return end


def _last_end(text: bytearray, start: int, stop: int, quotes: NDArray[np.intp]) -> int:
    """Behind the last newline between these places that ends a record, 0 for none: an even number of marks stands before it."""
    at = text.rfind(b"\n", start, stop)
    while at >= 0 and np.searchsorted(quotes, at) % 2:
        at = text.rfind(b"\n", start, at)
    return at + 1


def _plain(text: bytearray, stop: int, quotes: NDArray[np.intp], borders: NDArray[np.bool_]) -> memoryview:
    """The piece that ends there. Raises Odd where it is not plain."""
    piece, letters = memoryview(text)[:stop], np.frombuffer(text, np.uint8, stop)
    if text.find(b"\0", 0, stop) >= 0 or text.startswith(codecs.BOM_UTF8):  # which a reader of the piece would take for no text
        raise Odd
    if letters.max() > _ASCII:
        try:
            codecs.utf_8_decode(piece, "strict", True)
        except UnicodeDecodeError:
            raise Odd from None
    if len(quotes) and not _well_quoted(letters, quotes, borders):
        raise Odd
    return piece


def _well_quoted(letters: NDArray[np.uint8], quotes: NDArray[np.intp], borders: NDArray[np.bool_]) -> bool:
    """Whether every other quotation mark begins a cell and the next one ends it, but for those that are doubled within.

    Where that is so, it is told by counting them what stands in quotation marks: a reader that goes from letter to letter finds
    the same.
    """
    if len(quotes) % 2:
        return False
    opening, closing = quotes[::2], quotes[1::2]
    doubled = opening[1:] == closing[:-1] + 1
    begins = borders[letters[opening - 1]] | (opening == 0)
    ends = borders[letters[np.minimum(closing + 1, len(letters) - 1)]] | (closing == len(letters) - 1)
    begins[1:] |= doubled
    ends[:-1] |= doubled
    return bool(begins.all() and ends.all())
