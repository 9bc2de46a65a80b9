"""Arrow's columns as their distinct texts, and per row which of them it holds; and its reader of delimited text."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gapsurvey.exports.moments import LETTERS
from gapsurvey.exports.pieces import Odd
from gapsurvey.exports.spreadsheet import cell_text

if TYPE_CHECKING:
    from pyarrow import Array, DictionaryArray, StringArray

    from gapsurvey.model import Codes

__all__ = ["columns_of", "texts_of"]

_FIRST_DAY = int(np.datetime64("0001-01-01").astype(np.int64))  # before, Python knows no dates


def texts_of(column: Array) -> tuple[Codes, list[str]]:
    """Per row of a column its text's place among the texts, −1 for none, and the texts as they first appear."""
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):  # of another order, it may be, and with texts that no row holds
        column = column.dictionary_decode()
    try:
        column = column.dictionary_encode()
    except pa.ArrowNotImplementedError:  # lists and records: as Python shows them
        column = pa.array([None if cell is None else str(cell) for cell in column.to_pylist()], pa.string()).dictionary_encode()
    return _codes(column), [cell_text(cell) for cell in column.dictionary.to_pylist()]


def _codes(column: DictionaryArray) -> Codes:
    indices = column.indices
    codes = np.frombuffer(indices.buffers()[1], np.int32, len(indices), 4 * indices.offset)
    if indices.null_count:
        codes = np.where(indices.is_null().to_numpy(zero_copy_only=False), np.int32(-1), codes)
    return codes


def columns_of(
    text: memoryview, delimiter: str, width: int, wanted: Sequence[int], dated: Collection[int], ids: Collection[int]
) -> Iterator[tuple[Codes, Sequence[str]]]:
    """Of delimited records, all of one width, the wanted columns: per record its text's place among the texts, and these.

    dated: columns of which the dates are enough; ids: columns that hardly repeat, whose texts are those of the records, one by
    one. Raises Odd where a record is of another width.
    """
    import pyarrow as pa
    from pyarrow.csv import ConvertOptions, ParseOptions, ReadOptions, read_csv

    names = [str(at) for at in range(width)]
    few, many = pa.dictionary(pa.int32(), pa.string()), pa.string()
    kinds = {names[at]: many if at in dated or at in ids else few for at in wanted}
    # In one block, so that a column has one dictionary, in the order of the records.
    reading = ReadOptions(use_threads=False, block_size=len(text) + 1, column_names=names)
    parsing = ParseOptions(delimiter=delimiter, newlines_in_values=True)
    as_texts = ConvertOptions(check_utf8=False, column_types=kinds, include_columns=list(kinds), strings_can_be_null=False)
    try:
        table = read_csv(pa.BufferReader(pa.py_buffer(text)), reading, parsing, as_texts)
    except pa.ArrowInvalid:
        raise Odd from None
    for at, column in zip(wanted, table.columns, strict=True):
        (cells,) = column.chunks
        if at in ids:
            yield np.arange(len(cells), dtype=np.int32), cells.to_pylist()
        else:
            yield _dates(cells) if at in dated else (_codes(cells), cells.dictionary.to_pylist())


def _dates(cells: StringArray) -> tuple[Codes, Sequence[str]]:
    """A column of timestamps by their dates where all are in the usual form, else as it stands."""
    days = _days(cells)
    if days is None:
        cells = cells.dictionary_encode()
        return _codes(cells), cells.dictionary.to_pylist()
    first = int(days.min())
    found = np.flatnonzero(np.bincount(days - first))
    places = np.empty(found[-1] + 1, np.int32)
    places[found] = np.arange(len(found))
    return places[days - first], (found + first).astype("M8[D]").astype(str).tolist()


def _days(cells: StringArray) -> NDArray[np.int64] | None:
    """Per timestamp the days since 1970; None where one is not of the usual form, or there is none."""
    import pyarrow as pa

    if not len(cells) or (np.diff(np.frombuffer(cells.buffers()[1], np.int32, len(cells) + 1)) != LETTERS).any():
        return None
    try:
        moments = cells.cast(pa.timestamp("s"))  # which takes this form alone of so many letters
    except pa.ArrowInvalid:
        return None
    days = np.frombuffer(moments.buffers()[1], np.int64, len(cells)) // 86_400
    return days if days.min() >= _FIRST_DAY else None
