"""The plan before fieldwork: what it promises is what the report's own rule does, and every mistake is named at once."""

from __future__ import annotations

import json
from math import exp, lgamma, log, sqrt
from typing import Any

import pytest

from gapsurvey.errors import StudyError
from gapsurvey.planning import plan, told
from gapsurvey.stats.intervals import wilson
from gapsurvey.stats.power import chances
from gapsurvey.study import Study
from tests.small import mirror, yes_no


def test_the_smallest_gaps_are_shown_with_the_power() -> None:
    made = plan(400, 120)
    assert made.over is not None
    assert made.under is not None
    assert chances(0.3 + made.over, 120, 0.3, 400, 0.1).over == pytest.approx(0.8, abs=1e-4)
    assert chances(0.3 - made.under, 120, 0.3, 400, 0.1).under == pytest.approx(0.8, abs=1e-4)


def test_the_bases_call_an_equal_pair_aligned_with_the_power() -> None:
    made = plan(600, 400, margin=0.12)
    needed = made.bases
    assert needed.customers is not None
    assert needed.employees is not None
    assert needed.each is not None
    for customers, employees in ((needed.customers, 400), (600, needed.employees), (needed.each, needed.each)):
        assert chances(0.3, employees, 0.3, customers, 0.12).aligned >= 0.8
    assert chances(0.3, 400, 0.3, needed.customers - 1, 0.12).aligned < 0.8
    assert chances(0.3, needed.employees - 1, 0.3, 600, 0.12).aligned < 0.8


def test_a_plan_of_the_bases_needed_reaches_the_power() -> None:
    each = plan(400, 120).bases.each
    assert each is not None
    assert plan(each, each).aligned >= 0.8


def test_few_employees_are_never_enough() -> None:
    made = plan(400, 120, share=0.5)
    assert made.bases.customers is None
    assert "none suffices  to reach 80% with 120 employees" in told(made)


def test_a_rare_feature_cannot_be_shown_to_be_underestimated() -> None:
    made = plan(100, 60, share=0.04)
    assert made.under is None
    assert "no gap" in told(made)


def test_bases_needed_are_tested_and_shown_by_the_report() -> None:
    """However wide the margin: fewer than 30 customers are not tested, and fewer than 5 employees not shown."""
    needed = plan(5000, 5000, margin=0.45, power=0.1).bases
    assert (needed.customers, needed.employees, needed.each) == (30, 5, 30)


def test_few_employees_are_held_off_0_and_100_percent_as_in_the_report() -> None:
    assert plan(400, 19, share=0.02, margin=0.2).aligned == chances(0.02, 19, 0.02, 400, 0.2, least=0.05).aligned
    assert plan(400, 20, share=0.02, margin=0.2).aligned == chances(0.02, 20, 0.02, 400, 0.2).aligned


def test_prices_are_as_precise_as_their_share() -> None:
    made = plan(400, 120, share=0.2, prices=(29, 49.5))
    low, high = wilson(0.2, 400)
    assert [priced.price for priced in made.prices] == [29, 49.5]
    assert [priced.revenue for priced in made.prices] == pytest.approx([580, 990])
    assert made.prices[1].revenue_half_width == pytest.approx(4950 * (high - low) / 2)
    assert made.optimum is None
    assert "at a price of 49.50" in told(made)


def test_a_ladder_has_a_share_and_a_chance_per_price() -> None:
    made = plan(400, 120, prices=(29, 49, 69), takes=(0.5, 0.34, 0.2))
    for priced, share in zip(made.prices, (0.5, 0.34, 0.2), strict=True):
        low, high = wilson(share, 400)
        assert (priced.share, priced.half_width) == pytest.approx((share, (high - low) / 2))
        assert priced.revenue == pytest.approx(100 * priced.price * share)
    assert made.optimum is not None
    assert made.optimum.price == 49  # 14.5, 16.66 and 13.8 per customer
    assert sum(priced.best or 0 for priced in made.prices) == pytest.approx(1)
    assert made.optimum.found == made.prices[1].best
    assert "best price" in told(made)
    assert plan(400, 120, prices=(29, 49, 69), takes=(0.5, 0.34, 0.2)) == made


def test_the_better_of_two_prices_is_found_as_often_as_enumeration_says() -> None:
    """Of n people a pay the first price alone and b both: the second is best where p₂·b > p₁·(a + b); a tie is the first's."""
    n, prices, takes = 60, (10.0, 15.0), (0.6, 0.45)
    chance = 0.0
    for b in range(n + 1):
        for a in range(n - b + 1):
            if prices[1] * b > prices[0] * (a + b):
                ways = lgamma(n + 1) - lgamma(a + 1) - lgamma(b + 1) - lgamma(n - a - b + 1)
                chance += exp(ways + a * log(0.15) + b * log(0.45) + (n - a - b) * log(0.4))
    optimum = plan(n, 120, prices=prices, takes=takes).optimum
    assert optimum is not None
    assert optimum.price == 15
    assert optimum.found == pytest.approx(chance, abs=4 * sqrt(chance * (1 - chance) / 10_000))
    assert (optimum.low, optimum.high) == (10, 15)


def test_many_answers_find_the_best_price() -> None:
    optimum = plan(20_000, 120, prices=(29, 49, 69), takes=(0.5, 0.34, 0.2)).optimum
    assert optimum is not None
    assert (optimum.found, optimum.low, optimum.high) == (1, 49, 49)


@pytest.mark.parametrize(
    ("prices", "takes", "where"),
    [((29, 49), (0.4,), ["takes"]), ((), (0.4,), ["takes"]), ((49, 29), (0.4, 0.3), ["prices"]),
     ((29, 29), (0.4, 0.3), ["prices"]),
     ((29, 49), (0.3, 0.4), ["takes"]), ((49, 29), (0.3, 0.4), ["prices", "takes"]), ((29, 49), (0.4, 1.0), ["takes"])],
)  # fmt: skip
def test_a_ladder_that_makes_no_sense_is_named(prices: tuple[float, ...], takes: tuple[float, ...], where: list[str]) -> None:
    with pytest.raises(StudyError) as raised:
        plan(400, 120, prices=prices, takes=takes)
    assert [problem.where for problem in raised.value.problems] == where


def test_a_studys_thresholds_count() -> None:
    study = Study(**mirror(yes_no(), thresholds={"margin": 0.2}))
    assert plan(400, 120, study=study) == plan(400, 120, margin=0.2)
    assert plan(400, 120, study=study, margin=0.1) == plan(400, 120)
    stricter = Study(**mirror(yes_no(), thresholds={"min_base": 80}))
    assert plan(400, 120, margin=0.4, study=stricter).bases.each == 80
    with pytest.raises(StudyError, match="from 80 to"):
        plan(79, 120, study=stricter)


def test_a_plan_is_json() -> None:
    said = json.loads(json.dumps(plan(400, 120, prices=(29,)).to_dict()))
    assert said["bases"]["customers"] is None
    assert said["prices"][0]["price"] == 29


WRONG: tuple[tuple[str, Any], ...] = (
    ("customers", 29), ("customers", 400.0), ("customers", None), ("customers", 10**7), ("employees", 4), ("employees", True),
    ("share", 0), ("share", 1), ("share", float("nan")), ("margin", 0.5), ("margin", "a"), ("power", 1.0), ("prices", (29, 0)),
    ("prices", (float("inf"),)),
)  # fmt: skip


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_what_cannot_be_planned_is_named(name: str, value: Any) -> None:
    with pytest.raises(StudyError) as raised:
        plan(**{"customers": 400, "employees": 120, name: value})
    assert [problem.where for problem in raised.value.problems] == [name]
