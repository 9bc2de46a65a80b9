from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapsurvey.language import say
from gapsurvey.verbatims.scrubbing import MOST_READ, scrubbed


@pytest.mark.parametrize(
    ("written", "quoted"),
    [
        ("Write to jane.doe+x@example.co.uk, please.", "Write to [e-mail], please."),
        ("jane @ example.com or (jane@example.com)", "[e-mail] or ([e-mail])"),
        ("jane (at) example (dot) com", "[e-mail]"),
        ("jane at example dot com", "[e-mail]"),
        ("jane\u200b.doe\uff20example.com", "[e-mail]"),
        ("See https://example.com/u/jane?x=1, or www.example.com/jane.", "See [link], or [link]."),
        ("We are on example.com/jane and EXAMPLE.ORG", "We are on [link] and [link]"),
        ("Call +49 (0)69 1234-5678 or 069/12345678 at night", "Call [phone] or [phone] at night"),
        ("(555) 123-4567 is our line, 555.123.4567 the other", "[phone] is our line, [number] the other"),
        ("٠٦٩ ١٢٣٤ ٥٦٧٨", "[number]"),
        ("IBAN DE89 3704 0044 0532 0130 00 and card 4111 1111 1111 1111", "IBAN [number] and card [number]"),
        ("Ticket INC-4711 of customer 100234 is open", "Ticket [number] of customer [number] is open"),
        ("From 192.0.2.17 and 2001:db8::17 it fails", "From [address] and [address] it fails"),
        ("Ask @jane_doe about it", "Ask [name] about it"),
        ("Mr. Smith and Mrs Ann van Dyke know", "Mr. [name] and Mrs [name] know"),
        ("mr smith said no", "mr [name] said no"),
        ("Frau Dr. Meier-Schulz hilft immer", "Frau [name] hilft immer"),
        ("jede Frau kann das", "jede Frau kann das"),
        ("My name is jane and I agree", "My name is [name] and I agree"),
        ("We like it. Kind regards, Jane Doe", "We like it. Kind regards, [name]"),
        ("Thanks to [name] [name] of support", "Thanks to [name] of support"),
        ("Or [name].[name]@example.com", "Or [e-mail]"),
        # What is no person stays.
        ("24×7, or 24/7/365, is $49 for 1,200,000 calls", "24×7, or 24/7/365, is $49 for 1,200,000 calls"),
        ("Not before mid-2024. At 9:30, e.g. for Node.js", "Not before mid-2024. At 9:30, e.g. for Node.js"),
        ("It works at night.It is fine", "It works at night.It is fine"),
        ("regards to the team for helping us at night", "regards to the team for helping us at night"),
    ],
)
def test_what_tells_who_somebody_is_goes(written: str, quoted: str) -> None:
    assert scrubbed(written) == quoted


def test_placeholders_of_a_text_are_spoken_of_in_the_report_language() -> None:
    assert scrubbed("Thanks, [name]!") == f"Thanks, {say('[name]')}!"


@given(st.text(max_size=60), st.emails(), st.text(max_size=60))
def test_no_email_survives(before: str, email: str, after: str) -> None:
    shown = scrubbed(f"{before} {email} {after}")
    assert email not in shown
    assert not re.search(r"[^\s(\[]@\S*\w", shown)


@given(st.text(max_size=300))
def test_any_text_is_quotable_and_once_is_enough(text: str) -> None:
    once = scrubbed(text)
    assert "\n" not in once
    assert not set(once) & set("\u202e\u202d\u2066\u2067\u2068\u2069\u200e\u200f\x00\x1b\ufeff")
    assert not re.search(r"\d{6}", once)


HOSTILE = ["@" * 10_000, "a" * 10_000, "a.a-" * 5_000, "1 " * 10_000, "Mr " * 5_000, "a@" * 9_000, "at " * 9_000, "a:" * 9_000]


@pytest.mark.parametrize("text", HOSTILE, ids=[text[:4] for text in HOSTILE])
def test_a_long_text_is_read_in_no_time(text: str) -> None:
    start = time.process_time()
    assert len(scrubbed(text)) <= 2 * MOST_READ
    assert time.process_time() - start < 1
