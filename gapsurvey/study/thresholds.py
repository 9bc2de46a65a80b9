"""What a study decides by."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from gapsurvey.study.parts import Number, Spec, Whole

__all__ = ["Thresholds"]


class Thresholds(Spec):
    """Where the study draws its lines. Every default is that of the method's documentation."""

    margin: Annotated[Number, Field(gt=0, lt=0.5)] = Field(0.10, description="A share gap within ± this is too small to matter.")
    rating_margin: Annotated[Number, Field(gt=0, lt=0.5)] = Field(0.10, description="The same for a rating's θ − ½.")
    rank_margin: Annotated[Number, Field(gt=0)] = Field(0.5, description="The same for a difference of mean ranks.")
    build: Annotated[Number, Field(gt=0.5, lt=1)] = Field(
        0.90, description="Build where the contribution is > 0 with more than this probability."
    )
    stop: Annotated[Number, Field(gt=0, lt=0.5)] = Field(0.10, description="Do not build where that probability is below this.")
    option_base: Annotated[Whole, Field(ge=30)] = Field(30, description="Fewest customers of a segment that may carry an option.")
    min_base: Annotated[Whole, Field(ge=30)] = Field(
        30, description="Fewest customers that are tested; with fewer the verdict is: ask more."
    )
    flag_base: Annotated[Whole, Field(ge=30)] = Field(100, description="Below this many customers, figures carry a flag.")
    min_cell: Annotated[Whole, Field(ge=5)] = Field(
        5, description="Fewest believers of a segment that are shown; may be raised, never lowered."
    )
    draws: Annotated[Whole, Field(ge=1000, le=200_000)] = Field(10_000, description="Draws of every simulation.")
    seed: Annotated[Whole, Field(ge=0)] = Field(20_260_101, description="Seed of every simulation.")
