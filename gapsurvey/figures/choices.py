"""What people chose: worth, utility and share of each alternative, and best–worst scores, a row each."""

from __future__ import annotations

from gapsurvey.figures.chart import Figure, asked_about, name_of
from gapsurvey.figures.rows import Row, first_row, row_figure
from gapsurvey.glossary import ASKS, MEASURES
from gapsurvey.language import say, text
from gapsurvey.phrasing import joined, quantity
from gapsurvey.report import Report, Table

__all__ = ["choices"]

CAPTIONS = {
    "choice_worth": text("Against the level that its attribute’s features are measured from, with 95% intervals."),
    "choice_share": text("If all these offers competed, with 95% intervals; no market share."),
}
SCORE = text("(Times best − times worst) ÷ times shown, with 95% intervals. 0: as often best as worst.")
SIGNED = text("At the right the gap = belief − customers’ answer; positive: believers overestimate.")


def choices(table: Table, report: Report) -> list[Figure]:
    """A figure per kind of number that has an interval and can be compared between audiences."""
    figures = [_figure(table, report, measure, MEASURES[measure].label, str(caption)) for measure, caption in CAPTIONS.items()]
    figures += [
        _figure(
            table,
            report,
            f"{ask.name}_best_worst",
            say("{asked}: best–worst score", asked=asked_about(report.study, ask)),
            str(SCORE),
        )
        for ask in ASKS.values()
    ]
    return [figure for figure in figures if figure]


def _figure(table: Table, report: Report, measure: str, title: str, caption: str) -> Figure | None:
    study = report.study
    found = [e for e in table.pick(measure=measure) if e.value is not None]
    if not found:
        return None
    gaps = table.pick(measure=f"{measure}_gap")
    rows = []
    first = {(e.feature, e.segment): e.value or 0.0 for e in reversed(found)}  # customers come first: theirs orders the rows
    for feature, segment in sorted(first, key=lambda place: -first[place]):
        mine = tuple(e for e in found if (e.feature, e.segment) == (feature, segment))
        mine_gaps = [g for g in gaps if (g.feature, g.segment) == (feature, segment)]
        written = [quantity(MEASURES[g.measure], g.value, study.currency) for g in mine_gaps]
        rows.append(Row(segment or name_of(study, feature), " / ".join(written), mine))
    said = [f"{study.label(e.audience)} {quantity(MEASURES[measure], e.value, study.currency)}" for e in rows[0].estimates]
    alt = first_row(title, rows[0], joined(said))
    caption = f"{caption} {SIGNED}" if gaps else caption
    share = MEASURES[measure].unit == "share"
    return row_figure(
        study, measure.replace("_", "-"), title, caption, alt, rows, span=(0.0, 1.0) if share else None,
        reference=None if share else 0.0, linked=True, beside=gaps,
    )  # fmt: skip
