"""Charts for programs that draw their own show the report's numbers, and say what they show."""

from __future__ import annotations

import pytest

from gapsurvey.outputs.native import charts
from gapsurvey.report import Report
from tests.outputs.sample_report import empty_report, hostile_report, sample_report

REPORTS = {"sample": sample_report(), "hostile": hostile_report()}


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_every_value_of_a_chart_is_an_estimate_of_the_report(report: Report) -> None:
    known = {e.value for table in report.tables for e in table.estimates}
    drawn = charts(report)
    assert drawn
    for chart in drawn:
        assert chart.series
        for series in chart.series:
            assert len(series.values) == len(chart.categories)
            assert {value for value in series.values if value is not None} <= known
            for low, value, high in zip(series.low, series.values, series.high, strict=bool(series.low)):
                assert value is None or low is None or high is None or low <= value <= high


def test_keys_tell_charts_apart_and_every_chart_has_a_message() -> None:
    drawn = charts(sample_report())
    assert len({chart.key for chart in drawn}) == len(drawn)
    assert all(chart.message and chart.title and chart.note for chart in drawn)


def test_the_first_chart_says_what_the_widest_gap_is() -> None:
    first = charts(sample_report())[0]
    gaps = sample_report().tables_of("gap")[0].pick(measure="want_gap", segment="")
    widest = max(gaps, key=lambda gap: abs(gap.value or 0))
    label = sample_report().study.features[widest.feature].label
    assert f"“{label[0].upper()}{label[1:]}”" in first.message
    assert first.categories[0].lower() == label.lower()


def test_nothing_answered_draws_nothing() -> None:
    assert charts(empty_report()) == []
