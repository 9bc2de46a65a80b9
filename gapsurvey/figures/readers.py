"""Who reads customers best: a line per group, its average distance from customers, and its chance of being the closest."""

from __future__ import annotations

from gapsurvey.figures.chart import Figure
from gapsurvey.figures.rows import Row, row_figure
from gapsurvey.glossary import MEASURES
from gapsurvey.phrasing import probability, quantity
from gapsurvey.report import Report, Table

__all__ = ["nearest"]

CAPTIONS = {
    "distance": "in percentage points",
    "distance_theta": "as the distance of θ from ½",
    "distance_rank": "in ranks",
}


def nearest(table: Table, report: Report) -> list[Figure]:
    """The groups in the table's order, nearest first; no figure where the table does not rank them."""
    study = report.study
    found = [(name, table.pick(measure=name)) for name in CAPTIONS]
    return [
        row_figure(
            study,
            "readers",
            f"Who reads customers best, by {table.by}",
            "How far what a group says lies from what customers answered, on average over the compared questions, "
            f"{CAPTIONS[name]}, with its 95% interval. Left is better. At the right: the chance that no other group is closer.",
            f"By {table.by}, {groups[0].segment} is closest to customers, at "
            f"{quantity(MEASURES[name], groups[0].value, study.currency)} on average; {groups[-1].segment} is farthest, at "
            f"{quantity(MEASURES[name], groups[-1].value, study.currency)}.",
            [Row(e.segment, probability(chance.value or 0.0), (e,)) for e, chance in zip(groups, chances, strict=True)],
            span=(0.0, 1.06 * max(e.high or e.value or 0.0 for e in groups)),
            beside=chances,
        )
        for name, groups in found
        if groups
        for chances in [[e for g in groups for e in table.pick(measure="closest", audience=g.audience, segment=g.segment)]]
    ]
