"""A large delimited text in pieces of whole records, each of which every reader of CSV reads alike."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
from numpy.typing import NDArray

from gapsurvey.exports.delimited import LONGEST_CELL

if TYPE_CHECKING:
    from hashlib import _Hash

__all__ = ["PIECE", "Odd", "pieces"]

PIECE = 4_000_000  # bytes that are held at a time
_QUOTE = ord('"')


class Odd(Exception):
    """A text that is not plain: how it is read is for the careful reader to say."""


def pieces(file: BinaryIO, delimiter: str, digest: _Hash, size: int = PIECE) -> Iterator[bytes]:
    """The rest of a file. file: where a record begins; digest: takes all bytes that are read; size: about that of a piece.

    Their quotation marks are strictly as CSV has them: around a whole cell, and doubled within. Raises Odd where one is not,
    where a record is as long as no cell may be, or does not end in a newline, and for anything but UTF-8 without NUL.
    """
    borders = np.zeros(256, bool)
    borders[list(f"{delimiter}\r\n".encode())] = True
    rest = b""
    while block := file.read(size):
        digest.update(block)
        text = rest + block
        quotes = _places(text)
        end = _whole_records(text, quotes)
        if end:
            yield _plain(text[:end], quotes[: np.searchsorted(quotes, end)], borders)
        rest = text[end:]
    if rest:
        yield _plain(rest, _places(rest), borders)


def _places(text: bytes) -> NDArray[np.intp]:
    """Where its quotation marks stand."""
    if b'"' not in text:
        return np.empty(0, np.intp)
    return np.flatnonzero(np.frombuffer(text, np.uint8) == _QUOTE)


def _whole_records(text: bytes, quotes: NDArray[np.intp]) -> int:
    """How far whole records go in it: less than the longest cell is left over. Raises Odd where a record is longer."""
    end = 0
    while True:
        further = _last_end(text, end, min(end + LONGEST_CELL, len(text)), quotes)
        if not further:
            break
        end = further
    if len(text) - end >= LONGEST_CELL:
        raise Odd
    return end


def _last_end(text: bytes, start: int, stop: int, quotes: NDArray[np.intp]) -> int:
    """Behind the last newline between these places that ends a record, 0 for none: an even number of marks stands before it."""
    at = text.rfind(b"\n", start, stop)
    while at >= 0 and np.searchsorted(quotes, at) % 2:
        at = text.rfind(b"\n", start, at)
    return at + 1


def _plain(piece: bytes, quotes: NDArray[np.intp], borders: NDArray[np.bool_]) -> bytes:
    """The piece itself. Raises Odd where it is not plain."""
    if b"\0" in piece or piece.startswith(codecs.BOM_UTF8):  # which a reader of the piece would take for no text
        raise Odd
    if not piece.isascii():
        try:
            codecs.utf_8_decode(piece, "strict", True)
        except UnicodeDecodeError:
            raise Odd from None
    if len(quotes) and not _well_quoted(piece, quotes, borders):
        raise Odd
    return piece


def _well_quoted(piece: bytes, quotes: NDArray[np.intp], borders: NDArray[np.bool_]) -> bool:
    """Whether every other quotation mark begins a cell and the next one ends it, but for those that are doubled within.

    Where that is so, it is told by counting them what stands in quotation marks: a reader that goes from letter to letter finds
    the same.
    """
    if len(quotes) % 2:
        return False
    letters = np.frombuffer(piece, np.uint8)
    opening, closing = quotes[::2], quotes[1::2]
    doubled = opening[1:] == closing[:-1] + 1
    begins = borders[letters[opening - 1]] | (opening == 0)
    ends = borders[letters[np.minimum(closing + 1, len(letters) - 1)]] | (closing == len(letters) - 1)
    begins[1:] |= doubled
    ends[:-1] |= doubled
    return bool(begins.all() and ends.all())
