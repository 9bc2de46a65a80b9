"""What each method says a feature is worth: a figure per feature, a row per method."""

from __future__ import annotations

from gapsurvey.figures.chart import Figure, name_of
from gapsurvey.figures.rows import Row, row_figure
from gapsurvey.glossary import MEASURES
from gapsurvey.language import say
from gapsurvey.phrasing import joined, per, quantity
from gapsurvey.report import Report, Table

__all__ = ["worths"]


def worths(table: Table, report: Report) -> list[Figure]:
    """Every feature's figure, its methods in the table's order, a marker per audience."""
    return [_figure(table, report, feature).about(feature) for feature in dict.fromkeys(e.feature for e in table.estimates)]


def _figure(table: Table, report: Report, feature: str) -> Figure:
    study = report.study
    found = table.pick(feature=feature)
    rows = [
        Row(MEASURES[name].label, "", tuple(e for e in found if e.measure == name))
        for name in dict.fromkeys(e.measure for e in found)
    ]
    title = say("{feature}: what each method says it is worth", feature=name_of(study, feature))
    said = joined(
        [f"{row.label} {quantity(MEASURES[e.measure], e.value, study.currency)}" for row in rows for e in row.estimates[:1]]
    )
    caption = say("In {currency} {per_period}, with 95% intervals.", currency=study.currency, per_period=per(study.period))
    return row_figure(study, f"worth-{feature}", title, caption, f"{title}: {said}.", rows)
