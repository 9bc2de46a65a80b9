"""What several answers of one respondent amount to where only pairs of them are compared: sums of products, no rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gapsurvey.blocks import blocks, looked_up

__all__ = ["Products"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Products:
    """Of F answers, the sums over respondents of each times each: all that is to know of them two at a time.

    A battery of twenty ratings has nearly as many patterns as respondents, and these sums are as many for a million as for ten.
    n, w, w2: 2F × 2F, where every respondent counts once, by weight, and by its square; the first F rows and columns are of
    whether the field was answered, 1 or 0, the others of the answer, 0 where there is none. base: respondents who gave any.
    Additive over disjoint groups of respondents.
    """

    fields: tuple[str, ...]
    base: int
    n: Floats
    w: Floats
    w2: Floats

    @classmethod
    def of(
        cls,
        fields: tuple[str, ...],
        levels: Sequence[tuple[float, ...]],
        codes: NDArray[np.signedinteger[Any]],
        *weights: Floats,
    ) -> Products:
        """The products of R rows of codes, R × F, −1 no answer.

        weights: per row, its respondents, their weights' sum and sum of squares; none where each row is one of weight 1.
        """
        tables = [np.array([*of, 0.0]) for of in levels]
        base, sums = 0, np.zeros((max(len(weights), 1), 2 * len(fields), 2 * len(fields)))
        for block in blocks(len(codes)):
            columns = codes[block].T
            said = np.empty((2 * len(fields), columns.shape[1]))
            np.greater_equal(columns, 0, out=said[: len(fields)], casting="unsafe")
            for row, table, column in zip(said[len(fields) :], tables, columns, strict=True):
                row[:] = looked_up(table, column)
            some = said[: len(fields)].any(axis=0)
            base += int(weights[0][block][some].sum() if weights else some.sum())
            for total, weight in zip(sums, weights or (None,), strict=True):
                total += (said if weight is None else said * weight[block]) @ said.T
        return cls(fields, base, *(sums if weights else (sums[0],) * 3))

    def __add__(self, other: Products) -> Products:
        """Products of both groups together."""
        if self.fields != other.fields:
            raise ValueError(f"products of {self.fields} and of {other.fields} do not add up")
        return Products(self.fields, self.base + other.base, self.n + other.n, self.w + other.w, self.w2 + other.w2)

    def __eq__(self, other: object) -> bool:
        """Equal fields and bases; sums to float accuracy, since addition order may differ."""
        return (
            isinstance(other, Products)
            and (self.fields, self.base) == (other.fields, other.base)
            and all(np.allclose(getattr(self, name), getattr(other, name)) for name in ("n", "w", "w2"))
        )

    def only(self, fields: Sequence[str]) -> Products:
        """Those of these fields alone, in this order. The base stays that of all."""
        places = [self.fields.index(field) for field in fields]
        at = np.ix_(both := [*places, *(place + len(self.fields) for place in places)], both)
        return Products(tuple(fields), self.base, self.n[at], self.w[at], self.w2[at])
