"""What a questionnaire needs to know beyond a study's questions: the groups to choose from, rivals' offers, whom to ask."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from gapsurvey.study.parts import Line, Price, Spec

__all__ = ["Fieldwork", "Rival"]


class Rival(Spec):
    """A competitor's offer as respondents see it."""

    label: Line
    price: Price
    against: tuple[str, ...] = Field(
        (), description="The features that it competes with: all that are versions or have a price, if left out."
    )


class Fieldwork(Spec):
    """How the questionnaires are written; nothing of it changes how answers are read."""

    groups: dict[Line, Annotated[tuple[Line, ...], Field(min_length=2)]] = Field(
        default_factory=dict, description="Per segmentation, the groups that respondents choose from, in order."
    )
    rivals: tuple[Rival, ...] = Field(
        (), description="Competitors' offers: one more choice beside the versions, and one more price of a ladder."
    )
    contact: Line | None = Field(None, description="Whom respondents can ask about the survey; an address of the house.")
