"""How ratings spread: one stacked bar per audience and feature, its points from lowest to highest."""

from __future__ import annotations

from gapsurvey.figures.chart import (
    FOOT,
    HEAD,
    INK,
    PAPER,
    Figure,
    Spec,
    asked_about,
    axis,
    heading,
    hover,
    label_lines,
    layout,
    name_of,
    plain,
    rows_axis,
    stacked,
    styles,
)
from gapsurvey.glossary import ASKS
from gapsurvey.language import say, say_count
from gapsurvey.phrasing import joined, percent, short
from gapsurvey.report import Estimate, Report, Table

__all__ = ["distributions"]

BAR = 24  # pixels of one audience’s bar


def distributions(table: Table, report: Report) -> list[Figure]:
    """A figure per thing asked on a rating scale."""
    found = [_distribution(table, report, f"{ask.name}_level", asked_about(report.study, ask)) for ask in ASKS.values()]
    return [figure for figure in found if figure]


def _distribution(table: Table, report: Report, measure: str, asked: str) -> Figure | None:
    study, looks = report.study, styles(report.study)
    found = [e for e in table.pick(measure=measure, segment="") if e.at is not None and e.audience in looks]
    if not found:
        return None
    features, audiences = list(dict.fromkeys(e.feature for e in found)), [a for a in looks if any(e.audience == a for e in found)]
    levels = sorted({e.at for e in found if e.at is not None})
    title = say("{asked}: how the ratings spread", asked=asked)
    caption = say(
        "Share of each audience at each point of the scale, {lowest} = lowest, {highest} = highest; stronger colour is higher.",
        lowest=short(levels[0]),
        highest=short(levels[-1]),
    )
    names = [label_lines(name_of(study, f)) for f in features]
    at, tall = stacked(names, BAR * len(audiences))
    height = HEAD + FOOT + tall
    place = {
        (f, a): y + (k - (len(audiences) - 1) / 2) * BAR
        for y, f in zip(at, features, strict=True)
        for k, a in enumerate(audiences)
    }
    spec: Spec = {
        "data": [
            _level(report, audience, [e for e in found if e.audience == audience and e.at == level], place, k, len(levels))
            for audience in audiences
            for k, level in enumerate(levels)
        ],
        "layout": layout(
            plain(title),
            plain(caption),
            height,
            axis(percent, 0.0, 1.0, showgrid=False),
            rows_axis(tall),
            barmode="stack",
            annotations=[heading(name, y, yshift=BAR * len(audiences) / 2) for y, name in zip(at, names, strict=True)],
        ),
    }
    return Figure(
        measure.replace("_", "-"), title, _alt(report, found, features, levels[-1]), spec, height, tuple(found), caption
    )


def _level(
    report: Report, audience: str, found: list[Estimate], place: dict[tuple[str, str], float], k: int, levels: int
) -> Spec:
    """The k-th point of the scale: the highest in full colour, the others in ever paler ones that dark text can stand on."""
    look = styles(report.study)[audience]
    highest = k == levels - 1
    return {
        "type": "bar",
        "orientation": "h",
        "name": look.label,
        "legendgroup": look.label,
        "showlegend": highest,
        "x": [e.value for e in found],
        "y": [place[e.feature, e.audience] for e in found],
        "width": BAR - 4,
        "marker": {
            "color": look.colour,
            "opacity": 1.0 if highest else 0.12 + 0.48 * k / max(1, levels - 2),
            "line": {"color": PAPER, "width": 1},
        },
        "text": [short(e.at or 0.0) if (e.value or 0.0) >= 0.06 else "" for e in found],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "insidetextfont": {"size": 12, "color": PAPER if highest else INK},
        "hovertext": [
            hover(
                report.study,
                e,
                name_of(report.study, e.feature),
                say("{audience}, point {point}", audience=report.study.label(audience), point=short(e.at or 0.0)),
            )
            for e in found
        ],
        "hoverinfo": "text",
    }


def _alt(report: Report, found: list[Estimate], features: list[str], highest: float) -> str:
    said = [
        say("{share} of {audience}", share=percent(e.value), audience=report.study.label(e.audience))
        for e in found
        if e.feature == features[0] and e.at == highest and e.value is not None
    ]
    label = name_of(report.study, features[0])
    return say_count(
        len(features),
        "Ratings of {n} feature; the highest point for {feature}: {shares}.",
        "Ratings of {n} features; the highest point for {feature}: {shares}.",
        n=len(features),
        feature=label,
        shares=joined(said),
    )
