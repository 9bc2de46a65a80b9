"""A plain CSV: one row of questions, grid rows in brackets, ticked options parted by semicolons."""

from __future__ import annotations

from gapsurvey.simulation.answers import Ticks
from gapsurvey.simulation.dialects.dialect import Columns, Dialect, Interviews, as_csv, grid_name, joined

__all__ = ["PLAIN"]


def _write(columns: Columns, held: Interviews) -> bytes:
    heading = ["Response ID", *(c.text if isinstance(c, Ticks) else grid_name(c) for c in columns)]
    cells = [range(1, len(held.started) + 1), *(joined(c, ";") if isinstance(c, Ticks) else c.cells for c in columns)]
    return as_csv([heading], cells)


PLAIN = Dialect("plain", "Plain CSV", "plain", "csv", _write, joins=";")
