"""Parquet files: a table whose columns come as categories already."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gapsurvey.errors import ExportError, Problem
from gapsurvey.exports.arrow import texts_of
from gapsurvey.exports.delimited import MOST_COLUMNS
from gapsurvey.exports.encode import Encoded, merged, sheet_of_columns
from gapsurvey.exports.layout import Sheet

if TYPE_CHECKING:
    from pyarrow import ChunkedArray

__all__ = ["parquet_sheet"]

_INDEX = re.compile(r"__index_level_\d+__")  # pandas' own
_MOST_CELLS = 300_000_000
_MOST_UNPACKED = 2_000_000_000  # bytes of one column, as the file declares it


def parquet_sheet(content: bytes, file: str) -> Sheet:
    """The file's table under its columns' names, read one column at a time.

    Raises ExportError where the file is too large, and whatever pyarrow raises where it is damaged.
    """
    import pyarrow as pa
    from pyarrow import parquet as pq

    table = pq.ParquetFile(pa.BufferReader(content))
    about = table.metadata
    names = [name for name in table.schema_arrow.names if not _INDEX.fullmatch(name)]
    groups = [about.row_group(at) for at in range(about.num_row_groups)]
    largest = max((sum(g.column(at).total_uncompressed_size for g in groups) for at in range(about.num_columns)), default=0)
    if not names or len(names) > MOST_COLUMNS:
        raise ExportError([Problem(file, f"it has {len(names):,} columns", f"Keep between 1 and {MOST_COLUMNS:,}.")])
    if about.num_rows * len(names) > _MOST_CELLS or largest > _MOST_UNPACKED:
        fix = "Keep the columns that are needed, or split the file."
        raise ExportError([Problem(file, f"it has {about.num_rows:,} rows and {len(names):,} columns", fix)])
    return sheet_of_columns("", [_encoded(table.read(columns=[name]).column(0)).under((name,)) for name in names])


def _encoded(column: ChunkedArray) -> Encoded:
    """A column's distinct texts, and per row which of them it holds."""
    return merged(*texts_of(column.combine_chunks()))
