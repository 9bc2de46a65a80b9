"""Answers given without reading: each sign of it flagged and counted; nobody is dropped on one kind of sign alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from gapsurvey.model import Answers, Codes, Floats

__all__ = ["FLAGS", "doubtful", "flags"]

# Each kind of sign, and what it means. Signs of one kind (a long run, no spread) are one flag, not two: an honest
# respondent may find everything equally important.
FLAGS: Mapping[str, str] = MappingProxyType(
    {
        "speeder": "took less than half the median time, or under two seconds an answer",
        "same answer throughout": "gave one answer to at least half of a battery in a row, or hardly varied",
        "repeated pattern": "answered a whole battery in a repeating pattern, such as 1-2-1-2",
        "unusual combination": "rated a battery in a way that fits no one else (Mahalanobis distance, p < .001)",
        "duplicate": "gave the same answers throughout as another respondent",
        "failed attention check": "answered a question that says what to answer otherwise",
    }
)

BATTERY = 6  # items: a shorter battery answered alike says nothing
PEOPLE_PER_ITEM = 10  # for a distance that means something
LIKE_NO_ONE = 0.001  # chance of so unusual a combination
NO_SPREAD = 0.05  # of the scale's length
IDENTICAL = 15  # answers: with fewer, two people may well agree on all
SECONDS_AN_ANSWER = 2.0

Flagged = NDArray[np.bool_]


def flags(
    batteries: Sequence[Sequence[Answers]], answers: Sequence[Answers], seconds: Floats, failed: Flagged
) -> dict[str, Flagged]:
    """Who carries each kind of flag, shape (n,); kinds that nobody carries are left out.

    batteries: the ratings that stood in one question each, in the study's order; answers: all of them; seconds: per
    respondent, NaN where unknown; failed: who failed an attention check.
    """
    given = np.sum([np.zeros(len(seconds), int), *(a.codes >= 0 for a in answers)], axis=0)
    found = {
        "speeder": _speeders(seconds) | (seconds < SECONDS_AN_ANSWER * given),
        "duplicate": _duplicates(answers, given),
        "failed attention check": failed,
    }
    for battery in batteries:
        if len(battery) >= BATTERY:
            for kind, flagged in _battery_flags(battery).items():
                found[kind] = found.get(kind, np.zeros(len(seconds), bool)) | flagged
    return {kind: found[kind] for kind in FLAGS if kind in found and found[kind].any()}


def doubtful(flagged: Mapping[str, Flagged], n: int) -> Flagged:
    """Who carries two kinds of flag or more, shape (n,)."""
    doubts: Flagged = np.sum([np.zeros(n, int), *flagged.values()], axis=0) >= 2
    return doubts


def _speeders(seconds: Floats) -> Flagged:
    """Less than half the median time; nobody where fewer than 10 times are known, which have no median worth the name."""
    known = np.isfinite(seconds)
    if known.sum() < 10:
        return np.zeros(len(seconds), bool)
    return known & (seconds < 0.5 * np.median(seconds[known]))


def _duplicates(answers: Sequence[Answers], given: NDArray[np.int_]) -> Flagged:
    """Everybody whose answers, enough of them, are another's too."""
    if len(answers) < IDENTICAL:
        return np.zeros(len(given), bool)
    _, of, count = np.unique(np.stack([a.codes for a in answers], axis=1), axis=0, return_inverse=True, return_counts=True)
    repeated: Flagged = (count[of.ravel()] > 1) & (given >= IDENTICAL)
    return repeated


def _battery_flags(battery: Sequence[Answers]) -> dict[str, Flagged]:
    """The flags that one battery gives; only who answered all of it can carry them."""
    codes = np.stack([a.codes for a in battery], axis=1)
    complete = (codes >= 0).all(axis=1)
    rated, items = codes[complete], len(battery)
    same = (_longest_run(rated) >= max(items / 2, BATTERY)) | (rated.std(axis=1) < NO_SPREAD * (len(battery[0].levels) - 1))
    found = {"same answer throughout": same, "repeated pattern": ~same & _repeats(rated), "unusual combination": _far(rated)}
    everyone = {kind: np.zeros(len(codes), bool) for kind in found}
    for kind, who in found.items():
        everyone[kind][complete] = who
    return everyone


def _longest_run(rated: Codes) -> NDArray[np.int64]:
    """The most answers in a row that are the same, per respondent of n × items."""
    run = longest = np.ones(len(rated), np.int64)
    for before, answer in pairwise(rated.T):
        run = np.where(answer == before, run + 1, 1)
        longest = np.maximum(longest, run)
    return longest


def _repeats(rated: Codes) -> Flagged:
    """Whose whole row repeats its first two answers, or more, at least three times over."""
    repeated = np.zeros(len(rated), bool)
    for period in range(2, rated.shape[1] // 3 + 1):
        repeated |= (rated[:, period:] == rated[:, :-period]).all(axis=1)
    return repeated


def _far(rated: Codes) -> Flagged:
    """Whose ratings lie further from everybody's than chance explains: squared Mahalanobis distance against χ²."""
    people, items = rated.shape
    nobody = np.zeros(people, bool)
    if people < PEOPLE_PER_ITEM * items:
        return nobody
    spread = np.cov(rated.T)
    if np.linalg.matrix_rank(spread) < items:
        return nobody
    away = rated - rated.mean(axis=0)
    distance = np.einsum("ij,ij->i", away, np.linalg.solve(spread, away.T).T)
    far: Flagged = chdtrc(items, distance) < LIKE_NO_ONE
    return far
