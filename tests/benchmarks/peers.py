"""The other side of what is timed within a process: `python -m tests.benchmarks.peers NAME FOLDER`, in the peers' environment.

Each work imports its own package, so that one that is missing costs no other line; nothing of gapsurvey is imported.
"""

from __future__ import annotations

import base64
import gzip
import json
import re
import sys
import warnings
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np

from tests.benchmarks import invented
from tests.benchmarks.invented import DRAWS, PRICES, RUNGS, Floats
from tests.benchmarks.timed import Prepared, told

__all__ = ["WORKS"]


def choice(_: Path) -> Callable[[], Floats]:
    """statsmodels' ConditionalLogit: its coefficients."""
    from statsmodels.discrete.conditional_models import ConditionalLogit

    described, chosen = invented.choices()
    tasks, offers, width = described.shape
    answer = (chosen[:, None] == np.arange(offers)).ravel().astype(float)
    model = ConditionalLogit(answer, described.reshape(-1, width), groups=np.repeat(np.arange(tasks), offers))

    def work() -> Floats:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found: Floats = model.fit(disp=False).params
            return found

    return work


def sort(decimals: int) -> Prepared:
    """One sort of each of the four columns of prices."""

    def prepared(_: Path) -> Callable[[], None]:
        values = invented.four_prices(decimals)

        def work() -> None:
            np.sort(values, axis=0)

        return work

    return prepared


def two_bids(_: Path) -> Callable[[], None]:
    """lifelines' log-logistic of the same intervals."""
    import pandas as pd
    from lifelines import LogLogisticAFTFitter

    frame = pd.DataFrame(dict(zip(("lower", "upper"), invented.two_bids(), strict=True)))

    def work() -> None:
        LogLogisticAFTFitter().fit_interval_censoring(frame, "lower", "upper")

    return work


def turnbull(bids: int) -> Prepared:
    """Resamples of Turnbull's curve by 60 rounds of EM on matrices, over the innermost intervals."""

    def prepared(_: Path) -> Callable[[], None]:
        (lower, upper), place = np.unique(np.stack(invented.bids(bids)), axis=1, return_inverse=True)
        people = np.bincount(place.ravel()).astype(float)
        ends = np.unique(np.concatenate([lower, upper]))
        inner = np.isin(ends[:-1], lower) & np.isin(ends[1:], upper)
        within = ((lower[:, None] <= ends[:-1][inner]) & (ends[1:][inner] <= upper[:, None])).astype(float)

        def work() -> None:
            w = np.random.default_rng(1).dirichlet(people, DRAWS)
            p = np.full((DRAWS, inner.sum()), 1 / inner.sum())
            for _ in range(60):
                p *= (w / np.maximum(p @ within.T, 1e-300)) @ within

        return work

    return prepared


def ladders(_: Path) -> Callable[[], None]:
    """The best price of each ladder, people drawn again, 500 resamples at a time."""
    together = 500
    own = (RUNGS + 1) * np.arange(together)[:, None]
    rungs = invented.ladders()

    def work() -> None:
        rng = np.random.default_rng(1)
        for ladder in rungs:
            for _ in range(DRAWS // together):
                again = ladder[rng.integers(0, len(ladder), (together, len(ladder)))] + own
                found = np.bincount(again.ravel(), minlength=own.size * (RUNGS + 1)).reshape(together, -1)
                np.argmax(PRICES * found[:, :0:-1].cumsum(axis=1)[:, ::-1], axis=1)

    return work


def workbook(folder: Path) -> Callable[[], None]:
    """The cells of our report.xlsx, with their number formats and bold type, written by openpyxl."""
    import openpyxl
    from openpyxl.styles import Font

    cells = {
        sheet.title: [[(cell.value, cell.number_format, bool(cell.font.b)) for cell in row] for row in sheet.iter_rows()]
        for sheet in openpyxl.load_workbook(folder / "report.xlsx")
    }

    def work() -> None:
        bold = Font(bold=True)
        book = openpyxl.Workbook()
        for title, rows in cells.items():
            sheet = book.create_sheet(title)
            for i, row in enumerate(rows, start=1):
                for j, (value, number_format, strong) in enumerate(row, start=1):
                    if value is not None:
                        cell = sheet.cell(i, j, value)
                        cell.number_format = number_format
                        if strong:
                            cell.font = bold
        book.save(BytesIO())

    return work


def stock_page(report: Path) -> str:
    """A page of a report's figures as plotly itself writes one, with its whole library in it."""
    import plotly.graph_objects as go

    html = report.read_text(encoding="utf-8")

    def held(name: str) -> str:
        found = re.search(rf'<script type="[^"]*" id="{name}">(.*?)</script>', html, re.DOTALL)
        assert found is not None
        return found[1]

    common, figures = json.loads(held("layout")), json.loads(gzip.decompress(base64.b64decode(held("figures")))).values()
    charts = [
        go.Figure(data=figure["data"], layout={**common, **figure["layout"]}).to_html(full_html=False, include_plotlyjs=not i)
        for i, figure in enumerate(figures)
    ]
    return "\n".join(["<!doctype html><meta charset='utf-8'><title>Charts</title>", *charts])


WORKS: dict[str, Prepared] = {
    "choice": choice,
    "sort of whole prices": sort(0),
    "sort of prices": sort(10),
    "two bids": two_bids,
    "turnbull, one bid": turnbull(1),
    "turnbull, two bids": turnbull(2),
    "ladders": ladders,
    "workbook": workbook,
}

if __name__ == "__main__":
    if sys.argv[1] == "page":
        Path(sys.argv[3]).write_text(stock_page(Path(sys.argv[2])), encoding="utf-8")
    else:
        told(WORKS)
