"""Which customers would pay: of each group the share that wants a feature and would pay its price, and whether groups differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from gapsurvey.language import say
from gapsurvey.methods.demand import asked_up_to
from gapsurvey.methods.measured import at_least, share_estimates, shares_of
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
    """Per feature the share of each of these customers' cells that would pay its price, None where that is known of none.

    Counted as everybody's is, at the same price. Cells of few are shown, not tested. Believers have no such share: what one of
    them believes of want and of pay is nobody's purchase.
    """
    items = tuple(filter(None, (_asked(tallies, study, feature) for feature in study.features)))
    estimates: list[Estimate] = []
    tested = np.full((2, len(items), len(cells)), np.nan)  # shares, and their effective bases
    for row, item in enumerate(items):
        found = [(i, counts) for i, cell in enumerate(cells) if (counts := tallies.get(cell, replace(item, price=0.0)))]
        shares = shares_of([counts for _, counts in found], partial(at_least, item.price), believer=False)
        places = [(item.feature, TAKEN[item.asks], study.customers, cells[i].segment, item.price) for i, _ in found]
        estimates += share_estimates(study, places, shares)
        enough = np.greater_equal(shares.n, study.thresholds.min_base)
        tested[:, row, [i for i, _ in found]] = np.where(enough, (shares.value, shares.n_effective), np.nan)
    if not estimates:
        return None
    test = heterogeneity(*agresti_caffo(*tested))
    measures = tuple(TAKEN[item.asks] for item in items)
    return Payers(tuple(estimates), Apart(items, measures, test, benjamini_hochberg(test.p)))


def _asked(tallies: Tallies, study: Study, feature: str) -> Item | None:
    """What tells who would pay the feature's price, at that price; None where it has none, or nobody was asked that high."""
    planned, whole = study.features[feature].price, Cell(study.customers)
    for asks in TAKEN:
        counts = tallies.get(whole, Item(feature, asks, "price"))
        if counts is not None:
            return Item(feature, asks, "price", planned) if planned is not None and asked_up_to(counts, planned) else None
    return None
