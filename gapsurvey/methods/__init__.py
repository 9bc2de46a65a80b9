"""The analyses: one file per method, each from published tallies to tables. A new method is one file and one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gapsurvey.methods.archetypes import archetypes
from gapsurvey.methods.believers import believers
from gapsurvey.methods.best_worst import best_worst
from gapsurvey.methods.certainty import certainty
from gapsurvey.methods.conjoint import conjoint
from gapsurvey.methods.covariates import covariates
from gapsurvey.methods.delivery import delivery
from gapsurvey.methods.demand import demand
from gapsurvey.methods.distribution import distribution
from gapsurvey.methods.gap import gap
from gapsurvey.methods.lead import lead
from gapsurvey.methods.market import market
from gapsurvey.methods.order import order
from gapsurvey.methods.price import price
from gapsurvey.methods.segments import segments
from gapsurvey.methods.sensitivity import sensitivity
from gapsurvey.methods.stated import stated
from gapsurvey.methods.valuation import valuation
from gapsurvey.methods.van_westendorp import van_westendorp
from gapsurvey.methods.versions import versions
from gapsurvey.methods.weighting import weighting
from gapsurvey.privacy import Published
from gapsurvey.report import Table
from gapsurvey.study import Study

__all__ = ["METHODS", "Method"]


@dataclass(frozen=True, slots=True)
class Method:
    """One analysis. measure: its tables, none where the study asked nothing that it could measure."""

    name: str
    label: str
    measure: Callable[[Published, Study], list[Table]]


METHODS: Mapping[str, Method] = MappingProxyType(
    {
        method.name: method
        for method in (
            Method("gap", "gaps between belief and answer", gap),
            Method("believers", "believers against each other", believers),
            Method("order", "what comes first", order),
            Method("lead", "what is really ahead", lead),
            Method("distribution", "how ratings spread", distribution),
            Method("demand", "demand at each price", demand),
            Method("price", "best and accepted prices", price),
            Method("conjoint", "choices among alternatives", conjoint),
            Method("best_worst", "what matters most and least", best_worst),
            Method("valuation", "willingness to pay", valuation),
            Method("covariates", "willingness to pay by segment", covariates),
            Method("van-westendorp", "acceptable prices", van_westendorp),
            Method("delivery", "whether the house can deliver", delivery),
            Method("versions", "versions and the set that reaches most", versions),
            Method("market", "competitors’ offers beside ours", market),
            Method("segments", "segments of both sides", segments),
            Method("archetypes", "kinds of customers", archetypes),
            Method("stated", "what corrections of stated prices would change", stated),
            Method("certainty", "who would pay, if only the certain count", certainty),
            Method("sensitivity", "what screening changes", sensitivity),
            Method("weighting", "what weighting changes", weighting),
        )
    }
)
