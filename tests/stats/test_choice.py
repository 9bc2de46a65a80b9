"""The multinomial logit: numbers of R's logitr, mlogit and survival, and what must hold of any choices."""

from __future__ import annotations

import csv
import json
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gapsurvey.stats import Floats
from gapsurvey.stats.choice import Logit, Tasks, drawn, multinomial_logit, preference_shares, price_ratio, stacked
from gapsurvey.stats.resampling import stream


def of_people(described: Floats, chosen: list[int], people: list[int], w: list[float]) -> Tasks:
    """Tasks, T × J × K, of people who weigh w."""
    weight = np.array(w, float)
    place = np.array(chosen, np.intp)
    return stacked(described, place, np.array(people, np.intp), weight, weight**2, np.ones(len(w), np.int64))


def cars(shared: Path) -> tuple[Any, dict[str, Tasks]]:
    """What R found of the 5,760 choices of cars, and the choices without and with weights."""
    found = json.loads((shared / "oracles/wtp/conjoint.json").read_text())["cars_us"]
    with (shared / "oracles/wtp/cbc_cars_us_5760choices.csv").open() as file:
        rows = list(csv.DictReader(file))
    tasks = [list(task) for _, task in groupby(rows, lambda row: row["obsnum"])]
    described = np.array([[[float(row[name]) for name in found["coef"]] for row in task] for task in tasks])
    ids = list(dict.fromkeys(row["id"] for row in rows))
    weight = {row["id"]: float(row["weights"]) for row in rows}
    chosen = [[row["choice"] for row in task].index("1") for task in tasks]
    people = [ids.index(task[0]["id"]) for task in tasks]
    return found, {
        "plain": of_people(described, chosen, people, [1.0] * len(ids)),
        "weighted": of_people(described, chosen, people, [weight[i] for i in ids]),
    }


@pytest.mark.shared
def test_cars_as_logitr_fits_them(shared: Path) -> None:
    found, tasks = cars(shared)
    fit = multinomial_logit(tasks["plain"])
    assert fit.state == "converged"
    assert (fit.tasks, fit.people) == (5760, 384)
    # logitr 1.2.0, and mlogit 2.0.0 agrees
    assert fit.loglik == pytest.approx(-4616.952, abs=5e-4)
    assert fit.null_loglik == pytest.approx(5760 * np.log(1 / 3), abs=1e-6)
    assert fit.coefficients == pytest.approx(list(found["coef"].values()), abs=1e-5)
    assert np.sqrt(np.diag(fit.covariance)) == pytest.approx(list(found["se"].values()), rel=1e-5)
    # sandwich by respondent with n/(n − 1), R 4.2.2
    assert fit.errors == pytest.approx(list(found["cluster_se"].values()), rel=1e-5)


@pytest.mark.shared
def test_weighted_cars_as_logitr_fits_them(shared: Path) -> None:
    found, tasks = cars(shared)
    fit = multinomial_logit(tasks["weighted"])
    assert fit.loglik == pytest.approx(-3425.63, abs=5e-3)  # logitr 1.2.0
    assert fit.coefficients == pytest.approx(list(found["weighted"]["coef"].values()), abs=1e-5)
    assert fit.errors == pytest.approx(list(found["weighted_cluster_se"].values()), rel=1e-5)


@pytest.mark.shared
def test_what_cars_are_worth_as_logitr_says(shared: Path) -> None:
    found, tasks = cars(shared)
    names = list(found["coef"])
    fit = multinomial_logit(tasks["plain"])
    independent = Logit(fit.coefficients, fit.covariance, fit.covariance, 0, 0, 0, 0, "converged")  # as its delta method has it
    value, error = price_ratio(independent, names.index("price"))
    # logitr 1.2.0: wtp, delta method; in thousands of dollars
    for name, wtp, delta in (("hev", 0.807, 0.997), ("bev75", -16.047, 1.215)):
        assert value[names.index(name)] == pytest.approx(wtp, abs=5e-4)
        assert error[names.index(name)] == pytest.approx(delta, abs=5e-4)
    for row in found["wtp_delta"]:
        assert value[names.index(row["attr"])] == pytest.approx(row["wtp"], abs=1e-3)
        assert error[names.index(row["attr"])] == pytest.approx(row["se_delta"], rel=1e-4)
    draws = drawn(independent, 50_000, stream(1, "cars"))
    worth = -draws / draws[:, [names.index("price")]]
    for row in found["wtp_KR_1e5_seed123"]:  # Krinsky–Robb of logitr, 10⁵ draws of its own: to Monte Carlo error
        low, high = np.quantile(worth[:, names.index(row["attr"])], (0.025, 0.975))
        assert (low, high) == pytest.approx((row["lo"], row["hi"]), abs=0.05 * row["sd"])


def test_two_alternatives_are_a_binary_logit() -> None:
    """One constant, 30 of 40 took the first: b = ln 3, its variance 1/30 + 1/10, in closed form."""
    described = np.tile(np.array([[[1.0], [0.0]]]), (40, 1, 1))
    fit = multinomial_logit(of_people(described, [0] * 30 + [1] * 10, list(range(40)), [1.0] * 40))
    assert fit.coefficients[0] == pytest.approx(np.log(3))
    assert fit.covariance[0, 0] == pytest.approx(1 / 30 + 1 / 10)
    assert fit.errors[0] == pytest.approx(np.sqrt((1 / 30 + 1 / 10) * 40 / 39))
    assert fit.loglik == pytest.approx(30 * np.log(0.75) + 10 * np.log(0.25))
    assert fit.null_loglik == pytest.approx(40 * np.log(0.5))


def random_tasks(seed: int, people: int = 30, each: int = 6) -> tuple[Floats, list[int], list[int]]:
    rng = np.random.default_rng(seed)
    described = rng.integers(0, 3, (people * each, 3, 2)).astype(float)
    utility = described @ np.array([0.8, -0.5]) + rng.gumbel(size=described.shape[:2])
    return described, utility.argmax(axis=1).tolist(), np.repeat(np.arange(people), each).tolist()


@settings(max_examples=15)
@given(st.integers(0, 10_000))
def test_who_answered_alike_may_be_counted_once(seed: int) -> None:
    """Two people with the same answers are one row of twice the weight, down to the clustered errors."""
    described, chosen, people = random_tasks(seed)
    twice = of_people(np.tile(described, (2, 1, 1)), chosen * 2, people + [p + 30 for p in people], [1.0] * 60)
    two = np.full(30, 2.0)
    once = stacked(described, np.array(chosen, np.intp), np.array(people, np.intp), two, two, np.full(30, 2))
    one, other = multinomial_logit(twice), multinomial_logit(once)
    assert one.coefficients == pytest.approx(other.coefficients, abs=1e-6)
    assert one.errors == pytest.approx(other.errors, rel=1e-6)
    assert one.loglik == pytest.approx(other.loglik)
    assert one.people == other.people == 60
    assert one.tasks == other.tasks == len(twice.first)


@settings(max_examples=15)
@given(st.integers(0, 10_000), st.floats(0.01, 100))
def test_units_change_coefficients_and_nothing_else(seed: int, unit: float) -> None:
    described, chosen, people = random_tasks(seed)
    plain = multinomial_logit(of_people(described, chosen, people, [1.0] * 30))
    scaled = multinomial_logit(of_people(described * [unit, 1.0] + 7, chosen, people, [3.0] * 30))
    assert scaled.coefficients * [unit, 1.0] == pytest.approx(plain.coefficients, abs=1e-5)
    assert scaled.errors * [unit, 1.0] == pytest.approx(plain.errors, rel=1e-4)  # weights of one size are no weights


def test_an_alternative_that_was_not_shown_is_not_there() -> None:
    described, chosen, people = random_tasks(3)
    wide = np.concatenate([described, np.full((len(described), 1, 2), np.nan)], axis=1)
    one, other = (multinomial_logit(of_people(x, chosen, people, [1.0] * 30)) for x in (described, wide))
    assert one.loglik == other.loglik


def test_what_decides_every_choice_is_separated() -> None:
    described, _, people = random_tasks(1)
    fit = multinomial_logit(of_people(described, described[:, :, 0].argmax(axis=1).tolist(), people, [1.0] * 30))
    assert fit.state == "separated"


def test_a_level_that_nobody_ever_chose_is_separated() -> None:
    described, chosen, people = random_tasks(2)
    never = np.zeros((*described.shape[:2], 1))
    never[np.arange(len(chosen)), (np.array(chosen) + 1) % 3] = 1.0
    assert (
        multinomial_logit(of_people(np.concatenate([described, never], axis=2), chosen, people, [1.0] * 30)).state == "separated"
    )


@pytest.mark.parametrize("second", [2.0, 0.0], ids=["of the first", "never varies"])
def test_what_varies_together_is_not_identified(second: float) -> None:
    described, chosen, people = random_tasks(1)
    described[:, :, 1] = second * described[:, :, 0]
    assert multinomial_logit(of_people(described, chosen, people, [1.0] * 30)).state == "not identified"


def test_shares_add_up_and_follow_the_odds() -> None:
    shares = preference_shares(np.array([[1.0], [0.0]]), np.array([[0.0], [np.log(3)], [1000.0]]))
    assert shares.sum(axis=1) == pytest.approx(1)
    assert shares[:, 0] == pytest.approx([0.5, 0.75, 1.0])


def test_draws_are_those_of_the_seed_and_of_the_errors() -> None:
    described, chosen, people = random_tasks(5)
    fit = multinomial_logit(of_people(described, chosen, people, [1.0] * 30))
    draws = drawn(fit, 20_000, stream(1, "a"))
    assert (draws == drawn(fit, 20_000, stream(1, "a"))).all()
    assert np.cov(draws.T) == pytest.approx(fit.clustered, rel=0.05, abs=2e-4)
