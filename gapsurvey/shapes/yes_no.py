"""Yes or no: one column about a feature, or one column per feature."""

from __future__ import annotations

from gapsurvey.model import Answers, Codes, Item
from gapsurvey.records import Records
from gapsurvey.shapes.certainty import with_certainty
from gapsurvey.shapes.shape import Coded, Shape, columns_per_feature, needs_features, yes_or_no
from gapsurvey.study import Asked

__all__ = ["YES_NO", "said"]


def said(asked: Asked, feature: str, codes: Codes) -> Answers:
    """Yes/no codes as an item: a share, or, of a question about paying, the price accepted."""
    if asked.asks == "pay":
        return Answers(Item(feature, "pay", "price"), (0.0, asked.at_price[feature]), codes)
    return Answers(Item(feature, asked.asks, "share"), (0.0, 1.0), codes)


def _code(asked: Asked, records: Records, at: str) -> Coded:
    coded = Coded()
    for feature, column in columns_per_feature(asked, records, at, coded):
        coded.answers.append(said(asked, feature, yes_or_no(asked, records, column, at, coded)))
    return coded


YES_NO = Shape("yes-no", "Yes or no", "share", needs_features, with_certainty(_code))
