"""What gates find about money: who would pay, whether it earns its cost, and what the report says to do."""

from __future__ import annotations

from collections.abc import Iterator

from gapsurvey.gates.answers import planned
from gapsurvey.gates.gate import Found
from gapsurvey.glossary import MEASURES
from gapsurvey.report import Report

__all__ = ["paying", "probabilities", "verdicts"]

_PAYING = ("want_and_pay", "take", "wtp_share")  # the first of these that a feature has is held


def paying(report: Report) -> Iterator[Found]:
    """Per feature with a price, the share of customers who would pay it; between two prices asked, the dearer one's."""
    study = report.study
    every = [e for table in report.tables for e in table.estimates if e.audience == study.customers and not e.segment]
    held: set[str] = set()
    for measure in _PAYING:
        for e in planned(report, [e for e in every if e.measure == measure and e.feature in study.features]):
            if e.feature not in held and e.value is not None:
                held.add(e.feature)
                yield Found(e.value, e.feature, f"{study.features[e.feature].label}, {MEASURES[measure].label}")


def probabilities(report: Report) -> Iterator[Found]:
    """Per feature that could earn something, the chance that it earns its cost back."""
    for table in report.tables_of("decision"):
        for e in table.pick(measure="contribution_probability", segment=""):
            if e.value is not None:
                yield Found(e.value, e.feature, report.study.features[e.feature].label)


def verdicts(report: Report) -> Iterator[Found]:
    """Per feature, what the report says to do."""
    yield from (Found(verdict.verdict, verdict.feature, verdict.label) for verdict in report.verdicts)
