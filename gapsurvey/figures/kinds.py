"""Kinds of customers: how many are of each, what each answers, and how far belief is from each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from gapsurvey.figures.chart import COLOURS, SIGN, Figure, hover, name_of, plain
from gapsurvey.figures.heatmap import Heatmap, marked
from gapsurvey.figures.rows import Row, row_figure
from gapsurvey.glossary import MEASURES, profiled
from gapsurvey.language import say
from gapsurvey.phrasing import bare_points, percent, quantity, titled
from gapsurvey.report import Estimate, Report, Table

__all__ = ["kinds"]

FOOT = 40  # pixels, of the kinds' letters below the cells
LIMIT = 0.5  # a gap as far from 0 has the full colour

Colours: TypeAlias = tuple[tuple[float, str], ...]


def kinds(table: Table, report: Report) -> list[Figure]:
    """The kinds' sizes; what each answers; and per audience of believers, the gap to each."""
    study = report.study
    sizes = [e for e in table.pick(measure="kind_share") if e.value is not None]
    figures = [_sizes(table, report, sizes)] if sizes else []
    cool, surface, warm = (COLOURS[name][0] for name in ("cool", "surface", "warm"))
    for measure in dict.fromkeys(e.measure for e in table.estimates if e.measure != "kind_share"):
        for audience in study.audiences:
            cells = [e for e in table.pick(measure=measure, audience=audience) if e.value is not None and e.segment]
            if not cells:
                continue
            if measure.endswith("_gap"):
                key, title = (
                    f"{measure.replace('_', '-')}-{audience}",
                    say("Belief of {believers} against each kind", believers=study.label(audience)),
                )
                caption = say("{sign}. Bold: over or under; in brackets: cannot tell.", sign=titled(str(SIGN)))
                scale = ((-LIMIT, cool), (0.0, surface), (LIMIT, warm))
                figures.append(_heatmap(report, cells, key, title, caption, _gap_text, scale))
            else:
                key, title = measure.replace("_", "-"), say("What each kind answers")
                caption = say("{measure}: share of each kind.", measure=profiled(measure))
                figures.append(_heatmap(report, cells, key, title, caption, _share_text, ((0.0, surface), (1.0, cool))))
    return figures


def _sizes(table: Table, report: Report, sizes: Sequence[Estimate]) -> Figure:
    rows = [Row(e.segment, percent(e.value or 0.0), (e,)) for e in sizes]
    alt = f"{table.title}: " + "; ".join(f"{row.label}, {row.note}" for row in rows) + "."
    people = report.study.label(report.study.customers)
    caption = say("Share of {people} of each kind, with its 95% interval.", people=people)
    return row_figure(report.study, "sizes", table.title, caption, alt, rows, span=(0.0, 1.0))


def _share_text(cell: Estimate) -> str:
    return percent(cell.value or 0.0)


def _gap_text(cell: Estimate) -> str:
    return marked(bare_points(cell.value or 0.0), cell)


def _heatmap(
    report: Report,
    cells: Sequence[Estimate],
    key: str,
    title: str,
    caption: str,
    text: Callable[[Estimate], str],
    scale: Colours,
) -> Figure:
    """Features down, kinds across, each number printed on its colour."""
    study = report.study
    features, names = list(dict.fromkeys(e.feature for e in cells)), list(dict.fromkeys(e.segment for e in cells))
    found = {(e.feature, e.segment): e for e in cells}
    grid = [[found.get((feature, name)) for name in names] for feature in features]
    caption = f"{caption} {'; '.join(names)}."
    heatmap = Heatmap(
        rows=[name_of(study, feature) for feature in features],
        columns=[plain(name.partition(":")[0]) for name in names],
        values=[[e.value if e else None for e in row] for row in grid],
        texts=[[text(e) if e else "" for e in row] for row in grid],
        hovers=[[hover(study, e, name_of(study, e.feature), e.segment) if e else "" for e in row] for row in grid],
        scale=scale,
        foot=FOOT,
    )
    spec, height = heatmap.drawn(title, caption)
    widest = max(cells, key=lambda e: abs(e.value or 0.0))
    told = quantity(MEASURES[widest.measure], widest.value, study.currency)
    alt = say(
        "{title}: most for {feature} in {segment}, {value}.",
        title=title, feature=name_of(study, widest.feature), segment=widest.segment, value=told,
    )  # fmt: skip
    return Figure(key, title, alt, spec, height, tuple(cells), caption)
