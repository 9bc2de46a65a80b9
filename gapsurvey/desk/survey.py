"""What surrounds the form: both sides' questions to search in, the segmentations they offer, and what was left unpaired."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gapsurvey.desk.form import Form
from gapsurvey.errors import printable
from gapsurvey.matching import unmarked
from gapsurvey.model import Export
from gapsurvey.pairing import Proposal, Unmatched
from gapsurvey.pairing.propose import both_sides
from gapsurvey.pairing.questions import Question
from gapsurvey.pairing.recognise import KINDS

__all__ = ["said", "survey"]


def survey(
    proposal: Proposal, exports: tuple[Export, Export], audiences: tuple[str, str], sentence: str,
    gone: Sequence[Mapping[str, str]] = (),
) -> dict[str, Any]:  # fmt: skip
    """The survey around a form.

    said: what is in common, in a sentence; sides: customers' and employees', each {audience, file, kept, questions, left,
    segments}; gone: {row, audience, name} of what a previous study names and the files do not have.
    """
    left = proposal.customers_only, proposal.employees_only
    return {
        "said": sentence,
        "sides": [
            {
                "audience": audience,
                "file": printable(export.file),
                "kept": int((export.status == 0).sum()),
                "questions": list(_in_file_order(found, export)),
                "left": [_left(question) for question in unmatched],
                "segments": segments,
            }
            for audience, export, found, unmatched, segments in zip(
                audiences, exports, both_sides(*exports), left, proposal.segments, strict=True
            )
        ],
        "gone": [dict(missing) for missing in gone],
    }


def said(form: Form, files: str) -> str:
    """How much two files have in common, and whose beliefs they hold."""
    rows = form.rows
    sure = sum(row.decision == "accepted" for row in rows)
    waiting = sum(row.decision == "open" and bool(row.question) for row in rows)
    uncounted = sum(not row.question for row in rows)
    if not rows:
        return f"{files} have nothing in common: no question of one is like a question of the other."
    said = [f"{_count(sure, 'pair of questions mirrors', 'pairs of questions mirror')} each other for sure."]
    if not sure:
        said = [f"{files} have little in common: no pair of questions mirrors each other for sure."]
    if waiting:
        said.append(f"{_count(waiting, 'more waits', 'more wait')} for you: likely, or not quite told.")
    if uncounted:
        said.append(f"{_count(uncounted, 'more was', 'more were')} paired, but cannot be counted as it stands.")
    if len(form.together) > 1:
        said.append(f"Colleagues are {' and '.join(form.together)}: each is held against customers by itself.")
    return " ".join(said)


def _count(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"


def _in_file_order(questions: Sequence[Question], export: Export) -> Iterator[dict[str, Any]]:
    """The questions, to be found by their text or their columns. kind: how they were answered, said of the people who did."""
    place = {column.name: i for i, column in enumerate(export.columns)}
    found = [(sorted((column.name for column in question.columns), key=place.__getitem__), question) for question in questions]
    for names, question in sorted(found, key=lambda entry: place[entry[0][0]]):
        yield {"columns": names, "text": printable(unmarked(question.text), 500), "kind": KINDS[question.reading.form]}


def _left(question: Unmatched) -> dict[str, Any]:
    return {"columns": list(question.columns), "text": printable(unmarked(question.text), 500), "why": question.why}
