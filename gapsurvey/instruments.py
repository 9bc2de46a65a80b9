"""Where customers were asked a feature's price in several ways: which of them its verdict rests on, and why."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gapsurvey import phrasing
from gapsurvey.curve import CountedCurve, Curve
from gapsurvey.language import Text, text
from gapsurvey.methods.resampled import resampled
from gapsurvey.model import Item, Tallies
from gapsurvey.study import Study

__all__ = ["chosen_instrument"]

# Shape → the kind of its answers, None where a verdict never rests on it; and what readers call it.
INSTRUMENTS: Mapping[str, tuple[str | None, Text]] = MappingProxyType(
    {
        "yes-no": ("price", text("the question about one price")),
        "multi-select": ("price", text("the choice of what is worth its price")),
        "price-ladder": ("price", text("the price ladder")),
        "open-price": ("price", text("the open question")),
        "price": ("bids", text("the prices drawn for each person")),
        "double-bounded": ("bids", text("the two bids")),
        "interval": ("interval", text("the payment card")),
        "van-westendorp": (None, text("the four prices")),
        "choice-tasks": (None, text("the choice tasks")),
    }
)


def chosen_instrument(tallies: Tallies, study: Study, feature: str, used: Curve) -> str:
    """Which way of asking the take rate is taken from, and why, in a sentence; "" where customers were asked in one way."""
    questions = [study.asked(i, study.customers) for i, q in enumerate(study.questions) if study.customers in q.sources]
    asked = dict.fromkeys(q.shape for q in questions if q.asks == "pay" and q.shape in INSTRUMENTS and feature in q.features)
    kind = _kind(tallies, study, feature, used)
    chosen = [str(INSTRUMENTS[shape][1]) for shape in asked if INSTRUMENTS[shape][0] == kind]
    others = [str(INSTRUMENTS[shape][1]) for shape in asked if INSTRUMENTS[shape][0] != kind]
    if not chosen or not others:
        return ""
    why = {
        "price": text(
            "The take rate is taken from {chosen}, which needs no curve between the answers; told beside it: {others}."
        ),
        "bids": text(
            "The take rate is taken from {chosen}, where people answer a price they are shown; told beside it: {others}."
        ),
        "interval": text(
            "The take rate is taken from {chosen}, where people stand between two prices; told beside it: {others}."
        ),
    }[kind]
    if kind == "price" and not used.apart:
        why = text("The take rate is taken from {chosen}, counted person by person with who wants it; told beside it: {others}.")
    return why.said(chosen=phrasing.joined(chosen), others=phrasing.joined(others))


def _kind(tallies: Tallies, study: Study, feature: str, used: Curve) -> str:
    if isinstance(used, CountedCurve):
        return "price"
    bids = resampled(tallies, study, study.customers, Item(feature, "pay", "bids"))
    return "bids" if used is bids else "interval"
