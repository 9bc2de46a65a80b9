"""How each question shape is asked, and where the study will then find the answers: a function per shape, and a line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from gapsurvey.questionnaire.asking.ask import Ask, Put
from gapsurvey.questionnaire.asking.features import (
    allocation,
    estimate,
    multi_select,
    ranking,
    rating,
    single_select,
    yes_no,
)
from gapsurvey.questionnaire.asking.prices import (
    double_bounded,
    interval,
    open_price,
    price,
    price_ladder,
    van_westendorp,
)
from gapsurvey.questionnaire.asking.tasks import best_worst, choice_tasks

__all__ = ["ASKED", "Ask", "Put"]

ASKED: Mapping[str, Callable[[Ask], Put]] = MappingProxyType(
    {
        "yes-no": yes_no,
        "multi-select": multi_select,
        "single-select": single_select,
        "rating": rating,
        "ranking": ranking,
        "allocation": allocation,
        "estimate": estimate,
        "price": price,
        "double-bounded": double_bounded,
        "price-ladder": price_ladder,
        "open-price": open_price,
        "interval": interval,
        "van-westendorp": van_westendorp,
        "best-worst": best_worst,
        "choice-tasks": choice_tasks,
    }
)
