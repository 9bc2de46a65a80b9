"""How numbers are written, in every format: shares, gaps, money, prices, counts and probabilities.

Every function is pure and takes values as the tables hold them (shares and probabilities 0–1, gaps as differences of
shares, money in the study's currency). Minus is U+2212, ranges of unsigned numbers carry an en dash, signed ones "to".
A share is written 0% or 100% only where it is exactly that (the rule of coverage.py's `Numbers`): 0.003 is "0.3%".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType

from gapsurvey.glossary import WEIGHTING, Measure

__all__ = [
    "ABSENT", "P_VALUES",
    "count", "day", "decimal", "interval", "joined", "money", "money_range", "ordinal", "percent", "percent_range",
    "points", "points_range", "price", "probability", "quantity", "signed_decimal", "signed_money", "signed_money_range",
    "titled", "weighting",
]  # fmt: skip

ABSENT = "–"
MINUS = "−"

_SYMBOLS: Mapping[str, str] = MappingProxyType(
    {
        "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CNY": "CN¥", "INR": "₹", "KRW": "₩", "BRL": "R$", "CAD": "C$",
        "AUD": "A$", "NZD": "NZ$", "SGD": "S$", "HKD": "HK$", "MXN": "MX$", "TWD": "NT$", "ILS": "₪", "TRY": "₺", "VND": "₫",
        "PHP": "₱", "THB": "฿", "UAH": "₴", "NGN": "₦",
    }
)  # fmt: skip
_SIGNED = ("_gap", "_gap_then", "_gap_pooled", "_change", "_lead")  # how measures end whose values are differences
P_VALUES = ("_p", "_p_adjusted", "_p_equivalence", "_p_equivalence_adjusted")  # and those that are p values
_SCALES = ((10**12, "tn"), (10**9, "bn"), (10**6, "M"), (10**3, "k"))
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_MONTHS = "January February March April May June July August September October November December".split()


def _fixed(size: float, digits: int) -> str:
    """A number ≥ 0 with thousands separators, halves rounded away from zero as a reader would round them."""
    return f"{Decimal(repr(float(size))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):,}"


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


def percent(share: float, digits: int = 0) -> str:
    """A share as "64%"; with `digits` decimals "63.7%"."""
    return _percentage(share, digits) + "%"


def percent_range(low: float, high: float, digits: int = 0) -> str:
    """An interval of a share as "5–10%"."""
    return f"{_percentage(low, digits)}–{_percentage(high, digits)}%"


def _pp(gap: float, digits: int) -> str:
    text = _fixed(abs(gap) * 100, digits)
    if digits == 0 and text == "0" and abs(gap) >= 0.0005:
        text = _fixed(abs(gap) * 100, 1)
    return _signed(text, gap)


def points(gap: float, digits: int = 0) -> str:
    """A difference of shares in percentage points, signed: "+43 pp"."""
    return _pp(gap, digits) + " pp"


def points_range(low: float, high: float, digits: int = 0) -> str:
    """An interval of such a difference: "+37 to +49 pp"."""
    return f"{_pp(low, digits)} to {_pp(high, digits)} pp"


def decimal(x: float, digits: int = 2) -> str:
    """A plain number: "0.53", "−1.20"."""
    text = _signed(_fixed(abs(x), digits), x)
    return text.removeprefix("+")


def signed_decimal(x: float, digits: int = 2) -> str:
    """A difference of plain numbers: "+0.53"."""
    return _signed(_fixed(abs(x), digits), x)


def _symbol(currency: str) -> str:
    return _SYMBOLS.get(currency, currency + " ")


def _compact(size: float) -> str:
    """Three significant digits at most, with the scale's letter: "2.3 M", "23 M", "950 k", "49"."""
    for (scale, letter), upper in zip(_SCALES, (None, *_SCALES), strict=False):
        # 999,600 is a million once rounded, so a scale begins where rounding reaches it.
        if size >= scale * 0.9995:
            text = _fixed(size / scale, 1 if size < scale * 9.95 else 0)
            if text == "1,000" and upper is not None:
                return f"1 {upper[1]}"
            return f"{text.removesuffix('.0')} {letter}"
    return _fixed(size, 0)


def _amount(size: float, currency: str, compact: bool) -> str:
    return _symbol(currency) + (_compact(size) if compact else _fixed(size, 0))


def money(x: float, currency: str, compact: bool = False) -> str:
    """An amount in whole units, "−$2,310,000", or compact, "−$2.3 M"."""
    text = _amount(abs(x), currency, compact)
    return _signed(text, x).removeprefix("+")


def signed_money(x: float, currency: str, compact: bool = False) -> str:
    """A difference of amounts: "+$12", "−$2.3 M"."""
    return _signed(_amount(abs(x), currency, compact), x)


def money_range(low: float, high: float, currency: str, compact: bool = False) -> str:
    """An interval of an amount: "$1.9 M–$2.6 M"; "−$3 M to $1 M" where an end is negative."""
    between = " to " if low < 0 or high < 0 else "–"
    return money(low, currency, compact) + between + money(high, currency, compact)


def signed_money_range(low: float, high: float, currency: str, compact: bool = False) -> str:
    """An interval of a difference of amounts: "+$8 to +$15"."""
    return f"{signed_money(low, currency, compact)} to {signed_money(high, currency, compact)}"


def price(x: float, currency: str) -> str:
    """A price: "$49", "$4.99", "CHF 120"."""
    cents = _fixed(abs(x), 2)
    return _signed(_symbol(currency) + cents.removesuffix(".00"), x).removeprefix("+")


def count(n: float) -> str:
    """A number of people or things: "12,000"."""
    return decimal(n, 0)


def ordinal(place: float) -> str:
    """A place in an order, in words: "first", "seventh"; from the thirteenth on "13th", "21st"."""
    n = round(place)
    if 0 < n <= len(_ORDINALS):
        return _ORDINALS[n - 1]
    return f"{n:,}{'th' if n // 10 % 10 == 1 else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}"


def probability(p: float) -> str:
    """A probability as "97%", "> 99%" or "< 1%": nothing simulated is certain, so only the sides are named at the ends."""
    if p > 0.99:
        return "> 99%"
    if p < 0.01:
        return "< 1%"
    return percent(p)


def joined(parts: Sequence[str]) -> str:
    """Names as a sentence has them: "a, b and c"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def titled(text: str) -> str:
    """A label at the beginning of a line: with a capital, unless its first word has capitals of its own, as "iOS" does."""
    return text[:1].upper() + text[1:] if text.split(" ", 1)[0].islower() else text


def day(date: str) -> str:
    """An ISO date as "17 March 2026"; anything else as it is."""
    parts = date.split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts) or not 1 <= int(parts[1]) <= 12:
        return date
    return f"{int(parts[2])} {_MONTHS[int(parts[1]) - 1]} {parts[0]}"


def _sum(x: float, currency: str, signed: bool) -> str:
    """Money as tables write it: cents matter below a hundred, where the number is a price, and nowhere else."""
    text = price(x, currency) if abs(x) < 100 else money(x, currency)
    return "+" + text if signed and x > 0 and any(c in "123456789" for c in text) else text


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
        case "probability" if measure.name.endswith(P_VALUES):
            return "<0.001" if value < 0.001 else decimal(value, 3)
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
            return f"{_fixed(100 * low, digits)}–{_fixed(100 * high, digits)} pp"
        case _:
            ends = [quantity(measure, end, currency) for end in (low, high)]
            return (" to " if low < 0 or measure.name.endswith(_SIGNED) else "–").join(ends)


def weighting(found: Mapping[str, float]) -> list[tuple[str, str]]:
    """What a source says of its weights, as (what it is called, how it is written), in the glossary's order."""
    write: dict[str, Callable[[float], str]] = {
        "number": decimal,
        "people": count,
        "share": percent,
        "pp": lambda off: f"{decimal(100 * off, 1)} pp",
    }
    return [(label, write[unit](found[key])) for key, (label, unit) in WEIGHTING.items() if key in found]
