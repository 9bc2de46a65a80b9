"""How each question shape is asked, and where the study will then find the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from gapsurvey.errors import printable
from gapsurvey.language import say
from gapsurvey.questionnaire.model import Option, Question
from gapsurvey.questionnaire.offered import NONE
from gapsurvey.questionnaire.prices import ladder
from gapsurvey.questionnaire.wording import MIRRORED, PRICES, SCALES, Frame
from gapsurvey.study import Asked, Competitor

__all__ = ["ASKED", "YES_OR_NO", "Ask", "Put"]

UNKNOWN = "Don’t know"
YES_OR_NO = ("Y", "N")  # codes that every reader of yes and no knows


@dataclass(frozen=True, slots=True)
class Ask:
    """One question of a study as one audience is to be asked it.

    texts: per feature its text in lists; names: the columns' names that are still free; rivals: competitors' offers.
    """

    asked: Asked
    frame: Frame
    texts: Mapping[str, str]
    names: Iterator[str]
    rivals: Sequence[Competitor] = ()

    @property
    def features(self) -> tuple[str, ...]:
        """The features that it is about."""
        return self.asked.features

    def one(self, form: str, feature: str, options: tuple[Option, ...], **more: Any) -> Question:
        """A question about one feature, of which one option is chosen."""
        price = more.pop("price", self.asked.at_price.get(feature) if self.asked.asks == "pay" else None)
        text = self.said(form, feature, self.frame.at(price) if price else "")
        return Question(next(self.names), "one", text, options, feature, self.asked.asks, price, **more)

    def said(self, form: str, feature: str = "", price: str = "") -> str:
        """The sentence by which this is asked in that form."""
        return self.frame.said(MIRRORED[self.asked.asks, form], self.texts.get(feature, ""), price)

    def listed(self, prefix: str, *, priced: bool = False) -> tuple[Option, ...]:
        """The features as options or rows. priced: each with its price, as those about paying always are."""
        prices = self.asked.at_price if priced or self.asked.asks == "pay" else {}
        texts = (self.at(self.texts[name], prices[name]) if name in prices else self.texts[name] for name in self.features)
        named = enumerate(zip(self.features, texts, strict=True), 1)
        return tuple(Option(text, f"{prefix}{at}", feature=name) for at, (name, text) in named)

    def at(self, text: str, price: float) -> str:
        """Something on offer with its price beside it."""
        return f"{text} – {self.frame.at(price)}"

    def whole(self, kind: str, form: str, options: tuple[Option, ...], **more: Any) -> Question:
        """A question about several features at once, in random order."""
        return Question(next(self.names), kind, self.said(form), options, asks=self.asked.asks, shuffled=True, **more)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Put:
    """What is asked, and the audience's source in the study that finds the answers. shuffled: its questions, in random order."""

    questions: tuple[Question, ...]
    source: Mapping[str, Any]
    shuffled: bool = False


def _spelt(options: Sequence[Option]) -> dict[str, list[str]]:
    """Per feature the ways in which an export may write its option: the text, or the code."""
    return {option.feature: [option.text, option.code] for option in options if option.feature}


def _yes_or_no(unsure: bool) -> tuple[Option, ...]:
    yes_no = (Option(say("Yes"), YES_OR_NO[0]), Option(say("No"), YES_OR_NO[1]))
    return (*yes_no, Option(say(UNKNOWN), "NA", last=True)) if unsure else yes_no


def _points(asked: Asked) -> tuple[Option, ...]:
    """A scale's points, each as the study words it, not as an export codes it."""
    worded = (next((text for text in point if any(map(str.isalpha, text))), point[0]) for point in asked.scale)
    return tuple(Option(printable(text, 300), f"A{at}") for at, text in enumerate(worded, 1))


def _ends(asked: Asked, points: Sequence[Option]) -> str:
    """What the ends of a scale of numbers mean, "" where its points are words."""
    if any(map(str.isalpha, points[0].text)) or asked.asks not in SCALES:
        return ""
    low, *_, high = SCALES[asked.asks]
    return say(
        "{first} = {low}, {last} = {high}.",
        first=points[0].text,
        low=say(low).lower(),
        last=points[-1].text,
        high=say(high).lower(),
    )


def _scale(options: Sequence[Option]) -> list[list[str]]:
    return [[option.text, option.code] for option in options]


def _multi_select(ask: Ask) -> Put:
    options = (*ask.listed("SQ"), Option(say(NONE), f"SQ{len(ask.features) + 1}", last=True, alone=True))
    question = ask.whole("several", "several", options)
    return _picked(ask, question)


def _single_select(ask: Ask) -> Put:
    """Of the features one, or none; as a first choice also a competitor's offer, and then all with their prices."""
    rivals = [rival for rival in ask.rivals if ask.asked.asks == "prefer" and _competes(rival, ask.features)]
    features = ask.listed("A", priced=bool(rivals))
    texts = (*(ask.at(printable(rival.label, 300), rival.price) for rival in rivals), say(NONE))
    others = [Option(text, f"A{at}") for at, text in enumerate(texts, len(features) + 1)]
    return _picked(ask, ask.whole("one", "one", (*features, *others[:-1], replace(others[-1], last=True))))


def _competes(rival: Competitor, features: Sequence[str]) -> bool:
    return not {*rival.features}.isdisjoint(features)


def _picked(ask: Ask, question: Question) -> Put:
    """An option that was offered may be chosen by nobody, which is no mistake in the study."""
    spelt = _spelt(question.options)
    stands = {"yes": spelt[ask.asked.feature]} if ask.asked.feature else {"answers": spelt}
    return Put((question,), {"column": question.name, **stands, "unchosen": list(ask.features)})


def _per_feature(ask: Ask, questions: Sequence[Question], **more: Any) -> Put:
    """A question of its own for every feature: on a phone a grid is one anyway, and each is read before it is answered."""
    if ask.asked.feature:
        return Put(tuple(questions), {"column": questions[0].name, **more})
    return Put(tuple(questions), {"columns": {q.feature: q.name for q in questions}, **more}, shuffled=True)


def _yes_no(ask: Ask) -> Put:
    put = _per_feature(ask, [ask.one("yes-no", name, _yes_or_no(unsure=True)) for name in ask.features])
    return _with_certainty(ask, put)


def _rating(ask: Ask) -> Put:
    points = _points(ask.asked)
    options = (*points, Option(say(UNKNOWN), "NA", last=True))
    asked = [ask.one("rating", name, options) for name in ask.features]
    ends = _ends(ask.asked, points)
    return _per_feature(
        ask, [replace(question, text=f"{question.text} {ends}".strip()) for question in asked], scale=_scale(points)
    )


def _estimate(ask: Ask) -> Put:
    questions = []
    for name in ask.features:
        price = ask.asked.at_price[name] if ask.asked.asks == "pay" else None
        text = ask.said("estimate", name, ask.frame.at(price) if price else "")
        about = {"feature": name, "asks": ask.asked.asks, "price": price}
        questions.append(Question(next(ask.names), "number", text, **about, low=0, high=100, whole=True))  # type: ignore[arg-type]
    return _per_feature(ask, questions)


def _ranking(ask: Ask) -> Put:
    question = ask.whole("ranks", "ranks", ask.listed("A"))
    return Put((question,), {"column": question.name, "answers": _spelt(question.options)})


def _allocation(ask: Ask) -> Put:
    question = ask.whole("points", "points", ask.listed("SQ"), low=0, high=100)
    return Put((question,), {"column": question.name, "answers": _spelt(question.options)})


def _best_worst(ask: Ask) -> Put:
    questions = []
    options = {option.feature: option for option in ask.listed("A")}
    for shown in ask.asked.tasks.sets or ():
        best = ask.whole("one", "best", tuple(options[name] for name in shown), part="best")
        questions += [best, replace(best, name=next(ask.names), text=ask.said("worst"), part="worst")]
    sets = [list(shown) for shown in ask.asked.tasks.sets or ()]
    return Put(
        tuple(questions),
        {"columns": [q.name for q in questions], "answers": _spelt([*options.values()]), "tasks": {"sets": sets}},
    )


def _price_ladder(ask: Ask) -> Put:
    (feature,), prices = ask.features, ask.asked.prices or ()
    rungs = tuple(ask.one("yes-no", feature, _yes_or_no(unsure=False), price=price) for price in prices)
    put = Put(rungs, {"columns": [rung.name for rung in rungs], "prices": list(prices)}, shuffled=True)
    return _with_certainty(ask, put)


def _with_certainty(ask: Ask, put: Put) -> Put:
    """The same, and after it how sure those are who would pay, where the study asks that."""
    certainty = ask.asked.certainty
    if certainty is None:
        return put
    options = tuple(Option(point[0], f"C{at}") for at, point in enumerate(certainty.scale))
    text = ask.frame.said(PRICES["certainty"], ask.texts[ask.features[0]])
    question = Question(next(ask.names), "one", text, options, ask.features[0], "pay", part="certainty")
    source = {**put.source, "certainty": {"column": question.name, "scale": _scale(options)}}
    return Put((*put.questions, question), source)


def _amount(ask: Ask, part: str) -> Question:
    text = ask.frame.said(PRICES[part], ask.texts[ask.features[0]])
    return Question(next(ask.names), "number", text, feature=ask.features[0], asks="pay", part=part, low=0)


def _open_price(ask: Ask) -> Put:
    question = _amount(ask, "open")
    return Put((question,), {"column": question.name})


def _interval(ask: Ask) -> Put:
    questions = tuple(_amount(ask, part) for part in ("lower", "upper"))
    return Put(questions, {question.part: question.name for question in questions})


def _van_westendorp(ask: Ask) -> Put:
    questions = [_amount(ask, part) for part in ("too_expensive", "expensive", "cheap", "too_cheap")]
    source: dict[str, Any] = {question.part: question.name for question in questions}
    intents = [part for part in ("intent_cheap", "intent_expensive") if part in ask.asked.parts]
    if intents:
        points = _points(ask.asked) or tuple(Option(str(point), str(point)) for point in range(1, 6))
        texts = [ask.frame.said(PRICES[part], ask.texts[ask.features[0]]) for part in intents]
        asked = [
            Question(next(ask.names), "one", text, points, ask.features[0], "pay", part=part)
            for part, text in zip(intents, texts, strict=True)
        ]
        questions += asked
        source |= {question.part: question.name for question in asked} | {"scale": _scale(points)}
    return Put(tuple(questions), source)


def _price(ask: Ask) -> Put:
    """One price each: that of the study, or one that the tool draws for each respondent."""
    (feature,), asked_at = ask.features, ask.asked.parts["price"]
    if not isinstance(asked_at, str):
        question = ask.one("yes-no", feature, _yes_or_no(unsure=False), price=asked_at)
        return _with_certainty(ask, Put((question,), {"price": asked_at, "answer": question.name}))
    about = {"feature": feature, "asks": "pay"}
    drawn = Question(next(ask.names), "drawn", "", **about, part="price", numbers=_drawn_from(ask, feature))  # type: ignore[arg-type]
    text = ask.said("yes-no", feature, ask.frame.drawn(drawn.name))
    question = Question(next(ask.names), "one", text, _yes_or_no(unsure=False), **about)  # type: ignore[arg-type]
    return _with_certainty(ask, Put((drawn, question), {"price": drawn.name, "answer": question.name}))


def _drawn_from(ask: Ask, feature: str) -> tuple[float, ...]:
    planned = ask.asked.at_price[feature]
    return ladder(planned, (rival.price for rival in ask.rivals if _competes(rival, (feature,))))


# Those that are left out need a design of what is shown to whom, or a price that follows from an answer: `unaskable` says so.
ASKED: Mapping[str, Callable[[Ask], Put]] = MappingProxyType(
    {
        "yes-no": _yes_no,
        "multi-select": _multi_select,
        "single-select": _single_select,
        "rating": _rating,
        "ranking": _ranking,
        "allocation": _allocation,
        "estimate": _estimate,
        "price": _price,
        "price-ladder": _price_ladder,
        "open-price": _open_price,
        "interval": _interval,
        "van-westendorp": _van_westendorp,
        "best-worst": _best_worst,
    }
)
