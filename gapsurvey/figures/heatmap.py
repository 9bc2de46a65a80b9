"""The heatmap that views share: rows of cells below their labels, each number printed on its colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from gapsurvey.figures.chart import INK, Spec

__all__ = ["heatmap_trace"]

T = TypeVar("T")


def heatmap_trace(
    at: Sequence[float],
    size: int,
    values: Sequence[Sequence[float | None]],
    texts: Sequence[Sequence[str]],
    hovers: Sequence[Sequence[str]],
    scale: Sequence[tuple[float, str]],
) -> Spec:
    """Rows of cells, each `size` pixels high around its middle `at`; between two rows nothing, where labels stand.

    values: what colours a cell, None for none; texts: what is printed on it; scale: (value, colour), ascending.
    """
    low, high = scale[0][0], scale[-1][0]
    return {
        "type": "heatmap",
        "x": list(range(len(values[0]))),
        "y": [edge for y in at for edge in (y - size / 2, y + size / 2)],
        "z": _spaced(values, None),
        "zmin": low,
        "zmax": high,
        "showscale": False,
        "xgap": 3,
        "colorscale": [[(value - low) / (high - low), colour] for value, colour in scale],
        "text": _spaced(texts, ""),
        "texttemplate": "%{text}",
        "textfont": {"color": INK, "size": 12},
        "hovertext": _spaced(hovers, ""),
        "hoverinfo": "text",
        "hoverongaps": False,
    }


def _spaced(rows: Sequence[Sequence[T]], blank: T) -> list[list[T]]:
    """The rows with a blank one between each two."""
    return [line for row in rows for line in (list(row), [blank] * len(row))][:-1]
