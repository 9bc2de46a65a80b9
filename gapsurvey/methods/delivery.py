"""Delivery: what those who would deliver or sell a feature say of their own ability."""

from __future__ import annotations

from gapsurvey.language import say
from gapsurvey.methods.measured import mean_estimate, share_estimate, share_of, top2, yes
from gapsurvey.model import Cell
from gapsurvey.privacy import Published
from gapsurvey.report import Estimate, Table
from gapsurvey.study import Study

__all__ = ["delivery"]


def delivery(published: Published, study: Study) -> list[Table]:
    """Mean rating and top-2-box, or share of yes, of every believer audience that was asked; one table."""
    estimates: list[Estimate] = []
    for audience in study.believers:
        for item, counts in published.tallies.items(Cell(audience)):
            if item.asks not in ("deliver", "sell"):
                continue
            if item.kind == "rating":
                top = share_of(counts, top2(counts), believer=True)
                estimates.append(mean_estimate(study, item.feature, f"{item.asks}_mean", audience, counts))
                estimates.append(share_estimate(study, item.feature, f"{item.asks}_top2", audience, top))
            elif item.kind == "share":
                estimates.append(
                    share_estimate(study, item.feature, item.asks, audience, share_of(counts, yes(counts), believer=True))
                )
    notes = (say("Asked of those who would do it; customers have no part in it."),)
    return [Table("delivery", "bars", say("Can the house deliver it"), tuple(estimates), notes)] if estimates else []
