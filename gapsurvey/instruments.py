"""Where customers were asked a feature's price in several ways: which of them its verdict rests on, and why."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gapsurvey import phrasing
from gapsurvey.curve import CountedCurve, Curve
from gapsurvey.language import say
from gapsurvey.methods.resampled import resampled
from gapsurvey.model import Item, Tallies
from gapsurvey.study import Study

__all__ = ["chosen_instrument"]

# Shape → the kind of its answers, None where a verdict never rests on it; and what readers call it.
INSTRUMENTS: Mapping[str, tuple[str | None, str]] = MappingProxyType(
    {
        "yes-no": ("price", "the question about one price"),
        "multi-select": ("price", "the choice of what is worth its price"),
        "price-ladder": ("price", "the price ladder"),
        "open-price": ("price", "the open question"),
        "price": ("bids", "the prices drawn for each person"),
        "double-bounded": ("bids", "the two bids"),
        "interval": ("interval", "the payment card"),
        "van-westendorp": (None, "the four prices"),
        "choice-tasks": (None, "the choice tasks"),
    }
)


def chosen_instrument(tallies: Tallies, study: Study, feature: str, used: Curve) -> str:
    """Which way of asking the take rate is taken from, and why, in a sentence; "" where customers were asked in one way."""
    questions = [study.asked(i, study.customers) for i, q in enumerate(study.questions) if study.customers in q.sources]
    asked = dict.fromkeys(q.shape for q in questions if q.asks == "pay" and q.shape in INSTRUMENTS and feature in q.features)
    kind = _kind(tallies, study, feature, used)
    chosen = [say(INSTRUMENTS[shape][1]) for shape in asked if INSTRUMENTS[shape][0] == kind]
    others = [say(INSTRUMENTS[shape][1]) for shape in asked if INSTRUMENTS[shape][0] != kind]
    if not chosen or not others:
        return ""
    why = {
        "price": "The take rate is taken from {chosen}, which needs no curve between the answers; told beside it: {others}.",
        "bids": "The take rate is taken from {chosen}, where people answer a price they are shown; told beside it: {others}.",
        "interval": "The take rate is taken from {chosen}, where people stand between two prices; told beside it: {others}.",
    }[kind]
    if kind == "price" and not used.apart:
        why = "The take rate is taken from {chosen}, counted person by person with who wants it; told beside it: {others}."
    return say(why, chosen=phrasing.joined(chosen), others=phrasing.joined(others))


def _kind(tallies: Tallies, study: Study, feature: str, used: Curve) -> str:
    if isinstance(used, CountedCurve):
        return "price"
    bids = resampled(tallies, study, study.customers, Item(feature, "pay", "bids"))
    return "bids" if used is bids else "interval"
