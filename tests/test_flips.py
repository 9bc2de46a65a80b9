"""What would turn a verdict does turn it: the study is decided again with the number that is said, and it does."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gapsurvey.contribution import Case, case
from gapsurvey.decision import decide
from gapsurvey.flips import Flip, flip
from gapsurvey.model import Counts, Item, Tallies
from gapsurvey.report import Report
from gapsurvey.study import Study
from tests.small import TERMS, counted, mirror, priced, published, tallied, yes_no

PAY = Item("f", "pay", "price")
LADDER = {"columns": ["P20", "P40"], "prices": [20, 40]}
QUESTIONS = (yes_no(), {"asks": "pay", "shape": "price-ladder", "feature": "f", "customers": LADDER, "employees": LADDER})
people = st.tuples(*(st.integers(0, 300) for _ in range(3))).filter(lambda n: sum(n) >= 30)


def study(feature: dict[str, Any]) -> Study:
    return Study(**mirror(*QUESTIONS, features={"f": feature}, thresholds={"draws": 20_000}, **TERMS))


def tallies_of(answers: Counts) -> Tallies:
    return tallied(customers={PAY: answers}, employees={})


def decided(answers: Counts, feature: dict[str, Any]) -> tuple[Study, Case, Flip]:
    made = study(feature)
    found = case(tallies_of(answers), made, "f", [])
    turned = flip(made, found)
    assert turned
    return made, found, turned


def verdict(answers: Counts, feature: dict[str, Any]) -> str:
    public, made = published(study(feature).model_dump(), customers={PAY: answers}, employees={})
    (only,) = decide(public, made, []).verdicts
    return only.verdict


def turns(before: bool, after: str) -> bool:
    """Whether a verdict is the one that was to be turned to; before: whether that is to build."""
    return after == "build" if before else after == "do not build as proposed"


@settings(max_examples=40, deadline=None)
@given(people, st.sampled_from([1_000, 20_000, 60_000]))
def test_the_launch_cost_that_turns_the_verdict_turns_it(n: tuple[int, int, int], launch: int) -> None:
    answers = counted((0, 20, 40), n)
    _, _, turned = decided(answers, priced(20, launch=launch, per_customer=10))
    assume(turned.launch is not None and turned.launch > 1)
    assert turned.launch
    beyond, short = (0.99, 1.01) if turned.to_build else (1.01, 0.99)
    assert turns(turned.to_build, verdict(answers, priced(20, launch=turned.launch * beyond, per_customer=10)))
    assert not turns(turned.to_build, verdict(answers, priced(20, launch=turned.launch * short, per_customer=10)))


@settings(max_examples=40, deadline=None)
@given(people, st.sampled_from([1_000, 20_000, 60_000]))
def test_the_unit_cost_that_turns_the_verdict_turns_it(n: tuple[int, int, int], launch: int) -> None:
    answers = counted((0, 20, 40), n)
    _, _, turned = decided(answers, priced(20, launch=launch, per_customer=10))
    assume(turned.unit_cost is not None and turned.unit_cost > 0.1)
    assert turned.unit_cost
    step = -0.05 if turned.to_build else 0.05
    assert turns(turned.to_build, verdict(answers, priced(20, launch=launch, per_customer=turned.unit_cost + step)))
    assert not turns(turned.to_build, verdict(answers, priced(20, launch=launch, per_customer=turned.unit_cost - step)))


@pytest.mark.parametrize("n", [60, 400, 3000])
def test_the_take_rate_that_turns_the_verdict_turns_it(n: int) -> None:
    terms = priced(20, launch=20_000, per_customer=10)
    _, _, turned = decided(counted((0, 20, 40), (n, 0, 0)), terms)
    assert turned.to_build
    assert turned.take
    enough, short = (int(np.ceil(n * turned.take) + 1), int(np.floor(n * turned.take) - 1))
    assert verdict(counted((0, 20, 40), (n - enough, enough, 0)), terms) == "build"
    assert verdict(counted((0, 20, 40), (n - short, short, 0)), terms) != "build"


def test_more_answers_bring_the_needed_take_rate_closer_to_break_even() -> None:
    terms = priced(20, launch=20_000, per_customer=10)  # it breaks even at 20%
    found = [decided(counted((0, 20, 40), (n, 0, 0)), terms)[2].take or 0 for n in (50, 500, 50_000)]
    assert found == sorted(found, reverse=True)
    assert found[-1] == pytest.approx(0.20, abs=0.005)
    assert all(take > 0.2 for take in found)


def test_the_price_that_turns_the_verdict_is_a_tested_one_at_which_it_turns() -> None:
    answers = counted((0, 20, 40), (300, 0, 100))  # as many would pay 40 as 20
    _, _, turned = decided(answers, priced(20, launch=60_000, per_customer=10))
    assert turned.to_build
    assert turned.price == 40
    assert verdict(answers, priced(40, launch=60_000, per_customer=10)) == "build"


def test_nothing_turns_what_no_take_rate_could_pay() -> None:
    _, _, turned = decided(counted((0, 20, 40), (50, 50, 0)), priced(20, launch=1e9, per_customer=10))
    assert turned.take is None
    assert turned.unit_cost is None
    assert turned.price is None


def test_the_report_says_it_in_a_sentence_and_in_rows(sample: Report) -> None:
    about = next(v for v in sample.verdicts if v.feature == "support_24x7")
    assert any(reason.startswith("For building it to be right, one of these would have to be true: ") for reason in about.reasons)
    (table,) = sample.tables_of("decision")
    take = table.one(feature="support_24x7", measure="flip_take")
    even = table.one(feature="support_24x7", measure="break_even_take")
    assert take
    assert even
    assert (take.value or 0) > (even.value or 1)


def test_an_offer_can_be_decided_again(sample: Report) -> None:
    """The chance read off the quantiles is that of the draws."""
    for offer in sample.offers:
        money = offer.market * offer.horizon * (offer.price - offer.unit_cost)
        near = min(i for i, price in enumerate(offer.prices) if price >= offer.price)
        chance = 1 - np.interp(offer.launch / money, offer.quantiles[near], offer.levels, left=0, right=1)
        told = next(v for v in sample.verdicts if v.feature == offer.feature).probability
        assert chance == pytest.approx(told, abs=0.01)
        assert all(list(row) == sorted(row) for row in offer.quantiles)
        assert list(offer.takes) == sorted(offer.takes, reverse=True)
