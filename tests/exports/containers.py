"""Files in the containers that no library here writes, byte by byte, and those that one does."""

from __future__ import annotations

import io
import struct
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pandas as pd
import pyarrow as pa
import pyreadstat
from pyarrow import parquet as pq

Rows = Sequence[Sequence[object]]


def as_archive(parts: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def as_opendocument(rows: Rows, *, beside: str = "", below: str = "", manifest: str = "") -> bytes:
    """An .ods file of texts and numbers; beside and below: what stands after the first row's cells, and after all rows."""
    lines = []
    for at, row in enumerate(rows):
        cells = "".join(map(_opendocument_cell, row))
        lines.append(f"<table:table-row>{cells}{beside if at == 0 else ''}</table:table-row>")
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Responses">{"".join(lines)}{below}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return as_archive({"mimetype": kind, "META-INF/manifest.xml": manifest.encode() or b"<m/>", "content.xml": content.encode()})


def _opendocument_cell(cell: object) -> str:
    if cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, str):
        return f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p></table:table-cell>'


def as_old_workbook(*sheets: Rows, far: Sequence[tuple[int, int]] = ()) -> bytes:
    """An .xls file of texts and numbers, its stream made of records after [MS-XLS]; far: further cells of the first sheet."""
    begin = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 0x0005, 0x0DBB, 0x07CC, 0x41, 0x06)
    sheet_begin = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 0x0010, 0x0DBB, 0x07CC, 0x41, 0x06)
    end = struct.pack("<HH", 0x000A, 0)
    bodies = []
    for number, rows in enumerate(sheets):
        cells = [(row, column, cell) for row, line in enumerate(rows) for column, cell in enumerate(line) if cell != ""]
        cells += [(row, column, 1) for row, column in far] if number == 0 else []
        bodies.append(sheet_begin + b"".join(_record(*cell) for cell in cells) + end)
    names = [f"Sheet{number}".encode() for number in range(1, len(sheets) + 1)]
    at = len(begin) + sum(12 + len(name) for name in names) + len(end)
    directory = b""
    for name, body in zip(names, bodies, strict=True):
        directory += struct.pack("<HHIHBB", 0x0085, 8 + len(name), at, 0, len(name), 0) + name
        at += len(body)
    return _compound((begin + directory + end + b"".join(bodies)).ljust(4096, b"\0"))


def _record(row: int, column: int, cell: object) -> bytes:
    if isinstance(cell, str):
        text = cell.encode("utf-16-le")
        return struct.pack("<HHHHHHB", 0x0204, 9 + len(text), row, column, 0, len(cell), 1) + text
    return struct.pack("<HHHHHd", 0x0203, 14, row, column, 0, float(str(cell)))


def _compound(stream: bytes) -> bytes:
    """A compound file of one stream, after [MS-CFB]: header, directory, the stream, and the table of sectors."""
    sectors = -(-len(stream) // 512)
    tables = -(-(sectors + 1) // 127)
    following = [0xFFFFFFFE, *range(2, sectors + 1), 0xFFFFFFFE, *[0xFFFFFFFD] * tables]
    following += [0xFFFFFFFF] * (tables * 128 - len(following))
    entries = _entry("Root Entry", 5, 0xFFFFFFFE, 0, 1) + _entry("Workbook", 2, 1, len(stream), 0xFFFFFFFF) + bytes(256)
    places = [sectors + 1 + number for number in range(tables)]
    header = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<8I", tables, 0, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", *places, *[0xFFFFFFFF] * (109 - len(places)))
    return header + entries + stream.ljust(512 * sectors, b"\0") + struct.pack(f"<{len(following)}I", *following)


def _entry(name: str, kind: int, start: int, length: int, child: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    links = struct.pack("<HBBIII", len(text), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
    return text.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, length)


def as_sav(columns: Mapping[str, Sequence[object]], *, compressed: bool = False, **about: Any) -> bytes:
    """An SPSS file; about: what pyreadstat's `write_sav` takes of labels and missing values."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.sav"
        pyreadstat.write_sav(pd.DataFrame(columns), path, compress=compressed, **about)
        return path.read_bytes()


def as_parquet(columns: Mapping[str, Sequence[object]]) -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.table({name: pa.array(list(cells)) for name, cells in columns.items()}), file)
    return file.getvalue()
