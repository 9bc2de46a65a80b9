"""Gaps per segment: one picture per believers, features down, cells across, colour for the gap and its number printed."""

from __future__ import annotations

import textwrap
from typing import TypeVar

from gapsurvey.figures.chart import (
    COLOURS,
    HEAD,
    INK,
    LAYOUT,
    SIGN,
    SOFT,
    Figure,
    Spec,
    asked_about,
    heading,
    hover,
    label_lines,
    layout,
    name_of,
    plain,
    rows_axis,
    stacked,
)
from gapsurvey.glossary import ASKS
from gapsurvey.phrasing import decimal, points, titled
from gapsurvey.report import Estimate, Report, Table

__all__ = ["segments"]

CELL = 28  # pixels
LIMIT = 0.5

T = TypeVar("T")


def segments(table: Table, report: Report) -> list[Figure]:
    """A heatmap per thing asked and audience of believers, of shares or else of ratings; a suppressed cell is not there."""
    found = []
    for ask in ASKS.values():
        for audience in report.study.believers:
            gaps = _gaps(table, f"{ask.name}_gap", audience)
            if gaps:
                found.append(_heatmap(table, report, gaps, asked_about(report.study, ask), f"{ask.name}-gap-{audience}"))
    if found:
        return found
    for ask in ASKS.values():
        for audience in report.study.believers:
            gaps = _gaps(table, f"{ask.name}_theta", audience)
            if gaps:
                found.append(_heatmap(table, report, gaps, asked_about(report.study, ask), f"{ask.name}-theta-{audience}"))
    return found


def _gaps(table: Table, measure: str, audience: str) -> list[Estimate]:
    return [e for e in table.pick(measure=measure, audience=audience) if e.segment and e.value is not None]


def _heatmap(table: Table, report: Report, gaps: list[Estimate], asked: str, key: str) -> Figure:
    study = report.study
    features, cells = list(dict.fromkeys(e.feature for e in gaps)), list(dict.fromkeys(e.segment for e in gaps))
    found = {(e.feature, e.segment): e for e in gaps}
    grid = [[found.get((feature, cell)) for cell in cells] for feature in features]
    believers, of = study.label(gaps[0].audience), study.label(table.of) if table.of in study.audiences else table.of
    title = f"{asked}: gap by {table.by} of {of}" + (
        f", {believers}" if len(study.believers) > 1 and table.of != gaps[0].audience else ""
    )
    rating = gaps[0].measure.endswith("_theta")
    sign = (
        "Chance θ that a random believer rates it higher than a random customer; above ½, believers overestimate"
        if rating
        else titled(SIGN)
    )
    caption = f"{sign}. Bold: over or under; in brackets: cannot tell. Blank: not shown."
    widest = max(gaps, key=lambda e: abs(_distance(e)))
    alt = f"{title}: widest for {name_of(study, widest.feature)} in {widest.segment}, {_written(widest)}."
    names = [label_lines(name_of(study, f)) for f in features]
    at, tall = stacked(names, CELL)
    upright = max((len(word) for cell in cells for word in cell.split()), default=0) * len(cells) <= 44
    foot = 44 if upright else 78
    height = HEAD + foot + tall
    colours = [COLOURS[name][0] for name in ("cool", "surface", "warm")]
    spec: Spec = {
        "data": [
            {
                "type": "heatmap",
                "x": list(range(len(cells))),
                "y": [edge for y in at for edge in (y - CELL / 2, y + CELL / 2)],
                "z": _spaced([[_distance(e) if e else None for e in row] for row in grid], None),
                "zmin": -LIMIT,
                "zmax": LIMIT,
                "showscale": False,
                "xgap": 3,
                "colorscale": [[0, colours[0]], [0.5, colours[1]], [1, colours[2]]],
                "text": _spaced([[_number(e) if e else "" for e in row] for row in grid], ""),
                "texttemplate": "%{text}",
                "textfont": {"color": INK, "size": 12},
                "hovertext": _spaced(
                    [
                        [hover(study, e, name_of(study, e.feature), f"{e.segment} ({of})") if e else "" for e in row]
                        for row in grid
                    ],
                    "",
                ),
                "hoverinfo": "text",
                "hoverongaps": False,
            }
        ],
        "layout": layout(
            plain(title),
            plain(caption),
            height,
            {
                "range": [-0.5, len(cells) - 0.5],
                "tickvals": list(range(len(cells))),
                "ticktext": [_wrapped(cell, 11 if upright else 18) for cell in cells],
                "tickangle": 0 if upright else -40,
                "fixedrange": True,
                "showgrid": False,
                "zeroline": False,
                "tickfont": {"color": SOFT, "size": 12},
            },
            rows_axis(tall),
            showlegend=False,
            margin={**LAYOUT["margin"], "b": foot},
            annotations=[heading(name, y, yshift=CELL / 2) for y, name in zip(at, names, strict=True)],
        ),
    }
    of_cells = [e for e in table.estimates if e.measure in (gaps[0].measure, gaps[0].measure.removesuffix("_gap")) and e.segment]
    return Figure(key, title, alt, spec, height, tuple(of_cells), caption)


def _wrapped(cell: str, width: int) -> str:
    """A cell's name on at most two lines, so that several of them fit beside each other on a phone."""
    parts = textwrap.wrap(cell, width, max_lines=2, placeholder="…") or [cell[:width]]
    return "<br>".join(map(plain, parts))


def _distance(gap: Estimate) -> float:
    """How far from agreement: a share's gap, or θ − ½."""
    return (gap.value or 0.0) - (0.5 if gap.measure.endswith("_theta") else 0.0)


def _written(gap: Estimate) -> str:
    return decimal(gap.value or 0.0) if gap.measure.endswith("_theta") else points(gap.value or 0.0)


def _number(gap: Estimate) -> str:
    """The gap as it stands in its cell; no text of the survey, so it may carry Plotly's tags."""
    text = _written(gap).removesuffix(" pp")
    return {"over": f"<b>{text}</b>", "under": f"<b>{text}</b>", "inconclusive": f"({text})", "untested": f"({text})"}.get(
        gap.alignment or "", text
    )


def _spaced(rows: list[list[T]], blank: T) -> list[list[T]]:
    """The rows with a blank one between each two: where the features' names stand."""
    spaced = [line for row in rows for line in (row, [blank] * len(row))]
    return spaced[:-1]
