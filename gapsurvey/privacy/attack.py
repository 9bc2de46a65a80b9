"""What adding and subtracting an audience's published cells can tell: the ends of what is not published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gapsurvey.model import Cell, Floats
from gapsurvey.privacy import solving

__all__ = ["LEANS", "Attack", "Tables"]

# How far a fit leans, first a little, which soon fits, and then as far as may be; how often it goes through the cells, and how
# exact it has to be.
LEANS, SWEEPS, FITS = (10.0, 1e4), 40, 1e-9


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
    def of(
        cls,
        everyone: Cell,
        cells: Iterable[Cell],
        combinations: Sequence[tuple[Cell, ...]],
        people: Sequence[int],
        merged: Mapping[Cell, frozenset[Cell]],
    ) -> Tables:
        """The tables of these cells, which are parts of the audience `everyone`; merged: what a cell of several is made of."""
        named = (everyone, *cells)
        parts = [[merged.get(part, frozenset({part})) for part in cell.parts or ([cell] if cell.by else [])] for cell in named]
        holds = np.array([[all(any(p in c for p in part) for part in of) for c in combinations] for of in parts], bool)
        return cls(named, holds, np.array(people, np.int64))

    @cached_property
    def sizes(self) -> dict[Cell, int]:
        """People per cell."""
        return dict(zip(self.cells, (self.holds @ self.people).tolist(), strict=True))

    def rows(self, cells: Iterable[Cell]) -> NDArray[np.bool_]:
        """Which combinations each of these cells holds."""
        wanted = set(cells)
        return self.holds[[i for i, cell in enumerate(self.cells) if cell in wanted]]

    def classes(self, shown: Iterable[Cell]) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
        """One combination of each kind that no shown cell tells apart (kinds × combinations), and the people of each kind."""
        _, first, of = np.unique(self.rows(shown), axis=1, return_index=True, return_inverse=True)
        people = np.bincount(of.ravel(), self.people, len(first)).astype(np.int64)
        return np.eye(self.holds.shape[1], dtype=bool)[first], people


class Attack:
    """A reader's attack on what published cells leave open: the least and the most that fit, of targets that are not published.

    shown: the published cells; counts: shown × columns what each of them publishes, each column a problem of its own;
    targets: targets × combinations, what is attacked; inhabited: hidden cells that are known to hold somebody.
    least, most: targets × columns, the ends found so far. Every solution of one problem is a possible truth, and so it bounds
    all the other targets from inside: most of them are found open without a problem of their own.
    """

    def __init__(
        self, tables: Tables, shown: Sequence[Cell], counts: Floats, targets: NDArray[np.bool_], inhabited: Iterable[Cell] = ()
    ) -> None:
        """Nothing is known of any target yet."""
        place = {cell: i for i, cell in enumerate(shown)}
        self.shown = tuple(cell for cell in tables.cells if cell in place)
        self.counts = counts[[place[cell] for cell in self.shown]]
        self.targets = targets
        self.least = np.full((len(targets), counts.shape[1]), np.inf)
        self.most = np.full((len(targets), counts.shape[1]), -np.inf)
        self._rows = tables.rows(self.shown)
        self._inhabited = tables.rows(inhabited)

    def lean(self, target: int | None, by: float = 1.0, *, upper: bool = True) -> None:
        """Fit all columns by proportions, leaning towards a target, or away from it, or evenly: a solution at little cost.

        It reaches no end for certain, but shows most targets open for a thousandth of what finding their ends takes.
        """
        start = np.ones(len(self._rows[0]))
        if target is not None:
            start[self.targets[target] if upper else ~self.targets[target]] = by
        truth = np.repeat(start[:, None], self.counts.shape[1], axis=1)
        rows = self._rows.astype(float)
        for _ in range(SWEEPS):
            for row, of, counts in zip(rows, self._rows, self.counts, strict=True):
                sums = row @ truth
                truth[of] *= np.divide(counts, sums, out=np.zeros_like(counts), where=sums > 0)
        fits = (np.abs(rows @ truth - self.counts) <= FITS).all(axis=0)
        fits &= (self._inhabited.astype(float) @ truth >= 1 - FITS).all(axis=0)
        found = self.targets @ truth[:, fits]
        self.least[:, fits] = np.minimum(self.least[:, fits], found)
        self.most[:, fits] = np.maximum(self.most[:, fits], found)

    def push(self, target: int, columns: NDArray[np.int64], *, upper: bool) -> frozenset[Cell]:
        """Find the true end of a target in some columns, in `least` or `most`; returns the cells that it rests on.

        Numbers between whole ones are let pass: tables of two segmentations never need them.
        """
        truth, used = solving.extreme(self.targets[target], self._rows, self.counts[:, columns], self._inhabited, upper=upper)
        found = self.targets @ truth
        self.least[:, columns] = np.minimum(self.least[:, columns], found)
        self.most[:, columns] = np.maximum(self.most[:, columns], found)
        return frozenset(cell for cell, of in zip(self.shown, used, strict=True) if of)
