"""Willingness to pay: the share that would pay each price, with and without a distribution, and medians and means."""

from __future__ import annotations

from gapsurvey.figures.chart import Figure, Spec, Style, axis, hover, layout, name_of, plain, styles
from gapsurvey.figures.lines import asked_at, band_trace, line_trace, price_axis
from gapsurvey.figures.rows import Row, row_figure
from gapsurvey.glossary import MEASURES
from gapsurvey.language import say, text
from gapsurvey.phrasing import joined, per, percent, price, quantity
from gapsurvey.report import Estimate, Report, Table

__all__ = ["valuations"]

HEIGHT = 440
AMOUNTS = ("wtp_median", "wtp_mean", "wtp_lower_mean", "wtp_optimal_price")
CAPTION = text(
    "Share who would pay at least each price. Steps and markers assume nothing; the curve is the distribution that fits best, "
    "with its 95% interval. Believers’ curves: the share of them who say that customers would pay."
)


def valuations(table: Table, report: Report) -> list[Figure]:
    """Per feature the curves of all sides, then their medians and means."""
    figures = []
    for feature in dict.fromkeys(e.feature for e in table.estimates):
        mine = Table(table.method, table.view, table.title, tuple(table.pick(feature=feature, segment="")))
        figures += [f.about(feature) for f in (_curves(mine, report, feature), _amounts(mine, report, feature)) if f]
    return figures


def _curves(table: Table, report: Report, feature: str) -> Figure | None:
    study, label = report.study, name_of(report.study, feature)
    data: list[Spec] = []
    shown: list[Estimate] = []
    for audience, look in styles(study).items():
        steps = [e for e in table.pick(measure="wtp_share", audience=audience) if e.at is not None]
        fitted = [e for e in table.pick(measure="wtp_fitted", audience=audience) if e.at is not None]
        if fitted:
            data += [band_trace(fitted, look), line_trace(study, fitted, look, name=look.label, dash=look.dash)]
        if steps:
            data.append(_steps(report, steps, label, look, named=not fitted))
        shown += [*steps, *table.pick(measure="wtp_revenue", audience=audience), *fitted]
    if not data:
        return None
    title = say("{feature}: who would pay how much", feature=label)
    spec: Spec = {
        "data": data,
        "layout": layout(
            plain(title), plain(str(CAPTION)), HEIGHT, price_axis(study, shown), axis(percent, 0.0, 1.0, automargin=True)
        ),
    }
    said = [
        f"{study.label(e.audience)} {price(e.value, study.currency)}"
        for e in table.pick(measure="wtp_median")
        if e.value is not None
    ]
    alt = (
        say("{feature}: share who would pay at least each price; half would pay: {amounts}.", feature=label, amounts=joined(said))
        if said
        else say("{feature}: share who would pay at least each price.", feature=label)
    )
    return Figure(f"{feature}-curves", title, alt, spec, HEIGHT, tuple(shown), str(CAPTION))


def _steps(report: Report, points: list[Estimate], label: str, look: Style, *, named: bool) -> Spec:
    """The shares at the prices asked, with their intervals; what lies between two prices counts as the dearer one."""
    study = report.study
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": look.label,
        "showlegend": named,
        "x": [e.at for e in points],
        "y": [e.value for e in points],
        "line": {"color": look.colour, "width": 1, "dash": "dot", "shape": "vh"},
        "marker": {"color": look.colour, "size": 8, "symbol": look.symbol},
        "error_y": {
            "type": "data",
            "symmetric": False,
            "color": look.colour,
            "thickness": 1,
            "width": 3,
            "array": [(e.high or 0.0) - (e.value or 0.0) for e in points],
            "arrayminus": [(e.value or 0.0) - (e.low or 0.0) for e in points],
        },
        "hovertext": [hover(study, e, label, asked_at(study, e)) for e in points],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _amounts(table: Table, report: Report, feature: str) -> Figure | None:
    study, rows, beside = report.study, [], []
    for measure in AMOUNTS:
        found = tuple(e for e in table.pick(measure=measure) if e.value is not None)
        gaps = table.pick(measure=f"{measure}_gap")
        written = [quantity(MEASURES[gap.measure], gap.value, study.currency) for gap in gaps]
        beside += gaps
        if found:
            rows.append(Row(MEASURES[measure].label, " / ".join(written), found))
    if not rows:
        return None
    label = name_of(study, feature)
    title = say("{feature}: what it is worth {per_period}", feature=label, per_period=per(study.period))
    said = [f"{study.label(e.audience)} {price(e.value or 0.0, study.currency)}" for e in rows[0].estimates]
    alt = f"{title}: {rows[0].label}, {joined(said)}."
    unit = {"currency": study.currency, "per_period": per(study.period)}
    caption = (
        say(
            "In {currency} {per_period}, with 95% intervals; gap = belief − customers’; positive: believers overestimate.", **unit
        )
        if beside
        else say("In {currency} {per_period}, with 95% intervals.", **unit)
    )
    return row_figure(study, f"{feature}-amounts", title, caption, alt, rows, linked=True, beside=beside)
