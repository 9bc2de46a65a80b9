"""Van Westendorp's chart: four curves and the four prices where they cross; and who would buy, where that was asked."""

from __future__ import annotations

from collections.abc import Iterator

from gapsurvey.figures.chart import LINE, PAPER, SOFT, Figure, Spec, Style, axis, hover, layout, name_of, plain, styles
from gapsurvey.figures.lines import line_trace, price_axis
from gapsurvey.figures.rows import Row, row_figure
from gapsurvey.glossary import MEASURES
from gapsurvey.language import say, text
from gapsurvey.phrasing import per, percent, price, quantity, titled
from gapsurvey.report import Estimate, Report, Table

__all__ = ["four_prices"]

HEIGHT = 520
WIDTHS = {"solid": 2.6, "dash": 1.8}
CURVES = {"too_cheap": ("solid", "↘"), "cheap": ("dash", "↘"), "expensive": ("dash", "↗"), "too_expensive": ("solid", "↗")}
# Point: its short name, the curve that it lies on, and its marker.
POINTS = {
    "pmc": (text("lowest {price}"), "too_cheap", "triangle-right"),
    "opp": (text("optimal {price}"), "too_cheap", "circle"),
    "idp": (text("indifference {price}"), "cheap", "square"),
    "pme": (text("highest {price}"), "too_expensive", "triangle-left"),
}
CAPTION = text(
    "Share who find each price too cheap, cheap, expensive or too expensive; thin: not cheap, not expensive. Acceptable are the "
    "prices between the lowest and the highest point, shaded."
)


def four_prices(table: Table, report: Report) -> list[Figure]:
    """Per feature the four points of both sides, then each side's curves, then who would buy."""
    figures: list[Figure] = []
    for feature in dict.fromkeys(e.feature for e in table.estimates):
        mine = Table(table.method, table.view, table.title, tuple(table.pick(feature=feature)))
        found = [figure for figure in (_points(mine, report, feature),) if figure is not None]
        for audience, look in styles(report.study).items():
            if mine.pick(audience=audience, measure="psm_too_cheap"):
                found.append(_curves(mine, report, feature, audience, look))
        figures += [figure.about(feature) for figure in (*found, *_buyers(mine, report, feature))]
    return figures


def _points(table: Table, report: Report, feature: str) -> Figure | None:
    study, rows = report.study, []
    gaps = [e for name in POINTS for e in table.pick(measure=f"psm_{name}_gap")]
    for name in ("pmc", "opp", "idp", "pme"):
        measure = f"psm_{name}"
        found = tuple(e for e in table.pick(measure=measure) if e.value is not None)
        written = [quantity(MEASURES[e.measure], e.value, study.currency) for e in gaps if e.measure == f"{measure}_gap"]
        if found:
            rows.append(Row(MEASURES[measure].label, " / ".join(written), found))
    if not rows:
        return None
    label = name_of(study, feature)
    title = say("{feature}: acceptable prices {per_period}", feature=label, per_period=per(study.period))
    said = [f"{study.label(e.audience)} {price(e.value or 0.0, study.currency)}" for e in rows[-1].estimates]
    alt = say("{title}: highest acceptable price, {amounts}.", title=title, amounts=", ".join(said))
    caption = (
        say(
            "In {currency} {per_period}, with 95% intervals; gap = belief − customers’ price; positive: believers overestimate.",
            currency=study.currency,
            per_period=per(study.period),
        )
        if gaps
        else say("In {currency}, with 95% intervals.", currency=study.currency)
    )
    return row_figure(study, f"{feature}-points", title, caption, alt, rows, linked=True, beside=gaps)


def _curves(table: Table, report: Report, feature: str, audience: str, look: Style) -> Figure:
    study, label = report.study, name_of(report.study, feature)
    curves = {name: table.pick(measure=f"psm_{name}", audience=audience) for name in CURVES}
    points = {name: e for name in POINTS if (e := table.one(measure=f"psm_{name}", audience=audience)) is not None}
    data = [_against(curves[name]) for name in ("cheap", "expensive")]
    for name, (dash, way) in CURVES.items():
        called = f"{MEASURES[f'psm_{name}'].label} {way}"
        data.append(line_trace(study, curves[name], look, name=called, width=WIDTHS[dash], dash=dash))
    data += [_marked(report, label, look, name, curves, e) for name, e in points.items()]
    title = say("{feature}: what {audience} find cheap and expensive", feature=label, audience=study.label(audience))
    spec: Spec = {
        "data": data,
        "layout": layout(
            plain(title), plain(str(CAPTION)), HEIGHT,
            price_axis(study, [e for curve in curves.values() for e in curve]),
            axis(percent, 0.0, 1.0, automargin=True),
            shapes=_range(points, look),
        ),
    }  # fmt: skip
    low, high = (points[name].value if name in points else None for name in ("pmc", "pme"))
    told = {"audience": titled(study.label(audience)), "feature": label}
    if low is None or high is None:
        alt = say("{audience} on {feature}: curves of too cheap, cheap, expensive and too expensive; acceptable prices.", **told)
    else:
        alt = say(
            "{audience} on {feature}: curves of too cheap, cheap, expensive and too expensive; acceptable prices, from {low} to "
            "{high}.",
            low=price(low, study.currency),
            high=price(high, study.currency),
            **told,
        )
    shown = tuple(e for name in CURVES for e in curves[name])
    return Figure(f"{feature}-{audience}", title, alt, spec, HEIGHT, (*shown, *_narrower(table, audience)), str(CAPTION))


def _narrower(table: Table, audience: str) -> Iterator[Estimate]:
    for measure in ("psm_sound", "psm_pmc_narrower", "psm_pme_narrower"):
        yield from table.pick(measure=measure, audience=audience)


def _against(curve: list[Estimate]) -> Spec:
    """The share that does not say so, thin and grey: the two outer points lie on it."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [e.at for e in curve],
        "y": [None if e.value is None else 1 - e.value for e in curve],
        "line": {"color": SOFT, "width": 1, "dash": "dot"},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _marked(report: Report, label: str, look: Style, name: str, curves: dict[str, list[Estimate]], point: Estimate) -> Spec:
    """A point on its curve, its price in the legend, where no two of them can lie on one another."""
    study = report.study
    word, curve, symbol = POINTS[name]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": word.said(price=price(point.value or 0.0, study.currency)),
        "x": [point.value],
        "y": [next((e.value for e in curves[curve] if e.at == point.value), None)],
        "marker": {"color": PAPER, "size": 11, "symbol": symbol, "line": {"color": look.colour, "width": 2.5}},
        "hovertext": [hover(study, point, label, study.label(point.audience))],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _range(points: dict[str, Estimate], look: Style) -> list[Spec]:
    """The acceptable prices, shaded."""
    if not {"pmc", "pme"} <= points.keys():
        return []
    return [
        {
            "type": "rect",
            "x0": points["pmc"].value,
            "x1": points["pme"].value,
            "y0": 0,
            "y1": 1,
            "yref": "paper",
            "line": {"width": 0},
            "fillcolor": LINE,
            "opacity": 0.35,
            "layer": "below",
        }
    ]


def _buyers(table: Table, report: Report, feature: str) -> Iterator[Figure]:
    """Expected buyers by price, both sides in one picture, their best prices marked."""
    study, label = report.study, name_of(report.study, feature)
    shown = table.pick(measure="nms_reach")
    if not shown:
        return
    looks = {audience: look for audience, look in styles(study).items() if any(e.audience == audience for e in shown)}
    data: list[Spec] = []
    best = []
    for audience, look in looks.items():
        curve = [e for e in shown if e.audience == audience]
        data.append(line_trace(study, curve, look, name=look.label, dash=look.dash))
        best += table.pick(measure="nms_revenue_price", audience=audience)
    title = say("{feature}: who would buy at each price", feature=label)
    caption = say(
        "Expected share of buyers, from what people say they would do at their own cheap and expensive prices. Dotted: the price "
        "with most revenue."
    )
    spec: Spec = {
        "data": data,
        "layout": layout(
            plain(title), plain(caption), HEIGHT, price_axis(study, shown),
            axis(percent, 0.0, max(e.high or e.value or 0.0 for e in shown) * 1.08 or 1.0, automargin=True),
            shapes=[
                {
                    "type": "line", "x0": e.value, "x1": e.value, "y0": 0, "y1": 1, "yref": "paper", "layer": "below",
                    "line": {"color": looks[e.audience].colour, "width": 1.5, "dash": "dot"},
                }
                for e in best
            ],
            annotations=[
                {
                    "text": plain(say("best {price}", price=price(e.value or 0.0, study.currency))), "x": e.value, "xref": "x",
                    "y": 1,
                    "yref": "paper", "yanchor": "top", "xanchor": "left", "xshift": 4, "yshift": -16 * i,
                    "font": {"size": 12, "color": looks[e.audience].colour},
                }
                for i, e in enumerate(best)
            ],
        ),
    }  # fmt: skip
    said = [
        say("{audience} most revenue at {price}", audience=study.label(e.audience), price=price(e.value or 0.0, study.currency))
        for e in best
    ]
    names = ("revenue", "reach_price", "revenue_price", "revenue_price_gap")
    beside = [e for name in names for e in table.pick(measure=f"nms_{name}")]
    alt = f"{title}: {', '.join(said)}."
    yield Figure(f"{feature}-buyers", title, alt, spec, HEIGHT, (*shown, *beside), caption)
