"""What server and worker say to each other: a JSON object, and files' bytes behind it. Nothing that could run."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

__all__ = ["Received", "packed", "size_of", "unpacked"]

_PREFIX = 4  # bytes that give the JSON's length
_MOST_JSON = 8 * 2**20

Received = tuple[dict[str, Any], dict[str, bytes]]


def packed(told: Mapping[str, Any], files: Mapping[str, bytes | bytearray]) -> Iterator[bytes | bytearray]:
    """The pieces of a message, in order."""
    head = json.dumps({"told": told, "sizes": {name: len(content) for name, content in files.items()}}).encode()
    yield len(head).to_bytes(_PREFIX, "big")
    yield head
    yield from files.values()


def unpacked(exactly: Callable[[int], bytes]) -> Received:
    """A message and its files. exactly: reads so many bytes, or raises EOFError."""
    head = json.loads(exactly(size_of(exactly(_PREFIX))))
    return head["told"], {name: exactly(size) for name, size in head["sizes"].items()}


def size_of(prefix: bytes, most: int = _MOST_JSON) -> int:
    """The JSON's length. Raises ValueError where it is longer than anybody says."""
    size = int.from_bytes(prefix, "big")
    if size > most:
        raise ValueError("the message is too long")
    return size
