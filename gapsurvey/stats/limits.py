"""Values with their 95% limits: sums and differences of them, which of two lies nearer to zero, and what the limits rule out."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import ndtr

from gapsurvey.stats.intervals import normal_quantile

__all__ = ["Limits", "combined", "size_difference"]

Z95, Z90 = float(normal_quantile(0.95)), float(normal_quantile(0.90))


@dataclass(frozen=True, slots=True)
class Limits:
    """A value within its 95% limits, low ≤ value ≤ high: all that a published number says of its uncertainty."""

    value: float
    low: float
    high: float

    @property
    def certain(self) -> bool:
        """Whether the limits exclude zero."""
        return self.low > 0 or self.high < 0

    @property
    def p(self) -> float:
        """Two-sided p of zero, as the limits give it, on each side as if they were a normal distribution's.

        Source: Altman & Bland 2011, BMJ 343:d2304.
        """
        reach = self.value - self.low if self.value > 0 else self.high - self.value
        if self.value == 0 or reach == 0:
            return 1.0 if self.value == 0 else 0.0
        return float(2 * ndtr(-Z95 * abs(self.value) / reach))

    def within(self, margin: float) -> bool:
        """Whether two one-sided tests at 5% place the value inside ±margin: the 90% limits do, drawn in from the 95% ones."""
        low, high = (self.value + Z90 / Z95 * (end - self.value) for end in (self.low, self.high))
        return -margin < low and high < margin


def combined(*parts: tuple[float, Limits]) -> Limits:
    """Σ factor · value of independent values, with limits from the limits of each.

    The method of variance estimates recovery for any linear combination: Zou, Huang & Zhang 2009, Computational Statistics &
    Data Analysis 53:1080–1085; of four shares, Newcombe 2001, Statistics in Medicine 20:2885–2893.
    """
    value = math.fsum(factor * part.value for factor, part in parts)
    reaches = [sorted((factor * (part.low - part.value), factor * (part.high - part.value))) for factor, part in parts]
    below, above = (math.hypot(*ends) for ends in zip(*reaches, strict=True))
    return Limits(value, value - below, value + above)


def size_difference(difference: Limits, total: Limits) -> Limits:
    """|a| − |b| from the limits of a − b and of a + b: which of two values lies farther from zero.

    |a|² − |b|² = (a − b)(a + b), so that |a| − |b| has the sign of both factors and the size of the smaller one. Its limits
    are the least and the greatest that both limits allow: they exclude zero exactly where both others do, which is an
    intersection–union test at 5%. Source of that: Berger 1982, Technometrics 24:295–300.
    """
    corners = [_smaller(u, v) for u in (difference.low, difference.high) for v in (total.low, total.high)]
    if not (difference.certain and total.certain):  # then zero is among what they allow
        corners.append(0.0)
    return Limits(_smaller(difference.value, total.value), min(corners), max(corners))


def _smaller(u: float, v: float) -> float:
    """The smaller of two sizes, with the sign of their product."""
    return min(abs(u), abs(v)) * math.copysign(1.0, u) * math.copysign(1.0, v) + 0.0  # never −0.0
