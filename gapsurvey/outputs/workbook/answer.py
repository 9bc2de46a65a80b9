"""The workbook's first sheet: the answer in a sentence, and a row per feature with its gap, its verdict and what is at stake."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from xlsxwriter.worksheet import Worksheet

from gapsurvey import phrasing
from gapsurvey.figures import COLOURS
from gapsurvey.glossary import MEASURES
from gapsurvey.language import say
from gapsurvey.outputs.screen import Screen, compared, paying, screen
from gapsurvey.outputs.workbook.desk import LINE, SOFT, Desk, cell_text, put
from gapsurvey.report import Estimate, Verdict

__all__ = ["answer_sheet"]

VERDICT_WIDTH = 28  # characters


@dataclass(frozen=True, slots=True)
class AnswerColumn:
    """A column of the verdict table: its head, its width, and how a verdict's cell is written."""

    head: str
    width: float
    write: Callable[[Worksheet, int, int, Verdict], None]


def answer_sheet(desk: Desk) -> None:
    """The sheet that opens first: everything an executive needs, on one page."""
    report, study = desk.report, desk.report.study
    sheet = desk.sheet(say("Answer"))
    wrap = {"text_wrap": True}
    shown = screen(report)
    labels = {line.feature: shown.label(line) for line in (*shown.lines, *shown.beside)}
    columns = _answer_columns(desk, shown, labels)
    last = len(columns) - 1
    for i, column in enumerate(columns):
        sheet.set_column(i, i, column.width)
    desk.title(sheet, 0, study.title, font_color=SOFT, font_size=11)
    lines = [(study.question, {"bold": True, "font_size": 12}), (report.answer, {"bold": True, "font_size": 16}),
             (report.instead, {"font_size": 12})]  # fmt: skip
    row = 1
    room = sum(column.width for column in columns)
    for text, look in lines:
        if text:
            sheet.merge_range(row, 0, row, last, "", desk.style(**look, **wrap))
            sheet.write_string(row, 0, cell_text(text), desk.style(**look, **wrap))
            desk.lines(sheet, row, (text, room, float(look["font_size"])))
            row += 1
    row += 1
    for i, column in enumerate(columns):
        texts = column.head in (say("Feature"), say("Verdict"))
        sheet.write_string(row, i, cell_text(column.head), desk.head if texts else desk.number_head)
    desk.lines(sheet, row, *((column.head, column.width, 10) for column in columns))
    sheet.freeze_panes(row + 1, 1)
    sheet.repeat_rows(row)
    ordered = sorted(report.verdicts, key=lambda v: v.feature != study.about)
    for line, verdict in enumerate(ordered, row + 1):
        for i, column in enumerate(columns):
            column.write(sheet, line, i, verdict)
        desk.lines(sheet, line, (labels[verdict.feature], columns[0].width, 11), (report.said(verdict), VERDICT_WIDTH, 11))
    row += len(ordered) + 2
    people = study.label(study.customers)
    notes = [
        say("Gap = belief − {people}’ answer; positive: believers overestimate. Intervals are 95%.", people=people),
    ]
    notes += [*dict.fromkeys(a for verdict in ordered for a in verdict.assumptions), *report.notes]
    for note in notes:
        sheet.merge_range(row, 0, row, last, "", desk.style(**wrap))
        sheet.write_string(row, 0, cell_text(note), desk.style(font_size=9, font_color=SOFT, **wrap))
        desk.lines(sheet, row, (note, room, 9))
        row += 1


def _answer_columns(desk: Desk, shown: Screen, labels: Mapping[str, str]) -> list[AnswerColumn]:
    report, study = desk.report, desk.report.study

    def text(of: Callable[[Verdict], str], **look: Any) -> Callable[[Worksheet, int, int, Verdict], None]:
        return lambda sheet, row, column, verdict: sheet.write_string(
            row, column, cell_text(of(verdict)), desk.style(text_wrap=True, bottom=4, bottom_color=LINE, **look)
        )

    def part(of: Callable[[Verdict], Estimate | None], end: str, **look: Any) -> Callable[[Worksheet, int, int, Verdict], None]:
        def write(sheet: Worksheet, row: int, column: int, verdict: Verdict) -> None:
            found = of(verdict)
            edge = {"bottom": 4, "bottom_color": LINE, **look}
            if found is None:
                sheet.write_blank(row, column, None, desk.style(**edge))
            else:
                put(desk, sheet, row, column, MEASURES[found.measure], getattr(found, end), **edge)

        return write

    def side(i: int) -> Callable[[Verdict], Estimate | None]:
        return lambda verdict: sides[i] if (sides := compared(report, verdict.feature)) else None

    def paid(verdict: Verdict) -> Estimate | None:
        return paying(report, verdict.feature)

    def stake(end: str) -> Callable[[Worksheet, int, int, Verdict], None]:
        def write(sheet: Worksheet, row: int, column: int, verdict: Verdict) -> None:
            value = getattr(verdict.value_at_stake, end) if verdict.value_at_stake else None
            put(desk, sheet, row, column, MEASURES["value_at_stake"], value, bottom=4, bottom_color=LINE)

        return write

    ours, theirs = {"font_color": COLOURS["customers"][0]}, {"font_color": COLOURS["believers"][0]}
    columns = [
        AnswerColumn(say("Feature"), 42, text(lambda v: labels[v.feature], bold=True)),
        AnswerColumn(phrasing.titled(study.label(study.customers)), 12, part(side(0), "value", **ours)),
        AnswerColumn(shown.believed, 12, part(side(1), "value", **theirs)),
        AnswerColumn(say("Gap"), 11, part(side(2), "value", bold=True)),
        AnswerColumn(say("from"), 10, part(side(2), "low")),
        AnswerColumn(say("to"), 10, part(side(2), "high")),
    ]
    if shown.priced:
        columns += [
            AnswerColumn(shown.paid, 11, part(paid, "value", **ours)),
            AnswerColumn(say("at"), 9, _priced(desk, paid)),
        ]
    columns.append(
        AnswerColumn(say("Verdict"), VERDICT_WIDTH, text(lambda v: phrasing.titled(report.said(v)), bold=True, align="left"))
    )
    if any(verdict.value_at_stake for verdict in report.verdicts):
        columns += [AnswerColumn(say("Value at stake"), 14, stake("value")), AnswerColumn(say("from"), 13, stake("low")),
                    AnswerColumn(say("to"), 13, stake("high"))]  # fmt: skip
    return columns


def _priced(desk: Desk, of: Callable[[Verdict], Estimate | None]) -> Callable[[Worksheet, int, int, Verdict], None]:
    def write(sheet: Worksheet, row: int, column: int, verdict: Verdict) -> None:
        found = of(verdict)
        put(desk, sheet, row, column, MEASURES["optimal_price"], found.at if found else None,
             bottom=4, bottom_color=LINE)  # fmt: skip

    return write
