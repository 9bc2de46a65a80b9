"""LimeSurvey's CSV with full texts: a grid's row and an option in brackets, a yes or a no per option."""

from __future__ import annotations

from gapsurvey.language import say, spoken
from gapsurvey.simulation.answers import Ticks
from gapsurvey.simulation.dialects.dialect import Columns, Dialect, Interviews, as_csv, grid_name, split

__all__ = ["LIMESURVEY"]

_BEFORE = ("Response ID", "Date submitted", "Last page", "Start language", "Date started", "Date last action")


def _write(columns: Columns, held: Interviews) -> bytes:
    n = len(held.started)
    heading: list[object] = [*_BEFORE]
    cells: list[list[object]] = [
        [*range(1, n + 1)],
        [*held.ended],
        ["5"] * n,
        [spoken().code] * n,
        [*held.started],
        [*held.ended],
    ]
    for column in columns:
        if isinstance(column, Ticks):
            heading += [f"{column.text} [{option}]" for option in column.options]
            cells += [[*ticked] for ticked in split(column, say("Yes"), say("No"))]
        else:
            heading.append(grid_name(column))
            cells.append([*column.cells])
    return as_csv([heading], cells, "\ufeff")


LIMESURVEY = Dialect("limesurvey", "LimeSurvey, CSV with full texts", "limesurvey", "csv", _write)
