"""Columns of timestamps as seconds: of the usual form all at once, of any other one at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from gapsurvey.exports.dates import day_first, timestamp
from gapsurvey.model import Floats

__all__ = ["LETTERS", "moments"]

LETTERS = 19  # of 2026-03-02 09:07:52, the form that is read of many texts at once
_LEAST = np.frombuffer(b"0000-00-00 00:00:00", np.uint8)
_MOST = np.frombuffer(b"9999-19-39 29:59:59", np.uint8)[:, np.newaxis] - _LEAST[:, np.newaxis]
_ORIGIN = datetime(1970, 1, 1)


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
        return _seconds_of(np.frombuffer(joined.encode(), np.uint8).reshape(-1, LETTERS))
    seconds = np.full(len(texts), np.nan)
    usual = [at for at, text in enumerate(texts) if len(text) == LETTERS and text.isascii()]
    if usual and len(usual) < len(texts):
        seconds[usual] = _of_usual_form([texts[at] for at in usual])
    return seconds


def _seconds_of(letters: NDArray[np.uint8]) -> Floats:
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
