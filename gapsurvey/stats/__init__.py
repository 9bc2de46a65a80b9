"""Numbers in, numbers out: intervals, comparisons, ranks, corrections, draws and weights, in closed form on numpy arrays.

Every function takes single numbers or arrays that broadcast, and answers in the same shape. Shares are 0–1. What is counted
per answer level has the levels on its last axis: n respondents, w the sum of their weights, w2 the sum of their squares.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["Floats", "Numbers"]

Floats: TypeAlias = NDArray[np.float64]

# A float, or an array of them, as the inputs were: which of the two is the caller's choice, and no annotation can tell
# (numpy types its own functions the same way).
Numbers: TypeAlias = Any
