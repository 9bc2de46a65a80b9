"""Distributions: how each side's ratings spread over the scale."""

from __future__ import annotations

import numpy as np

from gapsurvey.language import say
from gapsurvey.methods.measured import share_estimate, share_of
from gapsurvey.model import Cell
from gapsurvey.privacy import Published
from gapsurvey.report import Estimate, Table
from gapsurvey.study import Study

__all__ = ["distribution"]


def distribution(published: Published, study: Study) -> list[Table]:
    """The share of each audience at each point of each rating; one table."""
    estimates: list[Estimate] = []
    for audience in study.audiences:
        for item, counts in published.tallies.items(Cell(audience)):
            if item.kind == "rating":
                for i, level in enumerate(counts.levels):
                    share = share_of(counts, np.arange(len(counts.levels)) == i, audience != study.customers)
                    estimates.append(share_estimate(study, item.feature, f"{item.asks}_level", audience, share, at=level))
    order = list(study.features)
    estimates.sort(key=lambda e: order.index(e.feature))
    notes = (say("1 is the lowest point of the scale."),)
    return [Table("distribution", "distribution", say("How ratings spread"), tuple(estimates), notes)] if estimates else []
