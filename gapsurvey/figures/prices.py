"""What customers would pay and what believers say they would: mean and best price, and how sure the best price is."""

from __future__ import annotations

from gapsurvey.figures.chart import Figure, Spec, Style, axis, hover, layout, name_of, plain, styles
from gapsurvey.figures.lines import asked_at
from gapsurvey.figures.rows import Row, first_row, row_figure
from gapsurvey.glossary import MEASURES
from gapsurvey.language import say, text
from gapsurvey.phrasing import joined, per, percent, price, quantity
from gapsurvey.report import Estimate, Report, Table

__all__ = ["prices"]

TITLES = {
    "mean_price": text("Mean price accepted {per_period}"),
    "median_price": text("Median price accepted {per_period}"),
    "optimal_price": text("Revenue-maximising price {per_period}"),
    "profit_price": text("Profit-maximising price {per_period}"),
}
HEIGHT = 280


def prices(table: Table, report: Report) -> list[Figure]:
    """A dumbbell figure per kind of price, then per feature the chance of each tested price to be the best."""
    kinds = [
        _prices(table, report, measure, title.said(per_period=per(report.study.period))) for measure, title in TITLES.items()
    ]
    features = dict.fromkeys(e.feature for e in table.pick(measure="optimal_price_probability", segment=""))
    return [figure for figure in kinds if figure] + [_chances(table, report, f).about(f) for f in features]


def _prices(table: Table, report: Report, measure: str, title: str) -> Figure | None:
    study, rows = report.study, []
    found = [e for e in table.pick(measure=measure, segment="") if e.value is not None]
    gaps = table.pick(measure=measure + "_gap", segment="")
    for feature in dict.fromkeys(e.feature for e in found):
        mine = tuple(e for e in found if e.feature == feature)
        written = [quantity(MEASURES[gap.measure], gap.value, study.currency) for gap in gaps if gap.feature == feature]
        rows.append(Row(name_of(study, feature), " / ".join(written), mine))
    if not rows:
        return None
    said = [f"{study.label(e.audience)} {price(e.value or 0.0, study.currency)}" for e in rows[0].estimates]
    alt = first_row(title, rows[0], joined(said))
    unit = {"currency": study.currency, "per_period": per(study.period)}
    caption = (
        say(
            "In {currency} {per_period}, with 95% intervals; gap = belief − customers’ price; positive: believers overestimate.",
            **unit,
        )
        if gaps
        else say("In {currency} {per_period}, with 95% intervals; none where resamples agree on one price.", **unit)
    )
    return row_figure(study, measure.replace("_", "-"), title, caption, alt, rows, linked=True, beside=gaps)


def _chances(table: Table, report: Report, feature: str) -> Figure:
    study, label = report.study, name_of(report.study, feature)
    found = table.pick(feature=feature, measure="optimal_price_probability", segment="")
    at = sorted({e.at for e in found if e.at is not None})
    title = say("{feature}: how sure the best price is", feature=label)
    caption = say("Share of resamples in which each tested price earns most.")
    spec: Spec = {
        "data": [
            _bars(report, look, label, [e for e in found if e.audience == audience]) for audience, look in styles(study).items()
        ],
        "layout": layout(
            plain(title),
            plain(caption),
            HEIGHT,
            {
                "type": "category",
                "categoryarray": [price(x, study.currency) for x in at],
                "categoryorder": "array",
                "fixedrange": True,
            },
            axis(percent, 0.0, 1.0, automargin=True),
            barmode="group",
            bargap=0.3,
        ),
    }
    spec["data"] = [trace for trace in spec["data"] if trace["x"]]
    best = max(found, key=lambda e: e.value or 0.0)
    alt = say(
        "{feature}: the price most surely best is {price} by what {audience} say, in {share} of resamples.",
        feature=label, price=price(best.at or 0.0, study.currency), audience=study.label(best.audience),
        share=percent(best.value or 0.0),
    )  # fmt: skip
    return Figure(f"chance-{feature}", title, alt, spec, HEIGHT, tuple(found), caption)


def _bars(report: Report, look: Style, label: str, found: list[Estimate]) -> Spec:
    currency = report.study.currency
    return {
        "type": "bar",
        "name": look.label,
        "x": [price(e.at or 0.0, currency) for e in found],
        "y": [e.value for e in found],
        "marker": {"color": look.colour},
        "hovertext": [hover(report.study, e, label, asked_at(report.study, e)) for e in found],
        "hoverinfo": "text",
    }
