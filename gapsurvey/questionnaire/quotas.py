"""How many people of each group are to answer, and what that many can show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gapsurvey import phrasing
from gapsurvey.errors import printable
from gapsurvey.language import say
from gapsurvey.planning import Plan, plan
from gapsurvey.privacy import clip
from gapsurvey.questionnaire.groups import cells
from gapsurvey.stats.power import minimum_detectable_gap
from gapsurvey.study import Study

__all__ = ["Quota", "Quotas", "quotas"]


@dataclass(frozen=True, slots=True)
class Quota:
    """One group. people: to answer; gap: the smallest overestimate that is then called so, None where none is."""

    audience: str
    segmentation: str
    cell: str
    people: int
    gap: float | None
    note: str


@dataclass(frozen=True, slots=True)
class Quotas:
    """The quotas of all groups that are known, and a sentence on what all people together can show."""

    rows: tuple[Quota, ...]
    sentence: str


def quotas(study: Study, customers: int, employees: int) -> Quotas:
    """The quotas of these bases, of every believers' audience as many. Raises StudyError as `plan` does."""
    made = plan(customers, employees, study=study)
    bases = {name: customers if name == study.customers else employees for name in study.audiences}
    rows = (
        row for name, base in bases.items() for by in study.audiences[name].segments for row in _rows(study, name, by, base, made)
    )
    return Quotas(tuple(rows), _sentence(study, made))


def _rows(study: Study, audience: str, by: str, base: int, made: Plan) -> Iterator[Quota]:
    groups = cells(study, audience, by)
    weights = study.audiences[audience].weights
    shares: Mapping[str, float] = (weights.margins or {}).get(by, {}) if weights else {}
    least = study.thresholds.min_base if audience == study.customers else study.thresholds.min_cell
    label = printable(study.label(audience), 100)
    for group in groups:
        people = round(base * shares.get(group, 1 / len(groups)))
        wanted = max(people, least)
        note = say("at least {n}, or the group is not shown by itself", n=least) if people < least else ""
        yield Quota(label, printable(by, 100), printable(group, 200), wanted, _gap(study, audience, wanted, made), note)


def _gap(study: Study, audience: str, people: int, made: Plan) -> float | None:
    """The least overestimate that shows where one group of customers is held against all believers, or the other way round."""
    customers, believers = (people, made.employees) if audience == study.customers else (made.customers, people)
    least = clip(0.0, believers, believer=True)
    return minimum_detectable_gap(made.share, believers, customers, made.power, made.margin, least)


def _sentence(study: Study, made: Plan) -> str:
    gap = say("no gap") if made.over is None else phrasing.points(made.over).lstrip("+")
    return say(
        "With {customers} customers and {employees} of each side that believes, a believed share that lies {gap} above a true "
        "one of {share} is called an overestimate in {power} of surveys.",
        customers=phrasing.count(made.customers),
        employees=phrasing.count(made.employees),
        gap=gap,
        share=phrasing.percent(made.share),
        power=phrasing.percent(made.power),
    )
