"""How well pairing does on pairs whose truth is known: of those marked sure none is wrong, and few true ones are missed."""

from __future__ import annotations

from pathlib import Path

import pytest

from gapsurvey.pairing import propose
from tests.pairing.pairs import MADE, SHARED, Pair, links, made, sample, shared_pair

SAMPLES = ("support-hours", "ai-experts-and-public", "company-trust")


def held(name: str, pair: Pair) -> None:
    proposal = propose(pair.customers, pair.employees)
    sure, every = links(proposal, "sure"), links(proposal, "sure", "likely")
    recall = len(every & pair.truth) / len(pair.truth) if pair.truth else 1.0
    print(
        f"\n{name:<24}true {len(pair.truth):>4}  sure {len(sure):>4}  wrong {len(sure - pair.truth)}  "
        f"likely {len(every - sure):>3}  wrong {len(every - sure - pair.truth):>3}  recall {recall:.3f}"
    )
    assert not sorted(sure - pair.truth)
    assert recall >= 0.9, sorted(pair.truth - every)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_study_is_found_whole(name: str, root: Path) -> None:
    pair = sample(root / "surveys" / name)
    held(name, pair)
    assert pair.truth == links(propose(pair.customers, pair.employees), "sure")


@pytest.mark.parametrize("name", MADE)
def test_a_pair_made_in_code(name: str) -> None:
    held(name, made(name))


@pytest.mark.shared
@pytest.mark.parametrize("name", SHARED)
def test_a_published_pair(name: str, shared: Path) -> None:
    held(name, shared_pair(name, shared))
