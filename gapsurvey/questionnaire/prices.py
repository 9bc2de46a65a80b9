"""Which prices are asked where a study names only the one that is planned."""

from __future__ import annotations

import math
from collections.abc import Iterable

__all__ = ["SHARES", "beside", "ladder", "retail"]

SHARES = (0.6, 0.8, 1.0, 1.25, 1.5)  # of the planned price: as far up as down, in steps that people notice


def ladder(planned: float, anchors: Iterable[float] = ()) -> tuple[float, ...]:
    """Prices around the planned one, itself among them, each rounded to one that a shop would write; lowest first.

    anchors: competitors' prices, which stand among them as they are, but for what is free.
    """
    rounded = (planned if share == 1 else retail(planned * share) for share in SHARES)
    return tuple(sorted({planned, *(price for price in rounded if price > 0), *(anchor for anchor in anchors if anchor > 0)}))


def beside(price: float, prices: Iterable[float]) -> tuple[float, float]:
    """Of these prices the next dearer and the next cheaper one; twice and half the price where there is none."""
    others = [*prices]
    dearer, cheaper = (other for other in others if other > price), (other for other in others if other < price)
    return min(dearer, default=2 * price), max(cheaper, default=price / 2)


def retail(price: float) -> float:
    """The nearest price with a retail ending: 2.99, 24, 59, 119, 1,399."""
    if price < 10:
        step, below = (0.5 if price >= 1 else 0.1), 0.01
    elif price < 50:
        step, below = 5.0, 1.0
    else:
        step, below = (10.0 if price < 1000 else 10.0 ** (math.floor(math.log10(price)) - 1)), 1.0
    return round(max(1, round((price + below) / step)) * step - below, 10)
