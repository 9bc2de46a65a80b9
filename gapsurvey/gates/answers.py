"""What gates find in the answers: bases, margins of error, gaps, exclusions, coverage, and drift since an earlier wave."""

from __future__ import annotations

from collections.abc import Iterator

from gapsurvey.gates.gate import Found
from gapsurvey.glossary import ASKS, MEASURES
from gapsurvey.phrasing import price
from gapsurvey.report import Estimate, Report

__all__ = ["alignments", "bases", "coverage", "drift", "effective_bases", "excluded", "gap_margins", "gaps", "margins",
           "planned", "rank_gaps"]  # fmt: skip

_MIRRORED = tuple(ask for ask in ASKS if ask not in ("deliver", "sell"))  # what customers can be asked, too


def planned(report: Report, rows: list[Estimate]) -> list[Estimate]:
    """Of rows at several prices, per feature and audience that at the planned price, or at the next dearer one asked."""
    nearest: dict[tuple[str, str], Estimate] = {}
    for e in sorted(rows, key=lambda e: e.at or 0.0):
        planned_price = report.study.features[e.feature].price
        if planned_price is not None and e.at is not None and e.at >= planned_price:
            nearest.setdefault((e.feature, e.audience), e)
    return list(nearest.values())


def _compared(report: Report) -> list[Estimate]:
    """The gaps that the report judges, of audiences as a whole; those of take rates at the planned price."""
    judged = [e for table in report.tables_of("gap") for e in table.estimates if e.alignment and not e.segment]
    takes = [e for table in report.tables_of("demand") for e in table.pick(measure="take_gap", segment="")]
    return judged + planned(report, takes)


def _sides(report: Report) -> Iterator[Estimate]:
    """What stands on either side of the gaps that are compared, each once."""
    answers = {
        (e.feature, e.measure, e.audience, e.at): e
        for method in ("gap", "demand")
        for table in report.tables_of(method)
        for e in table.estimates
        if not e.segment
    }
    seen: set[Estimate] = set()
    for gap in _compared(report):
        of, _, kind = gap.measure.rpartition("_")
        stem = f"{of}_mean" if kind == "theta" else of
        answer = stem.removesuffix("_estimate")  # believers' guesses are held against the share itself
        for measure, audience in ((answer, gap.against), (stem, gap.audience)):
            side = answers.get((gap.feature, measure, audience, gap.at))
            if side is not None and side not in seen:
                seen.add(side)
                yield side


def _at(report: Report, e: Estimate) -> str:
    """Where an estimate stands, in words."""
    study = report.study
    at = "" if e.at is None else f" at {price(e.at, study.currency)}"
    return ", ".join((study.features[e.feature].label, study.label(e.audience), MEASURES[e.measure].label + at))


def bases(report: Report) -> Iterator[Found]:
    """People who answered, on either side of each comparison."""
    yield from (Found(e.n, e.feature, _at(report, e)) for e in _sides(report) if e.n is not None)


def effective_bases(report: Report) -> Iterator[Found]:
    """The same after what weights cost."""
    yield from (Found(e.n_effective, e.feature, _at(report, e)) for e in _sides(report) if e.n_effective is not None)


def _reach(report: Report, rows: Iterator[Estimate] | list[Estimate], unit: str) -> Iterator[Found]:
    for e in rows:
        if MEASURES[e.measure].unit == unit and e.value is not None and e.low is not None and e.high is not None:
            yield Found(max(e.high - e.value, e.value - e.low), e.feature, _at(report, e))


def margins(report: Report) -> Iterator[Found]:
    """How far the interval of each share reaches."""
    yield from _reach(report, _sides(report), "share")


def gap_margins(report: Report) -> Iterator[Found]:
    """How far the interval of each gap of shares reaches."""
    yield from _reach(report, _compared(report), "pp")


def gaps(report: Report) -> Iterator[Found]:
    """Sizes of gaps of shares, of believed shares and of shares of points."""
    for e in _compared(report):
        if MEASURES[e.measure].unit == "pp" and e.value is not None:
            yield Found(abs(e.value), e.feature, _at(report, e))


def rank_gaps(report: Report) -> Iterator[Found]:
    """Sizes of differences of mean ranks."""
    for e in _compared(report):
        if e.measure.endswith("_rank_gap") and e.value is not None:
            yield Found(abs(e.value), e.feature, _at(report, e))


def alignments(report: Report) -> Iterator[Found]:
    """How belief stands to the answer."""
    yield from (Found(e.alignment, e.feature, _at(report, e)) for e in _compared(report) if e.alignment)


def excluded(report: Report) -> Iterator[Found]:
    """Share of an audience's records that do not count; records of other audiences in the same file are not its own."""
    for source in report.provenance.sources:
        own = source.records - source.set_aside.get("other audience", 0)
        if own > 0:
            yield Found((own - source.kept + source.screened) / own, "", source.label)


def coverage(report: Report) -> Iterator[Found]:
    """Per audience of believers, the share of what it or customers were asked about features that is compared."""
    study = report.study
    for believers in study.believers:
        asked: dict[tuple[str, str], None] = {}
        for i, question in enumerate(study.questions):
            for audience in question.sources:
                if question.asks in _MIRRORED and audience in (study.customers, believers):
                    asked |= dict.fromkeys((feature, question.asks) for feature in study.asked(i, audience).features)
        compared = {
            (e.feature, e.measure.partition("_")[0] if e.measure.partition("_")[0] in ASKS else "pay")
            for table in report.tables
            if table.method not in ("waves", "decision")
            for e in table.estimates
            if (e.audience, e.against, e.segment) == (believers, study.customers, "") and e.value is not None
        }
        missing = [f"{study.features[f].label} ({ASKS[ask].label.lower()})" for f, ask in asked if (f, ask) not in compared]
        if asked:
            where = study.label(believers) + (f"; not compared: {', '.join(missing)}" if missing else "")
            yield Found(1 - len(missing) / len(asked), "", where)


def drift(report: Report) -> Iterator[Found]:
    """Sizes of changes of shares and of gaps of shares since the earlier wave."""
    for table in report.tables_of("waves"):
        for e in table.estimates:
            if e.measure.endswith("_change") and MEASURES[e.measure].unit == "pp" and e.value is not None:
                yield Found(abs(e.value), e.feature, _at(report, e))
