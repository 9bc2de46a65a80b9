"""Bids: would you pay this price? One price each, or a second one that depends on the answer to the first."""

from __future__ import annotations

import numpy as np

from gapsurvey.errors import Problem
from gapsurvey.model import Answers, Codes, Item, Profile
from gapsurvey.records import Records
from gapsurvey.shapes.amounts import amounts, named_columns, one_currency
from gapsurvey.shapes.certainty import with_certainty
from gapsurvey.shapes.parts import needs_parts
from gapsurvey.shapes.shape import Coded, Shape, yes_or_no
from gapsurvey.study import Asked

__all__ = ["DOUBLE_BOUNDED", "PRICE"]


def _code(asked: Asked, records: Records, at: str) -> Coded:
    """A profile of the prices asked and their answers, 0 or 1; where all were asked one price, who would pay it.

    A price without its answer, or an answer without its price, is no answer.
    """
    coded = Coded()
    columns = named_columns(asked, records, at, coded)
    if coded.problems:
        return coded
    one_currency(asked, records, [columns[part] for part in asked.parts if part.endswith("price") and part in columns], at, coded)
    levels: list[tuple[float, ...]] = []
    codes: list[Codes] = []
    for part, asked_at in asked.parts.items():
        if part.endswith("price"):
            answer = yes_or_no(asked, records, columns[part.replace("price", "answer")], at, coded)
            if isinstance(asked_at, str):
                prices, price = amounts(asked, records, columns[part], at, coded)
            else:
                prices, price = (asked_at,), np.zeros(len(records.rows), np.int32)
            both = (answer >= 0) & (price >= 0)
            levels += [prices, (0.0, 1.0)]
            codes += [np.where(both, price, -1).astype(np.int32), np.where(both, answer, -1).astype(np.int32)]
    feature = str(asked.feature)
    if not isinstance(asked.parts.get("price", ""), str):
        coded.answers.append(Answers(Item(feature, "pay", "price"), (0.0, *levels[0]), codes[1]))
    else:
        fields = tuple(f"{name}{which}" for which in ("", " again")[: len(levels) // 2] for name in ("price", "answer"))
        coded.profiles.append(Profile(Item(feature, "pay", "bids"), fields, tuple(levels), np.stack(codes, axis=1)))
    return coded


def _needs(asked: Asked) -> list[Problem]:
    problems = needs_parts(asked)
    if asked.parts.get("first.price") is not None and not isinstance(asked.parts.get("second.price", ""), str):
        found = "a second price that is the same for everybody cannot depend on the first answer"
        problems.append(Problem("second.price", found, "Name the column that holds the second price of each person."))
    return problems


PRICE = Shape("price", "One price each", "bids", _needs, with_certainty(_code))
DOUBLE_BOUNDED = Shape("double-bounded", "Two bids", "bids", _needs, with_certainty(_code))
