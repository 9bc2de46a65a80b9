"""Tables that an engine holds, handed over a batch at a time, in Arrow's columns and in the engine's own order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import narwhals as nw
    from pyarrow import RecordBatch

__all__ = ["ENGINES", "batches"]

_ROWS = 2**18  # of a batch
Batches: TypeAlias = "Callable[[Any], Iterator[RecordBatch]]"


def batches(table: nw.LazyFrame[Any]) -> Iterator[RecordBatch]:
    """The table's rows, read by the engine that holds it. Raises KeyError where that is none of ENGINES."""
    return ENGINES[str(table.implementation)](table.to_native())


def _polars(frame: Any) -> Iterator[RecordBatch]:
    # Else polars reads on while we count, and holds up to 128 groups of a Parquet file's rows: often all there are.
    os.environ.setdefault("POLARS_ROW_GROUP_PREFETCH_SIZE", "1")
    for part in frame.collect_batches(chunk_size=_ROWS, lazy=True, engine="streaming"):
        yield from part.to_arrow().to_batches()


def _duckdb(relation: Any) -> Iterator[RecordBatch]:
    yield from relation.to_arrow_reader(_ROWS)


def _spark(frame: Any) -> Iterator[RecordBatch]:
    """Every text of a partition is sent once, and beside it one number per row: the executors need pyarrow, nothing of ours."""
    import pyarrow as pa

    def packed(parts: Iterator[Any]) -> Iterator[Any]:
        import pyarrow

        for part in parts:
            columns = [c if pyarrow.types.is_nested(c.type) else c.dictionary_encode() for c in part.columns]
            coded = pyarrow.RecordBatch.from_arrays(columns, names=part.schema.names)
            sink = pyarrow.BufferOutputStream()
            with pyarrow.ipc.new_stream(sink, coded.schema) as writer:
                writer.write_batch(coded)
            yield pyarrow.RecordBatch.from_arrays(
                [pyarrow.array([sink.getvalue().to_pybytes()], pyarrow.binary())], names=["rows"]
            )

    for row in frame.mapInArrow(packed, "rows binary").toLocalIterator():
        yield from pa.ipc.open_stream(bytes(row.rows))


def _dask(frame: Any) -> Iterator[RecordBatch]:
    import pyarrow as pa

    for part in frame.to_delayed():
        yield from pa.Table.from_pandas(part.compute(), preserve_index=False).to_batches()


ENGINES: Mapping[str, Batches] = MappingProxyType({"polars": _polars, "duckdb": _duckdb, "pyspark": _spark, "dask": _dask})
