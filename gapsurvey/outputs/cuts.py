"""The published groups of an audience, and what a feature's comparison is in each: nothing here that its table does not hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from gapsurvey.glossary import FLAGS, MEASURES
from gapsurvey.headline import main_gap
from gapsurvey.outputs.others import look
from gapsurvey.outputs.screen import Line, reading, told
from gapsurvey.phrasing import count, interval, quantity
from gapsurvey.report import Estimate, Report, Table

__all__ = ["Cut", "CutLine", "Cutting", "FeatureCuts", "cuttings", "feature_cuts"]

Key = tuple[str, str, str, str, float | None]


@dataclass(frozen=True, slots=True)
class Cut:
    """A group: its number on the page, its name in the address, and the name that it goes by."""

    number: int
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Cutting:
    """An audience cut by one question, its groups in the order of its table, and its estimates by what they are about."""

    table: Table
    cuts: tuple[Cut, ...]
    estimates: Mapping[Key, Estimate]


@dataclass(frozen=True, slots=True)
class CutLine:
    """One group's comparison of a feature. base: how many of the group answered, "" where the report does not say."""

    cut: Cut
    line: Line
    base: str


@dataclass(frozen=True, slots=True)
class FeatureCuts:
    """A feature's gap group by group; look: of the believers whose belief it holds against the answer."""

    title: str
    look: str
    lines: tuple[CutLine, ...]


def cuttings(report: Report) -> tuple[Cutting, ...]:
    """Every segmentation that has a published group in which anything is compared; customers' before believers'."""
    found: list[Cutting] = []
    number = 0
    for table in sorted(report.tables_of("segments"), key=lambda table: table.of != report.study.customers):
        cells = dict.fromkeys(e.segment for e in table.estimates if e.segment and e.feature and e.against)
        cuts = tuple(Cut(number + i, f"{table.of}/{table.by}/{cell}", cell) for i, cell in enumerate(cells))
        number += len(cuts)
        if cuts:
            found.append(Cutting(table, cuts, _indexed(table.estimates)))
    return tuple(found)


def feature_cuts(report: Report, feature: str, cut_by: Sequence[Cutting]) -> tuple[FeatureCuts, ...]:
    """The comparison that the feature's headline speaks of, in every published group; groups that hide it are not there."""
    main = main_gap(report.study, feature, list(report.tables))
    if main is None:
        return ()
    whole = _indexed([e for table in report.tables_of("gap") for e in table.estimates if e.feature == feature])
    found = []
    for cutting in cut_by:
        lines = [line for cut in cutting.cuts if (line := _line(report, main, cutting, cut, whole))]
        believers = main.audience if cutting.table.of == report.study.customers else cutting.table.of
        if lines:
            found.append(FeatureCuts(cutting.table.title, look(report.study, believers), tuple(lines)))
    return tuple(found)


def _indexed(estimates: Sequence[Estimate]) -> Mapping[Key, Estimate]:
    index: dict[Key, Estimate] = {}
    for e in estimates:
        index.setdefault((e.feature, e.measure, e.audience, e.segment, e.at), e)
    return index


def _line(report: Report, main: Estimate, cutting: Cutting, cut: Cut, whole: Mapping[Key, Estimate]) -> CutLine | None:
    """The group beside the whole of the other side."""
    study, of = report.study, cutting.table.of
    believers = main.audience if of == study.customers else of
    believed = main.measure.removesuffix("_gap")

    def side(measure: str, audience: str) -> Estimate | None:
        index, segment = (cutting.estimates, cut.label) if audience == of else (whole, "")
        return index.get((main.feature, measure, audience, segment, main.at))

    gap = cutting.estimates.get((main.feature, main.measure, believers, cut.label, main.at))
    if gap is None or gap.value is None:
        return None
    answer, belief = side(believed.removesuffix("_estimate"), study.customers), side(believed, believers)
    line = Line(main.feature, cut.label, *reading(gap))
    if answer and belief and answer.value is not None and belief.value is not None:
        line = told(report, line, answer, belief, gap)
    else:
        line = _difference(report, line, gap)
    marks = tuple(dict.fromkeys(FLAGS[flag][0] for flag in gap.flag.split()))
    own = answer if of == study.customers else belief or gap
    return CutLine(cut, replace(line, marks=marks), count(own.n) if own and own.n is not None else "")


def _difference(report: Report, line: Line, gap: Estimate) -> Line:
    """The line where the report holds the difference alone: of ratings θ, of believed shares their error."""
    measure, currency = MEASURES[gap.measure], report.study.currency
    written = quantity(measure, gap.value, currency)
    between = interval(measure, gap.low, gap.high, currency)
    return replace(line, gap=f"θ {written}" if measure.unit == "theta" else written, gap_interval=between)
