"""Believers made for tests of suppression: who is in which groups, and what they said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from gapsurvey.model import Answers, Cell, Item, Responses, SegmentCodes, Tallies
from gapsurvey.privacy.attack import Tables
from gapsurvey.study import Study
from gapsurvey.tally import tally
from tests.small import mirror, yes_no

__all__ = ["EVERYONE", "WANT", "crossed_people", "staff", "study", "tables_of"]

EVERYONE, WANT = Cell("employees"), Item("f", "want", "share")
CROSSED = [["Function", "Region"]]


def study(**employees: Any) -> Study:
    """Employees by function and region, and by both together unless told otherwise."""
    keys = {"segments": {"Function": "F", "Region": "R"}, "crossed": CROSSED, **employees}
    return Study(**mirror(yes_no(), employees=keys))


def staff(people: Sequence[tuple[str, str, int]], weights: Sequence[float] = ()) -> Tallies:
    """Tallies of employees, each with a function, a region ("" for none) and a 0 or 1."""
    segments = []
    for i, name in enumerate(("Function", "Region")):
        named = [str(person[i]) for person in people]
        cells = tuple(sorted({*named} - {""}))
        codes = [cells.index(group) if group else -1 for group in named]
        segments.append(SegmentCodes(name, cells, np.array(codes, np.int32)))
    said = Answers(WANT, (0.0, 1.0), np.array([person[2] for person in people], np.int32))
    weight = np.array(weights or [1.0] * len(people))
    return tally(Responses("employees", weight, tuple(segments), (said,), (), (("Function", "Region"),)))


def crossed_people(table: Sequence[Sequence[int]]) -> list[tuple[str, str, int]]:
    """So many people per function (down) and region (across); every other of them says yes."""
    return [
        (f"F{i}", f"R{j}", at % 2)
        for i, row in enumerate(table)
        for j, n in enumerate(row)
        for at in range(i + j, i + j + n)
    ]  # fmt: skip


def tables_of(tallies: Tallies) -> Tables:
    """All tables of the employees, to be attacked together."""
    found = tallies.combinations[EVERYONE]
    cells = [cell for cell, n in tallies.members.items() if cell.by and n]
    return Tables.of(EVERYONE, cells, list(found), list(found.values()), {})
