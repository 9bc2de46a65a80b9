"""Worth by segment: a figure per feature, a row per segment of customers, dearest first, with its median and interval."""

from __future__ import annotations

from gapsurvey.figures.chart import Figure, name_of
from gapsurvey.figures.rows import Row, row_figure
from gapsurvey.glossary import MEASURES
from gapsurvey.language import say
from gapsurvey.phrasing import per, probability, quantity
from gapsurvey.report import Estimate, Report, Table

__all__ = ["covariates"]


def covariates(table: Table, report: Report) -> list[Figure]:
    """The segments' medians from one model, and how likely such differences are if there are none."""
    told = [e for e in table.pick(measure="wtp_segment_median") if e.value is not None and e.segment]
    return [_figure(table, report, feature) for feature in dict.fromkeys(e.feature for e in told)]


def _figure(table: Table, report: Report, feature: str) -> Figure:
    study, label = report.study, name_of(report.study, feature)
    found = [e for e in table.pick(feature=feature, measure="wtp_segment_median") if e.value is not None and e.segment]
    tests = table.pick(feature=feature, measure="wtp_segment_p")
    chance = next((e.value for e in tests if e.value is not None), None)
    title = say("{feature}: what it is worth, by {segmentation}", feature=label, segmentation=table.by)
    caption = say(
        "Median price that {people} would pay, in {currency} {per_period}, with 95% intervals, from one model of all segments.",
        people=study.label(study.customers), currency=study.currency, per_period=per(study.period),
    )  # fmt: skip
    if chance is not None:
        caption += " " + say("If segments did not differ, differences as large would have a probability of {chance}.",
                             chance=probability(chance))  # fmt: skip
    most, least = (pick(found, key=lambda e: e.value or 0.0) for pick in (max, min))
    alt = say(
        "{title}: most in {most}, {dearest}; least in {least}, {cheapest}.",
        title=title, most=most.segment, dearest=_worth(report, most),
        least=least.segment, cheapest=_worth(report, least),
    )  # fmt: skip
    rows = [Row(e.segment, _worth(report, e), (e,)) for e in sorted(found, key=lambda e: -(e.value or 0.0))]
    return row_figure(study, f"worth-by-segment-{feature}", title, caption, alt, rows, beside=tests)


def _worth(report: Report, estimate: Estimate) -> str:
    return quantity(MEASURES[estimate.measure], estimate.value, report.study.currency)
