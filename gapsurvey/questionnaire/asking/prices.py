"""Questions about paying for one feature: a ladder, a price or two drawn for each respondent, and amounts that people name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from gapsurvey.questionnaire.asking.ask import YES, Ask, Put, points, scale, yes_and_no, yes_or_no
from gapsurvey.questionnaire.model import Follows, Option, Question, Step
from gapsurvey.questionnaire.prices import beside, ladder
from gapsurvey.questionnaire.wording import PRICES

__all__ = ["double_bounded", "interval", "open_price", "price", "price_ladder", "van_westendorp", "with_certainty"]


def price_ladder(ask: Ask) -> Put:
    """A yes or a no to each price, in random order."""
    (feature,), prices = ask.features, ask.asked.prices or ()
    rungs = tuple(ask.one("yes-no", feature, yes_or_no(unsure=False), price=price) for price in prices)
    put = Put(rungs, {"columns": [rung.name for rung in rungs], "prices": list(prices), **yes_and_no()}, shuffled=True)
    return with_certainty(ask, put)


def with_certainty(ask: Ask, put: Put) -> Put:
    """The same, and after it how sure those are who would pay, where the study asks that."""
    certainty = ask.asked.certainty
    if certainty is None:
        return put
    options = tuple(Option(point[0], f"C{at}") for at, point in enumerate(certainty.scale))
    text = ask.frame.said(PRICES["certainty"], ask.text)
    question = Question(next(ask.names), "one", text, options, ask.features[0], "pay", part="certainty")
    source = {**put.source, "certainty": {"column": question.name, "scale": scale(options)}}
    if put.then:
        return replace(put, source=source, then=(*put.then, question))
    return Put((*put.questions, question), source)


def price(ask: Ask) -> Put:
    """One price each: that of the study, or one that the tool draws for each respondent."""
    (feature,), named = ask.features, ask.asked.parts["price"]
    if not isinstance(named, str):
        question = ask.one("yes-no", feature, yes_or_no(unsure=False), price=named)
        return with_certainty(ask, Put((question,), {"price": named, "answer": question.name, **yes_and_no()}))
    planned = ask.asked.at_price[feature]
    numbers = ladder(planned, (rival.price for rival in ask.competing(feature)))
    drawn = Question(next(ask.names), "drawn", "", feature=feature, asks="pay", part="price", numbers=numbers)
    question = _at_drawn(ask, drawn)
    return with_certainty(ask, Put((drawn, question), {"price": drawn.name, "answer": question.name, **yes_and_no()}))


def double_bounded(ask: Ask) -> Put:
    """Two prices: the first that of the study, or drawn; the second, on the next page, dearer after a yes, cheaper after a no."""
    (feature,), named = ask.features, ask.asked.parts["first.price"]
    page: tuple[Question, ...] = ()
    anchors = [rival.price for rival in ask.competing(feature)]
    if isinstance(named, str):
        prices = ladder(ask.asked.at_price[feature], anchors)
        numbers = prices[1:-1] or prices  # its ends come second
        drawn = Question(next(ask.names), "drawn", "", feature=feature, asks="pay", part="price", numbers=numbers)
        once, page = _at_drawn(ask, drawn), (drawn,)
    else:
        prices, numbers = ladder(named, anchors), (named,)
        once = ask.one("yes-no", feature, yes_or_no(unsure=False), price=named)
    steps = tuple(Step(first, *beside(first, prices)) for first in numbers)
    follows = Follows(page[0].name if page else "", once.name, YES, steps)
    every = tuple(sorted({price for step in steps for price in (step.dearer, step.cheaper)}))
    second = Question(
        next(ask.names), "drawn", "", feature=feature, asks="pay", part="second price", numbers=every, follows=follows
    )
    again = replace(_at_drawn(ask, second), after=once.name)
    source: Mapping[str, Any] = {
        "first": {"price": follows.price or named, "answer": once.name},
        "second": {"price": second.name, "answer": again.name},
    }
    return with_certainty(ask, Put((*page, once), {**source, **yes_and_no()}, then=(second, again)))


def _at_drawn(ask: Ask, drawn: Question) -> Question:
    """Whether one would pay what was drawn."""
    text = ask.said("yes-no", drawn.feature, ask.frame.drawn(drawn.name))
    return Question(next(ask.names), "one", text, yes_or_no(unsure=False), drawn.feature, "pay")


def _amount(ask: Ask, part: str) -> Question:
    text = ask.frame.said(PRICES[part], ask.text)
    return Question(next(ask.names), "number", text, feature=ask.features[0], asks="pay", part=part, low=0)


def open_price(ask: Ask) -> Put:
    """The most that one would pay."""
    question = _amount(ask, "open")
    return Put((question,), {"column": question.name})


def interval(ask: Ask) -> Put:
    """The dearest price that is surely paid, and the cheapest that is surely not."""
    questions = tuple(_amount(ask, part) for part in ("lower", "upper"))
    return Put(questions, {question.part: question.name for question in questions})


def van_westendorp(ask: Ask) -> Put:
    """Four prices, in van Westendorp's order, and how likely one is to buy at two of them where the study asks that."""
    questions = [_amount(ask, part) for part in ("too_expensive", "expensive", "cheap", "too_cheap")]
    source: dict[str, Any] = {question.part: question.name for question in questions}
    intents = [part for part in ("intent_cheap", "intent_expensive") if part in ask.asked.parts]
    if intents:
        on = points(ask.asked) or tuple(Option(str(point), str(point)) for point in range(1, 6))
        texts = [ask.frame.said(PRICES[part], ask.text) for part in intents]
        asked = [
            Question(next(ask.names), "one", text, on, ask.features[0], "pay", part=part)
            for part, text in zip(intents, texts, strict=True)
        ]
        questions += asked
        source |= {question.part: question.name for question in asked} | {"scale": scale(on)}
    return Put(tuple(questions), source)
