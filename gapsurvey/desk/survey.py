"""What surrounds the form: every side's questions to search in, the segmentations they offer, and what was left unpaired."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any

from gapsurvey.desk.form import Form
from gapsurvey.errors import printable
from gapsurvey.matching import unmarked
from gapsurvey.model import Export
from gapsurvey.pairing import Proposal, Unmatched, unpaired
from gapsurvey.pairing.parts import own_segments
from gapsurvey.pairing.propose import both_sides
from gapsurvey.pairing.questions import Question
from gapsurvey.pairing.recognise import KINDS
from gapsurvey.phrasing import joined

__all__ = ["said", "survey"]


def survey(
    proposals: Sequence[Proposal], exports: Sequence[Export], form: Form, held: Mapping[str, Export], sentence: str,
    gone: Sequence[Mapping[str, str]] = (),
) -> dict[str, Any]:  # fmt: skip
    """The survey around a form. proposals: of each side of believers; exports: of each side; held: of each audience.

    said: what is in common, in a sentence; sides: customers' and each of believers', {file, kept, questions, left, audiences:
    [{name, segments}]}; gone: {row, audience, name} of what a previous study names and the files do not have.
    """
    left = unpaired(proposals)
    return {
        "said": sentence,
        "sides": [
            {
                "file": printable(exports[side].file),
                "kept": int((exports[side].status == 0).sum()),
                "questions": list(_in_file_order(found, exports[side], elsewhere)),
                "left": [_left(question) for question in left[side]],
                "audiences": [{"name": name, "segments": own_segments(segments, held[name])} for name in form.sides[side]],
            }
            for side, (found, elsewhere, segments) in enumerate(_told(proposals, exports))
        ],
        "gone": [dict(missing) for missing in gone],
    }


def _told(
    proposals: Sequence[Proposal], exports: Sequence[Export]
) -> Iterator[tuple[Sequence[Question], Set[str], Mapping[str, str]]]:
    """Per side its questions, the columns that are told of another, and its segmentations."""
    for side, (proposal, theirs) in enumerate(zip(proposals, exports[1:], strict=True)):
        found = both_sides(exports[0], theirs)
        if side == 0:
            yield found[0], proposal.elsewhere[0], proposal.segments[0]
        yield found[1], proposal.elsewhere[1], proposal.segments[1]


def said(form: Form, files: str) -> str:
    """How much the files have in common, and whose beliefs they hold."""
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
    if len(believers := [name for side in form.sides[1:] for name in side]) > 1:
        said.append(f"Colleagues are {joined(believers)}: each is held against customers by itself.")
    return " ".join(said)


def _count(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"


def _in_file_order(questions: Sequence[Question], export: Export, elsewhere: Set[str]) -> Iterator[dict[str, Any]]:
    """The questions, to be found by their text or their columns.

    kind: how they were answered, said of the people who did; elsewhere: whether another side's list of what is unpaired has it.
    """
    place = {column.name: i for i, column in enumerate(export.columns)}
    found = [(sorted((column.name for column in question.columns), key=place.__getitem__), question) for question in questions]
    for names, question in sorted(found, key=lambda entry: place[entry[0][0]]):
        yield {"columns": names, "text": printable(unmarked(question.text), 500), "kind": KINDS[question.reading.form],
               "elsewhere": not elsewhere.isdisjoint(names)}  # fmt: skip


def _left(question: Unmatched) -> dict[str, Any]:
    return {"columns": list(question.columns), "text": printable(unmarked(question.text), 500), "why": question.why}
