"""What a person should know of a file's columns before trusting them: mixed scales, ids that tell nobody apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import numpy as np

from gapsurvey.errors import printable
from gapsurvey.language import say
from gapsurvey.matching import MISSING, fold
from gapsurvey.model import Column
from gapsurvey.phrasing import in_quotes

__all__ = ["mixed_scales", "repeats", "spoilt_ids"]

_POINT = re.compile(r"-?\d{1,2}")
_LABELLED_POINT = re.compile(r"-?\d{1,2}\s*(?:[-–:=]\s*\D|\(\D).*", re.DOTALL)
_LONGEST_SCALE = 13  # points, and a few words for no answer
_SHOWN_FROM = 5  # an answer that fewer people gave is never repeated: it could be recognised
_CUT = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)


def mixed_scales(columns: Iterable[Column]) -> Iterator[str]:
    """One warning per question whose answers are numbers, but for one or two points that have words: "Strongly agree", 9, 8."""
    warned: dict[str, list[str]] = {}
    for column in columns:
        if column.kind != "answer" or not 4 <= len(column.values) <= _LONGEST_SCALE or column.stored:
            continue
        folded = [fold(value) for value in column.values]
        points = [text for text in folded if _POINT.fullmatch(text)]
        words = [at for at, text in enumerate(folded) if text not in MISSING and any(map(str.isalpha, text))]
        mixed = len(points) >= 3 and 1 <= len(words) <= 2
        if mixed and (len(points) >= 5 or any(_LABELLED_POINT.fullmatch(folded[at]) for at in words)):
            givers = np.bincount(column.codes[column.codes >= 0], minlength=len(column.values))
            warned.setdefault(column.text, []).extend(column.values[at] for at in words if givers[at] >= _SHOWN_FROM)
    for question, ends in warned.items():
        if ends:
            yield say(
                '"{question}" has numbers and words ({words}) in one scale: where it is a rating, write every point in the '
                "study's scale as the file has it.",
                question=printable(question, 80),
                words=in_quotes(dict.fromkeys(ends), 4),
            )
        else:
            yield say(
                '"{question}" has numbers and words in one scale: where it is a rating, write every point in the study\'s '
                "scale as the file has it.",
                question=printable(question, 80),
            )


def repeats(distinct: int, filled: int) -> bool:
    """Whether so few of the filled cells of an id are distinct that several records seem to be one respondent's."""
    return 0 < 2 * distinct <= filled


def spoilt_ids(columns: Iterable[Column], ids: frozenset[str]) -> Iterator[str]:
    """What is wrong with the columns of these folded names: a spreadsheet rounded them, or one respondent has several records."""
    for column in columns:
        if column.kind != "metadata" or fold(column.name) not in ids or not column.values:
            continue
        filled = int(np.count_nonzero(column.codes >= 0))
        if any(_CUT.fullmatch(value.strip()) for value in column.values[:200]):
            yield say('"{column}" was rounded by a spreadsheet; every record counts as a person.', column=printable(column.name))
        elif repeats(len(column.values), filled):
            yield say(
                '"{column}" repeats: {records} records hold {n} of it, and every record counts as a person. If each is one '
                "answer, export one row per person instead.",
                column=printable(column.name),
                records=filled,
                n=len(column.values),
            )
