"""What a reader finds in a report's files: every text, and every base beside a group's name. One reader per format."""

from __future__ import annotations

import base64
import csv
import gzip
import html
import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pyarrow import parquet

__all__ = ["EXTRACTORS", "Found"]


@dataclass(frozen=True, slots=True)
class Found:
    """texts: the file's content as a reader who takes it apart sees it; bases: (segment, how many), "" for everybody."""

    texts: tuple[str, ...]
    bases: frozenset[tuple[str, int]]


def _json(data: bytes) -> Found:
    read = json.loads(data)
    rows = [estimate for table in read["tables"] for estimate in table["estimates"]]
    return Found((data.decode(),), frozenset((row["segment"], row["n"]) for row in rows if row["n"] is not None))


_GRID = re.compile(r'<table class="grid">(.*?)</table>', re.S)
_COLUMN = re.compile(r'<th scope="col">(.*?)(?=<th|\n)')
_ROW = re.compile(r'<tr>(<th scope="row">.*?)(?=<td[ >])(.*?)(?=<tr>|</tbody>)', re.S)
_HEAD = re.compile(r'<th scope="row">([^\n]*?)(?=<th|\n|$)')
_GROUP = re.compile(r'<tr data-cut="\d+"><th scope="row">(.*?) <small>n ([\d,]+)</small>')
_BASE = re.compile(r"\bn ([\d,]+)")


def _html(data: bytes) -> Found:
    """Texts with entities and the figures' JSON escapes resolved; bases from tables and from the figures' hover texts."""
    page = data.decode()
    packed = re.findall(r'<script type="text/plain" id="figures">(.*?)</script>', page, re.S)[0]
    drawn = json.dumps(json.loads(gzip.decompress(base64.b64decode(packed)) or "{}"), ensure_ascii=False)
    bases = set()
    for table in _GRID.findall(page):
        by = (*_COLUMN.findall(table), "", "")[1]
        for heads, cells in _ROW.findall(table):
            names = [html.unescape(re.sub("<[^>]+>", "", head)) for head in _HEAD.findall(heads)]
            segment = "" if by in ("", "Price", "Point", "Beside") or names[1] == "All" else names[1]
            bases |= {(segment, int(n.replace(",", ""))) for n in _BASE.findall(cells)}
    bases |= {(html.unescape(group), int(n.replace(",", ""))) for group, n in _GROUP.findall(page)}
    return Found((page, html.unescape(page), drawn), frozenset(bases))


def _page(data: bytes) -> Found:
    """A page without tables: every text of it."""
    return Found((data.decode(), html.unescape(data.decode())), frozenset())


def _markdown(data: bytes) -> Found:
    text = html.unescape(data.decode()).replace("\\", "")
    bases: set[tuple[str, int]] = set()
    for block in text.split("\n\n"):
        head, *rows = block.splitlines()
        if head.startswith("|") and "| Base |" in head:
            bases |= {("", int(row.split("|")[-2].replace(",", ""))) for row in rows[1:]}
    return Found((text,), frozenset(bases))


def _zipped(data: bytes) -> Found:
    """An Office file: every part of it."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return Found(tuple(html.unescape(parts.read(name).decode("utf-8", "replace")) for name in parts.namelist()), frozenset())


def _delimited(data: bytes) -> Found:
    return _long(data, list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))))


def _columnar(data: bytes) -> Found:
    """The rows, and the whole file's bytes: its statistics and metadata may tell, too."""
    return _long(data, parquet.read_table(io.BytesIO(data)).to_pylist())


def _long(data: bytes, rows: Sequence[Mapping[str, Any]]) -> Found:
    texts = {str(value) for row in rows for value in row.values()}
    bases = frozenset((row["segment"].removeprefix("'"), int(row["n"])) for row in rows if row["n"] not in (None, ""))
    return Found((data.decode("utf-8", "replace"), *sorted(texts)), bases)


EXTRACTORS: Mapping[str, Callable[[bytes], Found]] = MappingProxyType(
    {
        "html": _html,
        "public": _page,
        "json": _json,
        "md": _markdown,
        "xlsx": _zipped,
        "pptx": _zipped,
        "csv": _delimited,
        "parquet": _columnar,
    }
)
