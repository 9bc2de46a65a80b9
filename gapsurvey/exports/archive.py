"""Zip archives, in which spreadsheets come: their parts, unpacked only as far as it is safe."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from gapsurvey.errors import ExportError, Problem

__all__ = ["part_names", "unpacked"]

# what reading a bad archive raises
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError)
_MOST_UNPACKED = 2_000_000_000  # bytes of all parts
_SUSPECT = 50_000_000  # from this size on it matters how much a part shrank
_MOST_SHRUNK = 100  # times; a sheet shrinks 10 to 40 times
_MOST_PARTS = 10_000
_AS_CSV = "Export the responses as CSV."


def part_names(content: bytes, file: str) -> list[str]:
    """The names of an archive's parts. Raises ExportError where it is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.namelist()
    except _DAMAGE:
        raise _damaged(file) from None


def unpacked(content: bytes, file: str, only: str = "") -> Iterator[bytes]:
    """The parts of an archive one after another, or the one part of that name.

    Raises ExportError where it is damaged, where it was packed to fill the memory that unpacks it, and where a part
    defines entities, which no survey tool does and which may unfold without end.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [part for part in archive.infolist() if not only or part.filename == only]
            if sum(part.file_size for part in parts) > _MOST_UNPACKED:
                raise ExportError([Problem(file, "it unpacks to more than 2 GB", _AS_CSV)])
            if len(parts) > _MOST_PARTS:
                raise ExportError([Problem(file, f"it has {len(parts):,} parts", _AS_CSV)])
            for part in parts:
                if part.file_size > max(_SUSPECT, _MOST_SHRUNK * part.compress_size):
                    found = f"a part of it unpacks to {part.file_size // max(1, part.compress_size):,} times its size"
                    raise ExportError([Problem(file, found, _AS_CSV)])
                xml = archive.read(part)
                if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
                    raise ExportError([Problem(file, "it defines XML entities, as no spreadsheet program does", _AS_CSV)])
                yield xml
    except _DAMAGE:
        raise _damaged(file) from None


def _damaged(file: str) -> ExportError:
    return ExportError([Problem(file, "it is a damaged workbook or archive", "Download or export it again.")])
