"""What two texts share once typing, spreadsheets and survey tools have had their way with them."""

from __future__ import annotations

import html
import math
import re
import unicodedata
from functools import lru_cache

__all__ = [
    "MISSING",
    "NO",
    "NOT_TICKED",
    "YES",
    "amount",
    "currency",
    "fold",
    "goes_on",
    "is_currency",
    "money_in",
    "natural",
    "percentage",
    "unmarked",
]

_INLINE = re.compile(r"</?(?:a|b|em|font|i|small|span|strong|sub|sup|u)(?:\s[^<>]{0,400})?>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,400}>|<!--[^<>]{0,400}-->")  # but not the "<10;>" of "<10;>50"
_ALIKE = str.maketrans(
    {"×": "x", "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "\u2011": "-", "…": "..."}
)


def unmarked(text: str) -> str:
    """`text` as respondents read it: tags and entities resolved."""
    return _TAG.sub(" ", _INLINE.sub("", html.unescape(text))) if ("<" in text or "&" in text) else text


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """`text` for matching only: tags and entities resolved, NFKC, look-alike punctuation and white space unified, no case.

    The original stays what is shown.
    """
    plain = unicodedata.normalize("NFKC", unmarked(text)).translate(_ALIKE).replace("\ufeff", "").replace("\u200b", "")
    folded = " ".join(plain.split()).casefold()
    if re.fullmatch(r"-?\d+\.0+", folded):  # a code that a spreadsheet took for a decimal number
        folded = folded.split(".")[0]
    return folded


# How a tool goes on from a question's name to one of its parts, or to its text: Q4_1, Q4.1, Q4[SQ001], "Question [row]",
# "Question - option", "Q4. Question"; but "Would you pay" is not the beginning of the name "Would you pay for chat?".
_PART = re.compile(r"[_.-]|\s?\[|\s-\s")


def goes_on(column: str, name: str) -> bool:
    """Whether a column's name begins with a question's, and goes on to a part or to the text of it."""
    return column.startswith(name) and _PART.match(column, len(name)) is not None


YES = frozenset(
    ("yes", "y", "true", "1", "ja", "oui", "si", "sí", "sim", "sì", "definitely", "probably", "definitely yes", "probably yes",
     "selected", "checked", "x")
)  # fmt: skip
NO = frozenset(
    ("no", "n", "false", "0", "nein", "non", "não", "nej", "definitely not", "probably not", "not selected", "unchecked",
     "not checked")
)  # fmt: skip
NOT_TICKED = frozenset(("0", "no", "n", "false", "not selected", "unchecked", "not checked", "nein", "non", "nej", "não"))
MISSING = frozenset(
    ("", "-", "--", ".", "n/a", "na", "n.a.", "nan", "null", "none given", "not stated", "not applicable", "no answer",
     "[redacted]", "-99", "-98", "-97", "-88", "-77", "-1", "prefer not to say", "don't know", "do not know",
     "weiss nicht", "keine angabe",
     "keine antwort")
)  # fmt: skip


def natural(text: str) -> tuple[tuple[int, float, str], ...]:
    """Sort key that puts "50-249" before "1000+": numbers by value, the rest by letter."""
    parts = re.split(r"(\d+)", fold(text).replace(",", ""))
    return tuple((0, float(part), "") if part.isdecimal() else (1, 0.0, part) for part in parts if part)


# The grouped form is tried first, so "1,200" is twelve hundred and "12,5" twelve and a half; where a second mark is the same
# as the first ("1,200,50") neither reading is certain.
_NUMBER = re.compile(
    r"\+?(?P<whole>(?!0)\d{1,3}(?P<mark>[.,' ])\d{3}(?:(?P=mark)\d{3})*|\d+)(?:(?!(?P=mark))[.,](?P<decimals>\d*))?"
)
_PERCENTAGE = re.compile(r"\+?(\d+(?:\.\d*|,(?!\d{3}\b)\d*)?)\s*(?:%|percent|per cent|prozent|pct\.?)?")  # "1,000" is no share
_CURRENCY = re.compile(r"(?:[$€£¥₹]|\b(?:usd|eur|gbp|chf|jpy|cad|aud|inr|sek|nok|dkk|pln|us\$|euros?|dollars?|pounds?)\b)")
_PERIODS = {
    "week": "week|wk|weekly|woche",
    "month": "month|mo|mth|monthly|monat",
    "quarter": "quarter|quarterly|quartal",
    "year": "year|yr|yearly|annum|jahr",
}
_PER = {period: re.compile(rf"\s*(?:/|\b(?:per|a|pro)\b)?\s*\b(?:{words})\.?$") for period, words in _PERIODS.items()}


def amount(text: str, period: str = "month") -> float | None:
    """The amount of money per `period` in an answer ("$1,200.00", "1.200,50 €", "49 USD a month"), None where not certain.

    English and continental style: a lone mark before exactly three digits is taken for thousands ("1,200", "1.200"), before
    any other number of digits for decimals ("12,5"). Ranges ("$50-60k"), several numbers, words, and amounts per anything
    else ("600 a year", "49 per user") are not certain.
    """
    plain = _PER[period].sub("", _CURRENCY.sub("", fold(text)).strip()).strip()
    plain = re.sub(r"[.,]-+$", "", plain)  # "49,-"
    thousands = plain.endswith("k")
    number = _NUMBER.fullmatch(plain.removesuffix("k").rstrip())
    if number is None:
        return None
    whole = re.sub(r"[.,' ]", "", number["whole"])
    value = float(f"{whole}.{number['decimals'] or 0}") * (1000 if thousands else 1)
    return value if math.isfinite(value) else None


_SYMBOLS = {
    "usd": "$", "us$": "$", "dollar": "$", "dollars": "$", "eur": "€", "euro": "€", "euros": "€", "gbp": "£", "pound": "£",
    "pounds": "£", "jpy": "¥", "inr": "₹",
}  # fmt: skip


def currency(text: str) -> str:
    """The currency that an amount of money names ("$49" and "49 USD" name the same), "" where it names none."""
    named = [_SYMBOLS.get(found, found) for found in _CURRENCY.findall(fold(text))]
    return min(named, key=lambda name: name == "$", default="").upper()  # "CAD $49" is in Canadian dollars


_MONEY = re.compile(rf"(?:{_CURRENCY.pattern}\s?)*\d+(?:[.,']\d+)*(?:\s?{_CURRENCY.pattern}(?!\s?\d))*")


def money_in(text: str) -> list[str]:
    """The amounts of money within a text that name their currency: "$49" of "Is it worth $49 a month, all 24 hours?"."""
    return [found for found in _MONEY.findall(fold(text)) if currency(found)]


# What several currencies are called alike.
_CODES = {
    "$": ("USD", "AUD", "CAD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP", "BRL"),
    "€": ("EUR",),
    "£": ("GBP",),
    "¥": ("JPY", "CNY"),
    "₹": ("INR",),
}


def is_currency(named: str, code: str) -> bool:
    """Whether what `currency` found can be the currency of this ISO 4217 code: "$" is that of USD, and of CAD."""
    return code in _CODES.get(named, (named,))


def percentage(text: str) -> float | None:
    """The number in a percentage answer ("60", "60%", "62,5 %", "60 percent"), None where it is not one number."""
    number = _PERCENTAGE.fullmatch(fold(text))
    return float(number[1].replace(",", ".")) if number else None
