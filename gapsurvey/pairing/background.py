"""What a survey asks about the respondents themselves: segmentations, weights, and which audience they belong to."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from gapsurvey.matching import fold
from gapsurvey.model import Column, Export
from gapsurvey.pairing.questions import Question
from gapsurvey.pairing.recognise import answers
from gapsurvey.records import Records

__all__ = ["audience_column", "part", "segment_name", "weight_column"]

_MOST_CELLS = 12

# The name that a report gives the segmentation: what its column's name or question looks like.
_SEGMENTS = {
    "Region": r"regions?|geography|where (?:is|are) (?:you|your company|your organi[sz]ation) (?:based|located)|location\b.*|region .*|census region",
    "Country": r"countr(?:y|ies)|which country.*|what country.*|in which country.*|land|in welchem land.*|country of .*",
    "Size": r"(?:company |organi[sz]ation )?size|how many (?:people|employees)\b.*|number of employees|company size.*|unternehmensgröße|wie viele (?:mitarbeiter|personen|beschäftigte)\b.*",
    "Industry": r"industry|sector|(?:what|which) (?:industry|sector)\b.*|branche|in welcher branche.*",
    "Function": r"function|team|department|(?:which|what) (?:team|department|function)\b.*|abteilung|funktion|in welche[rm] (?:abteilung|team|bereich).*",
    "Role": r"(?:job )?role|job title|position|(?:what|which) (?:is your role|(?:of the following )?best describes your role)\b.*|what is your (?:current )?(?:job|position|role).*|rolle|welche rolle.*",
    "Tenure": r"tenure|how long have you (?:been|worked|used)\b.*|years? of experience|betriebszugehörigkeit|wie lange (?:sind|arbeiten) sie.*",
    "Segment": r"segment|customer segment|customer type|kundensegment|tier|plan|which plan\b.*",
    "Age": r"age|age group|age range|how old are you|what is your age.*|alter|altersgruppe|wie alt sind sie",
    "Gender": r"gender|sex|what is your gender.*|geschlecht",
    "Income": r"(?:household |annual )?income|haushaltseinkommen|einkommen",
    "Education": r"education|(?:highest )?level of education.*|bildung|bildungsabschluss|highest (?:degree|education)\b.*",
}  # fmt: skip
_PATTERNS = {name: re.compile(pattern) for name, pattern in _SEGMENTS.items()}
_WEIGHT = re.compile(r"(?:survey[ _]?|sample[ _]?|final[ _]?)?(?:weights?|weighting|wgt|wt|gewicht(?:ung)?)")


def segment_name(question: Question) -> str:
    """The name of the segmentation that a question is, "" where it is none: it asks who somebody is, with few answers."""
    text = fold(question.text).strip(" .?:*")
    name = next((name for name, pattern in _PATTERNS.items() if pattern.fullmatch(text)), "")
    if not name or len(question.columns) > 1:
        return ""
    return name if question.reading.form in ("single-select", "agreed", "rating", "yes-no", "number", "text") else ""


def few(question: Question, records: Records) -> bool:
    """Whether a question's answers divide people into at least two and at most a dozen groups."""
    return 2 <= len({fold(answer) for answer in answers(question.columns[0], records)}) <= _MOST_CELLS


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


# --- two audiences in one file ------------------------------------------------------------------------------------------

_CALLED = re.compile(
    r"(?:audience|group|role|type|respondent(?: type| group| role)?|user type|side|sample|survey|source|gruppe|rolle|zielgruppe|"
    r"befragtengruppe|i am (?:a|an)|are you (?:a|an) .*|who are you|which (?:group|of these) (?:are you|describes you).*|ich bin|sind sie .*)"
)
_CUSTOMER = re.compile(r"(?:an? |our |the )?(?:customer|client|user|consumer|buyer|subscriber|member|kunde|kundin|kunden|nutzer)(?:s|n|innen)?")
_EMPLOYEE = re.compile(
    r"(?:an? |our |the )?(?:employee|staff|staff member|colleague|team member|internal|mitarbeiter|mitarbeiterin|mitarbeitende|intern|"
    r"beschäftigte|angestellte|executive|manager|salesperson)(?:s|n|r|innen)?"
)


def audience_column(export: Export) -> tuple[str, tuple[str, ...], tuple[str, ...]] | None:
    """The column that tells customers from employees, and both groups' answers in it; None where no column does.

    An answer that fewer than five people gave says who they are, and is not taken for a group.
    """
    everyone = Records(export, np.flatnonzero(export.status == 0))
    for column in sorted(export.columns, key=lambda column: (fold(column.text), column.name)):
        if column.kind != "answer" or not (_CALLED.fullmatch(fold(column.name)) or _CALLED.fullmatch(fold(column.text).rstrip(" ?:"))):
            continue
        given = {value: n for value, n in answers(column, everyone).items() if n >= 5}
        customers = tuple(sorted({fold(value) for value in given if _CUSTOMER.fullmatch(fold(value))}))
        employees = tuple(sorted({fold(value) for value in given if _EMPLOYEE.fullmatch(fold(value))}))
        if customers and employees:
            return column.name, customers, employees
    return None


def part(export: Export, column: str, texts: tuple[str, ...]) -> Export:
    """The records of an export whose answer in `column` is one of these folded texts; without that column."""
    cut = next(c for c in export.columns if c.name == column)
    mine = np.append([fold(value) in texts for value in cut.values], False)[cut.codes].astype(bool)
    columns = tuple(replace(c, codes=c.codes[mine]) for c in export.columns if c.name != column)
    return replace(export, columns=columns, status=export.status[mine], seconds=export.seconds[mine])
