"""A caller's DataFrame as an Export."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gapsurvey.errors import ExportError, Problem
from gapsurvey.exports.assemble import Source, assemble
from gapsurvey.exports.encode import encoded_sheet
from gapsurvey.exports.plain import headings
from gapsurvey.exports.spreadsheet import cell_text
from gapsurvey.exports.table import Needed, from_table

if TYPE_CHECKING:
    import narwhals as nw

    from gapsurvey.model import Export

__all__ = ["from_frame"]


def from_frame(frame: Any, name: str, needed: Needed, quoted: Sequence[str] = ()) -> Export:
    """The export of a pandas or polars DataFrame (any eager frame that narwhals knows), or of a lazy one that an engine holds.

    frame: one row per response, one column per question; name: what messages call it; needed: of a lazy frame, the columns that
    are read; quoted: columns that a report will quote, see `read`.
    Its hash is that of its texts, so the same answers give the same hash whichever library holds them: that of a lazy frame
    is `from_table`'s. Raises ExportError for anything but such a frame, and for one without rows or columns.
    """
    import narwhals as nw

    try:
        native = nw.from_native(frame)
    except TypeError:
        fix = "Pass a DataFrame of pandas or polars, or a lazy one of polars, DuckDB, Spark or Dask."
        raise ExportError([Problem(name, f"it is a {type(frame).__name__}, not a DataFrame", fix)]) from None
    if isinstance(native, nw.LazyFrame):
        return from_table(native, "dataframe", name, needed, quoted)
    if not native.shape[0] or not native.shape[1]:
        raise ExportError([Problem(name, "it has no responses", "Pass one row per response and one column per question.")])
    columns = [_texts(native[:, at]) for at in range(native.shape[1])]
    top = [str(column) for column in native.columns]
    sheet = encoded_sheet("", [top, *zip(*columns, strict=True)], [])
    digest = hashlib.sha256(repr((top, columns)).encode()).hexdigest()
    source = Source("dataframe", name, digest)
    return assemble(headings(sheet), [column.since(1) for column in sheet.columns], source, quoted=quoted)


def _texts(column: nw.Series[Any]) -> list[str]:
    """A column's cells as texts, missing ones blank."""
    return [
        "" if missing else cell_text(cell) for cell, missing in zip(column.to_list(), column.is_null().to_list(), strict=True)
    ]
