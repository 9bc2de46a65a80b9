"""Nothing of a hidden group can be recovered from a report's files; and the attack finds what is not well hidden."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gapsurvey.outputs import OUTPUTS
from gapsurvey.privacy import withheld
from tests.attack.attacker import Recovered, attack
from tests.attack.extract import EXTRACTORS
from tests.attack.run import campaign
from tests.attack.studies import attacked


def test_every_format_has_a_reader() -> None:
    assert set(OUTPUTS) <= set(EXTRACTORS), "tell the attack how to read the new format"


@pytest.mark.slow
def test_nothing_is_recovered() -> None:
    """The first of the studies of `make attack`."""
    recovered, seen = campaign(0, 25)
    assert recovered == []
    assert seen["hidden"] > 100
    assert seen["cells"] > 50


def hide_none(members: Any, k: int) -> set[Any]:
    return set()


def hide_only_the_small(members: Any, k: int) -> set[Any]:
    return {cell for cell, n in members.items() if n < k or not cell.segment}


def hide_no_more(tables: Any, hidden: set[Any], k: int) -> set[Any]:
    return hidden


def leave_nothing_out(*_: Any) -> dict[Any, Any]:
    return {}


def always_fine(*_: Any) -> bool:
    return True


@pytest.mark.slow
@pytest.mark.parametrize(
    ("weakened", "instead", "by"),
    [
        ("hidden_cells", hide_none, "json"),
        ("hidden_cells", hide_only_the_small, "answers"),
        ("hidden_jointly", hide_no_more, "answers"),
        ("tells_nothing", always_fine, "answers"),
        ("tables_to_leave", leave_nothing_out, "answers"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_weakened_suppression_is_found_out(
    weakened: str, instead: Callable[..., Any], by: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Each rule by itself is needed: without it, one of these studies gives somebody away."""
    monkeypatch.setattr(withheld, weakened, instead)
    found: list[Recovered] = []
    for seed in range(60):
        found += attack(attacked(seed, tmp_path / str(seed)))
        if any(recovered.by == by for recovered in found):
            return
    pytest.fail(f"nothing recovered by {by}: {found}")
