"""A previous study put onto new files: its pairs as they were, what is gone named, and what is new proposed beside them."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gapsurvey.desk.form import FeatureFields, Form, Head, Row, typed
from gapsurvey.desk.rows import asks_of, joined
from gapsurvey.desk.sides import added_audiences, file_name, gone_audiences, with_further, without
from gapsurvey.desk.survey import survey
from gapsurvey.desk.uploads import Upload, by_name, exports_in
from gapsurvey.errors import ExportError, Problem, printable
from gapsurvey.exports import read
from gapsurvey.matching import fold, unmarked
from gapsurvey.model import Column, Export
from gapsurvey.pairing import Proposal, propose, told_once
from gapsurvey.phrasing import joined as listed
from gapsurvey.records import Records, Unfound
from gapsurvey.study import Source, Study, parsed
from gapsurvey.study.parts import Role

__all__ = ["records_asked", "restored"]

_ASKED = {*Head.model_fields, "version", "audiences", "features", "questions", "earlier"}  # of what a study may say


def restored(uploads: Sequence[Upload], text: str, others: Sequence[Upload], roles: Sequence[Role]) -> dict[str, Any]:
    """As `proposed`, of a previous study. Raises StudyError where it is none, ExportError where a file cannot be read."""
    study = parsed(text.encode("utf-8", "replace"))
    data = tomllib.loads(text.removeprefix("\ufeff"))
    named = {file_name(audience.file) for audience in study.audiences.values()}
    answered = [*uploads, *(upload for upload in others if upload.name in named)]
    found = exports_in(answered)
    if left := gone_audiences(data["audiences"], _held_by(study, found), [export.file for export in found]):
        data = without(data, left)
        study = Study(**data)
    form = _restored(study, data, _holders(study, found), [upload.name for upload in others])
    new = added_audiences(form.audiences, zip((upload.name for upload in uploads[1:]), roles, strict=False))
    form = form.model_copy(update={"audiences": {**form.audiences, **new}})
    exports = records_asked(form, answered)
    rows, gone = _rows(study, data, found, form.sides)
    proposals = _proposals(exports)
    form = with_further(form.model_copy(update={"rows": rows}), exports, proposals)
    proposals, rows = _uncovered(proposals, form.rows), form.rows
    names = (f"r{i}" for i in count(len(rows) + 1))
    more = joined([proposal.pairs for proposal in proposals], form, exports, rows, names, "open", chosen=False)
    form = form.model_copy(update={"rows": (*rows, *more.rows), "features": {**form.features, **more.features}})
    held = _held(form, exports, answered)
    sentences = [_said(form, len(rows), gone, "" if "earlier" in form.rest else study.earlier or ""), *_of_sides(new, left)]
    return {"form": form.model_dump(mode="json"), "survey": survey(proposals, exports, form, held, " ".join(sentences), gone)}


def _restored(study: Study, data: Mapping[str, Any], holder: Mapping[str, Export], others: Collection[str]) -> Form:
    """The form of a study, without its rows. others: the names of files that nobody answered in."""
    return Form(
        head=Head(**{key: _text(data[key]) for key in Head.model_fields if key in data}),
        audiences={name: {**audience, "file": holder[name].file} for name, audience in data["audiences"].items()},
        features={name: _fields(feature) for name, feature in data["features"].items()},
        rows=(),
        rest={key: value for key, value in data.items() if key not in _ASKED or (key == "earlier" and value in others)},
    )


def _proposals(exports: Sequence[Export]) -> list[Proposal]:
    mine = exports[0]
    proposals = [propose(mine, theirs) for theirs in exports[1:]]
    return [told_once(p) if theirs.file == mine.file else p for p, theirs in zip(proposals, exports[1:], strict=True)]


def records_asked(form: Form, uploads: Sequence[Upload]) -> list[Export]:
    """Per side of a form the records that its audiences keep. Raises ExportError where a file is not among those given."""
    files = by_name(uploads)
    return [_part([form.audiences[name] for name in side if name], files) for side in form.sides]


def _held(form: Form, exports: Sequence[Export], uploads: Sequence[Upload]) -> dict[str, Export]:
    """Per audience the records that it keeps; exports: of each side."""
    files = by_name(uploads)
    return {
        name: export if len(side) == 1 else _part([form.audiences[name]], files)
        for side, export in zip(form.sides, exports, strict=True)
        for name in side
    }


def _part(audiences: Sequence[Mapping[str, Any]], files: Mapping[str, bytes]) -> Export:
    """The records that any of these audiences of one file keeps.

    A `where` that cannot be read is told elsewhere, and keeps all.
    """
    audience = audiences[0] if audiences else {}
    file = audience.get("file")
    if not isinstance(file, str) or file not in files:
        raise ExportError([Problem("audiences", "the study names a file that was not dropped", "Drop it too.")])
    tool, sheet = (value if isinstance(value := audience.get(key), str) else None for key in ("tool", "sheet"))
    export = read(file, tool=tool, sheet=sheet, content=files[file])
    keep = np.zeros(export.records, bool)
    for each in audiences:
        keep |= _kept_by(export, each.get("where"))
    if keep.all() or not keep.any():
        return export
    columns = tuple(replace(column, codes=column.codes[keep]) for column in export.columns)
    return replace(export, columns=columns, status=export.status[keep], seconds=export.seconds[keep])


def _kept_by(export: Export, where: Any) -> NDArray[np.bool_]:
    keep = np.ones(export.records, bool)
    for name, texts in where.items() if isinstance(where, Mapping) else ():
        wanted = [texts] if isinstance(texts, str) else texts if isinstance(texts, (list, tuple)) else []
        keep &= _kept(export, name, [text for text in wanted if isinstance(text, str)])
    return keep


def _kept(export: Export, name: str, texts: Sequence[str]) -> NDArray[np.bool_]:
    records = Records(export, np.arange(export.records))
    try:
        column = records.called(texts).one(name, "")
    except Unfound:
        return np.ones(export.records, bool)
    wanted = {fold(text) for text in texts}
    kept: NDArray[np.bool_] = records.coded(column, [1 if fold(value) in wanted else -1 for value in column.values]) == 1
    return kept


def _holders(study: Study, exports: Sequence[Export]) -> dict[str, Export]:
    """Per audience the file that holds its answers: the one of that name, else the one that has most of what it was asked."""
    called = {export.file: export for export in exports}
    holder = {}
    for i, (name, audience) in enumerate(study.audiences.items()):
        wanted = [text for question in study.questions if name in question.sources for text in _places(question.sources[name])]
        named = called.get(file_name(audience.file))
        fits = [sum(_found(export, text) is not None for text in wanted) for export in exports]
        best = max(range(len(exports)), key=lambda at: (fits[at], at == min(i, len(exports) - 1)))
        holder[name] = named or exports[best]
    return holder


def _held_by(study: Study, exports: Sequence[Export]) -> dict[str, str]:
    return {name: export.file for name, export in _holders(study, exports).items()}


def _places(source: Source) -> Iterator[str]:
    """What a source calls the columns it stands in."""
    if source.column is not None:
        yield source.column
    yield from source.columns.values() if isinstance(source.columns, dict) else source.columns or ()
    yield from (part for part in source.parts.values() if isinstance(part, str))


def _found(export: Export, name: str) -> tuple[Column, ...] | None:
    try:
        return Records(export, np.arange(export.records)).find(name, "")
    except Unfound:
        return None


def _rows(
    study: Study, data: Mapping[str, Any], found: Sequence[Export], sides: Sequence[Sequence[str]]
) -> tuple[tuple[Row, ...], list[dict[str, str]]]:
    """The rows of a study's questions, and what their files do not have."""
    holder = _holders(study, found)
    gone: list[dict[str, str]] = []
    return tuple(_row(study, i, question, holder, sides, gone) for i, question in enumerate(data["questions"])), gone


def _row(
    study: Study, at: int, data: Mapping[str, Any], holder: Mapping[str, Export], sides: Sequence[Sequence[str]],
    gone: list[dict[str, str]],
) -> Row:  # fmt: skip
    """The row of a question; what its files do not have is added to `gone`."""
    question, name = study.questions[at], f"r{at + 1}"
    texts, columns, notes = {}, dict[str, tuple[str, ...]](), []
    for audience, source in question.sources.items():
        found: dict[str, Column] = {}
        for place in _places(source):
            held = _found(holder[audience], place)
            if held is None:
                gone.append({"row": name, "audience": audience, "name": printable(place)})
                notes.append(f"“{printable(place, 120)}” is gone: {printable(holder[audience].file)} has no such question.")
            found |= {column.name: column for column in held or ()}
        columns[audience] = tuple(found)
        texts[audience] = next((column.text for column in found.values()), next(_places(source), ""))
    asked = [next((audience for audience in question.sources if audience in side), "") for side in sides]
    return Row(
        id=name,
        decision="accepted",
        question={key: value for key, value in data.items() if key != "price"},
        price=typed(question.price),
        texts=tuple(printable(unmarked(texts.get(audience, "")), 500) for audience in asked),
        columns=tuple(columns.get(audience, ()) for audience in asked),
        confidence="restored",
        score=1.0,
        reason="as the previous study has it",
        notes=tuple(notes),
        shapes=(question.shape,),
        asks=asks_of(question.shape, question.asks) if columns.get(study.customers) else (question.asks,),
    )


def _fields(feature: Mapping[str, Any]) -> FeatureFields:
    cost = feature.get("cost", {})
    return FeatureFields(
        label=feature["label"], price=typed(feature.get("price")), launch=typed(cost.get("launch")),
        per_customer=typed(cost.get("per_customer")), version_of=feature.get("version_of", ""),
    )  # fmt: skip


def _text(value: Any) -> str:
    return value if isinstance(value, str) else typed(value)


def _uncovered(proposals: Sequence[Proposal], rows: Sequence[Row]) -> list[Proposal]:
    """What the previous study does not hold: pairs of which neither side stands in a row, and questions in none."""
    mine, *others = ({name for row in rows for name in row.columns[side]} for side in range(len(proposals) + 1))
    return [
        replace(
            proposal,
            pairs=tuple(pair for pair in proposal.pairs if not (mine & {*pair.customers} or theirs & {*pair.employees})),
            customers_only=tuple(question for question in proposal.customers_only if not mine & {*question.columns}),
            employees_only=tuple(question for question in proposal.employees_only if not theirs & {*question.columns}),
        )
        for proposal, theirs in zip(proposals, others, strict=True)
    ]


def _said(form: Form, rows: int, gone: Sequence[Mapping[str, str]], earlier: str) -> str:
    """What became of the previous study. rows: how many of the form's rows are its own; the others are new."""
    said = [f"{rows} questions are restored from the previous study."]
    if gone:
        said.append(f"{len(gone)} of the columns that it names are gone: choose others, or reject those pairs.")
    if new := len(form.rows) - rows:
        said.append(f"{new} new pairs were found beside them, and wait for you.")
    if earlier:
        said.append(
            f"It compared with an earlier wave, {printable(earlier, 80)}, which is not among these files and is left out."
        )
    return " ".join(said)


def _of_sides(new: Collection[str], left: Collection[str]) -> Iterator[str]:
    """Which audiences came, and which went."""
    if new:
        yield f"It did not have {listed([*new])}, who stand beside the others wherever they were asked the same."
    if left:
        yield f"It had {listed([*left])} too, whose file is not among these: they are left out."
