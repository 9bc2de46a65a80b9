"""Whether each feature is really ahead of the next: leads from the top of the customers' order down, around zero."""

from __future__ import annotations

from gapsurvey.figures.chart import Figure, asked_about, name_of
from gapsurvey.figures.rows import Row, row_figure
from gapsurvey.glossary import ASKS, MEASURES, ORDERS
from gapsurvey.language import say, text
from gapsurvey.phrasing import quantity
from gapsurvey.report import Estimate, Report, Table
from gapsurvey.study import Study

__all__ = ["leads"]

CAPTION = text(
    "How far a feature is ahead of the next, with its 95% interval; left of zero, the next is ahead. Where the interval holds "
    "zero, the two may as well stand the other way round."
)


def leads(table: Table, report: Report) -> list[Figure]:
    """A figure per thing asked and kind of answer in the table: each feature against the one that comes next."""
    found = []
    for ask in ASKS.values():
        for by in ORDERS.values():
            measure = f"{ask.name}{by.stem}_lead"
            shown = [e for e in table.pick(measure=measure) if e.value is not None and e.than]
            if shown:
                title = say("{asked}: what is really ahead, by {order}", asked=asked_about(report.study, ask), order=by.label)
                tests = [e for e in table.estimates if e.measure.startswith(f"{measure}_p")]
                found.append(_figure(report.study, title, shown, tests))
    return found


def _figure(study: Study, title: str, shown: list[Estimate], tests: list[Estimate]) -> Figure:
    """Of each feature the first lead in the table is that over the next; every audience's is marked on its row."""
    steps = list({e.feature: e for e in reversed(shown)}.values())[::-1]
    known = MEASURES[steps[0].measure]
    rows = []
    for step in steps:
        mine = tuple(e for e in shown if (e.feature, e.than) == (step.feature, step.than))
        label = say("{ahead} over {behind}", ahead=name_of(study, step.feature), behind=name_of(study, step.than))
        rows.append(Row(label, quantity(known, mine[0].value, study.currency), mine))
    further = [*(e for e in shown if all(e not in row.estimates for row in rows)), *tests]
    unsure = sum(step.low is not None and step.low <= 0 for step in steps)
    alt = say(
        "{title}: {step}, {lead}; of {n} steps down the order, {unsure} are not certain.",
        title=title, step=rows[0].label, lead=rows[0].note, n=len(rows), unsure=unsure,
    )  # fmt: skip
    return row_figure(study, known.name.replace("_", "-"), title, str(CAPTION), alt, rows, reference=0.0, beside=further)
