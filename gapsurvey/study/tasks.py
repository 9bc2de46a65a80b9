"""What a study says of choice tasks and of best–worst sets: which alternatives were shown, and what each of them means."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from gapsurvey.study.parts import Line, Price, Spec, Texts

__all__ = ["Offer", "Tasks"]


class Offer(Spec):
    """Something on the market that people could take: which features it has, at what price."""

    features: tuple[str, ...] = ()
    price: Price


class Tasks(Spec):
    """What was shown. Where an audience's own table leaves a key out, the question's holds."""

    attributes: dict[Line, dict[str, Texts]] = Field(
        default_factory=dict,
        description="Per attribute of an alternative: feature = the level that means it has that feature; "
        "an empty table where no level is a feature.",
    )
    price: Line | None = Field(None, description="The attribute that is the alternative's price.")
    none: Texts | None = Field(None, description="Where people could choose none of them: the answer that means it.")
    file: Line | None = Field(
        None, description="A file beside the study with what was shown: a row per alternative, a column per attribute."
    )
    version: Line | None = Field(
        None,
        description="The column by which export and file belong together: the design's version, or the respondent.",
    )
    task: Line = Field("task", description="The file's column of the task.")
    alternative: Line = Field("alternative", description="The file's column of the alternative, or of a set's item.")
    chosen: Line = Field("chosen", description="The file's column of what was chosen, where the export itself has none.")
    shown: Line | None = Field(
        None, description='Where the export has what was shown: its columns\' names, "T{task} A{alternative} {attribute}".'
    )
    sets: Annotated[tuple[Annotated[tuple[str, ...], Field(min_length=2)], ...], Field(min_length=1)] | None = Field(
        None, description="The features in each best–worst set, in the order of its columns, if all saw the same."
    )
    offers: dict[Line, Offer] = Field(
        default_factory=dict,
        description="What would compete, with competitors; each feature at its price if left out.",
    )

    @property
    def features(self) -> tuple[str, ...]:
        """The features that some level or set stands for, in the study's order."""
        named = [*(name for levels in self.attributes.values() for name in levels), *(f for s in self.sets or () for f in s)]
        return tuple(dict.fromkeys(named))

    def over(self, other: Tasks) -> Tasks:
        """These keys, and the other's where these leave one out."""
        return other.model_copy(update={key: getattr(self, key) for key in self.model_fields_set})
