"""Lines over prices, which several charts of demand are made of."""

from __future__ import annotations

from collections.abc import Sequence

from gapsurvey.figures.chart import Spec, Style, axis, hover
from gapsurvey.language import say
from gapsurvey.phrasing import price
from gapsurvey.report import Estimate
from gapsurvey.study import Study

__all__ = ["asked_at", "band_trace", "line_trace", "price_axis"]


def asked_at(study: Study, e: Estimate) -> str:
    """Whose answer to which price an estimate is of."""
    return say("{audience} at {price}", audience=study.label(e.audience), price=price(e.at or 0.0, study.currency))


def price_axis(study: Study, shown: Sequence[Estimate]) -> Spec:
    """The axis of all prices that estimates hold at, from 0."""
    top = max((e.at for e in shown if e.at is not None), default=1.0)
    return axis(lambda x: price(x, study.currency), 0.0, top or 1.0)


def line_trace(
    study: Study,
    points: Sequence[Estimate],
    look: Style,
    *,
    name: str,
    width: float = 2.6,
    dash: str,
) -> Spec:
    """A line through estimates by their price."""
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": [e.at for e in points],
        "y": [e.value for e in points],
        "line": {"color": look.colour, "width": width, "dash": dash},
        "hovertext": [hover(study, e, asked_at(study, e)) for e in points],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def band_trace(points: Sequence[Estimate], look: Style) -> Spec:
    """The band of their intervals."""
    between = [e for e in points if e.low is not None and e.high is not None and e.at is not None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [e.at for e in between] + [e.at for e in reversed(between)],
        "y": [e.high for e in between] + [e.low for e in reversed(between)],
        "fill": "toself",
        "fillcolor": look.band,
        "line": {"width": 0},
        "hoverinfo": "skip",
        "showlegend": False,
    }
