"""The row chart that most views share: a line per feature, a marker with its interval per audience, the gap printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gapsurvey.figures.chart import (
    EDGE,
    FOOT,
    HEAD,
    LINE,
    PAPER,
    SOFT,
    Figure,
    Spec,
    Style,
    axis,
    heading,
    hover,
    label_lines,
    layout,
    plain,
    rows_axis,
    stacked,
    styles,
    writer,
)
from gapsurvey.glossary import MEASURES
from gapsurvey.language import say
from gapsurvey.report import Estimate
from gapsurvey.study import Study

__all__ = ["Row", "first_row", "row_figure"]

BAND = 24  # pixels: of a row below its label
SHIFT = 6.0  # pixels between the markers of two audiences


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the chart: a survey's own text as label, our own text at the right end, and the estimates marked on it.

    before: what they were in an earlier wave, hollow and grey.
    """

    label: str
    note: str
    estimates: tuple[Estimate, ...]
    before: tuple[Estimate, ...] = ()


def first_row(title: str, row: Row, said: str) -> str:
    """A figure's sentence: what is said of its first row, and the gap at that row's end."""
    told = {"title": title, "feature": row.label, "amounts": said}
    if row.note:
        return say("{title}: {feature}, {amounts}, gap {gap}.", gap=row.note, **told)
    return say("{title}: {feature}, {amounts}.", **told)


def row_figure(
    study: Study,
    key: str,
    title: str,
    caption: str,
    alt: str,
    rows: Sequence[Row],
    *,
    span: tuple[float, float] | None = None,
    reference: float | None = None,
    margin: float = 0.0,
    linked: bool = False,
    falling: bool = False,
    beside: Sequence[Estimate] = (),
) -> Figure:
    """A figure of `rows`, all in the unit of the first estimate.

    span: ends of the axis, else found from the intervals; reference: a value with a line of its own, with a band of
    ± margin around it; linked: a bar joins a row's markers; falling: the axis runs from high to low, as that of ranks does;
    beside: further estimates for the table.
    """
    shown = [e for row in rows for e in (*row.estimates, *row.before)]
    measure = MEASURES[shown[0].measure]
    low, high = span or _span(shown, reference, margin)
    labels = [label_lines(row.label, row.note) for row in rows]
    at, tall = stacked(labels, BAND)
    height = HEAD + FOOT + tall
    ends = axis(writer(measure, study.currency), low, high)
    if falling:
        ends["range"] = [high, low]
    spec: Spec = {
        "data": [*([_links(rows, at)] if linked else []), *_markers(study, rows, at)],
        "layout": layout(
            plain(title),
            plain(caption),
            height,
            ends,
            rows_axis(tall),
            annotations=[text for y, label, row in zip(at, labels, rows, strict=True) for text in _texts(y, label, row.note)],
            shapes=_reference(reference, margin),
        ),
    }
    return Figure(key, title, alt, spec, height, (*shown, *beside), caption)


def _span(estimates: Sequence[Estimate], reference: float | None, margin: float) -> tuple[float, float]:
    ends = [x for e in estimates for x in (e.value, e.low, e.high) if x is not None]
    if reference is not None:
        ends += [reference - margin, reference + margin]
    low, high = min(ends, default=0.0), max(ends, default=1.0)
    room = (high - low or abs(high) or 1.0) * 0.06
    return low - room, high + room


def _links(rows: Sequence[Row], at: Sequence[float]) -> Spec:
    """One grey bar per row, from its lowest to its highest marker."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for y, row in zip(at, rows, strict=True):
        values = [e.value for e in (*row.estimates, *row.before) if e.value is not None]
        if len(values) > 1:
            xs += [min(values), max(values), None]
            ys += [y, y, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": xs,
        "y": ys,
        "line": {"color": LINE, "width": 6},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _markers(study: Study, rows: Sequence[Row], at: Sequence[float]) -> list[Spec]:
    looks = styles(study)
    asked = {e.audience for row in rows for e in row.estimates}
    ordered = [audience for audience in looks if audience in asked]
    before = [(y, row.label, e) for y, row in zip(at, rows, strict=True) for e in row.before]
    then = Style(plain(say("Earlier wave")), SOFT, LINE, "circle", "solid")
    return [
        *([_trace(study, then, before, -SHIFT, hollow=True)] if before else []),
        *(
            _trace(
                study,
                looks[audience],
                [(y, row.label, e) for y, row in zip(at, rows, strict=True) for e in row.estimates if e.audience == audience],
                SHIFT * (k - (len(ordered) - 1) / 2),
            )
            for k, audience in enumerate(ordered)
        ),
    ]


def _trace(
    study: Study, look: Style, points: Sequence[tuple[float, str, Estimate]], shift: float, *, hollow: bool = False
) -> Spec:
    """One audience's markers, `shift` pixels off the middle of their row, so that overlapping intervals are both seen."""
    values = [e.value for *_, e in points]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": look.label,
        "x": values,
        "y": [y + shift for y, *_ in points],
        "error_x": {
            "type": "data",
            "symmetric": False,
            "color": look.colour,
            "thickness": 1.6,
            "width": 4,
            "array": [_reach(e.value, e.high) for *_, e in points],
            "arrayminus": [_reach(e.low, e.value) for *_, e in points],
        },
        "marker": {
            "color": [PAPER if hollow else _fill(look, e) for *_, e in points],
            "size": 11,
            "symbol": look.symbol,
            "line": {"color": look.colour, "width": 2},
        },
        "hovertext": [hover(study, e, label, study.label(e.audience)) for _, label, e in points],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _fill(look: Style, estimate: Estimate) -> str:
    """Hollow where a gap cannot be told, so that the eye does not count it as one."""
    return PAPER if estimate.alignment in ("inconclusive", "untested") else look.colour


def _reach(low: float | None, high: float | None) -> float:
    return 0.0 if low is None or high is None else max(0.0, high - low)


def _texts(y: float, label: str, note: str) -> list[Spec]:
    left = heading(label, y, yshift=BAND / 2 - 3)
    right = {**left, "x": 1, "xanchor": "right", "xshift": EDGE, "text": f"<b>{plain(note)}</b>"}
    return [left, right] if note else [left]


def _reference(reference: float | None, margin: float) -> list[Spec]:
    if reference is None:
        return []
    line = {
        "type": "line",
        "x0": reference,
        "x1": reference,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"color": SOFT, "width": 1.5},
        "layer": "below",
    }
    if not margin:
        return [line]
    band = {
        "type": "rect",
        "x0": reference - margin,
        "x1": reference + margin,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"width": 0},
        "fillcolor": LINE,
        "opacity": 0.45,
        "layer": "below",
    }
    return [band, line]
