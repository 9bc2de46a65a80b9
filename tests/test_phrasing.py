"""Numbers as a reader sees them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapsurvey import phrasing
from gapsurvey.glossary import MEASURES


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.64, "64%"),
        (0.645, "65%"),
        (0, "0%"),
        (1, "100%"),
        (0.003, "0.3%"),
        (0.997, "99.7%"),
        (0.00002, "<0.1%"),
        (0.99999, ">99.9%"),
    ],
)
def test_a_share_is_zero_or_hundred_only_where_it_is(share: float, text: str) -> None:
    assert phrasing.percent(share) == text


@given(st.floats(0, 1))
def test_no_share_inside_is_written_as_an_end(share: float) -> None:
    assert (phrasing.percent(share) in ("0%", "100%")) == (share in (0, 1))


def test_ranges() -> None:
    assert phrasing.percent_range(0.05, 0.10) == "5–10%"
    assert phrasing.points_range(-0.02, 0.05) == "−2 to +5 pp"
    assert phrasing.quantity(MEASURES["distance"], 0.084, "USD") == "8 pp"
    assert phrasing.interval(MEASURES["distance"], 0.05, 0.114, "USD", 1) == "5.0–11.4 pp"
    assert phrasing.money_range(1.9e6, 2.6e6, "USD", compact=True) == "$1.9 M–$2.6 M"
    assert phrasing.money_range(-3e6, 1e6, "EUR", compact=True) == "−€3 M to €1 M"
    assert phrasing.signed_money_range(8, 15, "USD") == "+$8 to +$15"


@pytest.mark.parametrize(("gap", "text"), [(0.43, "+43 pp"), (-0.05, "−5 pp"), (0.004, "+0.4 pp"), (0, "0 pp"), (0.0001, "0 pp")])
def test_a_gap_carries_its_sign(gap: float, text: str) -> None:
    assert phrasing.points(gap) == text


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (2_310_000, "USD", "$2.3 M"),
        (-2_310_000, "USD", "−$2.3 M"),
        (999_600, "EUR", "€1 M"),
        (999_400, "EUR", "€999 k"),
        (9_960_000, "GBP", "£10 M"),
        (1.2e9, "JPY", "¥1.2 bn"),
        (12.4, "CHF", "CHF 12"),
        (999.6, "USD", "$1 k"),
        (0, "USD", "$0"),
    ],
)
def test_compact_money(amount: float, currency: str, text: str) -> None:
    assert phrasing.money(amount, currency, compact=True) == text


def test_money_prices_and_counts() -> None:
    assert phrasing.money(-2_310_000.4, "USD") == "−$2,310,000"
    assert phrasing.signed_money(12, "USD") == "+$12"
    assert phrasing.price(49, "USD") == "$49"
    assert phrasing.price(4.9, "SEK") == "SEK 4.90"
    assert phrasing.count(12_000) == "12,000"
    assert [phrasing.probability(p) for p in (0, 0.5, 0.9971)] == ["< 1%", "50%", "> 99%"]
    assert phrasing.day("2026-03-07") == "7 March 2026"
    assert phrasing.day("last week") == "last week"


@pytest.mark.parametrize(
    ("text", "shown"), [("live chat", "Live chat"), ("iOS app", "iOS app"), ("24×7 support", "24×7 support"), ("", "")]
)
def test_a_label_begins_a_line_with_a_capital(text: str, shown: str) -> None:
    assert phrasing.titled(text) == shown


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_can_be_written(name: str) -> None:
    measure = MEASURES[name]
    assert phrasing.quantity(measure, 0.25, "USD")
    assert phrasing.quantity(measure, None, "USD") == phrasing.ABSENT
    assert phrasing.interval(measure, None, 0.5, "USD") == ""
    assert (
        phrasing.interval(measure, 0.25, 0.5, "USD").count(
            "0.5" if measure.unit not in ("share", "pp", "distance", "probability", "people", "place") else ""
        )
        >= 1
    )


def test_quantities_follow_their_measure() -> None:
    written = {
        name: phrasing.quantity(MEASURES[name], 0.254, "USD")
        for name in ("want", "want_gap", "need_theta", "need_mean_gap", "mean_price_gap")
    }
    assert written == {
        "want": "25%",
        "want_gap": "+25 pp",
        "need_theta": "0.25",
        "need_mean_gap": "+0.25",
        "mean_price_gap": "+$0.25",
    }
    assert phrasing.quantity(MEASURES["want_gap_p"], 0.0002, "USD") == "<0.001"
    assert phrasing.interval(MEASURES["mean_price_gap"], -2.5, 4, "USD") == "−$2.50 to +$4"
