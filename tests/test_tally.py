"""Counts are additive: however people are split, their parts add up to the whole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapsurvey.model import Answers, Cell, Codes, Counts, Item, Patterns, Profile, Responses, SegmentCodes, Tallies
from gapsurvey.tally import tally, totals

SHARE, PRICE, RATING = Item("chat", "want", "share"), Item("chat", "pay", "price"), Item("chat", "need", "rating")
LEVELS = {SHARE: (0.0, 1.0), PRICE: (0.0, 29.0, 49.0), RATING: (1.0, 2.0, 3.0, 4.0, 5.0)}
TOGETHER = Item("", "want", "together")
CELLS = {"Region": ("APAC", "EMEA"), "Size": ("small", "large", "huge")}
NAMES: list[str | Item] = [*LEVELS, *CELLS]
EVERYONE = Cell("customers")

# One person: a code per item and per segmentation, −1 for none, and a weight.
person = st.tuples(*(st.integers(-1, len(codes) - 1) for codes in (*LEVELS.values(), *CELLS.values())), st.floats(0.1, 9))
people = st.lists(person, max_size=30)


def responses(of: list[tuple[float, ...]]) -> Responses:
    codes: dict[str | Item, Codes] = {name: np.array([p[i] for p in of], np.int32) for i, name in enumerate(NAMES)}
    return Responses(
        audience="customers",
        weight=np.array([p[-1] for p in of], float),
        segments=tuple(SegmentCodes(name, cells, codes[name]) for name, cells in CELLS.items()),
        answers=tuple(Answers(item, levels, codes[item]) for item, levels in LEVELS.items()),
        profiles=(Profile(TOGETHER, tuple(item.asks for item in LEVELS), tuple(LEVELS.values()), both(codes)),),
    )


def both(codes: dict[str | Item, Codes]) -> Codes:
    """The answers of each person side by side, n × F."""
    return np.stack([codes[item] for item in LEVELS], axis=1)


def total(tallies: Tallies, by: str, item: Item) -> Counts:
    """The item's counts over all cells of a segmentation."""
    first, *rest = (items[item] for cell, items in tallies.counts.items() if cell.by == by)
    for counts in rest:
        first += counts
    return first


@given(people, people)
def test_parts_add_up_to_the_whole(some: list[tuple[float, ...]], others: list[tuple[float, ...]]) -> None:
    assert tally(responses(some)) + tally(responses(others)) == tally(responses([*some, *others]))


@given(people)
def test_nobody_adds_nothing(some: list[tuple[float, ...]]) -> None:
    assert tally(responses(some)) + Tallies({}, {}) == tally(responses(some)) + tally(responses([]))


@given(people)
def test_cells_add_up_to_everyone(some: list[tuple[float, ...]]) -> None:
    tallies = tally(responses(some))
    for by in CELLS:
        assert sum(n for cell, n in tallies.members.items() if cell.by == by) == tallies.members[EVERYONE] == len(some)
        for item in LEVELS:
            assert total(tallies, by, item) == tallies.counts[EVERYONE][item]


@given(people)
def test_counts_are_those_of_counting_one_by_one(some: list[tuple[float, ...]]) -> None:
    tallies = tally(responses(some))
    at = {name: i for i, name in enumerate(NAMES)}
    for item, levels in LEVELS.items():
        for by, cells in CELLS.items():
            for code, cell in enumerate(cells):
                weights = [[p[-1] for p in some if p[at[by]] == code and p[at[item]] == level] for level in range(len(levels))]
                expected = Counts(
                    levels,
                    np.array([len(w) for w in weights]),
                    np.array([sum(w) for w in weights], float),
                    np.array([sum(x * x for x in w) for w in weights], float),
                )
                assert tallies.counts[Cell("customers", by, cell)][item] == expected


@given(people)
def test_weights_do_not_touch_unweighted_counts(some: list[tuple[float, ...]]) -> None:
    plain, heavy = tally(responses([(*p[:-1], 1.0) for p in some])), tally(responses(some))
    for cell, items in plain.counts.items():
        for item, counts in items.items():
            assert counts.n.tolist() == heavy.counts[cell][item].n.tolist()
            assert counts.n.tolist() == counts.w.tolist() == counts.w2.tolist()


def test_counts_over_different_levels_meet_in_the_union() -> None:
    one = Counts((0.2, 0.6), np.array([1, 2]), np.array([1.5, 2.0]), np.array([2.25, 2.0]))
    other = Counts((0.5, 0.6), np.array([4, 1]), np.array([4.0, 3.0]), np.array([4.0, 9.0]))
    both = one + other
    assert both.levels == (0.2, 0.5, 0.6)
    assert both.n.tolist() == [1, 4, 3]
    assert both.w.tolist() == [1.5, 4, 5]
    assert both.w2.tolist() == [2.25, 4, 11]
    assert both == other + one


def test_counts_that_differ_are_not_equal() -> None:
    one = Counts((0.0, 1.0), np.array([1, 2]), np.array([1.0, 2.0]), np.array([1.0, 2.0]))
    for n, w, w2 in [((2, 1), (1, 2), (1, 2)), ((1, 2), (1, 3), (1, 2)), ((1, 2), (1, 2), (1, 3))]:
        assert one != Counts((0.0, 1.0), np.array(n), np.array(w, float), np.array(w2, float))
    assert one != Counts((0.0, 2.0), one.n, one.w, one.w2)


def test_bases() -> None:
    counts = Counts((0.0, 1.0), np.array([3, 1]), np.array([3.0, 5.0]), np.array([3.0, 25.0]))
    assert (counts.base, counts.weighted_base) == (4, 8)
    assert counts.kish_base == 64 / 28  # (Σw)²/Σw²
    nobody = Counts((0.0, 1.0), np.zeros(2, int), np.zeros(2), np.zeros(2))
    assert (nobody.base, nobody.kish_base) == (0, 0)


def test_what_nobody_answered_is_not_there() -> None:
    tallies = tally(responses([(1, -1, 3, 0, -1, 1.0)]))
    assert tallies.get(EVERYONE, PRICE) is None
    assert tallies.get(EVERYONE, Item("fax", "want", "share")) is None
    assert [item for item, _ in tallies.items(EVERYONE)] == [SHARE, RATING]
    assert tallies.get(Cell("customers", "Size", ""), SHARE) is not None, "who is in no cell is in the cell without a name"


def test_an_item_without_levels_counts_nobody() -> None:
    nobody = Responses("customers", np.ones(2), (), (Answers(SHARE, (), np.full(2, -1, np.int32)),))
    assert tally(nobody).counts[EVERYONE][SHARE].base == 0
    assert (tally(nobody) + tally(nobody)).counts[EVERYONE][SHARE].levels == ()


@given(people)
def test_patterns_hold_everybody_who_answered_and_each_of_their_answers(of: list[tuple[float, ...]]) -> None:
    everybody = responses(of)
    found = tally(everybody).patterns[EVERYONE][TOGETHER]
    answered = [p for p in of if any(code >= 0 for code in p[: len(LEVELS)])]
    assert found.base == len(answered)
    assert np.isclose(found.w.sum(), sum(p[-1] for p in answered))
    assert sorted(map(tuple, found.codes.tolist())) == sorted({p[: len(LEVELS)] for p in answered})
    for column, (item, levels) in enumerate(LEVELS.items()):
        alone = tally(everybody).counts[EVERYONE][item]
        assert [int(found.n[found.values[:, column] == level].sum()) for level in levels] == alone.n.tolist()


def test_rows_too_wide_for_one_number_are_counted_all_the_same() -> None:
    wide = 80  # of 3 values each: 3⁸⁰ is more than an integer holds
    codes = np.array([[1] * wide, [0] * wide, [1] * wide, [-1] * wide], np.int32)
    found = Patterns.of(Profile(TOGETHER, tuple(map(str, range(wide))), ((0.0, 1.0),) * wide, codes), np.array([1.0, 2, 4, 8]))
    assert found.codes[:, 0].tolist() == [0, 1]
    assert found.n.tolist() == [1, 2]
    assert found.w.tolist() == [2, 5]


def test_patterns_of_groups_with_other_cells_add_up_by_the_cells_names() -> None:
    """In one group the first cell is South, in the other it is North."""
    item = Item("f", "pay", "bids-covariates")

    def group(cells: tuple[str, ...], codes: list[list[int]]) -> Patterns:
        places = tuple(map(float, range(len(cells))))
        levels = ((0.0, 1.0), places)
        return Patterns.of(
            Profile(item, ("answer", "Region"), levels, np.array(codes, np.int32), {"Region": cells}), np.ones(len(codes))
        )

    both = group(("South",), [[1, 0], [0, 0], [1, -1]]) + group(("North", "South"), [[1, 0], [1, 1]])
    assert both.names == {"Region": ("South", "North")}
    people = {
        (answer, both.names["Region"][cell] if cell >= 0 else ""): n
        for (answer, cell), n in zip(both.codes.tolist(), both.n.tolist(), strict=True)
    }
    assert people == {(0, "South"): 1, (1, "South"): 2, (1, "North"): 1, (1, ""): 1}


def test_patterns_with_other_levels_add_up_by_what_they_mean() -> None:
    some = Patterns.of(Profile(TOGETHER, ("a", "b"), ((0.0, 5.0), (1.0,)), np.array([[1, 0]], np.int32)), np.ones(1))
    others = Patterns.of(Profile(TOGETHER, ("a", "b"), ((5.0, 9.0), (1.0,)), np.array([[0, 0], [1, -1]], np.int32)), np.ones(2))
    both_groups = some + others
    assert both_groups.levels[0] == (0.0, 5.0, 9.0)
    assert both_groups.n.tolist() == [2, 1]
    assert np.nan_to_num(both_groups.values, nan=-1).tolist() == [[5, 1], [9, -1]]


def many(n: int) -> Responses:
    rng = np.random.default_rng(3)
    of = [(*rng.integers(-1, 2, 3).tolist(), *rng.integers(-1, 2, 2).tolist(), 1 + i % 5 / 7) for i in range(n)]
    return replace(responses(of), crossed=(("Region", "Size"),))


@pytest.mark.parametrize("weighted", [True, False])
def test_cells_that_are_counted_at_once_are_counted_as_one_by_one(weighted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    everybody = many(2000)
    if not weighted:
        everybody = replace(everybody, weight=np.ones(2000))
    at_once = tally(everybody)
    monkeypatch.setattr("gapsurvey.tally.MOST_AT_ONCE", 1)
    assert tally(everybody) == at_once
    apac = everybody.segments[0].codes == 0
    said = np.bincount(everybody.answers[2].codes[apac & (everybody.answers[2].codes >= 0)], minlength=5)
    assert at_once.counts[Cell("customers", "Region", "APAC")][RATING].n.tolist() == said.tolist()


def test_respondents_are_counted_a_block_at_a_time_as_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    of = many(500)
    at_once = tally(of)
    monkeypatch.setattr("gapsurvey.tally.AT_ONCE", 64)
    assert tally(of) == at_once


@given(people)
def test_totals_are_those_of_everyone(of: list[tuple[float, ...]]) -> None:
    alone = totals(responses(of))
    assert list(alone.counts) == [EVERYONE]
    assert alone.counts[EVERYONE] == tally(responses(of)).counts[EVERYONE]
    assert alone.members == {EVERYONE: len(of)}


def test_ratings_side_by_side_are_products_and_shares_are_patterns() -> None:
    answers = [
        Answers(Item(feature, asks, kind), levels, np.array([0, 1, -1], np.int8))
        for feature in ("chat", "phone")
        for asks, kind, levels in (("want", "share", (0.0, 1.0)), ("need", "rating", (1.0, 2.0, 3.0)))
    ]
    made = Responses("customers", np.ones(3), (), tuple(answers))
    found = tally(made)
    assert list(found.patterns[EVERYONE]) == [Item("", "want", "share")]
    (ratings,) = found.products[EVERYONE].values()
    assert (ratings.fields, ratings.base) == (("chat", "phone"), 2)
    assert ratings.n[2, 3] == 1 * 1 + 2 * 2, "each person's rating of the one times that of the other"
    battery = Profile(Item("", "need", "rating"), ("chat", "phone"), ((1.0,),) * 2, np.zeros((3, 2), np.int8))
    assert not tally(replace(made, profiles=(battery,))).products[EVERYONE], "whose patterns are asked for need no products"
