"""SPSS's data file: a variable per question, grid row or option, its answers as codes with labels, “don't know” as missing."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from gapsurvey.errors import Problem, StudyError
from gapsurvey.model import Floats
from gapsurvey.simulation.answers import DONT_KNOW, Field, Ticks
from gapsurvey.simulation.dialects.dialect import OPENED, Cells, Columns, Dialect, Interviews

__all__ = ["SPSS"]

MISSING = -9  # declared missing, and labelled with what was said
LONGEST_NAME, LONGEST_LABEL, LONGEST_ANSWER = 50, 255, 120  # bytes; a name has 64, some of them to tell it from others
LONGEST_OPTION = 180  # bytes of an option that still has a beginning of its question before it
_NUMBER = re.compile(r"(?:0|[1-9]\d{0,14})(?:\.\d{1,2})?")
_UNNAMEABLE = re.compile(r"\W+")
_RESERVED = frozenset(("all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"))
_CREATED = slice(92, 109)  # where the file says on which day, and at what time, it was written


@dataclass(frozen=True, slots=True)
class _Variable:
    """label: the question, and the row or option behind it; cells: numbers or texts; labels: of codes, by code."""

    name: str
    label: str
    cells: Cells | Floats
    labels: Mapping[int | float, str] = field(default_factory=dict)


def _write(columns: Columns, held: Interviews) -> bytes:
    """Raises StudyError where pyreadstat, which writes the file, is not installed."""
    try:
        from pyreadstat import write_sav
    except ImportError:
        fix = 'Install it: pip install "gapsurvey[spss]". Or choose another dialect.'
        found = "SPSS files are written with the package pyreadstat, which is not installed"
        raise StudyError([Problem("--dialect", found, fix)]) from None
    from pandas import DataFrame

    taken: set[str] = set()
    variables = [_Variable(_name("id", taken), "Respondent", range(1, len(held.started) + 1))]
    rows = _longest_rows(columns)
    for column in columns:
        variables += _ticked(column, taken) if isinstance(column, Ticks) else [_answered(column, rows[column.text], taken)]
    labels = {v.name: dict(v.labels) for v in variables if v.labels}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.sav"
        write_sav(
            DataFrame({v.name: v.cells for v in variables}), path, column_labels=[v.label for v in variables],
            variable_value_labels=labels, missing_ranges={name: [MISSING] for name, codes in labels.items() if MISSING in codes},
        )  # fmt: skip
        content = bytearray(path.read_bytes())
    content[_CREATED] = f"{OPENED:%d %b %y%H:%M:%S}".encode()
    return bytes(content)


def _longest_rows(columns: Columns) -> dict[str, int]:
    """Per question the bytes of its longest row; 0 where it has none."""
    found: dict[str, int] = {}
    for column in columns:
        if isinstance(column, Field):
            found[column.text] = max(found.get(column.text, 0), len(column.option.encode()))
    return found


def _answered(column: Field, longest: int, taken: set[str]) -> _Variable:
    """Numbers as they are, other answers as codes from 1 on; as texts what people wrote, and what is too long for a label."""
    name, label = _name(column.name, taken), _label(column.text, column.option, longest)
    said = [value for value in column.values if value != DONT_KNOW]
    if column.written or any(len(value.encode()) > LONGEST_ANSWER for value in said):
        return _Variable(name, label, column.cells)
    plain = all(map(_NUMBER.fullmatch, said))
    code = {value: float(value) if plain else at for at, value in enumerate(said, start=1)} | {DONT_KNOW: MISSING}
    labels = {code[value]: value for value in column.values if value == DONT_KNOW or not plain}
    return _Variable(name, label, np.array([*(code[value] for value in column.values), np.nan])[column.codes], labels)


def _ticked(column: Ticks, taken: set[str]) -> list[_Variable]:
    """A set of variables, one per option: selected or not; missing of whoever ticked none of them."""
    seen = column.ticked.any(axis=1)
    longest = max(len(option.encode()) for option in column.options)
    return [
        _Variable(
            _name(f"{column.name}_{k}", taken), _label(column.text, option, longest),
            np.where(seen, column.ticked[:, k - 1], np.nan), {0: "Not selected", 1: "Selected"},
        )
        for k, option in enumerate(column.options, start=1)
    ]  # fmt: skip


def _label(text: str, option: str, longest: int) -> str:
    """The question, and its row or option, if any; the question cut, alike for all of these, so that there is room for them."""
    behind = f" - {option}" if option else ""
    room = LONGEST_LABEL - (longest + len(" - ") if longest else 0)
    return _cut(_cut(text, max(room, 0)) + behind, LONGEST_LABEL)


def _cut(text: str, most: int) -> str:
    """As much of a text as has room in so many bytes."""
    return text.encode()[:most].decode(errors="ignore")


def _name(wanted: str, taken: set[str]) -> str:
    """A name as SPSS allows it: of letters and digits, short, none of its own words, and nobody else's, whatever the case."""
    stem = _cut(_UNNAMEABLE.sub("_", wanted), LONGEST_NAME)
    stem = stem if stem[:1].isalpha() and stem.casefold() not in _RESERVED else f"V_{stem}"
    name, count = stem, 1
    while name.casefold() in taken:
        count += 1
        name = f"{stem}_{count}"
    taken.add(name.casefold())
    return name


SPSS = Dialect("spss", "SPSS, data file", "spss", "sav", _write, longest=LONGEST_OPTION)
