"""The cells of one segmentation beside each other: whether they differ, and their gaps once each has borrowed from the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gapsurvey.methods.compare import Pair
from gapsurvey.methods.sides import Cells, Layout, Limits, Whole, cells_of, is_share, placed, whole_of
from gapsurvey.model import Cell, Item
from gapsurvey.stats import Floats
from gapsurvey.stats.comparisons import Bounds
from gapsurvey.stats.intervals import mover, normal_quantile, wilson_at
from gapsurvey.stats.multiplicity import benjamini_hochberg
from gapsurvey.stats.pooling import (
    PSEUDO,
    TAU,
    Heterogeneity,
    Pooled,
    agresti_caffo,
    heterogeneity,
    heterogeneity_of_means,
    pooled,
    share_bases,
)
from gapsurvey.study import Study

__all__ = ["Apart", "Pooling", "apart", "grid_of", "once", "pooling"]

SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Pooling:
    """The gaps of one kind of answer between two audiences, one of them in cells, pooled.

    sign: 1 where the gap is cells − whole, −1 where it is whole − cells.
    """

    layout: Layout
    cells: Cells
    whole: Whole
    sign: int
    posterior: Pooled

    @property
    def gaps(self) -> Floats:
        """I × K."""
        found: Floats = self.sign * (self.posterior.mean - self.whole.value[:, None])
        return found

    @property
    def bounds(self) -> Bounds:
        """Of the gaps: each cell's own interval, within what is possible, and the whole's, counted once."""
        low, high = self._limits(normal_quantile(0.95))
        low90, high90 = self._limits(normal_quantile(0.90))
        return Bounds(low=low, high=high, low90=low90, high90=high90)

    def _limits(self, z: float) -> Limits:
        own_low, own_high = self._own_limits(z)
        cells = own_low, self.posterior.mean, own_high
        low, high = (limit[:, None] for limit in self.whole.limits(z))
        whole = low, self.whole.value[:, None], high
        return mover(*cells, *whole) if self.sign > 0 else mover(*whole, *cells)

    def _own_limits(self, z: float) -> Limits:
        """Of shares Wilson's, which is longer towards the middle; of means as far to either side."""
        cells, found = self.cells, self.posterior
        if cells.shares:
            return wilson_at(found.mean, share_bases(cells.effective, cells.variance, found), z)
        half = z * np.sqrt(found.variance)
        return np.maximum(found.mean - half, cells.ends[0]), np.minimum(found.mean + half, cells.ends[1])


def grid_of(cells: Cells) -> Floats:
    """The standard deviations between cells that are thought possible, in the unit of their values."""
    return TAU * (cells.ends[1] - cells.ends[0])


def pooling(study: Study, found: Sequence[Pair], kind: str, audience: str) -> Pooling:
    """The pooled gaps of pairs of one kind and one audience of believers, `audience` being the one in cells."""
    layout, believer = Layout.of(found, audience), audience != study.customers
    if kind == "rating":
        cells, whole = placed(found, layout, believer)
        sign = 1
    else:
        cells = cells_of(found, layout, kind, believer)
        whole = whole_of([found[i] for i in layout.first], kind, not believer)
        sign = (1 if believer else -1) * (-1 if kind == "rank" else 1)
    return Pooling(layout, cells, whole, sign, pooled(cells.value, cells.variance, grid_of(cells)))


@dataclass(frozen=True, slots=True, eq=False)
class Apart:
    """Whether the cells of a segmentation differ in what they themselves answered: a family of tests, one per item.

    measures: of the items' answers ("want", "need_mean"); adjusted: the tests' p, corrected for their number.
    """

    items: tuple[Item, ...]
    measures: tuple[str, ...]
    test: Heterogeneity
    adjusted: Floats

    @property
    def told_apart(self) -> tuple[Item, ...]:
        """The items in which cells differ by more than chance, the clearest first."""
        return tuple(self.items[i] for i in np.argsort(self.test.p, kind="stable") if self.adjusted[i] <= SIGNIFICANT)


def apart(study: Study, found: Mapping[str, Sequence[Pair]], audience: str) -> dict[str, Apart]:
    """The families of tests whether an audience's cells differ, per kind of answer. Cells of few customers are not tested."""
    believer = audience != study.customers
    least = 0 if believer else study.thresholds.min_base
    tested: set[tuple[str, str, float]] = set()
    families = {}
    for kind, pairs in found.items():
        # Customers' shares are the same whichever believers they are held against, and whether against yes or against estimates.
        own = [pair for pair in pairs if believer or kind != "estimate" or _asked(pair) not in tested]
        tested |= {_asked(pair) for pair in own}
        if own:
            families[kind] = _family(once(own), kind, audience, believer, least)
    return families


def once(found: Sequence[Pair]) -> Sequence[Pair]:
    """The pairs without those that hold a customers' cell against further believers: what it answered counts once."""
    if len({pair.believers.audience for pair in found}) < 2:
        return found
    first: dict[tuple[Item, Cell], Pair] = {}
    for pair in found:
        first.setdefault((pair.item, pair.customers), pair)
    return list(first.values())


def _asked(pair: Pair) -> tuple[str, str, float]:
    return pair.item.feature, pair.item.asks, pair.item.price


def _family(found: Sequence[Pair], kind: str, audience: str, believer: bool, least: int) -> Apart:
    layout, share = Layout.of(found, audience), is_share(kind, believer)
    cells = cells_of(found, layout, kind, believer)
    if share:
        value, variance = agresti_caffo(cells.value, cells.effective)
        test = heterogeneity(np.where(cells.n >= least, value, np.nan), variance)
    else:
        value = np.where(cells.n >= least, cells.value, np.nan)
        test = heterogeneity_of_means(value, cells.variance, cells.effective - 1 + PSEUDO)
    suffix = "" if share else {"rating": "_mean"}.get(kind, f"_{kind}")
    return Apart(layout.items, tuple(item.asks + suffix for item in layout.items), test, benjamini_hochberg(test.p))
