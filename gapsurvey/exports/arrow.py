"""An Arrow column as its distinct texts, and per row which of them it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gapsurvey.exports.spreadsheet import cell_text

if TYPE_CHECKING:
    from pyarrow import Array

    from gapsurvey.model import Codes

__all__ = ["texts_of"]


def texts_of(column: Array) -> tuple[Codes, list[str]]:
    """Per row of a column its text's place among the texts, −1 for none, and the texts as they first appear."""
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):  # of another order, it may be, and with texts that no row holds
        column = column.dictionary_decode()
    try:
        column = column.dictionary_encode()
    except pa.ArrowNotImplementedError:  # lists and records: as Python shows them
        column = pa.array([None if cell is None else str(cell) for cell in column.to_pylist()], pa.string()).dictionary_encode()
    indices = column.indices
    codes = np.frombuffer(indices.buffers()[1], np.int32, len(indices), 4 * indices.offset).copy()
    if indices.null_count:
        codes[indices.is_null().to_numpy(zero_copy_only=False)] = -1
    return codes, [cell_text(cell) for cell in column.dictionary.to_pylist()]
