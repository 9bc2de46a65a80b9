"""What a dialect is: the layout in which a survey tool writes its responses, and the files that layouts are written to."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

import numpy as np

from gapsurvey.model import Floats
from gapsurvey.simulation.answers import Field, Ticks

__all__ = [
    "Cells", "Columns", "Dialect", "Interviews", "as_csv", "as_workbook", "grid_name", "interviews", "joined", "number", "split",
]  # fmt: skip

Columns: TypeAlias = Sequence[Field | Ticks]
Cells: TypeAlias = Sequence[object]
_NUMBER = re.compile(r"Q\d+\. ")  # with which a questionnaire's text begins
OPENED = datetime(2026, 1, 12, 8)
OPEN_SECONDS = 14 * 86_400  # two weeks of fieldwork
FIRST_ID = 118_000_001  # of respondents, where a tool numbers them in the long


@dataclass(frozen=True, slots=True)
class Interviews:
    """When each interview began and ended, in file order."""

    started: tuple[datetime, ...]
    ended: tuple[datetime, ...]

    @property
    def ids(self) -> range:
        """A long number for each."""
        return range(FIRST_ID, FIRST_ID + len(self.started))

    @property
    def seconds(self) -> list[int]:
        """How long each took."""
        return [round((end - start).total_seconds()) for start, end in zip(self.started, self.ended, strict=True)]


@dataclass(frozen=True, slots=True)
class Dialect:
    """One tool's way of writing responses.

    tool: what reads it, a name in EXPORTS; ending: of its files; write: columns and interviews → the file; joins: what stands
    between the ticked options of one cell, "" where each has a column of its own; longest: bytes of an option beyond which
    the tool cuts it, 0 for no limit.
    """

    name: str
    label: str
    tool: str
    ending: str
    write: Callable[[Columns, Interviews], bytes]
    joins: str = ""
    longest: int = 0


def interviews(seconds: Floats, rng: np.random.Generator) -> Interviews:
    """Interviews of these lengths, begun at any time of the fieldwork, in the order in which they began."""
    begun = np.sort(rng.integers(OPEN_SECONDS, size=len(seconds))).tolist()
    started = tuple(OPENED + timedelta(seconds=start) for start in begun)
    return Interviews(started, tuple(start + timedelta(seconds=int(took)) for start, took in zip(started, seconds, strict=True)))


def grid_name(column: Field) -> str:
    """A heading as tools write it that put a grid's row into brackets."""
    return f"{column.text} [{column.option}]" if column.option else column.text


def number(question: str) -> str:
    """The number that a question begins with, "" for none.

    Where a tool exports a row or an option without its question, the steps of a questionnaire have that number typed before it.
    """
    found = _NUMBER.match(question)
    return found[0] if found else ""


def joined(ticks: Ticks, mark: str, closed: bool = False) -> list[str]:
    """The ticked options of each person in one cell; closed: with the mark behind the last, too."""
    return [mark.join(chosen) + (mark if closed and chosen else "") for chosen in ticks.chosen]


def split(ticks: Ticks, yes: str = "", no: str = "") -> list[list[str]]:
    """Per option a column: ticked, `yes` or the option's own text; else `no`; blank for whoever ticked nothing at all."""
    answered = [bool(chosen) for chosen in ticks.chosen]
    return [
        [
            (yes or option) if tick else no if seen else ""
            for tick, seen in zip(ticks.ticked[:, k].tolist(), answered, strict=True)
        ]
        for k, option in enumerate(ticks.options)
    ]


def as_csv(heading: Sequence[Cells], columns: Sequence[Cells], mark: str = "") -> bytes:
    """A CSV file in UTF-8: rows of heading over columns of one length; mark: the byte order mark, where a tool writes one."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([*heading, *zip(*columns, strict=True)])
    return (mark + text.getvalue()).encode()


def as_workbook(sheet: str, heading: Sequence[Cells], columns: Sequence[Cells], table: bool = False) -> bytes:
    """A workbook of one sheet, the same bytes every time; times as dates, whatever else is text as text, never as a formula.

    table: whether the cells are an Excel table, as some tools write them.
    """
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"created": OPENED})
    moment = book.add_format({"num_format": "m/d/yy hh:mm:ss"})
    page = book.add_worksheet(sheet)
    rows: Iterable[Cells] = (*heading, *zip(*columns, strict=True))
    height = 0
    for height, row in enumerate(rows):
        for at, cell in enumerate(row):
            if isinstance(cell, datetime):
                page.write_datetime(height, at, cell, moment)
            elif isinstance(cell, int):
                page.write_number(height, at, cell)
            elif cell != "":
                page.write_string(height, at, str(cell))
    if table:
        names = [{"header": str(name)} for name in heading[0]]
        page.add_table(0, 0, height, len(names) - 1, {"name": "Table1", "columns": names})
    book.close()
    return file.getvalue()
