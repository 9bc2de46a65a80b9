"""Where the parts of one answer about prices stand: four prices, a bid and its answer, the two ends of an interval."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Annotated, TypeAlias

from pydantic import Discriminator, Field, Tag

from gapsurvey.errors import Problem, listing
from gapsurvey.study.parts import Line, Price, Spec

__all__ = ["CHANCES", "PARTS", "Bid", "PriceParts", "unread_parts"]

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

# Tags are steps of pydantic's own in an error's place; the brackets mark them so, and they are left out of it.
PriceAsked: TypeAlias = Annotated[
    Annotated[Line, Tag("a[column]")] | Annotated[Price, Tag("a[price]")],
    Discriminator(lambda value: "a[column]" if isinstance(value, str) else "a[price]"),
]


class Bid(Spec):
    """A price that was asked, and the yes or no to it."""

    price: PriceAsked = Field(description="The column of the prices that people were asked, or the one price that all were.")
    answer: Line = Field(description="The column of their answers, yes or no.")


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
