"""Large delimited texts: of those that are plain, the columns that a study needs, in little memory and little time."""

from __future__ import annotations

import codecs
import csv
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.util import find_spec
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gapsurvey.errors import ExportError
from gapsurvey.exports import MOST_BYTES, recognised
from gapsurvey.exports.assemble import IDS, MOMENTS, Source, assemble, unique_names
from gapsurvey.exports.container import is_delimited
from gapsurvey.exports.delimited import Dialect, dialect_of, head_sheet
from gapsurvey.exports.encode import Encoded, Growing
from gapsurvey.exports.layout import ExportTool, Layout, Sheet
from gapsurvey.exports.oddities import mixed_scales, spoilt_ids
from gapsurvey.exports.pieces import PIECE, Odd, pieces
from gapsurvey.exports.ranges import eaten
from gapsurvey.exports.repeats import Ids
from gapsurvey.matching import fold
from gapsurvey.model import Codes, Column, Export

if TYPE_CHECKING:
    from gapsurvey.exports.table import Needed

__all__ = ["is_large", "read_large"]

_LARGE = 8_000_000  # bytes: less is read as a whole in the time that pyarrow needs to be imported
_HEAD = 8_000_000  # bytes in which the first records are looked for
_LOOKED = _LARGE  # bytes of which every column is read: no file that is read as a whole is judged by more


def is_large(path: Path) -> bool:
    """Whether `read_large` is worth a try: the file is large, begins like a delimited text, and pyarrow is installed."""
    try:
        if not (path.is_file() and _LARGE <= path.stat().st_size <= MOST_BYTES and find_spec("pyarrow") is not None):
            return False
        with path.open("rb") as file:
            return is_delimited(file.read(4096))
    except (OSError, ValueError):  # ValueError: a NUL in the name
        return False


def read_large(
    path: Path,
    needed: Needed,
    *,
    tool: str | None = None,
    quoted: Sequence[str] = (),
    size: int = PIECE,
    looked: int = _LOOKED,
) -> Export | None:
    """The export of a delimited text, its needed columns as `read` gives them; None where that alone should read it.

    needed: of an export's columns, the names of those that will be counted; tool, quoted: see `read`; size: bytes at a time;
    looked: bytes of which every column is read, those of the first records at least.

    The first records say, as they do for `read`, which tool wrote the file and what its columns are. Then the text goes through a
    reader that is fast and asks few questions, once it is certain that every reader takes it alike: UTF-8, strictly quoted,
    records of one length. The bytes that are looked at say of which columns that are not needed a note warns, or may; these are
    read to the end, as the needed ones are. What stands in the others further down changes no number, and never leaves the file,
    personal or not; of ids it is counted how many there are. Where texts are `quoted`, all columns are read, since any may hold
    the names that go out of them.
    """
    try:
        with path.open("rb") as file:
            seen = _seen(file, path.name, tool)
            read = None if quoted else _read(file, seen, partial(_wanted, seen, needed), looked, size)
            if read and read.repeating:
                read = _read(file, seen, partial(_wanted, seen, needed, repeating=read.repeating), looked, size)
            read = read or _read(file, seen, None, looked, size)
    except (Odd, ExportError, OSError, UnicodeDecodeError, csv.Error):
        return None
    return _export(seen, read, needed, quoted) if read else None


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """What a file's first records show. begins: its bytes before the first of them; sheet: these records."""

    file: str
    begins: bytes
    dialect: Dialect
    sheet: Sheet
    tool: ExportTool
    layout: Layout

    @property
    def names(self) -> list[str]:
        """The columns' names in the export."""
        return unique_names(self.layout.headings)

    def export(self, columns: Sequence[Encoded], sha256: str, quoted: Sequence[str]) -> Export:
        """The export of these columns, heading excluded."""
        source = Source(self.tool.name, self.file, sha256, (*self.dialect.notes, *self.layout.notes))
        return assemble(self.layout.headings, columns, source, self.tool.statuses, quoted)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which columns are read, by their places.

    dated: those of them that tell nothing but the day; ids: further ones, of which it is counted how many there are.
    """

    columns: Sequence[int]
    dated: frozenset[int] = frozenset()
    ids: Sequence[int] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """Columns as they were read to the end, heading included, by their places; and the hash of all bytes.

    repeating: places of ids that were counted only, and should be read.
    """

    columns: Mapping[int, Encoded]
    sha256: str
    repeating: frozenset[int]


def _seen(file: BufferedReader, name: str, tool: str | None) -> _Seen:
    begins = file.read(_HEAD)
    cut = len(begins) == _HEAD
    mark = codecs.BOM_UTF8 if begins.startswith(codecs.BOM_UTF8) else b""
    text, _ = codecs.utf_8_decode(begins[len(mark) :], "strict", not cut)
    if "\0" in text or not is_delimited(begins[:4096]):
        raise Odd
    dialect = dialect_of(text)
    sheet = head_sheet(text, dialect, name, cut=cut)
    by, _, layout = recognised((sheet,), tool, name)
    return _Seen(name, begins[: len(mark) + dialect.start], dialect, sheet, by, layout)


def _wanted(seen: _Seen, needed: Needed, begun: Mapping[int, Encoded], repeating: frozenset[int] = frozenset()) -> _Wanted:
    """What is read after the records that were looked at, begun: needed columns, and those that tell more than their contents.

    They tell of the response, of what a note warns, whether a column is one at all, or whether it is personal, which other
    records may say otherwise than these. Where the tool says how long an interview took, moments tell nothing but the day.
    repeating: ids that are known to.
    """
    first, headings = seen.layout.first, seen.layout.headings
    known = seen.export([column.since(first) for column in begun.values()], "", ())
    needed_names = frozenset(needed(known))
    names = needed_names | {column.name for column in known.columns if _warned(column)}
    ids = {column.name for column in known.columns if column.kind == "metadata" and fold(column.name) in IDS}
    timed = any(heading.role == "seconds" for heading in headings)
    wanted, dated, counted = [], set(), []
    for at, (heading, name) in enumerate(zip(headings, seen.names, strict=True)):
        told = heading.role or not heading.name.strip() or (name in known.personal and not heading.personal)
        if name in names or told or at in repeating:
            wanted.append(at)
        elif name in ids:
            counted.append(at)
        if timed and heading.role in MOMENTS and name not in needed_names:
            dated.add(at)
    columns = wanted or [0]  # by which the records are counted
    return _Wanted(columns, frozenset(dated), [at for at in counted if at not in columns])


def _warned(column: Column) -> bool:
    """Whether a note warns of a column, or will if more people give one of its texts."""
    return bool(eaten(column)) or any(mixed_scales([column])) or any(spoilt_ids([column], IDS))


def _read(
    file: BufferedReader, seen: _Seen, choose: Callable[[Mapping[int, Encoded]], _Wanted] | None, looked: int, size: int
) -> _Read | None:
    """All columns, or those that are chosen by what they hold in the bytes that are looked at, the first records among them.

    None where a record is blank in all of them: it is no record if it is blank in the others, too.
    """
    from gapsurvey.exports.arrow import columns_of

    digest = hashlib.sha256(seen.begins)
    file.seek(len(seen.begins))
    wanted = _Wanted(range(seen.sheet.width))
    growing = {at: Growing() for at in wanted.columns}
    ids: dict[int, Ids] = {}
    records = 0
    for piece in pieces(file, seen.dialect.delimiter, digest, size):
        places = (*wanted.columns, *wanted.ids)
        columns = columns_of(piece, seen.dialect.delimiter, seen.sheet.width, places, wanted.dated, wanted.ids)
        parts = [column.coded(*next(columns)) for column in growing.values()]
        for counted, (_, texts) in zip(ids.values(), columns, strict=True):
            counted.add(texts)
        filled = _filled(parts)
        if not filled.all():
            if len(growing) < seen.sheet.width:
                return None
            parts = [part[filled] for part in parts]
        for column, part in zip(growing.values(), parts, strict=True):
            column.append(part)
        records += len(parts[0])
        if choose and file.tell() >= looked and records >= seen.sheet.height:
            wanted, choose = choose({at: column.encoded() for at, column in growing.items()}), None
            ids = {at: Ids(growing[at].encoded().since(seen.layout.first)) for at in wanted.ids}
            growing = {at: growing[at] for at in wanted.columns}
    repeating = frozenset(at for at in wanted.ids if ids.pop(at).repeat)  # whose memory is needed next
    return _Read({at: column.encoded() for at, column in growing.items()}, digest.hexdigest(), repeating)


def _filled(parts: Sequence[Codes]) -> NDArray[np.bool_]:
    """Per record, whether a column holds something."""
    filled = np.zeros(len(parts[0]) if parts else 1, bool)
    for part in parts:
        filled |= part >= 0
        if filled.all():
            break
    return filled


def _export(seen: _Seen, read: _Read, needed: Needed, quoted: Sequence[str]) -> Export | None:
    """The export; None where all records show something else than the first did."""
    records = len(next(iter(read.columns.values())).codes)
    columns = [read.columns.get(at, column) for at, column in enumerate(seen.sheet.columns)]
    if seen.tool.layout(replace(seen.sheet, height=records, columns=columns)) != seen.layout:
        return None
    first = seen.layout.first
    unread = Encoded(np.broadcast_to(np.int8(-1), records - first), ())
    below = [read.columns[at].since(first) if at in read.columns else unread for at in range(seen.sheet.width)]
    export = seen.export(below, read.sha256, quoted)
    names = needed(export)
    if not {seen.names[at] for at in read.columns}.issuperset(names):
        return None
    kept = [c if c.name in names else replace(c, codes=unread.codes, values=()) for c in export.columns]
    return replace(export, columns=tuple(kept))
