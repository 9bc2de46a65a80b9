"""Belief against answer: dumbbells for shares, ranks and points, distance from zero for estimates, from ½ for ratings."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gapsurvey.figures.chart import SIGN, Figure, asked_about, name_of
from gapsurvey.figures.rows import Row, row_figure
from gapsurvey.glossary import ASKS, MEASURES
from gapsurvey.language import say
from gapsurvey.phrasing import points, price, priced, quantity
from gapsurvey.report import Estimate, Report, Table
from gapsurvey.study import Study

__all__ = ["dumbbells"]


def dumbbells(table: Table, report: Report) -> list[Figure]:
    """Per thing asked: shares, calibration errors, θ, the boxes of a rating, mean ranks, the boxes of a ranking, and points."""
    found = []
    for ask in ASKS.values():
        about, name = asked_about(report.study, ask), ask.name
        found += [
            _shares(table, report, name, about),
            _errors(table, report, name, about),
            _thetas(table, report, name, about),
            _shares(
                table, report, f"{name}_top2", say("{asked}: top-2-box", asked=about), (f"{name}_bottom2", f"{name}_bottom2_gap")
            ),
            _ranks(table, report, name, about),
            _shares(
                table, report, f"{name}_first", say("{asked}: ranked first", asked=about), (f"{name}_top3", f"{name}_top3_gap")
            ),
            _points(table, report, name, about),
        ]
    return [figure for figure in found if figure]


def _label(study: Study, gap: Estimate) -> str:
    """The feature; its price where the question named one; the believers where there are several audiences of them."""
    label = name_of(study, gap.feature)
    if gap.at is not None:
        label = priced(label, price(gap.at, study.currency))
    return f"{label} · {study.label(gap.audience)}" if len(study.believers) > 1 else label


def _widest(gaps: list[Estimate]) -> list[Estimate]:
    """Gaps from the greatest overestimate to the greatest underestimate of the first believers, the others' beside them."""
    first: dict[tuple[str, float | None], float] = {}
    for gap in gaps:
        first.setdefault((gap.feature, gap.at), gap.value or 0.0)
    places = list(first)
    return sorted(gaps, key=lambda gap: (-first[gap.feature, gap.at], places.index((gap.feature, gap.at))))


def _beside(table: Table, measure: str) -> list[Estimate]:
    """The estimates that belong to a gap's table and not to its picture: p, effect sizes, base to settle."""
    return [e for e in table.estimates if e.measure.startswith(measure + "_")]


def _shares(table: Table, report: Report, measure: str, title: str, further: Sequence[str] = ()) -> Figure | None:
    caption = say("Share of each audience with its 95% interval; {sign}.", sign=SIGN)
    return _dumbbell(table, report, measure, title, caption, span=(0.0, 1.0), further=further)


def _ranks(table: Table, report: Report, asks: str, label: str) -> Figure | None:
    caption = say(
        "Mean rank that each audience gives, with its 95% interval; 1 is first, and stands on the right. Gap = customers’ rank − "
        "belief; positive: believers overestimate."
    )
    measure, further = f"{asks}_rank", (f"{asks}_rank_theta",)
    last = max((e.high for e in table.pick(measure=measure) if e.high is not None), default=2.0)
    title = say("{asked}: mean rank", asked=label)
    return _dumbbell(table, report, measure, title, caption, span=(1.0, max(last, 2.0)), falling=True, further=further)


def _points(table: Table, report: Report, asks: str, label: str) -> Figure | None:
    measure = f"{asks}_allocation"
    caption = say("Mean share of the points that each audience gives, with its 95% interval; {sign}.", sign=SIGN)
    most = max((e.high for e in table.pick(measure=measure) if e.high is not None), default=1.0)
    title, further = say("{asked}: share of the points", asked=label), (f"{measure}_hedges_g",)
    return _dumbbell(table, report, measure, title, caption, span=(0.0, min(1.05 * most, 1.0)), further=further)


def _dumbbell(
    table: Table,
    report: Report,
    measure: str,
    title: str,
    caption: str,
    *,
    span: tuple[float, float] | None = None,
    falling: bool = False,
    further: Sequence[str] = (),
) -> Figure | None:
    """Both sides of every gap of a measure. further: measures whose numbers stand in the table alone."""
    study, rows, gaps = report.study, [], []
    for gap in _widest(table.pick(measure=measure + "_gap", segment="")):
        answer = table.one(feature=gap.feature, measure=measure, audience=gap.against, at=gap.at, segment="")
        belief = table.one(feature=gap.feature, measure=measure, audience=gap.audience, at=gap.at, segment="")
        if answer and belief and gap.value is not None:
            gaps.append(gap)
            rows.append(Row(_label(study, gap), quantity(MEASURES[gap.measure], gap.value, study.currency), (answer, belief)))
    if not rows:
        return None
    widest = max(rows, key=lambda row: abs((row.estimates[1].value or 0.0) - (row.estimates[0].value or 0.0)))
    (at, audience), (believed, who) = (
        (quantity(MEASURES[measure], e.value or 0.0, study.currency), study.label(e.audience)) for e in widest.estimates
    )
    alt = say(
        "{title}: of {n} the widest gap is {gap}, on {feature}, where {believers} stand at {belief} and {people} at {answer}.",
        title=title, n=len(rows), gap=widest.note, feature=widest.label, believers=who, belief=believed, people=audience,
        answer=at,
    )  # fmt: skip
    beside = [*gaps, *_beside(table, measure + "_gap"), *(e for e in table.estimates if e.measure in further)]
    key = measure.replace("_", "-")
    return row_figure(study, key, title, caption, alt, rows, span=span, linked=True, falling=falling, beside=beside)


def _errors(table: Table, report: Report, asks: str, label: str) -> Figure | None:
    measure = f"{asks}_estimate_gap"
    return _distances(
        table,
        report,
        measure,
        say("{asked}: calibration error of the believed share", asked=label),
        say(
            "Believed share − customers’ actual share, in percentage points, with its 95% interval; the grey band is too small "
            "to "
            "matter. Zero is true here: perfectly informed believers have no error. Hollow: cannot tell."
        ),
        0.0,
        report.study.thresholds.margin,
        lambda gap: points(gap.value or 0.0),
    )


def _thetas(table: Table, report: Report, asks: str, label: str) -> Figure | None:
    measure = f"{asks}_theta"
    return _distances(
        table,
        report,
        measure,
        say("{asked}: who rates it higher", asked=label),
        say(
            "Chance θ that a random believer rates it higher than a random customer, with its 95% interval. ½ is agreement; "
            "above "
            "it, believers overestimate; the grey band is too small to matter. Hollow: cannot tell."
        ),
        0.5,
        report.study.thresholds.rating_margin,
        lambda gap: quantity(MEASURES[measure], gap.value, report.study.currency),
    )


def _distances(
    table: Table,
    report: Report,
    measure: str,
    title: str,
    caption: str,
    zero: float,
    margin: float,
    write: Callable[[Estimate], str],
) -> Figure | None:
    gaps = _widest([e for e in table.pick(measure=measure, segment="") if e.value is not None])
    if not gaps:
        return None
    rows = [Row(_label(report.study, gap), write(gap), (gap,)) for gap in gaps]
    alt = say(
        "{title}: from {first} at {first_gap} to {last} at {last_gap}.",
        title=title,
        first=rows[0].label,
        first_gap=rows[0].note,
        last=rows[-1].label,
        last_gap=rows[-1].note,
    )
    asks = measure.split("_", maxsplit=1)[0]
    if measure.endswith("_theta"):
        related = [
            e for e in table.estimates if e.measure in (f"{asks}_mean", f"{asks}_mean_gap", f"{asks}_hedges_g", f"{asks}_cliff")
        ]
    else:
        places = {(gap.feature, gap.at) for gap in gaps}
        answered = [e for e in table.pick(measure=asks, audience=report.study.customers) if (e.feature, e.at) in places]
        related = [*answered, *(e for e in table.estimates if e.measure in (f"{asks}_estimate", f"{asks}_estimate_median"))]
    beside = [*related, *_beside(table, measure)]
    return row_figure(
        report.study, measure.replace("_", "-"), title, caption, alt, rows, reference=zero, margin=margin, beside=beside
    )
