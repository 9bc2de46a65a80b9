"""A report's figures as Plotly's own objects, for a notebook: shown, restyled, or saved as a picture there."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, TypeAlias

from gapsurvey.errors import Problem, StudyError
from gapsurvey.figures import VIEWS
from gapsurvey.figures.chart import Figure, Spec
from gapsurvey.language import speaking
from gapsurvey.report import Report, Table

if TYPE_CHECKING:
    from plotly.graph_objects import Figure as _Figure

__all__ = ["PlotlyFigure", "figures"]

PlotlyFigure: TypeAlias = "_Figure"
_ROOM = 28  # pixels


def figures(report: Report, method: str) -> dict[str, PlotlyFigure]:
    """The figures of one method's tables, by name; a name that two tables have is followed by the table's title.

    Raises KeyError naming the methods that have figures, and StudyError where plotly is not installed.
    """
    make = _plotly()
    with speaking(report.study.lang):
        drawn = [(table, figure) for table in report.tables_of(method) for figure in VIEWS[table.view].figures(table, report)]
        if not drawn:
            others = dict.fromkeys(t.method for t in report.tables if VIEWS[t.view].figures(t, report))
            raise KeyError(f"no figure of {method!r}; there is {', '.join(others)}")
    keys = Counter(figure.key for _, figure in drawn)
    return {_name(table, figure, keys): make(_with_head(figure.spec)) for table, figure in drawn}


def _name(table: Table, figure: Figure, keys: Counter[str]) -> str:
    return figure.key if keys[figure.key] == 1 else f"{figure.key}: {table.title}"


def _with_head(spec: Spec) -> Spec:
    """A figure with room for its title and subtitle above the legend: a page writes these itself, a notebook does not."""
    layout = spec["layout"]
    margin = {**layout["margin"], "t": layout["margin"]["t"] + _ROOM}
    title = {**layout["title"], "y": 1, "yref": "container", "yanchor": "top", "pad": {"t": 14}}
    return {**spec, "layout": {**layout, "margin": margin, "title": title, "height": layout["height"] + _ROOM}}


def _plotly() -> Any:
    try:
        from plotly.graph_objects import Figure
    except ImportError:
        found = "figures are made with the package plotly, which is not installed"
        raise StudyError([Problem("figures", found, 'Install it: pip install "gapsurvey[figures]".')]) from None
    return Figure
