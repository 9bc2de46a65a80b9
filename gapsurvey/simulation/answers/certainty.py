"""How sure people are of a yes to a price: the surer, the further the price lies below what it is worth to them."""

from __future__ import annotations

import numpy as np

from gapsurvey.language import say
from gapsurvey.model import Floats
from gapsurvey.simulation.answers.given import Asking, Given, field_of

__all__ = ["followed"]

STEEP = 0.4  # by what logarithm of worth over price people go from half sure to nearly sure


def followed(asking: Asking, given: Given, accepted: Floats) -> Given:
    """The answers and a further column: how sure each is of the highest price accepted, NaN of a no, which has none."""
    certainty = asking.asked.certainty
    if certainty is None:
        return given
    worth = asking.people.worth[:, asking.of(asking.asked.feature)]
    with np.errstate(divide="ignore", invalid="ignore"):
        sure = 1 / (1 + np.exp(-(np.log(worth / accepted) / STEEP + asking.rng.normal(0, 0.5, len(worth)))))
    texts = [point[0] for point in certainty.scale]
    place = np.clip(np.nan_to_num(sure) * len(texts), 0, len(texts) - 1)
    codes = np.where(np.isnan(accepted), -1, place).astype(np.int32)
    name, text = f"{asking.name}_sure", f"{asking.text} {say('How sure are you of it?')}"
    column = field_of(asking.people, asking.rng, texts, codes, name, text)
    scale = [list(point) for point in certainty.scale]
    settings = {**given.settings, "certainty": {"scale": scale}}
    return Given((*given.columns, column), (*given.keys, ("certainty", "column")), settings, given.files)
