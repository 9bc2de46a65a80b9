"""What changed since an earlier wave: every gap, and every share of customers, then and now."""

from __future__ import annotations

from gapsurvey.figures.chart import Figure, asked_about, name_of
from gapsurvey.figures.rows import Row, row_figure
from gapsurvey.glossary import ASKS, MEASURES, READINGS
from gapsurvey.language import say, text
from gapsurvey.phrasing import quantity, within
from gapsurvey.report import Estimate, Report, Table
from gapsurvey.study import Study

__all__ = ["waves"]

# How a measure's name goes on after what was asked, what its figure shows, and where belief and answer agree.
_SHOWN = (
    ("_gap", text("{asked}: gap then and now"), 0.0),
    ("_estimate_gap", text("{asked}: calibration error then and now"), 0.0),
    ("_theta", text("{asked}: who rates it higher, then and now"), 0.5),
    ("_rank_gap", text("{asked}: rank gap then and now"), 0.0),
    ("_allocation_gap", text("{asked}: gap in share of points then and now"), 0.0),
    ("", text("{asked}: {people} then and now"), None),
)


def waves(table: Table, report: Report) -> list[Figure]:
    """A figure per thing asked and kind of gap, and one of the share of customers, where both waves have it."""
    study, found = report.study, []
    for ask in ASKS.values():
        for stem, named, zero in _SHOWN:
            title = named.said(asked=asked_about(study, ask), people=study.label(study.customers))
            found.append(_then_and_now(table, study, f"{ask.name}{stem}", title, zero))
    return [figure for figure in found if figure]


def _then_and_now(table: Table, study: Study, measure: str, title: str, zero: float | None) -> Figure | None:
    changes = [e for e in table.pick(measure=f"{measure}_change") if zero is not None or e.audience == study.customers]
    rows, beside = [], []
    for change in sorted(changes, key=lambda e: -abs(e.value or 0.0)):
        place = {"feature": change.feature, "audience": change.audience, "at": change.at}
        then, now = table.one(measure=f"{measure}_then", **place), table.one(measure=measure, **place)
        if then and now and change.alignment:
            rows.append(Row(_label(study, change), _note(study, change), (now,), (then,)))
            beside.append(change)
    if not rows:
        return None
    alt = say("{title}: the greatest change is {change}, on {feature}.", title=title, change=rows[0].note, feature=rows[0].label)
    caption = say("Grey: the earlier wave. With 95% intervals; the figure on the right is the change, now − then.")
    if zero is None:
        return row_figure(study, f"{measure}-waves", title, caption, alt, rows, span=(0.0, 1.0), linked=True, beside=beside)
    margin = study.thresholds.rating_margin if measure.endswith("_theta") else study.thresholds.margin
    margin = study.thresholds.rank_margin if measure.endswith("_rank_gap") else margin
    caption = f"{caption} {say('In the grey band a gap is too small to matter; a hollow one cannot be told from none.')}"
    key = f"{measure.replace('_', '-')}-waves"
    return row_figure(study, key, title, caption, alt, rows, reference=zero, margin=margin, linked=True, beside=beside)


def _label(study: Study, change: Estimate) -> str:
    believers = f" · {study.label(change.audience)}" if len(study.believers) > 1 and change.against else ""
    return f"{name_of(study, change.feature)}{believers}"


def _note(study: Study, change: Estimate) -> str:
    told = quantity(MEASURES[change.measure], change.value, study.currency)
    return f"{told}, {within(READINGS[str(change.alignment)][0])}"
