"""Every view draws every table as a valid Plotly figure, with no text of a survey left alive in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import plotly.graph_objects as go
import pytest

from gapsurvey.figures import COLOURS, VIEWS, Figure
from gapsurvey.report import Estimate, Report, Table
from tests.outputs.sample_report import HOSTILE, hostile_report, sample_report, sample_study

REPORTS = {
    "one audience of believers": sample_report(),
    "two of them": sample_report(("employees", "partners")),
    "five of them": sample_report(("employees", "b", "c", "d", "e")),
    "hostile texts": hostile_report(),
}


def drawn(report: Report) -> list[tuple[Table, Figure]]:
    return [(table, figure) for table in report.tables for figure in VIEWS[table.view].figures(table, report)]


def texts(spec: object) -> Iterator[str]:
    if isinstance(spec, str):
        yield spec
    elif isinstance(spec, dict):
        for value in spec.values():
            yield from texts(value)
    elif isinstance(spec, (list, tuple)):
        for value in spec:
            yield from texts(value)


@pytest.mark.parametrize("report", REPORTS.values(), ids=list(REPORTS))
def test_every_figure_is_valid_and_whole(report: Report) -> None:
    seen = {table.view for table, _ in drawn(report)}
    alone = {"believers"} if len(report.study.believers) == 1 else set()
    assert seen == set(VIEWS) - {"numbers"} - alone, "numbers draw nothing"
    for _, figure in drawn(report):
        assert json.loads(json.dumps(figure.spec)) == figure.spec, "plain data only"
        go.Figure(figure.spec)
        assert {trace["type"] for trace in figure.spec["data"]} <= {"scatter", "bar", "heatmap"}
        assert figure.title
        assert figure.alt.endswith(".")
        assert figure.spec["layout"]["title"]["text"]
        assert figure.height == figure.spec["layout"]["height"]
        assert figure.estimates


def test_keys_are_unique_within_a_table() -> None:
    for report in REPORTS.values():
        for table in report.tables:
            keys = [figure.key for figure in VIEWS[table.view].figures(table, report)]
            assert len(keys) == len(set(keys)), table.method


def test_a_competitor_has_a_line_where_the_demand_for_what_it_has_is_drawn() -> None:
    """Beyond the prices that were asked there is no line, and none for what a competitor does not have."""
    near = {"label": "A competitor of a long name", "features": ["support_24x7"], "price": 59}
    study = sample_study(competitors={"a": near, "b": {**near, "label": "Dearer than asked", "price": 590}})
    report = sample_report(study=study)
    (table,) = report.tables_of("demand")
    first, second, *_ = VIEWS[table.view].figures(table, report)
    said = [note["text"] for note in first.spec["layout"]["annotations"]]
    assert "A competitor of a… $59" in said
    assert not any("$590" in text for text in said)
    assert [line["x0"] for line in first.spec["layout"]["shapes"] if line["line"]["dash"] == "dash"] == [59]
    assert not any(line["line"]["dash"] == "dash" for line in second.spec["layout"]["shapes"]), "it has no 12×5 support"


DEGENERATE: dict[str, tuple[Estimate, ...]] = {
    "nothing": (),
    "no value": (Estimate("chat", "want"),),
    "an unknown feature": (
        Estimate("unknown", "want_gap", "employees", "customers", value=0.1),
        Estimate("unknown", "want", "customers", value=0.4),
        Estimate("unknown", "want", "employees", value=0.5),
    ),
    "one person each": (
        Estimate("chat", "want", "customers", value=0.0, n=1),
        Estimate("chat", "want", "employees", value=1.0, n=1),
        Estimate("chat", "want_gap", "employees", "customers", value=1.0, n=1),
    ),
    "one price, refused": (
        Estimate("chat", "take", "customers", at=5, value=0.0, n=1),
        Estimate("chat", "revenue", "customers", at=5, value=0.0, n=1),
        Estimate("chat", "optimal_price_probability", "customers", at=5, value=1.0),
    ),
    "no price": (Estimate("chat", "take", "customers", value=0.5), Estimate("chat", "optimal_price", "customers", value=5)),
    "all zero": (
        Estimate("chat", "contribution", value=0.0),
        Estimate("chat", "mean_price", "customers", value=0.0),
        Estimate("chat", "deliver_mean", "employees", value=1.0),
    ),
    "one cell": (
        Estimate("chat", "want_gap", "employees", "customers", segment="x", value=0.0),
        Estimate("chat", "need_level", "employees", at=1, value=1.0),
    ),
    "a nameless cell": (Estimate("chat", "need_theta", "employees", "customers", segment=" ", value=0.5),),
}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("estimates", DEGENERATE.values(), ids=list(DEGENERATE))
def test_degenerate_tables_draw_or_draw_nothing(view: str, estimates: tuple[Estimate, ...]) -> None:
    table = Table("gap", view, "Title", estimates, of="employees", by="Function")
    for figure in VIEWS[view].figures(table, sample_report(tables=(table,))):
        go.Figure(figure.spec)


def test_texts_of_a_survey_are_inert() -> None:
    """Plotly reads tags, entities and %{} templates in texts: none of the survey's is left, and none reaches a template."""
    for _, figure in drawn(hostile_report()):
        for text in texts(figure.spec):
            assert "<img" not in text
            assert "</script" not in text
            assert "<b>${" not in text
        for trace in figure.spec["data"]:
            assert "hovertemplate" not in trace
            assert trace.get("texttemplate", "%{text}") == "%{text}"
            if "texttemplate" in trace:
                assert all(HOSTILE[:4] not in text and "{" not in text for text in texts(trace["text"]))


def test_a_hover_says_value_interval_and_bases() -> None:
    (_, figure), *_ = drawn(sample_report())
    customers = next(trace for trace in figure.spec["data"] if trace.get("name") == "Customers")
    assert customers["hovertext"][0] == (
        "<b>24×7 support</b><br>customers<br>Want it: 21.0%<br>95% interval 17.3–25.2%<br>base 412, effective 371"
    )


def test_the_sign_is_printed_with_every_gap() -> None:
    for table, figure in drawn(sample_report()):
        if table.method in ("gap", "segments"):
            if figure.key in ("readers", "want-and-pay"):  # sizes whichever their sign, and shares of customers alone
                continue
            told = ("positive: believers overestimate", "perfectly informed believers have no error", "½ is agreement")
            assert any(words in figure.caption for words in told), figure.key
            assert figure.spec["layout"]["title"]["subtitle"]["text"] == figure.caption


def test_customers_have_one_colour_and_believers_others() -> None:
    for _, figure in drawn(sample_report(("employees", "partners"))):
        for trace in figure.spec["data"]:
            name = trace.get("name", "")
            if name.startswith("Customers"):
                assert colours_of(trace) <= {COLOURS["customers"][0], COLOURS["paper"][0]}
            elif name in ("Employees", "Partners"):
                assert COLOURS["customers"][0] not in colours_of(trace)


def colours_of(trace: dict[str, Any]) -> set[str]:
    marker = trace.get("marker", {}).get("color", [])
    return {marker} if isinstance(marker, str) else set(marker)


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("name", ["soft", "ink", "customers", "believers", "believers-2", "believers-3", "yes", "no", "maybe"])
@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_text_colours_reach_aa(name: str, scheme: int) -> None:
    for ground in ("paper", "surface"):
        low, high = sorted((luminance(COLOURS[name][scheme]), luminance(COLOURS[ground][scheme])))
        assert (high + 0.05) / (low + 0.05) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_numbers_can_be_read_on_every_cell_of_a_heatmap(scheme: int) -> None:
    for ground in ("warm", "cool", "surface"):
        low, high = sorted((luminance(COLOURS["ink"][scheme]), luminance(COLOURS[ground][scheme])))
        assert (high + 0.05) / (low + 0.05) >= 4.5


def test_cells_that_were_suppressed_stay_blank() -> None:
    report = sample_report()
    table = next(t for t in report.tables if t.by == "Function")
    kept = tuple(e for e in table.estimates if not (e.segment == "Sales" and e.feature == "chat"))
    *_, figure = VIEWS["segments"].figures(Table("segments", "segments", "", kept, of="employees", by="Function"), report)
    z = figure.spec["data"][0]["z"]
    blanks = [value for row in z[::2] for value in row if value is None]
    assert len(blanks) == 1
    assert len(z) == 2 * len({e.feature for e in kept if e.segment and e.feature}) - 1


def test_who_would_pay_is_drawn_by_group_on_one_scale_from_none_to_all() -> None:
    report = sample_report()
    table = next(t for t in report.tables if t.by == "Region" and t.method == "segments")
    apart = Estimate("support_12x5", "want_and_pay_q_p_adjusted", "customers", at=19.0, value=0.01, flag="told_apart")
    few = [replace(e, flag="very_low_base") if e.at == 49 and e.segment == "APAC" else e for e in table.estimates]
    *_, heatmap = VIEWS["segments"].figures(replace(table, estimates=(*few, apart)), report)
    assert heatmap.title == "Want it and would pay, by Region of customers"
    (cells,) = heatmap.spec["data"]
    assert (cells["zmin"], cells["zmax"]) == (0, 1)
    assert cells["z"][0] == pytest.approx([0.042, 0.084, 0.126])
    assert [text.partition("<br>")[0] for text in cells["text"][0]] == ["<b>4%</b>", "<b>8%</b>", "(13%)"]
    assert cells["text"][0][0].endswith(">2–9%</span>")
    labels = [a["text"] for a in heatmap.spec["layout"]["annotations"]]
    assert labels == ["24×7 support at $49", "12×5, your time zone at $19 ≠", "24×7 for critical issues only at $29"]
    assert heatmap.caption == (
        "Share of each group, its 95% interval below. In brackets: fewer than 30 answered. ≠: groups differ by more than chance."
    )
    *_, plain = VIEWS["segments"].figures(table, report)
    assert plain.caption == "Share of each group, its 95% interval below."
    assert heatmap.alt.endswith(": most for 12×5, your time zone at $19 in APAC, 35%.")
    assert {e.measure for e in heatmap.estimates} == {"want_and_pay"}


def test_a_segments_cell_shows_the_pooled_gap_and_the_raw_one_below() -> None:
    report = sample_report()
    table = next(t for t in report.tables if t.by == "Function")
    ranking, heatmap = VIEWS["segments"].figures(table, report)
    (cells,) = heatmap.spec["data"]
    assert cells["text"][0][0] == '<b>+25</b><br><span style="font-size:10px">+28</span>'
    assert cells["z"][0][0] == pytest.approx(0.9 * 0.28)
    assert "As it is: +28 pp" in cells["hovertext"][0][0]
    labels = [a["text"] for a in heatmap.spec["layout"]["annotations"]]
    assert [label for label in labels if "≠" in label] == ["Chat support ≠"]
    assert "≠: groups differ by more than chance." in heatmap.caption
    assert {e.measure for e in heatmap.estimates} == {"want", "want_gap", "want_gap_pooled"}
    assert ranking.alt == "By Function, Sales is closest to customers, at 9 pp on average; Finance is farthest, at 21 pp."
    notes = [a["text"] for a in ranking.spec["layout"]["annotations"] if a["xanchor"] == "right"]
    assert notes == ["<b>93%</b>", *["<b>2%</b>"] * 4]


def test_a_long_label_takes_two_lines_and_is_cut_only_then() -> None:
    from gapsurvey.figures.chart import label_lines

    assert label_lines("Chat") == "Chat"
    assert label_lines("12×5 in their time zone with 24×7 for critical issues", "+43 pp").count("<br>") == 1
    assert label_lines("word " * 60).endswith("…")


def test_ticks_are_round_and_inside() -> None:
    from gapsurvey.figures.chart import ticks

    assert ticks(0, 1) == [0, 0.2, 0.4, 0.6, 0.8, 1]
    assert ticks(-2.4e6, 1.1e6) == [-2e6, -1e6, 0, 1e6]
    assert ticks(3, 3) == [3]


def test_rows_go_from_over_to_under_and_keep_a_features_believers_together() -> None:
    (_, figure), *_ = drawn(sample_report(("employees", "partners")))
    labels = [a["text"].replace("<br>", " ") for a in figure.spec["layout"]["annotations"] if a["xanchor"] == "left"]
    assert labels[:3] == ["24×7 support · employees", "24×7 support · partners", "On-site visits · employees"]
    assert labels[-1] == "12×5, your time zone · partners"
