from __future__ import annotations

from itertools import permutations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from gapsurvey.verbatims.choice import choice, nearest_to_medium

TEXTS = st.lists(st.text(min_size=1, max_size=40), unique=True, max_size=25)


def test_texts_of_medium_length_come_first() -> None:
    texts = ["no", "nothing at all", "We need somebody at night.", "x" * 200]
    assert set(nearest_to_medium(texts, 2, 1)) == {"nothing at all", "We need somebody at night."}


def test_of_texts_that_are_nearly_the_same_one_is_shown() -> None:
    texts = ["Please keep the phone line.", "please keep the phone line!", "Please, keep the phone line", "Answer faster."]
    for order in permutations(texts):
        shown = choice(order, 12, 1)
        assert len(shown) == 2
        assert "Answer faster." in shown


def test_texts_that_are_least_alike_are_taken() -> None:
    texts = ["We need support at night", "We need support at weekends", "Fix the slow search"]
    assert "Fix the slow search" in choice(texts, 2, 1)


@given(TEXTS, st.integers(1, 12), st.randoms(use_true_random=False))
def test_the_order_of_the_records_is_not_told(texts: list[str], most: int, random: Random) -> None:
    mixed = random.sample(texts, len(texts))
    shown = [choice(nearest_to_medium(of, 60, 7), most, 7) for of in (texts, mixed, texts[::-1])]
    assert shown[0] == shown[1] == shown[2]
    assert len(shown[0]) <= most
    assert set(shown[0]) <= set(texts)


def test_the_seed_alone_decides_how_texts_are_mixed() -> None:
    texts = [f"{word} is what we need" for word in ("Night", "Chat", "Phone", "Speed", "Price", "Trust")]
    assert {choice(texts, 6, seed) for seed in range(20)} != {choice(texts, 6, 0)}
