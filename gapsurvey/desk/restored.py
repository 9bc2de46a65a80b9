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
from gapsurvey.desk.survey import survey
from gapsurvey.desk.uploads import Upload, by_name, exports_in
from gapsurvey.errors import ExportError, Problem, printable
from gapsurvey.exports import read
from gapsurvey.matching import fold, unmarked
from gapsurvey.model import Column, Export
from gapsurvey.pairing import Proposal, propose
from gapsurvey.records import Records, Unfound
from gapsurvey.study import Source, Study, parsed

__all__ = ["both", "restored"]

_ASKED = {*Head.model_fields, "version", "audiences", "features", "questions", "earlier"}  # of what a study may say


def restored(uploads: Sequence[Upload], text: str, others: Collection[str]) -> dict[str, Any]:
    """As `proposed`, of a previous study. Raises StudyError where it is none, ExportError where a file cannot be read."""
    study = parsed(text.encode("utf-8", "replace"))
    data = tomllib.loads(text.removeprefix("\ufeff"))
    found = exports_in(uploads)
    holder = _holders(study, found)
    audiences = {name: {**audience, "file": holder[name].file} for name, audience in data["audiences"].items()}
    gone: list[dict[str, str]] = []
    rows = tuple(_row(study, i, question, holder, gone) for i, question in enumerate(data["questions"]))
    form = Form(
        head=Head(**{key: _text(data[key]) for key in Head.model_fields if key in data}),
        audiences=audiences,
        features={name: _fields(feature) for name, feature in data["features"].items()},
        rows=rows,
        rest={key: value for key, value in data.items() if key not in _ASKED or (key == "earlier" and value in others)},
    )
    exports = both(form, uploads)
    proposal = _uncovered(propose(*exports), rows)
    names = (f"r{i}" for i in count(len(rows) + 1))
    new = joined(proposal.pairs, form, exports, rows, names, "open", chosen=False)
    form = form.model_copy(update={"rows": (*rows, *new.rows), "features": {**form.features, **new.features}})
    sentence = _said(form, len(rows), gone, earlier="" if study.earlier in others else study.earlier or "")
    around = survey(proposal, exports, (form.customers, form.believers), sentence, gone)
    return {"form": form.model_dump(mode="json"), "survey": around}


def both(form: Form, uploads: Sequence[Upload]) -> tuple[Export, Export]:
    """Customers' export and that of the first believers and whoever answered with them, with the records that these keep."""
    files = by_name(uploads)
    mine, theirs = ([form.audiences[name] for name in names if name] for names in ((form.customers,), form.together))
    return _part(mine, files), _part(theirs, files)


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
        named = called.get((audience.file or "").replace("\\", "/").rpartition("/")[2])
        fits = [sum(_found(export, text) is not None for text in wanted) for export in exports]
        best = max(range(len(exports)), key=lambda at: (fits[at], at == min(i, len(exports) - 1)))
        holder[name] = named or exports[best]
    return holder


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


def _row(
    study: Study, at: int, data: Mapping[str, Any], holder: Mapping[str, Export], gone: list[dict[str, str]]
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
    mine = study.customers
    theirs = next((audience for audience in question.sources if audience != mine), "")
    return Row(
        id=name,
        decision="accepted",
        question={key: value for key, value in data.items() if key != "price"},
        price=typed(question.price),
        texts=(printable(unmarked(texts.get(mine, "")), 500), printable(unmarked(texts.get(theirs, "")), 500)),
        columns=(columns.get(mine, ()), columns.get(theirs, ())),
        confidence="restored",
        score=1.0,
        reason="as the previous study has it",
        notes=tuple(notes),
        shapes=(question.shape,),
        asks=asks_of(question.shape, question.asks) if columns.get(mine) else (question.asks,),
    )


def _fields(feature: Mapping[str, Any]) -> FeatureFields:
    cost = feature.get("cost", {})
    return FeatureFields(
        label=feature["label"], price=typed(feature.get("price")), launch=typed(cost.get("launch")),
        per_customer=typed(cost.get("per_customer")), version_of=feature.get("version_of", ""),
    )  # fmt: skip


def _text(value: Any) -> str:
    return value if isinstance(value, str) else typed(value)


def _uncovered(proposal: Proposal, rows: Sequence[Row]) -> Proposal:
    """What the previous study does not hold: pairs of which neither side stands in a row, and questions in none."""
    mine, theirs = ({name for row in rows for name in row.columns[side]} for side in (0, 1))
    return replace(
        proposal,
        pairs=tuple(pair for pair in proposal.pairs if not (mine & {*pair.customers} or theirs & {*pair.employees})),
        customers_only=tuple(question for question in proposal.customers_only if not mine & {*question.columns}),
        employees_only=tuple(question for question in proposal.employees_only if not theirs & {*question.columns}),
    )


def _said(form: Form, rows: int, gone: Sequence[Mapping[str, str]], earlier: str) -> str:
    """What became of the previous study. rows: how many of the form's rows are its own; the others are new."""
    said = [f"{rows} questions are restored from the previous study."]
    shown = {form.customers, *form.together}
    if apart := [name for name in form.audiences if name not in shown]:
        said.append(f"What {' and '.join(apart)} answered in a file of their own is restored too, and not shown here.")
    if gone:
        said.append(f"{len(gone)} of the columns that it names are gone: choose others, or reject those pairs.")
    if new := len(form.rows) - rows:
        said.append(f"{new} new pairs were found beside them, and wait for you.")
    if earlier:
        said.append(
            f"It compared with an earlier wave, {printable(earlier, 80)}, which is not among these files and is left out."
        )
    return " ".join(said)
