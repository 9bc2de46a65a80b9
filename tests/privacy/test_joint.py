"""Crossings and nested segmentations: sums and differences tell nothing hidden, and no more is hidden than need be."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from itertools import chain, combinations, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gapsurvey.model import Cell
from gapsurvey.privacy import joint, solving
from gapsurvey.privacy.joint import hidden_jointly, leaks
from gapsurvey.privacy.suppression import published
from tests.privacy.people import EVERYONE, WANT, crossed_people, staff, study, tables_of

Table = list[list[int]]
Filled = dict[tuple[int, int], int]
K = 5


def named(cell: Cell) -> bool:
    return bool(cell.by and cell.segment)


def small(table: Table) -> set[Cell]:
    """What is hidden of the crossing before anything else is."""
    return {cell for cell, n in staff(crossed_people(table)).members.items() if cell.parts and n < K}


def possible(rows: list[int], columns: list[int], known: Filled) -> Iterator[Filled]:
    """Every table of whole numbers with these margins, `known` where it is, and somebody in every other place."""
    places = list(product(range(len(rows)), range(len(columns))))

    def fill(at: int, rest: tuple[list[int], list[int]], made: Filled) -> Iterator[Filled]:
        if at == len(places):
            if not any(chain(*rest)):
                yield made
            return
        i, j = places[at]
        tried = [known[i, j]] if (i, j) in known else range(1, min(rest[0][i], rest[1][j]) + 1)
        for n in tried:
            if n <= min(rest[0][i], rest[1][j]):
                left = [m - n * (x == i) for x, m in enumerate(rest[0])], [m - n * (x == j) for x, m in enumerate(rest[1])]
                yield from fill(at + 1, left, {**made, (i, j): n})

    return fill(0, (rows, columns), {})


tables = st.integers(2, 3).flatmap(
    lambda width: st.lists(st.lists(st.integers(1, 9), min_size=width, max_size=width), min_size=2, max_size=2)
)


@settings(max_examples=25)
@given(tables)
def test_no_hidden_size_is_known_by_counting_all_tables_that_fit(table: Table) -> None:
    """By enumeration, where both margins are shown whole: at least three whole numbers fit every hidden cell."""
    public = published(staff(crossed_people(table)), study()).tallies
    shown = {cell for cell in public.members if named(cell)}
    rows, columns = [sum(row) for row in table], [sum(column) for column in zip(*table, strict=True)]
    margins = {Cell("employees", "Function", f"F{i}") for i in range(len(rows))}
    margins |= {Cell("employees", "Region", f"R{j}") for j in range(len(columns))}
    if not margins <= shown:
        return
    places = {
        (i, j): Cell.crossed(Cell("employees", "Function", f"F{i}"), Cell("employees", "Region", f"R{j}"))
        for i in range(len(rows)) for j in range(len(columns))
    }  # fmt: skip
    known = {place: public.members[cell] for place, cell in places.items() if cell in shown}
    ways = list(possible(rows, columns, known))
    for place, cell in places.items():
        if cell not in shown:
            assert len({way[place] for way in ways}) > 2, (table, place)


@settings(max_examples=10)
@given(tables)
def test_no_cheaper_pattern_is_safe(table: Table) -> None:
    """By trying every set of crossing cells, where the crossing alone has to be hidden."""
    made = tables_of(staff(crossed_people(table)))
    primary = {cell for cell in made.cells if cell in small(table)}
    if any(made.sizes[cell] < K for cell in made.cells if not cell.parts):
        return
    found = hidden_jointly(made, primary, K)
    if any(not cell.parts for cell in found):
        return
    others = [cell for cell in made.cells if cell.parts and cell not in primary]
    safe = [
        sum(made.sizes[cell] for cell in some)
        for size in range(len(others) + 1)
        for some in combinations(others, size)
        if not any(leak.evidence & {*others} for leak in leaks(made, primary | {*some}, K))
    ]
    assert sum(made.sizes[cell] for cell in found - primary) == min(safe)


def test_where_the_search_gives_up_the_plain_one_is_safe_too(monkeypatch: pytest.MonkeyPatch) -> None:
    made = tables_of(staff(crossed_people([[2, 9, 12], [9, 7, 3], [8, 11, 9]])))
    primary = {cell for cell in made.cells if cell.parts and made.sizes[cell] < K}
    exact = hidden_jointly(made, primary, K)
    monkeypatch.setattr(solving, "NODES", 0)
    monkeypatch.setattr(solving, "cheapest_cover", lambda *_: None)
    plain = hidden_jointly(made, primary, K)
    assert plain >= primary
    assert not [leak for leak in leaks(made, plain, K) if {cell for cell in leak.evidence if cell.parts}]
    assert sum(made.sizes[cell] for cell in plain) >= sum(made.sizes[cell] for cell in exact)
    monkeypatch.undo()
    monkeypatch.setattr(joint, "ROUNDS", 0)
    assert hidden_jointly(made, primary, K) == plain


def test_a_hidden_cell_of_a_crossing_is_never_alone_in_its_row() -> None:
    public = published(staff(crossed_people([[2, 14, 14], [14, 14, 14], [14, 14, 14]])), study()).tallies
    crossing = [cell for cell in public.members if cell.parts]
    assert len(crossing) == 9 - 4, "a hidden cell takes another of its row along, one of its column, and where these meet"
    assert len({cell for cell in public.members if named(cell) and not cell.parts}) == 6, "both segmentations stay whole"


def test_a_segmentation_within_another_gives_nobody_away() -> None:
    """Regions R0 and R1 lie in F0, but for three people of F0 who are in R2 with all of F1: F0 − R0 − R1 would be those three."""
    people = crossed_people([[9, 8, 3], [0, 0, 20]])
    one_way = study(crossed=[])
    public = published(staff(people), one_way).tallies
    shown = {(cell.by, cell.segment) for cell in public.members if named(cell) and not cell.parts}
    assert not {("Function", "F0"), ("Region", "R0"), ("Region", "R1")} <= shown
    apart = published(staff([(f, "R0" if f == "F0" else "R2", said) for f, _, said in people]), one_way).tallies
    assert len([cell for cell in apart.members if named(cell) and not cell.parts]) == 4, "where one is the other, both stay"


def test_an_item_is_left_out_of_what_would_tell_a_hidden_answer() -> None:
    """All who are in a small cell's row or column of hidden cells say yes: the crossing does not hold the item."""
    people = crossed_people([[2, 9, 14], [9, 14, 14], [14, 14, 14]])
    alike = [(f, r, 1 if f == "F0" and r in ("R0", "R1") else said) for f, r, said in people]
    public = published(staff(alike), study())
    crossing = [cell for cell in public.tallies.counts if cell.parts]
    assert crossing
    assert not any(WANT in public.tallies.counts[cell] for cell in crossing)
    assert "Left out by Function × Region" in " ".join(public.notes["employees", "Function × Region"])
    assert public.tallies.get(Cell("employees", "Function", "F0"), WANT) is not None


def test_the_pattern_follows_from_sizes_alone() -> None:
    people = crossed_people([[2, 9, 12], [9, 7, 3], [8, 11, 9]])
    patterns = [
        {*published(staff([(f, r, say(i)) for i, (f, r, _) in enumerate(people)]), study()).tallies.members}
        for say in (lambda i: 0, lambda i: i % 2, lambda i: int(i % 7 == 0))
    ]
    assert patterns[0] == patterns[1] == patterns[2]


def test_too_many_groups_are_not_published_together() -> None:
    people = [(f"F{i % 12}", f"R{i % 11}", i % 2) for i in range(2000)]  # 132 combinations of 12 functions and 11 regions
    public = published(staff(people), study())
    assert {cell.by for cell in public.tallies.members} == {"", "Function"}
    for by in ("Region", "Function × Region"):
        assert "so many groups" in " ".join(public.notes["employees", by])
    assert public.tallies.get(EVERYONE, WANT) is not None


def test_what_cannot_be_solved_is_not_published(monkeypatch: pytest.MonkeyPatch) -> None:
    def trouble(*_: object, **__: object) -> None:
        raise solving.UnprovenError

    monkeypatch.setattr(solving, "extreme", trouble)
    public = published(staff(crossed_people([[2, 9, 12], [9, 7, 3], [8, 11, 9]])), study())
    assert {cell.by for cell in public.tallies.members} == {""}
    assert public.tallies.get(EVERYONE, WANT) is not None


def test_one_segmentation_needs_no_solver() -> None:
    """scipy.optimize takes its time to load: a report without crossings, and with one segmentation, does without."""
    code = (
        "import sys; from tests.privacy.people import *; from gapsurvey.privacy import published;"
        "published(staff([('a', '', 0)] * 9 + [('b', '', 1)] * 3), study(segments={'Function': 'F'}, crossed=[]));"
        "sys.exit('scipy.optimize' in sys.modules)"
    )
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
