"""Sensitivity: what the headline numbers would be, had nobody been set aside for the quality of their answers."""

from __future__ import annotations

from dataclasses import replace

from gapsurvey.language import say
from gapsurvey.methods.compare import compared_shares, pairs
from gapsurvey.methods.demand import asked_up_to, take_at
from gapsurvey.methods.family import gap_rows
from gapsurvey.methods.measured import share_estimate, share_of, yes
from gapsurvey.model import Cell, Item, Tallies
from gapsurvey.privacy import Published
from gapsurvey.report import Estimate, Table
from gapsurvey.study import Study

__all__ = ["sensitivity"]


def sensitivity(published: Published, study: Study) -> list[Table]:
    """The shares, their gaps and who would pay, with everybody counted; no table where screening set nobody aside."""
    everybody = published.unscreened
    if everybody is None:
        return []
    rows = [*_shares(everybody, study), *_buyers(everybody, study)]
    order = list(study.features)
    rows.sort(key=lambda row: order.index(row.feature))
    notes = (
        say(
            "Two kinds of quality flag set a respondent aside. Here they are counted all the same: where these numbers say "
            "what the "
            "report says, nothing hangs on the screening."
        ),
        say("Believers’ numbers are left out where the difference could tell what one of those set aside had answered."),
    )
    return [Table("sensitivity", "numbers", say("With everybody counted"), tuple(rows), notes)] if rows else []


def _shares(everybody: Tallies, study: Study) -> list[Estimate]:
    """Each share of both sides and its gap, as they stand in the gap table."""
    rows: dict[Estimate, None] = {}
    for believers in study.believers:
        found = pairs(everybody, study, [(Cell(believers), Cell(study.customers))])["share"]
        for pair in found:
            for counts, audience in ((pair.answer, study.customers), (pair.belief, believers)):
                share = share_of(counts, yes(counts), audience != study.customers)
                rows[share_estimate(study, pair.item.feature, f"{pair.item.asks}_unscreened", audience, share)] = None
        for row in gap_rows(study, compared_shares(study, found, "_gap", yes).compared):
            rows[replace(row, measure=f"{row.measure}_unscreened")] = None
    return list(rows)


def _buyers(everybody: Tallies, study: Study) -> list[Estimate]:
    """Who wants each feature and would pay its price."""
    rows = []
    for feature, spec in study.features.items():
        counts = everybody.get(Cell(study.customers), Item(feature, "want-and-pay", "price"))
        if counts is not None and spec.price is not None and asked_up_to(counts, spec.price):
            take = take_at(counts, spec.price, believer=False)
            rows.append(share_estimate(study, feature, "want_and_pay_unscreened", study.customers, take, at=spec.price))
    return rows
