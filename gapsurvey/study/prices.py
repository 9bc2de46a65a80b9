"""Where the parts of one answer about prices stand: four prices, a bid and its answer, the two ends of an interval."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, Discriminator, Field, Tag

from gapsurvey.errors import Problem, listing
from gapsurvey.matching import fold
from gapsurvey.study.parts import Line, Price, Scale, Spec

__all__ = ["CHANCES", "PARTS", "Bid", "Certainty", "HowSure", "PriceParts", "unread_certainty", "unread_parts"]

CHANCES = (0.0, 0.1, 0.3, 0.5, 0.7)  # of five stated intents, lowest first: Newton, Miller & Smith 1993

# Shape → the keys that it reads, and of them those that it needs.
PARTS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        "van-westendorp": (
            ("too_cheap", "cheap", "expensive", "too_expensive", "intent_cheap", "intent_expensive"),
            ("too_cheap", "cheap", "expensive", "too_expensive"),
        ),
        "price": (("price", "answer"), ("price", "answer")),
        "double-bounded": (("first", "second"), ("first", "second")),
        "interval": (("lower", "upper"), ("lower", "upper")),
    }
)

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
FOLLOWED = ("yes-no", "price", "price-ladder", "double-bounded")  # shapes whose yes to a price "how sure are you" may follow

# Tags are steps of pydantic's own in an error's place; the brackets mark them so, and they are left out of it.
PriceAsked: TypeAlias = Annotated[
    Annotated[Line, Tag("a[column]")] | Annotated[Price, Tag("a[price]")],
    Discriminator(lambda value: "a[column]" if isinstance(value, str) else "a[price]"),
]


class Bid(Spec):
    """A price that was asked, and the yes or no to it."""

    price: PriceAsked = Field(description="The column of the prices that people were asked, or the one price that all were.")
    answer: Line = Field(description="The column of their answers, yes or no.")


class Certainty(Spec):
    """How sure people are that they would really pay."""

    column: Line = Field(description="The column's name, or the question's text.")
    scale: Scale = Field(
        tuple((str(point),) for point in range(11)),
        description="The points from least to most certain, as the export writes them; 0 to 10 if left out.",
    )

    @property
    def points(self) -> tuple[float, ...]:
        """What the points are called in numbers: as they are written, where all are; else by their places, 1 = lowest."""
        written = [point[0] for point in self.scale]
        if all(map(_NUMBER.fullmatch, written)):
            return tuple(map(float, written))
        return tuple(float(place) for place in range(1, len(written) + 1))


HowSure: TypeAlias = Annotated[
    Certainty,
    BeforeValidator(lambda v: {"column": v} if isinstance(v, str) else v, json_schema_input_type=str | Certainty),
]


class PriceParts(Spec):
    """The keys of a source whose answer has parts, each a column's name or question text."""

    too_cheap: Line | None = Field(None, description="van-westendorp: the price at which its quality would be doubted.")
    cheap: Line | None = Field(None, description="van-westendorp: the price that would be a bargain.")
    expensive: Line | None = Field(None, description="van-westendorp: the price that begins to be expensive.")
    too_expensive: Line | None = Field(None, description="van-westendorp: the price that rules it out.")
    intent_cheap: Line | None = Field(None, description="van-westendorp: how likely one is to buy at one's own cheap price.")
    intent_expensive: Line | None = Field(None, description="van-westendorp: the same at one's own expensive price.")
    price: PriceAsked | None = Field(None, description="price: the column of the prices asked, or the one price of all.")
    answer: Line | None = Field(None, description="price: the column of the answers, yes or no.")
    first: Bid | None = Field(None, description="double-bounded: the first price asked and its answer.")
    second: Bid | None = Field(None, description="double-bounded: the second price, dearer after a yes and cheaper after a no.")
    lower: Line | None = Field(None, description="interval: the highest price that is surely paid.")
    upper: Line | None = Field(None, description="interval: the lowest price that is not; a blank is no upper end.")

    @property
    def parts(self) -> dict[str, str | float]:
        """The parts that are given; those of a second bid are called `second.price` and `second.answer`."""
        given: dict[str, str | float] = {}
        for key in dict.fromkeys(key for keys, _ in PARTS.values() for key in keys):
            part = getattr(self, key)
            if isinstance(part, Bid):
                given |= {f"{key}.price": part.price, f"{key}.answer": part.answer}
            elif part is not None:
                given[key] = part
        return given


def unread_parts(shape: str, parts: Mapping[str, str | float]) -> Iterator[Problem]:
    """Parts that a shape has no use for, places relative to the source."""
    read, _ = PARTS.get(shape, ((), ()))
    for key in dict.fromkeys(part.partition(".")[0] for part in parts):
        if key not in read:
            fix = "Leave it out, or name the shape that it belongs to."
            yield Problem(key, f"a {shape} question has no {key}", fix, listing(read) if read else "")


def unread_certainty(shape: str, asks: str, feature: str | None, certainty: Certainty | None) -> Iterator[Problem]:
    """What is wrong with how certainty was asked, places relative to the source; nothing where it was not."""
    if certainty is None:
        return
    if shape not in FOLLOWED:
        found = f"a {shape} question has no yes to a price that certainty could follow"
        yield Problem("certainty", found, "Leave it out, or ask in another shape.", listing(FOLLOWED))
    if asks != "pay":
        yield Problem("certainty", f'it is about paying, and the question asks "{asks}"', 'Leave it out, or write asks = "pay".')
    if feature is None:
        found = "it follows one answer, and the question does not say which feature it is about"
        yield Problem("certainty", found, 'Write feature = "…", and a question for each feature.')
    texts = [fold(text) for point in certainty.scale for text in point]
    if len(certainty.scale) < 2:
        yield Problem("certainty.scale", "a scale of 1 point", "Write at least two, from least to most certain.")
    elif len(set(texts)) < len(texts):
        yield Problem("certainty.scale", "two points of the scale read the same", "Give every point its own answer.")
    elif any(low >= high for low, high in pairwise(certainty.points)):
        yield Problem("certainty.scale", "its numbers do not increase", "Write the points from least to most certain.")
