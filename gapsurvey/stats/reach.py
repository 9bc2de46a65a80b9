"""Reach: what share of people at least one thing of a set suits, for every set at once (TURF)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gapsurvey.stats import Floats

__all__ = ["chances_of_best", "members", "reach_of_sets"]

CHUNK = 500  # draws held at a time


def members(sets: NDArray[np.int64], things: int) -> NDArray[np.bool_]:
    """Which things each set holds, S × things; a set is a number whose bit i says whether it holds thing i."""
    return (sets[:, None] >> np.arange(things) & 1).astype(bool)


def reach_of_sets(suits: NDArray[np.bool_], weight: Floats) -> Floats:
    """Share of the weight that each set reaches, (2^things,), indexed by the set's number.

    suits: P × things, which things suit the people of a pattern; weight: (P,). A set misses those whom only things outside it
    suit, or none: sums over subsets, all at once. Source: Miaoulis, Free & Parsons 1990 (TURF); Yates 1937 (the sums).
    """
    things = suits.shape[1]
    sums: Floats = np.bincount(suits @ (1 << np.arange(things)), weight, 1 << things).astype(np.float64)
    for i in range(things):  # sums[S] becomes the weight of those whom no thing outside S suits
        halves = sums.reshape(-1, 2, 1 << i)
        halves[:, 1] += halves[:, 0]
    reached: Floats = 1 - sums[::-1] / weight.sum()  # the complement of S is 2^things − 1 − S
    return np.clip(reached, 0, 1)


def chances_of_best(
    suits: NDArray[np.bool_], weight: Floats, contests: Sequence[Sequence[int]], draws: int, rng: np.random.Generator
) -> list[Floats]:
    """Per contest, the chance of each of its sets to reach most of them: the share of draws in which it does.

    weight: (P,), adding up to the effective base. Draws are of the patterns' shares: Dirichlet(weight), the Bayesian bootstrap;
    all contests are held in the same ones. Among sets that reach the same, the first counts.
    Source: Rubin 1981, Annals of Statistics 9:130–134.
    """
    held = members(np.array([one for contest in contests for one in contest]), suits.shape[1])
    everybody = (suits.astype(float) @ held.T.astype(float)) > 0  # P × sets
    kinds, kind = np.unique(everybody, axis=0, return_inverse=True)  # whom the same sets reach, the draws need not tell apart
    weight, reached = np.bincount(kind.ravel(), weight).astype(float), kinds.astype(float)
    ends = np.cumsum([len(contest) for contest in contests])[:-1]
    wins = [np.zeros(len(contest)) for contest in contests]
    for start in range(0, draws, CHUNK):
        drawn = (rng.dirichlet(weight, min(CHUNK, draws - start)) @ reached).round(12)
        for won, shares in zip(wins, np.split(drawn, ends, axis=1), strict=True):
            won += np.bincount(np.argmax(shares, axis=1), minlength=len(won))
    return [won / draws for won in wins]
