"""A rating on a scale: labels or numbers, one column or a grid of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from gapsurvey.errors import Problem, listing
from gapsurvey.matching import MISSING, fold
from gapsurvey.model import Answers, Column, Item
from gapsurvey.records import Records
from gapsurvey.shapes.shape import Coded, Shape, columns_per_feature, needs_features, readable
from gapsurvey.study import Asked

__all__ = ["RATING"]

OFTEN = 0.05  # of a column's answers: rarer ones may be slips, and are counted in a note
_LABELLED = re.compile(r"(-?\d+)\s*[-:.()=]")


def _code(asked: Asked, records: Records, at: str) -> Coded:
    """Positions on the study's scale, 1 = lowest. What is not on it is no answer; where that is frequent, it is a problem."""
    coded = Coded()
    place = {fold(text): i for i, point in enumerate(asked.scale) for text in point}
    levels = tuple(float(i + 1) for i in range(len(asked.scale)))
    for feature, column in columns_per_feature(asked, records, at, coded):
        meaning = [_position(fold(value), place) for value in column.values]
        fix = "Write the scale's answers from lowest to highest, as the file has them."
        codes = readable(meaning, records, column, at, coded, fix)
        coded.problems += _beside_the_scale(meaning, records, column, at)
        coded.answers.append(Answers(Item(feature, asked.asks, "rating"), levels, codes))
    return coded


def _position(text: str, place: Mapping[str, int]) -> int:
    """Where an answer stands on the scale, −1 for nowhere. Tools label a numbered scale's ends: "1 (None at all)" is its 1."""
    if text in place:
        return place[text]
    labelled = _LABELLED.match(text)
    return place.get(labelled[1], -1) if labelled else -1


def _beside_the_scale(meaning: list[int], records: Records, column: Column, at: str) -> Iterator[Problem]:
    """An answer that many gave and the scale does not have: the name of one of its ends, as a rule, whose loss would show."""
    givers = records.givers(column)
    for i, value in enumerate(column.values):
        often = givers[i] >= max(records.quiet, 2) and givers[i] > OFTEN * givers.sum()
        if meaning[i] < 0 and often and fold(value) not in MISSING and max(meaning) >= 0:
            found = f'{givers[i]} people answered "{value}" in "{column.name}", which is not on the scale'
            fix = f'Write it with the point that it stands for, [1, "{value}"], or as a point of its own.'
            yield Problem(at, found, fix, records.given(column))


def _needs(asked: Asked) -> list[Problem]:
    problems = needs_features(asked)
    if len(asked.scale) < 3:
        found = "no scale" if not asked.scale else f"a scale of {len(asked.scale)} points"
        problems.append(Problem("scale", found, "Write at least three answers from lowest to highest: scale = [1, 2, 3, 4, 5]."))
    texts = [fold(text) for point in asked.scale for text in point]
    if len(set(texts)) < len(texts):
        problems.append(Problem("scale", "two points of the scale read the same", "Give every point its own answer."))
    if asked.asks == "prefer":
        may = ("want", "need", "pay", "deliver", "sell")
        problems.append(Problem("", 'a rating cannot ask "prefer"', "Ask want, need, pay, deliver or sell.", listing(may)))
    return problems


RATING = Shape("rating", "Rating", "rating", _needs, _code)
