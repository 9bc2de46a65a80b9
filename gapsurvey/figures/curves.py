"""Demand and revenue against price, customers and believers in one picture, one figure per feature."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten

from gapsurvey.figures.chart import SOFT, Figure, Spec, Style, axis, hover, layout, name_of, plain, styles
from gapsurvey.figures.lines import asked_at, band_trace
from gapsurvey.language import say
from gapsurvey.phrasing import money, percent, price
from gapsurvey.report import Estimate, Report, Table

__all__ = ["curves"]

HEIGHT = 470
DEMAND, REVENUE = (0.5, 0.92), (0.0, 0.38)
ACROSS = 48  # characters from the first price to the edge of a phone's chart
SHORT = 20  # characters of a competitor's name beside its line


def curves(table: Table, report: Report) -> list[Figure]:
    """A figure per feature with a price ladder: share who would pay, above; revenue per 100 asked, below."""
    features = dict.fromkeys(
        e.feature for e in table.pick(measure="take", segment="") if e.at is not None and e.audience in report.study.audiences
    )
    return [_curve(table, report, feature).about(feature) for feature in features]


def _curve(table: Table, report: Report, feature: str) -> Figure:
    study, looks = report.study, styles(report.study)
    label = name_of(study, feature)
    lines = {
        (measure, audience): table.pick(feature=feature, measure=measure, audience=audience, segment="")
        for audience in looks
        for measure in ("take", "want_and_pay", "revenue")
    }
    data: list[Spec] = []
    for (measure, audience), points in lines.items():
        if points:
            data += _line(report, looks[audience], measure, label, points)
    prices = sorted({e.at for points in lines.values() for e in points if e.at is not None})
    top = (
        max((e.high or e.value or 0.0 for (m, _), points in lines.items() if m == "revenue" for e in points), default=1.0) or 1.0
    )
    span = (prices[0] - _room(prices), prices[-1] + _room(prices))
    marks = _marks(report, feature, span)
    title, caption = say("{feature}: demand and revenue by price", feature=label), _caption()
    spec: Spec = {
        "data": data,
        "layout": layout(
            plain(title),
            plain(caption),
            HEIGHT,
            {
                **axis(lambda x: price(x, study.currency), *span),
                "anchor": "y2",
                "tickvals": prices,
                "ticktext": [price(x, study.currency) for x in prices],
            },
            axis(percent, 0.0, 1.04, domain=list(DEMAND), automargin=True),
            yaxis2=axis(
                lambda x: money(x, study.currency, compact=True),
                0.0,
                top * 1.08,
                domain=list(REVENUE),
                anchor="x",
                automargin=True,
            ),
            annotations=[
                _heading(say("Would pay this price"), DEMAND[1]),
                _heading(say("Revenue per 100 asked"), REVENUE[1]),
                *_texts(marks, prices),
            ],
            shapes=_lines(marks),
        ),
    }
    return Figure(
        feature,
        title,
        _alt(table, report, feature, label),
        spec,
        HEIGHT,
        tuple(e for e in table.estimates if e.feature == feature),
        caption,
    )


def _room(prices: Sequence[float]) -> float:
    return (prices[-1] - prices[0] or prices[0]) * 0.06


def _line(report: Report, look: Style, measure: str, label: str, points: Sequence[Estimate]) -> list[Spec]:
    """A curve over its interval band; “want it and would pay” is thinner, in its audience's own colour."""
    name = say("{audience}: want it and would pay", audience=look.label) if measure == "want_and_pay" else look.label
    yaxis = "y2" if measure == "revenue" else "y"
    x = [e.at for e in points]
    band: Spec = {**band_trace(points, look), "yaxis": yaxis}
    thin = measure == "want_and_pay"
    curve: Spec = {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": x,
        "y": [e.value for e in points],
        "line": {"color": look.colour, "width": 1.6 if thin else 2.6, "dash": "dot" if thin else look.dash},
        "marker": {"color": look.colour, "size": 6 if thin else 8, "symbol": "circle-open" if thin else look.symbol},
        "hovertext": [hover(report.study, e, label, asked_at(report.study, e)) for e in points],
        "hoverinfo": "text",
        "cliponaxis": False,
        "showlegend": measure != "revenue",
        "yaxis": yaxis,
    }
    return [curve] if thin or not band["x"] else [band, curve]


def _heading(text: str, y: float) -> Spec:
    return {"text": f"<b>{text}</b>", "x": 0, "y": y, "yref": "paper", "xanchor": "left"}


def _side(x: float, text: str, prices: Sequence[float]) -> Spec:
    """Where the text of a vertical line stands: to its right, but to its left where it would pass the right end on a phone."""
    late = x > prices[0] + min(0.7, 1 - len(text) / ACROSS) * (prices[-1] - prices[0])
    return {"xanchor": "right", "xshift": -4} if late else {"xanchor": "left", "xshift": 4}


@dataclass(frozen=True, slots=True)
class _Mark:
    """A vertical line at a price: its text, colour, dash and width, and the panel that it stands in, from bottom to top."""

    price: float
    text: str
    colour: str
    dash: str
    width: float
    panel: tuple[float, float]


def _marks(report: Report, feature: str, span: tuple[float, float]) -> list[_Mark]:
    """The planned price, those of competitors that have the feature, and each audience's revenue-maximising one.

    span: the ends of the axis; a competitor's price beyond them has no line.
    """
    study, marks = report.study, []
    known = study.features.get(feature)
    if known and known.price:
        planned = say("planned {price}", price=price(known.price, study.currency))
        marks.append(_Mark(known.price, planned, SOFT, "solid", 1.5, DEMAND))
    for other in study.competitors.values():
        if feature in other.features and span[0] <= other.price <= span[1]:
            text = f"{shorten(other.label, SHORT, placeholder='…')} {price(other.price, study.currency)}"
            marks.append(_Mark(other.price, text, SOFT, "dash", 1.0, DEMAND))
    looks = styles(study)
    for table in report.tables_of("price"):
        for best in table.pick(feature=feature, measure="optimal_price", segment=""):
            if best.value is not None and best.audience in looks:
                text, colour = say("best {price}", price=price(best.value, study.currency)), looks[best.audience].colour
                marks.append(_Mark(best.value, text, colour, "dot", 1.5, REVENUE))
    return marks


def _lines(marks: Sequence[_Mark]) -> list[Spec]:
    return [
        {
            "type": "line",
            "x0": mark.price,
            "x1": mark.price,
            "yref": "paper",
            "y0": mark.panel[0],
            "y1": mark.panel[1],
            "line": {"color": mark.colour, "width": mark.width, "dash": mark.dash},
            "layer": "below",
        }
        for mark in marks
    ]


def _texts(marks: Sequence[_Mark], prices: Sequence[float]) -> list[Spec]:
    """Texts of the vertical lines, from the top of their panel one below the other, so that none collide."""
    above: Counter[tuple[float, float]] = Counter()
    found = []
    for mark in marks:
        found.append(
            {
                "text": plain(mark.text),
                "x": mark.price,
                "xref": "x",
                "yref": "paper",
                "y": mark.panel[1],
                "yanchor": "top",
                "yshift": -15 * above[mark.panel],
                "font": {"size": 12, "color": mark.colour},
                **_side(mark.price, mark.text, prices),
            }
        )
        above[mark.panel] += 1
    return found


def _caption() -> str:
    return say(
        "Share who would pay at least the price, and revenue per 100 asked, with 95% interval bands. Believers’ curves: the "
        "share "
        "of them who say that customers would pay."
    )


def _alt(table: Table, report: Report, feature: str, label: str) -> str:
    study = report.study
    known = study.features.get(feature)
    at = known.price if known else None
    said = []
    for audience in styles(study):
        e = table.one(feature=feature, measure="take", audience=audience, at=at, segment="") if at else None
        if e and e.value is not None:
            said.append(say("{share} of {audience}", share=percent(e.value), audience=study.label(audience)))
    if not at or not said:
        return say("Demand and revenue curves of {feature} by price.", feature=label)
    return say(
        "Demand and revenue curves of {feature} by price: at {price}, {shares} say yes.",
        feature=label,
        price=price(at, study.currency),
        shares=say(" and ").join(said),
    )
