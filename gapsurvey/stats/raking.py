"""Weights that bring a sample to its population's margins, within bounds if need be, and what weighting costs in precision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gapsurvey.stats import Floats, Numbers

__all__ = ["RakingError", "design_effect", "kish", "rake", "rake_within", "raked_error", "trim"]

Indices: TypeAlias = NDArray[np.integer[Any]]

MOST_ROUNDS = 1_000
TOLERANCE = 1e-12
MOST_TRIMS = 200
TRIMMED = 1e-9  # weights that trimming and raking change by no more than this factor hold both the bounds and the margins


class RakingError(ValueError):
    """No weights reach the margins.

    margin: index of the margin that stands in the way, None where only all of them together do; category: index of its
    category that has a target and no respondents, −1 where it is respondents who have no category.
    """

    def __init__(self, message: str, margin: int | None = None, category: int | None = None) -> None:
        """Keep the place, so that the caller can call it by its name."""
        super().__init__(message)
        self.margin = margin
        self.category = category


def rake(cells: Indices, count: Numbers, targets: Sequence[Numbers]) -> Floats:
    """Weight of each cell of the cross-table of all margins: iterative proportional fitting, 1 on average per respondent.

    cells: C × M, the category of each cell in each margin; count: C, respondents per cell (or their starting weights' sum,
    for which the result is a factor); targets: per margin, the population's share of each category, in any unit.
    On cells instead of respondents the weights are the same and the effort does not depend on the base.
    Raises RakingError where a category with a target has no respondents, respondents have no category, or 1,000 rounds do
    not bring every margin to within 1e-12 of its target. Source: Deming & Stephan 1940.
    """
    cells, count = np.asarray(cells), np.asarray(count, float)
    base = count.sum()
    goals = [np.asarray(target, float) / np.sum(target) * base for target in targets]
    for margin, goal in enumerate(goals):
        _check_margin(margin, cells[:, margin], count, goal)
    weight = np.ones(len(count))
    for _ in range(MOST_ROUNDS):
        off = 0.0
        for margin, goal in enumerate(goals):
            reached = np.bincount(cells[:, margin], weight * count, len(goal))
            factor = np.divide(goal, reached, out=np.ones_like(goal), where=reached > 0)
            weight *= factor[cells[:, margin]]
            off = max(off, float(np.abs(factor - 1).max()))
        if off <= TOLERANCE:
            return weight
    raise RakingError(
        f"no weights reach all margins at once: after {MOST_ROUNDS:,} rounds one is still off by a factor of {1 + off:.6g}"
    )


def trim(weight: Numbers, count: Numbers, low: float, high: float) -> Floats:
    """Weights held between `low` ≤ 1 and `high` ≥ 1 times their mean, which stays what it was.

    weight, count: C, of each cell or respondent. What the trimmed lose goes to all others in proportion to their weights.
    """
    weight, count = np.asarray(weight, float), np.asarray(count, float)
    total = float(weight @ count)
    mean = total / count.sum()
    if np.all((weight >= low * mean) & (weight <= high * mean)):
        return np.array(weight)
    shrunk, grown = 0.0, high * mean / weight.min()  # the factor before trimming: all at the lower bound, all at the upper
    for _ in range(200):
        factor = (shrunk + grown) / 2
        enough = np.clip(factor * weight, low * mean, high * mean) @ count >= total
        shrunk, grown = (shrunk, factor) if enough else (factor, grown)
    found: Floats = np.clip(grown * weight, low * mean, high * mean)
    return found


def rake_within(cells: Indices, count: Numbers, targets: Sequence[Numbers], low: float, high: float) -> Floats:
    """Weights as of `rake`, held between `low` ≤ 1 and `high` ≥ 1 times their mean: raked and trimmed in turn.

    Where no weights within the bounds reach the margins, the bounds hold and the margins are missed by as little as 200 turns
    leave. Raises RakingError as `rake` does. Source: the capped raking of DeBell & Krosnick 2009, American National Election
    Studies, which trims between its rounds too.
    """
    count = np.asarray(count, float)
    weight = rake(cells, count, targets)
    for _ in range(MOST_TRIMS):
        trimmed = trim(weight, count, low, high)
        weight = trimmed * rake(cells, count * trimmed, targets)
        if np.all(np.abs(weight / trimmed - 1) <= TRIMMED):
            break
    return trimmed


def raked_error(cells: Indices, n: Numbers, w: Numbers, answers: Numbers) -> float:
    """Standard error of the weighted mean of `answers` in a sample that was raked, from its cells: what raking gained counts.

    cells: P × M, the category in each margin; n, w: P, respondents and their weights' sum; answers: P, the answer (0 or 1 of a
    share), NaN of those who gave none: everybody who was raked belongs here. Weights within a row are equal.
    The linearised variance of the generalised regression estimator: of the residuals of each respondent's influence on the mean
    that the margins' categories leave, weighted, times n/(n − 1). NaN where nobody answered, or one person was asked.
    Source: Deville, Särndal & Sautory 1993; as the package survey of R has it, regression on respondents counted alike.
    """
    cells, n, w, answers = np.asarray(cells), np.asarray(n, float), np.asarray(w, float), np.asarray(answers, float)
    answered = ~np.isnan(answers)
    total, people = w[answered].sum(), n.sum()
    if total == 0 or people < 2:
        return float("nan")
    mean = w[answered] @ answers[answered] / total
    influence = np.where(answered, answers - mean, 0.0) / total
    categories = np.concatenate([margin[:, None] == np.unique(margin) for margin in cells.T], axis=1)
    root = np.sqrt(n)
    fitted = categories @ np.linalg.lstsq(categories * root[:, None], influence * root, rcond=None)[0]
    scores = w / n * (influence - fitted)
    return float(np.sqrt(n @ (scores - scores @ n / people) ** 2 * people / (people - 1)))


def _check_margin(margin: int, category: Indices, count: Floats, goal: Floats) -> None:
    if np.any((category < 0) | (category >= len(goal))):
        raise RakingError(f"margin {margin}: respondents without a category", margin, -1)
    empty = np.flatnonzero((np.bincount(category, count, len(goal)) == 0) & (goal > 0))
    if len(empty):
        raise RakingError(f"margin {margin}: nobody answered in category {empty[0]}", margin, int(empty[0]))


def kish(w_sum: Numbers, w2_sum: Numbers) -> Numbers:
    """Kish's effective base (Σw)²/Σw² from Σw and Σw²: the base of equal weights that is as precise; 0 for nobody."""
    w_sum, w2_sum = np.asarray(w_sum, float), np.asarray(w2_sum, float)
    return np.divide(w_sum**2, w2_sum, out=np.zeros(np.broadcast(w_sum, w2_sum).shape), where=w2_sum > 0)[()]


def design_effect(n: Numbers, w_sum: Numbers, w2_sum: Numbers) -> Numbers:
    """Kish's design effect n·Σw²/(Σw)², ≥ 1: how many times more respondents it takes than without weights.

    Its inverse is the weighting efficiency. NaN for nobody.
    """
    base = kish(w_sum, w2_sum)
    return np.divide(n, base, out=np.full(np.broadcast(n, base).shape, np.nan), where=base > 0)[()]
