"""What only believers were asked, such as whether they can deliver it: a row per feature."""

from __future__ import annotations

from gapsurvey.figures.chart import Figure, asked_about, name_of
from gapsurvey.figures.rows import Row, row_figure
from gapsurvey.glossary import ASKS, MEASURES
from gapsurvey.language import say
from gapsurvey.phrasing import quantity
from gapsurvey.report import Report, Table

__all__ = ["bars"]


def bars(table: Table, report: Report) -> list[Figure]:
    """A figure per thing asked, of the shares who say yes or of the mean rating."""
    found = []
    for ask in ASKS.values():
        for measure in (ask.name, f"{ask.name}_mean"):
            figure = _bars(table, report, measure, asked_about(report.study, ask))
            if figure:
                found.append(figure)
    return found


def _bars(table: Table, report: Report, measure: str, asked: str) -> Figure | None:
    study = report.study
    shown = [e for e in table.pick(measure=measure, segment="") if e.value is not None]
    if not shown:
        return None
    known = MEASURES[measure]
    rows = []
    for feature in dict.fromkeys(e.feature for e in shown):
        mine = tuple(e for e in shown if e.feature == feature)
        rows.append(Row(name_of(study, feature), " / ".join(quantity(known, e.value, study.currency) for e in mine), mine))
    said = dict.fromkeys(f"{row.label}, {row.note}" for row in (rows[0], rows[-1]))
    alt = f"{asked}: {'; '.join(said)}."
    caption = say("{measure} with its 95% interval. Customers were not asked this.", measure=known.label)
    beside = [e for e in table.estimates if e.measure == f"{measure.removesuffix('_mean')}_top2"]
    span = (0.0, 1.0) if known.unit == "share" else None
    return row_figure(study, measure.replace("_", "-"), asked, caption, alt, rows, span=span, beside=beside)
