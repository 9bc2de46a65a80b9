"""The study.toml that a proposal suggests, with reasons in comments; what it holds is known to be accepted."""

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
from gapsurvey.pairing.proposal import MirrorPair, Proposal, Unmatched
from gapsurvey.pairing.texts import Price, price_in
from gapsurvey.pairing.together import AUDIENCES, believers, opposed, split
from gapsurvey.pairing.toml import quoted
from gapsurvey.pairing.written import study_text
from gapsurvey.study import Study
from gapsurvey.study.parts import Role

__all__ = ["Parts", "Place", "Suggestion", "drafted", "features_of", "parts_of", "sides_of", "suggested"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an audience's answers stand. file: as the study names it; where: the answers that keep its records."""

    role: Role
    file: str
    where: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A suggested study, and its study.toml: the same study, with reasons in comments."""

    study: Study
    text: str


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


def suggested(proposal: Proposal, exports: Sequence[Export], places: Sequence[Place]) -> Suggestion:
    """The study of everything that a proposal pairs and that can be counted; the rest stands in comments.

    exports: customers' and each believers', as `places` cut them. Every question was coded from them, so `check` accepts the
    study. Raises StudyError where nothing is paired, or nothing of it can be counted.
    """
    parts = parts_of(proposal, exports, places)
    if not (parts.kept or parts.aside):
        raise StudyError([_nothing_in_common(places)])
    if not parts.kept:
        raise StudyError([_nothing_countable(places, parts.aside)])
    return Suggestion(Study(**parts.data), _text(parts, proposal))


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


def _nothing_in_common(places: Sequence[Place]) -> Problem:
    return Problem(
        _files(places),
        "they have nothing in common: no question of one is like a question of the other",
        "Check that these are the two sides of one survey. If they are, write the study.toml by hand. Nothing was written.",
    )


def _files(places: Sequence[Place]) -> str:
    return " and ".join(dict.fromkeys(PurePath(place.file).name for place in places))


def _nothing_countable(places: Sequence[Place], drafts: Sequence[Draft]) -> Problem:
    why = next((note for draft in drafts for note in draft.notes), "")
    found = f"{len(drafts)} of their questions mirror each other, but none can be counted"
    return Problem(_files(places), found, f"{why} Nothing was written.".strip())


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
    """A question to several believers, mended where not all of them answered it as the others did; None where that is no help.

    An option that nobody among them chose was offered to them too, as all had the same questionnaire; else those whose answers
    cannot be counted are left out of the question.
    """
    sides = [name for name in AUDIENCES.values() if name in draft.data and name != CUSTOMERS]
    if len(sides) < 2:
        return None
    data = dict(draft.data)
    for problem in problems:
        side, _, feature = problem.where.removeprefix(f"{at}.").partition(".answers.")
        if side in sides and feature and feature not in (unchosen := data[side].get("unchosen", [])):
            data[side] = {**data[side], "unchosen": [*unchosen, feature]}
    if data != draft.data:
        return replace(draft, data=data)
    wrong = {problem.where.removeprefix(f"{at}.").partition(".")[0]: problem for problem in problems}
    if not wrong.keys() < set(sides):
        return None
    notes = [f"{side.capitalize()} are left out: {problem.found}." for side, problem in wrong.items()]
    data = {key: value for key, value in data.items() if key not in wrong}
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


# --- as text ------------------------------------------------------------------------------------------------------------

_OPENING = "Suggested by reading two exports. Above each question stands why it was paired: read it through, and mend it."
_MONEY = """For a verdict in money, add what no export tells: market = … (customers whom the offering would be sold to),
horizon = … (periods that the decision looks ahead), and of each feature price = … (planned, per period) and
cost = {launch = …, per_customer = …}. Without them the study answers who wants what, and who is right about it."""


def _text(parts: Parts, proposal: Proposal) -> str:
    """The study.toml: above each question why it was paired; below them what was left out, and what one side was asked."""
    reasons = [list(_why(draft)) for draft in parts.kept]
    return study_text(parts.data, reasons, _OPENING, _advice(parts.head), _left_out(parts.aside, proposal))


def _advice(head: Mapping[str, Any]) -> Iterator[str]:
    yield 'Add question = "…", the launch question that the report answers.'
    if "currency" not in head:
        yield 'The questions name no one currency: add currency = "EUR", or another, if prices are not in US dollars.'
    if "period" not in head:
        yield 'The questions name no one period: add period = "week", "quarter" or "year" if prices are not per month.'
    yield from _MONEY.split("\n")


def _left_out(aside: Sequence[Draft], proposal: Proposal) -> Iterator[str]:
    if aside:
        yield ""
        yield "--- paired, and left out: no shape counts them, or something has to be said first ---"
        for draft in aside:
            yield " "
            yield from (*_why(draft), f"columns: {_named(draft.pair.customers)} ↔ {_named(draft.pair.employees)}")
    for who, left in (("customers", proposal.customers_only), ("employees", proposal.employees_only)):
        if left:
            yield ""
            yield f"--- asked of {who} only, as far as can be told ---"
            yield from map(_unmatched, left)


def _why(draft: Draft) -> Iterator[str]:
    """Why two questions were paired, what they ask, and what a person should look at."""
    pair = draft.pair
    yield f"{pair.confidence} ({pair.score:.2f}): {pair.reason}"
    if pair.customers:
        yield f"customers: {printable(pair.texts[0], 300)}"
    yield f"employees: {printable(pair.texts[1], 300)}"
    if pair.confidence == "likely" and draft.data:
        yield "Confirm this pair, or delete the question."
    yield from draft.notes


def _named(columns: Sequence[str]) -> str:
    shown = ", ".join(quoted(printable(column, 60)) for column in columns[:6])
    return shown + (f" and {len(columns) - 6} more" if len(columns) > 6 else "")


def _unmatched(question: Unmatched) -> str:
    return f"{_named(question.columns[:1])}: {printable(question.text, 200)} ({question.why})"
