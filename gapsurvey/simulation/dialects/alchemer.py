"""Alchemer's CSV: a grid's row before its question, parted by a colon; ticked options of one cell parted by semicolons."""

from __future__ import annotations

from gapsurvey.simulation.answers import Field, Ticks
from gapsurvey.simulation.dialects.dialect import Columns, Dialect, Interviews, as_csv, joined

__all__ = ["ALCHEMER"]

_BEFORE = ("Response ID", "Time Started", "Date Submitted", "Status")


def _write(columns: Columns, held: Interviews) -> bytes:
    n = len(held.started)
    heading = [*_BEFORE, *(_heading(column) for column in columns)]
    cells = [joined(column, ";") if isinstance(column, Ticks) else column.cells for column in columns]
    return as_csv([heading], [range(1, n + 1), held.started, held.ended, ["Complete"] * n, *cells])


def _heading(column: Field | Ticks) -> str:
    return f"{column.option}:{column.text}" if isinstance(column, Field) and column.option else column.text


ALCHEMER = Dialect("alchemer", "Alchemer, CSV", "alchemer", "csv", _write, joins=";")
