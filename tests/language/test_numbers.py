"""Numbers as the reader's language writes them: held to what Babel says of CLDR."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel.dates import format_date, parse_date
from babel.numbers import format_compact_decimal, format_currency, format_decimal, format_percent
from hypothesis import given
from hypothesis import strategies as st

from gapsurvey import phrasing
from gapsurvey.glossary import MEASURES
from gapsurvey.language import LANGUAGES, speaking
from gapsurvey.language.cldr import form, writing

NUMBERS = st.floats(-1e15, 1e15)
SHARES = st.floats(0, 1)


@given(st.decimals(0, 10**12, places=2))
def test_german_marks_are_those_of_cldr(number: Decimal) -> None:
    with speaking("de"):
        assert phrasing.decimal(float(number)) == format_decimal(
            Decimal(repr(float(number))).quantize(Decimal("0.01")), "#,##0.00", locale="de"
        )


@given(st.integers(0, 100))
def test_german_percentages_are_those_of_cldr(whole: int) -> None:
    with speaking("de"):
        assert phrasing.percent(whole / 100) == format_percent(Decimal(whole) / 100, locale="de")


@pytest.mark.parametrize("currency", ["EUR", "USD", "CHF", "GBP", "SEK", "CAD", "XXX"])
@given(st.integers(1, 10**9))
def test_german_prices_are_those_of_cldr(currency: str, amount: int) -> None:
    with speaking("de"):
        assert phrasing.price(amount, currency) == format_currency(
            amount, currency, "#,##0\u00a0¤", locale="de", currency_digits=False
        )


@given(st.integers(1_000_000, 10**12))
def test_german_scales_are_those_of_cldr(amount: int) -> None:
    with speaking("de"):
        scale = phrasing.money(amount, "EUR", compact=True).split("\u00a0")[1]
    assert scale in format_compact_decimal(round(amount * 1.0005), locale="de")


@given(st.dates())
def test_german_days_are_those_of_cldr(day: object) -> None:
    with speaking("de"):
        assert phrasing.day(str(day)) == format_date(parse_date(str(day), locale="en_SE"), "long", locale="de")


def test_german_in_words() -> None:
    with speaking("de"):
        assert phrasing.points_range(0.37, 0.49) == "+37 bis +49\u00a0PP"
        assert phrasing.bare_points(-0.05) == "−5"
        assert phrasing.money(2_310_000, "EUR", compact=True) == "2,3\u00a0Mio.\u00a0€"
        assert phrasing.money(950_000, "EUR", compact=True) == "950.000\u00a0€"
        assert phrasing.money_range(-3e6, 1e6, "EUR", compact=True) == "−3\u00a0Mio.\u00a0€ bis 1\u00a0Mio.\u00a0€"
        assert phrasing.price(4.9, "EUR") == "4,90\u00a0€"
        assert phrasing.each(phrasing.price(49, "EUR"), "month") == "49\u00a0€ pro Monat"
        assert phrasing.periods(36, "month") == "36 Monate"
        assert phrasing.percent_range(0.05, 0.1) == "5–10\u00a0%"
        assert phrasing.percent(0.00002) == "<0,1\u00a0%"
        assert phrasing.probability(0.999) == "> 99\u00a0%"
        assert phrasing.quantity(MEASURES["want_gap_p"], 0.0002, "EUR") == "<0,001"
        assert phrasing.day("2026-03-17") == "17. März 2026"
        assert phrasing.joined(["A", "B", "C"]) == "A, B und C"
        assert [phrasing.ordinal(n) for n in (1, 13, 22)] == ["Platz 1", "Platz 13", "Platz 22"]
        assert phrasing.short(0.5) == "0,5"
        assert phrasing.in_quotes(["a", "b", "c"], 2) == "„a“, „b“ und 1 weitere"


def test_languages_without_a_catalogue_write_numbers_all_the_same() -> None:
    french, swiss = writing("fr"), writing("de-CH")
    assert french.money.format(number=french.number(Decimal("1234.50")), unit=french.unit("EUR")) == "1\u202f234,50\u00a0€"
    assert swiss.money.format(number=swiss.number(Decimal("1234.50")), unit=swiss.unit("CHF")) == "CHF\u00a01’234.50"
    assert dict(french.scales)[1e9] == "\u00a0Md"
    assert [form("pl")(n) for n in (1, 3, 5)] == [0, 1, 2]


@pytest.mark.parametrize("code", LANGUAGES)
@given(number=NUMBERS, other=NUMBERS, share=SHARES)
def test_every_number_can_be_written(code: str, number: float, other: float, share: float) -> None:
    with speaking(code):
        for measure in MEASURES.values():
            if measure.name.startswith(("want", "wtp", "psm", "kind", "value")):
                value = share if measure.unit in ("share", "probability", "theta") else number
                assert phrasing.quantity(measure, value, "EUR")
                assert phrasing.interval(measure, value, value, "EUR")
        assert phrasing.money_range(number, other, "EUR", compact=True)
        assert phrasing.signed_money_range(number, other, "JPY")
        assert phrasing.ordinal(abs(number) + 1)
        assert phrasing.short(number)


@given(st.text())
def test_any_text_may_stand_for_a_day(written: str) -> None:
    with speaking("de"):
        assert isinstance(phrasing.day(written), str)
