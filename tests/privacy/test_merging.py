"""Small groups shown together: of k people or more, nobody lost, and as unknown as if they were hidden."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gapsurvey.model import Cell
from gapsurvey.privacy.suppression import published
from tests.privacy.people import WANT, staff, study

MERGED = study(crossed=[], segments={"Function": "F"}, small_cells="merge")


def merged(sizes: dict[str, int], alike: str = "") -> dict[str, int]:
    """The functions as they are shown, with their people; all of `alike` say yes, of others every other one."""
    people = [(name, "R", 1 if name and name in alike else i % 2) for name, n in sizes.items() for i in range(n)]
    public = published(staff(people), MERGED).tallies
    return {
        cell.segment: n for cell, n in public.members.items()
        if cell.by == "Function" and cell.segment and public.get(cell, WANT) is not None
    }  # fmt: skip


def test_small_groups_become_one() -> None:
    assert merged({"a": 20, "b": 3, "c": 4, "d": 9}) == {"a": 20, "d": 9, "Other (2 groups)": 7}


def test_one_small_group_takes_the_next_along() -> None:
    assert merged({"a": 20, "b": 3, "d": 9}) == {"a": 20, "Other (2 groups)": 12}


def test_few_without_a_group_are_among_the_others() -> None:
    assert merged({"a": 20, "b": 9, "": 2}) == {"a": 20, "Other (1 group)": 11}
    assert merged({"a": 20, "b": 9, "": 6}) == {"a": 20, "b": 9}


def test_nothing_is_merged_where_nothing_is_small_or_everything() -> None:
    assert merged({"a": 20, "b": 9}) == {"a": 20, "b": 9}
    assert merged({"a": 3, "b": 4}) == {}


def test_a_group_that_has_the_name_keeps_it() -> None:
    assert merged({"Other (2 groups)": 20, "b": 3, "c": 4}) == {"Other (2 groups)": 20, "All other (2 groups)": 7}


def test_others_of_one_mind_leave_the_item_out() -> None:
    assert merged({"a": 20, "b": 3, "c": 4}, alike="bc") == {}


@given(st.dictionaries(st.sampled_from("abcdefg"), st.integers(1, 12), min_size=2))
def test_no_group_is_smaller_than_k_and_nobody_is_lost(sizes: dict[str, int]) -> None:
    people = [(name, "R", i % 2) for name, n in sizes.items() for i in range(n)]
    public = published(staff(people), MERGED).tallies
    shown = {cell: n for cell, n in public.members.items() if cell.by == "Function" and cell.segment}
    assert all(n >= 5 for n in shown.values())
    assert not shown or sum(shown.values()) == len(people)


def test_a_crossing_is_of_the_merged_groups() -> None:
    crossed = study(small_cells="merge")
    people = [(f, r, i % 2) for f, n in (("a", 40), ("b", 12)) for i in range(n) for r in ("R0", "R1")]
    people += [(f, "R0", i % 2) for f in "cd" for i in range(4)]
    public = published(staff(people), crossed).tallies
    parts = {part.segment for cell in public.members for part in cell.parts}
    assert "Other (2 groups)" in parts
    assert not {"c", "d"} & parts
    assert Cell("employees", "Function", "c") not in public.members
