"""Which customers' question mirrors which employees' question, on text, options and shape; never on ids or codes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace

import numpy as np

from gapsurvey.matching import fold
from gapsurvey.model import Export
from gapsurvey.pairing.asks import asked
from gapsurvey.pairing.background import few, segment_name, weight_column
from gapsurvey.pairing.bids import bids, mirrored_bids
from gapsurvey.pairing.cards import card, mirrored_card
from gapsurvey.pairing.guesses import deliveries, guesses
from gapsurvey.pairing.likeness import likeness
from gapsurvey.pairing.meters import meter, mirrored
from gapsurvey.pairing.proposal import Confidence, MirrorPair, Proposal, Unmatched
from gapsurvey.pairing.questions import Question, questions
from gapsurvey.pairing.texts import words
from gapsurvey.pairing.units import Fit, Unit, fit, units
from gapsurvey.records import Records

__all__ = ["Match", "both_sides", "grouped", "pair_of", "propose"]

LIKELY, SURE = 0.62, 0.80  # scores; below the first two questions are not paired
_MARGIN = 0.03  # a sure pair beats every other pair of its two questions by this
_QUIET = 5  # an answer that fewer employees gave is never repeated
_WHY = {
    "text": "free text, which is not paired", "id": "numbers of the records", "agreed": "everybody gave the same answer",
    "empty": "nobody answered it",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Side:
    records: Records
    questions: tuple[Question, ...]
    segments: dict[str, str]
    weight: str
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """Two units that mirror each other, how well, and why."""

    customers: Unit
    employees: Unit
    score: float
    reason: str
    confidence: Confidence


def propose(customers: Export, employees: Export) -> Proposal:
    """What two exports have in common, and what they do not.

    Pairs are one to one, except that employees' estimates (“what % of customers would …?”) stand beside whatever else
    mirrors the customers' question. The order of a file's columns makes no difference.
    """
    meters = meter(_kept(customers, 1)), meter(_kept(employees, _QUIET))
    asides = [mirrored(meters[0], meters[1])] if meters[0] and meters[1] else []
    cards = card(_kept(customers, 1)), card(_kept(employees, _QUIET))
    asides += [mirrored_card(cards[0], cards[1])] if cards[0] and cards[1] else []
    asides += mirrored_bids(bids(_kept(customers, 1)), bids(_kept(employees, _QUIET)))
    mine = _side(
        customers, 1, _options(questions(_kept(employees, _QUIET))), {name for pair in asides for name in pair.customers}
    )
    theirs = _side(employees, _QUIET, _options(mine.questions), {name for pair in asides for name in pair.employees})
    pairs = [pair_of(group) for group in grouped(_matches(mine.units, theirs.units))]
    taken = {name for pair in pairs for name in pair.employees}
    left = [question for question in theirs.questions if not taken & {c.name for c in question.columns}]
    pairs += asides
    pairs += guesses(mine.questions, left)
    pairs += deliveries(mine.questions, left)
    pairs.sort(key=lambda pair: (-pair.score, pair.asks, fold(pair.texts[0]), pair.customers, pair.employees))
    return Proposal(
        tuple(pairs),
        _left(mine, {name for pair in pairs for name in pair.customers}),
        _left(theirs, {name for pair in pairs for name in pair.employees}),
        (mine.segments, theirs.segments),
        (mine.weight, theirs.weight),
    )


def both_sides(customers: Export, employees: Export) -> tuple[tuple[Question, ...], tuple[Question, ...]]:
    """The questions of two exports, each side's lists read with the other's options in mind."""
    theirs = _kept(employees, _QUIET)
    mine = questions(_kept(customers, 1), _options(questions(theirs)))
    return mine, questions(theirs, _options(mine))


def _kept(export: Export, quiet: int) -> Records:
    return Records(export, np.flatnonzero(export.status == 0), quiet)


def _options(found: Iterable[Question]) -> frozenset[str]:
    """The options and rows of these questions, folded: known wholes for the other side's joined picks."""
    listed = {option for question in found for option in question.reading.options}
    rows = {column.option for question in found for column in question.columns}
    return frozenset(filter(None, map(fold, listed | rows)))


def _side(export: Export, quiet: int, known: frozenset[str], aside: Set[str]) -> _Side:
    """One side's questions; aside: columns that are paired as they are."""
    records = _kept(export, quiet)
    weight = weight_column(records)
    apart = {*aside, *([weight.name] if weight else ())}
    found = tuple(q for q in questions(records, known) if not apart & {column.name for column in q.columns})
    segments: dict[str, str] = {}
    background = set[Question]()
    for question in found:
        if name := segment_name(question):
            background.add(question)
            if few(question.columns[0], records):
                segments.setdefault(name, question.columns[0].name)
    asked_of = tuple(question for question in found if question not in background)
    return _Side(records, asked_of, segments, weight.name if weight else "", units(asked_of))


def _matches(left: Sequence[Unit], right: Sequence[Unit]) -> list[Match]:
    """The assignment of units, one to one, that has the largest sum of scores (Kuhn 1955), as far as it is likely."""
    from scipy.optimize import linear_sum_assignment

    fits = _fits(left, right)
    scores = np.zeros((len(left), len(right)))
    for at, found in fits.items():
        scores[at] = found.score
    likely = np.where(scores >= LIKELY, scores, 0.0)
    matches = []
    for i, j in zip(*linear_sum_assignment(likely, maximize=True), strict=True):
        if likely[i, j]:
            rivals = max(np.delete(scores[i], j).max(initial=0.0), np.delete(scores[:, j], i).max(initial=0.0))
            sure = not fits[i, j].doubtful and scores[i, j] >= max(SURE, rivals + _MARGIN)
            matches.append(Match(left[i], right[j], fits[i, j].score, fits[i, j].reason, "sure" if sure else "likely"))
    return matches


def _fits(left: Sequence[Unit], right: Sequence[Unit]) -> dict[tuple[int, int], Fit]:
    """How every two units fit whose words, options or text have something in common."""
    alike = likeness([unit.matter for unit in left], [unit.matter for unit in right])
    rows = likeness([words(unit.row) for unit in left], [unit.matter for unit in right])
    rows = np.maximum(rows, likeness([unit.matter for unit in left], [words(unit.row) for unit in right]))
    fits: dict[tuple[int, int], Fit] = {}
    for i, mine in enumerate(left):
        for j, theirs in enumerate(right):
            if not (alike[i, j] > 0.3 or rows[i, j] > 0.6 or mine.options & theirs.options or mine.whole == theirs.whole):
                continue
            found = fit(mine, theirs, float(alike[i, j]))
            if bool(mine.row) != bool(theirs.row) and mine.question.reading.about:
                # A tool that gives every row of a grid a column of its own, called like the row, drops the question.
                by_row = fit(mine, theirs, 0.95 * float(rows[i, j]))
                if by_row.score > found.score:
                    found = replace(by_row, reason=f"named like a grid's row; {by_row.reason.partition('; ')[2]}")
            fits[i, j] = found
    return fits


def grouped(matches: Iterable[Match]) -> list[list[Match]]:
    """Matches by question: the rows of two grids together; rows that lost their question follow the grid they match."""
    groups: defaultdict[tuple[Question | None, Question | None], list[Match]] = defaultdict(list)
    for match in matches:
        mine, theirs = match.customers.question, match.employees.question
        many = len(mine.columns) > 1, len(theirs.columns) > 1
        groups[mine if many[0] or not many[1] else None, theirs if many[1] or not many[0] else None].append(match)
    return list(groups.values())


def pair_of(group: Sequence[Match]) -> MirrorPair:
    """The pair that a group of matches is; it is as sure as its least sure row."""
    first = group[0]
    left, right = first.customers.question, first.employees.question
    rows = tuple(match.customers.row or match.employees.row for match in group)
    if any(rows):
        rows = tuple(m.customers.row or m.employees.row or m.employees.question.text for m in group)
    readings = (left.reading, right.reading)
    form = left.reading.form
    return MirrorPair(
        customers=tuple(column.name for match in group for column in match.customers.columns),
        employees=tuple(column.name for match in group for column in match.employees.columns),
        shape="rating" if "rating" in (form, right.reading.form) else form,
        asks=asked(left.text, right.text, form, right.reading),
        score=round(sum(match.score for match in group) / len(group), 3),
        reason=first.reason + (f"; {len(group)} rows" if len(group) > 1 else ""),
        confidence="sure" if all(match.confidence == "sure" for match in group) else "likely",
        texts=(left.text, right.text),
        rows=rows if any(rows) else (),
        read=readings,
    )


def _left(side: _Side, taken: set[str]) -> tuple[Unmatched, ...]:
    """The questions, or their rows, that no pair took."""
    found = []
    for question in side.questions:
        columns = tuple(column for column in question.columns if column.name not in taken)
        if columns:
            rest = "" if len(columns) == len(question.columns) else f"{len(columns)} of its {len(question.columns)} rows: "
            why = _WHY.get(question.reading.form, "no question of the other side is like it")
            if question.reading.form == "single-select" and len(columns) == 1 and few(columns[0], side.records):
                why += "; it could be a segmentation"
            answered = question.reading.form != "empty"
            found.append(Unmatched(tuple(column.name for column in columns), question.text, rest + why, answered))
    return tuple(found)
