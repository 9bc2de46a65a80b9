"""Places, leads and opposite orders, from answers whose order is known; and what few believers are not compared by."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gapsurvey
from gapsurvey.methods.gap import gap
from gapsurvey.methods.lead import lead
from gapsurvey.methods.order import order
from gapsurvey.model import Item
from gapsurvey.report import Estimate, Report
from tests.small import counted, mirror, published, written

FEATURES = {name: {"label": label} for name, label in (("a", "chat"), ("b", "phone"), ("c", "training"))}
PLACE = {"columns": {"a": "A", "b": "B", "c": "C"}}
RANKING = {"asks": "want", "shape": "ranking", "customers": PLACE, "employees": PLACE}


def ranked(*orders: tuple[str, int]) -> dict[str, list[int]]:
    """So many people's rankings as their order says: "bca" ranks a third."""
    rows = [order for order, people in orders for _ in range(people)]
    return {name.upper(): [row.index(name) + 1 for row in rows] for name in "abc"}


def report(folder: Path, question: dict[str, Any], **sides: Any) -> Report:
    return gapsurvey.analyze(written(folder, mirror(question, features=FEATURES), **sides))


def found(made: Report, method: str, measure: str, **place: object) -> Estimate:
    (estimate,) = [e for table in made.tables_of(method) for e in table.pick(measure=measure, **place)]
    return estimate


@pytest.fixture(scope="module")
def opposed(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Employees rank chat, phone, training; customers the other way round."""
    customers = ranked(("cba", 50), ("bca", 30), ("abc", 10))
    employees = ranked(("abc", 30), ("bac", 8), ("cba", 2))
    return report(tmp_path_factory.mktemp("opposed"), RANKING, customers=customers, employees=employees)


def test_places_and_their_difference(opposed: Report) -> None:
    for audience, at in (("employees", 1), ("customers", 3)):
        place = found(opposed, "order", "want_rank_place", feature="a", audience=audience)
        assert (place.value, place.low, place.high) == (at, at, at)
    assert found(opposed, "order", "want_rank_place_gap", feature="a").value == 2


def test_the_summary_says_what_comes_first(opposed: Report, tmp_path: Path) -> None:
    (summary,) = opposed.write(tmp_path, ("md",))
    said = "Want it, by mean rank: Employees place chat first; customers place it clearly third of 3, and training first."
    assert f"- {said}\n" in summary.read_text(encoding="utf-8")


def test_a_lead_is_the_paired_t_test(opposed: Report) -> None:
    """Of ranks: the other's rank less one's own, so that positive is ahead."""
    from scipy.stats import ttest_rel

    ranks = ranked(("abc", 30), ("bac", 8), ("cba", 2))
    expected = ttest_rel(ranks["B"], ranks["A"])
    rows = [e for table in opposed.tables_of("order") for e in table.pick(measure="want_rank_lead", audience="employees")]
    (ahead,) = [e for e in rows if (e.feature, e.than) == ("a", "b")]
    between = expected.confidence_interval()
    assert (ahead.value, ahead.low, ahead.high) == pytest.approx((0.5, between.low, between.high), rel=1e-9)
    (p,) = [e for table in opposed.tables_of("lead") for e in table.pick(measure="want_rank_lead_p", feature="b", than="a")
            if e.audience == "employees"]  # fmt: skip
    assert p.value == pytest.approx(expected.pvalue, rel=1e-5)


def test_opposite_orders_are_tested_on_both_sides(opposed: Report) -> None:
    """The less certain side decides; all three pairs are the family."""
    table = opposed.tables_of("order")[0]
    assert {(e.feature, e.than) for e in table.pick(measure="want_rank_inversion_p")} == {("a", "b"), ("a", "c"), ("b", "c")}
    p = [
        found(opposed, "lead", "want_rank_lead_p", feature="b", than="a", audience=side).value or 0.0
        for side in ("customers", "employees")
    ]
    assert found(opposed, "order", "want_rank_inversion_p", feature="a", than="b").value == max(p) > min(p)
    assert "Employees place chat before training" in table.notes[0]
    assert opposed.answer == "Employees place chat first; customers place it clearly third of 3, and training first."


def test_the_neighbours_alone_are_compared_where_there_are_many(tmp_path: Path) -> None:
    names = [f"f{i}" for i in range(12)]
    features = {name: {"label": name} for name in names}
    random = np.random.default_rng(6)
    sides = {
        audience: {name: [("Yes", "No")[int(x)] for x in random.random(60) < i / 12] for i, name in enumerate(names)}
        for audience in ("customers", "employees")
    }
    questions = [{"asks": "want", "shape": "yes-no", "feature": name, "customers": name, "employees": name} for name in names]
    made = gapsurvey.analyze(written(tmp_path, mirror(*questions, features=features), **sides))
    (table,) = made.tables_of("lead")
    assert len(table.pick(measure="want_lead", audience="customers")) == 11


@pytest.mark.parametrize(("people", "compared"), [(19, False), (20, True)])
def test_few_believers_have_places_and_no_leads(tmp_path: Path, people: int, compared: bool) -> None:
    """A joint answer of a few could be worked out from the spread of a difference."""
    sides = {"customers": ranked(("abc", 40), ("bca", 20)), "employees": ranked(("bac", people - 6), ("cab", 6))}
    made = report(tmp_path, RANKING, **sides)
    place = found(made, "order", "want_rank_place", feature="b", audience="employees")
    assert place.value == 1
    assert (place.low is not None) is compared
    leads = [e for table in made.tables for e in table.estimates if "_lead" in e.measure and e.audience == "employees"]
    assert bool(leads) is compared


def test_estimates_are_held_against_the_order_of_the_shares(tmp_path: Path) -> None:
    answers = {"a": "chat", "b": "phone", "c": "training"}
    list_of = {"asks": "want", "shape": "multi-select", "answers": answers, "customers": "L"}
    guess = {"asks": "want", "shape": "estimate", "employees": PLACE}
    picked = ["chat"] * 10 + ["phone"] * 50 + ["phone;chat", "training"] * 5
    random = np.random.default_rng(7)
    guessed = {name: (top + random.integers(-5, 6, 30)).tolist() for name, top in (("A", 80), ("B", 40), ("C", 20))}
    made = gapsurvey.analyze(
        written(tmp_path, mirror(list_of, guess, features=FEATURES), customers={"L": picked}, employees=guessed)
    )
    assert [
        found(made, "order", "want_estimate_place", feature="a", audience=side).value for side in ("employees", "customers")
    ] == [1, 2]
    assert found(made, "order", "want_estimate_inversion_p_adjusted", feature="a", than="b").value == pytest.approx(0, abs=1e-4)


def test_answers_without_patterns_have_places_alone() -> None:
    """Tallies of two features that nobody counted together, as of a study read back."""
    sides: dict[str, Any] = {
        audience: {Item(name, "want", "rank"): counted((1.0, 2.0, 3.0), n) for name, n in zip("ab", ns, strict=True)}
        for audience, ns in (("customers", ((40, 0, 0), (0, 40, 0))), ("employees", ((0, 40, 0), (40, 0, 0))))
    }
    made = published(mirror(RANKING, features=FEATURES), **sides)
    (table,) = order(*made)
    assert {(e.feature, e.value) for e in table.pick(measure="want_rank_place", audience="employees")} == {("a", 2), ("b", 1)}
    assert lead(*made) == []


def test_who_ranks_it_first_and_who_nearer_the_top() -> None:
    """Of 40 believers 30 rank it first and the others last, of 100 customers 20; θ = .75 × (.2 × ½ + .8) + .25 × .8 × ½."""
    ranks = Item("a", "want", "rank")
    sides = {"employees": {ranks: counted((1.0, 3.0), (30, 10))}, "customers": {ranks: counted((1.0, 3.0), (20, 80))}}
    (table,) = gap(*published(mirror(RANKING, features=FEATURES), **sides))
    first = table.one(measure="want_first_gap")
    theta = table.one(measure="want_rank_theta")
    assert first is not None
    assert theta is not None
    assert first.value == pytest.approx(0.55)
    assert first.alignment is None, "read beside the gap of the mean ranks, and not judged beside it"
    assert theta.value == pytest.approx(0.75 * 0.9 + 0.25 * 0.4)
    assert table.pick(measure="want_top3") == [], "three features have no top three"


def test_a_long_ranking_has_a_top_three() -> None:
    features = {f"f{i}": {"label": f"feature {i}"} for i in range(5)}
    place = {"columns": {name: name for name in features}}
    question = {"asks": "want", "shape": "ranking", "customers": place, "employees": place}
    counts = {Item(name, "want", "rank"): counted((1.0, 3.0, 3.5, 5.0), (10, 10, 10, 20)) for name in features}
    (table,) = gap(*published(mirror(question, features=features), employees=counts, customers=counts))
    assert {e.value for e in table.pick(measure="want_top3")} == {0.4}


def test_gates_hold_ranks_where_they_say_so(opposed: Report) -> None:
    from dataclasses import replace

    from gapsurvey.gates.holding import outcomes
    from gapsurvey.study import Gates

    gated = replace(opposed, study=opposed.study.model_copy(update={"gates": Gates(max_rank_gap=1)}))
    (outcome,) = outcomes(gated)
    widest = max(abs(e.value or 0) for table in opposed.tables_of("gap") for e in table.pick(measure="want_rank_gap"))
    assert (outcome.gate.name, outcome.result, outcome.places[0].found) == ("max_rank_gap", "FAILED", widest)


def test_the_first_screen_shows_ranks(opposed: Report) -> None:
    from gapsurvey.outputs.screen import screen

    made = screen(opposed)
    (line,) = [line for line in made.lines if line.feature == "a"]
    assert made.ranked
    assert (line.answer, line.belief, line.gap) == ("2.8", "1.3", "+1.5")
    assert line.belief_dot is not None
    assert line.answer_dot is not None
    assert line.belief_dot.at > line.answer_dot.at, "the first rank stands right"
    assert line.verdict == "Overestimated"
