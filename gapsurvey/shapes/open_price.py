"""An open price: “what would you pay at most?”."""

from __future__ import annotations

import numpy as np

from gapsurvey.errors import Problem
from gapsurvey.model import Answers, Item
from gapsurvey.records import Records, Unfound
from gapsurvey.shapes.amounts import amounts, one_currency
from gapsurvey.shapes.shape import Coded, Shape, one_per_feature
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
    one_currency(asked, records, [column], at, coded)
    named, codes = amounts(asked, records, column, at, coded)
    levels = named if 0.0 in named else (0.0, *named)
    codes = np.where(codes < 0, -1, codes + len(levels) - len(named)).astype(np.int32)
    coded.answers.append(Answers(Item(str(asked.feature), "pay", "price"), levels, codes))
    return coded


def _needs(asked: Asked) -> list[Problem]:
    problems = one_per_feature(asked)
    if asked.columns:
        problems.append(Problem("columns", "an open price stands in one column", 'Write column = "Q9".'))
    if asked.asks != "pay":
        problems.append(Problem("", f'an open price cannot ask "{asked.asks}"', 'Write asks = "pay".', "pay"))
    return problems


OPEN_PRICE = Shape("open-price", "Open price", "price", _needs, _code)
