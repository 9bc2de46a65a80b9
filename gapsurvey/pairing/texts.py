"""What a question asks about once the frame is off that says whom it asks, and of whom: its words, its price, its subject."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from gapsurvey.matching import amount, fold

__all__ = ["Price", "asks_of_oneself", "asks_share", "price_in", "subject", "unpriced", "without_price", "words"]

_WHO = (
    r"(?:customers?|clients?|users?|consumers?|buyers?|shoppers?|subscribers?|guests?|patients?|"
    r"kund(?:e|en|in|innen)|käufer(?:n|innen)?|nutzer(?:n|innen)?|verbraucher(?:n|innen)?|anwender(?:n|innen)?)\b"
)
_OUR = r"(?:(?:our|your|the|these|those|all|most|typical|unser(?:e|en|er)?|eur(?:e|en|er)|ihr(?:e|en|er)?|die|der|den)\s+)*"
# "What % of our customers would …": the question is about the share; what is left is what they would.
_SHARE = re.compile(
    rf"(?:(?:what|which)\s+)?(?:percentage|percent|%|share|proportion|fraction)\s+of\s+{_OUR}{_WHO}"
    rf"|how\s+many\s+(?:out\s+)?of\s+(?:every\s+)?100\s+{_OUR}{_WHO}"
    rf"|wie\s*viele?\s+(?:prozent|%)\s+(?:von\s+)?{_OUR}{_WHO}"
    rf"|welcher\s+(?:prozentsatz|anteil)\s+(?:von\s+)?{_OUR}{_WHO}"
)
_THINKS = re.compile(
    r"\b(?:do|would|did)\s+you\s+(?:think|believe|say|guess|expect|estimate|reckon)\b(?:\s+that\b)?"
    r"|\b(?:in|from)\s+your\s+(?:opinion|view|estimation|experience)\b|\bwhat\s+is\s+your\s+(?:guess|estimate)\b"
    r"|\b(?:glauben|denken|meinen|schätzen|vermuten)\s+sie\b|\bglaubst\s+du\b|\b(?:ihrer|deiner)\s+(?:meinung|einschätzung|ansicht)\s+nach\b"
    r"|\bwas\s+(?:glauben|denken|meinen|schätzen)\s+sie\b"
)
_ABOUT_THEM = re.compile(rf"\b(?:{_WHO}|they|their|them)\b")
_ONESELF = re.compile(r"\b(?:you|your|yourself|sie|ihnen|ihre?[nrms]?|du|dir|dein\w*)\b")
# What tells how to answer says nothing of what is asked.
_INSTRUCTION = re.compile(
    r"\(?\b(?:please\s+)?(?:tick|check|select|choose|mark|pick)\s+(?:all|any|one|every|up\s+to|each)\b[^.?!)]*[.?!)]*"
    r"|\b(?:please\s+)?enter\s+(?:a|the)\s+num(?:ber|eric)\b[^.?!)]*[.?!)]*"
    r"|\bthis\s+is\s+the\s+list\s+(?:that\s+)?[^.?!]*\b(?:see|saw|were\s+shown)\b[.:]?"
    r"|\(?\bbitte\s+(?:kreuzen|wählen|markieren)\b[^.?!)]*[.?!)]*"
    r"|\(?\bmehrfach(?:nennung(?:en)?|auswahl|antworten?)\b[^.?!)]*[.?!)]*|\(?\bdies\s+ist\s+die\s+liste[^.?!]*[.:]"
    r"|\([^()]*\d\s*(?:=|being|means|bedeutet)[^()]*\)|\bon\s+a\s+scale\s+(?:of|from)\s+\d+\s*(?:to|-)\s*\d+"
    r"|\bauf\s+einer\s+skala\s+von\s+\d+\s*(?:bis|-)\s*\d+"
)
_UNSAID = frozenset(  # words that carry the frame or the grammar, not the matter; "not", "more", "should" carry matter
    """a an the of to for from in on at by with and or as is are was were be been am being do does did would will could can
    has had how what which who whom that this these those there it its each any some if so then when you your yours yourself
    we us our ours they their them theirs themselves he she his her me my mine i customer client user consumer buyer
    shopper subscriber guest patient think believe guess estimate reckon say opinion view feel find consider perceive
    rate rated really actually please following below listed item willing ready prepared s
    ein eine einen einem einer eines der die das den dem des zu zum zur für von vom im in an am auf bei mit und oder als ist
    sind war waren sein wäre würde würden wird werden kann können könnte könnten hat haben wie was welche welcher welches
    welchen wer dass es sie ihnen ihr ihre ihren ihrem ihrer du dir dich dein deine deinen wir uns unser unsere unseren
    unserer unserem ich mir mein meine sich kunde kunden kundin kundinnen nutzer nutzern käufer käufern verbraucher
    verbrauchern anwender anwendern glauben denken meinen schätzen vermuten finden findet halten hält meinung bitte bewerten
    folgende
    folgenden diese dieser dieses wohl bereit""".split()
)
_SAME = {
    "importance": "important", "likelihood": "likely", "satisfaction": "satisfied", "interest": "interested",
    "usefulness": "useful", "wichtigkeit": "wichtig", "zufriedenheit": "zufrieden", "bezahlen": "zahlen",
    "wollen": "möchten", "wünschen": "möchten",
}  # fmt: skip
_WORD = re.compile(r"\d+(?:[.,]\d+)*(?:[^\W\d_]+\d*)*|[^\W_]+")


@lru_cache(maxsize=50_000)
def words(text: str) -> tuple[str, ...]:
    """The words of a question that carry its matter, in order, alike for both sides: frame, grammar and instructions off."""
    plain = _INSTRUCTION.sub(" ", fold(text))
    plain = _THINKS.sub(" ", _SHARE.sub(" ", plain)).replace("'s ", " ")
    every = [_SAME.get(word, _plain(word)) for word in _WORD.findall(plain)]
    return tuple(word for word in every if word and word not in _UNSAID)


def _plain(word: str) -> str:
    """A word without its plural; a number as a number."""
    if word[0].isdecimal():
        number = amount(word)
        return word if number is None else f"{number:g}"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def asks_share(text: str) -> bool:
    """Whether a question asks for a share of customers: “what % of customers would …?”."""
    return bool(_SHARE.search(fold(text)))


def asks_of_oneself(text: str) -> bool:
    """Whether a question asks people about themselves, and not what they think of others."""
    plain = _THINKS.sub(" ", fold(text))
    return bool(_ONESELF.search(plain)) and not _ABOUT_THEM.search(plain)


# --- prices -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Price:
    """A price that a text names. currency: ISO code, "" where the text has none; period: "" likewise."""

    value: float
    currency: str = ""
    period: str = ""


_CURRENCIES = {
    "$": "USD", "usd": "USD", "us$": "USD", "dollar": "USD", "dollars": "USD", "€": "EUR", "eur": "EUR", "euro": "EUR",
    "euros": "EUR", "£": "GBP", "gbp": "GBP", "pounds": "GBP", "chf": "CHF", "¥": "JPY", "jpy": "JPY", "cad": "CAD",
    "aud": "AUD", "sek": "SEK", "nok": "NOK", "dkk": "DKK", "pln": "PLN", "inr": "INR", "₹": "INR",
}  # fmt: skip
_SIGNS = "|".join(re.escape(sign) for sign in sorted(_CURRENCIES, key=len, reverse=True))
_DIGITS = r"\d+(?:[.,']\d+)*"
_MONEY = re.compile(rf"(?P<before>{_SIGNS})\s?(?P<a>{_DIGITS})(?:,-)?|(?P<b>{_DIGITS})(?:,-)?\s?(?P<after>{_SIGNS})(?![a-z])")
_PERIOD = re.compile(r"\s*(?:/|\b(?:a|an|per|each|pro|im)\b)\s*(week|month|quarter|year|annum|woche|monat|quartal|jahr)\b")
_PERIODS = {"woche": "week", "monat": "month", "quartal": "quarter", "jahr": "year", "annum": "year"}


@lru_cache(maxsize=50_000)
def price_in(text: str) -> Price | None:
    """The one price that a text names ("$49 a month", "Price=$0.5", "49 € pro Monat"); None for no price, or several."""
    plain = fold(text)
    found = list(_MONEY.finditer(plain))
    if len(found) != 1:
        return None
    match = found[0]
    value = amount(match["a"] or match["b"])
    if not value:
        return None
    period = _PERIOD.match(plain, match.end())
    named = period[1] if period else ""
    return Price(value, _CURRENCIES[match["before"] or match["after"]], _PERIODS.get(named, named))


def without_price(text: str) -> tuple[str, ...]:
    """The matter of a question about a price, without the price: alike for all rungs of a ladder."""
    plain = fold(text)
    for match in reversed(list(_MONEY.finditer(plain))):
        period = _PERIOD.match(plain, match.end())
        plain = f"{plain[: match.start()]} {plain[period.end() if period else match.end() :]}"
    return tuple(word for word in words(plain) if word != "price")


def unpriced(text: str) -> str:
    """A row's text without its price: "Chat" of "Chat at $9 a month"; the text itself where nothing is left."""
    parts = re.split(_MONEY.pattern, " ".join(text.split()), maxsplit=1, flags=re.IGNORECASE)
    rest = f"{parts[0]} {_PERIOD.sub('', parts[-1])}" if len(parts) > 1 else parts[0]
    rest = re.sub(r"[\s(:,–-]+(?:at|for|from|für|zu|ab)?[\s(]*$", "", re.sub(r"[\s)]+$", "", rest))
    return rest if words(rest) else text


# --- what a report can call it ------------------------------------------------------------------------------------------

_LEAD = re.compile(
    rf"(?:do|does|would|will)\s+(?:you|they|we|{_OUR}{_WHO})\s+(?:(?:really|actually|ever)\s+)?"
    r"(?:(?:be\s+willing\s+to\s+)?pay\s+(?:this\s+|this\s+price\s+|extra\s+|more\s+)?(?:for|to\s+have|to\s+get)\s+"
    r"|(?:want|need|like|prefer|use|buy|choose)\s+(?:to\s+have\s+|to\s+get\s+)?|be\s+interested\s+in\s+)(?P<matter>.+)"
    rf"|(?:möchten|wollen|wünschen|brauchen|benötigen)\s+(?:sie|du|{_OUR}{_WHO})\s+(?:sich\s+)?(?P<german>.+)",
    re.IGNORECASE,
)
_IMPORTANT = re.compile(
    rf"(?:how\s+(?:important|useful|valuable|necessary)\s+(?:is|are|would|(?:do\s+)?{_OUR}{_WHO}\s+find)"
    rf"|wie\s+wichtig\s+(?:ist|sind|wäre|finden\s+{_OUR}{_WHO}))\s+(?P<matter>.+?)"
    rf"(?:\s+(?:be\s+)?(?:to|for|für)\s+(?:you|us|me|sie|ihnen|dich|{_OUR}{_WHO}))?",
    re.IGNORECASE,
)


def subject(text: str) -> str:
    """What a question is about, to be named in a sentence: "24x7 cover" of “Do you want 24x7 cover?”; "" where unsure."""
    plain = re.sub(_THINKS.pattern, " ", " ".join(text.split()), flags=re.IGNORECASE)
    plain = " ".join(plain.split()).strip(" ?.:,")
    share = re.match(rf"(?:{_SHARE.pattern})\s+(?P<rest>.+)", plain, re.IGNORECASE)
    if share:
        plain = f"would you {re.sub(r'^(?:would|will|do)[ ]+', '', share['rest'], flags=re.IGNORECASE)}"
    stripped = _MONEY.sub("", plain)
    stripped = " ".join(re.sub(r"\bpay\s+(?:a|per|each)\s+(?:week|month|quarter|year)\b", "pay", stripped).split())
    for pattern in (_IMPORTANT, _LEAD):
        match = pattern.fullmatch(stripped)
        matter = next((part for part in match.groups() if part), "") if match else ""
        if set(words(matter)) - {"price"}:
            return matter.strip(" ,")
    return ""
