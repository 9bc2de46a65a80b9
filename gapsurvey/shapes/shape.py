"""What a question shape is: what a study must say of it, and how its answers become coded items."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from gapsurvey.errors import Problem, listing
from gapsurvey.matching import MISSING, NO, YES, fold
from gapsurvey.model import Answers, Codes, Column, Profile
from gapsurvey.records import Records, Unfound
from gapsurvey.study import Asked

__all__ = ["Coded", "Shape", "battery", "columns_per_feature", "needs_features", "needs_several", "one_per_feature", "yes_or_no"]


@dataclass(slots=True)
class Coded:
    """A question's coded answers, what could not be read, and what is wrong: filled while coding, then merged.

    profiles: answers whose parts mean something only together, such as one person's four prices.
    """

    answers: list[Answers] = field(default_factory=list)
    profiles: list[Profile] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Shape:
    """One way to ask.

    kind: that of its items; needs: the problems of a question in this shape, places relative to its source, without
    looking at data; code: the answers of one audience, problems placed at `at`.
    """

    name: str
    label: str
    kind: str
    needs: Callable[[Asked], list[Problem]]
    code: Callable[[Asked, Records, str], Coded]


def needs_features(asked: Asked, listed: bool = False) -> list[Problem]:
    """A question about features names them: `feature`, or `answers`, or one column per feature.

    listed: whether its columns may also be a list, of all its options.
    """
    problems = []
    if not asked.features:
        problems.append(
            Problem("", f"a {asked.shape} question does not say which feature it is about",
                    'Add feature = "…" for one, or answers = {feature = "option or row"} for several.')
        )  # fmt: skip
    if asked.feature and (isinstance(asked.columns, dict) or asked.answers):
        problems.append(Problem("", "it names one feature and answers per feature", "Keep feature or answers, not both."))
    for key, named in (("answers", asked.answers), ("columns", asked.columns)):
        if isinstance(named, dict):
            problems += _taken_twice(key, named)
    if asked.column is None and not asked.columns:
        problems.append(_no_place())
    if isinstance(asked.columns, tuple) and not listed:
        found = "a list of columns belongs to a price ladder, or to a list of options"
        problems.append(Problem("columns", found, 'Write columns = {feature = "column"}.'))
    if asked.prices:
        problems.append(
            Problem("prices", f"a {asked.shape} question has no prices", "Leave them out, or make it a price-ladder.")
        )
    return problems


def needs_several(asked: Asked) -> list[Problem]:
    """A question that weighs features against each other names several of them."""
    problems = needs_features(asked)
    if asked.feature:
        found = f"a {asked.shape} question weighs several things against each other"
        problems.append(Problem("", found, 'Write answers = {feature = "row"} in place of feature.'))
    return problems


def one_per_feature(asked: Asked) -> list[Problem]:
    """A question about exactly one feature, in one place."""
    problems = []
    if not asked.feature:
        problems.append(Problem("", f"a {asked.shape} question is about one feature", 'Add feature = "…".'))
    if asked.column is None and not asked.columns:
        problems.append(_no_place())
    return problems


def _taken_twice(key: str, named: Mapping[str, str | tuple[str, ...]]) -> Iterator[Problem]:
    """Two features that one answer or one column stands for would get the same numbers."""
    taken: dict[str, str] = {}
    for feature, texts in named.items():
        for text in (texts,) if isinstance(texts, str) else texts:
            first = taken.setdefault(fold(text), feature)
            if first != feature:
                yield Problem(f"{key}.{feature}", f'"{text}" stands for {first} already', "Give every feature its own.")


def _no_place() -> Problem:
    return Problem("", "it does not say where the answers stand", 'Write the column: "Q5", or {column = "Q5"}.')


def columns_per_feature(
    asked: Asked, records: Records, at: str, coded: Coded, options: Mapping[str, tuple[str, ...]] = MappingProxyType({})
) -> Iterator[tuple[str, Column]]:
    """Each feature with the one column that holds its answers; what is not found becomes a problem.

    A grid's or split question's column is known by its option or row text, its name, or the end of its name.
    options: per feature the option that stands for it, where that is not what the question calls its answers.
    """
    if isinstance(asked.columns, dict) or (asked.feature and not options):
        named = asked.columns if isinstance(asked.columns, dict) else {str(asked.feature): str(asked.column)}
        for feature, name in named.items():
            try:
                yield feature, records.one(name, at)
            except Unfound as missing:
                coded.problems.append(missing.problem)
        return
    try:
        names = asked.columns or (str(asked.column),)
        group = [column for name in names for column in records.find(name, at)]
    except Unfound as missing:
        coded.problems.append(missing.problem)
        return
    stem = str(asked.column or "")
    for feature, texts in (options or asked.answers).items():
        found = [c for text in texts for c in group if _stands_for(c, text, stem)]
        if len(found) == 1:
            yield feature, found[0]
        else:
            what = "no row or option" if not found else f"{len(found)} rows or options"
            place = f"{at}.yes" if options else f"{at}.answers.{feature}"
            coded.problems.append(
                Problem(place, f'{listing(names)} in {records.export.file} has {what} "{" / ".join(texts)}"',
                        "Write the row's text, or its column's name.", listing(c.option or c.name for c in group))
            )  # fmt: skip


def battery(asked: Asked, records: Records, at: str, coded: Coded) -> tuple[tuple[Column, ...], dict[str, Column]]:
    """All columns of a question that is answered as a whole, and each feature's own; none of them where nobody answered.

    What is not found, or that nobody answered, becomes a problem.
    """
    own = dict(columns_per_feature(asked, records, at, coded))
    if coded.problems:
        return (), {}
    columns = tuple(own.values()) if isinstance(asked.columns, dict) else records.find(str(asked.column), at)
    if len(records.rows) and not any(map(records.answered, columns)):
        coded.problems += [records.empty(column, at) for column in own.values()]
        return (), {}
    return columns, own


def _stands_for(column: Column, text: str, stem: str) -> bool:
    wanted = fold(text)
    return wanted in (fold(column.option), fold(column.name), fold(column.name.removeprefix(stem).strip("_[]. -")))


def yes_or_no(asked: Asked, records: Records, column: Column, at: str, coded: Coded) -> Codes:
    """Per kept record 1 for yes, 0 for no, −1 for no answer; a column in which nothing can be read is a problem."""
    yes = frozenset(map(fold, asked.yes)) or (YES - frozenset(map(fold, asked.no)))
    no = frozenset(map(fold, asked.no)) or (None if asked.yes else NO)  # with yes spelt out, every other answer is a no
    meaning = []
    for text in map(fold, column.values):
        if text in yes:
            meaning.append(1)
        elif text not in MISSING and (no is None or text in no):
            meaning.append(0)
        else:
            meaning.append(-1)
    fix = 'Say which answers mean yes: yes = ["…"], and no = ["…"].'
    codes = readable(meaning, records, column, at, coded, fix)
    given = {m for m, n in zip(meaning, records.givers(column), strict=True) if n}
    spelt_out = asked.yes or asked.no
    if not spelt_out and len(given - {-1}) == 1 and records.unread(column, np.array([m >= 0 for m in meaning], bool)):
        # As where yes is coded 1 and no is coded 2: read on, everybody would say yes.
        only = "yes" if 1 in given else "no"
        found = f'of the answers in "{column.name}" of {records.export.file} only {only} can be read'
        coded.problems.append(Problem(at, found, fix, records.given(column)))
    return codes


def readable(meaning: list[int], records: Records, column: Column, at: str, coded: Coded, fix: str) -> Codes:
    """The coded column, with a note on what could not be read, or a problem where nothing could."""
    read = np.array([m >= 0 for m in meaning], bool)
    if not len(records.rows):
        pass  # that nobody is left is said once, of the audience
    elif not read.any() and not records.answered(column):
        coded.problems.append(records.empty(column, at))
    elif not (records.givers(column)[read] > 0).any():
        found = f'none of the answers in "{column.name}" of {records.export.file} can be read'
        coded.problems.append(Problem(at, found, fix, records.given(column)))
    elif note := records.unread(column, read):
        coded.notes.append(note)
    return records.coded(column, meaning)
