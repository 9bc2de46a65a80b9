"""One audience's export coded by the study: answers become numbers, and texts and personal data stay behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from gapsurvey import quality, weights
from gapsurvey.derived import batteries, on_covariates, wanted_and_worth
from gapsurvey.errors import Problem, StudyError, listing
from gapsurvey.matching import MISSING, fold, natural
from gapsurvey.model import STATUSES, Answers, Export, Responses, SegmentCodes, compact
from gapsurvey.records import Records, Unfound
from gapsurvey.report import Source
from gapsurvey.shapes import SHAPES, Coded
from gapsurvey.study import Study

__all__ = ["code", "shared_believers"]

MOST_CELLS = 60  # a segmentation with more names is free text or an id, not a segmentation


def code(
    study: Study, audience: str, export: Export, beside: Mapping[str, Export] = MappingProxyType({}), *, screened: bool = True
) -> tuple[Responses, Source]:
    """The audience's kept respondents, and where they came from. Raises StudyError with every problem of this audience.

    beside: by name, the further files that its questions speak of;
    screened: leave out respondents with two kinds of quality flag or more; what they would change is shown beside.
    """
    spec = study.audiences[audience]
    problems: list[Problem] = []
    records, set_aside = _kept(study, audience, export, problems)
    records = replace(records, beside=beside)
    asked = _asked(study, audience, records, problems)
    failed = _failed_checks(study, audience, records, problems)
    if problems:
        _segments(study, audience, records, problems)  # its problems are told with the others
        raise StudyError(problems)
    flagged = _flagged(export, records, asked, failed)
    doubtful = quality.doubtful(flagged, len(records.rows))
    everyone, everything, left_out = records, asked, 0
    if screened and spec.screening == "exclude" and doubtful.any():
        left_out = int(doubtful.sum())
        flagged = {kind: who & ~doubtful for kind, who in flagged.items()}
        records = everyone.only(~doubtful)
        asked = _asked(study, audience, records, problems)  # without the levels that only they had named
    found = _responses(study, audience, records, asked, problems)
    everybody = _responses(study, audience, everyone, everything).responses if left_out else None
    source = Source(
        audience=audience,
        label=study.label(audience),
        role=spec.role,
        file=export.file,
        sha256=export.sha256,
        tool=export.tool,
        records=export.records,
        kept=len(everyone.rows),
        screened=left_out,
        set_aside=set_aside,
        personal=export.personal,
        flagged={kind: int(who.sum()) for kind, who in flagged.items() if who.any()},
        weighting=_weighting(study, audience, found.weights, records),
        notes=(*export.notes, *found.notes),
    )
    return replace(found.responses, everybody=everybody), source


def shared_believers(study: Study, exports: Mapping[str, Export]) -> list[Problem]:
    """The audiences of believers that some record of a file counts in twice.

    They are compared as different people; and where one audience is another and a few more, the difference of their totals
    would be what those few answered. How many records it is, and which, is not said, for the same reason.
    """
    kept: dict[str, NDArray[np.intp]] = {}
    for name in study.believers:
        unsaid: list[Problem] = []
        records, _ = _kept(study, name, exports[name], unsaid)
        kept[name] = records.rows[:0] if unsaid else records.rows  # a where that is wrong is told where it is coded
    return [
        Problem(
            f"audiences.{second}.where",
            f"some records of {exports[second].file} are counted as {study.label(first)} and as {study.label(second)}",
            f"Give {study.label(first)} and {study.label(second)} a where that no record fits twice; parts of one audience are "
            "segments.",
        )
        for first, second in combinations(study.believers, 2)
        if exports[first].sha256 == exports[second].sha256 and np.intersect1d(kept[first], kept[second], assume_unique=True).size
    ]


def _asked(study: Study, audience: str, records: Records, problems: list[Problem]) -> list[Coded]:
    """What the audience answered, question by question; notes say which feature they are about."""
    found = []
    for i, question in enumerate(study.questions):
        if audience in question.sources:
            asked = study.asked(i, audience)
            texts = (*chain.from_iterable(asked.scale), *asked.yes, *asked.no, *chain.from_iterable(asked.answers.values()))
            coded = SHAPES[asked.shape].code(asked, records.called(texts), f"questions[{i}].{audience}")
            about = f"{study.features[question.feature].label}: " if question.feature else ""
            problems += coded.problems
            answers, notes = [_compact(answers) for answers in coded.answers], [about + note for note in coded.notes]
            found.append(replace(coded, answers=answers, notes=notes))
    return found


def _compact(answers: Answers) -> Answers:
    """The same answers in as few bytes as they need: a question is coded with room, and many are held at once."""
    return replace(answers, codes=compact(answers.codes, len(answers.levels)))


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """What was asked, put together: respondents, how their weights came about, and notes on their answers."""

    responses: Responses
    weights: weights.Weighed
    notes: list[str]


def _responses(study: Study, audience: str, records: Records, asked: list[Coded], problems: Sequence[Problem] = ()) -> _Found:
    """The records as respondents. Raises StudyError with these problems, and those of segmentations and weights."""
    spec, problems = study.audiences[audience], list(problems)
    segments = _segments(study, audience, records, problems)
    equal = np.ones(len(records.rows))
    found = weights.Weighed(equal, equal)
    if spec.weights is not None and len(records.rows) and len(segments) == len(spec.segments):
        try:
            found = weights.weighed(spec.weights, records, segments, f"audiences.{audience}.weights")
        except Unfound as wrong:
            problems.append(wrong.problem)
        except StudyError as wrong:
            problems += wrong.problems
    if problems:
        raise StudyError(problems)
    answers = [answer for coded in asked for answer in coded.answers]
    profiles = [profile for coded in asked for profile in coded.profiles]
    notes = [note for coded in asked for note in coded.notes]
    if spec.role == "customer":  # a believer's own pair of beliefs is nobody's purchase
        worth, left = wanted_and_worth(answers, study)
        answers, notes = [*answers, *worth], [*notes, *left]
        profiles += on_covariates(profiles, segments, study)
        if study.archetypes:  # which are looked for in patterns, of ratings too
            profiles += [battery for battery in batteries(answers) if battery.item.kind == "rating"]
    crossed = tuple((first, second) for first, second in spec.crossed)
    margins = tuple(margin.name for margin in found.margins)
    coded = tuple(answers), tuple(profiles)
    made = Responses(audience, found.weight, segments, *coded, crossed, records.rows, margins, found.reached)
    return _Found(made, found, notes)


def _weighting(study: Study, audience: str, found: weights.Weighed, records: Records) -> dict[str, float]:
    """What the report says of the audience's weights."""
    spec = study.audiences[audience]
    digits = 10 if spec.role == "customer" or not spec.segments else 2  # Σw² tells the sizes of believers' groups
    return found.told(spec.weights.trim if spec.weights else None, records.quiet, digits)


def _flagged(export: Export, records: Records, asked: list[Coded], failed: quality.Flagged) -> dict[str, quality.Flagged]:
    """Who carries which flag."""
    answers = [answer for coded in asked for answer in coded.answers]
    ratings = [coded.answers for coded in asked if coded.answers and coded.answers[0].item.kind == "rating"]
    return quality.flags(ratings, answers, export.seconds[records.rows], failed)


def _failed_checks(study: Study, audience: str, records: Records, problems: list[Problem]) -> NDArray[np.bool_]:
    """Who answered an attention check otherwise than it says, shape (n,); a blank is no answer, and fails nothing."""
    failed = np.zeros(len(records.rows), bool)
    for name, texts in study.audiences[audience].attention.items():
        try:
            column = records.one(name, f"audiences.{audience}.attention")
        except Unfound as missing:
            problems.append(missing.problem)
            continue
        right = set(map(fold, texts))
        failed |= records.coded(column, [0 if fold(value) in right else 1 for value in column.values]) == 1
    return failed


def _kept(study: Study, audience: str, export: Export, problems: list[Problem]) -> tuple[Records, dict[str, int]]:
    """The records that count, and how many do not, by reason."""
    spec, at = study.audiences[audience], f"audiences.{audience}"
    statuses = ("kept", "incomplete") if spec.keep_partials else ("kept",)
    keep = np.isin(export.status, [STATUSES.index(status) for status in statuses])
    aside = Counter(STATUSES[s] for s in export.status[~keep])
    quiet = study.thresholds.min_cell if spec.role != "customer" else 1
    everyone = Records(export, np.arange(export.records), quiet)
    for name, texts in spec.where.items():
        try:
            column = everyone.called(texts).one(name, f"{at}.where")
        except Unfound as missing:
            problems.append(missing.problem)
            continue
        wanted = set(map(fold, texts))
        matches = everyone.coded(column, [1 if fold(value) in wanted else -1 for value in column.values]) == 1
        if not matches.any():
            problems.append(
                Problem(
                    f'{at}.where."{name}"',
                    f"no record of {export.file} has {listing(texts)}",
                    "Write the value as the file has it.",
                    everyone.given(column),
                )
            )
        aside["other audience"] += int((keep & ~matches).sum())
        keep &= matches
    if not keep.any() and not problems:
        reasons = ", ".join(f"{n} {reason}" for reason, n in sorted(aside.items()) if n)
        problems.append(
            Problem(at, f"nobody is left of the {export.records} records in {export.file}" + (f" ({reasons})" if reasons else ""),
                    "Check the file and where; keep_partials = true keeps what unfinished responses answered.")
        )  # fmt: skip
    return Records(export, np.flatnonzero(keep), quiet), {reason: n for reason, n in sorted(aside.items()) if n}


def _segments(study: Study, audience: str, records: Records, problems: list[Problem]) -> tuple[SegmentCodes, ...]:
    """The audience's segmentations; spellings that match are one cell, shown as most wrote it."""
    segments = []
    for name, place in study.audiences[audience].segments.items():
        at = f"audiences.{audience}.segments.{name}"
        try:
            column = records.one(place, at)
        except Unfound as missing:
            problems.append(missing.problem)
            continue
        if len(records.rows) and not records.answered(column):
            problems.append(records.empty(column, at))
            continue
        spellings: dict[str, Counter[str]] = {}
        for value, givers in zip(column.values, records.givers(column), strict=True):
            if givers and fold(value) not in MISSING:
                spellings.setdefault(fold(value), Counter())[" ".join(value.split())] += int(givers)
        cells = sorted(spellings, key=lambda folded: (natural(folded), folded))
        if len(cells) > MOST_CELLS:
            problems.append(
                Problem(
                    at,
                    f'"{column.name}" has {len(cells)} different answers, too many for a segmentation',
                    "Use a column with a few groups.",
                )
            )
            continue
        place_of = {folded: i for i, folded in enumerate(cells)}
        codes = records.coded(column, [place_of.get(fold(value), -1) for value in column.values])
        shown = tuple(min(spellings[folded].items(), key=lambda spelt: (-spelt[1], spelt[0]))[0] for folded in cells)
        segments.append(SegmentCodes(name, shown, codes))
    return tuple(segments)
