"""What a proposal yields for a study: audiences, features, and the questions that can be coded together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from gapsurvey.errors import GapsurveyError, Problem, StudyError, printable
from gapsurvey.model import Export
from gapsurvey.pairing.draft import CUSTOMERS, Draft, called, drafts
from gapsurvey.pairing.estimates import estimated
from gapsurvey.pairing.features import Features
from gapsurvey.pairing.proposal import MirrorPair, Proposal
from gapsurvey.pairing.texts import Price, price_in
from gapsurvey.pairing.together import AUDIENCES, believers, opposed, split
from gapsurvey.study import Study
from gapsurvey.study.parts import Role

__all__ = ["Parts", "Place", "drafted", "features_of", "parts_of", "sides_of"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the answers of the audience in a role stand. file: as the study names it; where: what keeps its records."""

    role: Role
    file: str
    where: Mapping[str, tuple[str, ...]]


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
        sure = tuple(draft for draft in self.kept if draft.pair.confidence == "sure")
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


def sides_of(exports: Sequence[Export], files: Sequence[str]) -> tuple[list[Export], list[Place]]:
    """Per audience its records and their place, customers' first: of their file and the believers', or of one with all.

    files: the exports' files as the study names them. Raises ExportError where one file does not tell two audiences apart.
    """
    mine = [] if len(exports) == 1 else [(exports[0], Place("customer", files[0], {}))]
    last, file = exports[-1], files[-1]
    together = believers(last) if mine else split(last)
    if together is None:
        rest = [(last, Place("employee", file, {}))]
    else:
        texts = together.texts
        rest = [(part, Place(role, file, {together.column: texts[role]})) for role, part in together.parts.items()]
    return [export for export, _ in (*mine, *rest)], [place for _, place in (*mine, *rest)]


def parts_of(proposal: Proposal, exports: Sequence[Export], places: Sequence[Place]) -> Parts:
    """The parts of a study that a proposal yields; no questions are kept where none holds customers' answers.

    Raises StudyError where nobody's answers are left on a side.
    """
    features = Features()
    asked = {column.name: i for i, column in enumerate(exports[0].columns)}
    in_order = sorted((_in_file_order(pair, asked) for pair in proposal.pairs), key=lambda pair: _place_of(pair, asked))
    names = [AUDIENCES[place.role] for place in places]
    made = [called(draft, names[0], names[1:]) for draft in drafted(in_order, features, opposed(exports))]
    audiences = {
        name: _audience(place, proposal.segments[i] if i < 2 else {}, proposal.weights[min(i, 1)])
        for i, (name, place) in enumerate(zip(names, places, strict=True))
    }
    kept, aside = _accepted(_head(proposal, places), audiences, features.labels, made, exports)
    return Parts(_head(proposal, places), audiences, features.labels, tuple(kept), tuple(aside))


def drafted(
    pairs: Sequence[MirrorPair], features: Features, exports: tuple[Export, Export], elsewhere: Iterable[str] = ()
) -> Iterator[Draft]:
    """All questions of the study to be; customers' answers that are only estimated stand with the first estimate of them.

    elsewhere: customers' columns that other questions of the study count.
    """
    covered = {*elsewhere, *(name for pair in pairs if pair.shape != "estimate" for name in pair.customers)}
    for pair in pairs:
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


def _audience(place: Place, segments: Mapping[str, str], weight: str) -> dict[str, Any]:
    data: dict[str, Any] = {"role": place.role, "file": place.file}
    if place.where:
        data["where"] = {column: list(texts) for column, texts in place.where.items()}
    if segments:
        data["segments"] = dict(segments)
    if weight:
        data["weights"] = weight
    return data


def _head(proposal: Proposal, places: Sequence[Place]) -> dict[str, Any]:
    """Title, and the money's currency and period where the questions name one."""
    files = dict.fromkeys(printable(PurePath(place.file).name, 80) for place in places)
    head: dict[str, Any] = {"title": f"Mirror survey: {' and '.join(files)}"}
    prices = [price for pair in proposal.pairs for price in _prices(pair)]
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
