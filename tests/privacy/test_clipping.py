"""Few believers of one mind: no number of theirs says so, and all numbers agree."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapsurvey.methods import METHODS
from gapsurvey.model import Item
from gapsurvey.privacy.clipping import clipped
from tests.small import counted, mirror, published, yes_no

SHARE = Item("f", "want", "share")


@pytest.mark.parametrize(("item", "levels", "n", "w"), [
    (SHARE, (0.0, 1.0), [0, 12], [0.6, 11.4]),
    (SHARE, (0.0, 1.0), [12, 0], [11.4, 0.6]),
    (SHARE, (0.0, 1.0), [1, 11], [1, 11]),
    (SHARE, (0.0, 1.0), [0, 20], [0, 20]),
    (Item("f", "need", "rating"), (1.0, 2.0, 3.0), [0, 10, 0], [0.25, 9.5, 0.25]),
    (Item("f", "need", "rating"), (1.0, 2.0, 3.0), [0, 0, 10], [0.5, 0, 9.5]),
])  # fmt: skip
def test_what_is_too_much_goes_to_the_ends(item: Item, levels: tuple[float, ...], n: list[int], w: list[float]) -> None:
    found = clipped(item, counted(levels, n))
    assert found.levels == levels
    assert found.n.tolist() == n
    assert found.w == pytest.approx(w)
    assert found.kish_base == pytest.approx(sum(n))


def test_an_estimate_that_all_gave_has_ends_of_its_own() -> None:
    found = clipped(Item("f", "want", "estimate"), counted((0.3,), [8]))
    assert found.levels == (0.0, 0.3, 1.0)
    assert found.w == pytest.approx([0.2, 7.6, 0.2])
    rank = clipped(Item("f", "want", "rank"), counted((1.0,), [8]))
    assert rank.levels == (0.0, 1.0, 2.0)


KINDS = {
    "share": (0.0, 1.0), "rating": (1.0, 2.0, 3.0, 4.0, 5.0), "estimate": (0.0, 0.4, 1.0), "allocation": (0.0, 0.5, 1.0),
    "price": (0.0, 10.0, 20.0), "rank": (1.0, 2.0, 3.0),
}  # fmt: skip
SCALE = [1, 2, 3, 4, 5]
GRID = {"answers": {"f": "F"}, "customers": "G", "employees": "G"}
RUNGS = {"columns": ["P1", "P2"], "prices": [10, 20]}
ALL = mirror(
    yes_no(),
    {"asks": "need", "shape": "rating", "feature": "f", "scale": SCALE, "customers": "N", "employees": "N"},
    {"asks": "want", "shape": "ranking", **GRID},
    {"asks": "want", "shape": "allocation", **GRID},
    {"asks": "want", "shape": "estimate", "feature": "f", "employees": "E"},
    {"asks": "deliver", "shape": "rating", "feature": "f", "scale": SCALE, "employees": "D"},
    {"asks": "pay", "shape": "price-ladder", "feature": "f", "customers": RUNGS, "employees": RUNGS},
    thresholds={"draws": 1000},
)
ASKED = {
    kind: Item("f", "need" if kind == "rating" else "pay" if kind == "price" else "want", kind) for kind in KINDS
}  # fmt: skip
DELIVER = Item("f", "deliver", "rating")


def all_at(kind: str, at: int, people: int) -> list[int]:
    return [people if i == at else 0 for i in range(len(KINDS[kind]))]


@given(st.integers(5, 19), st.data())
def test_of_few_believers_no_number_is_at_an_end(people: int, data: st.DataObject) -> None:
    """However unanimous they are: no share of them 0% or 100%, no mean at an end of its scale, no interval without width."""
    at: dict[str, int] = {kind: data.draw(st.integers(0, len(levels) - 1)) for kind, levels in KINDS.items()}
    few = {ASKED[kind]: counted(KINDS[kind], all_at(kind, at[kind], people)) for kind in KINDS}
    few[DELIVER] = counted(KINDS["rating"], all_at("rating", at["rating"], people))
    many = {ASKED[kind]: counted(KINDS[kind], [40] * len(KINDS[kind])) for kind in KINDS if kind != "estimate"}
    public, study = published(ALL, customers=many, employees=few)
    ours = [
        e
        for method in METHODS.values()
        for table in method.measure(public, study)
        for e in table.estimates
        if e.audience == "employees" and e.value is not None
    ]
    assert ours
    for e in ours:
        value, low, high = e.value or 0.0, e.low, e.high
        if e.measure.endswith(("want", "take", "_top2", "_bottom2", "_level", "_estimate", "_estimate_median", "_allocation")):
            assert 0.02 < value < 0.98, e
        if e.measure.endswith("_mean"):
            assert 1 < value < 5, e
        if low is not None and high is not None and not e.measure.endswith("_price") and "price_gap" not in e.measure:
            assert high - low > 0.01, e


@given(st.lists(st.integers(0, 6), min_size=5, max_size=5))
def test_nothing_is_clipped_that_two_people_or_more_disagree_on(n: Sequence[int]) -> None:
    counts = counted(KINDS["rating"], n)
    found = clipped(ASKED["rating"], counts)
    assert np.isclose(found.weighted_base, counts.weighted_base)
    if counts.base - max(n) > 0:
        assert found is counts, "in fewer than 20, one who disagrees is more than 5%"


def test_customers_are_never_clipped() -> None:
    public, _ = published(ALL, customers={SHARE: counted((0.0, 1.0), [0, 12])}, employees={SHARE: counted((0.0, 1.0), [0, 12])})
    assert [c.w.tolist() for items in public.tallies.counts.values() for c in items.values()] == [
        [0, 12], pytest.approx([0.6, 11.4])
    ]  # fmt: skip
