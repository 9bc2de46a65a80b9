"""Which customers would pay: of each group the share that wants a feature and would pay its price, and whether groups differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from gapsurvey.language import say
from gapsurvey.methods.demand import asked_up_to, take_at
from gapsurvey.methods.measured import share_estimate
from gapsurvey.methods.pooling import Apart
from gapsurvey.model import Cell, Item, Tallies
from gapsurvey.phrasing import percent, price
from gapsurvey.report import Estimate
from gapsurvey.stats.multiplicity import benjamini_hochberg
from gapsurvey.stats.pooling import agresti_caffo, heterogeneity
from gapsurvey.study import Study

__all__ = ["Payers", "payers"]

# What tells who would pay, the first that customers were asked: together with want, or by price alone.
TAKEN = {"want-and-pay": "want_and_pay", "pay": "take"}


@dataclass(frozen=True, slots=True, eq=False)
class Payers:
    """The customers' groups of one segmentation. tested: whether they differ, a family of one test per feature."""

    estimates: tuple[Estimate, ...]
    tested: Apart

    def lead(self, study: Study) -> str:
        """Where fewest and where most would pay, for the feature on which groups differ most; "" where none is told apart."""
        if not self.tested.told_apart:
            return ""
        item = self.tested.told_apart[0]
        mine = [e for e in self.estimates if e.feature == item.feature and (e.n or 0) >= study.thresholds.min_base]
        shares = {e.segment: e.value or 0.0 for e in mine}
        low, high = min(shares, key=shares.__getitem__), max(shares, key=shares.__getitem__)
        told = {
            "feature": study.features[item.feature].label, "price": price(item.price, study.currency),
            "low": low, "least": percent(shares[low]), "high": high, "most": percent(shares[high]),
        }  # fmt: skip
        if item.asks == "pay":
            return say("The share that would pay {price} for {feature} runs from {least} in {low} to {most} in {high}.", **told)
        return say("The share that wants {feature} and would pay {price} runs from {least} in {low} to {most} in {high}.", **told)


def payers(tallies: Tallies, study: Study, cells: Sequence[Cell]) -> Payers | None:
    """Per feature with a price that customers were asked about, the take rate of each of these cells at it; None where none was.

    At the price that everybody's is told at, and counted in the same way. Cells of few are shown, not tested.
    """
    estimates: list[Estimate] = []
    items: list[Item] = []
    shares: list[list[tuple[float, float]]] = []  # per item and cell, as far as it is tested: the share and its effective base
    for item in filter(None, (_asked(tallies, study, feature) for feature in study.features)):
        counted = [tallies.get(cell, replace(item, price=0.0)) for cell in cells]
        if not any(counted):
            continue
        items.append(item)
        shares.append([(np.nan, np.nan)] * len(cells))
        for i, (cell, counts) in enumerate(zip(cells, counted, strict=True)):
            if counts is None:
                continue
            share = take_at(counts, item.price, believer=False)
            place = {"segment": cell.segment, "at": item.price}
            estimates.append(share_estimate(study, item.feature, TAKEN[item.asks], study.customers, share, **place))
            if counts.base >= study.thresholds.min_base:
                shares[-1][i] = float(share.value), float(share.n_effective)
    if not items:
        return None
    value, base = np.moveaxis(np.array(shares), -1, 0)
    test = heterogeneity(*agresti_caffo(value, base))
    tested = Apart(tuple(items), tuple(TAKEN[item.asks] for item in items), test, benjamini_hochberg(test.p))
    return Payers(tuple(estimates), tested)


def _asked(tallies: Tallies, study: Study, feature: str) -> Item | None:
    """What tells who would pay the feature's price, at that price; None where it has none, or nobody was asked that high."""
    planned, whole = study.features[feature].price, Cell(study.customers)
    for asks in TAKEN:
        counts = tallies.get(whole, Item(feature, asks, "price"))
        if counts is not None:
            return Item(feature, asks, "price", planned) if planned is not None and asked_up_to(counts, planned) else None
    return None
