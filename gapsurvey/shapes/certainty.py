"""How sure people are that they would pay, counted together with what they said they would pay."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from gapsurvey.language import say_count
from gapsurvey.matching import fold
from gapsurvey.model import Codes, Item, Profile
from gapsurvey.records import Records, Unfound
from gapsurvey.shapes.rating import position
from gapsurvey.shapes.shape import Coded, readable
from gapsurvey.study import Asked
from gapsurvey.study.prices import Certainty

__all__ = ["with_certainty"]


def with_certainty(code: Callable[[Asked, Records, str], Coded]) -> Callable[[Asked, Records, str], Coded]:
    """The coding of a question about a price, and of how sure people are of it, where the study says that they were asked."""

    def both(asked: Asked, records: Records, at: str) -> Coded:
        coded = code(asked, records, at)
        if asked.certainty is not None:
            sure = _sure(asked.certainty, records, f"{at}.certainty", coded)
            if not coded.problems:
                coded.profiles.append(_profile(coded, asked.certainty.points, sure))
        return coded

    return both


def _sure(certainty: Certainty, records: Records, at: str, coded: Coded) -> Codes:
    """Each kept record's place on the scale, −1 for none; what is not found becomes a problem."""
    place = {fold(text): i for i, point in enumerate(certainty.scale) for text in point}
    try:
        column = records.called(place).one(certainty.column, at)
    except Unfound as missing:
        coded.problems.append(missing.problem)
        return np.full(len(records.rows), -1, np.int32)
    meaning = [position(fold(value), place) for value in column.values]
    fix = "Certainty is 0 to 10; write another scale as {column = …, scale = […]}, as the file has it."
    return readable(meaning, records, column, at, coded, fix)


def _profile(coded: Coded, points: tuple[float, ...], sure: Codes) -> Profile:
    """The answer and its certainty, the last field: none of a no, and a yes without it is no answer, counted in a note."""
    if coded.profiles:
        (bids,) = coded.profiles
        item, fields, levels, codes = bids.item, bids.fields, bids.levels, bids.codes
        last = np.where(codes[:, -1] >= 0, codes[:, -1], codes[:, 1])  # the second answer, where a second price was asked
    else:
        (answer,) = coded.answers
        item, fields, levels, codes, last = answer.item, ("price",), (answer.levels,), answer.codes[:, None], answer.codes
    unsaid = (last > 0) & (sure < 0)
    if unsaid.any():
        coded.notes.append(
            say_count(
                unsaid.sum(),
                "{n} person would pay and did not say how sure they are; they leave the base of certainty.",
                "{n} people would pay and did not say how sure they are; they leave the base of certainty.",
                n=unsaid.sum(),
            )
        )
    together = np.concatenate([codes, np.where(last > 0, sure, -1)[:, None]], axis=1)
    together[unsaid] = -1
    kept = Item(item.feature, item.asks, f"{item.kind}-certainty")
    return Profile(kept, (*fields, "certainty"), (*levels, points), together.astype(np.int32))
