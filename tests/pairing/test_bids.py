"""Bids are found by their values, whatever the order of columns, and left alone where two could be meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from gapsurvey.pairing import Place, propose, suggested
from gapsurvey.pairing.bids import bids, certainty_of
from tests.builders import export, records

Columns = dict[str, Sequence[str]]


def two_bids(seed: int = 1, n: int = 80) -> Columns:
    """A second price half as high again after a yes, half as high after a no."""
    rng = np.random.default_rng(seed)
    worth, first = rng.uniform(10, 60, n), rng.choice([20, 30, 40], n)
    yes = worth >= first
    second = np.where(yes, first * 1.5, first * 0.5)
    return {
        "Bid 1": [f"${price}" for price in first], "Would you pay it? (1)": said(yes),
        "Bid 2": [f"${price:g}" for price in second], "Would you pay it? (2)": said(worth >= second),
    }  # fmt: skip


def one_bid(seed: int = 2, n: int = 80) -> Columns:
    """After a yes, how sure one is of it."""
    rng = np.random.default_rng(seed)
    price = rng.choice([5, 10, 20], n)
    yes = rng.uniform(0, 25, n) >= price
    sure = [str(point) if one else "" for point, one in zip(rng.integers(0, 11, n), yes, strict=True)]
    return {
        "Price shown": [f"${p}" for p in price], "Would you pay this for live chat?": said(yes), "How sure are you?": sure
    }  # fmt: skip


def said(yes: Iterable[bool]) -> list[str]:
    return ["Yes" if one else "No" for one in yes]


def test_both_kinds_in_any_order() -> None:
    columns = {**one_bid(), **two_bids()}
    for names in (list(columns), sorted(columns), sorted(columns, reverse=True)):
        found = bids(records({name: columns[name] for name in names}))
        assert [each.columns for each in found] == [
            ("Bid 1", "Would you pay it? (1)", "Bid 2", "Would you pay it? (2)"),
            ("Price shown", "Would you pay this for live chat?"),
        ]


def test_prices_that_hang_on_no_answer_and_dearer_ones_that_more_accept_are_no_bids() -> None:
    columns = two_bids()
    shuffled = {**columns, "Bid 2": columns["Bid 2"][::-1]}
    assert not bids(records(shuffled))
    one = one_bid()
    turned = {**one, "Would you pay this for live chat?": said([a == "No" for a in one["Would you pay this for live chat?"]])}
    assert not bids(records(turned))


def test_two_questions_that_one_price_could_belong_to_are_left_alone() -> None:
    one = one_bid()
    assert not bids(records({**one, "Would you buy it today?": one["Would you pay this for live chat?"]}))


def test_who_said_no_is_not_asked_how_sure() -> None:
    one = one_bid()
    assert certainty_of("Would you pay this for live chat?", records(one)) == "How sure are you?"
    everybody = {**one, "How sure are you?": ["7"] * 80}
    assert not certainty_of("Would you pay this for live chat?", records(everybody))


def test_a_study_is_suggested_with_bids_and_certainty() -> None:
    sides = export({**one_bid(), **two_bids()}), export({**one_bid(3), **two_bids(4)})
    made = suggested([propose(*sides)], sides, (Place("customer", "c.csv", {}), Place("employee", "e.csv", {})))
    asked = {question.shape: question.asked("customers") for question in made.study.questions}
    assert asked["price"].parts == {"price": "Price shown", "answer": "Would you pay this for live chat?"}
    assert asked["price"].certainty is not None
    assert asked["price"].certainty.column == "How sure are you?"
    assert asked["double-bounded"].parts["second.price"] == "Bid 2"
    assert "How sure are you?" not in made.text.partition("asked of customers only")[2]
