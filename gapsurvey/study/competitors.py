"""What a study says of other sellers' offers: their price, and which of its features they have."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from gapsurvey.study.parts import Line, Number
from gapsurvey.study.tasks import Offer

__all__ = ["Competitor"]


class Competitor(Offer):
    """Another seller's offer: what customers could buy in place of the study's own."""

    label: Line = Field(description="What the report calls the offer.")
    features: Annotated[tuple[str, ...], Field(min_length=1)] = Field(
        description="Which of this study's features it has; of the versions of one offering at most one."
    )
    price: Annotated[Number, Field(ge=0)] = Field(description="Its price, in the study's currency and per its period.")
    source: str = Field("", description="Where that is known from, such as a price list and its date.")
    note: str = Field("", description="What else a reader should know of it.")
