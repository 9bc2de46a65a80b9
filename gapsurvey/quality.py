"""Answers given without reading: flagged and counted, never dropped on one sign alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gapsurvey.model import Floats

__all__ = ["speeders"]


def speeders(seconds: Floats) -> NDArray[np.bool_]:
    """Who took less than half the median time, shape (n,); nobody where fewer than 10 times are known."""
    known = np.isfinite(seconds)
    if known.sum() < 10:
        return np.zeros(len(seconds), bool)
    return known & (seconds < 0.5 * np.median(seconds[known]))
