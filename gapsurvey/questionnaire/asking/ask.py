"""One question of a study on its way into a questionnaire: what is known of it, and the answers that questions share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gapsurvey.errors import printable
from gapsurvey.language import LANGUAGES, say, spoken, text
from gapsurvey.questionnaire.model import Option, Question
from gapsurvey.questionnaire.wording import MIRRORED, SCALES, Frame
from gapsurvey.study import Asked, Competitor

__all__ = ["NO", "UNKNOWN", "YES", "Ask", "Put", "ends", "points", "scale", "spelt", "yes_and_no", "yes_or_no"]

UNKNOWN = text("Don’t know")
YES, NO = "Y", "N"  # codes that every reader of yes and no knows


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

    @property
    def text(self) -> str:
        """What its first feature is called in lists."""
        return self.texts[self.features[0]]

    def competing(self, *features: str) -> Iterator[Competitor]:
        """The competitors' offers that have one of these features."""
        return (rival for rival in self.rivals if not {*rival.features}.isdisjoint(features))

    def one(self, form: str, feature: str, options: tuple[Option, ...], **more: Any) -> Question:
        """A question about one feature, of which one option is chosen."""
        price = more.pop("price", self.asked.at_price.get(feature) if self.asked.asks == "pay" else None)
        said = self.said(form, feature, self.frame.at(price) if price else "")
        return Question(next(self.names), "one", said, options, feature, self.asked.asks, price, **more)

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
    """What is asked, and the audience's source in the study that finds the answers.

    shuffled: its questions, in random order; then: questions that need the answers to these, on a page of their own; files: what
    stands beside the study, by name.
    """

    questions: tuple[Question, ...]
    source: Mapping[str, Any]
    shuffled: bool = False
    then: tuple[Question, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)


def spelt(options: Sequence[Option]) -> dict[str, list[str]]:
    """Per feature the ways in which an export may write its option: the text, or the code."""
    return {option.feature: [option.text, option.code] for option in options if option.feature}


def yes_or_no(*, unsure: bool) -> tuple[Option, ...]:
    """The answers to a question of yes or no; unsure: one may not know."""
    answers = (Option(say("Yes"), YES), Option(say("No"), NO))
    return (*answers, Option(str(UNKNOWN), "NA", last=True)) if unsure else answers


def yes_and_no() -> dict[str, list[str]]:
    """What the study says of a yes and a no: nothing in English, where both are plain."""
    return {} if spoken().code == LANGUAGES[0] else {"yes": [say("Yes"), YES], "no": [say("No"), NO]}


def points(asked: Asked) -> tuple[Option, ...]:
    """A scale's points, each as the study words it, not as an export codes it."""
    worded = (next((text for text in point if any(map(str.isalpha, text))), point[0]) for point in asked.scale)
    return tuple(Option(printable(text, 300), f"A{at}") for at, text in enumerate(worded, 1))


def ends(asked: Asked, points: Sequence[Option]) -> str:
    """What the ends of a scale of numbers mean, "" where its points are words."""
    if any(map(str.isalpha, points[0].text)) or asked.asks not in SCALES:
        return ""
    low, *_, high = (say(point).lower() for point in SCALES[asked.asks])
    return say("{first} = {low}, {last} = {high}.", first=points[0].text, low=low, last=points[-1].text, high=high)


def scale(options: Sequence[Option]) -> list[list[str]]:
    """A scale as the study writes it: each point by its text and its code."""
    return [[option.text, option.code] for option in options]
