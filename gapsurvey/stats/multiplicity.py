"""p values of many tests at once, corrected for their number."""

from __future__ import annotations

import numpy as np

from gapsurvey.stats import Floats, Numbers

__all__ = ["benjamini_hochberg", "holm"]


def benjamini_hochberg(p: Numbers) -> Floats:
    """Adjusted p of each of a family's tests, controlling the false discovery rate; NaN is no test, and stays.

    Source: Benjamini & Hochberg 1995, Journal of the Royal Statistical Society B 57:289–300.
    """
    p = np.asarray(p, float)
    order = np.argsort(p)[::-1]  # NaN first
    order = order[np.isnan(p).sum() :]
    tests = len(order)
    adjusted = np.full(len(p), np.nan)
    adjusted[order] = np.minimum.accumulate(np.minimum(p[order] * (tests / np.arange(tests, 0, -1)), 1))
    return adjusted


def holm(p: Numbers) -> Floats:
    """Adjusted p of each of a family's tests, controlling the chance of any false one; NaN is no test, and stays.

    Source: Holm 1979, Scandinavian Journal of Statistics 6:65–70.
    """
    p = np.asarray(p, float)
    order = np.argsort(p)  # NaN last
    order = order[: len(p) - int(np.isnan(p).sum())]
    tests = len(order)
    adjusted = np.full(len(p), np.nan)
    adjusted[order] = np.maximum.accumulate(np.minimum(p[order] * np.arange(tests, 0, -1), 1))
    return adjusted
