"""Believers against each other: every audience's belief on one line, beside the customers' answer."""

from __future__ import annotations

from gapsurvey.figures.chart import Figure, asked_about, name_of
from gapsurvey.figures.rows import Row, row_figure
from gapsurvey.glossary import ASKS, MEASURES
from gapsurvey.language import say, text
from gapsurvey.phrasing import joined, price, priced, quantity
from gapsurvey.report import Estimate, Report, Table
from gapsurvey.study import Study

__all__ = ["believers"]

# How a belief's measure goes on after what was asked, how the distance is called, and what the figure shows.
_SHOWN = (
    ("", "between_gap", text("{asked}: {believers}")),
    ("_estimate", "between_estimate_gap", text("{asked}: share believed by {believers}")),
    ("_rank", "between_rank_gap", text("{asked}: mean rank, by {believers}")),
    ("_allocation", "between_allocation_gap", text("{asked}: share of points, by {believers}")),
)


def believers(table: Table, report: Report) -> list[Figure]:
    """A figure per thing asked and kind of answer; ratings are compared in the table alone."""
    study = report.study
    who = joined([study.label(name) for name in study.believers])
    found = []
    for ask in ASKS.values():
        for stem, difference, named in _SHOWN:
            title = named.said(asked=asked_about(study, ask), believers=who)
            found.append(_figure(table, study, ask.name, stem, f"{ask.name}_{difference}", title))
    return [figure for figure in found if figure]


def _figure(table: Table, study: Study, ask: str, stem: str, difference: str, title: str) -> Figure | None:
    differences = table.pick(measure=difference)
    places = dict.fromkeys((e.feature, e.at) for e in differences)
    closer = f"{ask}{stem}_closer_gap"
    rows = []
    for feature, at in places:
        mine = [e for e in table.pick(feature=feature, measure=f"{ask}{stem}", at=at) if e.audience != study.customers]
        answer = table.one(
            feature=feature, measure=ask if stem == "_estimate" else f"{ask}{stem}", audience=study.customers, at=at
        )
        if mine and answer:
            name = name_of(study, feature)
            label = name if at is None else priced(name, price(at, study.currency))
            note = _note(study, table.pick(feature=feature, measure=closer, at=at), len(mine))
            rows.append(Row(label, note, (answer, *mine)))
    if not rows:
        return None
    unit = MEASURES[rows[0].estimates[-1].measure].unit
    span = (0.0, 1.0) if unit == "share" else None
    widest = max(differences, key=lambda e: abs(e.value or 0.0))
    apart = quantity(MEASURES[difference], widest.value, study.currency)
    alt = say(
        "{title}: the widest difference is {gap}, between {first} and {second}, on {feature}.",
        title=title,
        gap=apart,
        first=study.label(widest.audience),
        second=study.label(widest.against),
        feature=name_of(study, widest.feature),
    )
    caption = say("With 95% intervals. On the right, who is closer to customers than every other, where that can be told.")
    beside = [e for e in table.estimates if e.measure == closer or e.measure.startswith(difference)]
    key = f"{ask}{stem}-believers".replace("_", "-")
    return row_figure(study, key, title, caption, alt, rows, span=span, linked=True, beside=beside)


def _note(study: Study, closer: list[Estimate], audiences: int) -> str:
    """The audience that is closer to customers than each of the others, "" where none is for certain."""
    won = [e.audience if e.alignment == "closer" else e.against for e in closer if e.alignment in ("closer", "farther")]
    best = [name for name in study.believers if won.count(name) == audiences - 1]
    return say("{believers} closest", believers=study.label(best[0])) if best and audiences > 1 else ""
