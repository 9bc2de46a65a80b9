"""What adding and subtracting an audience's published cells can tell: the bounds of what is not published."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gapsurvey.model import Cell, Floats
from gapsurvey.privacy import solving

__all__ = ["Bound", "Tables"]


@dataclass(frozen=True, slots=True)
class Bound:
    """The largest (or smallest) numbers that fit what is published, one per right-hand side, and the cells that say so."""

    values: Floats
    evidence: frozenset[Cell]


@dataclass(frozen=True, eq=False)
class Tables:
    """An audience's cells over the combinations of groups that somebody is in, which a reader is taken to know.

    cells: everyone, and each cell that somebody is in, of every segmentation and crossing; holds: cells × combinations, whether
    a cell holds it; people: per combination, the truth that is to be kept.
    """

    cells: tuple[Cell, ...]
    holds: NDArray[np.bool_]
    people: NDArray[np.int64]

    @classmethod
    def of(cls, everyone: Cell, cells: Iterable[Cell], combinations: Sequence[tuple[Cell, ...]], people: Sequence[int]) -> Tables:
        """The tables of these cells, which are parts of the audience `everyone`."""
        named = (everyone, *cells)
        parts = [{*cell.parts} or {cell} - {everyone} for cell in named]
        holds = np.array([[of.issubset(combination) for combination in combinations] for of in parts], bool)
        return cls(named, holds, np.array(people, np.int64))

    @cached_property
    def sizes(self) -> dict[Cell, int]:
        """People per cell."""
        return dict(zip(self.cells, (self.holds @ self.people).tolist(), strict=True))

    def rows(self, cells: Iterable[Cell]) -> NDArray[np.bool_]:
        """Which combinations each of these cells holds."""
        wanted = set(cells)
        return self.holds[[i for i, cell in enumerate(self.cells) if cell in wanted]]

    def classes(self, shown: Iterable[Cell]) -> list[NDArray[np.bool_]]:
        """The combinations that no shown cell tells apart, each class as a mask."""
        _, of = np.unique(self.rows(shown), axis=1, return_inverse=True)
        return [of.ravel() == i for i in range(int(of.max(initial=-1)) + 1)]

    def bound(
        self, target: NDArray[np.bool_], shown: Sequence[Cell], counts: Floats, *, upper: bool, inhabited: Sequence[Cell] = ()
    ) -> Bound:
        """How many may be in `target`, a mask of combinations, at most or at least, for each column of `counts` by itself.

        shown: the published cells; counts: what each of them publishes, shown × columns; inhabited: hidden cells that are
        known to hold somebody. Numbers between whole ones are let pass: tables of two segmentations never need them.
        """
        order = [cell for cell in self.cells if cell in set(shown)]
        given = counts[[list(shown).index(cell) for cell in order]]
        values, used = solving.bounds(target, self.rows(order), given, self.rows(inhabited), upper=upper)
        return Bound(values, frozenset(cell for cell, of in zip(order, used, strict=True) if of))
