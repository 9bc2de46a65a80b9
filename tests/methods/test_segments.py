"""Segments beside each other: pooled gaps by hand, groups told apart or not, and who reads customers best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from gapsurvey.methods.segments import segments
from gapsurvey.model import Cell, Counts, Item, Tallies
from gapsurvey.privacy import published
from gapsurvey.report import Estimate, Table
from gapsurvey.stats.intervals import wilson
from gapsurvey.stats.pooling import agresti_caffo, heterogeneity, pooled, share_variances
from gapsurvey.study import Study
from tests.small import counted, mirror, yes_no

FEATURES = ("a", "b", "c", "d")
WANT = Item("a", "want", "share")
Items = Mapping[Item, Counts]


def yes(of: int, n: int) -> Counts:
    return counted((0.0, 1.0), (n - of, of))


def study(**more: Any) -> Study:
    labels = {name: {"label": f"feature {name}"} for name in FEATURES}
    return Study(
        **mirror(
            *(yes_no(name, name) for name in FEATURES), features=labels,
            customers={"segments": {"Region": "R"}}, employees={"segments": {"Team": "T"}}, thresholds={"draws": 2000}, **more,
        )
    )  # fmt: skip


def tallies(customers: Mapping[str, Items], employees: Mapping[str, Items]) -> Tallies:
    """Tallies of regions and teams, the whole of each audience being their sum."""
    made = Tallies({}, {})
    for audience, by, cells in (("customers", "Region", customers), ("employees", "Team", employees)):
        for name, items in cells.items():
            members = max(counts.base for counts in items.values())
            for cell in (Cell(audience), Cell(audience, by, name)):
                made += Tallies({cell: items}, {cell: members})
    return made


def tables(made: Tallies, of: Study | None = None) -> dict[str, Table]:
    """The tables of both sides, by their segmentation."""
    of = of or study()
    return {table.by: table for table in segments(published(made, of), of)}


def of_wants(*shares: float, n: int) -> Items:
    """Answers of n people, per feature the share that says yes."""
    return {Item(name, "want", "share"): yes(round(p * n), n) for name, p in zip(FEATURES, shares, strict=False)}


def values(found: Sequence[Estimate]) -> list[float]:
    return [e.value for e in found if e.value is not None]


# --- pooled gaps --------------------------------------------------------------------------------------------------------

TEAMS = {"Sales": (18, 24), "Support": (6, 20), "Product": (11, 22), "Legal": (14, 40)}


def test_beliefs_are_pooled_and_the_customers_share_is_subtracted_once() -> None:
    """By hand: Wilson's interval of the pooled belief on the base it is worth, and MOVER with that of 60 of 200 customers."""
    teams = {name: {WANT: yes(x, n)} for name, (x, n) in TEAMS.items()}
    table = tables(tallies({"North": {WANT: yes(60, 200)}}, teams))["Team"]
    x, n = np.array(list(TEAMS.values())).T
    variances = share_variances(x / n, n)
    belief = pooled(x / n, variances)
    low, high = wilson(0.3, 200)
    for name, mean, base in zip(TEAMS, belief.mean, np.fmin(n * variances / belief.variance, n.sum()), strict=True):
        gap = table.one(measure="want_gap_pooled", segment=name)
        assert gap is not None
        least, most = wilson(mean, base)
        below, above = np.hypot(mean - least, high - 0.3), np.hypot(most - mean, 0.3 - low)
        expected = (mean - 0.3, mean - 0.3 - below, mean - 0.3 + above)
        assert (gap.value, gap.low, gap.high) == pytest.approx(expected, abs=1e-6)
    spread = table.one(measure="want_gap_tau")
    assert spread is not None
    assert spread.value == pytest.approx(belief.tau)


def test_q_is_of_the_beliefs_alone() -> None:
    teams = {name: {WANT: yes(x, n)} for name, (x, n) in TEAMS.items()}
    x, n = np.array(list(TEAMS.values())).T
    expected = heterogeneity(*agresti_caffo(x / n, n))
    for customers in (10, 190):
        table = tables(tallies({"North": {WANT: yes(customers, 200)}}, teams))["Team"]
        q, p = (table.one(measure=name) for name in ("want_q", "want_q_p"))
        assert q is not None
        assert p is not None
        assert (q.value, p.value) == pytest.approx((expected.q, expected.p))


SCALE, RANKS, SHARES = (1.0, 2.0, 3.0, 4.0, 5.0), (1.0, 2.0, 3.0), (0.0, 0.2, 0.5, 1.0)
KINDS: dict[Item, tuple[float, ...]] = {
    Item("a", "want", "share"): (0.0, 1.0),
    Item("a", "need", "rating"): SCALE,
    Item("a", "want", "rank"): RANKS,
    Item("a", "want", "allocation"): SHARES,
    Item("a", "prefer", "estimate"): SHARES,
    Item("a", "prefer", "share"): (0.0, 1.0),
}
ALL_KINDS = Study(
    **mirror(
        yes_no("a", "W"),
        {"asks": "need", "shape": "rating", "feature": "a", "scale": list(SCALE), "customers": "N", "employees": "N"},
        {"asks": "want", "shape": "ranking", "answers": {"a": "R"}, "customers": "K", "employees": "K"},
        {"asks": "want", "shape": "allocation", "answers": {"a": "R"}, "customers": "L", "employees": "L"},
        {"asks": "prefer", "shape": "estimate", "feature": "a", "employees": "E"},
        features={"a": {"label": "feature a"}},
        customers={"segments": {"Region": "R"}},
        employees={"segments": {"Team": "T"}},
    )
)


def test_where_thousands_answered_pooled_gaps_are_the_raw_ones() -> None:
    """Of every kind of answer, by either side's segments: no sign is lost, nor whose the segments are."""

    def side(rng: np.random.Generator, believer: bool) -> Items:
        asked = [item for item in KINDS if (item.asks, item.kind) != ("prefer", "share" if believer else "estimate")]
        return {
            item: counted(KINDS[item], rng.multinomial(90_000, rng.dirichlet([4.0] * len(KINDS[item]))).tolist())
            for item in asked
        }

    rng = np.random.default_rng(1)
    cells = [{name: side(rng, believer) for name in "xyz"} for believer in (False, True)]
    found = tables(tallies(*cells), ALL_KINDS)
    for table in found.values():
        raw = [e for e in table.estimates if e.segment and e.alignment and not e.measure.endswith("_pooled")]
        assert {e.measure for e in raw} == {
            "want_gap", "need_theta", "want_rank_gap", "want_allocation_gap", "prefer_estimate_gap",
        }  # fmt: skip
        for e in raw:
            gap = table.one(measure=f"{e.measure}_pooled", segment=e.segment)
            assert gap is not None
            assert e.value is not None
            assert (gap.value, gap.low, gap.high) == pytest.approx((e.value, e.low, e.high), abs=0.004)
            assert gap.alignment == e.alignment


def test_theta_of_small_groups_is_drawn_to_the_others() -> None:
    """Nine of ten teams alike: the odd one of five people is mostly chance, and its pooled θ says so."""
    need = Item("a", "need", "rating")
    customers = {"North": {need: counted(SCALE, (40, 40, 40, 40, 40))}}
    teams = {f"team {i}": {need: counted(SCALE, (4, 4, 4, 4, 4))} for i in range(9)}
    teams["odd"] = {need: counted(SCALE, (0, 0, 0, 1, 4))}
    table = tables(tallies(customers, teams), ALL_KINDS)["Team"]
    (raw,), (drawn,) = (values(table.pick(measure=name, segment="odd")) for name in ("need_theta", "need_theta_pooled"))
    assert 0.5 < drawn < raw - 0.1


# --- privacy ------------------------------------------------------------------------------------------------------------


def test_no_answer_of_a_hidden_team_moves_a_number_of_the_table() -> None:
    """The audience's total does change, and the teams' own numbers, pooled and raw, Q and ranking do not."""
    customers = {"North": of_wants(0.3, 0.5, 0.7, 0.2, n=200)}
    shown = {"Sales": of_wants(0.8, 0.5, 0.6, 0.3, n=30), "Support": of_wants(0.3, 0.5, 0.6, 0.2, n=40)}
    few = [{"Legal": of_wants(*shares, n=4), "Board": of_wants(*shares[::-1], n=6)} for shares in ((0.5,) * 4, (0.75,) * 4)]
    one, other = (tables(tallies(customers, {**shown, **hidden}))["Team"] for hidden in few)
    assert one.estimates
    assert {e.segment for e in one.estimates} == {"", "Sales", "Support"}
    assert one == other


# --- which customers differ ---------------------------------------------------------------------------------------------


def test_customers_that_differ_are_named_by_what_they_differ_on() -> None:
    regions = {"North": of_wants(0.2, 0.5, 0.5, 0.5, n=150), "South": of_wants(0.6, 0.5, 0.48, 0.5, n=150)}
    table = tables(tallies(regions, {"Sales": of_wants(0.5, 0.5, 0.5, 0.5, n=30)}))["Region"]
    assert table.lead == "By Region, customers differ on feature a (1 of 4 questions)."
    assert [e.feature for e in table.estimates if e.flag == "told_apart"] == ["a"]


def test_customers_who_answer_alike_cannot_be_told_apart() -> None:
    regions = {"North": of_wants(0.5, 0.5, 0.5, 0.5, n=150), "South": of_wants(0.52, 0.5, 0.48, 0.5, n=150)}
    table = tables(tallies(regions, {"Sales": of_wants(0.5, 0.5, 0.5, 0.5, n=30)}))["Region"]
    assert table.lead == "Customers cannot be told apart by Region: what they answer differs no more than chance would have it."


def test_few_customers_are_pooled_and_not_tested() -> None:
    regions = {"North": of_wants(0.5, n=150), "South": of_wants(0.5, n=150), "East": of_wants(0.0, n=29)}
    table = tables(tallies(regions, {"Sales": of_wants(0.5, n=30)}))["Region"]
    assert values(table.pick(measure="want_q_p")) == [1.0]
    (east,) = table.pick(measure="want_gap_pooled", segment="East")
    assert (east.alignment, east.flag) == ("untested", "very_low_base")


def test_what_customers_differ_in_is_tested_once_whoever_believes() -> None:
    audiences = {
        "customers": {"role": "customer", "segments": {"Region": "R"}},
        "staff": {"role": "employee"},
        "partners": {"role": "partner"},
    }
    asked = {"asks": "want", "shape": "yes-no", "feature": "a", **dict.fromkeys(audiences, "W")}
    of = Study(title="Two", audiences=audiences, features={"a": {"label": "a"}}, questions=[asked])
    cells = {
        Cell("customers"): yes(90, 300),
        Cell("customers", "Region", "N"): yes(60, 150),
        Cell("customers", "Region", "S"): yes(30, 150),
        Cell("staff"): yes(20, 40),
        Cell("partners"): yes(30, 40),
    }
    made = Tallies({cell: {WANT: counts} for cell, counts in cells.items()}, {cell: c.base for cell, c in cells.items()})
    (table,) = segments(published(made, of), of)
    assert len(table.pick(measure="want_q")) == 1
    assert len(table.pick(measure="want")) == 2
    assert len(table.pick(measure="want_gap_pooled")) == 4


# --- who reads customers best -------------------------------------------------------------------------------------------

ASKED = of_wants(0.3, 0.5, 0.7, 0.2, n=400)


def ranked(teams: Mapping[str, Items], **more: Any) -> Table:
    return tables(tallies({"North": ASKED}, teams), study(**more))["Team"]


def test_the_team_that_was_planted_to_know_is_the_closest() -> None:
    teams = {
        "Sales": of_wants(0.8, 0.8, 0.3, 0.7, n=40),
        "Support": of_wants(0.3, 0.5, 0.7, 0.2, n=40),
        "Product": of_wants(0.6, 0.5, 0.5, 0.5, n=40),
    }
    table = ranked(teams)
    nearest = table.pick(measure="distance")
    assert [e.segment for e in nearest] == ["Support", "Product", "Sales"]
    assert sum(values(table.pick(measure="closest"))) == pytest.approx(1)
    assert table.lead.startswith("Of employees by Team, Support reads customers best: on average ")
    assert table.lead.endswith("over 4 questions. The chance that no other group is closer is > 99%.")
    for e, truth in zip(nearest, (0.0, 0.2, 0.425), strict=True):
        assert e.low is not None
        assert e.high is not None
        assert e.low - 0.08 < truth < e.high


def test_teams_that_say_alike_are_not_ranked() -> None:
    table = ranked({name: of_wants(0.6, 0.5, 0.5, 0.5, n=40) for name in ("Sales", "Support", "Product")})
    assert table.pick(feature="") == []
    assert table.lead == (
        "Who among employees reads customers best cannot be told: by Team, what they say differs no more than chance would have "
        "it."
    )


def test_two_questions_are_too_few_to_rank_by() -> None:
    teams = {name: of_wants(*shares, n=40) for name, shares in (("Sales", (0.9, 0.9)), ("Support", (0.3, 0.5)))}
    table = tables(tallies({"North": of_wants(0.3, 0.5, n=400)}, teams))["Team"]
    assert table.pick(feature="") == []
    assert "too few to say" in table.lead


def test_a_ranking_that_is_not_sure_says_so() -> None:
    teams = {"Sales": of_wants(0.8, 0.8, 0.9, 0.7, n=40), "Support": of_wants(0.32, 0.5, 0.7, 0.2, n=40),
             "Product": of_wants(0.3, 0.52, 0.7, 0.2, n=40)}  # fmt: skip
    table = ranked(teams)
    assert table.lead.startswith("Which employees read customers best is not sure: by Team, ")
    closest = table.pick(measure="closest")
    assert max(values(closest)) < 0.9


def test_a_small_team_is_not_called_far_off_for_its_noise() -> None:
    """Twenty teams who all know the shares of three features, and all overestimate the fourth except one: raw distances of
    ten people average their noise, pooled ones less of it."""
    rng = np.random.default_rng(5)
    truth = np.array([0.3, 0.5, 0.7])
    teams = {
        f"team {k}": {
            **{Item(name, "want", "share"): yes(int(x), 10) for name, x in zip("abc", rng.binomial(10, truth), strict=True)},
            Item("d", "want", "share"): yes(9 if k else 2, 10),
        }
        for k in range(20)
    }
    table = ranked(teams)
    raw = np.mean([abs(e.value or 0) for e in table.pick(measure="want_gap") if e.feature != "d"])
    drawn = np.mean([abs(e.value or 0) for e in table.pick(measure="want_gap_pooled") if e.feature != "d"])
    assert drawn < raw / 2


def test_the_same_seed_is_the_same_ranking() -> None:
    teams = {"Sales": of_wants(0.8, 0.8, 0.3, 0.7, n=40), "Support": of_wants(0.3, 0.5, 0.7, 0.2, n=40)}
    assert ranked(teams) == ranked(teams)


def test_features_go_from_over_to_under_and_segments_alike() -> None:
    teams = {"Low": of_wants(0.1, 0.5, 0.9, 0.2, n=40), "High": of_wants(0.3, 0.7, 1.0, 0.4, n=40)}
    table = ranked(teams)
    found = [(e.feature, e.segment) for e in table.pick(measure="want_gap_pooled")]
    assert found[:2] == [("c", "High"), ("c", "Low")]
    assert found[-2:] == [("a", "High"), ("a", "Low")]
