"""Options picked from a list: several or one of them, in one cell, as codes, or split over columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from functools import lru_cache

import numpy as np

from gapsurvey.errors import Problem, listing, nearest
from gapsurvey.matching import MISSING, NOT_TICKED, fold
from gapsurvey.model import Codes, Column
from gapsurvey.records import Records, Unfound
from gapsurvey.shapes.shape import Coded, Shape, columns_per_feature, needs_features
from gapsurvey.shapes.yes_no import said
from gapsurvey.study import Asked

__all__ = ["MULTI_SELECT", "SINGLE_SELECT", "picked"]


def picked(cell: str, options: Collection[str], mark: str) -> set[str]:
    """The folded options that a cell names, its answers joined by `mark` ("" where a cell holds one answer).

    A comma may also stand inside an option, so known options are recognised whole, the longest first; what is left is
    cut at commas outside parentheses, and at semicolons, which stand in what people write themselves. Options that are
    not known come back too, as far as they can be told apart.
    """
    text = fold(cell)
    if not mark:
        return {text} - MISSING
    if mark == ";":
        return {part.strip() for part in text.split(";")} - MISSING
    found: set[str] = set()
    known = _known(frozenset(options))
    closed = sum(map(text.count, "([")) == sum(map(text.count, ")]"))  # else one ":(" would swallow all that follows
    at = 0
    while at < len(text):
        whole = known.match(text, at)
        end = whole.end() if whole else _comma(text, at, closed)
        found.add(text[at:end].strip())
        at = end
        while at < len(text) and text[at] in ",; ":
            at += 1
    return found - MISSING


@lru_cache(maxsize=100)
def _known(options: frozenset[str]) -> re.Pattern[str]:
    """Matches a known option, the longest there is, where it ends at a comma, a semicolon or the end."""
    longest = sorted(filter(None, options), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, longest))})(?=\s?(?:[,;]|\Z))" if longest else "(?!)")


def _comma(text: str, at: int, closed: bool) -> int:
    """Where the next comma outside parentheses (where all are closed), or the next semicolon, stands; or the end."""
    depth = 0
    for i in range(at, len(text)):
        depth += (text[i] in "([") - (text[i] in ")]")
        if text[i] == ";" or (text[i] == "," and (depth <= 0 or not closed)):
            return i
    return len(text)


def _mark(records: Records, column: Column, options: Collection[str]) -> str:
    """What joins the answers of a cell: ";" where more people's cells hold one than hold an option and a comma beside it.

    So a semicolon in what one person wrote beside "Other" does not undo everybody else's commas, nor does one in an option.
    """
    semicolons = commas = 0
    known = _known(frozenset(options))
    for value, givers in zip(column.values, records.givers(column), strict=True):
        if ";" in value and ";" in known.sub("", fold(value)):
            semicolons += givers
        elif "," in value and fold(value) not in options and not picked(value, options, ",").isdisjoint(options):
            commas += givers
    return ";" if semicolons > commas else ","


def _code(asked: Asked, records: Records, at: str, several: bool) -> Coded:
    coded = Coded()
    if asked.columns:
        stems = asked.columns.values() if isinstance(asked.columns, dict) else asked.columns
        return _split(asked, records, at, stems, coded)
    try:
        group = records.find(str(asked.column), at)
    except Unfound as missing:
        coded.problems.append(missing.problem)
        return coded
    if len(group) > 1:
        return _split(asked, records, at, [str(asked.column)], coded)
    column, answers = group[0], asked.answers or {str(asked.feature): asked.yes}
    if not all(answers.values()):
        coded.problems.append(
            Problem(at, "it does not say which option stands for the feature", 'Add yes = "the option".', records.given(column))
        )
        return coded
    wanted = {feature: frozenset(map(fold, texts)) for feature, texts in answers.items()}
    options = frozenset[str]().union(*wanted.values())
    if len(records.rows) and not records.answered(column):
        coded.problems.append(records.empty(column, at))
        return coded
    mark = _mark(records, column, options) if several else ""
    chosen = [picked(value, options, mark) for value in column.values]
    ever = set().union(*chosen) if chosen else set()
    for feature, texts in wanted.items():
        absent = [text for text in answers[feature] if fold(text) not in ever]
        if absent and feature not in asked.unchosen:
            place = f"{at}.answers.{feature}" if asked.answers else f"{at}.yes"
            found = f'nobody answered "{absent[0]}" in "{column.name}" of {records.export.file}'
            there = _options(records, column, chosen, [text for texts in answers.values() for text in texts])
            close = nearest(absent[0], there)
            fix = f"Did you mean {listing(close)}?" if close else "Write the option as the file has it."
            fix += f' If it was offered and nobody chose it, add unchosen = ["{feature}"].'
            exists = listing(there) or f"only answers that fewer than {records.quiet} people gave"
            coded.problems.append(Problem(place, found, fix, exists))
        meaning = [-1 if not picks else int(bool(picks & texts)) for picks in chosen]
        coded.answers.append(said(asked, feature, records.coded(column, meaning)))
    return coded


def _options(records: Records, column: Column, chosen: list[set[str]], known: Iterable[str]) -> list[str]:
    """The options that enough people chose to be named in a message, the most chosen first, as the study or they write them."""
    people, spelt = Counter[str](), Counter[str]()
    for value, picks, givers in zip(column.values, chosen, records.givers(column), strict=True):
        people.update(dict.fromkeys(picks, int(givers)))
        spelt.update({part.strip(): int(givers) for part in (value, *re.split("[;,]", value))})
    written = {fold(part): part for part, n in sorted(spelt.items(), key=lambda part: part[1]) if n >= records.quiet}
    written |= {fold(text): text for text in known}
    common = sorted((o for o, n in people.items() if n >= records.quiet), key=lambda o: (-people[o], o))
    return [written.get(option, option) for option in common]


def _split(asked: Asked, records: Records, at: str, stems: Iterable[str], coded: Coded) -> Coded:
    """One column per option. Who ticked anything in the question saw it: then an empty cell is a no."""
    group: dict[str, Column] = {}
    for stem in stems:
        try:
            group |= {column.name: column for column in records.find(stem, at)}
        except Unfound as missing:
            coded.problems.append(missing.problem)
    if coded.problems:
        return coded
    ticks = {name: _ticks(records, column) for name, column in group.items()}
    seen = np.any([t >= 0 for t in ticks.values()], axis=0)
    if len(records.rows) and not seen.any():
        coded.problems.append(records.empty(next(iter(group.values())), at))
        return coded
    options = {asked.feature: asked.yes} if asked.feature and asked.yes else {}
    for feature, column in columns_per_feature(asked, records, at, coded, options):
        ticked = ticks[column.name]
        coded.answers.append(said(asked, feature, np.where(seen, np.maximum(ticked, 0), -1)))
    return coded


def _ticks(records: Records, column: Column) -> Codes:
    """Per record 1 ticked, 0 seen and not ticked, −1 blank."""
    seen_only = NOT_TICKED | {"-99"}
    meaning = [0 if text in seen_only else -1 if text in MISSING else 1 for text in map(fold, column.values)]
    return records.coded(column, meaning)


def _needs(asked: Asked) -> list[Problem]:
    problems = needs_features(asked, listed=True)
    if isinstance(asked.columns, tuple) and asked.feature and not asked.yes:
        found = "it does not say which of its columns stands for the feature"
        problems.append(Problem("yes", found, 'Add yes = "the option".'))
    for feature in asked.unchosen:
        if feature not in asked.features:
            problems.append(
                Problem("unchosen", f'"{feature}" is not a feature of this question', "Name one that is, or leave it out.")
            )
    return problems


MULTI_SELECT = Shape(
    "multi-select", "Several options", "share", _needs, lambda asked, records, at: _code(asked, records, at, several=True)
)
SINGLE_SELECT = Shape(
    "single-select", "One option", "share", _needs, lambda asked, records, at: _code(asked, records, at, several=False)
)
