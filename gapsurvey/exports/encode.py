"""Cells become codes as they are read: of each column every distinct text is kept once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import count, islice
from typing import Any

import numpy as np

from gapsurvey.blocks import looked_up, occurrences
from gapsurvey.exports.layout import Sheet
from gapsurvey.model import Codes, compact

__all__ = ["HEAD", "Encoded", "Growing", "encoded_sheet", "merged", "sheet_of_columns"]

HEAD = 300  # rows that stay texts
_CHUNK = 120_000  # cells that are held as texts at a time
_UNUSUAL = re.compile(r"\n(?:'[-=+@]|\s*\n)|\0")  # among lines, one that is blank or masked; or that begins so within a text
_MASKED = ("'=", "'+", "'-", "'@")  # what would begin a formula; any other apostrophe is the writer's own


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """A column: its distinct texts that are not blank, in order of first appearance, and per row which it is, −1 for none.

    stored: beside each text the code that the file labels with it, empty where the texts are what is stored.
    """

    codes: Codes
    values: tuple[str, ...]
    stored: tuple[str, ...] = ()

    def since(self, first: int) -> Encoded:
        """The column from row `first` on, without the texts that occur before it only."""
        codes = self.codes[first:]
        used = np.flatnonzero(occurrences(codes, len(self.values)))
        places = np.full(len(self.values) + 1, -1, codes.dtype)  # the last place is that of a blank cell, −1
        places[used] = np.arange(len(used), dtype=codes.dtype)
        stored = tuple(self.stored[i] for i in used) if self.stored else ()
        return Encoded(looked_up(places, codes), tuple(self.values[i] for i in used), stored)

    def under(self, heading: Sequence[str]) -> Encoded:
        """The column below these heading cells, which are distinct from each other and may be texts of the column."""
        values, stored = list(self.values), list(self.stored)
        index = {value: code for code, value in enumerate(values)}
        for cell in heading:
            if cell.strip() and cell not in index:
                index[cell] = len(values)
                values.append(cell)
                stored += [cell] if stored else []
        top = np.array([index.get(cell, -1) for cell in heading], np.int32)
        return Encoded(np.concatenate((top, self.codes)), tuple(values), tuple(stored))


class _Index(dict[str, int]):
    """The code of every text that was asked for, and the texts in order.

    Left out are an apostrophe that masks a formula, and NUL characters, which old workbooks have between others.
    """

    def __init__(self) -> None:
        super().__init__()
        self.values_in_order: list[str] = []

    def meet(self, texts: Iterable[str]) -> None:
        """Take these texts, all that are new at once where none of them is blank or masked."""
        new = [text for text in dict.fromkeys(texts) if text not in self]
        if not new:
            return
        joined = "\n".join(("", *new, ""))
        if not _UNUSUAL.search(joined):
            self.update(zip(new, count(len(self.values_in_order)), strict=False))
            self.values_in_order += new

    def __missing__(self, text: str) -> int:
        if "\0" in text or text.startswith(_MASKED):
            plain = text.replace("\0", "")
            code = self[text] = self[plain[1:] if plain.startswith(_MASKED) else plain]
        elif not text or text.isspace():
            code = self[text] = -1
        else:
            code = self[text] = len(self.values_in_order)
            self.values_in_order.append(text)
        return code


class Growing:
    """A column that comes in parts, each with texts of its own: held in as few bytes as its texts need."""

    def __init__(self) -> None:
        """Begin without a row."""
        self._index = _Index()
        self._parts: list[Codes] = []

    def add(self, codes: Codes, texts: Iterable[str]) -> None:
        """Take the next rows. codes: per row its text's place among the texts, −1 for none."""
        self.append(self.coded(codes, texts))

    def coded(self, codes: Codes, texts: Iterable[str]) -> Codes:
        """Rows by the column's own codes, which are given to new texts, in as few bytes as hold all codes so far."""
        texts = list(texts)
        self._index.meet(texts)
        place = np.array([*map(self._index.__getitem__, texts), -1], np.int32)
        return compact(place, len(self._index.values_in_order))[codes]

    def append(self, codes: Codes) -> None:
        """Take the next rows by the column's own codes."""
        self._parts.append(codes)

    def encoded(self) -> Encoded:
        """The column so far."""
        values = tuple(self._index.values_in_order)
        codes = compact(np.empty(0, np.int8), len(values))
        return Encoded(np.concatenate([codes, *self._parts]), values)


def encoded_sheet(
    name: str, rows: Iterable[Sequence[Any]], notes: list[str], texts: Callable[[Sequence[Any]], Iterable[str]] = iter
) -> Sheet:
    """The sheet of these rows, all of one length. They are consumed; `notes` may grow until the last of them.

    texts: what some cells of a column say, where these are no texts yet.
    """
    rows = iter(rows)
    chunk = list(islice(rows, HEAD))
    width = len(chunk[0]) if chunk else 0
    indexes = [_Index() for _ in range(width)]
    parts: list[list[Codes]] = [[] for _ in range(width)]
    while chunk:
        for index, part, cells in zip(indexes, parts, zip(*chunk, strict=True), strict=True):
            part.append(np.fromiter(map(index.__getitem__, texts(cells)), np.int32, len(cells)))
        chunk = list(islice(rows, max(1, _CHUNK // max(1, width))))
    columns = [Encoded(np.concatenate(part), tuple(index.values_in_order)) for index, part in zip(indexes, parts, strict=True)]
    return sheet_of_columns(name, columns, notes)


def merged(codes: Codes, texts: Sequence[str], stored: Sequence[str] = ()) -> Encoded:
    """The column in which a code says which text stands there, −1 none, where some of the texts are equal or blank."""
    first = {text: at for at, text in reversed(list(enumerate(texts))) if text.strip()}
    kept = sorted(first.values())
    place = {texts[at]: code for code, at in enumerate(kept)}
    moved = np.array([*(place.get(text, -1) for text in texts), -1], np.int32)[codes]
    return Encoded(moved, tuple(texts[at] for at in kept), tuple(stored[at] for at in kept) if stored else ())


def sheet_of_columns(name: str, columns: Sequence[Encoded], notes: Iterable[str] = (), *, labelled: bool = False) -> Sheet:
    """The sheet of columns that come encoded, of equal length, heading included."""
    texts = [[column.values[code] if code >= 0 else "" for code in column.codes[:HEAD].tolist()] for column in columns]
    height = len(columns[0].codes) if columns else 0
    return Sheet(name, list(zip(*texts, strict=True)), height, columns, tuple(notes), labelled)
