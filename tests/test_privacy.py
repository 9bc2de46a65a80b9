"""Nobody can be singled out: what is hidden cannot be worked out, and nothing that is published depends on it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import gapsurvey
from gapsurvey.model import Answers, Cell, Item, Responses, SegmentCodes
from gapsurvey.outputs import OUTPUTS
from gapsurvey.privacy import Published, clip, published
from gapsurvey.study import Study
from gapsurvey.tally import tally
from tests.outputs.opened import opened
from tests.small import mirror, written, yes_no

WANT = Item("f", "want", "share")


def study(min_cell: int = 5, **employees: Any) -> Study:
    keys = {"segments": {"Team": "T"}, **employees}
    return Study(**mirror(yes_no(), employees=keys, thresholds={"min_cell": min_cell}))


def staff(cells: Mapping[str, tuple[int, int]], item: Item = WANT) -> Responses:
    """Employees per team, as (people, how many of them say yes); the team "" is that of those who named none."""
    names = [name for name in cells if name]
    team = [names.index(name) if name else -1 for name, (n, _) in cells.items() for _ in range(n)]
    said = [int(i < yes) for n, yes in cells.values() for i in range(n)]
    segment = SegmentCodes("Team", tuple(names), np.array(team, np.int32))
    answers = Answers(item, (0.0, 1.0), np.array(said, np.int32))
    return Responses("employees", np.ones(len(team)), (segment,), (answers,))


def publish(least: int = 5, /, **cells: tuple[int, int]) -> Published:
    renamed = {name.removeprefix("nobody"): counts for name, counts in cells.items()}
    return published(tally(staff(renamed)), study(least))


def shown(public: Published) -> set[str]:
    """The teams that are left, the nameless group aside."""
    return {cell.segment for cell in public.tallies.members if cell.by and cell.segment}


def notes(public: Published) -> str:
    return " ".join(note for some in public.notes.values() for note in some)


# --- the rules of suppression -------------------------------------------------------------------------------------------


def test_five_are_shown_and_four_are_not() -> None:
    assert shown(publish(a=(5, 2), b=(20, 9), c=(30, 9))) == {"a", "b", "c"}
    assert "a" not in shown(publish(a=(4, 2), b=(20, 9), c=(30, 9)))


def test_a_study_may_hide_more() -> None:
    assert shown(publish(10, a=(9, 2), b=(9, 3), c=(30, 9))) == {"c"}
    assert shown(publish(5, a=(9, 2), b=(9, 3), c=(30, 9))) == {"a", "b", "c"}


def test_a_cell_is_never_hidden_alone() -> None:
    assert shown(publish(a=(4, 2), b=(20, 9), c=(30, 9))) == {"c"}, "the smallest of the others goes with it"


def test_two_cells_that_are_too_small_together_take_a_third_along() -> None:
    assert shown(publish(a=(2, 1), b=(2, 1), c=(8, 3), d=(30, 9))) == {"d"}
    assert shown(publish(a=(2, 1), b=(3, 1), c=(8, 3), d=(30, 9))) == {"c", "d"}


def test_equal_cells_are_chosen_by_name_whatever_their_order() -> None:
    first, second = {"a": (4, 2), "b": (9, 4), "c": (9, 5)}, {"c": (9, 5), "b": (9, 4), "a": (4, 2)}
    assert shown(publish(**first)) == shown(publish(**second)) == {"c"}


def test_those_who_named_no_team_keep_a_small_team_unknown() -> None:
    assert shown(publish(a=(4, 2), b=(20, 9), nobody=(6, 3))) == {"b"}
    assert shown(publish(a=(4, 2), b=(20, 9), nobody=(1, 1))) == {"b"}


def test_few_who_named_no_team_are_kept_unknown() -> None:
    assert shown(publish(a=(9, 4), b=(20, 9), nobody=(3, 1))) == {"b"}
    assert shown(publish(a=(9, 4), b=(20, 9), nobody=(5, 1))) == {"a", "b"}


def test_an_item_is_left_out_where_all_who_are_hidden_said_the_same() -> None:
    for yes in (0, 7):
        public = publish(a=(3, min(yes, 3)), b=(4, min(yes, 4)), c=(30, 9))
        assert public.tallies.counts[Cell("employees", "Team", "c")] == {}
        assert "Left out by Team" in notes(public)
    public = publish(a=(3, 3), b=(4, 0), c=(30, 9))
    assert WANT in public.tallies.counts[Cell("employees", "Team", "c")]


def test_an_item_is_left_out_where_all_who_named_no_team_said_the_same() -> None:
    """They are the total less the teams; with fewer than 20 of them, that would undo the clipping too."""
    assert publish(a=(30, 9), b=(25, 9), nobody=(7, 7)).tallies.get(Cell("employees", "Team", "a"), WANT) is None
    assert publish(a=(30, 9), b=(25, 9), nobody=(7, 5)).tallies.get(Cell("employees", "Team", "a"), WANT) is not None


def test_an_item_is_left_out_where_fewer_than_five_of_a_shown_team_answered() -> None:
    responses = staff({"a": (9, 4), "b": (20, 9)})
    codes = responses.answers[0].codes.copy()
    codes[:5] = -1
    responses = Responses(responses.audience, responses.weight, responses.segments, (Answers(WANT, (0.0, 1.0), codes),))
    public = published(tally(responses), study())
    assert shown(public) == {"a", "b"}
    assert public.tallies.get(Cell("employees", "Team", "b"), WANT) is None
    whole = public.tallies.get(Cell("employees"), WANT)
    assert whole is not None
    assert whole.base == 24


def test_what_fewer_than_five_believers_answered_is_published_nowhere() -> None:
    public = publish(a=(4, 2))
    assert public.tallies.get(Cell("employees"), WANT) is None
    assert notes(public).startswith("Not shown, because fewer than 5 employees answered: the feature.")
    assert publish(a=(5, 2)).tallies.get(Cell("employees"), WANT) is not None


def test_a_note_counts_hidden_groups_and_names_none() -> None:
    public = publish(Treasury=(3, 2), Archive=(4, 2), Sales=(30, 9))
    assert "2 groups are not shown" in notes(public)
    assert not re.search("Treasury|Archive", notes(public))


def test_customers_are_never_hidden() -> None:
    customers = Responses("customers", np.ones(3), (), (Answers(WANT, (0.0, 1.0), np.array([1, 0, 1], np.int32)),))
    public = published(tally(customers), Study(**mirror(yes_no(), customers={"segments": {"Team": "T"}})))
    assert public.tallies.get(Cell("customers"), WANT) is not None


@pytest.mark.parametrize(("share", "base", "believer", "expected"), [
    (0.0, 19, True, 0.05), (1.0, 19, True, 0.95), (0.5, 19, True, 0.5), (1.0, 20, True, 1.0), (1.0, 3, False, 1.0),
])  # fmt: skip
def test_shares_of_few_believers_are_held_off_the_ends(share: float, base: int, believer: bool, expected: float) -> None:
    assert clip(share, base, believer) == expected


@pytest.mark.parametrize(("people", "flag"), [(29, "very_low_base"), (30, "low_base"), (99, "low_base"), (100, "")])
def test_few_customers_are_flagged(tmp_path: Path, people: int, flag: str) -> None:
    customers = {"W": ["Yes", "No"] * people}
    folder = written(tmp_path, mirror(yes_no()), customers={"W": customers["W"][:people]}, employees={"W": ["Yes", "No"] * 40})
    (table,) = gapsurvey.analyze(folder).tables_of("gap")
    share, gap = table.one(measure="want", audience="customers"), table.one(measure="want_gap")
    assert share is not None
    assert gap is not None
    assert (share.n, share.flag, gap.flag.split()) == (people, flag, [flag] if flag else [])
    assert (gap.alignment == "untested") is (people < 30)


def test_a_clipped_share_is_clipped_in_its_gap_and_interval(tmp_path: Path) -> None:
    folder = written(tmp_path, mirror(yes_no()), customers={"W": ["Yes", "No"] * 60}, employees={"W": ["Yes"] * 12})
    (table,) = gapsurvey.analyze(folder).tables_of("gap")
    share, gap, h = (table.one(measure=m, audience="employees") for m in ("want", "want_gap", "want_gap_h"))
    assert share is not None
    assert gap is not None
    assert h is not None
    assert (share.value, share.flag, gap.value, gap.flag) == (0.95, "clipped", 0.45, "clipped")
    assert share.high is not None
    assert share.high < 1
    assert h.value == pytest.approx(2 * (np.arcsin(np.sqrt(0.95)) - np.arcsin(np.sqrt(0.5))))


# --- no subtraction gives a hidden count away ---------------------------------------------------------------------------


def possible(people: Sequence[int], total_yes: int) -> Iterator[tuple[int, ...]]:
    """Every way in which `total_yes` may spread over hidden groups of these sizes."""
    for way in product(*(range(n + 1) for n in people)):
        if sum(way) == total_yes:
            yield way


groups = st.lists(st.integers(1, 9).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))), min_size=2, max_size=5)


@given(groups)
@example([(3, 1), (4, 2), (9, 3)])
@example([(1, 1), (6, 5), (7, 3), (9, 0)])
def test_published_numbers_leave_every_hidden_count_open(cells: list[tuple[int, int]]) -> None:
    """By brute force over all answers that fit what is published: no hidden group's count of yes is certain.

    The attacker is given more than the report says: the sizes of the hidden groups.
    """
    names = [f"t{i}" for i in range(len(cells))]
    public = published(tally(staff(dict(zip(names, cells, strict=True)))), study())
    hidden = [counts for name, counts in zip(names, cells, strict=True) if name not in shown(public)]
    known = [public.tallies.get(Cell("employees", "Team", name), WANT) for name in shown(public)]
    whole = public.tallies.get(Cell("employees"), WANT)
    if whole is None or not hidden or not known or any(counts is None for counts in known):
        return
    yes = int(whole.n[1]) - sum(int(counts.n[1]) for counts in known if counts is not None)
    ways = list(possible([n for n, _ in hidden], yes))
    assert len(hidden) > 1
    assert sum(n for n, _ in hidden) >= 5
    for i in range(len(hidden)):
        assert len({way[i] for way in ways}) > 1


# --- the property: nothing depends on a hidden number -------------------------------------------------------------------

SCALE = ["1", "2", "3", "4", "5"]
ASKED = [
    yes_no(),
    {"asks": "need", "shape": "rating", "feature": "f", "scale": SCALE, "customers": "N", "employees": "N"},
    {"asks": "want", "shape": "estimate", "feature": "f", "employees": "E"},
    {"asks": "pay", "shape": "price-ladder", "feature": "f", "customers": {"columns": ["P1", "P2"], "prices": [10, 20]},
     "employees": {"columns": ["P1", "P2"], "prices": [10, 20]}},
    {"asks": "deliver", "shape": "rating", "feature": "f", "scale": SCALE, "employees": "D"},
]  # fmt: skip
# The columns of one question: answers of a ladder belong together.
BLOCKS = (("W",), ("N",), ("E",), ("P1", "P2"), ("D",))
EVERYTHING = ("W", "N", "E", "P1", "P2", "D")
PAIR = mirror(
    *ASKED, employees={"segments": {"Team": "T"}}, thresholds={"draws": 1000}, market=1000, horizon=10,
    features={"f": {"label": "the feature", "price": 20, "cost": {"launch": 20_000, "per_customer": 5}}},
)  # fmt: skip

yes = st.sampled_from(["Yes", "No", "Yes", "No", None])
respondent = st.fixed_dictionaries({
    "W": yes, "N": st.sampled_from([*SCALE, None]), "E": st.sampled_from(["10", "35", "60", "90", None]), "P1": yes, "P2": yes,
    "D": st.sampled_from([*SCALE, None]),
})  # fmt: skip
CUSTOMERS: Mapping[str, list[str]] = {
    "W": ["Yes", "No", "No"] * 40,
    "N": [SCALE[i * i % 5] for i in range(120)],
    "P1": ["Yes", "No", "Yes"] * 40,
    "P2": ["No", "No", "Yes"] * 40,
}

# The largest team is always shown; somebody in it answered everything, so that every column can be read.
BIG_TEAM: list[dict[str, Any]] = [
    {"T": "big team", "W": said, "N": SCALE[i % 5], "E": str(10 * (i % 7)), "P1": "Yes", "P2": said, "D": SCALE[i % 3]}
    for i, said in enumerate(["Yes", "No", "No"] * 5)
]


@st.composite
def moved(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Employees in teams, some too small to show; and the same, answers moved between respondents of the hidden teams."""
    sizes = [draw(st.integers(1, 4)), draw(st.integers(1, 4)), *draw(st.lists(st.integers(5, 14), min_size=1, max_size=3))]
    teams = [f"team {i}" for i, n in enumerate(sizes) for _ in range(n)]
    before = [*({"T": team, **draw(respondent)} for team in teams), *BIG_TEAM]
    teams += ["big team"] * len(BIG_TEAM)
    hidden = hidden_teams(teams)
    of = [i for i, team in enumerate(teams) if team in hidden]
    after = [dict(row) for row in before]
    for block in draw(st.sampled_from([(EVERYTHING,), BLOCKS[:1], BLOCKS[1:4:2], BLOCKS])):
        for to, source in zip(of, draw(st.permutations(of)), strict=True):
            for column in block:
                after[to][column] = before[source][column]
    return before, after


def hidden_teams(teams: list[str]) -> set[str]:
    """The teams that are hidden: by their sizes alone, as promised."""
    names = sorted(set(teams))
    codes = np.array([names.index(team) for team in teams], np.int32)
    only = Responses("employees", np.ones(len(teams)), (SegmentCodes("Team", tuple(names), codes),), ())
    return set(names) - shown(published(tally(only), study()))


def rendered(folder: Path, rows: list[dict[str, Any]]) -> dict[str, bytes]:
    """Every output, the hash of the employees' file aside."""
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    report = gapsurvey.analyze(written(folder, PAIR, customers=CUSTOMERS, employees=columns))
    digest = report.provenance.sources[1].sha256.encode()
    found = {name: opened(output.render(report)) for name, output in OUTPUTS.items()}
    assert digest in found["json"]
    return {name: data.replace(digest, b"-").replace(digest[:12], b"-") for name, data in found.items()}


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(moved())
def test_no_output_depends_on_a_suppressed_number(
    tmp_path: Path, pair: tuple[list[dict[str, Any]], list[dict[str, Any]]]
) -> None:
    """Moving answers between hidden teams changes nothing in any output but the file's hash."""
    before, after = pair
    assert rendered(tmp_path, before) == rendered(tmp_path, after)
