"""What choice tasks showed: alternatives as numbers, from a design file or from columns of the export itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gapsurvey.errors import Problem, listing
from gapsurvey.language import say_count
from gapsurvey.layout import FEATURE, OTHER, PRICE
from gapsurvey.matching import MISSING, amount, fold, natural
from gapsurvey.model import Column, Floats
from gapsurvey.records import Records, Unfound
from gapsurvey.shapes.amounts import in_currency
from gapsurvey.shapes.shape import Coded
from gapsurvey.study import Asked
from gapsurvey.study.tasks import Tasks

__all__ = ["Design", "Meaning", "attributes", "columns_named", "design_in_file", "meaning", "texts_of"]


def columns_named(asked: Asked, records: Records, at: str, coded: Coded) -> list[Column]:
    """The export's columns of what was picked, in order; problems where one is not there, or all of them are blank."""
    columns: list[Column] = []
    for name in asked.columns or () if asked.column is None else (asked.column,):
        try:
            columns += records.find(name, at) if asked.column else [records.one(name, at)]
        except Unfound as missing:
            coded.problems.append(missing.problem)
    if not coded.problems and len(records.rows) and not any(map(records.answered, columns)):
        coded.problems += [records.empty(column, at) for column in columns]
    return columns


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """The file of what was shown. file: its records; rows: V versions × T tasks × J alternatives, a record's place, −1 for none.

    none: V × T, the record of the alternative that is none of them, −1 where the file has none; version: per kept
    respondent, which of the V it was, −1 unknown.
    """

    file: Records
    rows: NDArray[np.intp]
    none: NDArray[np.intp]
    version: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an attribute's levels mean: the columns they fill, and per folded level the numbers in them."""

    columns: tuple[str, ...]
    numbers: Mapping[str, tuple[float, ...]]

    def table(self, texts: Iterable[str]) -> Floats:
        """Per text its numbers in the columns, and a last row of NaN for no text."""
        unread = (np.nan,) * len(self.columns)
        rows = [*(self.numbers.get(fold(text), unread) for text in texts), unread]
        return np.array(rows, np.float64).reshape(len(rows), len(self.columns))


def attributes(tasks: Tasks) -> list[str]:
    """The attributes' names, the price last."""
    return [*tasks.attributes, *([tasks.price] if tasks.price else [])]


def texts_of(columns: Sequence[Column], records: Records) -> dict[str, int]:
    """Each text that a kept record has in one of the columns, as written, and how many have it in the column where most do."""
    found: dict[str, int] = {}
    for column in columns:
        for text, n in zip(column.values, records.givers(column), strict=True):
            if n and fold(text) not in MISSING:
                found[text] = max(found.get(text, 0), int(n))
    return found


def meaning(asked: Asked, attribute: str, texts: Mapping[str, int], quiet: int, at: str, coded: Coded) -> Meaning:
    """What an attribute's texts mean; what no feature stands for is its base, or, where no level is a feature, a nuisance."""
    levels = {fold(text): text for text in texts}
    if attribute == asked.tasks.price:
        prices = {folded: price for folded, text in levels.items() if (price := amount(text, asked.period)) is not None}
        if not prices and levels:
            fix = f"A price is one amount per {asked.period}, such as 49 or $49.00."
            coded.problems.append(Problem(at, f'no price in "{attribute}" can be read', fix, _shown(texts, quiet)))
        in_currency(asked, texts.items(), f'the prices in "{attribute}"', quiet, at, coded)
        return Meaning((PRICE,), {folded: (price,) for folded, price in prices.items()})
    named = {fold(text): feature for feature, every in asked.tasks.attributes[attribute].items() for text in every}
    if not named:
        return _nuisance(attribute, levels)
    for feature, every in asked.tasks.attributes[attribute].items():
        if levels and not levels.keys() & set(map(fold, every)):
            found = f'no alternative has the level "{" / ".join(every)}" of "{attribute}"'
            coded.problems.append(Problem(f"{at}.attributes.{attribute}.{feature}", found, "Write the level as it was shown.",
                                          _shown(texts, quiet)))  # fmt: skip
    rest = [folded for folded in levels if folded not in named]
    if len(rest) > 1:
        unnamed = _shown({levels[folded]: texts[levels[folded]] for folded in rest}, quiet)
        found = f'{len(rest)} levels of "{attribute}" stand for no feature; one may, as what the others are measured from'
        coded.problems.append(Problem(f"{at}.attributes.{attribute}", found, "Name a feature for each of the others.", unnamed))
    features = list(asked.tasks.attributes[attribute])
    own = features if rest else features[1:]
    numbers = {folded: tuple(float(feature == f) for f in own) for folded, feature in named.items() if folded in levels}
    numbers |= dict.fromkeys(rest, (0.0,) * len(own))
    return Meaning(tuple(FEATURE + feature for feature in own), numbers)


def _nuisance(attribute: str, levels: Mapping[str, str]) -> Meaning:
    """An attribute that no feature stands for: linear where its levels are numbers, else a column per level but the first."""
    try:
        return Meaning((OTHER + attribute,), {folded: (_number(folded),) for folded in levels})
    except ValueError:
        ordered = sorted(levels, key=lambda folded: (natural(folded), folded))
        columns = tuple(f"{OTHER}{attribute}: {levels[folded]}" for folded in ordered[1:])
        numbers = {folded: tuple(float(folded == other) for other in ordered[1:]) for folded in ordered}
        return Meaning(columns, numbers)


def _number(folded: str) -> float:
    number = float(folded)
    if not np.isfinite(number):
        raise ValueError(folded)
    return number


def _shown(texts: Mapping[str, int], quiet: int) -> str:
    """The texts for a message; those that fewer than `quiet` people saw are counted, not repeated."""
    often = [text for text, n in texts.items() if n >= quiet]
    rare = len(texts) - len(often)
    counted = f"{rare} that fewer than {quiet} people saw, not repeated here" if rare else ""
    return " and ".join(part for part in (listing(often) if often else "", counted) if part)


def design_in_file(asked: Asked, records: Records, at: str, coded: Coded) -> Design | None:
    """The design that stands in a file beside the study; None, with problems, where it cannot be had."""
    tasks = asked.tasks
    export = records.beside[str(tasks.file)]
    file = Records(export, np.arange(export.records))
    place = f"{at}.tasks"
    task = _column(file, tasks.task, f"{place}.task", coded)
    named = "alternative" in tasks.model_fields_set or any(c.name == tasks.alternative for c in export.columns)
    numbered = asked.shape == "choice-tasks" and named  # else the file's own order is that of a task's rows
    alternative = _column(file, tasks.alternative, f"{place}.alternative", coded) if numbered else None
    ours = theirs = None
    if tasks.version is not None:
        ours = _column(records, tasks.version, f"{place}.version", coded)
        theirs = _column(file, tasks.version, f"{place}.version", coded)
    if coded.problems or task is None:
        return None
    versions = _texts(theirs, export.records)
    none = set(map(fold, tasks.none or ()))
    shown: dict[str, dict[str, list[int]]] = {}
    for row, (version, label) in enumerate(zip(versions, _texts(task, export.records), strict=True)):
        shown.setdefault(version, {}).setdefault(label, []).append(row)
    labels = _texts(alternative, export.records)
    made = Design(file, *_placed(shown, labels, none), np.zeros(len(records.rows), np.int32))
    if ours is None:
        return made
    number = {version: i for i, version in enumerate(shown)}
    given = records.coded(ours, [number.get(fold(text), -1) for text in ours.values])
    if len(given) and not (given >= 0).any():
        found = f'no "{tasks.version}" of {records.export.file} is in {tasks.file}'
        coded.problems.append(Problem(f"{place}.version", found, "Name the column that both files share."))
    if lost := int((given < 0).sum()):
        coded.notes.append(
            say_count(
                lost,
                "{n} person has no tasks in {file}, and are not counted in them.",
                "{n} people have no tasks in {file}, and are not counted in them.",
                n=lost,
                file=tasks.file,
            )
        )
    return replace(made, version=given)


def _column(records: Records, name: str, at: str, coded: Coded) -> Column | None:
    try:
        return records.one(name, at)
    except Unfound as missing:
        coded.problems.append(missing.problem)
        return None


def _texts(column: Column | None, n: int) -> list[str]:
    """Each record's folded text in a column; "" for all where there is no such column."""
    if column is None:
        return [""] * n
    folded = [*map(fold, column.values), ""]
    return [folded[code] for code in column.codes]


def _placed(
    shown: Mapping[str, Mapping[str, list[int]]], labels: Sequence[str], none: set[str]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The records of each version, task and alternative, and that of each task's none."""
    tasks = max(map(len, shown.values()))
    most = max(sum(labels[row] not in none for row in rows) for version in shown.values() for rows in version.values())
    placed = np.full((len(shown), tasks, max(most, 1)), -1, np.intp)
    nones = np.full((len(shown), tasks), -1, np.intp)
    for v, t, rows in _in_order(shown):
        offered = sorted((row for row in rows if labels[row] not in none), key=lambda row: natural(labels[row]))
        placed[v, t, : len(offered)] = offered
        nones[v, t] = next((row for row in rows if labels[row] in none), -1)
    return placed, nones


def _in_order(shown: Mapping[str, Mapping[str, list[int]]]) -> Iterator[tuple[int, int, list[int]]]:
    for v, tasks in enumerate(shown.values()):
        for t, label in enumerate(sorted(tasks, key=natural)):
            yield v, t, tasks[label]
