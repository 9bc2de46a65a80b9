"""Typeform's CSV: a column per option, under its own text and no question's; a grid's row is as good as a question of its own."""

from __future__ import annotations

from dataclasses import replace

from gapsurvey.simulation.answers import Field, Ticks
from gapsurvey.simulation.dialects.dialect import Columns, Dialect, Interviews, as_csv, grid_name, number, split

__all__ = ["TYPEFORM"]

_AFTER = ("Response Type", "Start Date (UTC)", "Stage Date (UTC)", "Submit Date (UTC)", "Network ID", "Tags", "Ending")


def _write(columns: Columns, held: Interviews) -> bytes:
    n = len(held.started)
    heading, cells = ["#"], [[f"{at:032x}" for at in held.ids]]
    for column in columns:
        if isinstance(column, Ticks):
            typed = replace(column, options=tuple(f"{number(column.text)}{option}" for option in column.options))
            heading += typed.options
            cells += split(typed)
        else:
            heading.append(_heading(column))
            cells.append(column.cells)
    times = [[*map(str, moments)] for moments in (held.started, held.ended)]
    blank = [""] * n
    after = [["completed"] * n, times[0], blank, times[1], [f"{at:x}" for at in held.ids], blank, blank]
    return as_csv([[*heading, *_AFTER]], [*cells, *after])


def _heading(column: Field) -> str:
    typed = number(column.text)
    return f"{typed}{column.option}" if typed and column.option else grid_name(column)


TYPEFORM = Dialect("typeform", "Typeform, CSV", "typeform", "csv", _write)
