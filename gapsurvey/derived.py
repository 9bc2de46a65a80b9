"""What follows from several answers of one respondent: who wants a thing and pays for it, and what goes together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gapsurvey.language import say
from gapsurvey.model import Answers, Item, Profile, SegmentCodes, compact
from gapsurvey.study import Study

__all__ = ["batteries", "on_covariates", "on_margins", "wanted_and_worth"]


def batteries(answers: list[Answers]) -> list[Profile]:
    """Per thing asked and kind of answer, the features' answers side by side: one profile each, where there are several."""
    groups: dict[Item, dict[str, Answers]] = {}
    for answer in answers:
        item = answer.item
        if item.feature not in groups.setdefault(Item("", item.asks, item.kind, item.price), {}):
            groups[Item("", item.asks, item.kind, item.price)][item.feature] = answer
    return [
        Profile(item, tuple(of), tuple(a.levels for a in of.values()), np.stack([a.codes for a in of.values()]).T)
        for item, of in groups.items()
        if len(of) > 1
    ]


def on_margins(answers: list[Answers], margins: tuple[SegmentCodes, ...], kind: str) -> list[Profile]:
    """Each share, and each price of what is wanted, beside the cells that its audience is weighted on: the answer comes first.

    Who gave no answer is there all the same: everybody who is raked has a part in what raking gains.
    """
    places = tuple(tuple(map(float, range(len(margin.cells)))) for margin in margins)
    codes = [margin.codes for margin in margins]
    return [
        Profile(
            replace(answer.item, kind=kind),
            ("answer", *(margin.name for margin in margins)),
            (answer.levels, *places),
            np.stack([answer.codes, *codes]).T,
            {margin.name: margin.cells for margin in margins},
        )
        for answer in answers
        if margins and (answer.item.kind == "share" or answer.item.asks == "want-and-pay")
    ]


def on_covariates(profiles: list[Profile], segments: tuple[SegmentCodes, ...], study: Study) -> list[Profile]:
    """Customers' answers to bids, or for an interval, beside the cells of the covariates that the study names for them."""
    named = {question.feature: question.covariates for question in study.questions if question.covariates}
    found = []
    for profile in profiles:
        of = [segment for segment in segments if segment.name in named.get(profile.item.feature, ())]
        if profile.item.kind in ("bids", "interval") and of:
            cells = np.stack([segment.codes for segment in of], axis=1)
            cells[(profile.codes < 0).all(axis=1)] = -1  # who gave no answer is in no model
            found.append(
                Profile(
                    replace(profile.item, kind=f"{profile.item.kind}-covariates"),
                    (*profile.fields, *(segment.name for segment in of)),
                    (*profile.levels, *(tuple(map(float, range(len(segment.cells)))) for segment in of)),
                    np.concatenate([profile.codes, cells], axis=1),
                    {segment.name: segment.cells for segment in of},
                )
            )
    return found


def wanted_and_worth(answers: list[Answers], study: Study) -> tuple[list[Answers], list[str]]:
    """Per feature with both, who wants it and what it is worth to them: one item, counted person by person.

    Base: all who answered want. Who does not want it pays nothing; who wants it and gave no price leaves the base.
    """
    by_item = {a.item: a for a in answers}
    derived, notes = [], []
    for answer in answers:
        want = by_item.get(Item(answer.item.feature, "want", "share"))
        if answer.item.kind != "price" or want is None:
            continue
        wants = want.codes == 1
        worth = np.where(wants, answer.codes, np.minimum(want.codes, 0))
        blank = int((wants & (answer.codes < 0)).sum())
        if blank:
            label = study.features[answer.item.feature].label
            people = study.label(study.customers)
            notes.append(
                say(
                    "{feature}: {n} {people} want it and gave no price; they leave the base of “want it and would pay”.",
                    feature=label,
                    n=blank,
                    people=people,
                )
            )
        item = Item(answer.item.feature, "want-and-pay", "price")
        derived.append(Answers(item, answer.levels, compact(worth, len(answer.levels))))
    return derived, notes
