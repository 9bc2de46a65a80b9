"""The workbook's charts, drawn by the spreadsheet program itself from numbers that stand beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from gapsurvey.glossary import Measure
from gapsurvey.language import say
from gapsurvey.outputs.native import Chart, Series
from gapsurvey.outputs.workbook.desk import LINE, SOFT, Desk, cell_text, literal, number_format, put

__all__ = ["charts_sheet"]

CHART_ROWS = 24  # that a chart covers
FIRST_WIDTH, OTHER_WIDTH = 44, 10  # characters of the first column, and of the others


def charts_sheet(desk: Desk, drawn: Sequence[Chart]) -> None:
    """A sheet of charts, each below its message and its numbers, one on a page."""
    sheet = desk.sheet(say("Charts"))
    sheet.set_column(0, 0, FIRST_WIDTH)
    sheet.set_column(1, 30, OTHER_WIDTH)
    row = 0
    breaks = []
    for i, chart in enumerate(drawn):
        if i:
            breaks.append(row)
        desk.title(sheet, row, chart.message, font_size=13)
        desk.title(sheet, row + 1, f"{chart.title}. {chart.note}", bold=False, font_size=9, font_color=SOFT)
        columns = _numbers(desk, sheet, row + 2, chart)
        below = row + 4 + len(chart.categories)
        sheet.insert_chart(below, 0, _drawn(desk, sheet, row + 2, chart, columns), {"object_position": 2})
        row = below + CHART_ROWS
    sheet.set_h_pagebreaks(breaks)


def _numbers(desk: Desk, sheet: Worksheet, row: int, chart: Chart) -> list[int]:
    """The chart's own table; returns the column of each series' values, its whiskers' lengths in the two after it."""
    sheet.write_blank(row, 0, None, desk.head)
    for i, category in enumerate(chart.categories, row + 1):
        sheet.write_string(i, 0, cell_text(category), desk.style(text_wrap=True))
        desk.lines(sheet, i, (category, FIRST_WIDTH, 10))
    heads = [(series.name, OTHER_WIDTH, 10.0) for series in chart.series]
    desk.lines(sheet, row, *heads)
    columns, column = [], 1
    for series in chart.series:
        columns.append(column)
        parts: list[tuple[str, tuple[float | None, ...]]] = [(series.name, series.values)]
        if series.low:
            parts += [(say("− to low"), _lengths(series, series.low)), (say("+ to high"), _lengths(series, series.high))]
        for head, values in parts:
            sheet.write_string(row, column, cell_text(head), desk.number_head)
            for i, value in enumerate(values, row + 1):
                put(desk, sheet, i, column, chart.measure, value)
            column += 1
    return columns


def _lengths(series: Series, ends: tuple[float | None, ...]) -> tuple[float | None, ...]:
    """How far an interval's end lies from its value."""
    return tuple(None if v is None or end is None else abs(end - v) for v, end in zip(series.values, ends, strict=True))


def _drawn(desk: Desk, sheet: Worksheet, head: int, chart: Chart, columns: Sequence[int]) -> Any:
    """The chart whose numbers stand below `head`, each series' values in its column."""
    made = desk.book.add_chart({"type": chart.kind})
    rows = head + 1, head + len(chart.categories)
    for series, column in zip(chart.series, columns, strict=True):
        made.add_series(_series(sheet, chart, series, rows, column))
    number = {
        "num_format": _axis_format(chart.measure, desk.report.study.currency),
        "line": {"none": True},
        "major_gridlines": {"visible": True, "line": {"color": LINE}},
        **({"min": 0, "max": 1} if chart.measure.unit == "share" else {}),
    }
    names = {"line": {"color": SOFT}, "label_position": "low"}
    if chart.kind == "bar":
        made.set_y_axis({**names, "reverse": True})
        made.set_x_axis({**number, "label_position": "high"})
    else:
        made.set_x_axis(names)
        made.set_y_axis(number)
    made.set_title({"name": literal(chart.title), "overlay": False, "name_font": {"size": 12}})
    made.set_legend({"position": "top"})
    made.set_size({"width": 1040, "height": 440})
    return made


def _series(sheet: Worksheet, chart: Chart, series: Series, rows: tuple[int, int], column: int) -> dict[str, Any]:
    """One series: where its name, its values and its whiskers stand, and its look."""
    first, last = rows
    name, colour = sheet.get_name(), f"#{series.colour}"
    look: dict[str, Any] = {
        "name": [name, first - 1, column],
        "categories": [name, first, 0, last, 0],
        "values": [name, first, column, last, column],
    }
    if chart.kind == "line":
        dot = {"type": "circle", "size": 6, "fill": {"color": colour}, "border": {"none": True}}
        look |= {"line": {"color": colour, "width": 2.25}, "marker": dot}
    else:
        look |= {"fill": {"color": colour}, "border": {"none": True}, "gap": 60}
    if series.low:
        minus, plus = (_range(name, first, last, column + i) for i in (1, 2))
        error = {"type": "custom", "plus_values": plus, "minus_values": minus, "line": {"color": SOFT}}
        look["x_error_bars" if chart.kind == "bar" else "y_error_bars"] = error
    return look


def _range(sheet: str, first: int, last: int, column: int) -> str:
    """Cells of one column as a chart names them."""
    letter, quoted = xl_col_to_name(column), sheet.replace("'", "''")
    return f"='{quoted}'!${letter}${first + 1}:${letter}${last + 1}"


def _axis_format(measure: Measure, currency: str) -> str:
    return "0%" if measure.unit == "share" else number_format(measure, currency)
