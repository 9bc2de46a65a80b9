"""Timestamps as survey tools and spreadsheets write them; a day-month order that is not certain is not guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

__all__ = ["day_first", "is_timestamp", "timestamp"]

_TIME = r"(?:[T ,]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*([AaPp])?(?:\.?[Mm]\.?)?)?"
_ZONE = r"\s*(?:Z|(?:GMT|UTC)?[+-]\d{1,2}(?::?\d{2})?|[A-Z]{3,4})?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}{_ZONE}")
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}{_ZONE}")


def is_timestamp(text: str) -> bool:
    """Whether the text is a date, with or without a time."""
    text = text.strip()
    return bool(_YEAR_FIRST.fullmatch(text) or _YEAR_LAST.fullmatch(text))


def day_first(texts: Iterable[str]) -> bool | None:
    """Whether dates of the form 8/6/2024 begin with the day; None where no text decides it, or texts contradict.

    Pass all timestamps of a file: one date after the twelfth decides for the others.
    """
    votes = set()
    for text in texts:
        if match := _YEAR_LAST.fullmatch(text.strip()):
            first, separator, second = match[1], match[2], match[3]
            if separator == "." or int(first) > 12:
                votes.add(True)
            elif int(second) > 12:
                votes.add(False)
    return votes.pop() if len(votes) == 1 else None


def timestamp(text: str, day_first: bool | None) -> datetime | None:
    """The moment a text names, as the clock showed it there (a time zone is left out); None where it is not certain."""
    text = text.strip()
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match[1], match[3], match[4]
    elif match := _YEAR_LAST.fullmatch(text):
        if day_first is None and match[1] != match[3]:
            return None
        day, month = (match[1], match[3]) if day_first else (match[3], match[1])
        year = match[4] if len(match[4]) == 4 else f"20{match[4]}"
    else:
        return None
    hour, half = int(match[5] or 0), (match[8] or "").casefold()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return datetime(int(year), int(month), int(day), hour, int(match[6] or 0), int(match[7] or 0))
    except ValueError:
        return None
