"""An open price: “what would you pay at most?”."""

from __future__ import annotations

import numpy as np

from gapsurvey.errors import Problem
from gapsurvey.matching import amount
from gapsurvey.model import Answers, Item
from gapsurvey.records import Records, Unfound
from gapsurvey.shapes.shape import Coded, Shape, one_per_feature, readable
from gapsurvey.study import Asked

__all__ = ["OPEN_PRICE"]


def _code(asked: Asked, records: Records, at: str) -> Coded:
    """The most each person would pay; 0 is a refusal. Ranges and words are no answer, counted in a note."""
    coded = Coded()
    try:
        column = records.one(str(asked.column), at)
    except Unfound as missing:
        coded.problems.append(missing.problem)
        return coded
    amounts = [amount(value, asked.period) for value in column.values]
    kept = records.givers(column) > 0
    levels = sorted({0.0, *(a for a, here in zip(amounts, kept, strict=True) if a is not None and here)})
    place = {level: i for i, level in enumerate(levels)}
    meaning = [-1 if a is None or not here else place[a] for a, here in zip(amounts, kept, strict=True)]
    fix = f"An open price is one amount per {asked.period}, such as 49 or $49.00."
    codes = readable(meaning, records, column, at, coded, fix)
    coded.answers.append(Answers(Item(str(asked.feature), "pay", "price"), tuple(levels), codes.astype(np.int32)))
    return coded


def _needs(asked: Asked) -> list[Problem]:
    problems = one_per_feature(asked)
    if asked.columns:
        problems.append(Problem("columns", "an open price stands in one column", 'Write column = "Q9".'))
    if asked.asks != "pay":
        problems.append(Problem("", f'an open price cannot ask "{asked.asks}"', 'Write asks = "pay".', "pay"))
    return problems


OPEN_PRICE = Shape("open-price", "Open price", "price", _needs, _code)
