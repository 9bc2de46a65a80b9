"""How a question can be asked: one file per shape. A new shape is one file and one line here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gapsurvey.shapes.allocation import ALLOCATION
from gapsurvey.shapes.best_worst import BEST_WORST
from gapsurvey.shapes.choice_tasks import CHOICE_TASKS
from gapsurvey.shapes.estimate import ESTIMATE
from gapsurvey.shapes.open_price import OPEN_PRICE
from gapsurvey.shapes.price_ladder import PRICE_LADDER
from gapsurvey.shapes.ranking import RANKING
from gapsurvey.shapes.rating import RATING
from gapsurvey.shapes.selection import MULTI_SELECT, SINGLE_SELECT
from gapsurvey.shapes.shape import Coded, Shape
from gapsurvey.shapes.yes_no import YES_NO

__all__ = ["SHAPES", "Coded", "Shape"]

SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        shape.name: shape
        for shape in (
            YES_NO,
            MULTI_SELECT,
            SINGLE_SELECT,
            RATING,
            RANKING,
            ALLOCATION,
            ESTIMATE,
            PRICE_LADDER,
            OPEN_PRICE,
            CHOICE_TASKS,
            BEST_WORST,
        )
    }
)
