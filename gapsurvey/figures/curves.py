"""Demand and revenue against price, customers and believers in one picture, one figure per feature."""

from __future__ import annotations

from collections.abc import Sequence

from gapsurvey.figures.chart import SOFT, Figure, Spec, Style, axis, hover, layout, name_of, plain, styles
from gapsurvey.figures.lines import asked_at, band_trace
from gapsurvey.language import say
from gapsurvey.phrasing import money, percent, price
from gapsurvey.report import Estimate, Report, Table

__all__ = ["curves"]

HEIGHT = 470
DEMAND, REVENUE = (0.5, 0.92), (0.0, 0.38)


def curves(table: Table, report: Report) -> list[Figure]:
    """A figure per feature with a price ladder: share who would pay, above; revenue per 100 asked, below."""
    features = dict.fromkeys(
        e.feature for e in table.pick(measure="take", segment="") if e.at is not None and e.audience in report.study.audiences
    )
    return [_curve(table, report, feature) for feature in features]


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
                *_planned(report, feature, prices),
            ],
            shapes=_lines(report, feature),
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


def _side(x: float, prices: Sequence[float]) -> Spec:
    """Where the text of a vertical line stands: to its right, but for a price near the right end to its left."""
    late = x > prices[0] + 0.7 * (prices[-1] - prices[0])
    return {"xanchor": "right", "xshift": -4} if late else {"xanchor": "left", "xshift": 4}


def _marks(report: Report, feature: str) -> list[tuple[float, str, str, str]]:
    """Vertical lines: price, text, colour, dash. The planned price, and each audience's revenue-maximising one."""
    study, marks = report.study, []
    known = study.features.get(feature)
    if known and known.price:
        marks.append((known.price, say("planned {price}", price=price(known.price, study.currency)), SOFT, "solid"))
    looks = styles(study)
    for table in report.tables_of("price"):
        for best in table.pick(feature=feature, measure="optimal_price", segment=""):
            if best.value is not None and best.audience in looks:
                look = looks[best.audience]
                marks.append((best.value, say("best {price}", price=price(best.value, study.currency)), look.colour, "dot"))
    return marks


def _lines(report: Report, feature: str) -> list[Spec]:
    return [
        {
            "type": "line",
            "x0": x,
            "x1": x,
            "yref": "paper",
            "y0": (DEMAND if dash == "solid" else REVENUE)[0],
            "y1": (DEMAND if dash == "solid" else REVENUE)[1],
            "line": {"color": colour, "width": 1.5, "dash": dash},
            "layer": "below",
        }
        for x, _, colour, dash in _marks(report, feature)
    ]


def _planned(report: Report, feature: str, prices: Sequence[float]) -> list[Spec]:
    """Texts of the vertical lines: the plan's beside the demand, the optima's above the revenue, so that none collide."""
    found = []
    for k, (x, text, colour, dash) in enumerate(_marks(report, feature)):
        top = DEMAND[1] if dash == "solid" else REVENUE[1]
        found.append(
            {
                "text": plain(text),
                "x": x,
                "xref": "x",
                "yref": "paper",
                "y": top,
                "yanchor": "top",
                "yshift": 0 if dash == "solid" else -15 * (k - 1),
                "font": {"size": 12, "color": colour},
                **_side(x, prices),
            }
        )
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
