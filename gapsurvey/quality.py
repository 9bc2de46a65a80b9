"""Answers given without reading: each sign of it flagged and counted; nobody is dropped on one kind of sign alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtri

from gapsurvey.blocks import blocks, packed
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
SPREAD_PARTS = 20  # of the scale's length: a spread of less than one of them is none
IDENTICAL = 15  # answers: with fewer, two people may well agree on all
SECONDS_AN_ANSWER = 2.0
SCATTERING = -7046029254386353131  # 2⁶⁴ / φ, odd, as a signed number: multiples of it lie far apart

Flagged = NDArray[np.bool_]


def flags(
    batteries: Sequence[Sequence[Answers]], answers: Sequence[Answers], seconds: Floats, failed: Flagged
) -> dict[str, Flagged]:
    """Who carries each kind of flag, shape (n,); kinds that nobody carries are left out.

    batteries: the ratings that stood in one question each, in the study's order; answers: all of them; seconds: per
    respondent, NaN where unknown; failed: who failed an attention check.
    """
    given = np.zeros(len(seconds), np.int16)
    for a in answers:
        given += a.codes >= 0
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
    kinds = np.zeros(n, np.int8)
    for who in flagged.values():
        kinds += who
    doubts: Flagged = kinds >= 2
    return doubts


def _speeders(seconds: Floats) -> Flagged:
    """Less than half the median time; nobody where fewer than 10 times are known, which have no median worth the name."""
    known = np.isfinite(seconds)
    if known.sum() < 10:
        return np.zeros(len(seconds), bool)
    return known & (seconds < 0.5 * np.median(seconds[known]))


def _duplicates(answers: Sequence[Answers], given: NDArray[np.int16]) -> Flagged:
    """Everybody whose answers, enough of them, are another's too."""
    repeated = np.zeros(len(given), bool)
    enough = np.flatnonzero((given >= IDENTICAL) & _shared(_marks(answers, len(given))))  # which chance shares, too, if rarely
    if len(enough) < 2:
        return repeated
    words = packed([a.codes[enough] for a in answers], [len(a.levels) for a in answers])
    order = np.lexsort(words)
    like_next = np.ones(len(order) - 1, bool)
    for word in words:
        like_next &= np.diff(word[order]) == 0
    repeated[enough[order[1:][like_next]]] = True
    repeated[enough[order[:-1][like_next]]] = True
    return repeated


def _marks(answers: Sequence[Answers], n: int) -> NDArray[np.int64]:
    """A number per respondent, equal where all answers are: a polynomial of them, whose overflow does no harm."""
    marks = np.zeros(n, np.int64)
    for block in blocks(n):
        for a in answers:
            marks[block] *= SCATTERING
            marks[block] += a.codes[block]
    return marks


def _shared(marks: NDArray[np.int64]) -> Flagged:
    """Who has a mark that another has, too."""
    ordered = np.sort(marks)
    shared = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    found = np.zeros(len(marks), bool)
    for block in blocks(len(marks)) if len(shared) else ():
        place = np.searchsorted(shared, marks[block])
        found[block] = shared[np.minimum(place, len(shared) - 1)] == marks[block]
    return found


def _battery_flags(battery: Sequence[Answers]) -> dict[str, Flagged]:
    """The flags that one battery gives; only who answered all of it can carry them."""
    n, length = len(battery[0].codes), len(battery[0].levels) - 1
    usual = _usual((_rated(battery, block)[1] for block in blocks(n)), len(battery))
    everyone = {kind: np.zeros(n, bool) for kind in ("same answer throughout", "repeated pattern", "unusual combination")}
    for block in blocks(n):
        complete, rated = _rated(battery, block)
        same = (_longest_run(rated) >= max(len(battery) / 2, BATTERY)) | _no_spread(rated, length)
        for kind, who in zip(everyone, (same, ~same & _repeats(rated), _far(rated, usual)), strict=True):
            everyone[kind][block][complete] = who
    return everyone


def _rated(battery: Sequence[Answers], block: slice) -> tuple[Flagged, Codes]:
    """Who of a block answered a whole battery, and their answers, items × people."""
    codes = np.stack([a.codes[block] for a in battery])
    complete: Flagged = codes.min(axis=0) >= 0
    return complete, codes if complete.all() else codes[:, complete]


def _longest_run(rated: Codes) -> NDArray[np.int16]:
    """The most answers in a row that are the same, per respondent of items × n."""
    run, longest = np.ones((2, rated.shape[1]), np.int16)
    for before, answer in pairwise(rated):
        run *= answer == before
        run += 1
        np.maximum(longest, run, out=longest)
    return longest


def _no_spread(rated: Codes, length: int) -> Flagged:
    """Whose standard deviation is less than a small part of the scale's length; in whole numbers, so that what is equal is."""
    items, sums, squares = len(rated), np.zeros(rated.shape[1], np.int64), np.zeros(rated.shape[1], np.int64)
    for answer in rated:
        sums += answer
        squares += np.square(answer, dtype=np.int64)
    few: Flagged = SPREAD_PARTS**2 * (items * squares - sums**2) < (length * items) ** 2
    return few


def _repeats(rated: Codes) -> Flagged:
    """Whose whole row repeats its first two answers, or more, at least three times over."""
    repeated = np.zeros(rated.shape[1], bool)
    for period in range(2, len(rated) // 3 + 1):
        still = np.ones(rated.shape[1], bool)
        for answer, before in zip(rated[period:], rated, strict=False):
            still &= answer == before
            if not still.any():
                break
        repeated |= still
    return repeated


@dataclass(frozen=True, slots=True, eq=False)
class Usual:
    """Everybody's mean rating of each item, and the inverse of the ratings' covariances."""

    mean: Floats
    inverse: Floats


def _usual(rated: Iterable[Codes], items: int) -> Usual | None:
    """What is usual in a battery, None where that means nothing.

    rated: everybody's ratings, items × people, in parts. The sums are of whole numbers and so exact, however they are parted.
    """
    people, sums, products = 0, np.zeros(items, np.int64), np.zeros((items, items), np.int64)
    for part in rated:
        exact = part.astype(np.float64)  # which holds whole numbers below 2⁵³, and whose matrices are multiplied fast
        people += part.shape[1]
        sums += exact.sum(axis=1).astype(np.int64)
        products += (exact @ exact.T).astype(np.int64)
    if people < PEOPLE_PER_ITEM * items:
        return None
    spread = (people * products - np.outer(sums, sums)) / (people * (people - 1))
    if np.linalg.matrix_rank(spread) < items:
        return None
    return Usual(sums / people, np.linalg.inv(spread).astype(np.float64))


def _far(rated: Codes, usual: Usual | None) -> Flagged:
    """Whose ratings lie further from everybody's than chance explains: squared Mahalanobis distance against χ²."""
    if usual is None:
        return np.zeros(rated.shape[1], bool)
    away = rated - usual.mean[:, None]
    far: Flagged = np.einsum("ij,ij->j", away, usual.inverse @ away) > chdtri(len(usual.mean), LIKE_NO_ONE)
    return far
