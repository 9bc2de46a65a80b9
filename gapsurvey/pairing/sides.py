"""Who was asked together: customers, and the believers of each file, with everybody's answers and their place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from gapsurvey.errors import ExportError, Problem
from gapsurvey.model import Export
from gapsurvey.pairing.proposal import Proposal
from gapsurvey.pairing.propose import propose
from gapsurvey.pairing.together import AUDIENCES, Together, believers, split, told_once, whole
from gapsurvey.study.parts import Role

__all__ = ["Place", "asked_together", "named_sides", "proposals_of", "records_of", "sides_of"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the answers of the audience in a role stand. file: as the study names it; where: what keeps its records."""

    role: Role
    file: str
    where: Mapping[str, tuple[str, ...]]


def sides_of(exports: Sequence[Export], files: Sequence[str], roles: Sequence[Role]) -> tuple[list[Export], list[Place]]:
    """Per audience its records and their place, customers' first: of their file and the believers', or of one with all.

    files: the exports' files as the study names them; roles: of whom each file after the first is, where it does not tell its
    people apart. Raises ExportError where one file does not tell two audiences apart, or two files are of the same believers.
    """
    held = [(exports[0], Place("customer", files[0], {}))]
    if (all_of := _first(exports, roles)) is not None:
        held = list(_parts(all_of, files[0]))
    for export, file, role in zip(exports[1:], files[1:], roles, strict=True):
        together = believers(export)
        held += _parts(together, file) if together else [(export, Place(role, file, {}))]
    _check_apart([place for _, place in held])
    return [export for export, _ in held], [place for _, place in held]


def _first(exports: Sequence[Export], roles: Sequence[Role]) -> Together | None:
    """Whom the first file tells apart, where it may hold employees too; None where it is of customers alone."""
    if not roles:
        return split(exports[0])
    if "employee" in roles:
        return None
    try:
        return split(exports[0])
    except ExportError:
        return None


def _parts(together: Together, file: str) -> Iterator[tuple[Export, Place]]:
    for role, part in together.parts.items():
        yield part, Place(role, file, {together.column: together.texts[role]})


def _check_apart(places: Sequence[Place]) -> None:
    known: dict[Role, str] = {}
    for place in places:
        if place.role in known:
            found = f"it holds {AUDIENCES[place.role]}, and so does {known[place.role]}"
            raise ExportError([Problem(place.file, found, "Leave one of them out, or put all of them into one table.")])
        known[place.role] = place.file


def asked_together(places: Sequence[Place]) -> list[tuple[int, ...]]:
    """Per side the positions of its audiences: customers', then the believers of each file, who were asked the same."""
    rest = groupby(range(1, len(places)), key=lambda i: places[i].file)
    return [(0,), *(tuple(side) for _, side in rest)]


def named_sides(places: Sequence[Place]) -> list[str]:
    """What each side is called: as the first of its audiences."""
    return [AUDIENCES[places[side[0]].role] for side in asked_together(places)]


def records_of(exports: Sequence[Export], places: Sequence[Place]) -> list[Export]:
    """Per side the records of all its audiences."""
    return [whole([exports[i] for i in side]) for side in asked_together(places)]


def proposals_of(exports: Sequence[Export], places: Sequence[Place]) -> list[Proposal]:
    """What customers and each side of believers have in common; what stands in one file with theirs is told once."""
    customers, *others = records_of(exports, places)
    firsts = [side[0] for side in asked_together(places)[1:]]
    return [
        told_once(proposal) if places[i].file == places[0].file else proposal
        for i, proposal in zip(firsts, (propose(customers, other) for other in others), strict=True)
    ]
