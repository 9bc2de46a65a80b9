"""Tables as the page shows them: their pictures, the table beside each, and the numbers that no picture shows."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, replace
from typing import Any

from gapsurvey.figures import LAYOUT, VIEWS, Figure
from gapsurvey.outputs.grid import Grid, grid, grids
from gapsurvey.report import Report, Table

__all__ = ["Exhibit", "Picture", "anchor", "bare", "exhibit"]


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure on the page: its anchor, and the table beside it."""

    anchor: str
    figure: Figure
    height: int
    grid: Grid


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A table on the page: its pictures, and the numbers that none of them shows, in tables without gaps.

    moved: those of its pictures that stand in the page of the one feature that they are about.
    """

    anchor: str
    table: Table
    pictures: tuple[Picture, ...]
    rest: tuple[Grid, ...]
    moved: tuple[Picture, ...] = ()

    def without(self, features: Container[str]) -> Exhibit:
        """The same with the pictures of these features moved to their pages."""
        moved = tuple(picture for picture in self.pictures if picture.figure.feature in features)
        return replace(self, pictures=tuple(p for p in self.pictures if p not in moved), moved=moved)


def exhibit(report: Report, table: Table) -> Exhibit:
    """A table with everything that its view draws of it."""
    name = anchor(table.method, table.of, table.by)
    figures = VIEWS[table.view].figures(table, report) if table.view in VIEWS else []
    pictures = tuple(
        Picture(f"{name}-{anchor(f.key)}", f, _height(f), grid(f.estimates, report.study, table.by)) for f in figures
    )
    drawn = {e for f in figures for e in f.estimates}
    rest = [e for e in table.estimates if e not in drawn]
    return Exhibit(name, table, pictures, grids(rest, report.study, table.by))


def anchor(*parts: str) -> str:
    """A name for the address bar, from names of the study: the same report has the same anchors."""
    return "-".join(re.sub(r"\W+", "-", part).strip("-").lower() for part in parts if part)


def bare(figure: Figure) -> dict[str, Any]:
    """The figure without the title that the page itself shows above it, and without what the page holds once for all of them."""
    layout = figure.spec["layout"]
    own = {key: value for key, value in layout.items() if key != "title" and LAYOUT.get(key) != value}
    return {**figure.spec, "layout": {**own, "margin": {**layout["margin"], "t": _top(figure)}, "height": _height(figure)}}


def _top(figure: Figure) -> int:
    """Pixels above the plot: room for a legend, where there is one."""
    return 36 if figure.spec["layout"]["showlegend"] else 4


def _height(figure: Figure) -> int:
    return figure.height - int(figure.spec["layout"]["margin"]["t"]) + _top(figure)
