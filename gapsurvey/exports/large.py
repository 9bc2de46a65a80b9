"""Large delimited texts: of those that are plain, the columns that a study needs, in little memory and little time."""

from __future__ import annotations

import codecs
import csv
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
from gapsurvey.exports.oddities import spoilt_ids
from gapsurvey.exports.pieces import PIECE, Odd, pieces
from gapsurvey.model import Codes, Export

if TYPE_CHECKING:
    from gapsurvey.exports.table import Needed

__all__ = ["is_large", "read_large"]

_LARGE = 8_000_000  # bytes: less is read as a whole in the time that pyarrow needs to be imported
_HEAD = 8_000_000  # bytes in which the first records are looked for


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
    path: Path, needed: Needed, *, tool: str | None = None, quoted: Sequence[str] = (), size: int = PIECE
) -> Export | None:
    """The export of a delimited text, its needed columns as `read` gives them; None where that alone should read it.

    needed: of an export's columns, the names of those that will be counted; tool, quoted: see `read`; size: bytes at a time.

    The first records say, as they do for `read`, which tool wrote the file and what its columns are. Then the text goes through a
    reader that is fast and asks few questions, once it is certain that every reader takes it alike: UTF-8, strictly quoted,
    records of one length. Of columns that are not needed only what their headings say is known: what stands in them changes no
    number, is warned of by no note, and never leaves the file, personal or not. Where texts are
    `quoted`, all columns are read, since any may hold the names that go out of them.
    """
    try:
        with path.open("rb") as file:
            seen = _seen(file, path.name, tool)
            wanted, dated = _wanted(seen, needed, quoted)
            read = _read(file, seen, wanted, dated, size) or _read(file, seen, range(seen.sheet.width), dated, size)
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


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """Columns as they were read to the end, heading included, by their places; and the hash of all bytes."""

    columns: Mapping[int, Encoded]
    sha256: str


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


def _wanted(seen: _Seen, needed: Needed, quoted: Sequence[str]) -> tuple[Sequence[int], frozenset[int]]:
    """The places of the columns to read: those that are needed, and those whose contents tell more than themselves.

    They tell of the response, of an id that seems spoilt, whether a column is one at all, or whether it is personal, which other
    records may say otherwise than the first. And the places of those that tell nothing but the day, where the tool says how
    long an interview took.
    """
    first, headings = seen.layout.first, seen.layout.headings
    if quoted:
        return range(len(headings)), frozenset()
    known = seen.export([column.since(first) for column in seen.sheet.columns], "", ())
    names = frozenset(needed(known)) | {column.name for column in known.columns if any(spoilt_ids([column], IDS))}
    timed = any(heading.role == "seconds" for heading in headings)
    wanted, dated = [], set()
    for at, (heading, name) in enumerate(zip(headings, seen.names, strict=True)):
        if name in names or heading.role or not heading.name.strip() or (name in known.personal and not heading.personal):
            wanted.append(at)
        if timed and heading.role in MOMENTS and name not in names:
            dated.add(at)
    return wanted or [0], frozenset(dated)


def _read(file: BufferedReader, seen: _Seen, wanted: Sequence[int], dated: frozenset[int], size: int) -> _Read | None:
    """These columns; None where a record is blank in all of them: it is no record if it is blank in the others, too."""
    from gapsurvey.exports.arrow import columns_of

    digest = hashlib.sha256(seen.begins)
    file.seek(len(seen.begins))
    growing = [Growing() for _ in wanted]
    for piece in pieces(file, seen.dialect.delimiter, digest, size):
        columns = columns_of(piece, seen.dialect.delimiter, seen.sheet.width, wanted, dated)
        parts = [column.coded(*cells) for column, cells in zip(growing, columns, strict=True)]
        filled = _filled(parts)
        if not filled.all():
            if len(wanted) < seen.sheet.width:
                return None
            parts = [part[filled] for part in parts]
        for column, part in zip(growing, parts, strict=True):
            column.append(part)
    return _Read({at: column.encoded() for at, column in zip(wanted, growing, strict=True)}, digest.hexdigest())


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
