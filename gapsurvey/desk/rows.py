"""Drafted questions as rows of the form, in the names that its study uses."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gapsurvey.desk.form import Decision, FeatureFields, Form, Row, typed
from gapsurvey.errors import printable
from gapsurvey.matching import unmarked
from gapsurvey.model import Export
from gapsurvey.pairing.chosen import ASKS, fitting
from gapsurvey.pairing.draft import Draft
from gapsurvey.pairing.features import Features
from gapsurvey.pairing.parts import drafted, features_of
from gapsurvey.pairing.proposal import MirrorPair
from gapsurvey.pairing.texts import subject
from gapsurvey.shapes import SHAPES

__all__ = ["Drafted", "asks_of", "joined", "row_of"]


@dataclass(frozen=True, slots=True)
class Drafted:
    """Rows for a form, and the features that they add to it."""

    rows: tuple[Row, ...]
    features: Mapping[str, FeatureFields]


def row_of(draft: Draft, name: str, decision: Decision, sides: Sequence[Sequence[str]], *, chosen: bool = False) -> Row:
    """The row of a draft. name: its id; sides: the names of their audiences; chosen: whether a person chose the pair."""
    question, pairs = dict(draft.data), draft.pairs
    of_side = [pairs.get(side) for side in range(1, len(sides))]
    texts = [draft.pair.texts[0], *(pair.texts[1] if pair else "" for pair in of_side)]
    return Row(
        id=name,
        decision=decision,
        price=typed(question.pop("price", None)),
        question=question,
        texts=tuple(printable(unmarked(text), 500) for text in texts),
        columns=(draft.pair.customers, *(pair.employees if pair else () for pair in of_side)),
        confidence="chosen" if chosen else draft.confidence,
        score=min(pair.score for pair in pairs.values()),
        reason=printable("; ".join(_reasons(draft, sides)), 500),
        notes=tuple(printable(note, 500) for note in draft.notes),
        shapes=tuple(shape for shape in fitting(draft.pair) if all(shape in fitting(pair) for pair in pairs.values())),
        asks=asks_of(draft.pair.shape, draft.pair.asks) if draft.pair.customers else (draft.pair.asks,),
    )


def _reasons(draft: Draft, sides: Sequence[Sequence[str]]) -> Iterator[str]:
    """Why questions stand together; of further sides where that is another reason, or less sure."""
    yield draft.pair.reason
    for further in draft.further:
        if (further.pair.reason, further.confidence) != (draft.pair.reason, draft.pair.confidence):
            yield f"{' and '.join(sides[further.side])}, {further.confidence}: {further.pair.reason}"


def asks_of(shape: str, asks: str) -> tuple[str, ...]:
    """What a question in this shape may ask, what it asks now among it."""
    return tuple(dict.fromkeys((*ASKS.get(shape, ()), asks)))


def joined(
    pairs: Sequence[Sequence[MirrorPair]], form: Form, exports: Sequence[Export], beside: Sequence[Row], names: Iterator[str],
    decision: Decision, *, chosen: bool,
) -> Drafted:  # fmt: skip
    """Rows of further pairs of a form: what it has features for keeps them, in the names of its audiences.

    pairs: of each side of believers; exports: of each side, customers' first; beside: the rows that stay, which say what is
    asked already; names: ids for the rows.
    """
    features = Features.known(
        {name: fields.label or name for name, fields in form.features.items()}, _called(form.rows, exports), _taken(beside)
    )
    counted = {name for row in beside if row.decision != "rejected" and row.question for name in row.columns[0]}
    sides = form.sides
    rows = [
        row_of(draft, name, decision if draft.data else "open", sides, chosen=chosen)
        for draft, name in zip(drafted(pairs, features, exports, sides, counted), names, strict=False)
    ]
    added = {name: FeatureFields(label=label) for name, label in features.labels.items() if name not in form.features}
    used = {name for row in rows for name in features_of(row.question)}
    return Drafted(tuple(rows), {name: fields for name, fields in added.items() if name in used})


def _called(rows: Iterable[Row], exports: Iterable[Export]) -> Iterator[tuple[str, str]]:
    """Texts and the features that they mean in these rows: the question's matter, options, what columns are about."""
    about = {column.name: column.option for export in exports for column in export.columns if column.option}
    for row in rows:
        if isinstance(name := row.question.get("feature"), str):
            yield next(filter(None, map(subject, row.texts)), row.texts[0]), name
        for part in (row.question, *row.question.values()):
            if not isinstance(part, Mapping):
                continue
            for name, text in _pairs(part.get("answers")):
                yield text, name
            for name, column in _pairs(part.get("columns")):
                yield about.get(column, column), name


def _pairs(named: Any) -> Iterator[tuple[str, str]]:
    """Per feature the text, or each of the texts, that stands for it."""
    for name, texts in named.items() if isinstance(named, Mapping) else ():
        yield from ((name, text) for text in (texts if isinstance(texts, (list, tuple)) else [texts]) if isinstance(text, str))


def _taken(rows: Collection[Row]) -> Iterator[tuple[str, str, str]]:
    """What is asked about which feature already, and how."""
    for row in rows:
        asks, shape = row.question.get("asks"), row.question.get("shape")
        if row.decision == "rejected" or not isinstance(asks, str) or not isinstance(shape, str) or shape not in SHAPES:
            continue
        kind = "price" if asks == "pay" and SHAPES[shape].kind == "share" else SHAPES[shape].kind
        yield from ((name, asks, kind) for name in features_of(row.question) if isinstance(name, str))
