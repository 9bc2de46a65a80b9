from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapsurvey.legible import cut, legible


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("two\nlines\tand\u00a0more", "two lines and more"),
        ("evil\u202etxt.exe\u202c \u2066x\u2069", "eviltxt.exe x"),
        ("bell\x07 null\x00 zero\u200bwidth", "bell null zerowidth"),
        ("\uff4a\uff41\uff4e\uff45\uff20x", "jane@x"),
        ("fine \U0001f44d\U0001f3fd \U0001f469\u200d\U0001f4bb", "fine \U0001f44d\U0001f3fd \U0001f469\u200d\U0001f4bb"),
        ("12\u200d34", "1234"),
        ("lone \ud800 surrogate", "lone surrogate"),
    ],
)
def test_only_what_can_be_seen_is_left(written: str, shown: str) -> None:
    assert legible(written) == shown


@given(st.text())
def test_what_is_legible_stays_as_it_is(text: str) -> None:
    assert legible(legible(text)) == legible(text)


def test_a_long_text_is_cut_at_a_word() -> None:
    assert cut("one two three", 13) == "one two three"
    assert cut("one two three", 10) == "one two…"
    assert cut("x" * 50, 10) == "x" * 9 + "…"


@given(st.text(), st.integers(2, 50))
def test_a_cut_text_is_no_longer_than_it_may_be(text: str, longest: int) -> None:
    assert len(cut(text, longest)) <= longest
