"""Versions of one offering: first choices by every rule, and sets that reach what counting customers gives."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import combinations
from typing import Any, TypeAlias

import numpy as np
import pytest

from gapsurvey.methods.versions import offerings, versions
from gapsurvey.model import Cell, Counts, Item, Patterns, Profile, Tallies
from gapsurvey.privacy import published
from gapsurvey.report import Table
from gapsurvey.study import Study
from tests.builders import problems_of
from tests.small import counted, mirror, yes_no

Row: TypeAlias = tuple[int, int, int]
PRICES = {"night": 50, "day": 20, "both": 30}
WORTH = (0.0, 20.0, 30.0, 50.0, 70.0)


def study(features: Mapping[str, Any] | None = None, *, asks: str = "want", **more: Any) -> Study:
    known = features or {name: {"label": name, "price": price, "version_of": "support"} for name, price in PRICES.items()}
    questions = [yes_no(name, name, asks) for name in known]
    return Study(**mirror(*questions, features=known, thresholds={"draws": 1000}, **more))


def tallies(item: Item, levels: Sequence[float], rows: Mapping[Row, int], weight: Sequence[float] | None = None) -> Tallies:
    """Customers who gave these rows of answers (−1 for none) to the three versions, so many each."""
    codes = np.repeat(np.array(list(rows), np.int32), list(rows.values()), axis=0)
    weights = np.ones(len(codes)) if weight is None else np.repeat(np.array(weight, float), list(rows.values()))
    profile = Profile(item, tuple(PRICES), (tuple(levels),) * len(PRICES), codes)
    customer = Cell("customers")
    return Tallies({customer: {}}, {customer: len(codes)}, {customer: {item: Patterns.of(profile, weights)}})


def table(made: Tallies, asked: Study | None = None) -> Table:
    asked = asked or study()
    (found,) = versions(published(made, asked), asked)
    return found


WANT, PAY = Item("", "want", "share"), Item("", "want-and-pay", "price")
WANTED: dict[Row, int] = {(1, 1, 0): 40, (0, 1, 1): 30, (0, 0, 1): 50, (0, 0, 0): 80}
# in steps of WORTH: of 100 people, 10 would pay 70 for the night and 20 for the day, and so on
PAID: dict[Row, int] = {(4, 1, 0): 10, (0, 2, 2): 40, (2, 1, 3): 20, (0, 0, 0): 30}


def shares(found: Table, measure: str) -> dict[str, float | None]:
    return {e.segment or e.feature: e.value for e in found.pick(measure=measure)}


def test_sets_reach_whoever_wants_one_of_them() -> None:
    found = table(tallies(WANT, (0, 1), WANTED))
    reach = shares(found, "set_reach")
    wants = [row for row, n in WANTED.items() for _ in range(n)]
    for size in (1, 2):
        for chosen in combinations(range(3), size):
            label = " + ".join(list(PRICES)[i] for i in chosen)
            assert reach[label] == pytest.approx(sum(any(row[i] for i in chosen) for row in wants) / 200)
    assert reach["all 3 versions"] == pytest.approx(120 / 200)
    assert shares(found, "set_frequency")["all 3 versions"] == pytest.approx((40 * 2 + 30 * 2 + 50) / 200)
    assert list(reach)[3] == "day + both", "of each size the best first"
    assert "was not asked of all" in " ".join(found.notes)


def test_payers_take_what_is_worth_its_price_to_them() -> None:
    reach = shares(table(tallies(PAY, WORTH, PAID)), "set_reach")
    assert reach["night"] == pytest.approx(0.1), "30 of 50 is not enough"
    assert reach["day"] == pytest.approx(0.7)
    assert reach["both"] == pytest.approx(0.6)
    assert shares(table(tallies(PAY, WORTH, PAID)), "reach_only") == pytest.approx({"night": 0, "day": 0, "both": 0})


def test_a_first_choice_that_was_asked_is_taken_as_said() -> None:
    asked = study(asks="prefer")
    made = tallies(PAY, WORTH, PAID)
    counts = {
        Item(name, "prefer", "share"): counted((0, 1), (100 - yes, yes)) for name, yes in zip(PRICES, (5, 25, 60), strict=True)
    }
    made = Tallies({Cell("customers"): counts}, made.members, made.patterns)
    found = table(made, asked)
    assert shares(found, "first_choice") == pytest.approx({"night": 0.05, "day": 0.25, "both": 0.6})
    assert found.notes[0].startswith("First choice is what customers said")


def test_else_it_is_the_version_worth_most_above_its_price() -> None:
    """10 choose the night (20 above its price; the day is worth its own); 40 the day, 10 above; 20 both, 20 above."""
    found = table(tallies(PAY, WORTH, PAID))
    assert shares(found, "first_choice") == pytest.approx({"night": 0.1, "day": 0.4, "both": 0.2})
    assert "furthest above its own price" in found.notes[0]


def test_and_equal_versions_share_a_customer() -> None:
    choice = shares(table(tallies(WANT, (0, 1), WANTED)), "first_choice")
    assert choice == pytest.approx({"night": 20 / 200, "day": 35 / 200, "both": 65 / 200})


def test_who_did_not_answer_about_all_counts_for_no_set() -> None:
    found = table(tallies(WANT, (0, 1), {**WANTED, (1, -1, 0): 20}))
    assert found.notes[-1].startswith("20 customers did not answer about every version")
    assert {e.n for e in found.pick(measure="set_reach")} == {200}


def test_weights_count() -> None:
    found = table(tallies(WANT, (0, 1), WANTED, weight=[3, 1, 1, 1]))
    night = found.one(measure="set_reach", segment="night")
    assert night is not None
    assert night.value == pytest.approx(120 / 280)
    assert night.n == 200
    assert (night.n_effective or 0) < 280**2 / (40 * 9 + 160) + 1e-6


def test_the_chance_of_the_best_is_over_sets_of_a_size_and_the_same_each_time() -> None:
    found = table(tallies(WANT, (0, 1), WANTED))
    best = shares(found, "set_best")
    assert sum(best[name] or 0 for name in PRICES) == pytest.approx(1)
    assert "all 3 versions" not in best, "there is no other set of three"
    assert found == table(tallies(WANT, (0, 1), WANTED))


def test_versions_are_named_or_stand_to_choice() -> None:
    plain = {name: {"label": name} for name in PRICES}
    assert offerings(study()) == {"support": tuple(PRICES)}
    assert offerings(study(plain, asks="prefer")) == {"": tuple(PRICES)}
    assert offerings(study(plain)) == {}
    two = {**{n: {"label": n, "version_of": "a"} for n in "xy"}, **{n: {"label": n, "version_of": "b"} for n in "zw"}}
    assert offerings(study(two)) == {"a": ("x", "y"), "b": ("z", "w")}


def test_nothing_is_said_of_versions_nobody_was_asked_about() -> None:
    asked = study()
    nobody: Mapping[Cell, Mapping[Item, Counts]] = {Cell("customers"): {}}
    assert versions(published(Tallies(nobody, {Cell("customers"): 0}), asked), asked) == []


def test_too_many_versions_are_not_enumerated() -> None:
    names = [f"v{i}" for i in range(16)]
    asked = study({name: {"label": name, "version_of": "it"} for name in names})
    codes = np.eye(16, dtype=np.int32).repeat(5, axis=0)
    patterns = Patterns.of(Profile(WANT, tuple(names), ((0.0, 1.0),) * 16, codes), np.ones(80))
    cell = Cell("customers")
    found = table(Tallies({cell: {}}, {cell: 80}, {cell: {WANT: patterns}}), asked)
    assert "more than 15 versions" in found.notes[-1]
    assert {e.measure for e in found.estimates} == {"first_choice"}


def test_a_version_without_another_is_a_mistake() -> None:
    chat = {"label": "live chat", "price": 49, "version_of": "help"}
    (problem,) = problems_of(features={"chat": chat, "phone": {"label": "a phone line"}})
    assert problem.where == "features.chat.version_of"
    assert "no other feature" in problem.found


@pytest.mark.parametrize("rows", [{(1, 0, 0): 1}, {(0, 0, 0): 40}, {(1, 1, 1): 40}, {(-1, 1, 1): 40, (0, 0, 1): 2}])
def test_degenerate_answers_are_counted_all_the_same(rows: Mapping[Row, int]) -> None:
    found = table(tallies(WANT, (0, 1), rows))
    json.dumps(asdict(found), allow_nan=False)
    for e in found.estimates:
        assert e.value is not None
        assert (e.low is None) == (e.high is None)
        assert e.low is None or e.high is None or e.low <= e.value <= e.high
