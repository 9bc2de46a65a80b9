"""Fits to intervals: survreg's numbers, and what must hold for any answers."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapsurvey.stats import Floats
from gapsurvey.stats.pricing.families import FAMILIES, mean, median, survival, truncated_mean
from gapsurvey.stats.pricing.interval_fit import Fit, fit

Intervals = tuple[Floats, Floats, Floats]  # lower, upper, people


def natural_park(shared: Path, first_only: bool = False) -> Intervals:
    """312 people's two bids (Croissant's Ecdat, NaturalPark), or the first of them."""
    with (shared / "oracles" / "wtp" / "naturalpark_n312.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    ends = []
    for row in rows:
        first, up, down = (float(row[key]) for key in ("bid1", "bidh", "bidl"))
        yes, again = (answer == "y" for answer in row["answers"])
        if first_only:
            ends.append((first, np.inf) if yes else (-np.inf, first))
        elif yes:
            ends.append((up, np.inf) if again else (first, up))
        else:
            ends.append((down, first) if again else (-np.inf, down))
    lower, upper = np.array(ends).T
    return lower, upper, np.ones(len(rows))


def exxon(shared: Path) -> Intervals:
    """1,043 people's two bids, as counts (Carson et al. 1992)."""
    ends, people = [], []
    with (shared / "oracles" / "wtp" / "carson_exxon_db_counts.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            first, up, down = (float(row[key]) for key in ("T1", "TU", "TL"))
            ends += [(up, np.inf), (first, up), (down, first), (-np.inf, down)]
            people += [float(row[key]) for key in ("yy", "yn", "ny", "nn")]
    lower, upper = np.array(ends).T
    return lower, upper, np.array(people)


def fitted(name: str, answers: Intervals, covariates: Floats | None = None) -> Fit:
    lower, upper, people = answers
    return fit(FAMILIES[name], lower, upper, people, people, covariates)


# R 4.2.2, survival 3.5-3, survreg(Surv(lower, upper, type = "interval2") ~ 1): location, scale, log-likelihood, and the
# standard errors of location and log(scale).
NATURAL_PARK = {
    "normal": (18.7388375934, 38.6127220982, -409.0044888227, 2.4969569424, 0.075967472109),
    "logistic": (18.1288487762, 21.7223537118, -406.0242142341, 2.2745661604, 0.081951292162),
    "log-logistic": (2.6362469003, 0.98011637796, -421.4608527595, 0.1046641071, 0.073700979466),
    "lognormal": (2.5829563132, 1.6016051434, -419.1276459975, 0.10314368933, 0.069125809647),
    "weibull": (3.2094196079, 1.4154987124, -408.2206839, 0.092749158224, 0.070908549011),
}
EXXON = {
    "lognormal": (3.3652900247, 2.0152472504, -1372.6868842894),
    "log-logistic": (3.4155217058, 1.22717978, -1373.9780186767),
    "weibull": (4.111528019, 1.7502035495, -1351.6181780237),
}


@pytest.mark.shared
@pytest.mark.parametrize("name", NATURAL_PARK)
def test_two_bids_as_survreg_fits_them(shared: Path, name: str) -> None:
    location, scale, loglik, error, log_scale_error = NATURAL_PARK[name]
    found = fitted(name, natural_park(shared))
    assert found.sound
    assert found.coefficients[0] == pytest.approx(location, rel=1e-6)
    assert found.scale == pytest.approx(scale, rel=1e-6)
    assert found.loglik == pytest.approx(loglik, abs=1e-6)
    assert found.errors() == pytest.approx([error, log_scale_error], rel=1e-5)


@pytest.mark.shared
@pytest.mark.parametrize("name", EXXON)
def test_counts_as_survreg_fits_their_rows(shared: Path, name: str) -> None:
    location, scale, loglik = EXXON[name]
    found = fitted(name, exxon(shared))
    assert (found.coefficients[0], found.scale) == pytest.approx((location, scale), rel=1e-6)
    assert found.loglik == pytest.approx(loglik, abs=1e-6)


# R, DCchoice 0.2.0, sbchoice(R1 ~ 1 | bid): log-likelihood of the first bid alone; its optimiser converges here.
FIRST = {
    "logistic": -212.3968263608, "normal": -212.3934103889, "log-logistic": -211.849579391, "lognormal": -211.8462527211,
    "weibull": -211.8789784258,
}  # fmt: skip


@pytest.mark.shared
@pytest.mark.parametrize("name", FIRST)
def test_one_bid(shared: Path, name: str) -> None:
    assert fitted(name, natural_park(shared, first_only=True)).loglik == pytest.approx(FIRST[name], abs=1e-6)


@pytest.mark.shared
def test_covariates(shared: Path) -> None:
    """R, DCchoice 0.2.0, dbchoice(R1 + R2 ~ sex + age + income | log(bid)), two families: it stops early."""
    with (shared / "oracles" / "wtp" / "naturalpark_n312.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    people = np.array([[1, row["sex"] == "female", float(row["age"]), float(row["income"])] for row in rows])
    logistic = fitted("log-logistic", natural_park(shared), people)
    assert logistic.loglik == pytest.approx(-398.8923192258, abs=1e-6)
    assert -logistic.intercepts == pytest.approx([3.4905412059, -0.26777518626, -0.35157765853, 0.27737440332], rel=2e-4)
    assert logistic.slope == pytest.approx(1.1337275648, rel=2e-4)
    assert fitted("lognormal", natural_park(shared), people).loglik == pytest.approx(-397.6843455077, abs=1e-6)


@pytest.mark.shared
def test_median_mean_and_their_intervals(shared: Path) -> None:
    """R, DCchoice 0.2.0, dbchoice and krCI(nsim = 20000): it stops early, so numbers agree to 1e-3, intervals to 3%.

    Its Weibull mean is printed infinite; by location and scale of survreg it is e^3.2094 Γ(2.4155) = 31.0767.
    """
    found = fitted("log-logistic", natural_park(shared))
    family, where = found.family, (found.coefficients[0], found.scale)
    assert median(family, *where) == pytest.approx(13.9607092272, rel=1e-6)  # survreg
    assert mean(family, *where) == pytest.approx(688.5610362088, rel=1e-3)
    assert truncated_mean(family, *where, 120) == pytest.approx(31.1902042598, rel=1e-6)
    locations, scales = found.drawn([1.0], 20_000, np.random.default_rng(123))
    ends = np.quantile(truncated_mean(family, locations, scales, 120), (0.025, 0.975))
    assert ends == pytest.approx([27.1649408983, 35.8572202607], rel=0.03)
    ends = np.quantile(median(family, locations, scales), (0.025, 0.975))
    assert ends == pytest.approx([11.2289604822, 17.1013705886], rel=0.03)
    weibull = fitted("weibull", natural_park(shared))
    assert mean(weibull.family, weibull.coefficients[0], weibull.scale) == pytest.approx(31.0767, abs=1e-3)
    logistic = fitted("logistic", natural_park(shared))
    assert truncated_mean(logistic.family, logistic.coefficients[0], logistic.scale, 120) == pytest.approx(
        25.7591196259, rel=1e-3
    )


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize(("location", "scale"), [(2.0, 0.4), (3.0, 1.4), (1.0, 2.5)])
def test_truncated_means_are_integrals_of_the_curve(name: str, location: float, scale: float) -> None:
    family, highest = FAMILIES[name], 60.0
    edges = highest * (np.arange(200_001) / 200_000) ** 4
    middles = (edges[1:] + edges[:-1]) / 2
    exact = survival(family, location, scale, middles) @ np.diff(edges)
    assert truncated_mean(family, location, scale, highest) == pytest.approx(exact, rel=1e-5)


@pytest.mark.parametrize("name", FAMILIES)
@given(st.floats(-3, 6), st.floats(0.05, 4))
def test_half_would_pay_the_median(name: str, location: float, scale: float) -> None:
    family = FAMILIES[name]
    middle = float(median(family, location, scale))
    share = float(survival(family, location, scale, [middle])[0])
    assert share == pytest.approx(0.5) if middle > 0 else share <= 0.5


CARD = np.array([[-np.inf, 10, 12], [5, 10, 9], [10, 20, 31], [20, 40, 18], [40, np.inf, 6]])


@pytest.mark.parametrize("name", FAMILIES)
@given(weight=st.floats(0.01, 100))
def test_equal_weights_and_repeated_rows_change_nothing(name: str, weight: float) -> None:
    lower, upper, people = CARD.T
    alike = fitted(name, (lower, upper, people))
    assert alike.sound
    rows = [np.repeat(column, 2) for column in (lower, upper, people / 2 * weight, people / 2 * weight**2)]
    weighted = fit(FAMILIES[name], *rows)
    assert weighted.loglik == pytest.approx(alike.loglik)
    assert weighted.scale == pytest.approx(alike.scale, rel=1e-5)
    assert weighted.errors() == pytest.approx(alike.errors(), rel=1e-4)


def test_dearer_prices_paid_by_more_are_no_fit() -> None:
    """50 of 100 would pay 10, 90 of 100 would pay 40."""
    lower, upper = np.array([10, -np.inf, 40, -np.inf]), np.array([np.inf, 10, np.inf, 40])
    people = np.array([50.0, 50, 90, 10])
    assert not any(fit(family, lower, upper, people, people).sound for family in FAMILIES.values())


def test_answers_that_all_change_at_one_price_are_no_fit() -> None:
    lower, upper = np.array([10, -np.inf]), np.array([np.inf, 40])
    assert not any(fit(family, lower, upper, np.ones(2), np.ones(2)).sound for family in FAMILIES.values())


def test_no_distribution_of_logarithms_holds_who_pays_nothing() -> None:
    lower, upper, people = CARD.T
    upper = np.where(np.isinf(lower), 0, upper)
    assert {name for name in FAMILIES if fitted(name, (lower, upper, people)).sound} == {"logistic", "normal"}


def test_an_outlier_is_fitted_too() -> None:
    lower, upper, people = np.vstack([CARD * [1, 1, 100], [1e6, np.inf, 1]]).T
    assert fitted("lognormal", (lower, upper, people)).sound
    assert fitted("log-logistic", (lower, upper, people)).sound
