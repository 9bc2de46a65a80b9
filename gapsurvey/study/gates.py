"""What a study is held to before its results may pass: limits for all features, for one of them, and for the whole."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from gapsurvey.study.parts import Id, Number, Share, Spec, Whole

__all__ = ["FeatureGates", "Gates"]

Size: TypeAlias = Annotated[Number, Field(ge=0, le=1)]
Reading: TypeAlias = Literal["over", "under", "aligned", "inconclusive", "untested"]
Word: TypeAlias = Literal[
    "build", "build, but delivery doubts it", "offer as an option", "do not build as proposed", "ask more", "no money verdict"
]


class FeatureGates(Spec):
    """Limits of one feature, in place of those that hold for every feature."""

    min_base: Annotated[Whole, Field(ge=1)] | None = Field(
        None, description="Fewest answers to any compared question, in every audience."
    )
    min_effective_base: Annotated[Number, Field(gt=0)] | None = Field(
        None, description="The same of effective bases: what is left of the answers once weights have cost their share."
    )
    max_margin: Share | None = Field(
        None, description="Largest margin of error of any compared share: from it to the farther end of its 95% interval."
    )
    max_gap_margin: Share | None = Field(None, description="The same of any gap of shares.")
    max_gap: Share | None = Field(None, description="Largest absolute gap of shares, or of shares of points.")
    max_rank_gap: Annotated[Number, Field(gt=0)] | None = Field(None, description="Largest absolute difference of mean ranks.")
    alignments: Annotated[tuple[Reading, ...], Field(min_length=1)] | None = Field(
        None, description="How belief may stand to the answer, in every comparison."
    )
    min_paying: Share | None = Field(
        None, description="Smallest share of customers who want it and would pay the planned price, or who would pay it."
    )
    min_probability: Size | None = Field(None, description="Smallest chance that the contribution is above zero.")
    verdicts: Annotated[tuple[Word, ...], Field(min_length=1)] | None = Field(None, description="Which verdicts may stand.")
    max_drift: Share | None = Field(
        None, description="Largest absolute change of any share or gap of shares since the earlier wave."
    )


class Gates(FeatureGates):
    """What `gapsurvey gate` holds the study to."""

    max_excluded: Size | None = Field(
        None, description="Largest share of an audience's records that are set aside: unfinished, spam, screened."
    )
    min_coverage: Share | None = Field(
        None, description="Smallest share of what was asked about features that is compared, with every audience of believers."
    )
    features: Annotated[dict[Id, FeatureGates], Field(json_schema_extra={"additionalProperties": False})] = Field(
        default_factory=dict, description="Limits of one feature, in place of those above."
    )
