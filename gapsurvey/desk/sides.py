"""Sides that came since a previous study, with what they were asked of its questions; and sides that went."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import count
from typing import Any

from gapsurvey.desk.form import Form, Row
from gapsurvey.desk.rows import joined
from gapsurvey.model import Export
from gapsurvey.pairing import MirrorPair, Proposal
from gapsurvey.pairing.alongside import asked_alike
from gapsurvey.pairing.parts import features_of
from gapsurvey.pairing.together import AUDIENCES
from gapsurvey.study.parts import Role

__all__ = ["added_audiences", "file_name", "gone_audiences", "with_further", "without"]


def added_audiences(audiences: Mapping[str, Mapping[str, Any]], files: Iterable[tuple[str, Role]]) -> dict[str, dict[str, Any]]:
    """The audiences of files that none of a study's has, where nobody in it has their role yet. files: names and roles."""
    held, roles = ({audience.get(key) for audience in audiences.values()} for key in ("file", "role"))
    return {
        AUDIENCES[role]: {"role": role, "file": file}
        for file, role in files
        if file not in held and role not in roles and AUDIENCES[role] not in audiences
    }


def gone_audiences(audiences: Mapping[str, Mapping[str, Any]], holder: Mapping[str, str], dropped: Collection[str]) -> list[str]:
    """The believers of a study whose file is not among those dropped: the one that fits best is that of somebody else.

    holder: per audience the file that fits best; dropped: the names of all.
    """
    files = {name: file_name(audience.get("file")) for name, audience in audiences.items()}
    gone: list[str] = []
    for i, (name, file) in enumerate(files.items()):
        others = [o for j, o in enumerate(files) if o not in gone and (j < i or files[o] in dropped) and files[o] != file]
        if file not in dropped and audiences[name].get("role") != "customer" and any(holder[o] == holder[name] for o in others):
            gone.append(name)
    believers = [name for name in audiences if audiences[name].get("role") != "customer"]
    return gone if len(gone) < len(believers) else []


def file_name(file: str | None) -> str:
    """An audience's file without its folders."""
    return (file or "").replace("\\", "/").rpartition("/")[2]


def without(data: Mapping[str, Any], gone: Collection[str]) -> dict[str, Any]:
    """A study's data without these audiences, and without the questions that nobody else was asked."""
    asked = _of_others(data["questions"], gone)
    for question in asked:
        if "wording" in question:
            question["wording"] = {name: phrase for name, phrase in question["wording"].items() if name not in gone}
    left = [name for name in data["audiences"] if name not in gone]
    return {
        **data,
        "audiences": {name: data["audiences"][name] for name in left},
        "questions": [question for question in asked if question.keys() & {*left}],
        **({"verbatims": [v for v in _of_others(data["verbatims"], gone) if v.keys() & {*left}]} if "verbatims" in data else {}),
    }


def _of_others(questions: Iterable[Mapping[str, Any]], gone: Collection[str]) -> list[dict[str, Any]]:
    return [{key: part for key, part in question.items() if key not in gone} for question in questions]


def with_further(form: Form, exports: Sequence[Export], proposals: Sequence[Proposal]) -> Form:
    """A form with what the sides that are in none of its rows were asked alike.

    A row whose further side is only likely to be asked the same waits for a person again. exports: of each side; proposals: of
    each side of believers.
    """
    for side, proposal in enumerate(proposals, start=1):
        if not any(row.columns[side] for row in form.rows):
            for pair in proposal.pairs:
                form = _with_pair(form, [[pair] if i == side else [] for i in range(1, side + 1)], exports)
    return form


def _with_pair(form: Form, pairs: Sequence[Sequence[MirrorPair]], exports: Sequence[Export]) -> Form:
    """A form with one pair of the last of these sides, in the row that asks customers the same, if there is one."""
    found = joined(pairs, form, exports, (), map(str, count()), "accepted", chosen=False)
    for more in found.rows:
        for i, row in enumerate(form.rows):
            if both := _both(row, more, len(pairs), form):
                features = {name: found.features[name] for name in features_of(both.question) if name in found.features}
                rows = (*form.rows[:i], both, *form.rows[i + 1 :])
                form = form.model_copy(update={"rows": rows, "features": {**form.features, **features}})
                break
    return form


def _both(row: Row, more: Row, side: int, form: Form) -> Row | None:
    """A row with what a further side was asked; None where that is something else, or another question of theirs is in it."""
    if row.columns[side]:
        return None
    question = {
        name: {"column": source} if name in form.audiences and isinstance(source, str) else source
        for name, source in row.question.items()
    }
    together = asked_alike(question, more.question, form.customers)
    if together is None or row.price != more.price:
        return None
    texts, columns = (
        [*each[:side], theirs[side], *each[side + 1 :]] for each, theirs in ((row.texts, more.texts), (row.columns, more.columns))
    )
    return row.model_copy(update={
        "question": together, "texts": tuple(texts), "columns": tuple(columns), "notes": (*row.notes, *more.notes),
        "reason": f"{row.reason}; {' and '.join(form.sides[side])}: {more.reason}",
        "decision": row.decision if more.confidence == "sure" else "open",
    })  # fmt: skip
