"""Results of other software as a tree of names, and each of its numbers either compared or, with a reason, not ours."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from scipy.special import stdtr, stdtrit

from gapsurvey.stats.means import Moments
from tests.stats.counting import Counted

__all__ = ["Ours", "at", "leaves", "load", "rank_test", "t_test", "unaccounted"]

Ours: TypeAlias = Mapping[str, Callable[[Any], Any]]
"""Per path of a number ("welch/df"), how it is found here, from the data that the test holds."""


def load(path: Path) -> Any:
    """The tree."""
    return json.loads(path.read_text(encoding="utf-8"))


def leaves(tree: Any, where: str = "") -> Iterator[str]:
    """Paths of all numbers, and lists of them; an empty table is R's NULL, and no number."""
    steps = tree.items() if isinstance(tree, dict) else enumerate(tree) if _of_tables(tree) else None
    if steps is None:
        yield where
        return
    for name, part in steps:
        yield from leaves(part, f"{where}/{name}" if where else str(name))


def _of_tables(tree: Any) -> bool:
    return isinstance(tree, list) and bool(tree) and isinstance(tree[0], dict)


def at(tree: Any, path: str) -> Any:
    """What stands at a path."""
    for step in path.split("/"):
        tree = tree[int(step)] if isinstance(tree, list) else tree[step]
    return tree


def unaccounted(tree: Any, ours: Ours, others: Mapping[str, str]) -> list[str]:
    """What is wrong with the account: numbers in neither list or in both, names of none, reasons that are missing."""
    paths = list(leaves(tree))
    wrong = [f"{path}: compared, and yet not ours" for path in ours for other in others if fnmatchcase(path, other)]
    wrong += [f"{path}: there is no such number" for path in ours if path not in paths]
    wrong += [f"{path}: fits nothing" for path in others if not any(fnmatchcase(found, path) for found in paths)]
    wrong += [f"{path}: no reason" for path, reason in others.items() if not reason]
    left = [path for path in paths if path not in ours and not any(fnmatchcase(path, other) for other in others)]
    return [*wrong, *(f"{path}: neither compared nor explained" for path in left)]


# --- tests of R's package survey, on counts ---------------------------------------------------------------------------


def t_test(m1: Moments, n1: int, m2: Moments, n2: int, sampled: float = 0.0) -> dict[str, Any]:
    """R's survey::svyttest of the means 1 − 2 of two groups within one design of n1 + n2 respondents, from our moments.

    Ours corrects each audience's variance by n/(n − 1) of its own; a design does by that of all respondents, has n − 2 degrees
    of freedom, and takes off the share of the population that was `sampled`.
    """
    n = n1 + n2
    correction = n / (n - 1) * (1 - sampled)
    variance = (m1.variance_of_mean * (n1 - 1) / n1 + m2.variance_of_mean * (n2 - 1) / n2) * correction
    return _t(m1.mean - m2.mean, variance, n - 2)


def _t(difference: float, variance: float, df: int) -> dict[str, Any]:
    se = np.sqrt(variance)
    half = stdtrit(df, 0.975) * se
    return {
        "statistic": difference / se, "df": df, "p": 2 * stdtr(df, -abs(difference) / se), "estimate": difference, "se": se,
        "ci": [difference - half, difference + half],
    }  # fmt: skip


def rank_test(one: Counted, other: Counted, sampled: float = 0.0) -> dict[str, Any]:
    """R's survey::svyranktest(test = "wilcoxon"): a t test of the ranks among all respondents together.

    Ties have their mid-rank, where R orders them as its rows come: its results move by some 2% with the order of rows.
    Source: Lumley & Scott 2013, Biometrika 100:831–842.
    """
    weight = one.w + other.w
    ranks = (np.cumsum(weight) - weight / 2) / weight.sum()
    sides = []
    for of in (one, other):
        mean = of.w @ ranks / of.w.sum()
        sides.append((mean, of.w2 @ (ranks - mean) ** 2 / of.w.sum() ** 2))
    n = int(one.n.sum() + other.n.sum())
    return _t(sides[0][0] - sides[1][0], (sides[0][1] + sides[1][1]) * n / (n - 1) * (1 - sampled), n - 2)
