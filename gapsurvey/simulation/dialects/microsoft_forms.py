"""Microsoft Forms' workbook: an Excel table; a grid's row stands under its own text alone, a repeated one with a digit."""

from __future__ import annotations

import re
from collections import Counter

from gapsurvey.simulation.answers import Field, Ticks
from gapsurvey.simulation.dialects.dialect import Columns, Dialect, Interviews, as_workbook, joined

__all__ = ["MICROSOFT_FORMS"]

_BEFORE = ("ID", "Start time", "Completion time", "Email", "Name")
_NUMBER = re.compile(r"Q\d+\. ")  # with which a questionnaire's text begins


def _write(columns: Columns, held: Interviews) -> bytes:
    n = len(held.started)
    cells: list[list[object]] = [[*range(1, n + 1)], [*held.started], [*held.ended], ["anonymous"] * n, [""] * n]
    heading: list[object] = [*_BEFORE]
    used = Counter(name.casefold() for name in _BEFORE)
    for column in columns:
        title = column.text if isinstance(column, Ticks) or not column.option else _row(column)
        heading.append(_numbered(title, used))
        cells.append([*(joined(column, ";", closed=True) if isinstance(column, Ticks) else column.cells)])
    return as_workbook("Sheet1", [heading], cells, table=True)


def _row(column: Field) -> str:
    """A grid's row, with the question's number before it where that has one: so the steps of a questionnaire have it typed."""
    number = _NUMBER.match(column.text)
    return f"{number[0] if number else ''}{column.option}"


def _numbered(title: str, used: Counter[str]) -> str:
    """The title, with a digit behind it where it has been used."""
    name = title
    while used[name.casefold()]:
        used[title.casefold()] += 1
        name = f"{title}{used[title.casefold()]}"
    used[name.casefold()] += 1
    return name


MICROSOFT_FORMS = Dialect("microsoft-forms", "Microsoft Forms, workbook", "microsoft_forms", "xlsx", _write, joins=";")
