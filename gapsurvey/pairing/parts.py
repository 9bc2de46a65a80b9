"""What a proposal yields for a study: audiences, features, and the questions that can be coded together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

import numpy as np

from gapsurvey.errors import GapsurveyError, Problem, StudyError, printable
from gapsurvey.model import Export
from gapsurvey.pairing.alongside import alongside
from gapsurvey.pairing.background import few
from gapsurvey.pairing.draft import CUSTOMERS, Draft, called, drafts
from gapsurvey.pairing.estimates import estimated
from gapsurvey.pairing.features import Features
from gapsurvey.pairing.proposal import MirrorPair, Proposal
from gapsurvey.pairing.sides import Place, asked_together, records_of
from gapsurvey.pairing.texts import Price, price_in
from gapsurvey.pairing.together import AUDIENCES
from gapsurvey.phrasing import joined
from gapsurvey.records import Records
from gapsurvey.study import Study

__all__ = ["Parts", "drafted", "features_of", "own_segments", "parts_of"]

_QUIET = 5  # an answer that fewer believers gave makes no group of its own


@dataclass(frozen=True, slots=True)
class Parts:
    """What a proposal yields for a study, all of it as the study format has it.

    head: title, currency and period; labels: per feature; kept: the questions that `check` accepts as they stand; aside: those
    that wait for a person, with the reason in their notes.
    """

    head: Mapping[str, Any]
    audiences: Mapping[str, Mapping[str, Any]]
    labels: Mapping[str, str]
    kept: tuple[Draft, ...]
    aside: tuple[Draft, ...]

    @property
    def sure(self) -> tuple[Draft, ...]:
        """The questions to be counted before anybody has looked; none where no sure one holds customers' answers."""
        sure = tuple(draft for draft in self.kept if draft.confidence == "sure")
        return sure if any(CUSTOMERS in draft.data for draft in sure) else ()

    @property
    def data(self) -> dict[str, Any]:
        """The study of the questions that are kept, and of their features."""
        used = {feature for draft in self.kept for feature in features_of(draft.data)}
        return {
            **self.head, "audiences": self.audiences,
            "features": {name: {"label": label} for name, label in self.labels.items() if name in used},
            "questions": [draft.data for draft in self.kept],
        }  # fmt: skip


def parts_of(proposals: Sequence[Proposal], exports: Sequence[Export], places: Sequence[Place]) -> Parts:
    """The parts of a study that proposals yield, one of each side; no questions are kept where none holds customers' answers.

    Raises StudyError where nobody's answers are left on a side.
    """
    features = Features()
    asked = {column.name: i for i, column in enumerate(exports[0].columns)}
    in_order = [
        sorted((_in_file_order(pair, asked) for pair in proposal.pairs), key=lambda pair: _place_of(pair, asked))
        for proposal in proposals
    ]
    names = [AUDIENCES[place.role] for place in places]
    sides = [[names[i] for i in side] for side in asked_together(places)]
    made = drafted(in_order, features, records_of(exports, places), sides)
    made.sort(key=lambda draft: _place_of(draft.pair, asked))
    head = _head(proposals, places)
    audiences = dict(_audiences(proposals, exports, places))
    kept, aside = _accepted(head, audiences, features.labels, made, exports)
    return Parts(head, audiences, features.labels, tuple(kept), tuple(aside))


def drafted(
    pairs: Sequence[Sequence[MirrorPair]], features: Features, exports: Sequence[Export], names: Sequence[Sequence[str]],
    elsewhere: Iterable[str] = (),
) -> list[Draft]:  # fmt: skip
    """All questions of the study to be, in its names of the audiences; what several sides were asked alike is one.

    pairs: of each side of believers; exports, names: of each side, customers' first; elsewhere: customers' columns that other
    questions of the study count.
    """
    covered = {*elsewhere, *(name for side in pairs for pair in side if pair.shape != "estimate" for name in pair.customers)}
    before, (customers, *_) = features.asked_again(), names[0]
    made: list[Draft] = []
    asked: set[str] = set()  # of customers, by the sides before
    for side, of_side in enumerate(pairs, start=1):
        again, both = before.asked_again(), (exports[0], exports[side])
        for pair in of_side:
            fresh = side == 1 or (pair.customers and not asked & {*pair.customers})
            found = _drafted(pair, features if fresh else again, both, covered)
            made += (replace(called(draft, customers, names[side]), side=side) for draft in found)
        asked.update(name for pair in of_side for name in pair.customers)
    return alongside(made, customers)


def _drafted(pair: MirrorPair, features: Features, exports: tuple[Export, Export], covered: set[str]) -> Iterator[Draft]:
    """The questions that a pair becomes; customers' answers that are only estimated stand with the first estimate of them."""
    if pair.shape == "estimate":
        yield estimated(pair, features, exports[0], covered)
        covered.update(pair.customers)
    else:
        yield from drafts(pair, features, exports)


def _in_file_order(pair: MirrorPair, asked: Mapping[str, int]) -> MirrorPair:
    """A grid's rows as customers saw them."""
    if not pair.rows or len(pair.customers) != len(pair.employees):
        return pair
    order = sorted(range(len(pair.rows)), key=lambda i: asked[pair.customers[i]])
    return replace(
        pair,
        customers=tuple(pair.customers[i] for i in order),
        employees=tuple(pair.employees[i] for i in order),
        rows=tuple(pair.rows[i] for i in order),
    )


def _place_of(pair: MirrorPair, asked: Mapping[str, int]) -> tuple[bool, int, bool]:
    """Where a question stands in the study: as in customers' file, an estimate of its answers behind it."""
    return not pair.customers, min((asked[name] for name in pair.customers), default=0), pair.shape == "estimate"


def _audiences(
    proposals: Sequence[Proposal], exports: Sequence[Export], places: Sequence[Place]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each audience as the study has it: where it answered, how its own answers divide it, and what it is weighted by."""
    for side, members in enumerate(asked_together(places)):
        proposal, of = proposals[max(side - 1, 0)], min(side, 1)
        for i in members:
            segments = own_segments(proposal.segments[of], exports[i]) if side else proposal.segments[of]
            yield AUDIENCES[places[i].role], _audience(places[i], segments, proposal.weights[of])


def own_segments(segments: Mapping[str, str], export: Export) -> dict[str, str]:
    """The segmentations of a side by which one audience of it falls into a few groups."""
    records = Records(export, np.flatnonzero(export.status == 0), _QUIET)
    columns = {column.name: column for column in export.columns}
    return {name: column for name, column in segments.items() if few(columns[column], records)}


def _audience(place: Place, segments: Mapping[str, str], weight: str) -> dict[str, Any]:
    data: dict[str, Any] = {"role": place.role, "file": place.file}
    if place.where:
        data["where"] = {column: list(texts) for column, texts in place.where.items()}
    if segments:
        data["segments"] = dict(segments)
    if weight:
        data["weights"] = weight
    return data


def _head(proposals: Sequence[Proposal], places: Sequence[Place]) -> dict[str, Any]:
    """Title, and the money's currency and period where the questions name one."""
    files = dict.fromkeys(printable(PurePath(place.file).name, 80) for place in places)
    head: dict[str, Any] = {"title": f"Mirror survey: {joined([*files])}"}
    prices = [price for proposal in proposals for pair in proposal.pairs for price in _prices(pair)]
    for key in ("currency", "period"):
        named = Counter(value for price in prices if (value := getattr(price, key)))
        if len(named) == 1:
            head[key] = next(iter(named))
    return head


def _prices(pair: MirrorPair) -> Iterator[Price]:
    yield from (price for reading in pair.read for price in reading.prices)
    yield from (price for text in (*pair.texts, *pair.rows) if (price := price_in(text)))


def _accepted(
    head: Mapping[str, Any], audiences: dict[str, dict[str, Any]], labels: Mapping[str, str], made: Sequence[Draft],
    exports: Sequence[Export],
) -> tuple[list[Draft], list[Draft]]:  # fmt: skip
    """The questions that can be coded together, and those set aside with the reason; audiences are mended in place."""
    kept = [draft for draft in made if draft.data]
    aside = [draft for draft in made if not draft.data]
    while kept:
        problems = _problems(Parts(head, audiences, labels, tuple(kept), ()).data, exports)
        if not any(CUSTOMERS in draft.data for draft in kept):
            return [], [*aside, *kept]
        if not problems:
            return kept, aside
        rest = []
        for i, draft in enumerate(kept):
            at = f"questions[{i}]"
            own = [p for p in problems if p.where.startswith(at)]
            if not own:
                rest.append(draft)
            elif mended := _of_some(draft, at, own):
                rest.append(mended)
            else:
                aside.append(replace(draft, notes=(*draft.notes, f"Left out: {own[0].found}. {own[0].fix}")))
        if rest == kept and not _mended(audiences, problems):
            raise StudyError(problems)
        kept = rest
    return [], aside


def _of_some(draft: Draft, at: str, problems: Sequence[Problem]) -> Draft | None:
    """A question to several believers without those whose answers cannot be counted; None where that leaves nobody."""
    sides = {name for name in AUDIENCES.values() if name in draft.data and name != CUSTOMERS}
    wrong = {problem.where.removeprefix(f"{at}.").partition(".")[0]: problem for problem in problems}
    if not wrong.keys() < sides:
        return None
    notes = [f"{side.capitalize()} are left out: {problem.found}." for side, problem in wrong.items()]
    data = {key: value for key, value in draft.data.items() if key not in wrong}
    if "wording" in data:
        data["wording"] = {key: value for key, value in data["wording"].items() if key not in wrong}
    return replace(draft, data=data, notes=(*draft.notes, *notes))


def _problems(data: Mapping[str, Any], exports: Sequence[Export]) -> list[Problem]:
    """What `check` would find wrong with the study."""
    from gapsurvey.coding import code

    try:
        study = Study(**data)
    except StudyError as error:
        return list(error.problems)
    problems: list[Problem] = []
    for name, export in zip(study.audiences, exports, strict=True):
        cut = study.model_copy(
            update={"audiences": {**study.audiences, name: study.audiences[name].model_copy(update={"where": {}})}}
        )
        try:
            code(cut, name, export)
        except GapsurveyError as error:
            problems += error.problems
    return problems


def _mended(audiences: dict[str, dict[str, Any]], problems: Sequence[Problem]) -> bool:
    """Whether a segmentation or a weight that cannot be coded was taken out of the audiences."""
    before = repr(audiences)
    for name, audience in audiences.items():
        for problem in problems:
            if problem.where.startswith(f"audiences.{name}.segments."):
                audience["segments"].pop(problem.where.removeprefix(f"audiences.{name}.segments."), None)
            if problem.where.startswith(f"audiences.{name}.weights"):
                audience.pop("weights", None)
        if not audience.get("segments", True):
            del audience["segments"]
    return repr(audiences) != before


def features_of(question: Mapping[str, Any]) -> Iterator[str]:
    """The ids of the features that a question is about; some more than once."""
    if "feature" in question:
        yield question["feature"]
    for part in (question, *question.values()):
        for key in ("answers", "columns"):
            if isinstance(part, Mapping) and isinstance(part.get(key), Mapping):
                yield from part[key]
