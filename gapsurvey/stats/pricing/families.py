"""What willingness to pay may be distributed as: five families, each standard on the scale of prices or of their logarithms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from scipy.special import expit, gamma, ndtr, ndtri

from gapsurvey.stats import Floats, Numbers

__all__ = ["FAMILIES", "Family", "mean", "median", "survival", "truncated_mean"]

NODES, NODE_WEIGHTS = np.polynomial.legendre.leggauss(64)
LARGEST = 700.0  # logarithm that a float holds
BEND = 4  # quadrature in the fourth root of the price: a survival curve may fall off vertically at 0


@dataclass(frozen=True, slots=True)
class Family:
    """A distribution of location μ and scale σ > 0: F((t − μ)/σ), with t the price, or its logarithm where `logs`.

    between: (low, high) → probability of the interval; density: f; slope: its derivative; quantile: of a probability;
    mean: (μ, σ) → mean of max(price, 0), infinite where it is. All of the standard distribution, but for the last.
    """

    name: str
    logs: bool
    between: Callable[[Floats, Floats], Floats]
    density: Callable[[Floats], Floats]
    slope: Callable[[Floats], Floats]
    quantile: Callable[[float], float]
    mean: Callable[[Numbers, Numbers], Numbers]

    def scaled(self, prices: Numbers) -> Floats:
        """Prices on the scale that the family is standard on; what is not above 0 is −∞ on a log scale."""
        prices = np.asarray(prices, float)
        logs: Floats = np.log(prices, out=np.full_like(prices, -np.inf), where=prices > 0) if self.logs else prices
        return logs


def _logistic(z: Floats) -> Floats:
    return np.asarray(np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))) ** 2)


def _normal(z: Floats) -> Floats:
    return np.asarray(np.exp(-z * z / 2) / np.sqrt(2 * np.pi))


def _extreme(z: Floats) -> Floats:
    return np.asarray(np.exp(z - np.exp(z)))


def _symmetric(cdf: Callable[[Floats], Floats]) -> Callable[[Floats, Floats], Floats]:
    """Probability of an interval, from the tail that it lies in, where small probabilities keep their digits."""
    return lambda low, high: np.where(low > 0, cdf(-low) - cdf(-high), cdf(high) - cdf(low))


def _extreme_between(low: Floats, high: Floats) -> Floats:
    risk = np.exp(low)
    return np.asarray(np.exp(-risk) * -np.expm1(risk - np.exp(high)))


def _log_logistic_mean(location: Numbers, scale: Numbers) -> Numbers:
    bounded = np.where(np.asarray(scale) < 1, scale, 0.5)
    return np.where(np.asarray(scale) < 1, np.exp(location) * np.pi * bounded / np.sin(np.pi * bounded), np.inf)


# Of the logistic and normal the mean is that of max(price, 0): a negative price is no price.
# Source of the forms: Hanemann 1984, 1989; Aizaki, Nakatani & Sato 2014, Stated Preference Methods Using R.
FAMILIES: Mapping[str, Family] = MappingProxyType(
    {
        family.name: family
        for family in (
            Family(
                "logistic", False, _symmetric(expit), _logistic, lambda z: _logistic(z) * (1 - 2 * expit(z)),
                lambda p: float(np.log(p / (1 - p))), lambda m, s: s * np.logaddexp(0, m / s),
            ),
            Family(
                "normal", False, _symmetric(ndtr), _normal, lambda z: -z * _normal(z), lambda p: float(ndtri(p)),
                lambda m, s: m * ndtr(m / s) + s * _normal(m / s),
            ),
            Family(
                "log-logistic", True, _symmetric(expit), _logistic, lambda z: _logistic(z) * (1 - 2 * expit(z)),
                lambda p: float(np.log(p / (1 - p))), _log_logistic_mean,
            ),
            Family(
                "lognormal", True, _symmetric(ndtr), _normal, lambda z: -z * _normal(z), lambda p: float(ndtri(p)),
                lambda m, s: np.exp(m + s * s / 2),
            ),
            Family(
                "weibull", True, _extreme_between, _extreme, lambda z: _extreme(z) * (1 - np.exp(z)),
                lambda p: float(np.log(-np.log1p(-p))), lambda m, s: np.exp(m) * gamma(1 + s),
            ),
        )
    }
)  # fmt: skip


def survival(family: Family, location: Numbers, scale: Numbers, prices: Numbers) -> Floats:
    """Share who would pay at least each price; location, scale and prices broadcast."""
    z = (family.scaled(prices) - location) / scale
    return family.between(z, np.full_like(z, np.inf))


def median(family: Family, location: Numbers, scale: Numbers) -> Numbers:
    """The price that half would pay, 0 where it would be below."""
    found = location + scale * family.quantile(0.5)
    return np.exp(np.minimum(found, LARGEST)) if family.logs else np.maximum(found, 0)


def mean(family: Family, location: Numbers, scale: Numbers) -> Numbers:
    """The mean without a highest price, which hangs on prices that nobody was asked; infinite where it is."""
    with np.errstate(over="ignore"):
        return family.mean(location, scale)


def truncated_mean(family: Family, location: Numbers, scale: Numbers, highest: float) -> Numbers:
    """∫ survival over 0 to the highest price: the mean of what would be paid if nobody paid more than that.

    The logistic's in closed form, the others' by Gauss–Legendre quadrature. location and scale broadcast.
    """
    location, scale = np.asarray(location, float), np.asarray(scale, float)
    if family.name == "logistic":
        return (scale * (np.logaddexp(0, location / scale) - np.logaddexp(0, (location - highest) / scale)))[()]
    root = (NODES + 1) / 2
    steps = NODE_WEIGHTS / 2 * BEND * root ** (BEND - 1) * highest
    return (survival(family, location[..., None], scale[..., None], highest * root**BEND) @ steps)[()]
