"""Ranges that a spreadsheet took for dates: "Oct-49" was "10-49", "5-Feb" was "2-5"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import numpy as np

from gapsurvey.errors import printable
from gapsurvey.language import say
from gapsurvey.model import Column

__all__ = ["eaten", "eaten_ranges", "uneaten"]

_MONTHS = {m: i for i, m in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}
_MONTH = "|".join(_MONTHS)
_DAY_MONTH = re.compile(rf"(\d{{1,2}})-({_MONTH})", re.IGNORECASE)
_MONTH_YEAR = re.compile(rf"({_MONTH})-(\d{{2}})", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?: 00:00:00)?")  # as a workbook's cell says it
_SHOWN_FROM = 5  # an answer that fewer people gave is never repeated: it could be recognised


def uneaten(text: str) -> str:
    """The range that "Oct-49", "5-Feb" or the date 2025-02-05 probably was, "" for any other text.

    A month before a number is the range's lower end; a day and a month stand in whichever order ascends; the first of a
    month is that month and its year where these ascend.
    """
    if "-" not in text:  # as in most of many texts
        return ""
    if match := _MONTH_YEAR.fullmatch(text.strip()):
        return f"{_MONTHS[match[1].lower()]}-{match[2]}"
    if match := _DAY_MONTH.fullmatch(text.strip()):
        low, high = sorted((int(match[1]), _MONTHS[match[2].lower()]))
        return f"{low}-{high}"
    if match := _DATE.fullmatch(text.strip()):
        low, high = sorted((int(match[2]), int(match[3])))
        month_year = int(match[3]) == 1 and int(match[1]) % 100 > int(match[2])
        return f"{int(match[2])}-{match[1][2:]}" if month_year else f"{low}-{high}"
    return ""


def eaten(column: Column) -> list[int]:
    """The places of a column's texts that a spreadsheet seems to have taken for dates.

    None in a column that holds nothing but such texts, which may well hold dates.
    """
    ranges = [at for at, value in enumerate(column.values) if uneaten(value)] if column.kind == "answer" else []
    if not ranges:
        return []
    others = [value for value in column.values if not uneaten(value)]
    return ranges if 2 * sum(1 for value in others if any(map(str.isdecimal, value))) >= len(others) > 0 else []


def eaten_ranges(columns: Iterable[Column]) -> Iterator[str]:
    """One warning per text of an option or an answer that a spreadsheet seems to have taken for a date."""
    warned: dict[str, str] = {}
    for column in columns:
        if column.kind != "answer":
            continue
        shown = [column.option] if uneaten(column.option) else []
        if ranges := eaten(column):
            givers = np.bincount(column.codes[column.codes >= 0], minlength=len(column.values))
            shown += [column.values[i] for i in ranges if givers[i] >= _SHOWN_FROM]
        for text in shown:
            warned.setdefault(text, column.text)
    for text, question in warned.items():
        yield say(
            '"{text}" in "{question}" looks like the range {range} that a spreadsheet took for a date; write it in the study as '
            "the file has it.",
            text=printable(text),
            question=printable(question, 80),
            range=uneaten(text),
        )
