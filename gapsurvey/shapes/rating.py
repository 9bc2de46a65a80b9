"""A rating on a scale: labels or numbers, one column or a grid of them."""

from __future__ import annotations

from gapsurvey.errors import Problem
from gapsurvey.matching import fold
from gapsurvey.model import Answers, Item
from gapsurvey.records import Records
from gapsurvey.shapes.shape import Coded, Shape, columns_per_feature, needs_features, readable
from gapsurvey.study import Asked

__all__ = ["RATING"]


def _code(asked: Asked, records: Records, at: str) -> Coded:
    """Positions on the study's scale, 1 = lowest. What is not on the scale is no answer, and counted in a note."""
    coded = Coded()
    place = {fold(text): i for i, text in enumerate(asked.scale)}
    levels = tuple(float(i + 1) for i in range(len(asked.scale)))
    for feature, column in columns_per_feature(asked, records, at, coded):
        meaning = [place.get(fold(value), -1) for value in column.values]
        codes = readable(
            meaning, records, column, at, coded, "Write the scale's answers from lowest to highest, as the file has them."
        )
        coded.answers.append(Answers(Item(feature, asked.asks, "rating"), levels, codes))
    return coded


def _needs(asked: Asked) -> list[Problem]:
    problems = needs_features(asked)
    if len(asked.scale) < 3:
        found = "no scale" if not asked.scale else f"a scale of {len(asked.scale)} points"
        problems.append(Problem("scale", found, "Write at least three answers from lowest to highest: scale = [1, 2, 3, 4, 5]."))
    if len(set(map(fold, asked.scale))) < len(asked.scale):
        problems.append(Problem("scale", "two points of the scale read the same", "Give every point its own answer."))
    if asked.asks in ("pay", "prefer"):
        problems.append(
            Problem("", f'a rating cannot ask "{asked.asks}"', "Ask want, need, deliver or sell.", "want, need, deliver, sell")
        )
    return problems


RATING = Shape("rating", "Rating", "rating", _needs, _code)
