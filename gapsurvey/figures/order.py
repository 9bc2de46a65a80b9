"""Two orders side by side: believers' places left, customers' places right, and a line per feature between them."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from operator import attrgetter

from gapsurvey.figures.chart import (
    EDGE,
    HEAD,
    INK,
    LINE,
    SOFT,
    Figure,
    Spec,
    Style,
    asked_about,
    hover,
    layout,
    name_of,
    plain,
    styles,
)
from gapsurvey.glossary import ASKS, ORDERS
from gapsurvey.language import say, text
from gapsurvey.phrasing import count, ordinal
from gapsurvey.report import Estimate, Report, Table
from gapsurvey.study import Study

__all__ = ["orders"]

STEP = 44  # pixels between two features: room for a label of two lines
WIDTH = 22  # characters of a label's line, so that it stays left of its marker on a phone
LEFT, RIGHT = 0.6, 0.84  # where the two columns stand, as parts of the plot's width
CAPTION = text(
    "1 = first, a line per feature; in brackets the 95% interval of the customers’ place. A line is strong where "
    "that interval leaves out the believers’ place: falling to the right, believers place it too near the top."
)


def orders(table: Table, report: Report) -> list[Figure]:
    """A figure of both sides' places for each thing asked and kind of answer in the table, of one audience of believers each."""
    found = []
    for ask in ASKS.values():
        for by in ORDERS.values():
            shown = [e for e in table.pick(measure=f"{ask.name}{by.stem}_place") if e.value is not None]
            title = say("{asked}: what comes first, by {order}", asked=asked_about(report.study, ask), order=by.label)
            for believers in report.study.believers:
                ours = {e.feature: e for e in shown if e.audience == believers}
                theirs = {e.feature: e for e in shown if e.audience == report.study.customers and e.feature in ours}
                if theirs:
                    beliefs = [e for e in ours.values() if e.feature in theirs]
                    beside = [
                        e
                        for part in ("place_gap", "inversion_p", "inversion_p_adjusted", "lead")
                        for e in table.pick(measure=f"{ask.name}{by.stem}_{part}")
                        if e.audience in (believers, report.study.customers)
                    ]
                    key = f"{ask.name}{by.stem}-{believers}".replace("_", "-")
                    found.append(_figure(report.study, key, title, beliefs, theirs, beside))
    return found


def _figure(
    study: Study,
    key: str,
    title: str,
    beliefs: Sequence[Estimate],
    answers: dict[str, Estimate],
    beside: Sequence[Estimate],
) -> Figure:
    """Rows in each side's own order; those that tie stand one below the other, with the same number."""
    looks = styles(study)
    left = sorted(beliefs, key=attrgetter("value"))
    right = sorted((answers[e.feature] for e in left), key=attrgetter("value"))
    row = {e.feature: i + 1 for i, e in enumerate(left)}
    lands = {e.feature: i + 1 for i, e in enumerate(right)}
    height = HEAD + STEP * (len(left) + 1)
    ours, theirs = looks[left[0].audience], looks[study.customers]
    apart = {e.feature for e in left if _left_out(e, answers[e.feature])}
    ordered = sorted(left, key=lambda e: e.feature in apart)  # the strong lines on top of the others
    spec: Spec = {
        "data": [
            *(_line(row[e.feature], lands[e.feature], e.feature in apart) for e in ordered),
            _column(study, ours, 0.0, left, row, [f"{count(e.value or 0)}  " for e in left]),
            _column(study, theirs, 1.0, right, lands, [f"  {_with_interval(e)}" for e in right]),
        ],
        "layout": layout(
            plain(title),
            plain(str(CAPTION)),
            height,
            {"range": [0, 1], "domain": [LEFT, RIGHT], "visible": False, "fixedrange": True},
            {"range": [len(left) + 0.75, -0.25], "visible": False, "fixedrange": True},
            annotations=[
                _head(ours, LEFT, "right"),
                _head(theirs, RIGHT, "center"),
                *(_label(study, e.feature, row[e.feature], e.feature in apart) for e in left),
            ],
            margin={"l": EDGE, "r": EDGE, "t": HEAD, "b": 0, "pad": 0},
            showlegend=False,
        ),
    }
    first = left[0]
    alt = say(
        "{title}, of {n}: {believers} place {feature} {place}, {people} {other_place}.",
        title=title, n=len(left), believers=study.label(first.audience), feature=name_of(study, first.feature),
        place=ordinal(first.value or 0), people=study.label(study.customers),
        other_place=ordinal(answers[first.feature].value or 0),
    )  # fmt: skip
    return Figure(key, title, alt, spec, height, (*(e for b in left for e in (answers[b.feature], b)), *beside), str(CAPTION))


def _left_out(belief: Estimate, answer: Estimate) -> bool:
    """Whether customers certainly place it elsewhere than believers do."""
    if belief.value is None or answer.low is None or answer.high is None:
        return False
    return not answer.low <= belief.value <= answer.high


def _with_interval(place: Estimate) -> str:
    """A place, and in brackets its interval where that holds others."""
    at = count(place.value or 0)
    if place.low is None or place.high is None or place.low == place.high:
        return at
    return f"{at} ({count(place.low)}–{count(place.high)})"


def _line(start: int, end: int, strong: bool) -> Spec:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [0, 1],
        "y": [start, end],
        "line": {"color": INK if strong else LINE, "width": 2.5 if strong else 2},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _column(study: Study, look: Style, x: float, shown: Sequence[Estimate], rows: dict[str, int], texts: list[str]) -> Spec:
    """One side's markers from first to last, each with its text outside: left of the left column, right of the right one."""
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": look.label,
        "x": [x] * len(shown),
        "y": [rows[e.feature] for e in shown],
        "text": texts,
        "textposition": "middle right" if x else "middle left",
        "textfont": {"color": look.colour},
        "marker": {"color": look.colour, "size": 11, "symbol": look.symbol},
        "hovertext": [hover(study, e, name_of(study, e.feature), study.label(e.audience)) for e in shown],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _head(look: Style, x: float, anchor: str) -> Spec:
    """Whose order a column is, above it."""
    text = {"text": f"<b>{look.label}</b>", "font": {"color": look.colour}}
    return {**text, "x": x, "xanchor": anchor, "y": 0.1, "yanchor": "middle"}


def _label(study: Study, feature: str, row: int, strong: bool) -> Spec:
    """A feature's name, left of the believers' marker and its number."""
    lines = textwrap.wrap(name_of(study, feature), WIDTH, max_lines=2, placeholder="…") or [""]
    place = {"x": LEFT, "xanchor": "right", "xshift": -30, "y": row, "yanchor": "middle", "align": "right"}
    return {"text": "<br>".join(map(plain, lines)), "font": {"color": INK if strong else SOFT}, **place}
