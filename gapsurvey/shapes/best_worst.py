"""Best–worst (MaxDiff): of the few features in each set, which matters most and which least."""

from __future__ import annotations

from itertools import chain

import numpy as np
from numpy.typing import NDArray

from gapsurvey.errors import Problem, listing
from gapsurvey.language import say
from gapsurvey.layout import FEATURE, Layout
from gapsurvey.matching import fold
from gapsurvey.model import Column, Floats, Item
from gapsurvey.records import Records, Unfound
from gapsurvey.shapes.shape import Coded, Shape
from gapsurvey.shapes.shown import columns_named, design_in_file
from gapsurvey.study import Asked

__all__ = ["BEST_WORST", "shown_sets"]

PICKS = ("best", "worst")


def _code(asked: Asked, records: Records, at: str) -> Coded:
    """One profile: per set the place of the best and of the worst in it, and which feature stood in each place."""
    coded = Coded()
    columns = columns_named(asked, records, at, coded)
    features = tuple(asked.answers)
    shown = shown_sets(asked, features, records, at, coded)
    if coded.problems or shown is None:
        return coded
    sets, most = shown.shape[1:]
    if len(columns) != 2 * sets:
        found = f"{len(columns)} columns for {sets} sets"
        fix = "Name two columns per set, in order: the best and the worst of the first, then of the second."
        coded.problems.append(Problem(at, found, fix, listing(column.name for column in columns)))
        return coded
    picked = np.stack([_places(asked, features, records, c, shown[:, k // 2], at, coded) for k, c in enumerate(columns)], axis=1)
    if coded.problems:
        return coded
    picked = _sound(picked.reshape(len(records.rows), sets, 2), coded)
    described = np.where(shown[..., None] >= 0, np.eye(len(features))[shown], np.nan)
    described[np.isnan(picked).all(axis=2)] = np.nan
    layout = Layout(sets, most, PICKS, tuple(FEATURE + feature for feature in features))
    coded.profiles.append(layout.profile(Item("", asked.asks, "best-worst"), picked, described))
    return coded


def shown_sets(asked: Asked, features: tuple[str, ...], records: Records, at: str, coded: Coded) -> NDArray[np.intp] | None:
    """Which feature each respondent saw in each place of each set, n × T × J, −1 for none; None with problems."""
    if asked.tasks.sets is not None:
        most = max(map(len, asked.tasks.sets))
        one = np.array([[features.index(f) for f in items] + [-1] * (most - len(items)) for items in asked.tasks.sets], np.intp)
        return np.broadcast_to(one, (len(records.rows), *one.shape))
    design = design_in_file(asked, records, at, coded)
    if design is None:
        return None
    try:
        column = design.file.one(asked.tasks.alternative, f"{at}.tasks.alternative")
    except Unfound as missing:
        coded.problems.append(missing.problem)
        return None
    known = _features(asked, features)
    unknown = [text for text in column.values if fold(text) not in known]
    if unknown:
        found = f"{asked.tasks.file} has items that stand for no feature: {listing(unknown)}"
        coded.problems.append(Problem(f"{at}.answers", found, "Name a feature for each item: answers = {feature = “item”}."))
        return None
    item = np.array([*(known[fold(text)] for text in column.values), -1], np.intp)[np.append(column.codes, -1)]
    every = item[design.rows]
    return np.concatenate([every, np.full((1, *every.shape[1:]), -1, np.intp)])[design.version]


def _features(asked: Asked, features: tuple[str, ...]) -> dict[str, int]:
    """Per folded text of an item, which of the features it is."""
    return {fold(text): features.index(feature) for feature, texts in asked.answers.items() for text in texts}


def _places(
    asked: Asked, features: tuple[str, ...], records: Records, column: Column, shown: NDArray[np.intp], at: str, coded: Coded
) -> Floats:
    """Per respondent the place (1–J) in the set `shown`, n × J, that an answer means: an item's text, or its place's number."""
    known = _features(asked, features)
    folded = list(map(fold, column.values))
    item = records.coded(column, [known.get(text, -1) for text in folded])
    place = records.numbers(
        column, (float(text) if text not in known and _is_place(text, shown.shape[1]) else np.nan for text in folded)
    )
    there = (shown == item[:, None]) & (item >= 0)[:, None]
    read = np.array([text in known or _is_place(text, shown.shape[1]) for text in folded], bool)
    if records.answered(column) and not (records.givers(column)[read] > 0).any():
        found = f'none of the answers in "{column.name}" of {records.export.file} can be read'
        fix = 'Say how the items are written: answers = {feature = "item"}; or the answer is its place in the set.'
        coded.problems.append(Problem(at, found, fix, records.given(column)))
    elif note := records.unread(column, read):
        coded.notes.append(note)
    if stray := int(((item >= 0) & ~there.any(axis=1)).sum()):
        coded.notes.append(
            say(
                '{n} answers to "{column}" name an item that was not in the set, and are not counted.',
                n=stray,
                column=column.name,
            )
        )
    place = np.where(there.any(axis=1), there.argmax(axis=1) + 1.0, place)
    held = np.take_along_axis(shown, np.where(np.isnan(place), 1, place).astype(np.intp)[:, None] - 1, axis=1)[:, 0]
    return np.where(held >= 0, place, np.nan)


def _is_place(text: str, most: int) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 3 and 1 <= int(text) <= most


def _sound(picked: Floats, coded: Coded) -> Floats:
    """The picks without those that name one item best and worst; what is incomplete stays, and is noted."""
    both = picked[:, :, 0] == picked[:, :, 1]
    if both.any():
        coded.notes.append(say("{n} sets name one item best and worst, and are left out.", n=int(both.sum())))
    picked = np.where(both[:, :, None], np.nan, picked)
    given: NDArray[np.bool_] = ~np.isnan(picked)
    half = given.any(axis=2) & ~given.all(axis=2)
    took_part: NDArray[np.bool_] = np.any(given, axis=(1, 2))
    blank = ~given.any(axis=2) & ~both & took_part[:, None]
    if half.any():
        told = say("{n} sets have a best or a worst only: counted in the scores, not in the utilities.", n=int(half.sum()))
        coded.notes.append(told)
    if blank.any():
        coded.notes.append(say("{n} sets were left blank by people who answered others.", n=int(blank.sum())))
    return picked


def _needs(asked: Asked) -> list[Problem]:
    tasks, problems = asked.tasks, []
    if len(asked.answers) < 2:
        fix = 'Write answers = {feature = "item"}, several of them.'
        problems.append(Problem("answers", "a best-worst question does not say which feature each item is", fix))
    if asked.asks not in ("want", "need", "prefer"):
        may = ("want", "need", "prefer")
        problems.append(Problem("", f'best-worst cannot ask "{asked.asks}"', f"Ask {' or '.join(may)}.", listing(may)))
    if asked.feature or isinstance(asked.columns, dict):
        found = "a best-worst question weighs several things against each other"
        problems.append(Problem("", found, 'Write answers = {feature = "item"} in place of feature and columns per feature.'))
    if asked.column is None and not asked.columns:
        fix = 'Write the columns of best and worst in turn: columns = ["B1", "W1", "B2", "W2"].'
        problems.append(Problem("", "it does not say where the answers stand", fix))
    if (tasks.sets is None) == (tasks.file is None):
        fix = 'Write tasks = {sets = [["a", "b", "c"], …]}, or tasks = {file = "design.csv"}, a row per item of a set.'
        problems.append(Problem("tasks", "it does not say, in one way, which items each set held", fix))
        return problems
    strange = [name for name in dict.fromkeys(chain.from_iterable(tasks.sets or ())) if name not in asked.answers]
    if strange:
        found = f"sets hold what no answer stands for: {listing(strange)}"
        problems.append(Problem("tasks.sets", found, "Name the items' features as in answers.", listing(asked.answers)))
    for i, items in enumerate(tasks.sets or ()):
        if len(set(items)) < len(items):
            problems.append(Problem(f"tasks.sets[{i}]", "a feature stands in it twice", "Name each item of a set once."))
    return problems


BEST_WORST = Shape("best-worst", "Best–worst", "best-worst", _needs, _code)
