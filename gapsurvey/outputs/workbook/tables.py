"""The workbook's tables: every estimate of the report to filter, what the measures mean, and where the numbers come from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.worksheet import Worksheet

from gapsurvey import phrasing
from gapsurvey.figures.chart import name_of
from gapsurvey.glossary import FLAGS, MEASURES, READINGS, VERDICTS, Measure
from gapsurvey.language import Text, say
from gapsurvey.outputs.quoted import quoted
from gapsurvey.outputs.workbook.desk import SOFT, Desk, cell_text, put
from gapsurvey.report import Estimate, Report, Table

__all__ = ["data_sheet", "definitions_sheet", "table_sheet", "verbatims_sheet"]

PEOPLE = MEASURES["want_gap_base_to_settle"]  # a base is written as any count of people is


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table: its head, its width, for texts the greatest, and what of an estimate it holds.

    That is a text, or a number in a measure's unit.
    """

    head: Text
    width: float
    text: Callable[[Report, Estimate], str] | None = None
    number: Callable[[Estimate], tuple[Measure, float | None]] | None = None


def _own(end: str) -> Callable[[Estimate], tuple[Measure, float | None]]:
    return lambda e: (MEASURES[e.measure], getattr(e, end))


def _base(name: str) -> Callable[[Estimate], tuple[Measure, float | None]]:
    return lambda e: (PEOPLE, getattr(e, name))


def _place(e: Estimate) -> tuple[Measure, float | None]:
    """The price or scale point that an estimate holds at."""
    return MEASURES["need_mean" if e.measure.endswith("_level") else "optimal_price"], e.at


def _whose(audience: str) -> Callable[[Report, Estimate], str]:
    return lambda report, e: report.study.label(name) if (name := getattr(e, audience)) in report.study.audiences else ""


SEGMENT = Field(Text("Segment"), 40, text=lambda report, e: e.segment or say("All"))
FIELDS = (
    Field(Text("Feature"), 60, text=lambda report, e: name_of(report.study, e.feature)),
    Field(Text("Measure"), 52, text=lambda report, e: MEASURES[e.measure].label),
    Field(Text("Audience"), 30, text=_whose("audience")),
    Field(Text("Against"), 30, text=_whose("against")),
    SEGMENT,
    Field(Text("At"), 9, number=_place),
    Field(Text("Value"), 12, number=_own("value")),
    Field(Text("Low"), 12, number=_own("low")),
    Field(Text("High"), 12, number=_own("high")),
    Field(Text("Base"), 9, number=_base("n")),
    Field(Text("Weighted base"), 11, number=_base("n_weighted")),
    Field(Text("Effective base"), 11, number=_base("n_effective")),
    Field(Text("Reading"), 17, text=lambda report, e: READINGS[e.alignment][0] if e.alignment else ""),
    Field(Text("Flags"), 30, text=lambda report, e: " ".join(FLAGS[flag][1] for flag in e.flag.split())),
    Field(Text("feature id"), 24, text=lambda report, e: e.feature),
    Field(Text("measure id"), 40, text=lambda report, e: e.measure),
)
OFTEN_EMPTY = ("Against", "Reading", "Flags")
IDS = ("feature id", "measure id")  # the last columns, for scripts: not printed
FILTER = 3  # characters that a filter's button takes of a head
TWO_LINES = 27  # points: the height of the heads


def table_sheet(desk: Desk, table: Table) -> None:
    """A table's estimates, a row each, with frozen heads and filters; its notes above them, none of them cut."""
    sheet = desk.sheet(" ".join(filter(None, (say(phrasing.titled(table.method)), desk.label(table.of), table.by))))
    desk.title(sheet, 0, table.title)
    row = 1
    for note in filter(None, (table.lead, *table.notes)):
        desk.title(sheet, row, note, bold=False, font_size=9, font_color=SOFT)
        row += 1
    used = 0
    for field in FIELDS:
        if field.text is not None:
            texts = [field.text(desk.report, estimate) for estimate in table.estimates]
            if field.head.template not in OFTEN_EMPTY or any(texts):
                head = table.by if table.by and field is SEGMENT else str(field.head)
                _text_column(desk, sheet, (row, used), head, texts, field.width)
                used += 1
        elif field.number is not None:
            numbers = [field.number(estimate) for estimate in table.estimates]
            if any(value is not None for _, value in numbers):
                _number_column(desk, sheet, (row, used), field, numbers)
                used += 1
    sheet.set_row(row, TWO_LINES)
    sheet.freeze_panes(row + 1, 1)
    sheet.repeat_rows(row)
    sheet.print_area(0, 0, row + len(table.estimates), used - 1 - len(IDS))
    if table.estimates:
        sheet.autofilter(row, 0, row + len(table.estimates), used - 1)


def _text_column(desk: Desk, sheet: Worksheet, at: tuple[int, int], head: str, texts: Sequence[str], widest: float) -> None:
    """A head and the texts below it, in a column that is as wide as they are, if that is not too wide."""
    row, column = at
    sheet.set_column(column, column, min(max(len(head) + FILTER, *map(len, texts), 0) + 1, widest))
    sheet.write_string(row, column, cell_text(head), desk.head)
    for line, text in enumerate(texts, row + 1):
        sheet.write_string(line, column, cell_text(text), desk.style())


def _number_column(
    desk: Desk, sheet: Worksheet, at: tuple[int, int], field: Field, numbers: Sequence[tuple[Measure, float | None]]
) -> None:
    """A head and the numbers below it, each in its measure's format."""
    row, column = at
    sheet.set_column(column, column, field.width)
    sheet.write_string(row, column, cell_text(str(field.head)), desk.number_head)
    for line, (measure, value) in enumerate(numbers, row + 1):
        put(desk, sheet, line, column, measure, value)


def definitions_sheet(desk: Desk) -> None:
    """What every measure, reading, verdict and flag of this workbook means."""
    sheet = desk.sheet(say("Definitions"))
    used = {e.measure for table in desk.report.tables for e in table.estimates}
    desk.title(sheet, 0, say("What the words mean"))
    rows = [(say("Measure"), m.label, m.definition, m.source) for m in MEASURES.values() if m.name in used]
    rows += [(say("Reading"), name, definition, "") for name, definition in READINGS.values()]
    rows += [(say("Verdict"), phrasing.titled(name), definition, "") for name, definition in VERDICTS.values()]
    rows += [(say("Flag"), mark, definition, "") for mark, definition in FLAGS.values() if mark]
    _listed(desk, sheet, ("", say("Name"), say("Definition"), say("Source")), (10, 34, 100, 34), rows)


def data_sheet(desk: Desk) -> None:
    """Answers in, answers out and why; the files' fingerprints; and what it takes to get the same numbers again."""
    sheet, report = desk.sheet(say("Data")), desk.report
    desk.title(sheet, 0, say("Where the numbers come from"))
    rows: list[tuple[str, ...]] = []
    for source in report.provenance.sources:
        facts: list[tuple[str, str]] = [
            (say("File"), f"{source.file} ({source.tool.replace('_', ' ')})"),
            ("sha256", source.sha256),
            (say("Records in"), phrasing.count(source.records)),
            *((say("Set aside: {reason}", reason=say(reason)), phrasing.count(n)) for reason, n in source.set_aside.items()),
            (say("Kept"), phrasing.count(source.kept)),
            *([(say("Left out for two quality flags"), phrasing.count(source.screened))] if source.screened else []),
            *((say("Flagged, kept: {reason}", reason=say(reason)), phrasing.count(n)) for reason, n in source.flagged.items()),
            *((say("Weights: {fact}", fact=name), value) for name, value in phrasing.weighting(source.weighting)),
            *([(say("Personal columns, dropped unread"), ", ".join(source.personal))] if source.personal else []),
            *((say("Note"), note) for note in source.notes),
        ]
        rows += [(phrasing.titled(source.label), name, value) for name, value in facts]
    made = report.provenance
    for shown in made.beside:
        rows += [(say("What was shown"), say("File"), shown.file), (say("What was shown"), "sha256", shown.sha256)]
    facts = [(say("Date"), phrasing.day(made.date)), (say("Seed"), str(made.seed)), (say("Draws"), phrasing.count(made.draws)),
             *made.versions.items()]  # fmt: skip
    rows += [(say("This report"), name, value) for name, value in facts if value]
    _listed(desk, sheet, ("", say("What"), say("Value")), (16, 34, 110), rows)


def verbatims_sheet(desk: Desk) -> None:
    """What people wrote, a text a row, as texts; nothing where the study quotes nobody."""
    words = quoted(desk.report)
    if not words:
        return
    sheet = desk.sheet("Verbatims")
    desk.title(sheet, 0, say("In their own words"))
    voices = [(answered, voice) for answered in words for voice in answered.voices]
    rows = [
        (answered.question, answered.feature, voice.label, text)
        for answered, voice in voices
        for text in voice.words.texts or (voice.words.note,)
    ]
    desk.title(
        sheet, 1, " ".join({v.words.note: "" for _, v in voices if v.words.texts}), bold=False, font_size=9, font_color=SOFT
    )
    _listed(desk, sheet, (say("Question"), say("Feature"), say("Audience"), say("Text")), (44, 30, 16, 90), rows)


def _listed(desk: Desk, sheet: Worksheet, heads: Sequence[str], widths: Sequence[float], rows: Sequence[tuple[str, ...]]) -> None:
    """Texts in columns, wrapped, with frozen heads and filters."""
    wrap: dict[str, Any] = {"text_wrap": True}
    for i, (head, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(i, i, width)
        sheet.write_string(2, i, head, desk.head)
    for line, row in enumerate(rows, 3):
        for i, text in enumerate(row):
            sheet.write_string(line, i, cell_text(text), desk.style(**wrap))
        desk.lines(sheet, line, *((text, width, 10) for text, width in zip(row, widths, strict=True)))
    sheet.freeze_panes(3, 0)
    sheet.repeat_rows(2)
    sheet.autofilter(2, 0, 2 + len(rows), len(heads) - 1)
