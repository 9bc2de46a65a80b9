"""One side of a segmentation in cells, the other as a whole: what the items that both answered come to on each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from gapsurvey.methods.compare import Pair, actual_shares, stacked
from gapsurvey.methods.measured import Share, shares_of, yes
from gapsurvey.model import Cell, Counts, Item
from gapsurvey.privacy import clip
from gapsurvey.stats import Floats, Numbers
from gapsurvey.stats.comparisons import Moments, moments
from gapsurvey.stats.intervals import t_quantile, wilson_at
from gapsurvey.stats.ordinal import NO_SPREAD, placement
from gapsurvey.stats.pooling import agresti_caffo, mean_variances, share_variances

__all__ = ["Cells", "Layout", "Limits", "Whole", "cells_of", "counts_on", "is_share", "placed", "whole_of"]

Limits: TypeAlias = tuple[Numbers, Numbers]


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Where pairs stand in a table of I items by K cells; row, column: of each of the P pairs."""

    items: tuple[Item, ...]
    cells: tuple[Cell, ...]
    row: NDArray[np.intp]
    column: NDArray[np.intp]

    @classmethod
    def of(cls, found: Sequence[Pair], audience: str) -> Layout:
        """The order of pairs one side of which are cells of an audience."""
        own = [pair.believers if pair.believers.audience == audience else pair.customers for pair in found]
        items, cells = tuple(dict.fromkeys(pair.item for pair in found)), tuple(dict.fromkeys(own))
        rows = {item: i for i, item in enumerate(items)}
        columns = {cell: i for i, cell in enumerate(cells)}
        return cls(items, cells, np.array([rows[pair.item] for pair in found]), np.array([columns[cell] for cell in own]))

    def table(self, values: Numbers) -> Floats:
        """A number per pair as I × K, NaN where there is none."""
        spread = np.full((len(self.items), len(self.cells)), np.nan)
        spread[self.row, self.column] = values
        return spread

    @property
    def first(self) -> NDArray[np.intp]:
        """Of each item, the first pair: what is not about a cell is the same in all of them."""
        return np.unique(self.row, return_index=True)[1]


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """What an audience's cells answered to I items: means (of shares, ranks, scores …) and their variances, I × K.

    n: how many answered; effective: the effective base; ends: what means lie between: their distance is the unit of τ's grid;
    shares: whether they are shares, of people who say yes.
    """

    n: Floats
    effective: Floats
    value: Floats
    variance: Floats
    ends: tuple[float, float]
    shares: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Whole:
    """What the other audience answered to the same I items, as a whole: one sample, whichever cell it is held against.

    limits: its interval at a normal quantile; variance: of the value; n: how many answered.
    """

    n: Numbers
    value: Floats
    variance: Floats
    limits: Callable[[float], Limits]


# --- one side in cells ------------------------------------------------------------------------------------------------


def is_share(kind: str, believer: bool) -> bool:
    """Whether a side's answers are a share: an estimate's are on the customers' side, which it is an estimate of."""
    return kind == "share" or (kind == "estimate" and not believer)


def _shares(found: Sequence[Pair], kind: str, believer: bool) -> Share:
    """One side's shares, where they are shares."""
    return actual_shares(found) if kind == "estimate" else shares_of(counts_on(found, believer), yes, believer)


def counts_on(found: Sequence[Pair], believer: bool) -> list[Counts]:
    """One side's counts."""
    return [pair.belief if believer else pair.answer for pair in found]


def cells_of(found: Sequence[Pair], layout: Layout, kind: str, believer: bool) -> Cells:
    """One side's shares or means in its cells; of ratings, the mean positions on the scale."""
    n = layout.table([counts.base for counts in counts_on(found, believer)])
    if is_share(kind, believer):
        shares = _shares(found, kind, believer)
        p, base = layout.table(shares.value), layout.table(shares.n_effective)
        return Cells(n, base, p, share_variances(p, base), (0.0, 1.0), shares=True)
    measured, ends = _means(found, kind, believer)
    base = layout.table(measured.kish)
    return Cells(n, base, layout.table(measured.mean), mean_variances(layout.table(measured.variance), base), ends)


def _means(found: Sequence[Pair], kind: str, believer: bool) -> tuple[Moments, tuple[float, float]]:
    """One side's means, and the ends that they lie between."""
    counts = counts_on(found, believer)
    levels, many = stacked(counts)
    measured = moments(levels, many.n, many.w, many.w2)
    if kind == "allocation":  # a mean share of the points is clipped as a share is
        mean = [clip(mean, c.base, believer) for mean, c in zip(measured.mean.tolist(), counts, strict=True)]
        measured = replace(measured, mean=np.array(mean))
    return measured, (0.0, 1.0) if kind in ("estimate", "allocation") else (float(levels[0]), float(levels[-1]))


def placed(found: Sequence[Pair], layout: Layout, believer: bool) -> tuple[Cells, Whole]:
    """Ratings as scores: a cell's θ is the mean, over those in it, of how their answer stands to the other side's answers.

    Given the other side, the cells are independent. What it adds to the variance is that of its own answers' standing to all
    the cells' answers together, once.
    """
    own, other = counts_on(found, believer), counts_on([found[i] for i in layout.first], not believer)
    levels, both = stacked([*own, *other])
    mine, theirs = both.part(slice(len(own))), both.part(slice(len(own), None))
    below = placement(theirs.w)
    scores = (below if believer else 1 - below)[layout.row]
    measured = moments(scores, mine.n, mine.w, mine.w2)
    together = np.zeros((len(layout.items), len(levels)))
    np.add.at(together, layout.row, mine.w)
    standing = moments(placement(together), theirs.n, theirs.w, theirs.w2)
    # Others who are all of one mind are not certain: their mean standing varies at most as a share of them does.
    variance = np.where(standing.variance_of_mean > NO_SPREAD, standing.variance_of_mean, 0.25 / standing.kish)
    half = np.full(len(layout.items), 0.5)
    base = layout.table(measured.kish)
    within = mean_variances(layout.table(measured.variance), base)
    return (
        Cells(layout.table(mine.n.sum(-1)), base, layout.table(measured.mean), within, (0.0, 1.0)),
        Whole(theirs.n.sum(-1), half, variance, partial(_normal_limits, half, variance)),
    )


# --- the other side, whole --------------------------------------------------------------------------------------------


def whole_of(firsts: Sequence[Pair], kind: str, believer: bool) -> Whole:
    """One side's shares or means of the items that these pairs are about."""
    if is_share(kind, believer):
        share = _shares(firsts, kind, believer)
        variance = agresti_caffo(share.value, share.n_effective)[1]
        return Whole(share.n, share.value, variance, partial(wilson_at, share.value, share.n_effective))
    n = np.array([counts.base for counts in counts_on(firsts, believer)])
    m, ends = _means(firsts, kind, believer)
    return Whole(n, m.mean, m.variance_of_mean, partial(_t_limits, m.mean, m.variance_of_mean, m.df, ends))


def _t_limits(mean: Floats, variance: Floats, df: Floats, ends: tuple[float, float], z: float) -> Limits:
    half = t_quantile(df, ndtr(-z)) * np.sqrt(variance)
    return np.maximum(mean - half, ends[0]), np.minimum(mean + half, ends[1])


def _normal_limits(mean: Floats, variance: Floats, z: float) -> Limits:
    return mean - z * np.sqrt(variance), mean + z * np.sqrt(variance)
