"""Microsoft Forms' workbook: an Excel table; a grid's row stands under its own text alone, a repeated one with a digit."""

from __future__ import annotations

from collections import Counter

from gapsurvey.simulation.answers import Ticks
from gapsurvey.simulation.dialects.dialect import Columns, Dialect, Interviews, as_workbook, joined, number

__all__ = ["MICROSOFT_FORMS"]

_BEFORE = ("ID", "Start time", "Completion time", "Email", "Name")


def _write(columns: Columns, held: Interviews) -> bytes:
    n = len(held.started)
    cells: list[list[object]] = [[*range(1, n + 1)], [*held.started], [*held.ended], ["anonymous"] * n, [""] * n]
    heading: list[object] = [*_BEFORE]
    used = Counter(name.casefold() for name in _BEFORE)
    for column in columns:
        title = column.text if isinstance(column, Ticks) or not column.option else f"{number(column.text)}{column.option}"
        heading.append(_numbered(title, used))
        cells.append([*(joined(column, ";", closed=True) if isinstance(column, Ticks) else column.cells)])
    return as_workbook("Sheet1", [heading], cells, table=True)


def _numbered(title: str, used: Counter[str]) -> str:
    """The title, with a digit behind it where it has been used."""
    name = title
    while used[name.casefold()]:
        used[title.casefold()] += 1
        name = f"{title}{used[title.casefold()]}"
    used[name.casefold()] += 1
    return name


MICROSOFT_FORMS = Dialect("microsoft-forms", "Microsoft Forms, workbook", "microsoft_forms", "xlsx", _write, joins=";")
