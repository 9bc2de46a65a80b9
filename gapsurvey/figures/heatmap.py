"""The heatmap that views share: rows of cells below their labels, each number printed on its colour."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from gapsurvey.figures.chart import HEAD, INK, LAYOUT, SOFT, Spec, heading, label_lines, layout, plain, rows_axis, stacked
from gapsurvey.report import Estimate

__all__ = ["CELL", "DOUBLE", "Feet", "Heatmap", "feet", "marked"]

CELL, DOUBLE = 28, 40  # pixels: the height of a cell that holds one number, and of one that holds two

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Heatmap:
    """Rows of cells, one label above each row, the columns' names below the last.

    rows: the labels, as texts; columns: the names, as Plotly shows them; values: what colours a cell, None for none; texts: what
    is printed on it; hovers: what is told of it; scale: (value, colour), ascending; foot, cell: pixels for the names, and the
    height of a cell; angle: of the names, in degrees.
    """

    rows: Sequence[str]
    columns: Sequence[str]
    values: Sequence[Sequence[float | None]]
    texts: Sequence[Sequence[str]]
    hovers: Sequence[Sequence[str]]
    scale: Sequence[tuple[float, str]]
    foot: int
    cell: int = CELL
    angle: int = 0

    def drawn(self, title: str, caption: str) -> tuple[Spec, int]:
        """The figure for Plotly, and its height in pixels."""
        labels = [label_lines(row) for row in self.rows]
        at, tall = stacked(labels, self.cell)
        height = HEAD + self.foot + tall
        spec: Spec = {
            "data": [self._trace(at)],
            "layout": layout(
                plain(title),
                plain(caption),
                height,
                {
                    "range": [-0.5, len(self.columns) - 0.5],
                    "tickvals": list(range(len(self.columns))),
                    "ticktext": list(self.columns),
                    "tickangle": self.angle,
                    "fixedrange": True,
                    "showgrid": False,
                    "zeroline": False,
                    "tickfont": {"color": SOFT, "size": 12},
                },
                rows_axis(tall),
                showlegend=False,
                margin={**LAYOUT["margin"], "b": self.foot},
                annotations=[heading(label, y, yshift=self.cell / 2) for y, label in zip(at, labels, strict=True)],
            ),
        }
        return spec, height

    def _trace(self, at: Sequence[float]) -> Spec:
        """Each row around its middle `at`; between two rows nothing, where labels stand."""
        low, high = self.scale[0][0], self.scale[-1][0]
        return {
            "type": "heatmap",
            "x": list(range(len(self.columns))),
            "y": [edge for y in at for edge in (y - self.cell / 2, y + self.cell / 2)],
            "z": _spaced(self.values, None),
            "zmin": low,
            "zmax": high,
            "showscale": False,
            "xgap": 3,
            "colorscale": [[(value - low) / (high - low), colour] for value, colour in self.scale],
            "text": _spaced(self.texts, ""),
            "texttemplate": "%{text}",
            "textfont": {"color": INK, "size": 12},
            "hovertext": _spaced(self.hovers, ""),
            "hoverinfo": "text",
            "hoverongaps": False,
        }


@dataclass(frozen=True, slots=True)
class Feet:
    """What groups are called below their columns, as Plotly shows it; foot: pixels for the names; angle: theirs, in degrees."""

    names: list[str]
    foot: int
    angle: int


def feet(groups: Sequence[str]) -> Feet:
    """The groups' names on at most two lines, slanted where words are long, so that several fit beside each other on a phone."""
    upright = max((len(word) for group in groups for word in group.split()), default=0) * len(groups) <= 44
    names = [_wrapped(group, 11 if upright else 18) for group in groups]
    return Feet(names, 44, 0) if upright else Feet(names, 78, -40)


def _wrapped(name: str, width: int) -> str:
    parts = textwrap.wrap(name, width, max_lines=2, placeholder="…") or [name[:width]]
    return "<br>".join(map(plain, parts))


def marked(text: str, gap: Estimate) -> str:
    """A gap's number by its alignment: bold where it is one, in brackets where nobody can tell. text: none of the survey's."""
    looks = {"over": f"<b>{text}</b>", "under": f"<b>{text}</b>", "inconclusive": f"({text})", "untested": f"({text})"}
    return looks.get(gap.alignment or "", text)


def _spaced(rows: Sequence[Sequence[T]], blank: T) -> list[list[T]]:
    """The rows with a blank one between each two."""
    return [line for row in rows for line in (list(row), [blank] * len(row))][:-1]
