"""Cells become codes as they are read: of each column every distinct text is kept once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from gapsurvey.exports.layout import Sheet
from gapsurvey.model import Codes

__all__ = ["Encoded", "encoded_sheet"]

_HEAD = 300  # rows that stay texts
_CHUNK = 120_000  # cells that are held as texts at a time


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """A column: its distinct texts that are not blank, in order of first appearance, and per row which it is, −1 for none."""

    codes: Codes
    values: tuple[str, ...]

    def since(self, first: int) -> Encoded:
        """The column from row `first` on, without the texts that occur before it only."""
        codes = self.codes[first:]
        used = np.flatnonzero(np.bincount(codes + 1, minlength=len(self.values) + 1)[1:])
        places = np.full(len(self.values) + 1, -1, np.int32)  # the last place is that of a blank cell, −1
        places[used] = np.arange(len(used), dtype=np.int32)
        return Encoded(places[codes], tuple(self.values[i] for i in used))


class _Index(dict[str, int]):
    """The code of every text that was asked for, and the texts in order."""

    def __init__(self) -> None:
        super().__init__()
        self.values_in_order: list[str] = []

    def __missing__(self, text: str) -> int:
        code = self[text] = len(self.values_in_order) if text.strip() else -1
        if code >= 0:
            self.values_in_order.append(text)
        return code


def encoded_sheet(name: str, rows: Iterable[Sequence[str]], notes: list[str]) -> Sheet:
    """The sheet of these rows, all of one length. They are consumed; `notes` may grow until the last of them."""
    rows = iter(rows)
    head = list(islice(rows, _HEAD))
    width = len(head[0]) if head else 0
    indexes = [_Index() for _ in range(width)]
    parts: list[list[Codes]] = [[] for _ in range(width)]
    height, chunk = 0, head
    while chunk:
        height += len(chunk)
        for index, part, cells in zip(indexes, parts, zip(*chunk, strict=True), strict=True):
            part.append(np.fromiter(map(index.__getitem__, cells), np.int32, len(cells)))
        chunk = list(islice(rows, max(1, _CHUNK // max(1, width))))
    columns = [Encoded(np.concatenate(part), tuple(index.values_in_order)) for index, part in zip(indexes, parts, strict=True)]
    return Sheet(name, head, height, columns, tuple(notes))
