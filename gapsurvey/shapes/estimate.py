"""A believed share: “what % of customers would want this?”."""

from __future__ import annotations

import numpy as np

from gapsurvey.errors import Problem
from gapsurvey.matching import percentage
from gapsurvey.model import Answers, Item
from gapsurvey.records import Records
from gapsurvey.shapes.shape import Coded, Shape, columns_per_feature, needs_features, readable
from gapsurvey.study import Asked

__all__ = ["ESTIMATE"]


def _code(asked: Asked, records: Records, at: str) -> Coded:
    """Shares 0–1; the levels are those that were given. Numbers beyond 0–100 and words are no answer, counted in a note."""
    coded = Coded()
    for feature, column in columns_per_feature(asked, records, at, coded):
        percents = [p if p is not None and 0 <= p <= 100 else None for p in map(percentage, column.values)]
        levels = sorted({p for p in percents if p is not None})
        place = {p: i for i, p in enumerate(levels)}
        meaning = [-1 if p is None else place[p] for p in percents]
        codes = readable(meaning, records, column, at, coded, "An estimate is a number from 0 to 100, with or without %.")
        if levels and levels[-1] <= 1 and len(levels) > 2 and not any("%" in v for v in column.values):
            coded.problems.append(
                Problem(
                    at,
                    f'no estimate in "{column.name}" of {records.export.file} is above 1',
                    "Write them in percent (0–100), not as fractions.",
                )
            )
        used = (
            np.bincount(codes[codes >= 0], minlength=len(levels)) > 0
        )  # only levels of the kept: others would say what was set aside
        renumber = np.append(np.cumsum(used) - 1, -1).astype(np.int32)
        price = asked.at_price[feature] if asked.asks == "pay" else 0.0
        item = Item(feature, asked.asks, "estimate", price)
        coded.answers.append(Answers(item, tuple(p / 100 for p, kept in zip(levels, used, strict=True) if kept), renumber[codes]))
    return coded


def _needs(asked: Asked) -> list[Problem]:
    problems = needs_features(asked)
    if asked.asks not in ("want", "need", "pay", "prefer"):
        problems.append(
            Problem("", f'an estimate cannot ask "{asked.asks}"', "Ask want, need, pay or prefer.", "want, need, pay, prefer")
        )
    return problems


ESTIMATE = Shape("estimate", "Estimate", "estimate", _needs, _code)
