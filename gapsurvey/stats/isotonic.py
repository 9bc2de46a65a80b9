"""Isotonic regression of many series at once, where scipy.optimize takes longer to load than this takes to run."""

from __future__ import annotations

import numpy as np

from gapsurvey.stats import Floats, Numbers

__all__ = ["decreasing"]


def decreasing(values: Numbers, weights: Numbers) -> Floats:
    """Per row the nearest values that never rise, by weighted least squares: shapes R × K, weights above 0.

    Neighbours that rise are pooled, everywhere at once, until none do. Source: pool-adjacent-violators, Barlow, Bartholomew,
    Bremner & Brunk 1972, Statistical Inference under Order Restrictions.
    """
    values, weights = np.asarray(values, float), np.asarray(weights, float)
    rows, length = values.shape
    row = np.repeat(np.arange(rows), length)
    total, weight, size = (values * weights).ravel(), weights.ravel(), np.ones(rows * length, np.int64)
    while True:
        mean = total / weight
        falls = np.append(True, (mean[1:] < mean[:-1]) | (row[1:] != row[:-1]))[: len(mean)]
        if falls.all():
            return np.repeat(mean, size).reshape(rows, length)
        begin = np.flatnonzero(falls)
        total, weight, size = (np.add.reduceat(of, begin) for of in (total, weight, size))
        row = row[begin]
