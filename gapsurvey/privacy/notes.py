"""What readers are told of what is withheld: hidden groups are counted, not named, for their names are answers of a few, too."""

from __future__ import annotations

from collections.abc import Iterable

from gapsurvey.language import say, say_count
from gapsurvey.model import Item
from gapsurvey.privacy.withheld import Withheld
from gapsurvey.study import Study

__all__ = ["explained"]


def explained(study: Study, audience: str, withheld: Withheld) -> dict[tuple[str, str], tuple[str, ...]]:
    """(audience, table) → what is missing there; table "" for the audience as a whole."""
    k, people = study.thresholds.min_cell, study.label(audience)
    whole = []
    if withheld.few:
        features = _labels(study, withheld.few)
        whole.append(
            say(
                "Not shown, because fewer than {fewest} {people} answered: {features}.",
                fewest=k,
                people=people,
                features=features,
            )
        )
    if withheld.unit is not None:
        whole.append(
            say(
                "Weighted numbers of all {people} are those of whole people; their groups, and what is counted over several "
                "answers, "
                "are not weighted: a sum of weights would tell who is in it.",
                people=people,
            )
        )
    notes = {(audience, ""): tuple(whole)} if whole else {}
    for by in study.segmentations(audience):
        notes[audience, by] = tuple(_of_table(study, audience, by, withheld))
    return notes


def _of_table(study: Study, audience: str, by: str, withheld: Withheld) -> Iterable[str]:
    k, people = study.thresholds.min_cell, study.label(audience)
    groups, shown = withheld.groups[by]
    if by in withheld.too_many:
        yield say(
            "{segmentation}: not shown, because with so many groups it cannot be proven that nobody is singled out among "
            "{people}.",
            segmentation=by,
            people=people,
        )
    elif groups and withheld.unit is not None:
        yield say(
            "{segmentation}: not shown, because some groups of {people} are too small, and weights would tell who is in them.",
            segmentation=by,
            people=people,
        )
    elif groups:
        told = {"segmentation": by, "people": people, "fewest": k}
        if not shown:
            yield say(
                "{segmentation}: no group is shown, so that nobody can be singled out among {people} (fewer than {fewest} "
                "people, "
                "or needed to keep such a group unknown).",
                **told,
            )
        else:
            yield say_count(
                groups,
                "{segmentation}: {n} group is not shown, so that nobody can be singled out among {people} (fewer than {fewest} "
                "people, or needed to keep such a group unknown).",
                "{segmentation}: {n} groups are not shown, so that nobody can be singled out among {people} (fewer than {fewest} "
                "people, or needed to keep such a group unknown).",
                n=groups,
                **told,
            )
    if withheld.items.get(by):
        yield say(
            "Left out by {segmentation}, because too few answered, or a group that is not shown answered alike: {features}.",
            segmentation=by,
            features=_labels(study, withheld.items[by]),
        )


def _labels(study: Study, items: Iterable[Item]) -> str:
    return ", ".join(sorted({study.features[item.feature].label for item in items}))
