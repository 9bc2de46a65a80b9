"""Best–worst scaling: how often each item was best or worst, and what its choices say it is worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gapsurvey.stats import Floats
from gapsurvey.stats.choice import Tasks, stacked
from gapsurvey.stats.means import Moments
from gapsurvey.stats.raking import kish

__all__ = ["Picks", "Scores", "best_worst_tasks", "centred", "scores"]

Model: TypeAlias = Literal["sequential", "marginal", "maxdiff"]


@dataclass(frozen=True, slots=True, eq=False)
class Picks:
    """What P people, or groups who answered alike, picked in S sets of J places.

    best, worst: P × S, the place picked, 0 to J − 1, −1 for none; items: P × S × J × I, 1 where place holds item, NaN where
    the set was not answered; w, w2, n: P, the people's weights' sum, their squares' sum, and how many they are.
    """

    best: NDArray[np.intp]
    worst: NDArray[np.intp]
    items: Floats
    w: Floats
    w2: Floats
    n: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Per item: times shown, best and worst (people, unweighted), and the score (best − worst) ÷ shown, weighted, as moments."""

    shown: NDArray[np.int64]
    best: NDArray[np.int64]
    worst: NDArray[np.int64]
    score: Moments


def scores(picks: Picks) -> Scores:
    """Counts and standardised scores of I items; a score's variance is that of a ratio over people (Taylor-linearised).

    Source of the scores: Louviere, Flynn & Marley 2015, Best–Worst Scaling, chapter 2.
    """
    shown = np.nansum(picks.items, axis=(1, 2))
    best, worst = (_held(picks.items, place).sum(axis=1) for place in (picks.best, picks.worst))
    people, weights = int(picks.n.sum()), float(picks.w.sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = picks.w @ (best - worst) / (picks.w @ shown)
        residual = (best - worst - mean * shown) / (picks.w @ shown / weights)
        correction = people / (people - 1) if people > 1 else np.nan
        variance = picks.w @ residual**2 / weights * correction
        of_mean = picks.w2 @ residual**2 / weights**2 * correction
    effective = kish(weights, float(picks.w2.sum()))
    df = np.full(len(mean), max(effective - 1, 0.0))
    counts = [np.rint(picks.n @ per_person).astype(np.int64) for per_person in (shown, best, worst)]
    return Scores(counts[0], counts[1], counts[2], Moments(mean, variance, of_mean, df, np.full(len(mean), effective)))


def _held(items: Floats, place: NDArray[np.intp]) -> Floats:
    """Which item stands in the picked place of each set, P × S × I, all 0 where none was picked."""
    held = np.take_along_axis(items, np.maximum(place, 0)[:, :, None, None], axis=2)[:, :, 0]
    return np.where((place >= 0)[:, :, None], held, 0.0)


def best_worst_tasks(picks: Picks, model: Model = "sequential") -> Tasks:
    """The sets with a best and a worst as choice tasks; the last item is the one that others are measured from.

    sequential: the best of all, then the worst of the others; marginal: the best of all, and the worst of all; maxdiff: one
    pair of best and worst, of all pairs. Sources: Marley & Louviere 2005; as in R's support.BWS.
    """
    whole = (picks.best >= 0) & (picks.worst >= 0)
    person = np.flatnonzero(whole.ravel()) // whole.shape[1]
    items, best, worst = picks.items[whole][..., :-1], picks.best[whole], picks.worst[whole]
    if model == "maxdiff":
        places = items.shape[1]
        first, second = (place.ravel() for place in np.indices((places, places)))
        apart = first != second
        pairs = items[:, first[apart]] - items[:, second[apart]]
        chosen = worst - (worst > best) + best * (places - 1)
        return stacked(pairs, chosen, person, picks.w, picks.w2, picks.n)
    others = items.copy()
    if model == "sequential":
        others[np.arange(len(best)), best] = np.nan
    both = np.concatenate([items, -others])
    return stacked(both, np.concatenate([best, worst]), np.tile(person, 2), picks.w, picks.w2, picks.n)


def centred(coefficients: Floats, covariance: Floats) -> tuple[Floats, Floats]:
    """All I items' utilities around their mean, and their errors, from those of I − 1 against the last."""
    items = len(coefficients) + 1
    around = np.eye(items)[:, :-1] - 1 / items
    errors: Floats = np.sqrt(np.diag(around @ covariance @ around.T))
    return around @ coefficients, errors
