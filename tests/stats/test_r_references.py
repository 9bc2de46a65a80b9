"""The same numbers as R gives, where it defines them the same way (R 4.2.2; survey 4.1-1, effectsize 0.8.3)."""

from __future__ import annotations

import json
from collections.abc import Callable
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gapsurvey.stats.comparisons import Moments, cohen_h, hedges_g, mean_difference, moments, share_difference, welch
from gapsurvey.stats.intervals import mean_interval, share_base
from gapsurvey.stats.multiplicity import benjamini_hochberg
from gapsurvey.stats.ordinal import brunner_munzel
from gapsurvey.stats.raking import design_effect, kish, rake
from tests.stats.counting import Counted, columns, counted, numbers

pytestmark = pytest.mark.shared


class Survey:
    """A two-audience survey whose numbers R computed."""

    def __init__(self, folder: Path) -> None:
        self.r = json.loads((folder / "two_audience.json").read_text(encoding="utf-8"))
        self.columns = {name: columns(folder / "two_audience.csv", audience=name) for name in ("employee", "customer")}

    def counted(self, audience: str, question: str, *, weighted: bool = False) -> Counted:
        of = self.columns[audience]
        levels = sorted({number for name in self.columns for number in numbers(self.columns[name][question])})
        return counted(numbers(of[question]), numbers(of["w"]) if weighted else None, levels)

    def both(self, question: str, *, weighted: bool = False) -> tuple[Counted, Counted]:
        return self.counted("employee", question, weighted=weighted), self.counted("customer", question, weighted=weighted)

    def moments(self, question: str, *, weighted: bool = False) -> tuple[Moments, Moments]:
        employees, customers = self.both(question, weighted=weighted)
        return moments(*employees), moments(*customers)


@pytest.fixture(scope="module")
def gap(shared: Path) -> Path:
    return shared / "oracles" / "gap"


@pytest.fixture(scope="module")
def survey(gap: Path) -> Survey:
    return Survey(gap)


def want(survey: Survey) -> tuple[float, float, float, float]:
    (p1, n1), (p2, n2) = (share_base(*side[1:], side.levels == 1) for side in survey.both("want"))
    return p1, n1, p2, n2


def theta(survey: Survey, question: str) -> float:
    employees, customers = survey.both(question)
    return float(brunner_munzel(*employees[1:], *customers[1:]).theta)


def estimates_against_wants(survey: Survey) -> tuple[Any, ...]:
    estimates = moments(*counted([number / 100 for number in numbers(survey.columns["employee"]["est_pct"])]))
    return tuple(welch(estimates, survey.moments("want")[1]))


# What it is called in R, where in the reference it stands, and the same number here.
TABLE: list[tuple[str, Callable[[Any], Any], Callable[[Survey], Any]]] = [
    ("prop.test(correct=FALSE) p", lambda r: r["prop_test"]["p"], lambda s: share_difference(*want(s), 0.1).p),
    ("prop.test estimate", lambda r: r["prop_test"]["estimate"], lambda s: [want(s)[0], want(s)[2]]),
    ("cohens_h", lambda r: r["cohens_h"], lambda s: cohen_h(want(s)[0], want(s)[2])),
    ("t.test(likert5) ci", lambda r: r["welch_likert5"]["ci"], lambda s: welch(*s.moments("likert5"))[1:3]),
    ("t.test(likert5) p", lambda r: r["welch_likert5"]["p"], lambda s: welch(*s.moments("likert5")).p),
    ("t.test(likert5) df", lambda r: r["welch_likert5"]["df"], lambda s: welch(*s.moments("likert5")).df),
    ("TOST 90% interval", lambda r: r["tost_likert5_0.5"]["ci90"], lambda s: welch(*s.moments("likert5"), confidence=0.9)[1:3]),
    (
        "TOST p",
        lambda r: max(r["tost_likert5_0.5"]["p_lower"], r["tost_likert5_0.5"]["p_upper"]),
        lambda s: mean_difference(*s.moments("likert5"), 0.5).p_equivalence,
    ),
    ("hedges_g", lambda r: r["hedges_g"]["Hedges_g"], lambda s: hedges_g(*s.moments("likert5"))),
    ("rank_biserial", lambda r: r["rank_biserial"]["r_rank_biserial"], lambda s: 2 * theta(s, "likert5") - 1),
    ("wilcox.test W", lambda r: r["wilcox_likert5"]["W"], lambda s: theta(s, "likert5") * 120 * 400),
    ("t.test(estimates, wants) ci", lambda r: r["est_vs_share"]["ci"], lambda s: estimates_against_wants(s)[1:3]),
    ("t.test(estimates, wants) p", lambda r: r["est_vs_share"]["p"], lambda s: estimates_against_wants(s)[3]),
]


@pytest.mark.parametrize(("expected", "found"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_two_audiences(survey: Survey, expected: Callable[[Any], Any], found: Callable[[Survey], Any]) -> None:
    assert found(survey) == pytest.approx(expected(survey.r), rel=1e-9)


@pytest.mark.parametrize("question", ["alloc", "rank"])
@pytest.mark.parametrize("option", [1, 2, 3, 4])
def test_welch_of_allocations_and_ranks(survey: Survey, question: str, option: int) -> None:
    expected = survey.r[f"{question}_welch"][option - 1]
    found = welch(*survey.moments(f"{question}_{option}"))
    assert found.difference == pytest.approx(expected["estimate"][0] - expected["estimate"][1], rel=1e-9)
    assert (found.low, found.high) == pytest.approx(expected["ci"], rel=1e-9)
    assert (found.p, found.df) == pytest.approx((expected["p"], expected["df"]), rel=1e-9)


@pytest.mark.parametrize("question", ["want", "likert5", "scale0_10"])
def test_weighted_means_have_the_error_of_a_design_with_audiences_as_strata(survey: Survey, question: str) -> None:
    employees, customers = survey.moments(question, weighted=True)
    t = (employees.mean - customers.mean) / sqrt(employees.variance_of_mean + customers.variance_of_mean)
    assert t == pytest.approx(survey.r[f"svyttest_strat_{question}"]["statistic"], rel=1e-9)


def test_error_of_a_weighted_share(survey: Survey) -> None:
    for audience, of in zip(("employee", "customer"), survey.moments("want", weighted=True), strict=True):
        assert sqrt(of.variance_of_mean) == pytest.approx(survey.r[f"want_{audience}"]["separate"]["mean"]["se"], rel=1e-9)


def test_effective_base_of_a_weighted_share(survey: Survey) -> None:
    """R's svymean(deff=TRUE) measures the variance against p(1 − p)/(n − 1)."""
    employees, customers = survey.both("want", weighted=True)
    _, base = share_base(*customers[1:], customers.levels == 1)
    assert base == pytest.approx(399 / survey.r["want_customer"]["deff"], rel=1e-9)
    # Among employees the weights happen to help (deff 1.37 against Kish's 1.45), and Kish's base is kept.
    of = survey.r["want_employee"]
    _, base = share_base(*employees[1:], employees.levels == 1)
    assert base == pytest.approx(120 / design_effect(120, of["sumw"], of["sumw2"]), rel=1e-9)
    assert base < 119 / of["deff"]


def test_p_adjust(survey: Survey) -> None:
    adjusted = survey.r["p_adjust_BH1995"]
    assert benjamini_hochberg(adjusted["p"]) == pytest.approx(adjusted["BH"], rel=1e-12)


@pytest.fixture(scope="module")
def api(gap: Path) -> Any:
    return json.loads((gap / "survey_api.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def schools(gap: Path) -> dict[str, list[str]]:
    return columns(gap / "apistrat.csv")


@pytest.mark.parametrize("answer", ["sch.wide", "comp.imp", "awards"])
def test_weighted_shares_of_schools(api: Any, schools: dict[str, list[str]], answer: str) -> None:
    of = moments(*counted([float(text == "Yes") for text in schools[answer]], numbers(schools["pw"])))
    expected = api["wonly"][f"svyciprop:{answer}:mean"]
    assert (of.mean, sqrt(of.variance_of_mean)) == pytest.approx((expected["est"], expected["se"]), rel=1e-9)


def test_a_weighted_mean_of_schools(api: Any, schools: dict[str, list[str]]) -> None:
    of = moments(*counted(numbers(schools["api00"]), numbers(schools["pw"])))
    expected = api["wonly"]["svymean"]
    assert (of.mean, sqrt(of.variance_of_mean)) == pytest.approx((expected["est"][0], expected["se"][0]), rel=1e-9)


def test_an_unweighted_mean_of_schools(gap: Path, api: Any) -> None:
    of = moments(*counted(numbers(columns(gap / "apisrs.csv")["api00"])))
    # R's design has a finite population of 6,194 schools; take its correction out.
    se = api["srs"]["svymean"]["se"][0] / sqrt(1 - 200 / 6194)
    low, high = mean_interval(of.mean, of.variance_of_mean, of.df)
    assert (high - low) / 2 == pytest.approx(1.971956544249395 * se, rel=1e-9)  # qt(.975, 199)


def test_effective_base_of_schools(api: Any, schools: dict[str, list[str]]) -> None:
    weights = np.array(numbers(schools["pw"]))
    assert kish(weights.sum(), (weights**2).sum()) == pytest.approx(api["wonly"]["kish"]["neff"], rel=1e-9)


def test_raked_weights_of_schools(gap: Path, api: Any, schools: dict[str, list[str]]) -> None:
    start = np.array(numbers(schools["pw"]))
    kinds, goals = ["EHM".index(text) for text in schools["stype"]], [text == "Yes" for text in schools["sch.wide"]]
    cell = np.array(kinds) * 2 + np.array(goals)
    cells = np.array([(kind, goal) for kind in range(3) for goal in range(2)])
    targets = [[row["Freq"] for row in api["weighting"]["targets"][margin]] for margin in ("stype", "sch.wide")]
    raked = start * rake(cells, np.bincount(cell, start), targets)[cell]
    # survey::rake stops at 1e-8 or so
    assert raked == pytest.approx(numbers(columns(gap / "apistrat_raked_weights.csv")["rake"]), rel=1e-6)
    of = moments(*counted([float(text == "Yes") for text in schools["comp.imp"]], raked))
    expected = api["rake_vs_fixedweights"]
    assert (of.mean, sqrt(of.variance_of_mean)) == pytest.approx((expected["p"], expected["se_weights_as_fixed"]), rel=1e-6)
