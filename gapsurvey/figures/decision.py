"""What each feature would earn, under customers' answers and as believed."""

from __future__ import annotations

from gapsurvey.figures.chart import Figure, name_of
from gapsurvey.figures.rows import Row, row_figure
from gapsurvey.language import say
from gapsurvey.phrasing import joined, money, per, periods, probability
from gapsurvey.report import Estimate, Report, Table

__all__ = ["decisions"]

BESIDE = ("contribution_probability", "break_even_take", "value_at_stake", "flip_take", "flip_launch", "flip_unit_cost",
          "flip_price")  # fmt: skip


def decisions(table: Table, report: Report) -> list[Figure]:
    """One figure: contribution per feature around zero, and the chance that it pays off."""
    study, rows = report.study, []
    shown = [
        e
        for e in table.estimates
        if e.measure in ("contribution", "contribution_believed") and not e.segment and e.value is not None
    ]
    for feature in dict.fromkeys(e.feature for e in shown):
        chance = table.one(feature=feature, measure="contribution_probability", segment="")
        note = say("pays off: {chance}", chance=probability(chance.value)) if chance and chance.value is not None else ""
        rows.append(Row(name_of(study, feature), note, tuple(_own(e, study.customers) for e in shown if e.feature == feature)))
    if not rows:
        return []
    said = [f"{row.label} {money(e.value or 0.0, study.currency, compact=True)}" for row in rows for e in row.estimates[:1]]
    title = (
        say("Contribution over {periods}", periods=periods(study.horizon, study.period))
        if study.horizon
        else say("Contribution {per_period}", per_period=per(study.period))
    )
    caption = say(
        "In {currency}, undiscounted, with 95% intervals, and the chance that it pays off. Under customers’ answers, and as it "
        "would be if the believers were right.",
        currency=study.currency,
    )
    beside = [e for e in table.estimates if e.measure in BESIDE]
    return [
        row_figure(
            study,
            "contribution",
            title,
            caption,
            say("{title} under customers’ answers: {amounts}.", title=title, amounts=joined(said)),
            rows,
            reference=0.0,
            beside=beside,
        )
    ]


def _own(estimate: Estimate, customers: str) -> Estimate:
    """A contribution that names no audience is that of the customers' answers."""
    from dataclasses import replace

    return estimate if estimate.audience else replace(estimate, audience=customers)
