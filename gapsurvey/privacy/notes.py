"""What readers are told of what is withheld: hidden groups are counted, not named, for their names are answers of a few, too."""

from __future__ import annotations

from collections.abc import Iterable

from gapsurvey.model import Item
from gapsurvey.privacy.withheld import Withheld
from gapsurvey.study import Study

__all__ = ["explained"]


def explained(study: Study, audience: str, withheld: Withheld) -> dict[tuple[str, str], tuple[str, ...]]:
    """(audience, table) → what is missing there; table "" for the audience as a whole."""
    k, people = study.thresholds.min_cell, study.label(audience)
    whole = []
    if withheld.few:
        whole.append(f"Not shown, because fewer than {k} {people} answered: {_labels(study, withheld.few)}.")
    if withheld.unit is not None:
        whole.append(
            f"Weighted numbers of all {people} are those of whole people; their groups, and what is counted over several "
            "answers, are not weighted: a sum of weights would tell who is in it."
        )
    notes = {(audience, ""): tuple(whole)} if whole else {}
    for by in study.segmentations(audience):
        notes[audience, by] = tuple(_of_table(study, audience, by, withheld))
    return notes


def _of_table(study: Study, audience: str, by: str, withheld: Withheld) -> Iterable[str]:
    k, people = study.thresholds.min_cell, study.label(audience)
    groups, shown = withheld.groups[by]
    if by in withheld.too_many:
        yield f"{by}: not shown, because with so many groups it cannot be proven that nobody is singled out among {people}."
    elif groups and withheld.unit is not None:
        yield f"{by}: not shown, because some groups of {people} are too small, and weights would tell who is in them."
    elif groups:
        are = "no group is" if not shown else "1 group is not" if groups == 1 else f"{groups} groups are not"
        yield (
            f"{by}: {are} shown, so that nobody can be singled out among {people} "
            f"(fewer than {k} people, or needed to keep such a group unknown)."
        )
    if withheld.items.get(by):
        why = "because too few answered, or a group that is not shown answered alike"
        yield f"Left out by {by}, {why}: {_labels(study, withheld.items[by])}."


def _labels(study: Study, items: Iterable[Item]) -> str:
    return ", ".join(sorted({study.features[item.feature].label for item in items}))
