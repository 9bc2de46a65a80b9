"""One audience's features in order, and what leads of one over another are known from people who answered both."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from gapsurvey.glossary import ASKS, ORDERS
from gapsurvey.language import say
from gapsurvey.methods.measured import yes
from gapsurvey.model import Cell, Counts, Item, Patterns, Tallies
from gapsurvey.privacy import SMALL_BASE, clip, may_be_paired
from gapsurvey.products import Products
from gapsurvey.report import Estimate
from gapsurvey.stats import Floats
from gapsurvey.stats.means import moments
from gapsurvey.stats.paired import Paired, differences, place_limits, places
from gapsurvey.study import Study

__all__ = ["Order", "batteries", "lead_estimate", "mirrored", "order_name", "order_of", "stem_of"]


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """One audience's features with their places by one kind of answer.

    counts: per feature; places: 1 = first, ties share the better place; leads: of every feature over every other, None where
    too few answered to compare them.
    """

    audience: str
    features: tuple[str, ...]
    counts: tuple[Counts, ...]
    places: Floats
    leads: Paired | None

    @property
    def limits(self) -> tuple[Floats, Floats] | None:
        """The interval of each place, None where nothing is compared."""
        return None if self.leads is None else place_limits(self.leads)


def stem_of(battery: Item) -> str:
    """What the measures of an order by these answers begin with."""
    return f"{battery.asks}{ORDERS[battery.kind].stem}"


def order_name(battery: Item) -> str:
    """What such an order is called: "Want it, by share"."""
    return say("{asked}, by {order}", asked=ASKS[battery.asks].label, order=ORDERS[battery.kind].label)


def mirrored(battery: Item) -> Item:
    """What customers were asked where believers answered this: the share itself, where believers estimated it."""
    return Item("", battery.asks, "share") if battery.kind == "estimate" else battery


def batteries(tallies: Tallies, study: Study, audience: str) -> dict[Item, list[str]]:
    """Per thing asked and kind of answer that orders features, those that the audience answered, where there are several.

    In the order of the study's features; an item's feature is "".
    """
    found: dict[Item, list[str]] = {}
    for item, _ in tallies.items(Cell(audience)):
        if item.kind in ORDERS and not item.price:
            found.setdefault(Item("", item.asks, item.kind), []).append(item.feature)
    place = list(study.features).index
    return {battery: sorted(features, key=place) for battery, features in found.items() if len(features) > 1}


def order_of(tallies: Tallies, study: Study, audience: str, battery: Item, features: list[str]) -> Order:
    """The audience's order of these features, all of which it answered.

    What puts one feature before another are answers of the same people, counted together: believers' are used only where
    as many answered as need no clipping, customers' where as many answered as a comparison needs. Of believers' yes and no,
    the interval of a lead tells the joint count itself, so that every two features have to be such as may be paired; one sum of
    products over a scale's many points tells none.
    """
    believer = audience != study.customers
    counts = tuple(tallies.counts[Cell(audience)][Item(feature, battery.asks, battery.kind)] for feature in features)
    scores = np.array([_score(battery.kind, found, believer) for found in counts])
    pairs = _pairs(tallies, Cell(audience), battery)
    least = SMALL_BASE if believer else study.thresholds.min_base
    leads = None
    enough = pairs is not None and min(found.base for found in counts) >= least
    if enough and believer and battery.kind == "share":
        patterns = tallies.together(Cell(audience), battery)
        enough = all(_may_be_paired(study, patterns, *pair) for pair in combinations(zip(features, counts, strict=True), 2))
    if pairs is not None and enough:
        of = pairs.only(features)
        less_is_better = battery.kind == "rank"  # elsewhere more is
        leads = differences(of.n, of.w, of.w2, shares=battery.kind == "share", less_is_better=less_is_better)
    return Order(audience, tuple(features), counts, places(scores.round(12)), leads)


def _pairs(tallies: Tallies, cell: Cell, battery: Item) -> Products | None:
    """All that is known of answers side by side two at a time, None where they were not asked there or nobody answered."""
    found = tallies.together(cell, battery)
    if found is not None:
        return Products.of(found.fields, found.levels, found.codes, found.n.astype(np.float64), found.w, found.w2)
    counted = tallies.products.get(cell, {}).get(battery)
    return counted if counted is not None and counted.base > 0 else None


def _may_be_paired(study: Study, patterns: Patterns | None, one: tuple[str, Counts], other: tuple[str, Counts]) -> bool:
    (first, counts), (second, more) = one, other
    return patterns is not None and may_be_paired(patterns, first, second, (counts, more), study.thresholds.min_cell)


def _score(kind: str, counts: Counts, believer: bool) -> float:
    """What places a feature, as it is published; more is better."""
    if kind == "share":
        return clip(float(counts.w[yes(counts)].sum()) / counts.weighted_base, counts.base, believer)
    mean = float(moments(counts.levels, counts.n, counts.w, counts.w2).mean)
    return -mean if kind == "rank" else clip(mean, counts.base, believer) if kind == "allocation" else mean


def lead_estimate(battery: Item, side: Order, leads: Paired, i: int, j: int, flag: str = "") -> Estimate:
    """The lead of feature i over feature j, with its interval where the answers differ enough to have one."""
    low, high = (float(end[i, j]) if np.isfinite(end[i, j]) else None for end in (leads.low, leads.high))
    return Estimate(
        side.features[i], f"{stem_of(battery)}_lead", side.audience, value=float(leads.difference[i, j]), low=low, high=high,
        n=min(side.counts[i].base, side.counts[j].base), flag=flag, than=side.features[j],
    )  # fmt: skip
