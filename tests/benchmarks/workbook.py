"""One report written as a workbook, and the same cells with openpyxl: prints the processor seconds of each, medians of turns."""

from __future__ import annotations

import time
from io import BytesIO
from statistics import median
from typing import Any

import openpyxl
from openpyxl.styles import Font

from gapsurvey.outputs import workbook
from gapsurvey.report import Estimate, Provenance, Report, Table
from gapsurvey.study import Study

TABLES, ROWS, ROUNDS = 20, 500, 3
Cells = dict[str, list[list[tuple[Any, str, bool]]]]


def large() -> Report:
    """A report of twenty tables of five hundred estimates."""
    names = [f"f{i}" for i in range(ROWS)]
    study = Study(
        title="Large",
        audiences={"customers": {"role": "customer"}, "employees": {"role": "employee"}},
        features={name: {"label": f"feature {name}"} for name in names},
        questions=[{"asks": "want", "shape": "yes-no", "feature": names[0], "customers": "Q", "employees": "Q"}],
    )
    rows = [
        Estimate(name, "want_gap", "employees", "customers", value=i / ROWS - 0.5, low=i / ROWS - 0.6, high=i / ROWS - 0.4,
                 n=100 + i, n_weighted=100.0 + i, n_effective=90.5 + i, alignment="over")
        for i, name in enumerate(names)
    ]  # fmt: skip
    tables = tuple(Table(f"table {t}", "numbers", f"Table {t}", tuple(rows)) for t in range(TABLES))
    return Report(study, "The answer.", "", (), tables, Provenance("2026-01-01", 1, 1000, {}, ()))


def cells_of(file: bytes) -> Cells:
    """Per sheet its rows: each cell's value, its number format, and whether it is bold."""
    return {
        sheet.title: [[(cell.value, cell.number_format, bool(cell.font.b)) for cell in row] for row in sheet.iter_rows()]
        for sheet in openpyxl.load_workbook(BytesIO(file))
    }


def written_elsewhere(cells: Cells) -> bytes:
    """The same cells, with their formats, written by openpyxl."""
    bold, target = Font(bold=True), BytesIO()
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
    book.save(target)
    return target.getvalue()


def main() -> None:
    """Print our seconds and the other's."""
    report = large()
    cells = cells_of(workbook.render(report))
    turns = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        workbook.render(report)
        between = time.process_time()
        written_elsewhere(cells)
        turns.append((between - begun, time.process_time() - between))
    print(*(median(turn[side] for turn in turns) for side in (0, 1)))


if __name__ == "__main__":
    main()
