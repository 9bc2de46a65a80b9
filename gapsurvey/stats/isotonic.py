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
    heads = np.zeros(values.shape, bool)  # nothing is pooled across the beginning of a row
    heads[:, :1] = True
    heads, total, weight = heads.ravel(), (values * weights).ravel(), weights.ravel()
    pool = np.arange(values.size)  # that each value is in
    while True:
        mean = total / weight
        falls = heads.copy()
        falls[1:] |= mean[1:] < mean[:-1]
        if falls.all():
            nearest: Floats = mean[pool].reshape(values.shape)
            return nearest
        pooled = np.cumsum(falls) - 1
        total, weight, pool, heads = np.bincount(pooled, total), np.bincount(pooled, weight), pooled[pool], heads[falls]
