"""Respondents a block at a time, and rows of codes as numbers: what millions of them need beside their answers stays small."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from gapsurvey.model import Codes

__all__ = ["BLOCK", "blocks", "combinations_of", "packed"]

BLOCK = 2**18  # respondents
_MOST = 2**62  # what one number can tell apart


def blocks(n: int) -> Iterator[slice]:
    """The places of n respondents, a block at a time; one block without any of nobody."""
    for first in range(0, max(n, 1), BLOCK):
        yield slice(first, min(first + BLOCK, n))


def combinations_of(codes: Sequence[Codes], sizes: Sequence[int]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The combinations of codes that occur, P × F in order, and which of them each of n respondents has.

    codes: F times n, each from 0 to its size, which is not reached. Each row becomes one number where a number has room for it:
    numbers are sorted many times as fast as rows.
    """
    most = math.prod(sizes)
    if most >= _MOST:
        rows, of = np.unique(np.stack(codes, axis=1), axis=0, return_inverse=True)
        return rows.astype(np.intp), of.ravel()
    number = np.ravel_multi_index(tuple(codes), tuple(sizes))
    if most < 4 * len(number):  # few enough to be counted, which is faster still
        found = np.flatnonzero(np.bincount(number, minlength=most))
        place = np.empty(most, np.intp)
        place[found] = np.arange(len(found))
        of = place[number]
    else:
        found, of = np.unique(number, return_inverse=True)
    return np.stack(np.unravel_index(found, tuple(sizes)), axis=1), of


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
