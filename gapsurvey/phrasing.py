"""How numbers are written, in every format: shares, gaps, money, prices, counts and probabilities.

In the language that is spoken; examples are English. Values are as the tables hold them (shares and probabilities 0–1, gaps as
differences of shares, money in the study's currency). Minus is U+2212, ranges of unsigned numbers carry an en dash, signed ones
"to". A share is written 0% or 100% only where it is exactly that (the rule of coverage.py's `Numbers`): 0.003 is "0.3%".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from gapsurvey.errors import printable
from gapsurvey.glossary import WEIGHTING, Measure
from gapsurvey.language import say, say_count, spoken, text

__all__ = [
    "ABSENT", "bare_points", "bare_points_range", "count", "day", "decimal", "each", "in_percent", "in_points", "in_quotes",
    "interval", "is_p", "joined", "money", "money_range", "ordinal", "per", "percent", "percent_range", "periods", "points",
    "points_range", "price", "priced", "probability", "quantity", "short", "signed_decimal", "signed_decimal_range",
    "signed_money", "signed_money_range", "titled", "weighting", "within",
]  # fmt: skip

ABSENT = "–"
MINUS = "−"

_SIGNED = ("_gap", "_gap_then", "_gap_pooled", "_change", "_lead")  # how measures end whose values are differences
_ORDINALS = (
    text("first"), text("second"), text("third"), text("fourth"), text("fifth"), text("sixth"), text("seventh"), text("eighth"),
    text("ninth"), text("tenth"), text("eleventh"), text("twelfth"),
)  # fmt: skip
_NTH, _ENDINGS = text("{n}th"), {1: text("{n}st"), 2: text("{n}nd"), 3: text("{n}rd")}


@lru_cache(maxsize=2**14)  # a report writes its numbers again in tables, figures and sentences
def _rounded(size: float, digits: int) -> Decimal:
    """With so many decimals, halves rounded away from zero as a reader would round them."""
    return Decimal(repr(float(size))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _fixed(size: float, digits: int) -> str:
    """A number ≥ 0 with the language's marks."""
    return spoken().writing.number(_rounded(size, digits))


def _signed(text: str, x: float) -> str:
    """`text`, the size of `x` as written, with its sign; none where it is written as zero."""
    if not any(c in "123456789" for c in text):
        return text
    return (MINUS if x < 0 else "+") + text


def _percentage(share: float, digits: int) -> str:
    """The number before the % sign."""
    text = _fixed(share * 100, digits)
    if text in (_fixed(0, digits), _fixed(100, digits)) and share not in (0, 1):
        # Near an end, more digits say that it is not the end; past those, only the side.
        if digits == 0:
            return _percentage(share, 1)
        step = _fixed(10**-digits, digits)
        return f"<{step}" if share < 0.5 else f">{_fixed(100 - 10**-digits, digits)}"
    return _fixed(share * 100, 0) if share in (0, 1) else text


def in_percent(number: str) -> str:
    """A number of percent, or two, as a percentage."""
    return spoken().writing.percent.format(number=number)


def percent(share: float, digits: int = 0) -> str:
    """A share as "64%"; with `digits` decimals "63.7%"."""
    return in_percent(_percentage(share, digits))


def percent_range(low: float, high: float, digits: int = 0) -> str:
    """An interval of a share as "5–10%"."""
    return in_percent(f"{_percentage(low, digits)}–{_percentage(high, digits)}")


def _pp(gap: float, digits: int) -> str:
    text = _fixed(abs(gap) * 100, digits)
    if digits == 0 and text == "0" and abs(gap) >= 0.0005:
        text = _fixed(abs(gap) * 100, 1)
    return _signed(text, gap)


def in_points(number: str) -> str:
    """A number of percentage points, or two, with their unit."""
    return say("{number} pp", number=number)


def _to(low: str, high: str) -> str:
    """A range of numbers whose signs forbid a dash."""
    return say("{low} to {high}", low=low, high=high)


def bare_points(gap: float, digits: int = 0) -> str:
    """The same as `points` without the unit: "+43"."""
    return _pp(gap, digits)


def bare_points_range(low: float, high: float, digits: int = 0) -> str:
    """The same as `points_range` without the unit."""
    return _to(_pp(low, digits), _pp(high, digits))


def points(gap: float, digits: int = 0) -> str:
    """A difference of shares in percentage points, signed: "+43 pp"."""
    return in_points(_pp(gap, digits))


def points_range(low: float, high: float, digits: int = 0) -> str:
    """An interval of such a difference: "+37 to +49 pp"."""
    return in_points(bare_points_range(low, high, digits))


def decimal(x: float, digits: int = 2) -> str:
    """A plain number: "0.53", "−1.20"."""
    text = _signed(_fixed(abs(x), digits), x)
    return text.removeprefix("+")


def signed_decimal(x: float, digits: int = 2) -> str:
    """A difference of plain numbers: "+0.53"."""
    return _signed(_fixed(abs(x), digits), x)


def _money(number: str, currency: str) -> str:
    """A number of the currency's units, with their sign where the language has it."""
    writing = spoken().writing
    return writing.money.format(number=number, unit=writing.unit(currency))


def _compact(size: float) -> str:
    """Three significant digits at most, with the scale's name: "2.3 M", "23 M", "950 k", "49"."""
    larger = ""  # the next scale's name
    for scale, name in spoken().writing.scales:
        # 999,600 is a million once rounded, so a scale begins where rounding reaches it.
        if size >= scale * 0.9995:
            number = _rounded(size / scale, 1 if size < scale * 9.95 else 0)
            if number == 1000 and larger:
                return f"1{larger}"
            return f"{_fixed(float(number), 0 if number == int(number) else 1)}{name}"
        larger = name
    exact = _rounded(size, 0)
    return spoken().writing.number(exact.quantize(Decimal(1).scaleb(max(exact.adjusted() - 2, 0))).quantize(Decimal(1)))


def _amount(size: float, currency: str, compact: bool) -> str:
    return _money(_compact(size) if compact else _fixed(size, 0), currency)


def money(x: float, currency: str, compact: bool = False) -> str:
    """An amount in whole units, "−$2,310,000", or compact, "−$2.3 M"."""
    text = _amount(abs(x), currency, compact)
    return _signed(text, x).removeprefix("+")


def signed_money(x: float, currency: str, compact: bool = False) -> str:
    """A difference of amounts: "+$12", "−$2.3 M"."""
    return _signed(_amount(abs(x), currency, compact), x)


def _dashed(low: str, high: str) -> str:
    """A range of numbers without signs."""
    return say("{low}–{high}", low=low, high=high)


def money_range(low: float, high: float, currency: str, compact: bool = False) -> str:
    """An interval of an amount: "$1.9 M–$2.6 M"; "−$3 M to $1 M" where an end is negative."""
    ends = money(low, currency, compact), money(high, currency, compact)
    return _to(*ends) if low < 0 or high < 0 else _dashed(*ends)


def signed_decimal_range(low: float, high: float, digits: int = 2) -> str:
    """An interval of a difference of plain numbers: "+0.5 to +1.2"."""
    return _to(signed_decimal(low, digits), signed_decimal(high, digits))


def signed_money_range(low: float, high: float, currency: str, compact: bool = False) -> str:
    """An interval of a difference of amounts: "+$8 to +$15"."""
    return _to(signed_money(low, currency, compact), signed_money(high, currency, compact))


_A_PERIOD = {
    "week": text("{price} a week"),
    "month": text("{price} a month"),
    "quarter": text("{price} a quarter"),
    "year": text("{price} a year"),
}
_PER = {"week": text("per week"), "month": text("per month"), "quarter": text("per quarter"), "year": text("per year")}


def each(price: str, period: str) -> str:
    """A price as one that is paid again in every period: "$49 a month"."""
    return _A_PERIOD[period].said(price=price)


def per(period: str) -> str:
    """What prices and costs are for: "per month"."""
    return str(_PER[period])


def periods(n: int, period: str) -> str:
    """A length of time: "36 months"."""
    return {
        "week": say_count(n, "{n} week", "{n} weeks", n=n),
        "month": say_count(n, "{n} month", "{n} months", n=n),
        "quarter": say_count(n, "{n} quarter", "{n} quarters", n=n),
        "year": say_count(n, "{n} year", "{n} years", n=n),
    }[period]


def priced(label: str, price: str) -> str:
    """What something is at a price: "live chat at $49"."""
    return say("{feature} at {price}", feature=label, price=price)


def price(x: float, currency: str) -> str:
    """A price: "$49", "$4.99", "CHF 120"."""
    cents = _rounded(abs(x), 2)
    return _signed(_money(_fixed(abs(x), 0 if cents == int(cents) else 2), currency), x).removeprefix("+")


def count(n: float) -> str:
    """A number of people or things: "12,000"."""
    return decimal(n, 0)


def short(x: float) -> str:
    """A plain number with as many digits as it takes: "0.5", "10"."""
    return f"{x:g}".replace(".", spoken().writing.decimal).replace("-", MINUS)


def ordinal(place: float) -> str:
    """A place in an order, in words: "first", "seventh"; from the thirteenth on "13th", "21st"."""
    n = round(place)
    if 0 < n <= len(_ORDINALS):
        return str(_ORDINALS[n - 1])
    ending = _NTH if n // 10 % 10 == 1 else _ENDINGS.get(n % 10, _NTH)
    return ending.said(n=count(n))


def probability(p: float) -> str:
    """A probability as "97%", "> 99%" or "< 1%": nothing simulated is certain, so only the sides are named at the ends."""
    if p > 0.99:
        return "> " + percent(0.99)
    if p < 0.01:
        return "< " + percent(0.01)
    return percent(p)


def joined(parts: Sequence[str]) -> str:
    """Names as a sentence has them: "a, b and c"."""
    return spoken().writing.listed(parts) if parts else ""


def within(text: str) -> str:
    """A label in the middle of a line: with a small letter, whatever follows it as it is."""
    return text[:1].lower() + text[1:]


def in_quotes(names: Iterable[str], most: int = 12) -> str:
    """Names of a survey in quotes, cut after `most` with a count of the rest; safe for a terminal."""
    every = [say('"{name}"', name=printable(name, 80)) for name in names]
    listed, rest = ", ".join(every[:most]), len(every) - most
    return say("{names} and {n} more", names=listed, n=rest) if rest > 0 else listed


def titled(text: str) -> str:
    """A label at the beginning of a line: with a capital, unless its first word has capitals of its own, as "iOS" does."""
    return text[:1].upper() + text[1:] if text.split(" ", 1)[0].islower() else text


def day(iso: str) -> str:
    """An ISO date as "17 March 2026"; anything else as it is."""
    try:
        year, month, number = map(int, iso.split("-"))
        return spoken().writing.day(date(year, month, number))
    except ValueError:
        return iso


def _sum(x: float, currency: str, signed: bool) -> str:
    """Money as tables write it: cents matter below a hundred, where the number is a price, and nowhere else."""
    text = price(x, currency) if abs(x) < 100 else money(x, currency)
    return "+" + text if signed and x > 0 and any(c in "123456789" for c in text) else text


def is_p(measure: Measure) -> bool:
    """Whether a measure is a p value, which has three decimals where other probabilities are percentages."""
    return measure.name.endswith(("_p", "_p_adjusted", "_p_equivalence", "_p_equivalence_adjusted"))


def quantity(measure: Measure, value: float | None, currency: str, digits: int = 0) -> str:
    """A value of a measure, in the measure's own format; differences carry their sign, an absent value is a dash.

    digits: decimals of shares and gaps.
    """
    signed = measure.name.endswith(_SIGNED)
    match measure.unit:
        case _ if value is None:
            return ABSENT
        case "share":
            return percent(value, digits)
        case "pp":
            return points(value, digits)
        case "distance":
            return points(value, digits).removeprefix("+")
        case "money":
            return _sum(value, currency, signed)
        case "probability" if is_p(measure):
            return f"<{decimal(0.001, 3)}" if value < 0.001 else decimal(value, 3)
        case "probability":
            return probability(value)
        case "people":
            return count(value)
        case "place":
            return signed_decimal(value, 0) if signed else count(value)
        case _:
            return signed_decimal(value) if signed else decimal(value)


def interval(measure: Measure, low: float | None, high: float | None, currency: str, digits: int = 0) -> str:
    """An interval of a measure, in the measure's own format; "" where there is none."""
    if low is None or high is None:
        return ""
    match measure.unit:
        case "share":
            return percent_range(low, high, digits)
        case "pp":
            return points_range(low, high, digits)
        case "distance":
            return in_points(f"{_fixed(100 * low, digits)}–{_fixed(100 * high, digits)}")
        case _:
            ends = [quantity(measure, end, currency) for end in (low, high)]
            return (_to if low < 0 or measure.name.endswith(_SIGNED) else _dashed)(ends[0], ends[1])


def weighting(found: Mapping[str, float]) -> list[tuple[str, str]]:
    """What a source says of its weights, as (what it is called, how it is written), in the glossary's order."""
    write: dict[str, Callable[[float], str]] = {
        "number": decimal,
        "people": count,
        "share": percent,
        "pp": lambda off: in_points(decimal(100 * off, 1)),
    }
    return [(say(label), write[unit](found[key])) for key, (label, unit) in WEIGHTING.items() if key in found]
