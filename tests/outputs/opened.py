"""A written file as what it says: office files are archives, within which the same words are packed away."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

__all__ = ["opened"]


def opened(file: bytes) -> bytes:
    """The bytes of a file, or those of everything within it, in order and with the parts' names."""
    if not file.startswith(b"PK\x03\x04"):
        return file
    with ZipFile(BytesIO(file)) as archive:
        return b"\n".join(name.encode() + b"\n" + opened(archive.read(name)) for name in archive.namelist())
