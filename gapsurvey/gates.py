"""Gates: what a study must hold to pass in CI."""

from __future__ import annotations

from dataclasses import dataclass

from gapsurvey.errors import Problem, StudyError, listing, printable
from gapsurvey.glossary import MEASURES
from gapsurvey.report import Report
from gapsurvey.study import Gates

__all__ = ["Outcome", "outcomes"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One gate: its limit, the worst value found and where, and whether that passes."""

    gate: str
    passed: bool
    limit: float
    found: float
    at: str

    def __str__(self) -> str:
        """One line for a terminal."""
        return printable(f"{'passed' if self.passed else 'FAILED'}  {self.gate} = {self.limit:g}: {self.found:.4g} ({self.at})")


def outcomes(report: Report) -> list[Outcome]:
    """Every gate of the report's study. Raises StudyError where it has none, or nothing to hold to one."""
    gates, study = report.study.gates, report.study
    if gates == Gates():
        raise StudyError([Problem("gates", "the study has no gates", "Add a [gates] table.", listing(Gates.model_fields))])
    rows = [e for table in report.tables_of("gap") for e in table.estimates]
    bases = [
        (e.n, e)
        for e in rows
        if e.n is not None
        and (e.measure in ("want", "need", "prefer") or e.measure.endswith(("_mean", "_estimate", "_rank", "_allocation")))
    ]
    held = []
    if gates.min_base is not None and bases:
        n, worst = min(bases, key=lambda found: found[0])
        at = f"{study.features[worst.feature].label}, {study.label(worst.audience)}"
        held.append(Outcome("min_base", n >= gates.min_base, gates.min_base, n, at))
    shares = [e for e in rows if MEASURES[e.measure].unit == "pp" and e.alignment]
    ranks = [e for e in rows if e.measure.endswith("_rank_gap") and e.alignment]
    for gate, limit, gaps in (("max_gap", gates.max_gap, shares), ("max_rank_gap", gates.max_rank_gap, ranks)):
        sizes = [(abs(e.value), e) for e in gaps if e.value is not None]
        if limit is not None and sizes:
            size, widest = max(sizes, key=lambda found: found[0])
            at = f"{study.features[widest.feature].label}, {widest.measure}, {study.label(widest.audience)}"
            held.append(Outcome(gate, size <= limit, limit, size, at))
    if not held:
        raise StudyError([Problem("gates", "no question was answered by both sides", "Ask both sides, or remove the gates.")])
    return held
