"""Answers of respondents as counts per level, for tests that compare them with software that reads respondents."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Counted(NamedTuple):
    """Levels, and per level: respondents, Σw, Σw²."""

    levels: Floats
    n: Floats
    w: Floats
    w2: Floats


def counted(answers: Sequence[float], weights: Sequence[float] | None = None, levels: Sequence[float] | None = None) -> Counted:
    """Counts of the answers over `levels`, by default those that occur."""
    scale = np.unique(answers) if levels is None else np.asarray(levels, float)
    code = np.searchsorted(scale, answers)
    w = np.ones(len(answers)) if weights is None else np.asarray(weights, float)
    return Counted(scale, *(np.bincount(code, x, len(scale)).astype(float) for x in (np.ones(len(answers)), w, w**2)))


def columns(path: Path, **where: str) -> dict[str, list[str]]:
    """The columns of a CSV file, of the rows in which every `where` holds."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if all(row[name] == value for name, value in where.items())]
    return {name: [row[name] for row in rows] for name in rows[0]}


def numbers(texts: Sequence[str]) -> list[float]:
    """The texts that are not blank, as numbers."""
    return [float(text) for text in texts if text]
