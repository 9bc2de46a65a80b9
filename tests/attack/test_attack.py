"""Nothing of a hidden group can be recovered from a report's files; and the attack finds what is not well hidden."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from gapsurvey.model import Cell, Item
from gapsurvey.outputs import OUTPUTS
from gapsurvey.privacy import withheld
from gapsurvey.privacy.attack import Tables
from tests.attack.attacker import attack
from tests.attack.extract import EXTRACTORS
from tests.attack.run import campaign
from tests.attack.studies import attacked


def test_every_format_has_a_reader() -> None:
    assert set(OUTPUTS) <= set(EXTRACTORS), "tell the attack how to read the new format"


@pytest.mark.slow
def test_nothing_is_recovered() -> None:
    """The first of the studies of `make attack`."""
    recovered, seen = campaign(0, 20)
    assert recovered == []
    assert seen["hidden"] > 80
    assert seen["cells"] > 30


def hide_none(members: Mapping[Cell, int], k: int) -> set[Cell]:
    return {cell for cell, n in members.items() if n == 0 or not cell.segment}


def hide_only_the_small(members: Mapping[Cell, int], k: int) -> set[Cell]:
    return {cell for cell, n in members.items() if n < k or not cell.segment}


def hide_no_more(tables: Tables, hidden: set[Cell], k: int) -> set[Cell]:
    return hidden


def always_fine(*_: object) -> bool:
    return True


def leave_nothing_out(*_: object) -> dict[Item, set[str]]:
    return {}


ANSWERS_OPEN = {"tells_nothing": always_fine, "tables_to_leave": leave_nothing_out}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("instead", "by"),
    [
        ({"hidden_cells": hide_none, "hidden_jointly": hide_no_more, **ANSWERS_OPEN}, {"html", "json"}),
        ({"hidden_cells": hide_only_the_small, "hidden_jointly": hide_no_more, **ANSWERS_OPEN}, {"sizes", "answers"}),
        ({"hidden_jointly": hide_no_more, **ANSWERS_OPEN}, {"sizes", "answers"}),
        ({"tells_nothing": always_fine}, {"answers"}),
        ({"tables_to_leave": leave_nothing_out}, {"answers"}),
    ],
    ids=["nothing is hidden", "only small groups", "each table by itself", "answers of one table", "answers of all tables"],
)
def test_weakened_suppression_is_found_out(
    instead: Mapping[str, Callable[..., Any]], by: set[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The rules stand in for one another: these are what it takes to be found out in one of a few studies."""
    for rule, weaker in instead.items():
        monkeypatch.setattr(withheld, rule, weaker)
    for seed in range(40):
        if by & {recovered.by for recovered in attack(attacked(seed, tmp_path / str(seed)))}:
            return
    pytest.fail(f"nothing was recovered by {by}")
