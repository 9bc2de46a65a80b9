"""Answers about prices, in every shape: ladders, bids, cards, open amounts and four prices, all of one worth to each person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from gapsurvey.language import say, text
from gapsurvey.model import Codes, Floats
from gapsurvey.questionnaire.prices import SHARES
from gapsurvey.simulation.answers.certainty import followed
from gapsurvey.simulation.answers.given import Asking, Field, Given, Key, at_random, field_of, said

__all__ = ["double_bounded", "interval", "open_price", "price_ladder", "single_price", "van_westendorp"]

FEWEST = 3  # prices that bids are drawn from
LEAST_WORTH = 0.15  # of the median: what those who would pay nothing name where every price is a positive one


def texts_of(prices: Sequence[float] | Floats) -> list[str]:
    """Amounts as they are written in an export."""
    return [f"{price:.2f}".removesuffix(".00") for price in prices]


def _asked_prices(asking: Asking) -> Floats:
    """The prices to ask: those that the study asks of the feature elsewhere, or some around the usual worth; ascending."""
    if len(asking.prices) >= FEWEST:
        return np.array(asking.prices)
    usual = asking.prices[0] if asking.prices else asking.people.crowd.median[asking.of(asking.asked.feature)]
    around = np.unique(np.round(_round(usual * np.array(SHARES)), 2))
    return around if around[0] > 0 and len(around) >= FEWEST else np.arange(1, FEWEST + 1) / 100  # of a price of a few cents


def _round(amounts: Floats) -> Floats:
    """Amounts as people name them: in two digits, and in three from a hundred on; rounded down."""
    with np.errstate(divide="ignore"):
        size = np.floor(np.log10(amounts))
    step = 10.0 ** np.where(np.isfinite(size), np.where(size < 2, size - 1, size - 2), 0.0)
    found: Floats = np.maximum(np.floor(amounts / step + 1e-9) * step, 0.0)
    return np.round(found, 2)


def _worth(asking: Asking) -> Floats:
    return asking.people.worth[:, asking.of(asking.asked.feature)]


def price_ladder(asking: Asking) -> Given:
    """A yes to every price up to one's worth; a careless person climbs to any rung."""
    prices, (no, yes) = asking.asked.prices or (), said(asking.asked)
    rungs = (_worth(asking)[:, None] >= np.array(prices)).sum(axis=1).astype(np.int32)
    rungs = at_random(asking.people, asking.rng, rungs, len(prices) + 1)
    columns = tuple(
        Field(f"{asking.name}_{k}", asking.text, (no, yes), (rungs >= k).astype(np.int32), f"{text} a {asking.asked.period}")
        for k, text in enumerate(texts_of(prices), start=1)
    )
    keys: tuple[Key, ...] = tuple(("columns", k) for k in range(len(prices)))
    accepted = np.array([np.nan, *prices])[rungs]
    return followed(asking, Given(columns, keys, {"prices": list(prices)}), accepted)


def open_price(asking: Asking) -> Given:
    """The worth as people name it, but no less than any price that the study asks elsewhere and they would pay."""
    worth = _worth(asking)
    steps = np.array([0.0, *asking.prices])
    named = np.maximum(_round(worth), steps[np.searchsorted(steps, worth, side="right") - 1])
    prices, codes = np.unique(named, return_inverse=True)
    column = field_of(asking.people, asking.rng, texts_of(prices), codes.astype(np.int32), asking.name, asking.text)
    return Given((column,), (("column",),))


def single_price(asking: Asking) -> Given:
    """One price each, drawn for the person where the study does not name the one of all, and a yes or a no to it."""
    named = asking.asked.parts["price"]
    if not isinstance(named, str):
        answer, _ = _bid(asking, np.array([named]), np.zeros(asking.people.n, np.int32), "")
        given = Given((answer,), (("answer",),), {"price": named})
        return followed(asking, given, np.where(answer.codes == 1, named, np.nan))
    prices = _asked_prices(asking)
    drawn = asking.rng.integers(len(prices), size=asking.people.n).astype(np.int32)
    answer, accepted = _bid(asking, prices, drawn, "")
    shown = _shown(asking, prices, drawn, "_price", say("Price shown"))
    return followed(asking, Given((shown, answer), (("price",), ("answer",))), accepted)


def double_bounded(asking: Asking) -> Given:
    """A first price, and a second one, dearer after a yes and cheaper after a no."""
    prices = _asked_prices(asking)
    first = asking.rng.integers(1, len(prices) - 1, size=asking.people.n).astype(np.int32)
    once, _ = _bid(asking, prices, first, "_1")
    second = (first + np.where(once.codes == 1, 1, -1)).astype(np.int32)
    again, accepted = _bid(asking, prices, second, "_2")
    columns = (_shown(asking, prices, first, "_1_price", say("First price shown")), once,
               _shown(asking, prices, second, "_2_price", say("Second price shown")), again)  # fmt: skip
    keys: tuple[Key, ...] = (("first", "price"), ("first", "answer"), ("second", "price"), ("second", "answer"))
    return followed(asking, Given(columns, keys), accepted)  # of the last price: one is sure of one's last yes


def _bid(asking: Asking, prices: Floats, drawn: Codes, part: str) -> tuple[Field, Floats]:
    """The answers to the prices drawn, and the prices accepted, NaN for none."""
    no, yes = said(asking.asked)
    taken = (_worth(asking) >= prices[drawn]).astype(np.int32)
    texts = {"_1": text("{question} (first price)"), "_2": text("{question} (second price)")}
    asked = texts[part].said(question=asking.text) if part else asking.text
    answer = field_of(asking.people, asking.rng, (no, yes), taken, f"{asking.name}{part}", asked)
    return answer, np.where(answer.codes == 1, prices[drawn], np.nan)


def _shown(asking: Asking, prices: Floats, drawn: Codes, part: str, what: str) -> Field:
    return Field(f"{asking.name}{part}", f"{what}: {asking.text}", tuple(texts_of(prices)), drawn, shown=True)


def interval(asking: Asking) -> Given:
    """A payment card: the highest amount on it that is surely paid, and the next, which is not; beyond the last there is none."""
    card = np.unique([0.0, *_asked_prices(asking)])
    low = at_random(asking.people, asking.rng, (_worth(asking)[:, None] >= card).sum(axis=1).astype(np.int32) - 1, len(card))
    texts = tuple(texts_of(card))
    high = np.where(low + 1 < len(card), low + 1, -1).astype(np.int32)
    columns = (Field(f"{asking.name}_low", f"{asking.text} {say('Surely up to')}", texts, low),
               Field(f"{asking.name}_high", f"{asking.text} {say('Surely not')}", texts, high))  # fmt: skip
    return Given(columns, (("lower",), ("upper",)))


def van_westendorp(asking: Asking) -> Given:
    """Four prices in order around one's worth, and, where asked, how likely one is to buy at two of them."""
    people, rng, f = asking.people, asking.rng, asking.of(asking.asked.feature)
    worth = np.maximum(_worth(asking), LEAST_WORTH * people.crowd.median[f])
    worth = np.where(people.careless, rng.permutation(worth), worth)
    cheap, expensive = worth * rng.uniform(0.6, 0.85, people.n), worth * rng.uniform(0.98, 1.25, people.n)
    named = {
        "too_cheap": (cheap * rng.uniform(0.35, 0.7, people.n), say("At which price would you doubt its quality?")),
        "cheap": (cheap, say("At which price is it a bargain?")),
        "expensive": (expensive, say("At which price is it getting expensive?")),
        "too_expensive": (expensive * rng.uniform(1.25, 1.9, people.n), say("At which price is it too expensive to consider?")),
    }
    columns = []
    for part, (amounts, words) in named.items():
        prices, codes = np.unique(np.maximum(_round(amounts), 0.01), return_inverse=True)
        columns.append(Field(f"{asking.name}_{part}", f"{asking.text} {words}", tuple(texts_of(prices)), codes.astype(np.int32)))
    intents = {part: mean for part, mean in (("intent_cheap", 0.7), ("intent_expensive", 0.35)) if part in asking.asked.parts}
    columns += [_intent(asking, part, mean) for part, mean in intents.items()]
    return Given(tuple(columns), tuple((part,) for part in (*named, *intents)), _scale(asking))


def _intent(asking: Asking, part: str, mean: float) -> Field:
    texts = [point[0] for point in asking.asked.scale] or list("12345")
    felt = asking.people.position(np.full(len(asking.people.crowd.features), mean))[:, asking.of(asking.asked.feature)]
    codes = np.clip(felt * len(texts), 0, len(texts) - 1).astype(np.int32)
    what = {
        "intent_cheap": say("How likely would you buy at the price that is a bargain?"),
        "intent_expensive": say("How likely would you buy at the price that is getting expensive?"),
    }[part]
    return field_of(asking.people, asking.rng, texts, codes, f"{asking.name}_{part}", f"{asking.text} {what}")


def _scale(asking: Asking) -> Mapping[str, Any]:
    return {"scale": [list(point) for point in asking.asked.scale]} if asking.asked.scale else {}
