"""Gaps per segment: one picture per believers, features down, cells across, colour for the gap and its number printed."""

from __future__ import annotations

from gapsurvey.figures.chart import COLOURS, SIGN, Figure, asked_about, hover, name_of
from gapsurvey.figures.heatmap import CELL, DOUBLE, Heatmap, feet, marked
from gapsurvey.figures.payers import payers
from gapsurvey.figures.readers import nearest
from gapsurvey.glossary import ASKS
from gapsurvey.language import say
from gapsurvey.phrasing import bare_points, decimal, points, titled
from gapsurvey.report import Estimate, Report, Table
from gapsurvey.study import Study

__all__ = ["segments"]

LIMIT = 0.5


def segments(table: Table, report: Report) -> list[Figure]:
    """Who reads customers best, a heatmap per thing asked and audience of believers, and which customers would pay.

    Heatmaps of gaps show shares, or else ratings; a suppressed cell is not there.
    """
    heatmaps: list[Figure] = []
    for kind in ("gap", "theta"):
        for ask in ASKS.values():
            for audience in report.study.believers:
                gaps = _gaps(table, f"{ask.name}_{kind}", audience)
                if gaps:
                    heatmaps.append(
                        _heatmap(table, report, gaps, asked_about(report.study, ask), f"{ask.name}-{kind}-{audience}")
                    )
        if heatmaps:
            break
    return [*nearest(table, report), *heatmaps, *payers(table, report)]


def _gaps(table: Table, measure: str, audience: str) -> list[Estimate]:
    return [e for e in table.pick(measure=measure, audience=audience) if e.segment and e.value is not None]


def _heatmap(table: Table, report: Report, gaps: list[Estimate], asked: str, key: str) -> Figure:
    study = report.study
    features, cells = list(dict.fromkeys(e.feature for e in gaps)), list(dict.fromkeys(e.segment for e in gaps))
    raw = {(e.feature, e.segment): e for e in gaps}
    pooled = {(e.feature, e.segment): e for e in _gaps(table, f"{gaps[0].measure}_pooled", gaps[0].audience)}
    found = raw | pooled
    grid = [[found.get((feature, cell)) for cell in cells] for feature in features]
    believers, of = study.label(gaps[0].audience), study.label(table.of) if table.of in study.audiences else table.of
    title = say("{asked}: gap by {segmentation} of {audience}", asked=asked, segmentation=table.by, audience=of)
    if len(study.believers) > 1 and table.of != gaps[0].audience:
        title = f"{title}, {believers}"
    rating = "_theta" in gaps[0].measure
    sign = (
        say("Chance θ that a random believer rates it higher than a random customer; above ½, believers overestimate")
        if rating
        else titled(str(SIGN))
    )
    apart = _told_apart(table, gaps[0].measure)
    caption = (
        say("{sign}. Large: pooled, small: as it is. Bold: over or under; in brackets: cannot tell. Blank: not shown.", sign=sign)
        if pooled
        else say("{sign}. As it is. Bold: over or under; in brackets: cannot tell. Blank: not shown.", sign=sign)
    )
    if apart:
        caption = f"{caption} {say('≠: groups differ by more than chance.')}"
    widest = max(found.values(), key=lambda e: abs(_distance(e)))
    alt = say(
        "{title}: widest for {feature} in {segment}, {gap}.",
        title=title, feature=name_of(study, widest.feature), segment=widest.segment, gap=_written(widest),
    )  # fmt: skip
    below = feet(cells)
    colours = [COLOURS[name][0] for name in ("cool", "surface", "warm")]
    heatmap = Heatmap(
        rows=[name_of(study, f) + (" ≠" if f in apart else "") for f in features],
        columns=below.names,
        values=[[_distance(e) if e else None for e in row] for row in grid],
        texts=[[_number(e, raw[e.feature, e.segment]) if e else "" for e in row] for row in grid],
        hovers=[[_hover(study, e, raw[e.feature, e.segment], f"{e.segment} ({of})") if e else "" for e in row] for row in grid],
        scale=tuple(zip((-LIMIT, 0.0, LIMIT), colours, strict=True)),
        foot=below.foot,
        cell=DOUBLE if pooled else CELL,
        angle=below.angle,
    )
    spec, height = heatmap.drawn(title, caption)
    shown = (gaps[0].measure, f"{gaps[0].measure}_pooled", gaps[0].measure.removesuffix("_gap"))
    of_cells = [e for e in table.estimates if e.measure in shown and e.segment]
    return Figure(key, title, alt, spec, height, tuple(of_cells), caption)


def _told_apart(table: Table, gap: str) -> set[str]:
    """The features on which the segments' own answers differ by more than chance."""
    own = gap.removesuffix("_gap") if gap.endswith("_gap") else gap.replace("_theta", "_mean")
    return {e.feature for e in table.pick(measure=f"{own}_q_p_adjusted") if e.flag == "told_apart"}


def _distance(gap: Estimate) -> float:
    """How far from agreement: a share's gap, or θ − ½."""
    return (gap.value or 0.0) - (0.5 if "_theta" in gap.measure else 0.0)


def _written(gap: Estimate) -> str:
    return decimal(gap.value or 0.0) if "_theta" in gap.measure else points(gap.value or 0.0)


def _bare(gap: Estimate) -> str:
    """The same without its unit."""
    return decimal(gap.value or 0.0) if "_theta" in gap.measure else bare_points(gap.value or 0.0)


def _number(gap: Estimate, raw: Estimate) -> str:
    """The gap as it stands in its cell, the raw one small below a pooled one; no text of the survey, so with Plotly's tags."""
    small = "" if raw is gap else f'<br><span style="font-size:10px">{_bare(raw)}</span>'
    return marked(_bare(gap), gap) + small


def _hover(study: Study, gap: Estimate, raw: Estimate, where: str) -> str:
    return hover(study, gap, name_of(study, gap.feature), where) + (
        "" if raw is gap else f"<br>{say('As it is: {gap}', gap=_written(raw))}"
    )
