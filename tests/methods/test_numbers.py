"""The numbers of a report, from exports to estimates, against papers, R and statsmodels."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from scipy.stats import false_discovery_control

import gapsurvey
from gapsurvey.gates.holding import outcomes
from gapsurvey.methods.gap import gap
from gapsurvey.model import Item
from gapsurvey.report import Estimate, Report
from gapsurvey.study import Gates, load
from tests.small import counted, mirror, published, written, yes_no
from tests.stats.counting import columns

SURVEYS = Path(__file__).parents[2] / "surveys"


@cache
def sample(name: str) -> Report:
    return gapsurvey.analyze(SURVEYS / name)


def one(report: Report, measure: str, method: str = "gap", **place: object) -> Estimate:
    found = [e for table in report.tables_of(method) for e in table.pick(measure=measure, segment="", **place)]
    assert len(found) == 1
    return found[0]


def reference(shared: Path, name: str) -> Any:
    return json.loads((shared / "oracles" / name).read_text(encoding="utf-8"))


@pytest.mark.shared
def test_newcombe_1998_table_ii_through_the_gap_method(shared: Path) -> None:
    """Newcombe 1998, Table II, method 10, to its four decimals; the first sample as believers."""
    want, study = Item("f", "want", "share"), mirror(yes_no())
    for name, intervals in reference(shared, "gap/published.json")["newcombe1998_tableII"]["cases"].items():
        (x1, n1), (x2, n2) = (map(int, side.split("/")) for side in name.split(" vs "))
        if n1 < 20:  # so few believers' shares are clipped; the formula itself is tested where it stands
            continue
        sides = {"employees": {want: counted((0, 1), (n1 - x1, x1))}, "customers": {want: counted((0, 1), (n2 - x2, x2))}}
        (table,) = gap(*published(study, **sides))
        found = table.one(measure="want_gap")
        assert found is not None
        assert found.value == pytest.approx(x1 / n1 - x2 / n2)
        assert (found.low, found.high) == pytest.approx(intervals["newcombe"], abs=0.5001e-4)


def test_newcombes_first_example() -> None:
    """Newcombe 1998, Table II: 56/70 against 48/80."""
    want = Item("f", "want", "share")
    public = published(mirror(yes_no()), employees={want: counted((0, 1), (14, 56))}, customers={want: counted((0, 1), (32, 48))})
    found = gap(*public)[0].one(measure="want_gap")
    assert found is not None
    assert (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=0.5001e-4)


# --- published studies ------------------------------------------------------------------------------------------------


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "study", "believers"),
    [("ai-experts-and-public", "pew_ai_2025", "experts"), ("company-trust", "pwc_trust_2024", "executives")],
)
def test_gaps_of_published_studies(shared: Path, name: str, study: str, believers: str) -> None:
    """Pew 2025 and PwC 2024: intervals by Newcombe's method from their shares and bases."""
    report = sample(name)
    rows = {s["id"]: s["rows"] for s in reference(shared, "gap/real_gaps.json")}[study]
    for feature, row in zip(report.study.features, rows, strict=False):
        found = one(report, "want_gap", feature=feature, audience=believers)
        assert (found.n, one(report, "want", feature=feature, audience=report.study.customers).n) == (row["n_emp"], row["n_cus"])
        assert found.value == pytest.approx(row["gap"], abs=1e-9)
        assert (found.low, found.high) == pytest.approx(row["newcombe95"], abs=1e-9)
        p = one(report, "want_gap_p_equivalence", feature=feature).value
        low90, high90 = row["newcombe90"]
        assert p is not None
        inside, outside = max(-low90, high90) < 0.1, (found.low or 0) > 0 or (found.high or 0) < 0
        assert (p < 0.05) is inside
        assert found.alignment == ("aligned" if inside else "over" if outside and row["gap"] > 0 else "under")
        assert ("certain_but_small" in found.flag) is (inside and outside)


def test_experts_and_public_agree_where_pew_says_so() -> None:
    report = sample("ai-experts-and-public")
    gaps = {feature: one(report, "want_gap", feature=feature) for feature in report.study.features}
    small = {feature for feature, gap in gaps.items() if gap.flag == "certain_but_small"}
    aligned = {feature for feature, gap in gaps.items() if gap.alignment == "aligned"}
    assert small == {"factory_workers"}, "7 points apart, and surely less than the margin of 10"
    assert aligned - small == {"control", "cashiers", "journalists", "engineers"}
    assert {feature for feature, gap in gaps.items() if gap.alignment == "under"} == {"harm", "country_worse", "fewer_jobs"}


def test_p_values_are_adjusted_within_their_family() -> None:
    """Benjamini & Hochberg by scipy.stats.false_discovery_control and statsmodels' multipletests."""
    from statsmodels.stats.multitest import multipletests

    report = sample("support-hours")
    for stems in (["want_gap", "prefer_gap"], ["want_estimate_gap", "pay_estimate_gap"], ["need_theta"]):
        for kind in ("p", "p_equivalence"):
            (table,) = report.tables_of("gap")
            raw = [e for stem in stems for e in table.pick(measure=f"{stem}_{kind}")]
            adjusted = [table.one(measure=f"{e.measure}_adjusted", feature=e.feature, at=e.at) for e in raw]
            p = [e.value or 0.0 for e in raw]
            found = [e.value for e in adjusted if e is not None]
            assert found == pytest.approx(multipletests(p, method="fdr_bh")[1], rel=1e-5)
            assert found == pytest.approx(false_discovery_control(p), rel=1e-5)


# --- a synthetic two-audience survey, analysed by R 4.2.2 (survey 4.1-1, effectsize 0.8.3) -------------------------------


def two_audiences(shared: Path, folder: Path, weights: str | None = None) -> Report:
    """The survey as two plain files and a study, analysed."""
    keys = {"weights": weights} if weights else {}
    study = mirror(
        yes_no(column="want"),
        {"asks": "want", "shape": "estimate", "feature": "f", "employees": "est_pct"},
        {"asks": "need", "shape": "rating", "feature": "f", "scale": [1, 2, 3, 4, 5], "customers": "likert5",
         "employees": "likert5"},
        {"asks": "need", "shape": "rating", "feature": "g", "scale": list(range(11)), "customers": "scale0_10",
         "employees": "scale0_10"},
        features={"f": {"label": "the feature"}, "g": {"label": "another"}},
        customers=keys, employees=keys,
    )  # fmt: skip
    path = shared / "oracles" / "gap" / "two_audience.csv"
    sides = {f"{name}s": columns(path, audience=name) for name in ("customer", "employee")}
    return gapsurvey.analyze(written(folder, study, **sides))


@pytest.fixture(scope="module")
def weighed(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The survey's ranking and its constant sum, of four features."""
    features = {f"f{i}": {"label": f"feature {i}"} for i in range(1, 5)}
    questions = []
    for shape, stem in (("ranking", "rank"), ("allocation", "alloc")):
        place = {"columns": {f"f{i}": f"{stem}_{i}" for i in range(1, 5)}}
        questions.append({"asks": "want", "shape": shape, "customers": place, "employees": place})
    path = shared / "oracles" / "gap" / "two_audience.csv"
    sides = {f"{name}s": columns(path, audience=name) for name in ("customer", "employee")}
    return gapsurvey.analyze(written(tmp_path_factory.mktemp("weighed"), mirror(*questions, features=features), **sides))


@pytest.mark.shared
@pytest.mark.parametrize("i", [1, 2, 3, 4])
@pytest.mark.parametrize(("kind", "reference_name", "unit"), [("rank", "rank_welch", -1), ("allocation", "alloc_welch", 100)])
def test_ranks_and_points(shared: Path, weighed: Report, kind: str, reference_name: str, unit: int, i: int) -> None:
    """R's t.test of employees against customers; ranks with their sign turned, points as shares."""
    expected = reference(shared, "gap/two_audience.json")[reference_name][i - 1]
    gap_found = one(weighed, f"want_{kind}_gap", feature=f"f{i}")
    means = [one(weighed, f"want_{kind}", feature=f"f{i}", audience=audience).value for audience in ("employees", "customers")]
    assert means == pytest.approx([mean / abs(unit) for mean in expected["estimate"]], rel=1e-9)
    assert gap_found.value == pytest.approx((expected["estimate"][0] - expected["estimate"][1]) / unit, rel=1e-9)
    assert [gap_found.low, gap_found.high] == pytest.approx(sorted(limit / unit for limit in expected["ci"]), rel=1e-9)
    assert one(weighed, f"want_{kind}_gap_p", feature=f"f{i}").value == pytest.approx(expected["p"], rel=1e-5)


@pytest.mark.shared
def test_alignment_of_ranks_and_points(weighed: Report) -> None:
    """By hand from R's intervals: the first feature's rank is believed too low by 0.76 ± 0.22, its points by 14 ± 2.

    The third's points are believed too high by 8.8 (6.6 to 10.9): its 90% interval, too, passes 10.
    """
    found = {
        kind: [one(weighed, f"want_{kind}_gap", feature=f"f{i}").alignment for i in range(1, 5)]
        for kind in ("rank", "allocation")
    }
    assert found == {
        "rank": ["under", "aligned", "over", "aligned"],
        "allocation": ["under", "aligned", "over", "over"],
    }


def test_points_of_a_few_believers_are_clipped_like_shares() -> None:
    """That all of ten gave something none of their points would say what each of them gave."""
    question = {"asks": "want", "shape": "allocation", "answers": {"f": "F"}, "customers": "G", "employees": "G"}
    points = Item("f", "want", "allocation")
    sides = {"employees": {points: counted((0.0, 0.5), (10, 0))}, "customers": {points: counted((0.0, 0.5), (20, 20))}}
    (table,) = gap(*published(mirror(question), **sides))
    found = table.one(measure="want_allocation", audience="employees")
    gap_found = table.one(measure="want_allocation_gap")
    assert found is not None
    assert gap_found is not None
    assert (found.value, found.flag, gap_found.value) == (0.05, "clipped", -0.2)


def test_a_feature_that_only_got_points_says_how_many(tmp_path: Path) -> None:
    place = {"columns": {"f": "A", "g": "B"}}
    question = {"asks": "want", "shape": "allocation", "customers": place, "employees": place}
    study = mirror(question, features={"f": {"label": "chat"}, "g": {"label": "phone"}})
    sides = {"customers": {"A": [20, 40] * 30, "B": [80, 60] * 30}, "employees": {"A": [60, 50] * 20, "B": [40, 50] * 20}}
    report = gapsurvey.analyze(written(tmp_path, study, **sides))
    assert report.verdicts[0].headline == "On average employees give chat 55% of the points for customers; customers give it 30%."
    assert report.verdicts[0].alignment == "over"
    assert report.answer == "Employees place chat first; customers place it clearly second of 2, and phone first."


@pytest.mark.shared
def test_a_gate_on_share_gaps_holds_no_ranks(weighed: Report) -> None:
    """The widest rank gap, 0.76, would pass for 76 points."""
    gated = replace(weighed, study=weighed.study.model_copy(update={"gates": Gates(max_gap=0.5, min_base=100)}))
    found = {outcome.gate.name: outcome.places[0].found for outcome in outcomes(gated) if outcome.result == "passed"}
    assert found == pytest.approx({"min_base": 120, "max_gap": 0.139125})


@pytest.mark.shared
def test_ranks_and_points_are_written(weighed: Report, tmp_path: Path) -> None:
    page, summary = (path.read_text(encoding="utf-8") for path in weighed.write(tmp_path, ("html", "md")))
    assert "| −0.76 ranks | −0.98 to −0.55 ranks |" in summary
    assert "| −14 pp | −16 to −12 pp |" in summary
    assert "customers’ mean rank − the one believers gave" in page
    assert weighed.answer == "Employees place feature 2 first; customers place it clearly second of 4, and feature 1 first."
    for label in ("Want it: rank gap", "Want it: mean rank", "Want it: share of points", "Want it: gap in share of points"):
        assert label in page


def need(report: Report, measure: str) -> Estimate:
    return one(report, f"need_{measure}", feature="f", audience="employees")


# R's function, where its result stands in the reference, and the same number in a report.
UNWEIGHTED: list[tuple[str, Callable[[Any], Any], Callable[[Report], Any]]] = [
    ("prop.test estimate", lambda r: r["prop_test"]["estimate"],
     lambda s: [one(s, "want", audience=a).value for a in ("employees", "customers")]),
    ("prop.test(correct=FALSE) p", lambda r: r["prop_test"]["p"], lambda s: one(s, "want_gap_p").value),
    ("effectsize::cohens_h", lambda r: r["cohens_h"]["v"] if isinstance(r["cohens_h"], dict) else r["cohens_h"],
     lambda s: one(s, "want_gap_h").value),
    ("t.test(likert5) estimate", lambda r: r["welch_likert5"]["estimate"],
     lambda s: [one(s, "need_mean", feature="f", audience=a).value for a in ("employees", "customers")]),
    ("t.test(likert5) ci", lambda r: r["welch_likert5"]["ci"], lambda s: [need(s, "mean_gap").low, need(s, "mean_gap").high]),
    ("effectsize::hedges_g", lambda r: r["hedges_g"]["Hedges_g"], lambda s: need(s, "hedges_g").value),
    ("effectsize::rank_biserial", lambda r: r["rank_biserial"]["r_rank_biserial"],
     lambda s: 2 * (need(s, "theta").value or 0) - 1),
    ("wilcox.test W", lambda r: r["wilcox_likert5"]["W"], lambda s: (need(s, "theta").value or 0) * 120 * 400),
    ("t.test(estimates, wants) estimate", lambda r: r["est_vs_share"]["estimate"],
     lambda s: [one(s, "want_estimate").value, one(s, "want", audience="customers").value]),
]  # fmt: skip


@pytest.fixture(scope="module")
def unweighted(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Report:
    return two_audiences(shared, tmp_path_factory.mktemp("unweighted"))


@pytest.fixture(scope="module")
def weighted(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Report:
    return two_audiences(shared, tmp_path_factory.mktemp("weighted"), weights="w")


@pytest.mark.shared
@pytest.mark.parametrize(("expected", "found"), [row[1:] for row in UNWEIGHTED], ids=[row[0] for row in UNWEIGHTED])
def test_two_audiences(shared: Path, unweighted: Report, expected: Callable[[Any], Any], found: Callable[[Report], Any]) -> None:
    # p is published to six digits.
    assert found(unweighted) == pytest.approx(expected(reference(shared, "gap/two_audience.json")), rel=2e-6)


@pytest.mark.shared
def test_two_weighted_audiences(shared: Path, weighted: Report) -> None:
    """svymean, svyttest (audiences as strata) and svymean(deff=TRUE) of R's survey."""
    r = reference(shared, "gap/two_audience.json")
    for audience in ("customers", "employees"):
        found, expected = one(weighted, "want", audience=audience), r[f"want_{audience.removesuffix('s')}"]
        assert found.value == pytest.approx(expected["separate"]["mean"]["est"], rel=1e-9)
        assert found.n == expected["n"]
        assert found.n_weighted == pytest.approx(expected["sumw"], rel=1e-6)
    # Kish's base for employees, whose weights happen to help; the linearised one for customers.
    assert one(weighted, "want", audience="customers").n_effective == pytest.approx(399 / r["want_customer"]["deff"], rel=1e-9)
    of = r["want_employee"]
    assert one(weighted, "want", audience="employees").n_effective == pytest.approx(of["sumw"] ** 2 / of["sumw2"], rel=1e-6)
    assert one(weighted, "want_gap").value == pytest.approx(r["svyttest_strat_want"]["estimate"], rel=1e-9)
    assert need(weighted, "mean_gap").value == pytest.approx(r["svyttest_strat_likert5"]["estimate"], rel=1e-9)
    scale = one(weighted, "need_mean_gap", feature="g")
    assert scale.value == pytest.approx(r["svyttest_strat_scale0_10"]["estimate"], rel=1e-9)
    assert weighted.provenance.sources[0].weighting["effective_base"] == pytest.approx(
        r["want_customer"]["sumw"] ** 2 / r["want_customer"]["sumw2"], rel=1e-6
    )


# --- a price ladder of 1,100 people and 17 prices (beezdemand) ------------------------------------------------------------


@pytest.fixture(scope="module")
def ladder(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Would they buy any at this price? Everybody's answers, put to both sides."""
    people: dict[str, dict[float, bool]] = {}
    with (shared / "oracles" / "wtp" / "gg_apt_full_1100x17.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            people.setdefault(row["id"], {})[float(row["x"])] = float(row["y"]) > 0
    prices = sorted(price for price in next(iter(people.values())) if price > 0)
    answers = {f"P{price:g}": ["Yes" if person[price] else "No" for person in people.values()] for price in prices}
    place = {"columns": list(answers), "prices": prices}
    question = {"asks": "pay", "shape": "price-ladder", "feature": "f", "customers": place, "employees": place}
    folder = written(tmp_path_factory.mktemp("ladder"), mirror(question), customers=answers, employees=answers)
    return gapsurvey.analyze(folder)


@pytest.mark.shared
def test_a_ladder_of_a_thousand_people(shared: Path, ladder: Report) -> None:
    """Take rates equal beezdemand's shares of buyers but for those who refuse a price and accept a dearer one."""
    aggregate = {row["x"]: row for row in reference(shared, "wtp/price_ladder.json")["apt_full_aggregate"]}
    taken = {e.at: e for e in ladder.tables_of("demand")[0].pick(measure="take", audience="customers")}
    assert len(taken) == 16
    # 133 people buy nothing at one price and something at a dearer one (counted in the file); six of them only where
    # the first of the two is free, which is no price of a ladder.
    contradicting = 133 - 6
    (note,) = ladder.provenance.sources[0].notes
    assert f": {contradicting} people refused a price and accepted a dearer one" in note
    for price, take in taken.items():
        assert take.value is not None
        assert take.n == 1100
        # Every change lowers a share, by no more than the people whose answers contradict each other.
        assert 0 <= aggregate[price]["share_buy"] - take.value + 1e-9 <= contradicting / 1100
    # At the first price nothing comes before a refusal, and the shares are the same.
    assert taken[0.25].value == pytest.approx(aggregate[0.25]["share_buy"], abs=1e-9)


@pytest.mark.shared
def test_both_sides_of_one_ladder_agree(ladder: Report) -> None:
    table = ladder.tables_of("price")[0]
    gap_in_money = table.one(measure="mean_price_gap")
    assert gap_in_money is not None
    assert (gap_in_money.value, gap_in_money.alignment) == (0, "inconclusive")
    best = table.one(measure="optimal_price", audience="customers")
    assert best is not None
    assert (best.value, best.flag) == (20, "top_of_ladder"), "where beezdemand's share revenue is highest, the end of the ladder"


def test_every_study_of_the_samples_is_read_from_its_folder() -> None:
    for path in sorted(SURVEYS.glob("*/study.toml")):
        assert sample(path.parent.name).study == load(path)
