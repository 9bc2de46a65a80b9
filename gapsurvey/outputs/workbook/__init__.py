"""The report as a workbook: an answer to read, charts to lift, and every table with its bases, to filter."""

from __future__ import annotations

from io import BytesIO

import xlsxwriter

from gapsurvey.outputs.native import charts, made_on
from gapsurvey.outputs.workbook.answer import answer_sheet
from gapsurvey.outputs.workbook.desk import Desk, cell_text, sheet_name
from gapsurvey.outputs.workbook.drawing import charts_sheet
from gapsurvey.outputs.workbook.tables import data_sheet, definitions_sheet, table_sheet, verbatims_sheet
from gapsurvey.report import Report

__all__ = ["render", "sheet_name"]


def render(report: Report) -> bytes:
    """`report.xlsx`: the same bytes for equal reports. Texts are written as texts: none is ever a formula or a link."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    named = {"title": cell_text(report.study.title), "subject": cell_text(report.answer), "author": "gapsurvey"}
    book.set_properties({**named, "created": made_on(report)})
    desk = Desk(book, report)
    answer_sheet(desk)
    drawn = charts(report)
    if drawn:
        charts_sheet(desk, drawn)
    for table in report.tables:
        table_sheet(desk, table)
    verbatims_sheet(desk)
    definitions_sheet(desk)
    data_sheet(desk)
    book.close()
    return target.getvalue()
