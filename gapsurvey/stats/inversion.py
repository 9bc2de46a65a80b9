"""p values of an interval: the tail probability at which it reaches a bound."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, log2
from typing import TypeAlias

import numpy as np
from scipy.special import ndtr

from gapsurvey.stats import Numbers

__all__ = ["LimitsAt", "p_difference", "p_equivalence"]

# From a normal quantile z > 0 to the limits (low, high) of the interval with Φ(−z) in each tail; wider for greater z.
LimitsAt: TypeAlias = Callable[[Numbers], tuple[Numbers, Numbers]]

DEEPEST = 20.0  # Φ(−20) = 3e-89: smaller tails are not told apart
EXACT = 1e-11  # in z, and so at least in the tail
STEPS = ceil(log2(DEEPEST / (2 * EXACT))) + 1  # bisection's, and one


def p_difference(limits_at: LimitsAt, value: Numbers) -> Numbers:
    """Two-sided p of no difference: twice the tail at which the interval around `value` reaches 0."""
    return 2 * ndtr(-_depth(limits_at, value, np.zeros(np.shape(value))))


def p_equivalence(limits_at: LimitsAt, value: Numbers, margin: float) -> Numbers:
    """Smallest α whose (1 − 2α) interval around `value` lies inside ±margin: the greater p of two one-sided tests.

    ½ where the value stands on the margin, more where it lies outside.
    """
    outward = np.reshape([-1.0, 1.0], (2, *[1] * np.ndim(value)))
    bounds = outward * margin + np.zeros(np.shape(value))
    depth = _depth(limits_at, value, bounds)
    within = (bounds - value) * outward >= 0
    return ndtr(np.where(within, -depth, depth)).max(axis=0)


def _depth(limits_at: LimitsAt, value: Numbers, bound: Numbers) -> Numbers:
    """Normal quantile z ≥ 0 at which the interval around `value` reaches `bound`, to 1e-11; 20 where it lies deeper.

    The root is bracketed and narrowed by ITP (interpolate, truncate, project): secant steps where the function is smooth, never
    more steps than bisection takes. Source: Oliveira & Takahashi 2020, ACM Transactions on Mathematical Software 47:5.
    """
    above = bound > value

    def overshoot(z: Numbers) -> Numbers:
        low, high = limits_at(z)
        return np.where(above, high - bound, bound - low)

    left, right = np.zeros(np.shape(bound)), np.full(np.shape(bound), DEEPEST)
    # The root lies strictly within: a value that stands on its bound is taken for a hair off it, and an interval that never
    # gets there keeps its root at the right end, whatever the slope towards it.
    at_left = -np.maximum(np.abs(bound - value), np.finfo(float).tiny)
    at_right = np.maximum(overshoot(right), EXACT)
    for step in range(STEPS):
        width = right - left
        if np.all(width <= 2 * EXACT):
            break
        middle = (left + right) / 2
        secant = left - at_left * width / (at_right - at_left)
        inward = np.sign(middle - secant)
        truncated = secant + inward * np.minimum(0.2 / DEEPEST * width**2, np.abs(middle - secant))
        radius = EXACT * 2.0 ** (STEPS - step) - width / 2
        z = np.where(np.abs(truncated - middle) <= radius, truncated, middle - inward * radius)
        value_there = overshoot(z)
        reached = value_there >= 0
        left, at_left = np.where(reached, left, z), np.where(reached, at_left, value_there)
        right, at_right = np.where(reached, z, right), np.where(reached, value_there, at_right)
    return (left + right) / 2
