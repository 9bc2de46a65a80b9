"""Newton, Miller and Smith's addition to the four prices: how many would buy at each price, from two stated intents."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gapsurvey.stats import Floats, Numbers
from gapsurvey.stats.pricing.four_prices import Crossing, FourPrices

__all__ = ["Trial", "trial", "trial_moments"]


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """Expected share of buyers, straight between the M prices of the grid and 0 outside."""

    grid: Floats
    reach: Floats

    def at(self, prices: Numbers) -> Floats:
        """The share at any prices."""
        return np.asarray(np.interp(prices, self.grid, self.reach, left=0.0, right=0.0))

    @property
    def reach_price(self) -> Crossing:
        """The price with most buyers, or the stretch of prices over which they are as many."""
        most = np.flatnonzero(self.reach >= self.reach.max() * (1 - 1e-12))
        return Crossing(float(self.grid[most[0]]), float(self.grid[most[-1]]))

    @property
    def revenue_price(self) -> float:
        """The price with the highest price × buyers, which may lie between two of the grid: a parabola's top."""
        if len(self.grid) < 2:
            return float(self.grid[0])
        slope = np.diff(self.reach) / np.diff(self.grid)
        with np.errstate(divide="ignore", invalid="ignore"):
            top = self.grid[:-1] / 2 - self.reach[:-1] / (2 * slope)
        price = np.append(
            np.where((slope < 0) & (top > self.grid[:-1]) & (top < self.grid[1:]), top, self.grid[:-1]), self.grid[-1]
        )
        reach = self.reach + np.append(slope, 0.0) * (price - self.grid)
        return float(price[int(np.argmax(price * reach))])


def trial(prices: FourPrices, cheap: Numbers, expensive: Numbers) -> Trial:
    """The trial curve of respondents who would buy with these chances at their cheap and their expensive price (length P).

    Each person's chance is 0 at too cheap and at too expensive, as said at cheap and at expensive, straight between. The sum of
    such lines is known by where and how much its slope changes: work grows with respondents + prices, not with their product.
    Source: Newton, Miller & Smith 1993.
    """
    low, cheap_price, dear_price, high = prices.grid[prices.at]
    cheap, expensive = np.asarray(cheap) * prices.w, np.asarray(expensive) * prices.w
    up = cheap / (cheap_price - low)
    on = (expensive - cheap) / (dear_price - cheap_price)
    down = -expensive / (high - dear_price)
    change = np.bincount(prices.at.ravel(), np.concatenate([up, on - up, down - on, -down]), len(prices.grid))
    rise = np.cumsum(change)[:-1] * np.diff(prices.grid)
    return Trial(prices.grid, np.maximum(np.append(0.0, np.cumsum(rise)), 0.0) / prices.total)


def trial_moments(prices: FourPrices, cheap: Numbers, expensive: Numbers, at: Numbers) -> tuple[Floats, Floats]:
    """Mean chance to buy at each of K prices, shape (K,), and the covariance of these means (K, K), Taylor-linearised."""
    at = np.asarray(at, float)
    low, cheap_price, dear_price, high = prices.grid[prices.at][:, :, None]
    cheap, expensive = (np.asarray(chance, float)[:, None] for chance in (cheap, expensive))
    chance = np.where(
        at < cheap_price,
        cheap * np.clip((at - low) / (cheap_price - low), 0, 1),
        np.where(
            at < dear_price,
            cheap + (expensive - cheap) * (at - cheap_price) / (dear_price - cheap_price),
            expensive * np.clip((high - at) / (high - dear_price), 0, 1),
        ),
    )
    mean = prices.w @ chance / prices.total
    apart = chance - mean
    covariance = (apart * prices.w2[:, None]).T @ apart / prices.total**2
    return mean, covariance
