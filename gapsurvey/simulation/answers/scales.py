"""Answers that place features on a scale or against each other: ratings, ranks, points, and estimates in percent."""

from __future__ import annotations

import numpy as np

from gapsurvey.model import Codes, Floats
from gapsurvey.simulation.answers.given import Asking, Field, Given

__all__ = ["allocation", "estimate", "ranking", "rating"]

STEP = 5  # percent, and points: people answer in fives


def rating(asking: Asking) -> Given:
    """Points of a scale: the higher, the more it is wanted or important; of paying, the more its worth lies above its price."""
    texts = [point[0] for point in asking.asked.scale]
    place = np.clip(_position(asking) * len(texts), 0, len(texts) - 1).astype(np.int32)
    scale = [list(point) for point in asking.asked.scale]
    return asking.per_feature({feature: (texts, place[:, k]) for feature, k in asking.each.items()}, scale=scale)


def _position(asking: Asking) -> Floats:
    people, crowd = asking.people, asking.people.crowd
    match asking.asked.asks:
        case "deliver":
            return people.position(crowd.deliver, like=0.0)
        case "sell":
            return people.position(crowd.sell, like=0.0)
        case "want":
            return people.position(crowd.want)
        case "pay":
            prices = np.array([asking.asked.at_price.get(f, m) for f, m in zip(crowd.features, crowd.median, strict=True)])
            with np.errstate(divide="ignore"):
                found: Floats = 1 / (1 + prices / people.worth)  # a half where it is just worth its price, 0 of no worth
            return found
        case _:
            return people.position(crowd.importance)


def ranking(asking: Asking) -> Given:
    """A rank for each feature, 1 = first."""
    liked = _liking(asking)
    ranks = np.argsort(np.argsort(-liked, axis=1), axis=1).astype(np.int32)
    texts = [str(rank) for rank in range(1, liked.shape[1] + 1)]
    return _whole(asking, {f: (texts, ranks[:, k]) for k, f in enumerate(asking.asked.features)})


def allocation(asking: Asking) -> Given:
    """A hundred points in fives, more of them for what is liked more, by the largest remainders."""
    weight = np.exp(_liking(asking))
    steps = weight / weight.sum(axis=1, keepdims=True) * (100 // STEP)
    points = np.floor(steps)
    left = (100 // STEP - points.sum(axis=1)).astype(int)
    order = np.argsort(np.argsort(-(steps - points), axis=1), axis=1)
    points = (points + (order < left[:, None])).astype(np.int32)
    texts = [str(STEP * k) for k in range(100 // STEP + 1)]
    return _whole(asking, {f: (texts, points[:, k]) for k, f in enumerate(asking.asked.features)})


def _liking(asking: Asking) -> Floats:
    """How much each likes each of the question's features; whoever is careless likes them in any order."""
    people, features = asking.people, list(asking.each.values())
    liked = people.position(people.crowd.importance) * 4 if asking.asked.asks == "need" else people.margin
    found: Floats = np.where(people.careless[:, None], asking.rng.standard_normal((people.n, len(features))), liked[:, features])
    return found


def _whole(asking: Asking, answers: dict[str, tuple[list[str], Codes]]) -> Given:
    """Columns whose answers mean something only together, so that nobody's are shuffled one by one."""
    columns = tuple(
        Field(f"{asking.name}_{k}", asking.text, tuple(texts), codes, asking.option(feature))
        for k, (feature, (texts, codes)) in enumerate(answers.items(), start=1)
    )
    return Given(columns, tuple(asking.places()))


def estimate(asking: Asking) -> Given:
    """Percentages in fives."""
    crowd = asking.people.crowd
    guessed = asking.people.estimates(crowd.pay if asking.asked.asks == "pay" else crowd.estimate)
    texts = [str(STEP * k) for k in range(100 // STEP + 1)]
    codes = np.rint(guessed * 100 / STEP).astype(np.int32)
    return asking.per_feature({f: (texts, codes[:, k]) for f, k in asking.each.items()})
