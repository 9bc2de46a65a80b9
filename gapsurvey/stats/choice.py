"""Choices among alternatives: the multinomial logit by Newton's method, with the errors of people who choose repeatedly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gapsurvey.stats import Floats, Numbers

__all__ = ["Logit", "State", "Tasks", "drawn", "multinomial_logit", "preference_shares", "price_ratio", "stacked"]

Places: TypeAlias = NDArray[np.intp]
State: TypeAlias = Literal["converged", "separated", "not identified", "too few people", "not converged"]

MOST_STEPS = 60
GAIN = 1e-10  # of the log-likelihood per unit of weight: a step that gains less is the last
COLLAPSED = 1e-7  # of the information at the start: where less is left of it, a coefficient runs to infinity


@dataclass(frozen=True, slots=True, eq=False)
class Tasks:
    """Choice tasks stacked: R alternatives of T tasks that P people, or groups of people who answered alike, were given.

    x: R × K, what describes an alternative, the rows of a task adjacent; first: T, the row in which each task begins;
    chosen: T, the row chosen; person: T, whose task it is, an index into those that weigh; w, w2: P, the sum of the
    people's weights and of their squares; n: P, how many people they are.
    """

    x: Floats
    first: Places
    chosen: Places
    person: Places
    w: Floats
    w2: Floats
    n: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Logit:
    """A fitted logit of K coefficients.

    covariance: K × K, of independent tasks (the inverse information); clustered: the same where a person's tasks are one
    observation (sandwich); loglik, null_loglik: at the coefficients, and with every alternative alike; tasks: how many choices
    were made; people: clusters.
    Where state is not "converged" the numbers mean nothing: an alternative's description decides the choice for certain
    (separated), two descriptions always vary together (not identified), or there are no more people than coefficients, so
    that how much people differ cannot be told (too few people).
    """

    coefficients: Floats
    covariance: Floats
    clustered: Floats
    loglik: float
    null_loglik: float
    tasks: int
    people: int
    state: State

    @property
    def errors(self) -> Floats:
        """Standard errors, a person's tasks one observation."""
        return np.sqrt(np.diag(self.clustered))


def stacked(described: Floats, chosen: NDArray[np.intp], person: Places, w: Floats, w2: Floats, n: NDArray[np.int64]) -> Tasks:
    """Tasks from their alternatives, T × J × K with NaN in what was not shown, and the place chosen in each, 0 to J − 1."""
    shown = ~np.isnan(described).all(axis=2)
    place = shown.cumsum(axis=1)
    size = place[:, -1]
    first = np.concatenate([[0], size.cumsum()[:-1]]).astype(np.intp)
    row = first + np.take_along_axis(place, chosen[:, None], axis=1)[:, 0] - 1
    return Tasks(described[shown], first, row, person, w, w2, n)


def multinomial_logit(tasks: Tasks) -> Logit:
    """The logit of the choices: maximum likelihood; McFadden 1974. Sandwich of Huber 1967 and White 1982, by person."""
    size = np.diff(tasks.first, append=len(tasks.x))
    away = tasks.x - np.repeat(tasks.x[tasks.chosen], size, axis=0)  # from what was chosen: the choice has utility 0
    scale = np.sqrt((away * away).mean(axis=0))
    scale[scale == 0] = 1.0
    away /= scale
    weight = tasks.w[tasks.person]
    b = np.zeros(away.shape[1])
    found = _Point.at(b, away, tasks.first, size, weight)
    null, least = found.loglik, _least(found.information)
    state: State = "not converged"
    if least <= 1e-10 * max(_most(found.information), 1e-300):
        state = "not identified"
    for _ in range(MOST_STEPS if state == "not converged" else 0):
        step = np.linalg.lstsq(found.information, found.gradient, rcond=None)[0]
        gain = float(step @ found.gradient)
        after = _Point.at(b + step, away, tasks.first, size, weight)
        while after.loglik < found.loglik and gain > GAIN * weight.sum():
            step, gain = step / 2, gain / 2
            after = _Point.at(b + step, away, tasks.first, size, weight)
        b, found = b + step, after
        if gain <= GAIN * weight.sum():
            state = "converged"
            break
    if state != "not identified" and _least(found.information) < COLLAPSED * least:
        state = "separated"
    if state == "converged" and tasks.n.sum() <= len(b):
        state = "too few people"
    inverse = np.linalg.pinv(found.information)
    scores = np.stack([np.bincount(tasks.person, column, len(tasks.w)) for column in found.scores.T], axis=1)
    people = int(tasks.n.sum())
    meat = (scores * tasks.w2[:, None]).T @ scores * (people / max(people - 1, 1))
    unit = np.outer(scale, scale)
    answered = int(tasks.n[tasks.person].sum())
    return Logit(b / scale, inverse / unit, inverse @ meat @ inverse / unit, found.loglik, null, answered, people, state)


@dataclass(frozen=True, slots=True, eq=False)
class _Point:
    """The log-likelihood at some coefficients, its gradient (K,) and information (K × K), and each task's score (T × K)."""

    loglik: float
    gradient: Floats
    information: Floats
    scores: Floats

    @classmethod
    def at(cls, b: Floats, away: Floats, first: Places, size: Places, weight: Floats) -> _Point:
        utility = away @ b
        top = np.maximum.reduceat(utility, first)
        odds = np.exp(utility - np.repeat(top, size))
        total = np.add.reduceat(odds, first)
        share = odds / np.repeat(total, size)
        spread = away * share[:, None]
        mean = np.add.reduceat(spread, first, axis=0)
        weighed = spread * np.repeat(weight, size)[:, None]
        information = weighed.T @ away - (mean * weight[:, None]).T @ mean
        return cls(-float(weight @ (np.log(total) + top)), -(weight @ mean), information, -mean)


def _least(information: Floats) -> float:
    return float(np.linalg.eigvalsh(information)[0])


def _most(information: Floats) -> float:
    return float(np.linalg.eigvalsh(information)[-1])


def price_ratio(logit: Logit, price: int) -> tuple[Floats, Floats]:
    """What one unit of each of K descriptions is worth in price, −b / b_price, and its error by the delta method."""
    b, by = logit.coefficients, logit.coefficients[price]
    value = -b / by
    variance, v = np.diag(logit.clustered), logit.clustered
    spread = variance + value**2 * variance[price] + 2 * value * v[:, price]
    return value, np.sqrt(np.maximum(spread, 0)) / abs(by)


def drawn(logit: Logit, draws: int, rng: np.random.Generator) -> Floats:
    """Coefficients of a converged logit, draws × K, from their normal distribution; Krinsky & Robb 1986."""
    errors = logit.errors
    together = logit.clustered / np.outer(errors, errors)
    root = np.linalg.cholesky(together + 1e-9 * np.eye(len(errors)))  # few people leave it all but singular
    found: Floats = logit.coefficients + errors * (rng.standard_normal((draws, len(errors))) @ root.T)
    return found


def preference_shares(x: Floats, coefficients: Numbers) -> Floats:
    """The share that takes each of O offers, x is O × K, at one set of coefficients or each of many (… × K); … × O."""
    utility = np.asarray(coefficients) @ x.T
    odds = np.exp(utility - utility.max(axis=-1, keepdims=True))
    shares: Floats = odds / odds.sum(axis=-1, keepdims=True)
    return shares
