"""The study.toml that a proposal suggests, with reasons in comments; what it holds is known to be accepted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from gapsurvey.errors import Problem, StudyError, printable
from gapsurvey.model import Export
from gapsurvey.pairing.draft import Draft
from gapsurvey.pairing.parts import Parts, features_of, parts_of
from gapsurvey.pairing.proposal import Proposal, Unmatched, unpaired
from gapsurvey.pairing.sides import Place, named_sides
from gapsurvey.pairing.toml import comment, quoted
from gapsurvey.pairing.written import study_text, waiting_lines
from gapsurvey.phrasing import joined
from gapsurvey.study import Study

__all__ = ["Suggestion", "suggested"]

_OPENING = "Suggested by reading {exports}. Above each question stands why it was paired: read it through, and mend it."
_NOTHING_SURE = "No pair is sure, and nothing is counted yet: confirm one or more of those below."
_CONFIRM = (
    "--- likely, and not counted until you confirm them ---",
    "Something that may matter differs, or cannot be told. If two questions do mirror each other, take the “# ” away from the",
    "start of every line of theirs, up to the next empty one; else leave them, or delete them.",
)
_MONEY = """For a verdict in money, add what no export tells: market = … (customers whom the offering would be sold to),
horizon = … (periods that the decision looks ahead), and of each feature price = … (planned, per period) and
cost = {launch = …, per_customer = …}. Without them the study answers who wants what, and who is right about it."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A suggested study, of every pair that can be counted; and its study.toml, where likely pairs wait in comments.

    A wrong pair that is counted unseen would be the worst that could happen: so a person takes each likely one out of them.
    """

    study: Study
    text: str


def suggested(proposals: Sequence[Proposal], exports: Sequence[Export], places: Sequence[Place]) -> Suggestion:
    """The study of everything that proposals pair and that can be counted, what is sure first; the rest stands in comments.

    proposals: one of each side of believers; exports: customers' and each believers', as `places` cut them. Every question was
    coded from them, so `check` accepts the study, once what is likely is confirmed. Raises StudyError where nothing is paired,
    or nothing of it can be counted.
    """
    parts = parts_of(proposals, exports, places)
    sure = parts.sure
    parts = replace(parts, kept=(*sure, *(draft for draft in parts.kept if draft not in sure)))
    if not (parts.kept or parts.aside):
        raise StudyError([_nothing_in_common(places)])
    if not parts.kept:
        raise StudyError([_nothing_countable(places, parts.aside)])
    return Suggestion(Study(**parts.data), _text(parts, proposals, places))


def _nothing_in_common(places: Sequence[Place]) -> Problem:
    return Problem(
        _files(places),
        "they have nothing in common: no question of one is like a question of the other",
        "Check that these are the two sides of one survey. If they are, write the study.toml by hand. Nothing was written.",
    )


def _files(places: Sequence[Place]) -> str:
    return joined(_names(places))


def _names(places: Sequence[Place]) -> list[str]:
    return [*dict.fromkeys(PurePath(place.file).name for place in places)]


def _nothing_countable(places: Sequence[Place], drafts: Sequence[Draft]) -> Problem:
    why = next((note for draft in drafts for note in draft.notes), "")
    found = f"{len(drafts)} of their questions mirror each other, but none can be counted"
    return Problem(_files(places), found, f"{why} Nothing was written.".strip())


def _text(parts: Parts, proposals: Sequence[Proposal], places: Sequence[Place]) -> str:
    """The study.toml: above each question why it was paired; below them what was left out, and what one side was asked."""
    sure = replace(parts, kept=parts.sure)
    waiting = [draft for draft in parts.kept if draft not in sure.kept]
    who = named_sides(places)
    reasons = [list(_why(draft, who)) for draft in sure.kept]
    first = _OPENING.format(exports="three exports" if len(who) > 2 else "two exports")
    opening = [first] if sure.kept else [first, _NOTHING_SURE]
    left = zip(who, unpaired(proposals), strict=True)
    closing = [*_waiting(waiting, parts, sure.data["features"], who), *_left_out(parts.aside, left, who)]
    return study_text(sure.data, reasons, opening, _advice(parts.head), closing)


def _waiting(drafts: Sequence[Draft], parts: Parts, known: Mapping[str, Any], who: Sequence[str]) -> Iterator[str]:
    """Likely questions as comments, each a whole that counts once every line of it has lost its first mark.

    known: the features that the study has already; others stand with the first question about them; who: what each side is
    called.
    """
    if not drafts:
        return
    yield ""
    yield from map(comment, _CONFIRM)
    told = dict(known)
    for draft in drafts:
        more = {name: parts.data["features"][name] for name in features_of(draft.data) if name not in told}
        told |= more
        yield ""
        yield from (f"# {line}".rstrip() for line in waiting_lines(draft.data, more, parts.audiences, _why(draft, who)))


def _advice(head: Mapping[str, Any]) -> Iterator[str]:
    yield 'Add question = "…", the launch question that the report answers.'
    if "currency" not in head:
        yield 'The questions name no one currency: add currency = "EUR", or another, if prices are not in US dollars.'
    if "period" not in head:
        yield 'The questions name no one period: add period = "week", "quarter" or "year" if prices are not per month.'
    yield from _MONEY.split("\n")


def _left_out(aside: Sequence[Draft], left_of: Iterable[tuple[str, Sequence[Unmatched]]], called: Sequence[str]) -> Iterator[str]:
    if aside:
        yield ""
        yield comment("--- paired, and left out: no shape counts them, or something has to be said first ---")
        for draft in aside:
            yield "#"
            yield from map(comment, _why(draft, called))
            columns = draft.pair.customers, *(pair.employees for pair in draft.pairs.values())
            yield comment(f"columns: {' ↔ '.join(map(_named, columns))}")
    for who, left in left_of:
        if left:
            yield ""
            yield comment(f"--- asked of {who} only, as far as can be told ---")
            yield from (comment(_unmatched(question)) for question in left)


def _why(draft: Draft, who: Sequence[str]) -> Iterator[str]:
    """Why questions were paired, what they ask, and what a person should look at. who: what each side is called."""
    for side, pair in draft.pairs.items():
        if side == draft.side:
            yield f"{pair.confidence} ({pair.score:.2f}): {pair.reason}"
            if pair.customers:
                yield f"{who[0]}: {printable(pair.texts[0], 300)}"
        else:
            yield f"{who[side]} too, {pair.confidence} ({pair.score:.2f}): {pair.reason}"
        yield f"{who[side]}: {printable(pair.texts[1], 300)}"
    yield from draft.notes


def _named(columns: Sequence[str]) -> str:
    shown = ", ".join(quoted(printable(column, 60)) for column in columns[:6])
    return shown + (f" and {len(columns) - 6} more" if len(columns) > 6 else "")


def _unmatched(question: Unmatched) -> str:
    return f"{_named(question.columns[:1])}: {printable(question.text, 200)} ({question.why})"
