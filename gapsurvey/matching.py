"""What two texts share once typing, spreadsheets and survey tools have had their way with them."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

__all__ = ["MISSING", "NO", "NOT_TICKED", "YES", "amount", "fold", "natural", "percentage"]

_TAG = re.compile(r"<[^<>]{0,400}>")
_ALIKE = str.maketrans(
    {"×": "x", "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "\u2011": "-", "…": "..."}
)


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """`text` for matching only: tags and entities resolved, NFKC, look-alike punctuation and white space unified, no case.

    The original stays what is shown.
    """
    plain = _TAG.sub(" ", html.unescape(text)) if ("<" in text or "&" in text) else text
    plain = unicodedata.normalize("NFKC", plain).translate(_ALIKE).replace("\ufeff", "").replace("\u200b", "")
    folded = " ".join(plain.split()).casefold()
    if re.fullmatch(r"-?\d+\.0+", folded):  # a code that a spreadsheet took for a decimal number
        folded = folded.split(".")[0]
    return folded


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
     "weiß nicht", "keine angabe",
     "keine antwort")
)  # fmt: skip


def natural(text: str) -> tuple[tuple[int, float, str], ...]:
    """Sort key that puts "50-249" before "1000+": numbers by value, the rest by letter."""
    parts = re.split(r"(\d+)", fold(text).replace(",", ""))
    return tuple((0, float(part), "") if part.isdigit() else (1, 0.0, part) for part in parts if part)


_NUMBER = re.compile(r"[-+]?\d[\d.,' \u00a0\u202f]*")


def _number(digits: str) -> float | None:
    """A number written in English or continental style, where which of the two is certain; else None.

    "1,200.50", "1.200,50" and "1'200" are certain; a lone separator before exactly three digits is taken for thousands
    ("1,200", "1.200"), before one or two digits for decimals ("12,5").
    """
    plain = re.sub(r"['\s\u00a0\u202f]", "", digits).rstrip(".,")
    marks = [c for c in plain if c in ".,"]
    if len(set(marks)) == 2:
        decimal = marks[-1]
        if marks.count(decimal) > 1:
            return None
        plain = plain.replace("," if decimal == "." else ".", "").replace(decimal, ".")
    elif marks:
        tail = plain.rsplit(marks[0], 1)[1]
        grouped = re.fullmatch(r"[-+]?\d{1,3}([.,]\d{3})+", plain) is not None and not plain.lstrip("+-").startswith("0")
        if grouped:
            plain = re.sub(r"[.,]", "", plain)
        elif len(marks) == 1 and tail.isdigit():
            plain = plain.replace(",", ".")
        else:
            return None
    try:
        return float(plain)
    except ValueError:
        return None


_CURRENCY = re.compile(r"(?:[$€£¥₹]|\b(?:usd|eur|gbp|chf|jpy|cad|aud|inr|sek|nok|dkk|pln|us\$|euros?|dollars?|pounds?)\b)")
_PER = re.compile(r"\s*(?:/|per |a |pro )?\s*(?:month|mo|year|yr|week|user|seat|monat|jahr|monthly)\.?$")


def amount(text: str) -> float | None:
    """The amount of money in an answer ("$1,200.00", "1.200,50 €", "49 USD a month"), None where it is not certain.

    Ranges ("$50-60k"), several numbers and words are not certain.
    """
    plain = _PER.sub("", _CURRENCY.sub("", fold(text)).strip()).strip()
    factor = 1.0
    if re.fullmatch(r".*\d\s*k", plain):
        plain, factor = plain.rstrip("k ").strip(), 1000.0
    if not _NUMBER.fullmatch(plain) or plain.startswith("-"):
        return None
    value = _number(plain)
    return None if value is None else value * factor


def percentage(text: str) -> float | None:
    """The number in a percentage answer ("60", "60%", "62,5 %", "60 percent"), None where it is not one number."""
    plain = re.sub(r"\s*(?:%|percent|per cent|prozent|pct\.?)$", "", fold(text)).strip()
    return _number(plain) if _NUMBER.fullmatch(plain) and not plain.startswith("-") else None
