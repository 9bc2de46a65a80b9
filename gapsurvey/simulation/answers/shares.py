"""Answers that are a yes or a no of each feature: asked one by one, ticked in a list, or chosen from one."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gapsurvey.language import text
from gapsurvey.model import Codes
from gapsurvey.simulation.answers.certainty import followed
from gapsurvey.simulation.answers.given import Asking, Given, Ticks, field_of, said

__all__ = ["multi_select", "single_select", "yes_no"]

NONE, ANOTHER = text("None of these"), text("Something else")


def true_of(asking: Asking, feature: str) -> NDArray[np.bool_]:
    """Of whom it is true what the question asks of a feature, in their own eyes."""
    people, f = asking.people, asking.of(feature)
    match asking.asked.asks:
        case "need":
            return people.needs[:, f]
        case "pay":
            return people.worth[:, f] >= asking.asked.at_price[feature]
        case "deliver" | "sell":
            mean = people.crowd.deliver if asking.asked.asks == "deliver" else people.crowd.sell
            found: NDArray[np.bool_] = people.position(mean, like=0.0)[:, f] > 1 - mean[f]
            return found
        case _:
            return people.wants[:, f]


def yes_no(asking: Asking) -> Given:
    """A column per feature; how sure a yes to a price is stands in one more, where that was asked."""
    no, yes = said(asking.asked)
    given = asking.per_feature({f: ((no, yes), true_of(asking, f).astype(np.int32)) for f in asking.asked.features})
    if asking.asked.asks != "pay" or asking.asked.certainty is None:
        return given
    (answer,) = given.columns
    prices = np.where(answer.codes == 1, asking.asked.at_price[asking.asked.features[0]], np.nan)  # type: ignore[union-attr]
    return followed(asking, given, prices)


def multi_select(asking: Asking) -> Given:
    """Every option that is true of a person is ticked; where none is, the one that says so."""
    ticked = np.stack([true_of(asking, feature) for feature in asking.asked.features], axis=1)
    ticked = np.where(asking.people.careless[:, None], asking.rng.random(ticked.shape) < 0.5, ticked)
    every = np.concatenate([ticked, ~ticked.any(axis=1, keepdims=True)], axis=1)
    unchosen = [feature for k, feature in enumerate(asking.asked.features) if not ticked[:, k].any()]
    options = (*_texts(asking), str(NONE))
    return Given((Ticks(asking.name, asking.text, options, every),), (("column",),), _options(asking) | {"unchosen": unchosen})


def single_select(asking: Asking) -> Given:
    """What is wanted most; nothing of it where nothing is wanted."""
    features = list(asking.each.values())
    true = np.stack([true_of(asking, feature) for feature in asking.asked.features], axis=1)
    liked = np.where(true, asking.people.margin[:, features], -np.inf)
    codes: Codes = np.where(true.any(axis=1), liked.argmax(axis=1), len(features)).astype(np.int32)
    other = ANOTHER if asking.asked.feature else NONE
    column = field_of(asking.people, asking.rng, (*_texts(asking), str(other)), codes, asking.name, asking.text)
    unchosen = [feature for k, feature in enumerate(asking.asked.features) if not (column.codes == k).any()]
    return Given((column,), (("column",),), _options(asking) | {"unchosen": unchosen})


def _texts(asking: Asking) -> tuple[str, ...]:
    asked = asking.asked
    if asked.feature:
        return (next(iter(asked.yes), asking.labels[asked.feature]),)
    return tuple(asking.option(feature) for feature in asked.features)


def _options(asking: Asking) -> dict[str, Any]:
    """What the study says of the options."""
    asked = asking.asked
    if asked.feature:
        return {"yes": list(asked.yes or _texts(asking))}
    return {"answers": {feature: list(asked.answers.get(feature) or [asking.option(feature)]) for feature in asked.features}}
