"""SPSS data files (.sav, .zsav): every variable as texts, its labels in place of its codes, its missing values blank."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from gapsurvey.errors import ExportError, Problem
from gapsurvey.exports.delimited import MOST_COLUMNS
from gapsurvey.exports.encode import Encoded, merged, sheet_of_columns
from gapsurvey.exports.layout import Sheet
from gapsurvey.exports.spreadsheet import cell_text
from gapsurvey.language import say
from gapsurvey.matching import fold
from gapsurvey.model import Codes
from gapsurvey.phrasing import in_quotes

__all__ = ["sav_sheet"]

_AT_A_TIME = 3_000_000  # cells: pyreadstat gives every one as an object of its own
_MOST_CELLS = 300_000_000
_MOST_ROWS = 3_000_000
_ENCODINGS = (None, "windows-1252", "latin1")  # the file's own, then those of files that say none, or a wrong one
_EPOCH = datetime(1582, 10, 14)  # SPSS counts seconds from the Gregorian calendar's first day
_SKIPPED = re.compile(
    r"skip|(?:not|in)[ -]?applicable|not asked|no answer|not answered|refus|don'?t know|missing|undetermined|keine angabe|n/?a\b"
)


def sav_sheet(content: bytes, file: str) -> Sheet:
    """The file's one table: a row of variables' names, a row of their labels, then the responses.

    Raises ExportError where the file is too large, and whatever pyreadstat raises where it is damaged.
    """
    from pyreadstat import ReadstatError

    for encoding in _ENCODINGS:
        notes = [say("The file's texts were read as {encoding}.", encoding=encoding)] if encoding else []
        try:
            return _sheet(content, file, encoding, notes)
        except (ReadstatError, UnicodeError):
            if encoding == _ENCODINGS[-1]:
                raise
    raise AssertionError("the last encoding either reads or raises")


def _sheet(content: bytes, file: str, encoding: str | None, notes: list[str]) -> Sheet:
    from pyreadstat import read_sav

    def parts(**chosen: Any) -> tuple[Mapping[str, Sequence[object]], Any]:
        return read_sav(
            io.BytesIO(content), output_format="dict", user_missing=True, disable_datetime_conversion=True, encoding=encoding,
            **chosen,
        )  # fmt: skip

    _, about = parts(metadataonly=True)
    names = list(about.column_names)
    if not names or len(names) > MOST_COLUMNS:
        raise ExportError([Problem(file, f"it has {len(names):,} variables", f"Keep between 1 and {MOST_COLUMNS:,}.")])
    rows = about.number_rows
    if rows is None or rows < 0:
        first, _ = parts(usecols=names[:1], row_limit=_MOST_ROWS + 1)
        rows = len(first[names[0]])
    if rows > _MOST_ROWS or rows * len(names) > _MOST_CELLS:
        fix = "Keep the variables that are needed, or split the file."
        raise ExportError([Problem(file, f"it has {rows:,} cases of {len(names):,} variables", fix)])
    columns: list[Encoded] = []
    blanked: Counter[str] = Counter()
    width = max(1, _AT_A_TIME // max(1, rows))
    for at in range(0, len(names) if rows else 0, width):
        cells, _ = parts(usecols=names[at : at + width], row_limit=rows)
        columns += (_encoded(cells[name], name, about, blanked) for name in names[at : at + width])
    if not rows:
        columns = [Encoded(np.empty(0, np.int32), ()) for _ in names]
    if blanked:
        shown, n = in_quotes([label for label, _ in blanked.most_common(4) if label][:3]), sum(blanked.values())
        if shown:
            notes.append(
                say("Codes that stand for no answer were read as blank (variables: {n}), such as {labels}.", n=n, labels=shown)
            )
        else:
            notes.append(say("Codes that stand for no answer were read as blank (variables: {n}).", n=n))
    labels = [label or "" for label in about.column_labels]
    headed = [column.under((name, label)) for column, name, label in zip(columns, names, labels, strict=True)]
    return sheet_of_columns("", headed, notes, labelled=True)


def _encoded(cells: Sequence[object], name: str, about: Any, blanked: Counter[str]) -> Encoded:
    """One variable. blanked: grows by the label of the first code that was read as blank, for a note."""
    labels = {code: label or "" for code, label in about.variable_value_labels.get(name, {}).items()}
    distinct, codes = _distinct(cells)
    gone = {code for code in distinct if _is_missing(code, about.missing_ranges.get(name, ()), labels.get(code, ""))}
    if gone:
        blanked[next((labels[code] for code in gone if code in labels), "")] += 1
    kept = [code for code in distinct if code not in gone]
    place = {code: at for at, code in enumerate(kept)}
    moved = np.array([*(place.get(code, -1) for code in distinct), -1], np.int32)[codes]
    stored = [_text(code, about.original_variable_types.get(name, "")) for code in kept]
    if not any(code in labels for code in kept):
        return merged(moved, stored)
    shown = [labels.get(code, "").strip() or text for code, text in zip(kept, stored, strict=True)]
    often = Counter(map(fold, shown))
    told = [f"{label} [{text}]" if often[fold(label)] > 1 else label for label, text in zip(shown, stored, strict=True)]
    return merged(moved, told, stored)


def _distinct(cells: Sequence[object]) -> tuple[list[object], Codes]:
    """The distinct cells, numbers in ascending order, and per cell which it is, −1 for none."""
    if any(isinstance(cell, str) for cell in cells):
        index: dict[object, int] = {}
        codes = np.array([index.setdefault(cell, len(index)) for cell in cells], np.int32)
        return list(index), codes
    numbers = np.array(cells, np.float64)
    known = ~np.isnan(numbers)
    found, places = np.unique(numbers[known], return_inverse=True)
    codes = np.full(len(numbers), -1, np.int32)
    codes[known] = places
    return found.tolist(), codes


def _is_missing(code: object, ranges: Sequence[Mapping[str, Any]], label: str) -> bool:
    """Whether the file declares a code missing, or labels a negative one as no answer."""
    for one in ranges:
        low, high = one["lo"], one["hi"]
        if isinstance(code, str) is isinstance(low, str) and low <= code <= high:
            return True
    return isinstance(code, float) and code < 0 and bool(_SKIPPED.match(fold(label)))


def _text(code: object, kind: str) -> str:
    """A stored value as a person reads it. kind: the variable's SPSS format, such as DATETIME20 or F8.2."""
    if not isinstance(code, float) or not re.match(r"[A-Z]*(?:DATE|TIME|YMDHMS|MDYHMS)", kind):
        return cell_text(code)
    try:
        moment = _EPOCH + timedelta(seconds=code)
    except OverflowError:
        return cell_text(code)
    if "DATETIME" in kind or "HMS" in kind:
        return cell_text(moment)
    return cell_text(moment.date() if "DATE" in kind else moment.time() if code < 86_400 else timedelta(seconds=code))
