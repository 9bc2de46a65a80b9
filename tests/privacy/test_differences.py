"""A report beside an earlier one on the same people: what changed by a few is not shown again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import gapsurvey
from gapsurvey.analysis import coded
from gapsurvey.files import exports_of
from gapsurvey.model import Cell, Item, Patterns, Tallies
from gapsurvey.privacy import Published, differencing, published
from gapsurvey.report import Report
from gapsurvey.study import Study, load
from gapsurvey.tally import tally
from tests.small import mirror, written, yes_no

WANT, NEED = Item("f", "want", "share"), Item("f", "need", "share")
EVERYONE = Cell("employees")
STUDY = mirror(yes_no(), yes_no(column="N", asks="need"), employees={"segments": {"Team": "T"}}, thresholds={"draws": 1000})
Teams = Mapping[str, tuple[int, int]]  # people, and how many of them say yes
BEFORE: Teams = {"a": (20, 9), "b": (12, 5), "c": (8, 3)}


def wave(folder: Path, teams: Teams) -> tuple[Report, Published, Study]:
    """A report of these teams, and what it was made from."""
    team = [name for name, (n, _) in teams.items() for _ in range(n)]
    said = ["Yes" if i < yes else "No" for n, yes in teams.values() for i in range(n)]
    need = ["Yes" if i % 2 else "No" for i in range(len(team))]
    employees = {"W": said, "N": need, "T": team}
    customers = {"W": ["Yes", "No"] * 20, "N": ["Yes", "No"] * 20}
    study = load(written(folder, STUDY, customers=customers, employees=employees))
    tallies = Tallies({}, {})
    for responses, _ in coded(study, exports_of(study, {}, print), print, {}):
        tallies += tally(responses)
    return gapsurvey.analyze(study), published(tallies, study), study


def beside(tmp_path: Path, before: Teams, now: Teams) -> tuple[bool, set[str]]:
    """Whether the total of want is still published, and the teams that it is published of."""
    earlier, _, _ = wave(tmp_path / "before", before)
    _, public, study = wave(tmp_path / "now", now)
    left = differencing(public, study, Report.from_json(earlier.to_json())).tallies
    teams = {cell.segment for cell in left.members if cell.by and left.get(cell, WANT) is not None}
    return left.get(EVERYONE, WANT) is not None, teams


def test_the_same_answers_are_shown_again(tmp_path: Path) -> None:
    assert beside(tmp_path, BEFORE, BEFORE) == (True, {"a", "b", "c"})


def test_two_more_people_are_not_told(tmp_path: Path) -> None:
    assert beside(tmp_path, BEFORE, {**BEFORE, "a": (22, 10)}) == (False, set())


def test_nor_are_two_who_left(tmp_path: Path) -> None:
    assert beside(tmp_path, BEFORE, {**BEFORE, "a": (18, 8)}) == (False, set())


def test_two_more_are_told_where_others_changed_their_mind(tmp_path: Path) -> None:
    """From 40 to 42 people, yes cannot rise by 7 unless some of the 40 answered otherwise: then no difference is anybody's."""
    assert beside(tmp_path, BEFORE, {**BEFORE, "a": (22, 16)})[0]


def test_five_more_people_are_shown(tmp_path: Path) -> None:
    assert beside(tmp_path, BEFORE, {**BEFORE, "a": (25, 12)}) == (True, {"a", "b", "c"})


def test_a_move_between_teams_leaves_the_table_out(tmp_path: Path) -> None:
    assert beside(tmp_path, BEFORE, {"a": (18, 8), "b": (14, 6), "c": (8, 3)}) == (True, set())


def test_a_team_that_was_hidden_is_not_shown_where_another_then_was(tmp_path: Path) -> None:
    """Of 12 who were not shown before, 9 in b: now that b is shown, 3 were in c."""
    assert beside(tmp_path, {"a": (20, 9), "b": (9, 5), "c": (3, 1)}, {"a": (20, 9), "b": (9, 5), "c": (8, 3)}) == (True, set())


def test_it_is_said_what_is_missing(tmp_path: Path) -> None:
    earlier, _, _ = wave(tmp_path / "before", BEFORE)
    _, public, study = wave(tmp_path / "now", {**BEFORE, "a": (22, 10)})
    notes = differencing(public, study, earlier).notes
    assert "beside the earlier report" in " ".join(notes["employees", ""])
    assert not Report.from_json(earlier.to_json()).notes


@pytest.mark.parametrize(("more", "kept"), [(0, True), (2, False), (4, False), (5, True)])
def test_what_a_model_is_fitted_to_is_withheld_where_the_audience_changed_by_a_few(tmp_path: Path, more: int, kept: bool) -> None:
    earlier, _, _ = wave(tmp_path / "before", BEFORE)
    n, yes = BEFORE["a"]
    _, public, study = wave(tmp_path / "now", {**BEFORE, "a": (n + more, yes + more // 2)})
    prices = Item("f", "pay", "van-westendorp")
    rows = np.array([[0], [1]], np.int32)
    fitted = Patterns(("cheap",), ((5.0, 9.0),), rows, np.array([20, 20]), np.array([20.0, 20]), np.array([20.0, 20]))
    with_prices = replace(public.tallies, patterns={EVERYONE: {prices: fitted}})
    left = differencing(replace(public, tallies=with_prices), study, earlier).tallies
    assert (left.together(EVERYONE, prices) is not None) is kept
