"""What a survey asks about the respondents themselves: segmentations, and weights."""

from __future__ import annotations

import re

from gapsurvey.matching import fold
from gapsurvey.model import Column
from gapsurvey.pairing.questions import Question
from gapsurvey.pairing.recognise import answers
from gapsurvey.records import Records

__all__ = ["few", "segment_name", "weight_column"]

_MOST_CELLS = 12

# The name that a report gives the segmentation: what its column's name or question looks like.
_SEGMENTS = {
    "Region": (
        r"regions?|geography|where (?:is|are) (?:you|your company|your organi[sz]ation) (?:based|located)",
        r"location\b.*|region .*|census region|what is your (?:geographic )?location",
    ),
    "Country": (r"countr(?:y|ies)|(?:in )?(?:which|what) country.*|country of .*|land|in welchem land.*",),
    "Size": (
        r"(?:company |organi[sz]ation )?size|how many (?:people|employees)\b.*|number of employees|company size.*",
        r"what is the size of your (?:company|organi[sz]ation).*|unternehmensgröße|wie viele (?:mitarbeiter|beschäftigte)\b.*",
    ),
    "Industry": (r"industry|sector|(?:what|which) (?:industry|sector)\b.*|branche|in welcher branche.*",),
    "Function": (
        r"function|team|department|(?:which|what) (?:team|department|function)\b.*|what is your job function.*",
        r"abteilung|funktion|in welche[rm] (?:abteilung|team|bereich).*",
    ),
    "Role": (
        r"(?:job )?role|job title|position|(?:what|which) (?:is your role|title) .*|rolle|welche rolle.*",
        r"(?:what|which) (?:of the following )?best describes your role\b.*|what is your (?:current )?(?:job|position|role)\b.*",
    ),
    "Tenure": (
        r"tenure|how long have you (?:been|worked|used)\b.*|years? of experience",
        r"betriebszugehörigkeit|wie lange (?:sind|arbeiten) sie.*",
    ),
    "Segment": (r"segment|customer (?:segment|type)|kundensegment|tier|plan|which plan\b.*",),
    "Age": (r"age|age group|age range|how old are you|what is your age.*|alter|altersgruppe|wie alt sind sie",),
    "Gender": (r"gender|sex|what is your gender.*|geschlecht",),
    "Income": (r"(?:household |annual )?income|haushaltseinkommen|einkommen",),
    "Education": (r"education|(?:highest )?level of education.*|highest (?:degree|education)\b.*|bildung|bildungsabschluss",),
}
_PATTERNS = {name: re.compile("|".join(patterns)) for name, patterns in _SEGMENTS.items()}
_WEIGHT = re.compile(r"(?:survey[ _]?|sample[ _]?|final[ _]?)?(?:weights?|weighting|wgt|wt|gewicht(?:ung)?)")


def segment_name(question: Question) -> str:
    """The name of the segmentation that a question is, "" where it is none: it asks who somebody is, with few answers."""
    text = fold(question.text).strip(" .?:*")
    name = next((name for name, pattern in _PATTERNS.items() if pattern.fullmatch(text)), "")
    if not name or len(question.columns) > 1:
        return ""
    return name if question.reading.form in ("single-select", "agreed", "rating", "yes-no", "number") else ""


def few(column: Column, records: Records) -> bool:
    """Whether a column's answers divide people into at least two and at most a dozen groups."""
    return 2 <= len({fold(answer) for answer in answers(column, records)}) <= _MOST_CELLS


def weight_column(records: Records) -> Column | None:
    """The column of weights: called so, and every answer in it a number above zero."""
    for column in sorted(records.export.columns, key=lambda column: column.name):
        if column.kind == "answer" and _WEIGHT.fullmatch(fold(column.name)):
            given = answers(column, records)
            if given and records.codes(column).min() >= 0 and all(_positive(text) for text in given):
                return column
    return None


def _positive(text: str) -> bool:
    try:
        return 0 < float(text) < float("inf")
    except ValueError:
        return False
