"""Questions without their frames: what is left is alike on both sides, and only then."""

from __future__ import annotations

import pytest

from gapsurvey.pairing.likeness import difference, likeness, opposed
from gapsurvey.pairing.texts import Price, asks_of_oneself, asks_share, price_in, subject, without_price, words


@pytest.mark.parametrize(
    ("customers", "employees"),
    [
        ("How important is live chat to you?", "How important do you think customers find live chat?"),
        ("How important is live chat to you?", "How important is live chat to our customers, in your opinion?"),
        ("Would you pay $49 for live chat?", "Would customers pay $49 for live chat?"),
        ("Do you want live chat?", "Do you believe that our customers want live chat?"),
        (
            "Which of these would you want? Tick all that apply.",
            "This is the list that customers see. Which of these do they want?",
        ),
        ("Would you want live chat?", "What % of customers would want live chat?"),
        ("Would you want live chat?", "What percentage of our customers would want live chat?"),
        ("Do you highly trust the company?", "Do consumers highly trust your company?"),
        ("Wie wichtig ist Ihnen Live-Chat?", "Wie wichtig ist Live-Chat für Kunden, glauben Sie?"),
        ("Würden Sie 49 € zahlen?", "Würden unsere Kunden 49 € zahlen, was meinen Sie?"),
        ("Möchten Sie Live-Chat?", "Wie viel Prozent unserer Kunden möchten Live-Chat?"),
        ("How important is <b>live chat</b> to you?", "How important is live chat to you? (1 = not at all, 5 = very)"),
    ],
)
def test_a_belief_frame_comes_off(customers: str, employees: str) -> None:
    assert sorted(words(customers)) == sorted(words(employees)) != []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Do you want live chat?", "Do you need live chat?"),
        ("Do you want live chat?", "Would you pay for live chat?"),
        ("Do you want live chat?", "Do you not want live chat?"),
        ("Would you pay $49?", "Would you pay $59?"),
        ("Should chat be faster?", "Is chat faster?"),
    ],
)
def test_what_matters_stays(one: str, other: str) -> None:
    assert set(words(one)) != set(words(other))


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("$29 a month", Price(29, "USD", "month")),
        ("Would you pay 1,200.50 EUR per year?", Price(1200.5, "EUR", "year")),
        ("Price=$0.5", Price(0.5, "USD")),
        ("49 € pro Monat", Price(49, "EUR", "month")),
        ("49,- €", Price(49, "EUR")),
        ("£9/week", Price(9, "GBP", "week")),
        ("CHF 20", Price(20, "CHF")),
        ("$29 or $49", None),
        ("24×7 support", None),
        ("free: $0", None),
        ("5 dollarfish", None),
    ],
)
def test_the_price_in_a_text(text: str, price: Price | None) -> None:
    assert price_in(text) == price


def test_the_rungs_of_a_ladder_are_alike_without_their_prices() -> None:
    rungs = {without_price(f"Would customers pay ${price} a month for chat?") for price in (9, 19, 29)}
    assert rungs == {("pay", "chat")}


@pytest.mark.parametrize(
    ("text", "share", "oneself"),
    [
        ("What percentage of our customers would want chat?", True, False),
        ("Welcher Anteil der Kunden möchte Chat?", True, False),
        ("How many out of 100 customers would want chat?", True, False),
        ("What percentage of your time do you spend on chat?", False, True),
        ("Do you think customers want chat?", False, False),
        ("Do you want chat?", False, True),
        ("Möchten Sie Chat?", False, True),
        ("Glauben Sie, dass Kunden Chat möchten?", False, False),
    ],
)
def test_who_is_asked_about_whom(text: str, share: bool, oneself: bool) -> None:
    assert (asks_share(text), asks_of_oneself(text)) == (share, oneself)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Do you want 24x7 cover for critical issues?", "24x7 cover for critical issues"),
        ("Would you pay $49 a month for night cover?", "night cover"),
        ("What percentage of customers would pay $49 a month for night cover?", "night cover"),
        ("How important is live chat to you?", "live chat"),
        ("Möchten Sie Live-Chat?", "Live-Chat"),
        ("Wie wichtig ist Live-Chat für Kunden, glauben Sie?", "Live-Chat"),
        ("Do you highly trust the company?", ""),
    ],
)
def test_what_a_question_is_about(text: str, about: str) -> None:
    assert subject(text) == about


def test_the_rare_word_decides() -> None:
    left = ["fewer job cashier".split(), "fewer job journalist".split(), "fewer job driver".split()]
    alike = likeness(left, [*left, ["lottery"]])
    assert alike.shape == (3, 4)
    assert [alike[i, i] for i in range(3)] == [1, 1, 1]
    assert alike[0, 1] < 0.7
    assert not alike[:, 3].any()


@pytest.mark.parametrize(
    ("left", "right", "only", "against"),
    [
        ("want live chat", "want chat", ({"live"}, set()), False),
        ("organisation chart", "organization chart", (set(), set()), False),
        ("chat", "phone", ({"chat"}, {"phone"}), False),
        ("positive impact", "negative impact", ({"positive"}, {"negative"}), True),
        ("want chat", "not want chat", (set(), {"not"}), True),
        ("satisfied", "unsatisfied", ({"satisfied"}, {"unsatisfied"}), True),
        ("within 1 hour", "within 8 hour", ({"1"}, {"8"}), True),
        ("mehr support", "weniger support", ({"mehr"}, {"weniger"}), True),
    ],
)
def test_in_which_words_two_texts_differ(left: str, right: str, only: tuple[set[str], set[str]], against: bool) -> None:
    found = difference(left.split(), right.split())
    assert tuple(map(set, found)) == only
    assert opposed(*found) is against
