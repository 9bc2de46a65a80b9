"""Amounts of money with resampled intervals, of one side and between the sides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gapsurvey.methods.measured import base_flag
from gapsurvey.model import Floats
from gapsurvey.report import Alignment, Estimate
from gapsurvey.study import Study

__all__ = ["Base", "Drawn", "drawn_estimate", "drawn_gap", "interval"]


@dataclass(frozen=True, slots=True)
class Base:
    """Whose number it is: the audience, and its unweighted, weighted and effective bases."""

    audience: str
    n: int
    n_weighted: float
    n_effective: float


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """A number as found, and resampled: shape (draws,)."""

    value: float
    draws: Floats


def interval(drawn: Drawn) -> tuple[float, float]:
    """The central 95% of draws, widened to the value where that lies beyond: what nobody accepted is never drawn as 0."""
    low, high = np.quantile(drawn.draws, (0.025, 0.975))
    return min(float(low), drawn.value), max(float(high), drawn.value)


def drawn_estimate(study: Study, feature: str, measure: str, base: Base, found: Drawn, flag: str = "") -> Estimate:
    """One side's amount."""
    low, high = interval(found)
    flags = " ".join(mark for mark in (base_flag(study, base.audience, base.n), flag) if mark)
    return Estimate(
        feature, measure, base.audience, value=found.value, low=low, high=high,
        n=base.n, n_weighted=base.n_weighted, n_effective=base.n_effective, flag=flags,
    )  # fmt: skip


def drawn_gap(study: Study, feature: str, measure: str, belief: tuple[Base, Drawn], answer: tuple[Base, Drawn]) -> Estimate:
    """Belief − answer. The sides are independent, so their draws are paired as they come."""
    (believers, believed), (customers, answered) = belief, answer
    gap = Drawn(believed.value - answered.value, believed.draws - answered.draws)
    low, high = interval(gap)
    found: Alignment = "over" if low > 0 else "under" if high < 0 else "inconclusive"
    flags = [base_flag(study, base.audience, base.n) for base in (believers, customers)]
    return Estimate(
        feature, measure, believers.audience, customers.audience, value=gap.value, low=low, high=high,
        n=believers.n, n_weighted=believers.n_weighted, n_effective=believers.n_effective,
        alignment=found if customers.n >= study.thresholds.min_base else "untested",
        flag=" ".join(flag for flag in flags if flag),
    )  # fmt: skip
