"""On the first screen, the believers whose belief is not the one that a line speaks of."""

from __future__ import annotations

from dataclasses import dataclass

from gapsurvey.glossary import FLAGS, MEASURES
from gapsurvey.phrasing import percent
from gapsurvey.report import Estimate, Report
from gapsurvey.study import Study

__all__ = ["Other", "look", "others"]

LOOKS = ("believers", "believers-2", "believers-3")  # the palette's, in the order of the charts


@dataclass(frozen=True, slots=True)
class Other:
    """A belief beside the one that a line speaks of. at: its place on the strip, in percent of the strip's width."""

    label: str
    look: str
    belief: str
    at: float
    marks: tuple[str, ...] = ()


def look(study: Study, audience: str) -> str:
    """The name of an audience's colour and shape, the same as in the charts."""
    return LOOKS[study.believers.index(audience) % len(LOOKS)]


def others(report: Report, belief: Estimate) -> tuple[Other, ...]:
    """What the other audiences of believers answered to the same question, where it is a share."""
    study = report.study
    if MEASURES[belief.measure].unit != "share":
        return ()
    same = {"feature": belief.feature, "measure": belief.measure, "at": belief.at, "segment": ""}
    found = [
        (name, e)
        for name in study.believers
        if name != belief.audience
        for table in report.tables_of("gap")
        if (e := table.one(audience=name, **same)) is not None and e.value is not None
    ]
    return tuple(_other(study, name, e) for name, e in found)


def _other(study: Study, audience: str, belief: Estimate) -> Other:
    share = belief.value or 0.0
    marks = tuple(FLAGS[flag][0] for flag in belief.flag.split())
    return Other(study.label(audience), look(study, audience), percent(share), round(2 + 96 * share, 2), marks)
