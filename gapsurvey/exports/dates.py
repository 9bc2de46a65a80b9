"""Timestamps as survey tools and spreadsheets write them; a day-month order that is not certain is not guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from gapsurvey.model import Floats

__all__ = ["LETTERS", "day_first", "is_timestamp", "moments", "seconds_of_letters", "timestamp"]

LETTERS = 19  # of 2026-03-02 09:07:52, the form that is read of many texts at once
_LEAST = np.frombuffer(b"0000-00-00 00:00:00", np.uint8)
_MOST = np.frombuffer(b"9999-19-39 29:59:59", np.uint8)[:, np.newaxis] - _LEAST[:, np.newaxis]
_ORIGIN = datetime(1970, 1, 1)

_TIME = r"(?:[T ,]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*([AaPp])?(?:\.?[Mm]\.?)?)?"
_ZONE = r"\s*(?:Z|(?:GMT|UTC)?[+-]\d{1,2}(?::?\d{2})?|[A-Z]{3,4})?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}{_ZONE}")
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}{_ZONE}")


def is_timestamp(text: str) -> bool:
    """Whether the text is a date, with or without a time."""
    text = text.strip()
    return bool(_YEAR_FIRST.fullmatch(text) or _YEAR_LAST.fullmatch(text))


def moments(columns: Mapping[str, Sequence[str]]) -> dict[str, Floats]:
    """Per column of timestamps, the moment that each text names, in seconds since 1970; NaN where it is not certain.

    Pass all timestamps of a file: one date after the twelfth decides for the others in which order day and month stand.
    """
    found = {name: _of_usual_form(texts) for name, texts in columns.items()}
    others = {name: np.flatnonzero(np.isnan(seconds)).tolist() for name, seconds in found.items()}
    order = day_first(columns[name][at] for name, places in others.items() for at in places)
    for name, places in others.items():
        for at in places:
            moment = timestamp(columns[name][at], order)
            if moment is not None:
                found[name][at] = (moment - _ORIGIN).total_seconds()
    return found


def _of_usual_form(texts: Sequence[str]) -> Floats:
    """Per text, the moment that it names in the form 2026-03-02 09:07:52, in seconds since 1970; NaN where it has another."""
    joined = "".join(texts)
    if joined.isascii() and set(map(len, texts)) == {LETTERS}:
        return seconds_of_letters(np.frombuffer(joined.encode(), np.uint8).reshape(-1, LETTERS))
    seconds = np.full(len(texts), np.nan)
    usual = [at for at, text in enumerate(texts) if len(text) == LETTERS and text.isascii()]
    if usual and len(usual) < len(texts):
        seconds[usual] = _of_usual_form([texts[at] for at in usual])
    return seconds


def seconds_of_letters(letters: NDArray[np.uint8]) -> Floats:
    """The same of texts that are so long and ASCII. letters: n × LETTERS."""
    above = np.ascontiguousarray((letters - _LEAST).T)  # what is below its least becomes large
    above[10][letters[:, 10] == ord("T")] = 0
    usual = (above <= _MOST).all(axis=0)
    n = above.astype(np.int32)
    year, month, day = n[0] * 1000 + n[1] * 100 + n[2] * 10 + n[3], n[5] * 10 + n[6], n[8] * 10 + n[9]
    hour, minute, second = n[11] * 10 + n[12], n[14] * 10 + n[15], n[17] * 10 + n[18]
    usual &= (year > 0) & (month > 0) & (month <= 12) & (day > 0) & (hour < 24)
    begun = ((year - 1970) * 12 + month - 1).astype("M8[M]")
    date = begun.astype("M8[D]") + (day - 1)
    usual &= date.astype("M8[M]") == begun
    return np.where(usual, date.astype(np.int64) * 86_400 + hour * 3600 + minute * 60 + second, np.nan)


def day_first(texts: Iterable[str]) -> bool | None:
    """Whether dates of the form 8/6/2024 begin with the day; None where no text decides it, or texts contradict."""
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
