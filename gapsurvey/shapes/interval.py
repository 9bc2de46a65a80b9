"""An interval of prices, as from a payment card: surely this much, and not as much as that."""

from __future__ import annotations

import numpy as np

from gapsurvey.errors import Problem
from gapsurvey.language import say_count
from gapsurvey.model import Item, Profile
from gapsurvey.records import Records
from gapsurvey.shapes.amounts import amounts, named_columns, one_currency
from gapsurvey.shapes.parts import needs_parts
from gapsurvey.shapes.shape import Coded, Shape
from gapsurvey.study import Asked

__all__ = ["INTERVAL"]


def _code(asked: Asked, records: Records, at: str) -> Coded:
    """A profile of both ends. A blank upper end is no end; without a lower one there is no answer."""
    coded = Coded()
    columns = named_columns(asked, records, at, coded)
    if coded.problems:
        return coded
    lower, upper = columns["lower"], columns["upper"]
    one_currency(asked, records, (lower, upper), at, coded)
    lows, low = amounts(asked, records, lower, at, coded)
    highs, high = amounts(asked, records, upper, at, coded)
    answered = low >= 0
    backwards = answered & (high >= 0)
    backwards[backwards] = np.array(lows)[low[backwards]] >= np.array(highs)[high[backwards]]
    if backwards.any():
        coded.notes.append(
            say_count(
                backwards.sum(),
                "{n} person’s lower price is not below the upper one; no answer is counted.",
                "{n} people’s lower price is not below the upper one; no answer is counted.",
                n=backwards.sum(),
            )
        )
    kept = answered & ~backwards
    codes = np.stack([np.where(kept, low, -1), np.where(kept, high, -1)], axis=1).astype(np.int32)
    coded.profiles.append(Profile(Item(str(asked.feature), "pay", "interval"), ("lower", "upper"), (lows, highs), codes))
    return coded


def _needs(asked: Asked) -> list[Problem]:
    return needs_parts(asked)


INTERVAL = Shape("interval", "An interval of prices", "interval", _needs, _code)
