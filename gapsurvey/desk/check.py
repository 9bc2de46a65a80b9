"""What is wrong with a form, field by field; or the study.toml that it stands for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from gapsurvey.analysis import coded
from gapsurvey.desk.form import Form, Made, Row, formed, made
from gapsurvey.desk.uploads import Upload, by_name
from gapsurvey.earlier import earlier_wave
from gapsurvey.errors import GapsurveyError, Problem, printable
from gapsurvey.files import beside_of, exports_of, silent
from gapsurvey.pairing.written import study_text
from gapsurvey.study import Study

__all__ = ["checked"]

_OPENING = "Made on the page of gapsurvey from {exports}. Above each question stands what is held against what."
_NOTHING = Problem("rows", "no pair is accepted yet", "Accept one, or hold two questions against each other yourself.")


def checked(form: Any, uploads: Sequence[Upload]) -> dict[str, Any]:
    """{"problems": [{where, found, fix, exists, at}], "toml": the study's file, "" where anything is wrong}.

    uploads: the exports, and whatever else a study may name. at: the path of the field that a problem belongs to (rows.3.price,
    features.chat.label, head.market), "" where it belongs to none. Whatever the form, nothing is raised: what is no form is a
    problem too, of which `at` is "form".
    """
    try:
        whole = formed(form)
    except GapsurveyError as error:
        return {"problems": [_told(problem, "form") for problem in error.problems], "toml": ""}
    found = made(whole)
    problems = [_told(problem, problem.where) for problem in found.problems]
    problems += [_told(problem, found.place(problem.where)) for problem in _wrong(found, uploads)]
    return {"problems": problems, "toml": "" if problems else _toml(whole, found)}


def _wrong(found: Made, uploads: Sequence[Upload]) -> Iterator[Problem]:
    """What `check` would find wrong with the study."""
    if not found.rows:
        yield _NOTHING
    try:
        study = Study(**found.data)
        files = by_name(uploads)
        exports = exports_of(study, {}, silent, files)
        coded(study, exports, silent, beside_of(study, silent, files))
        earlier_wave(study, exports, max(export.latest for export in exports.values()), silent, files)
    except GapsurveyError as error:
        yield from (p for p in error.problems if found.rows or p.where not in ("questions", "features"))
    else:
        if not any(study.customers in question.sources for question in study.questions):
            yield Problem("questions", "no accepted pair holds customers' answers", "Accept one that does.")


def _told(problem: Problem, at: str) -> dict[str, str]:
    return {
        "where": printable(problem.where), "found": printable(problem.found, 400), "fix": printable(problem.fix, 400),
        "exists": printable(problem.exists, 900), "at": printable(at, 2000),
    }  # fmt: skip


def _toml(form: Form, found: Made) -> str:
    who = ["customers", *(side[0] if side else "" for side in form.sides[1:])]
    reasons = [list(_why(form.rows[i], who)) for i in found.rows]
    exports = "three exports" if len(who) == 3 else "several exports" if len(who) > 3 else "two exports"
    return study_text(found.data, reasons, [_OPENING.format(exports=exports)])


def _why(row: Row, who: Sequence[str]) -> Iterator[str]:
    sure = f" ({row.score:.2f})" if row.confidence in ("sure", "likely") else ""
    yield f"{row.confidence}{sure}: {row.reason}"
    yield from (f"{side}: {text}" for side, text in zip(who, row.texts, strict=False) if text)
    yield from row.notes
