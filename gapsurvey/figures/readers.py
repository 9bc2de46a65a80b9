"""Who reads customers best: a line per group, its average distance from customers, and its chance of being the closest."""

from __future__ import annotations

from gapsurvey.figures.chart import Figure
from gapsurvey.figures.rows import Row, row_figure
from gapsurvey.glossary import MEASURES
from gapsurvey.language import say, text
from gapsurvey.phrasing import probability, quantity
from gapsurvey.report import Report, Table

__all__ = ["nearest"]

CAPTIONS = {
    "distance": text(
        "How far what a group says lies from what customers answered, on average over the compared questions, in percentage "
        "points, "
        "with its 95% interval. Left is better. At the right: the chance that no other group is closer."
    ),
    "distance_theta": text(
        "How far what a group says lies from what customers answered, on average over the compared questions, as the distance "
        "of θ "
        "from ½, with its 95% interval. Left is better. At the right: the chance that no other group is closer."
    ),
    "distance_rank": text(
        "How far what a group says lies from what customers answered, on average over the compared questions, in ranks, with "
        "its 95% "
        "interval. Left is better. At the right: the chance that no other group is closer."
    ),
}


def nearest(table: Table, report: Report) -> list[Figure]:
    """The groups in the table's order, nearest first; no figure where the table does not rank them."""
    study = report.study
    found = [(name, table.pick(measure=name)) for name in CAPTIONS]
    return [
        row_figure(
            study,
            "readers",
            say("Who reads customers best, by {segmentation}", segmentation=table.by),
            str(CAPTIONS[name]),
            say(
                "By {segmentation}, {nearest} is closest to customers, at {near} on average; {farthest} is farthest, at {far}.",
                segmentation=table.by,
                nearest=groups[0].segment,
                farthest=groups[-1].segment,
                near=quantity(MEASURES[name], groups[0].value, study.currency),
                far=quantity(MEASURES[name], groups[-1].value, study.currency),
            ),
            [Row(e.segment, probability(chance.value or 0.0), (e,)) for e, chance in zip(groups, chances, strict=True)],
            span=(0.0, 1.06 * max(e.high or e.value or 0.0 for e in groups)),
            beside=chances,
        )
        for name, groups in found
        if groups
        for chances in [[e for g in groups for e in table.pick(measure="closest", audience=g.audience, segment=g.segment)]]
    ]
