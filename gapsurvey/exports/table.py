"""A table that is larger than memory, in whatever engine holds it, as an Export: the columns needed, batch by batch."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from gapsurvey.errors import ExportError, Problem, listing
from gapsurvey.exports.assemble import Source, assemble, unique_names
from gapsurvey.exports.encode import HEAD, Encoded, Growing, encoded_sheet
from gapsurvey.exports.plain import headings

if TYPE_CHECKING:
    import narwhals as nw

    from gapsurvey.exports.layout import Heading
    from gapsurvey.model import Export

__all__ = ["Needed", "from_table"]

Needed: TypeAlias = "Callable[[Export], Collection[str]]"  # of an export's columns, the names of those that will be counted


def from_table(table: nw.LazyFrame[Any], tool: str, name: str, needed: Needed, quoted: Sequence[str] = ()) -> Export:
    """The export of a table in an engine: one row per response, one column per question.

    Its first rows are read whole, to see what the columns are. Then those that are needed, and those that say when people
    answered, are read to the end; of the others only the names are known. A row takes a byte or two per column read.
    tool, name: what the report and messages call it; quoted: columns that a report will quote, see `read`.
    Its hash is that of the columns read: their names, their distinct texts, and which of these each row holds. It is the same
    in every engine that keeps the rows' order. Raises ExportError where no engine is known, or there is no row or column.
    """
    from gapsurvey.exports.engines import ENGINES

    engine = str(table.implementation)
    if engine not in ENGINES:
        raise ExportError([Problem(name, f"it is a table of {engine}, which is not read", "Collect it first.", listing(ENGINES))])
    if find_spec("pyarrow") is None:
        found = "large tables are read with the package pyarrow, which is not installed"
        raise ExportError([Problem(name, found, 'Install it: pip install "gapsurvey[warehouse]".')])
    columns = table.collect_schema().names()
    head = _encoded(table.head(HEAD - 1), columns) if columns else {}
    if not head or not len(head[columns[0]].codes):
        raise ExportError([Problem(name, "it has no responses", "Pass one row per response and one column per question.")])
    seen, first = _seen(columns, head), list(head.values())
    known = assemble(seen, first, Source(tool, name, ""), quoted=quoted)
    counted = {*needed(known), *(known.personal if quoted else ())}
    called = unique_names(seen)
    wanted = [c for c, h, as_known in zip(columns, seen, called, strict=True) if h.role or as_known in counted]
    read = _encoded(table.select(wanted or columns[:1]), wanted or columns[:1])
    unread = Encoded(np.broadcast_to(np.int8(-1), len(next(iter(read.values())).codes)), ())
    marked = [replace(h, personal=h.personal or as_known in known.personal) for h, as_known in zip(seen, called, strict=True)]
    source = Source(tool, name, _fingerprint(read))
    return assemble(marked, [read.get(column, unread) for column in columns], source, quoted=quoted)


def _encoded(table: nw.LazyFrame[Any], columns: Sequence[str]) -> dict[str, Encoded]:
    """These columns, which are all of the table's, by name."""
    from gapsurvey.exports.arrow import texts_of
    from gapsurvey.exports.engines import batches

    growing = [Growing() for _ in columns]
    for batch in batches(table):
        for column, cells in zip(growing, batch.columns, strict=True):
            column.add(*texts_of(cells))
    return {name: column.encoded() for name, column in zip(columns, growing, strict=True)}


def _seen(columns: Sequence[str], head: dict[str, Encoded]) -> tuple[Heading, ...]:
    """What the columns are, by their names and first rows."""
    texts = [[cells.values[code] if code >= 0 else "" for code in cells.codes] for cells in head.values()]
    return headings(encoded_sheet("", [tuple(columns), *zip(*texts, strict=True)], []))


def _fingerprint(read: dict[str, Encoded]) -> str:
    digest = hashlib.sha256()
    for name, cells in read.items():
        digest.update(repr((name, cells.values)).encode(errors="surrogatepass"))
        digest.update(np.ascontiguousarray(cells.codes, cells.codes.dtype.newbyteorder("<")).data)
    return digest.hexdigest()
