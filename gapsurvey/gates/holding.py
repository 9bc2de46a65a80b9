"""Holding a study to its gates, and to a policy's where there is one: of two limits the stricter counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from gapsurvey.errors import GapsurveyError, Problem, StudyError, listing
from gapsurvey.gates import GATES
from gapsurvey.gates.gate import Gate, Limit, Outcome, Place, Result
from gapsurvey.gates.policy import load_policy
from gapsurvey.report import Report
from gapsurvey.study import Gates

__all__ = ["Held", "exit_code", "hold", "outcomes"]


@dataclass(frozen=True, slots=True)
class Held:
    """A study, by the path it was named by, and what came of its gates; or the problems for which it could not be held.

    title, date: the report's, "" where there is none.
    """

    study: str
    title: str
    date: str
    outcomes: tuple[Outcome, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def result(self) -> Result:
        """FAILED where any gate did; no data where any could not be held, or the study not be read; passed otherwise."""
        results: set[Result] = {outcome.result for outcome in self.outcomes}
        return "FAILED" if "FAILED" in results else "no data" if self.problems or "no data" in results else "passed"


def exit_code(studies: Iterable[Held]) -> int:
    """1 where a gate failed; else 2 where a gate or a study could not be held; else 0."""
    results = {each.result for each in studies}
    return 1 if "FAILED" in results else 2 if "no data" in results else 0


def hold(studies: Sequence[str], policy: str = "", progress: Callable[[str], None] = lambda step: None) -> list[Held]:
    """Studies held to their gates, and to those of a policy's file where one is named.

    What is wrong with a study is in its result, never raised. With a policy that is wrong nothing can be held: its problems
    come first, and after them those of the studies.
    """
    gates = None
    unread: list[Held] = []
    try:
        gates = load_policy(policy) if policy else None
    except StudyError as error:
        unread = [Held(policy, "", "", (), error.problems)]
    found = [_held(study, gates, progress) for study in studies]
    return [*unread, *(each for each in found if each.problems)] if unread else found


def _held(study: str, policy: Gates | None, progress: Callable[[str], None]) -> Held:
    from gapsurvey.analysis import analyze

    try:
        report = analyze(study, progress=progress)
        found = outcomes(report, policy)
    except GapsurveyError as error:
        return Held(study, "", "", (), error.problems)
    return Held(study, report.study.title, report.provenance.date, tuple(found))


def outcomes(report: Report, policy: Gates | None = None) -> list[Outcome]:
    """What came of every gate that the report's study or the policy sets. Raises StudyError where neither sets one."""
    limits = [report.study.gates] if policy is None else [report.study.gates, policy]
    if all(each == Gates() for each in limits):
        exists = listing(Gates.model_fields, 20)
        raise StudyError([Problem("gates", "the study has no gates", "Add a [gates] table, or name a policy.", exists)])
    return [_outcome(report, gate, limits) for gate in GATES.values() if _set(gate, limits)]


def _set(gate: Gate, limits: Sequence[Gates]) -> bool:
    tables = [table for each in limits for table in (each, *each.features.values())]
    return any(getattr(table, gate.name, None) is not None for table in tables)


def _limit(gate: Gate, limits: Sequence[Gates], feature: str = "") -> Limit | None:
    """The strictest limit of a feature: its own, in each table that has one, before the table's."""
    found = []
    for each in limits:
        own = getattr(each.features.get(feature), gate.name, None)
        limit = own if own is not None else getattr(each, gate.name)
        if limit is not None:
            found.append(limit)
    return gate.stricter(found) if found else None


def _outcome(report: Report, gate: Gate, limits: Sequence[Gates]) -> Outcome:
    places = [
        Place(each.where, each.feature, limit, each.value)
        for each in gate.find(report)
        if (limit := _limit(gate, limits, each.feature)) is not None
    ]
    found = {place.feature for place in places}
    named = [feature for each in limits for feature, own in each.features.items() if getattr(own, gate.name, None) is not None]
    absent = [
        Place(report.study.features[feature].label, feature, limit, None)
        for feature in dict.fromkeys(named)
        if feature not in found and (limit := _limit(gate, limits, feature)) is not None
    ]
    ranked = sorted((gate.slack(place.found, place.limit), i) for i, place in enumerate(places) if place.found is not None)
    failing = [places[i] for slack, i in ranked if slack < 0]
    general = _limit(gate, limits)
    result: Result = "FAILED" if failing else "no data" if absent or not places else "passed"
    shown = [*failing, *absent] or [places[i] for _, i in ranked[:1]]
    return Outcome(gate, result, general, tuple(shown), len(places))
