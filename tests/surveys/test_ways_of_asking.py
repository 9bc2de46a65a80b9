"""The sample of prices: what was planted as worth is found by the ways of asking that can find it."""

from __future__ import annotations

import hashlib
from math import erfc, exp, log, sqrt
from pathlib import Path

import pytest

import gapsurvey
from gapsurvey.report import Estimate, Report

HERE = Path(__file__).parents[2] / "surveys" / "ways-of-asking"
SPREAD = 0.55


@pytest.fixture(scope="module")
def report() -> Report:
    return gapsurvey.analyze(HERE)


def found(report: Report, method: str, measure: str, feature: str, audience: str) -> Estimate:
    (table,) = [table for table in report.tables_of(method) if not table.by]
    (estimate,) = table.pick(feature=feature, measure=measure, audience=audience, at=None)
    return estimate


def holds(estimate: Estimate, truth: float) -> bool:
    return estimate.low is not None and estimate.high is not None and estimate.low <= truth <= estimate.high


@pytest.mark.slow
@pytest.mark.parametrize(
    ("feature", "audience", "median"),
    [
        ("insights", "customers", 32.0),
        ("insights", "employees", 47.0),
        ("sso", "customers", 14.0),
        ("api", "customers", 18.0),
        ("api", "employees", 26.0),
    ],
)
def test_bids_drawn_prices_and_the_payment_card_find_the_planted_median(
    report: Report, feature: str, audience: str, median: float
) -> None:
    assert holds(found(report, "valuation", "wtp_median", feature, audience), median)


@pytest.mark.slow
@pytest.mark.parametrize(("feature", "audience", "median"), [("insights", "customers", 32.0), ("insights", "employees", 47.0)])
def test_choices_find_the_planted_mean(report: Report, feature: str, audience: str, median: float) -> None:
    """Of a lognormal worth the mean is median · exp(σ²/2); a logit of people who differ finds about their mean."""
    assert holds(found(report, "conjoint", "choice_worth", feature, audience), median * exp(SPREAD**2 / 2))


@pytest.mark.slow
def test_employees_are_found_to_overestimate_what_it_is_worth(report: Report) -> None:
    for method, measure in (("valuation", "wtp_median_gap"), ("van-westendorp", "psm_idp_gap"), ("conjoint", "choice_worth_gap")):
        (gap,) = [e for table in report.tables_of(method) for e in table.pick(feature="insights", measure=measure)]
        assert gap.low is not None
        assert gap.low > 0, measure


@pytest.mark.slow
def test_every_way_of_asking_is_in_the_report(report: Report) -> None:
    methods = {table.method for table in report.tables}
    assert methods >= {
        "price", "valuation", "covariates", "certainty", "van-westendorp", "conjoint", "best_worst", "cross_method"
    }  # fmt: skip


@pytest.mark.slow
def test_what_the_tasks_showed_is_one_of_the_sources(report: Report) -> None:
    (shown,) = report.provenance.beside
    assert shown.file == "design.csv"
    assert shown.sha256 == hashlib.sha256((HERE / "design.csv").read_bytes()).hexdigest()


@pytest.mark.slow
def test_larger_companies_are_found_to_pay_more_and_the_sure_to_be_fewer(report: Report) -> None:
    (by_size,), (sure,) = report.tables_of("covariates"), report.tables_of("certainty")
    worth = {e.segment: e.value or 0.0 for e in by_size.pick(measure="wtp_segment_median")}
    assert worth["Up to 50"] < worth["51 to 500"] < worth["More than 500"]
    chance = by_size.one(measure="wtp_segment_p")
    assert chance is not None
    assert chance.value is not None
    assert chance.value < 0.001
    shares = [e.value or 0.0 for e in sure.estimates]
    assert shares[0] > shares[5] > shares[10]


@pytest.mark.slow
def test_drawn_prices_carry_a_verdict_in_money(report: Report) -> None:
    """Of a lognormal worth with median $14, Φ(−ln(15/14) / σ) pay $15."""
    pay = erfc(log(15 / 14) / SPREAD / sqrt(2)) / 2
    (verdict,) = [verdict for verdict in report.verdicts if verdict.feature == "sso"]
    assert verdict.verdict == "build"
    assert verdict.contribution is not None
    assert verdict.contribution.low <= 24 * 5_000 * pay * (15 - 4) - 60_000 <= verdict.contribution.high


@pytest.mark.slow
def test_what_was_only_asked_prices_is_told_by_its_worth(report: Report) -> None:
    said = {verdict.feature: verdict.headline for verdict in report.verdicts}
    assert said["sso"].startswith("Employees expect customers to find single sign-on worth $")
    assert said["audit"] == "An audit log was not asked of both sides."


@pytest.mark.slow
def test_of_several_ways_of_asking_one_carries_the_verdict_and_is_named(report: Report) -> None:
    said = {verdict.feature: verdict.assumptions for verdict in report.verdicts}
    assert (
        "The take rate is taken from the price ladder, counted person by person with who wants it; told beside it: the two bids, "
        "the four prices and the choice tasks."
    ) in said["insights"]
    assert (
        "The take rate is taken from the prices drawn for each person, where people answer a price they are shown; told "
        "beside it: the choice tasks."
    ) in said["sso"]
    assert not said["api"]
