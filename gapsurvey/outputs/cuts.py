"""The published groups of an audience, and what its table holds of each: a feature's comparison, and who would pay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from gapsurvey.glossary import FLAGS, MEASURES
from gapsurvey.headline import main_gap
from gapsurvey.language import say
from gapsurvey.outputs.others import look
from gapsurvey.outputs.screen import Line, paid_for, paying, reading, told
from gapsurvey.phrasing import count, interval, quantity, titled
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
    """One group's comparison of a feature, and who of it would pay.

    base: how many of the group answered, "" where the report does not say; paid_marks: of the flags of who would pay.
    """

    cut: Cut
    line: Line
    base: str
    paid_marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeatureCuts:
    """A feature's gap group by group.

    look: of the believers whose belief it holds against the answer; paid: the heading over who would pay, "" where no group's
    is told.
    """

    title: str
    look: str
    lines: tuple[CutLine, ...]
    paid: str = ""


def cuttings(report: Report) -> tuple[Cutting, ...]:
    """Every segmentation that has a published group of which anything is told; customers' before believers'."""
    found: list[Cutting] = []
    number = 0
    for table in sorted(report.tables_of("segments"), key=lambda table: table.of != report.study.customers):
        cells = dict.fromkeys(e.segment for e in table.estimates if e.segment and e.feature)
        cuts = tuple(Cut(number + i, f"{table.of}/{table.by}/{cell}", cell) for i, cell in enumerate(cells))
        number += len(cuts)
        if cuts:
            found.append(Cutting(table, cuts, _indexed(table.estimates)))
    return tuple(found)


def feature_cuts(report: Report, feature: str, cut_by: Sequence[Cutting]) -> tuple[FeatureCuts, ...]:
    """The comparison that the feature's headline speaks of, in every published group; groups that hide it are not there.

    Beside it who of the group would pay, at the price that everybody's is told at.
    """
    main, paid = main_gap(report.study, feature, list(report.tables)), paying(report, feature)
    whole = _indexed([e for table in report.tables_of("gap") for e in table.estimates if e.feature == feature])
    found = []
    for cutting in cut_by:
        compared = {cut: _line(report, main, cutting, cut, whole) for cut in cutting.cuts} if main else {}
        lines = [line for cut in cutting.cuts if (line := _paid(report, paid, cutting, cut, compared.get(cut)))]
        of_customers = cutting.table.of == report.study.customers
        believers = (main.audience if main else report.study.believers[0]) if of_customers else cutting.table.of
        if lines:
            heading = next((_heading(each.line) for each in lines if each.line.pay), "")
            found.append(FeatureCuts(cutting.table.title, look(report.study, believers), tuple(lines), heading))
    return tuple(found)


def _paid(report: Report, whole: Estimate | None, cutting: Cutting, cut: Cut, compared: CutLine | None) -> CutLine | None:
    """The group's line with who of it would pay, one without a comparison where it has none; None where nothing is told."""
    if whole is None:
        return compared
    paid = cutting.estimates.get((whole.feature, whole.measure, whole.audience, cut.label, whole.at))
    if paid is None:
        return compared
    base = count(paid.n) if paid.n is not None else ""
    known = compared or CutLine(cut, Line(whole.feature, cut.label, "", "dash", "soft"), base)
    return replace(known, line=paid_for(report, known.line, paid), paid_marks=tuple(FLAGS[flag][0] for flag in paid.flag.split()))


def _heading(line: Line) -> str:
    if line.wanted:
        return titled(say("want it and would pay {price}", price=line.pay_price))
    return titled(say("would pay {price}", price=line.pay_price))


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
