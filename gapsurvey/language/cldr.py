"""What Babel knows of a language: how CLDR writes its numbers, and the texts of its catalogue."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from gettext import c2py
from importlib.resources import files

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import NumberPattern, get_currency_symbol, parse_pattern

from gapsurvey.language.writing import Writing

__all__ = ["form", "texts", "writing"]


def texts(code: str) -> Mapping[str, tuple[str, ...]]:
    """The catalogue of a language: by the English text, its forms for one and for many."""
    with files("gapsurvey.language").joinpath(f"{code}.po").open("rb") as file:
        catalogue = read_po(file, locale=code, abort_invalid=True)
    found = {_forms(m.id)[0]: _forms(m.string or "") for m in catalogue if m.id and not m.fuzzy}
    return {text: forms for text, forms in found.items() if all(forms)}


def _forms(text: str | Sequence[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def form(code: str) -> Callable[[float], int]:
    """Which of a text's forms suits a number of things, by the language's rule for plurals."""
    rule: Callable[[int], int] = c2py(Catalog(locale=code).plural_expr)
    return lambda n: rule(int(n))


def writing(code: str) -> Writing:
    """How a language writes, by CLDR."""
    locale = Locale.parse(code, sep="-")
    grouped = locale.decimal_formats[None].pattern.partition(".")[0]
    digits = re.escape(grouped)

    @cache
    def pattern(decimals: int) -> NumberPattern:
        return parse_pattern(f"{grouped}.{'0' * decimals}" if decimals else grouped)

    def number(value: Decimal) -> str:
        return str(pattern(max(0, -int(value.as_tuple().exponent))).apply(value, locale))

    def unit(currency: str) -> str:
        symbol = get_currency_symbol(currency, locale)
        return symbol if not money.startswith("{unit}{") or not symbol[-1:].isalpha() else f"{symbol}\u00a0"

    def day(value: date) -> str:
        return format_date(value, "long", locale=locale)

    def listed(parts: Sequence[str]) -> str:
        return format_list(parts, locale=locale)

    def around(text: str) -> str:
        """A pattern of CLDR as a template: a sign belongs to the number, which carries its own."""
        return re.sub(rf"{digits}(\.0+)?", "{number}", text.partition(";")[0]).replace("¤", "{unit}").replace("'", "")

    money = around(locale.currency_formats["standard"].pattern)
    return Writing(
        decimal=locale.number_symbols["latn"]["decimal"],
        group=locale.number_symbols["latn"]["group"],
        number=number,
        percent=around(locale.percent_formats[None].pattern),
        money=money,
        unit=unit,
        scales=tuple(_scales(locale)),
        day=day,
        listed=listed,
    )


def _scales(locale: Locale) -> list[tuple[float, str]]:
    """The names of powers of ten in the language's short numbers, largest first; a power without a name is written out."""
    short = locale.compact_decimal_formats["short"]["other"]
    found = []
    for power in sorted(map(int, short), reverse=True):
        pattern = short[str(power)].pattern
        name = pattern.replace("'", "").lstrip("0")
        if name and pattern.startswith("0") and not pattern.startswith("00"):
            found.append((float(power), name))
    return found
