"""What a questionnaire needs to know beyond a study's questions: the groups to choose from, and whom to ask."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from gapsurvey.study.parts import Line, Spec

__all__ = ["Fieldwork"]


class Fieldwork(Spec):
    """How the questionnaires are written; nothing of it changes how answers are read."""

    groups: dict[Line, Annotated[tuple[Line, ...], Field(min_length=2)]] = Field(
        default_factory=dict, description="Per segmentation, the groups that respondents choose from, in order."
    )
    contact: Line | None = Field(None, description="Whom respondents can ask about the survey; an address of the house.")
