"""How a language writes numbers, amounts of money, days and lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

__all__ = ["ENGLISH_WRITING", "Writing"]


@dataclass(frozen=True, slots=True)
class Writing:
    """Of one language: the marks between digits, the patterns around a number, and what days and lists look like.

    number: digits with the language's marks, as many decimals as the Decimal has; percent: around {number}; money: around
    {number} and {unit}; unit: what a currency, by its ISO code, is written as; scales: what powers of ten are called in compact
    numbers, largest first, with the space before the name.
    """

    decimal: str
    group: str
    number: Callable[[Decimal], str]
    percent: str
    money: str
    unit: Callable[[str], str]
    scales: tuple[tuple[float, str], ...]
    day: Callable[[date], str]
    listed: Callable[[Sequence[str]], str]


_SYMBOLS: Mapping[str, str] = MappingProxyType(
    {
        "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CNY": "CN¥", "INR": "₹", "KRW": "₩", "BRL": "R$", "CAD": "C$",
        "AUD": "A$", "NZD": "NZ$", "SGD": "S$", "HKD": "HK$", "MXN": "MX$", "TWD": "NT$", "ILS": "₪", "TRY": "₺", "VND": "₫",
        "PHP": "₱", "THB": "฿", "UAH": "₴", "NGN": "₦",
    }
)  # fmt: skip
_MONTHS = "January February March April May June July August September October November December".split()

# English by hand, so that an English report needs no Babel; other languages' come from CLDR, see `cldr`.
ENGLISH_WRITING = Writing(
    decimal=".",
    group=",",
    number=lambda number: f"{number:,}",
    percent="{number}%",
    money="{unit}{number}",
    unit=lambda currency: _SYMBOLS.get(currency, currency + " "),
    scales=((1e12, " tn"), (1e9, " bn"), (1e6, " M"), (1e3, " k")),
    day=lambda day: f"{day.day} {_MONTHS[day.month - 1]} {day.year:04}",
    listed=lambda parts: parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}",
)
