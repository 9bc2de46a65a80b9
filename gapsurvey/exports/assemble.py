"""Encoded columns become an Export: personal data left at the door, responses sorted by status."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from gapsurvey.exports.dates import day_first, is_timestamp, timestamp
from gapsurvey.exports.encode import Encoded
from gapsurvey.exports.headings import one_line
from gapsurvey.exports.known_names import known_names, without_names
from gapsurvey.exports.layout import Heading, Role
from gapsurvey.exports.oddities import mixed_scales, spoilt_ids
from gapsurvey.exports.personal import holds_personal_data
from gapsurvey.exports.ranges import eaten_ranges
from gapsurvey.matching import fold
from gapsurvey.model import STATUSES, Column, Export, Floats, Status, compact

__all__ = ["Source", "assemble", "unique_names"]

_IDS = frozenset(("respondent id", "respondentid", "response id", "responseid", "answer id", "antwort id", "id", "#"))
_MOMENTS: tuple[Role, ...] = ("started", "ended", "submitted", "recorded")
_NO_DATE = 1980  # the year that LimeSurvey writes where a survey keeps no dates
_FALSE = frozenset(("0", "false", "no", "falsch", "nein", "faux", "non", "falso", "falskt", "nej", "onwaar", "nee", "não"))


@dataclass(frozen=True, slots=True)
class Source:
    """Where the texts come from: the tool, the file's name, its bytes' hash, and what was decided while reading it."""

    tool: str
    file: str
    sha256: str
    notes: tuple[str, ...] = ()


def assemble(
    headings: Sequence[Heading],
    columns: Sequence[Encoded],
    source: Source,
    statuses: Mapping[str, Status] | None = None,
    quoted: Sequence[str] = (),
) -> Export:
    """The export of these columns. columns: one per heading, of equal length; statuses: what the tool's status texts mean.

    quoted: names or question texts of columns that a report will quote: the names of the file's own people go out of them here,
    those of the people of the study's other files when all are read.
    """
    records = len(columns[0].codes) if columns else 0
    kept: list[Column] = []
    personal: dict[str, Encoded] = {}
    roles: defaultdict[Role, list[Column]] = defaultdict(list)
    for heading, name, cells in zip(headings, unique_names(headings), columns, strict=True):
        codes, values = cells.codes, cells.values
        if not (heading.name.strip() or values):
            continue  # what a trailing delimiter leaves behind
        filled = int(np.count_nonzero(codes >= 0))
        if heading.personal or (not heading.role and holds_personal_data(values, filled)):
            personal[name] = cells
            continue
        kind = "metadata" if _is_index(heading, cells) else heading.kind
        few = compact(codes, len(values))
        column = Column(name, heading.text.strip(), heading.option.strip(), kind, few, values, cells.stored)
        kept.append(column)
        roles[heading.role].append(column)
    named = known_names(personal.values()) if quoted else frozenset()
    kept = without_names(kept, named, quoted)
    status = _status(roles, statuses or {}, records)
    times = _times(roles)
    return Export(
        tool=source.tool, file=source.file, sha256=source.sha256, columns=tuple(kept), status=status,
        seconds=_seconds(roles, times, records), personal=tuple(personal), latest=_latest(roles, times, status == 0),
        notes=(*source.notes, *eaten_ranges(kept), *mixed_scales(kept), *spoilt_ids(kept, _IDS)),
        named=named,
    )  # fmt: skip


def unique_names(headings: Sequence[Heading]) -> list[str]:
    """The headings' names, repeated ones numbered visibly, nameless ones called by their position."""
    wanted = [one_line(heading.name) or f"Column {at}" for at, heading in enumerate(headings, 1)]
    taken, seen = set(wanted), set[str]()
    names = []
    for name in wanted:
        unique, count = name, 2
        while unique in seen or (unique != name and unique in taken):
            unique, count = f"{name} ({count})", count + 1
        seen.add(unique)
        names.append(unique)
    return names


def _is_index(heading: Heading, cells: Encoded) -> bool:
    """Whether a nameless column numbers the records, as data frames do when they are saved."""
    if heading.name.strip() or len(cells.values) < 2 or len(cells.values) != len(cells.codes):
        return False
    first, *_, last = (value.strip() for value in cells.values)
    return first in ("0", "1") and last.isdecimal() and int(last) - int(first) == len(cells.codes) - 1


def _meaning(column: Column, flags: Iterable[bool]) -> NDArray[np.bool_]:
    """Per response, what its text in a column means; a blank cell means no."""
    table = np.append(np.fromiter(flags, np.bool_, len(column.values)), False)
    return table[column.codes]


def _status(roles: Mapping[Role, list[Column]], statuses: Mapping[str, Status], records: int) -> NDArray[np.int8]:
    """Per response, an index into STATUSES. What the tool calls the response goes before whether it was finished."""
    status = np.zeros(records, np.int8)
    for column in roles.get("finished", ()):
        status[_meaning(column, (fold(v) in _FALSE for v in column.values))] = STATUSES.index("incomplete")
    for column in roles.get("submitted", ()):
        status[column.codes < 0] = STATUSES.index("incomplete")
    for column in roles.get("progress", ()):
        status[_meaning(column, (_number(v) < 100 for v in column.values))] = STATUSES.index("incomplete")
    for column in (*roles.get("status", ()), *roles.get("channel", ())):
        called = [statuses.get(fold(v), "kept") for v in column.values]
        for name in set(called) - {"kept"}:
            status[_meaning(column, (c == name for c in called))] = STATUSES.index(name)
    return status


def _number(text: str) -> float:
    try:
        return float(text.strip().rstrip("%").replace(",", "."))
    except ValueError:
        return float("nan")


def _times(roles: Mapping[Role, list[Column]]) -> dict[str, list[datetime | None]]:
    """Per timestamp column, the moment of each distinct text; the order of day and month is read off all of them."""
    columns = [column for role in _MOMENTS for column in roles.get(role, ())]
    order = day_first(value for column in columns for value in column.values)
    return {column.name: [timestamp(value, order) for value in column.values] for column in columns}


def _seconds(roles: Mapping[Role, list[Column]], times: Mapping[str, list[datetime | None]], records: int) -> Floats:
    """Per response, the length of the interview: as the tool says, else from start to end; NaN where unknown."""
    for column in roles.get("seconds", ()):
        return np.append([_number(value) for value in column.values], np.nan)[column.codes]
    started, ended = roles.get("started", ()), (*roles.get("ended", ()), *roles.get("submitted", ()))
    if not (started and ended):
        return np.full(records, np.nan)
    seconds = _epochs(ended[0], times) - _epochs(started[0], times)
    seconds[seconds < 0] = np.nan
    return seconds


def _epochs(column: Column, times: Mapping[str, list[datetime | None]]) -> Floats:
    """Per response, seconds since a fixed moment."""
    origin = datetime(1970, 1, 1)
    table = [np.nan if time is None else (time - origin).total_seconds() for time in times[column.name]]
    return np.append(table, np.nan)[column.codes]


def _latest(roles: Mapping[Role, list[Column]], times: Mapping[str, list[datetime | None]], kept: NDArray[np.bool_]) -> str:
    """ISO date of the latest kept response; "" where day and month of some cannot be told apart."""
    moments: list[datetime] = []
    for column in (column for role in _MOMENTS[1:] for column in roles.get(role, ())):
        for code in np.unique(column.codes[kept & (column.codes >= 0)]):
            time = times[column.name][code]
            if time is None and is_timestamp(column.values[code]):
                return ""
            if time is not None and time.year != _NO_DATE:
                moments.append(time)
    return max(moments).date().isoformat() if moments else ""
