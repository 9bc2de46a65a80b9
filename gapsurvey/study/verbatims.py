"""How a study names the open questions whose answers a report quotes."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field, model_validator

from gapsurvey.errors import Problem
from gapsurvey.study.parts import Line, Spec, Whole
from gapsurvey.study.problems import wrong

__all__ = ["OpenQuestion"]


class OpenQuestion(Spec):
    """An open question. Every key that is not listed here is the name of an audience: the column that holds what they wrote."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Line] = Field(init=False)

    title: Annotated[str, Field(max_length=2000)] = Field(
        "", description="What the report calls the question; its text in the export if left out."
    )
    feature: str | None = Field(None, description="The feature this question is about, where it is about one.")
    most: Annotated[Whole, Field(ge=1, le=50)] = Field(12, description="How many texts of an audience are shown at most.")

    @model_validator(mode="after")
    def _asked(self) -> OpenQuestion:
        if not self.sources:
            found = "no audience is named, so nobody is quoted"
            raise wrong(Problem("", found, 'Say which column holds what they wrote: customers = "Q12".'))
        return self

    @property
    def sources(self) -> dict[str, str]:
        """Per audience, the column that holds what they wrote, in the study's order."""
        return dict(self.__pydantic_extra__ or {})
