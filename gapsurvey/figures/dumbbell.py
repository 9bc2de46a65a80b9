"""Belief against answer, per question: dumbbells for shares, distance from zero for estimates, from ½ for ratings."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gapsurvey.figures.chart import SIGN, Figure, asked_about, name_of
from gapsurvey.figures.rows import Row, row_figure
from gapsurvey.glossary import ASKS, MEASURES
from gapsurvey.phrasing import percent, points, price, quantity
from gapsurvey.report import Estimate, Report, Table
from gapsurvey.study import Study

__all__ = ["dumbbells"]


def dumbbells(table: Table, report: Report) -> list[Figure]:
    """Up to four figures per thing asked: shares, calibration errors, θ, and top-2-box with bottom-2-box in its table."""
    found = []
    for ask in ASKS.values():
        about, name = asked_about(report.study, ask), ask.name
        found += [
            _shares(table, report, name, about),
            _errors(table, report, name, about),
            _thetas(table, report, name, about),
            _shares(table, report, f"{name}_top2", f"{about}: top-2-box", (f"{name}_bottom2", f"{name}_bottom2_gap")),
        ]
    return [figure for figure in found if figure]


def _label(study: Study, gap: Estimate) -> str:
    """The feature; its price where the question named one; the believers where there are several audiences of them."""
    parts = [name_of(study, gap.feature)]
    if gap.at is not None:
        parts.append(f"at {price(gap.at, study.currency)}")
    if len(study.believers) > 1:
        parts.append(f"· {study.label(gap.audience)}")
    return " ".join(parts)


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
    study, rows, gaps = report.study, [], []
    for gap in _widest(table.pick(measure=measure + "_gap", segment="")):
        answer = table.one(feature=gap.feature, measure=measure, audience=gap.against, at=gap.at, segment="")
        belief = table.one(feature=gap.feature, measure=measure, audience=gap.audience, at=gap.at, segment="")
        if answer and belief and gap.value is not None:
            gaps.append(gap)
            rows.append(Row(_label(study, gap), points(gap.value), (answer, belief)))
    if not rows:
        return None
    widest = max(rows, key=lambda row: abs((row.estimates[1].value or 0.0) - (row.estimates[0].value or 0.0)))
    answer, belief = widest.estimates
    alt = (
        f"{title}: of {len(rows)} the widest gap is {widest.note}, on {widest.label}, where {study.label(belief.audience)} "
        f"stand at {percent(belief.value or 0.0)} and {study.label(answer.audience)} at {percent(answer.value or 0.0)}."
    )
    caption = f"Share of each audience with its 95% interval; {SIGN}."
    return row_figure(
        study,
        measure.replace("_", "-"),
        title,
        caption,
        alt,
        rows,
        span=(0.0, 1.0),
        linked=True,
        beside=[*gaps, *_beside(table, measure + "_gap"), *(e for e in table.estimates if e.measure in further)],
    )


def _errors(table: Table, report: Report, asks: str, label: str) -> Figure | None:
    measure = f"{asks}_estimate_gap"
    return _distances(
        table,
        report,
        measure,
        f"{label}: calibration error of the believed share",
        "Believed share − customers’ actual share, in percentage points, with its 95% interval; the grey band is too small to "
        "matter. Zero is true here: perfectly informed believers have no error. Hollow: cannot tell.",
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
        f"{label}: who rates it higher",
        "Chance θ that a random believer rates it higher than a random customer, with its 95% interval. ½ is agreement; above "
        "it, believers overestimate; the grey band is too small to matter. Hollow: cannot tell.",
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
    alt = f"{title}: from {rows[0].label} at {rows[0].note} to {rows[-1].label} at {rows[-1].note}."
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
