"""Versions of one offering: which one customers would choose, and how many the best sets reach."""

from __future__ import annotations

from collections.abc import Sequence

from gapsurvey.figures.chart import Figure, name_of
from gapsurvey.figures.rows import Row, row_figure
from gapsurvey.language import say
from gapsurvey.phrasing import percent
from gapsurvey.report import Estimate, Report, Table

__all__ = ["versions"]


def versions(table: Table, report: Report) -> list[Figure]:
    """First choices; and the sets, as the table has them: from the smallest to the largest, of each size the best first."""
    study = report.study
    people = study.label(study.customers)
    found = []
    choices = [e for e in table.pick(measure="first_choice") if e.value is not None]
    if choices:
        choices.sort(key=lambda e: -(e.value or 0.0))
        named = [(name_of(study, e.feature), e) for e in choices]
        caption = say("Share of {people} whose first choice each version is, with its 95% interval.", people=people)
        found.append(_rows(report, "first-choice", say("First choice"), caption, named, table.pick(measure="reach_only")))
    sets = [e for e in table.pick(measure="set_reach") if e.value is not None]
    if sets:
        beside = [e for e in table.estimates if e.measure in ("set_frequency", "set_best")]
        caption = say("Share of {people} who would take at least one version of the set, with its 95% interval.", people=people)
        found.append(_rows(report, "reach", say("Reach of sets of versions"), caption, [(e.segment, e) for e in sets], beside))
    return found


def _rows(
    report: Report, key: str, title: str, caption: str, shown: Sequence[tuple[str, Estimate]], beside: Sequence[Estimate]
) -> Figure:
    rows = [Row(label, percent(e.value or 0.0), (e,)) for label, e in shown]
    most = max(rows, key=lambda row: row.estimates[0].value or 0.0)
    alt = say("{title}: most for {version}, {share}.", title=title, version=most.label, share=most.note)
    return row_figure(report.study, key, title, caption, alt, rows, span=(0.0, 1.0), beside=beside)
