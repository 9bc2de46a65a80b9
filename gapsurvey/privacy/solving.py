"""Linear programs, solved: the one place that knows scipy.optimize, which takes its time to load."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gapsurvey.model import Floats

__all__ = ["UnprovenError", "cheapest_cover", "extreme"]

NODES = 10_000  # of a branch and bound: a limit that, unlike seconds, is the same on every machine


class UnprovenError(Exception):
    """What is not known to be safe; whoever asked publishes nothing then."""


def extreme(
    target: NDArray[np.bool_], rows: NDArray[np.bool_], counts: Floats, least_one: NDArray[np.bool_], *, upper: bool
) -> tuple[Floats, NDArray[np.bool_]]:
    """The x ≥ 0 with rows·x = counts whose sum over `target` is largest (or smallest), for each of the C columns of counts.

    target: A booleans; rows: R × A; counts: R × C; least_one: rows whose sum is at least 1. The columns are problems of
    their own, solved as one. Returns x, A × C, and which of the R rows its end rests on (their dual value is not 0).
    Raises UnprovenError where it cannot be found.
    """
    from scipy.optimize import linprog
    from scipy.sparse import eye_array, kron

    columns = counts.shape[1]
    each = eye_array(columns)
    more = {}
    if len(least_one):
        more = {
            "A_ub": kron(each, -least_one.astype(float), format="csr"),
            "b_ub": np.full(len(least_one) * columns, -1.0),
        }
    found = linprog(
        np.tile(np.where(target, -1.0 if upper else 1.0, 0.0), columns),
        A_eq=kron(each, rows.astype(float), format="csr"),
        b_eq=counts.T.ravel(),
        method="highs",
        **more,
    )
    if found.status != 0:  # the truth fits, so that only a solver in trouble says otherwise
        raise UnprovenError(found.message)
    used = np.abs(found.eqlin.marginals.reshape(columns, -1)) > 1e-7
    return found.x.reshape(columns, -1).T, used.any(axis=0)


def cheapest_cover(cost: Floats, needs: Sequence[tuple[int | None, frozenset[int]]]) -> frozenset[int] | None:
    """The cheapest set that holds, per need (i, some), one of `some` at least if it holds i (or in any case: i is None).

    None where no set was proven cheapest within NODES nodes.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    rows = np.zeros((len(needs), len(cost)))
    for row, (reason, some) in zip(rows, needs, strict=True):
        row[list(some)] = 1.0
        if reason is not None:
            row[reason] -= 1.0
    least = np.array([float(reason is None) for reason, _ in needs])
    found = milp(
        cost,
        integrality=np.ones(len(cost)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(rows, least, np.inf),
        options={"node_limit": NODES, "mip_rel_gap": 0.0},
    )
    return frozenset(np.flatnonzero(found.x > 0.5).tolist()) if found.status == 0 else None
