"""How people answer each shape of question: a function per shape. A new shape is one function and one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from gapsurvey.simulation.answers.given import DONT_KNOW, Asking, Field, Given, Ticks
from gapsurvey.simulation.answers.prices import (
    double_bounded,
    interval,
    open_price,
    price_ladder,
    single_price,
    van_westendorp,
)
from gapsurvey.simulation.answers.scales import allocation, estimate, ranking, rating
from gapsurvey.simulation.answers.shares import multi_select, single_select, yes_no
from gapsurvey.simulation.answers.tasks import best_worst, choice_tasks

__all__ = ["ANSWERED", "DONT_KNOW", "Asking", "Field", "Given", "Ticks"]

ANSWERED: Mapping[str, Callable[[Asking], Given]] = MappingProxyType(
    {
        "yes-no": yes_no,
        "multi-select": multi_select,
        "single-select": single_select,
        "rating": rating,
        "ranking": ranking,
        "allocation": allocation,
        "estimate": estimate,
        "price-ladder": price_ladder,
        "open-price": open_price,
        "choice-tasks": choice_tasks,
        "best-worst": best_worst,
        "price": single_price,
        "double-bounded": double_bounded,
        "interval": interval,
        "van-westendorp": van_westendorp,
    }
)
