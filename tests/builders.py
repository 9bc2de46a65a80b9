"""Exports, studies and coded questions for tests, made in code: a column is a list of texts, "" a blank cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from gapsurvey.errors import GapsurveyError, Problem
from gapsurvey.model import STATUSES, Answers, Codes, Column, ColumnKind, Export, Item, Responses, Status
from gapsurvey.records import Records
from gapsurvey.shapes import SHAPES, Coded
from gapsurvey.study import Study

__all__ = [
    "CUSTOMERS",
    "EMPLOYEES",
    "QUESTION",
    "answered",
    "coded",
    "export",
    "numbers",
    "places",
    "problems_of",
    "records",
    "study",
]

CUSTOMERS = {"role": "customer", "file": "customers.csv"}
EMPLOYEES = {"role": "employee", "file": "employees.csv"}
QUESTION = {"asks": "want", "shape": "yes-no", "feature": "chat", "customers": "Q1", "employees": "Q1"}


def export(
    columns: Mapping[str, Sequence[str]],
    *,
    file: str = "answers.csv",
    status: Sequence[Status] = (),
    seconds: Sequence[float] = (),
    texts: Mapping[str, str] | None = None,
    options: Mapping[str, str] | None = None,
    kinds: Mapping[str, ColumnKind] | None = None,
    personal: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
) -> Export:
    """An export with these columns, all of one length; texts, options and kinds are those of the columns they name."""
    (n,) = {len(cells) for cells in columns.values()}
    made = []
    for name, cells in columns.items():
        values = tuple(dict.fromkeys(cell for cell in cells if cell.strip()))
        codes = np.array([values.index(cell) if cell.strip() else -1 for cell in cells], np.int32)
        text, option, kind = (texts or {}).get(name, name), (options or {}).get(name, ""), (kinds or {}).get(name, "answer")
        made.append(Column(name, text, option, kind, codes, values))
    return Export(
        tool="plain",
        file=file,
        sha256="0" * 64,
        columns=tuple(made),
        status=np.array([STATUSES.index(s) for s in status] or [0] * n, np.int8),
        seconds=np.array(seconds or [np.nan] * n, float),
        personal=personal,
        notes=notes,
    )


def records(columns: Mapping[str, Sequence[str]], *, quiet: int = 1, **keys: Any) -> Records:
    """All records of an export with these columns."""
    made = export(columns, **keys)
    return Records(made, np.arange(made.records), quiet)


def study(**changes: Any) -> Study:
    """A study of two features and one question, about the first; `changes` replace its top-level keys."""
    data = {
        "title": "Support",
        "audiences": {"customers": CUSTOMERS, "employees": EMPLOYEES},
        "features": {"chat": {"label": "live chat", "price": 49}, "phone": {"label": "a phone line", "price": 29}},
        "questions": [QUESTION],
    }
    return Study(**{**data, **changes})


def problems_of(**changes: Any) -> tuple[Problem, ...]:
    """What is wrong with a study with these changes."""
    with pytest.raises(GapsurveyError) as caught:
        study(**changes)
    return caught.value.problems


def places(problems: Sequence[Problem]) -> list[str]:
    """Where the problems are, in order."""
    return [problem.where for problem in problems]


def coded(question: Mapping[str, Any], columns: Mapping[str, Sequence[str]], *, quiet: int = 1, **keys: Any) -> Coded:
    """The question (asks, shape, and where `customers` stand) coded from an export with these columns."""
    asked = study(questions=[question]).asked(0, "customers")
    return SHAPES[asked.shape].code(asked, records(columns, quiet=quiet, **keys), "questions[0].customers")


def answered(made: Coded | Responses, item: Item | None = None) -> list[float | None]:
    """Per respondent the number answered, None for no answer: of `item`, or of the only item there is. Sound or it fails."""
    if isinstance(made, Coded):
        assert not made.problems
    (found,) = [a for a in made.answers if item in (None, a.item)]
    return numbers(found)


def numbers(answers: Answers) -> list[float | None]:
    """Per respondent the number answered, None for no answer."""
    codes: Codes = answers.codes
    assert np.issubdtype(codes.dtype, np.signedinteger)
    return [answers.levels[code] if code >= 0 else None for code in codes]
