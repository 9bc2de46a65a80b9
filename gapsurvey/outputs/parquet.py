"""results.parquet: the long table with its types, for programs that analyse."""

from __future__ import annotations

from io import BytesIO

from gapsurvey.errors import Problem, StudyError
from gapsurvey.outputs.long import COLUMNS, NUMBERS, rows
from gapsurvey.report import Report

__all__ = ["render"]


def render(report: Report) -> bytes:
    """The bytes of results.parquet: the same for equal reports. Raises StudyError where the extra `parquet` is not installed.

    Texts are strings, "" as in results.json; `n` is a whole number and every other number a double; where there is none, or no
    alignment, stands a null.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet as pq
    except ImportError:
        fix = 'Install it: pip install "gapsurvey[parquet]"'
        raise StudyError([Problem("formats", "Parquet needs a package that is not installed", fix)]) from None

    types = {name: pa.float64() for name in NUMBERS} | {"n": pa.int64()}
    schema = pa.schema([(name, types.get(name, pa.string())) for name in COLUMNS])
    written = [[_storable(value) for value in row] for row in rows(report)]
    columns = list(zip(*written, strict=True)) or [()] * len(COLUMNS)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    target = BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), target)
    return target.getvalue()


def _storable(value: object) -> object:
    """A value as the format holds it: no lone surrogate in a text."""
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value
