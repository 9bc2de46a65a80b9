"""Microsoft's compound files, after [MS-CFB]: one stream out of whatever a file holds, and a sound file around a stream."""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator, Sequence

__all__ = ["compound_of", "stream_of"]

_SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR = 4096
_LISTED = 109  # sectors of the table that the header itself lists


def stream_of(content: bytes, names: Collection[str]) -> tuple[str, bytes]:
    """The first stream of one of these names: its name and content, both empty where there is none.

    Chains of sectors that bite their own tails end there. Raises struct.error where the file ends too soon.
    """
    (shift,) = struct.unpack_from("<H", content, 30)
    size = 1 << min(shift, 12)
    first, _, smallest, small_table = struct.unpack_from("<4I", content, 48)
    (further,) = struct.unpack_from("<I", content, 68)
    sectors = len(content) // size

    def joined(numbers: Iterator[int] | Sequence[int]) -> bytes:
        return b"".join(content[(number + 1) * size : (number + 2) * size] for number in numbers if number < sectors)

    listed = list(struct.unpack_from(f"<{_LISTED}I", content, 76))
    while further < sectors and len(listed) < sectors + _LISTED:
        *more, further = _numbers(joined([further])) or (_END,)
        listed += more
    following = _numbers(joined(listed))
    directory = joined(_chain(first, following))
    entries = [_entry(directory[at : at + 128]) for at in range(0, len(directory) - 127, 128)]
    found = next((entry for entry in entries if entry[0] in names), None)
    if found is None:
        return "", b""
    name, start, length = found
    if length >= smallest:
        return name, joined(_chain(start, following))[:length]
    small = joined(_chain(entries[0][1], following))
    pieces = _chain(start, _numbers(joined(_chain(small_table, following))))
    return name, b"".join(small[piece * 64 : piece * 64 + 64] for piece in pieces)[:length]


def compound_of(name: str, stream: bytes) -> bytes:
    """A file with this one stream. Raises OverflowError where it is longer than such a file is written here, 450 MB."""
    stream = stream.ljust(-(-max(len(stream), 1) // _SECTOR) * _SECTOR, b"\0")
    sectors = 1 + len(stream) // _SECTOR  # the directory is the first of them
    tables = next(n for n in range(1, _LISTED + 2) if n * _SECTOR // 4 >= sectors + n)
    if tables > _LISTED:
        raise OverflowError(f"a stream of {len(stream):,} bytes")
    following = [_END, *range(2, sectors), _END, *[_TABLE] * tables]
    following += [_FREE] * (tables * _SECTOR // 4 - len(following))
    header = _SIGNATURE + bytes(16) + struct.pack("<5H", 0x3E, 4, 0xFFFE, 12, 6) + bytes(6)
    header += struct.pack("<9I", 1, tables, 0, 0, _SECTOR, _END, 0, _END, 0)
    places = list(range(sectors, sectors + tables))
    header += struct.pack(f"<{_LISTED}I", *places, *[_FREE] * (_LISTED - tables))
    # The root begins somewhere, though it is empty: calamine takes no file in which it does not.
    directory = _written("Root Entry", 5, 0, 0, child=1) + _written(name, 2, 1, len(stream), child=_FREE)
    table = struct.pack(f"<{len(following)}I", *following)
    return header.ljust(_SECTOR, b"\0") + directory.ljust(_SECTOR, b"\0") + stream + table


def _numbers(raw: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])


def _chain(start: int, following: Sequence[int]) -> Iterator[int]:
    """The sectors of a stream, in order."""
    at, left = start, len(following)
    while at < len(following) and left:
        yield at
        at, left = following[at], left - 1


def _entry(entry: bytes) -> tuple[str, int, int]:
    """Name, first sector and length of a directory's entry."""
    letters, start, length = struct.unpack_from("<H", entry, 64)[0], *struct.unpack_from("<II", entry, 116)
    return entry[: max(0, min(letters, 64) - 2)].decode("utf-16-le", errors="replace"), start, length


def _written(name: str, kind: int, start: int, length: int, *, child: int) -> bytes:
    letters = (name + "\0").encode("utf-16-le")
    links = struct.pack("<HBBIII", len(letters), kind, 1, _FREE, _FREE, child)
    return letters.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, length)
