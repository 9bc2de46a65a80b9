"""What believers' ratings amount to two at a time is published where their patterns would be."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

import gapsurvey
from gapsurvey.model import Answers, Cell, Item, Responses, SegmentCodes
from gapsurvey.privacy import differencing
from gapsurvey.privacy.suppression import published
from gapsurvey.report import Report
from gapsurvey.study import Study
from gapsurvey.tally import tally
from tests.small import mirror, written

EVERYONE, BATTERY = Cell("employees"), Item("", "need", "rating")
LEVELS = (1.0, 2.0, 3.0, 4.0, 5.0)
FEATURES = {"f": {"label": "one"}, "g": {"label": "other"}}
QUESTION = {
    "asks": "need", "shape": "rating", "scale": [1, 2, 3, 4, 5], "customers": {"columns": {"f": "F", "g": "G"}},
    "employees": {"columns": {"f": "F", "g": "G"}},
}  # fmt: skip
KEYS = mirror(QUESTION, features=FEATURES, employees={"segments": {"Function": "T"}}, thresholds={"draws": 1000})


def ratings(n: int) -> dict[str, list[int]]:
    """So many people's ratings of both features."""
    return {name: [1 + i * by % 5 for i in range(n)] for name, by in (("F", 2), ("G", 3))}


def people(audience: str, n: int, weight: float = 0.0) -> Responses:
    """They, of two functions, the last of whom weighs so much more than the first."""
    rated = [
        Answers(Item(of, "need", "rating"), LEVELS, (np.array(column) - 1).astype(np.int8))
        for of, column in zip(FEATURES, ratings(n).values(), strict=True)
    ]
    functions = SegmentCodes("Function", ("one", "two"), (np.arange(n) % 2).astype(np.int8))
    return Responses(audience, np.linspace(1, 1 + weight, n), (functions,), tuple(rated))


@pytest.mark.parametrize(("n", "weight", "told"), [(4, 0.0, False), (5, 0.0, True), (40, 0.0, True), (40, 1.0, False)])
def test_products_of_few_or_of_weights_are_not_published(n: int, weight: float, told: bool) -> None:
    tallies = tally(people("employees", n, weight))
    assert BATTERY in tallies.products[EVERYONE]
    assert (BATTERY in published(tallies, Study(**KEYS)).tallies.products[EVERYONE]) is told


def test_customers_are_as_they_were() -> None:
    tallies = tally(people("customers", 3, 1.0))
    assert list(published(tallies, Study(**KEYS)).tallies.products[Cell("customers")]) == [BATTERY]


@pytest.mark.parametrize(("now", "told"), [(20, True), (22, False), (25, True)])
def test_those_that_changed_by_a_few_since_an_earlier_report_are_not_shown_again(tmp_path: Path, now: int, told: bool) -> None:
    columns: dict[str, Sequence[object]] = {**ratings(20), "T": ["one", "two"] * 10}
    earlier = gapsurvey.analyze(written(tmp_path, KEYS, customers=ratings(40), employees=columns))
    public = published(tally(people("employees", now)), study := Study(**KEYS))
    left = differencing(public, study, Report.from_json(earlier.to_json())).tallies
    assert (BATTERY in left.products[EVERYONE]) is told
