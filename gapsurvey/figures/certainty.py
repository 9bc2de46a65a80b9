"""Certainty: the share that would pay if only those count who are at least so sure of it, a figure per feature."""

from __future__ import annotations

from collections.abc import Sequence

from gapsurvey.figures.chart import LAYOUT, SOFT, Figure, Spec, Style, axis, hover, layout, name_of, plain, styles
from gapsurvey.figures.lines import band_trace
from gapsurvey.language import say
from gapsurvey.phrasing import percent, short
from gapsurvey.report import Estimate, Report, Table

__all__ = ["certainties"]

HEIGHT = 360
FOOT = 56  # pixels: of ticks and the axis' title


def certainties(table: Table, report: Report) -> list[Figure]:
    """The take rate against the certainty that a yes must have to count."""
    told = [e for e in table.estimates if e.at is not None and e.value is not None and e.audience in report.study.audiences]
    features = dict.fromkeys(e.feature for e in told)
    return [_figure(report, feature, [e for e in told if e.feature == feature]) for feature in features]


def _figure(report: Report, feature: str, found: Sequence[Estimate]) -> Figure:
    study, label = report.study, name_of(report.study, feature)
    title = say("{feature}: who would pay, by how sure they are", feature=label)
    caption = say(
        "Share who would pay if only a yes of at least this certainty counts, with its 95% interval. The leftmost point counts "
        "every yes."
    )
    data: list[Spec] = []
    for audience, look in styles(study).items():
        mine = [e for e in found if e.audience == audience]
        if mine:
            data += [band_trace(mine, look), _line(report, label, mine, look)]
    levels = sorted({e.at for e in found if e.at is not None})
    room = (levels[-1] - levels[0]) * 0.04 or 0.5
    top = min(max(e.high or e.value or 0.0 for e in found) * 1.1, 1.0) or 1.0
    spec: Spec = {
        "data": data,
        "layout": layout(
            plain(title),
            plain(caption),
            HEIGHT,
            axis(
                short,
                levels[0] - room,
                levels[-1] + room,
                title={"text": plain(say("Least certainty that counts")), "font": {"color": SOFT, "size": 13}},
            ),
            axis(percent, 0.0, top, automargin=True),
            margin={**LAYOUT["margin"], "b": FOOT},
        ),
    }
    return Figure(f"certainty-{feature}", title, _alt(report, label, found), spec, HEIGHT, tuple(found), caption)


def _line(report: Report, label: str, points: Sequence[Estimate], look: Style) -> Spec:
    study = report.study
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": look.label,
        "x": [e.at for e in points],
        "y": [e.value for e in points],
        "line": {"color": look.colour, "width": 2.6, "dash": look.dash},
        "marker": {"color": look.colour, "size": 8, "symbol": look.symbol},
        "hovertext": [
            hover(
                study, e, label, say("{people} at least {level} sure", people=study.label(e.audience), level=short(e.at or 0.0))
            )
            for e in points
        ],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _alt(report: Report, label: str, found: Sequence[Estimate]) -> str:
    """The first and the last point of customers, or of whom there is."""
    people = next((a for a in styles(report.study) if any(e.audience == a for e in found)), "")
    points = [e for e in found if e.audience == people]
    every, surest = points[0], points[-1]
    return say(
        "{feature}: {every} of {people} would pay if every yes counts, {surest} if only a certainty of {level} or more does.",
        feature=label, every=percent(every.value or 0.0), people=report.study.label(people),
        surest=percent(surest.value or 0.0), level=short(surest.at or 0.0),
    )  # fmt: skip
