"""Respondents a block at a time, and rows of codes as numbers: what millions of them need beside their answers stays small."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from gapsurvey.model import Codes

__all__ = ["BLOCK", "blocks", "combinations_of", "looked_up", "numbered", "occurrences", "packed"]

BLOCK = 2**14  # respondents: what is computed of them one after the other stays in the processor's cache
TWO_AT_ONCE = 2**18  # codes: of so many, counting the pairs that two of them make takes half the time
_MOST = 2**62  # what one number can tell apart


def blocks(n: int, size: int = BLOCK) -> Iterator[slice]:
    """The places of n respondents, a block at a time; one block without any of nobody."""
    for first in range(0, max(n, 1), size):
        yield slice(first, min(first + size, n))


def looked_up(table: NDArray[Any], codes: Codes) -> NDArray[Any]:
    """What the table, one longer than the codes' values, has at each code; its last is that of −1.

    Codes of one byte are taken as they are: no check of a sign, no index of eight bytes for each of them.
    """
    if codes.dtype != np.int8:
        return table[codes]
    whole = np.full(256, table[-1])
    whole[: len(table) - 1] = table[:-1]
    found: NDArray[Any] = whole.take(codes.view(np.uint8))
    return found


def occurrences(codes: Codes, values: int) -> NDArray[np.int64]:
    """How often each of so many codes occurs; −1 is not counted."""
    if codes.dtype == np.int8:
        said = np.ascontiguousarray(codes).view(np.uint8)
        if len(said) < TWO_AT_ONCE:
            return np.bincount(said, minlength=256)[:values]
        half, rest = said[: len(said) // 2 * 2].view(np.uint16), said[len(said) // 2 * 2 :]
        twos = np.bincount(half, minlength=256 * 256).reshape(256, 256)
        found: NDArray[np.int64] = twos.sum(axis=0) + twos.sum(axis=1) + np.bincount(rest, minlength=256)
        return found[:values]
    return np.bincount(codes.astype(np.intp) + 1, minlength=values + 1)[1:]


def combinations_of(
    codes: Sequence[Codes], sizes: Sequence[int], *, blank: bool = False
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The combinations of codes that occur, P × F in order, and which of them each of n respondents has.

    codes: F times n, each from 0, or where some may be blank from −1, to its size, which is not reached. Each row becomes one
    number where a number has room for it: numbers are sorted many times as fast as rows.
    """
    from_blank = [size + blank for size in sizes]
    most = math.prod(from_blank)
    if most >= _MOST:
        rows, of = np.unique(np.stack(codes, axis=1), axis=0, return_inverse=True)
        return rows.astype(np.intp), of.ravel()
    number = numbered(codes, from_blank)
    number += sum(math.prod(from_blank[i + 1 :]) for i in range(len(sizes))) * blank
    if most < 4 * len(number):  # few enough to be counted, which is faster still
        found = np.flatnonzero(np.bincount(number, minlength=most))
        place = np.empty(most, np.intp)
        place[found] = np.arange(len(found))
        of = place[number]
    else:
        found, of = np.unique(number, return_inverse=True)
    rows = np.empty((len(found), len(sizes)), np.intp)
    for i in reversed(range(len(sizes))):  # numpy's own way back ends at 64 columns
        found, rows[:, i] = np.divmod(found, from_blank[i])
    return rows - blank, of


def numbered(codes: Sequence[Codes], sizes: Sequence[int]) -> NDArray[np.signedinteger[Any]]:
    """Each row of codes, F times n, as one number: its place in a table of these sizes, in as few bytes as hold it."""
    number: NDArray[np.signedinteger[Any]] = codes[0].astype(np.int32 if math.prod(sizes) < 2**31 else np.int64)
    for code, size in zip(codes[1:], sizes[1:], strict=True):
        number *= size
        number += code
    return number


def packed(codes: Sequence[Codes], sizes: Sequence[int]) -> list[NDArray[np.int64]]:
    """Rows of codes, −1 to below its size each, as few numbers per respondent as tell all of them apart: equal where rows are."""
    words: list[NDArray[np.int64]] = []
    room = _MOST
    for code, size in zip(codes, sizes, strict=True):
        if room * (size + 1) >= _MOST:
            words.append(np.zeros(len(code), np.int64))
            room = 1
        room *= size + 1
        words[-1] *= size + 1
        words[-1] += code
        words[-1] += 1
    return words
