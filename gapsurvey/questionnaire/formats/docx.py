"""Word: all questionnaires, the interview guide and the quotas as one document to read, comment on and print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from gapsurvey.errors import Problem, StudyError
from gapsurvey.language import say
from gapsurvey.questionnaire.formats.told import answered, asked, grid_table, heading, quota_table
from gapsurvey.questionnaire.kit import Kit
from gapsurvey.questionnaire.model import Question, Questionnaire

__all__ = ["render"]

_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")  # what the format cannot hold
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the date of every part of the file: the clock is never read
_ONE_LINE = 130  # letters of all options that stand beside each other
_GREY, _INK = "595959", "1F1F1F"
_WIDTHS = (90, 76, 96, 52, 72, 73)  # points, of the quota table's columns, in which the longest German heading fits
_SMALL = 9  # points, of asides and of tables
_BOXES = {"one": "○", "several": "☐", "ranks": "…", "points": "…"}


def render(kit: Kit) -> Iterator[tuple[str, bytes]]:
    """`questionnaire.docx`, the same bytes for equal kits. Raises StudyError where the extra `docx` is not installed."""
    try:
        from docx import Document
    except ImportError:
        fix = 'Install it: pip install "gapsurvey[docx]"'
        raise StudyError([Problem("formats", "docx needs a package that is not installed", fix)]) from None

    document = Document()
    _styled(document)
    document.core_properties.title = _plain(kit.study.title)[:255]
    document.core_properties.author = "gapsurvey"
    document.add_heading(_plain(kit.study.title), 0)
    for questionnaire in kit.questionnaires:
        _questionnaire(document, questionnaire)
        document.add_page_break()
    _fieldwork(document, kit)
    target = BytesIO()
    document.save(target)
    yield "questionnaire.docx", _dateless(target.getvalue())


def _styled(document: Any) -> None:
    """One typeface, dark text, and room for the eye, in place of the template's blue."""
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.4)
        section.top_margin = section.bottom_margin = Cm(2.2)
    for name, size in (
        ("Normal", 10.5),
        ("Title", 24),
        ("Heading 1", 17),
        ("Heading 2", 13),
        ("List Bullet", 10.5),
        ("List Number", 10.5),
    ):
        style = document.styles[name]
        style.font.name, style.font.size = "Calibri", Pt(size)
        style.font.color.rgb = RGBColor.from_string(_INK)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    document.styles["Normal"].paragraph_format.space_after = Pt(4)


def _questionnaire(document: Any, questionnaire: Questionnaire) -> None:
    document.add_heading(_plain(heading(questionnaire)), 1)
    for paragraph in questionnaire.welcome:
        document.add_paragraph(_plain(paragraph))
    for block in questionnaire.blocks:
        document.add_heading(_plain(block.title), 2)
        if block.text:
            document.add_paragraph(_plain(block.text)).paragraph_format.keep_with_next = True
        if block.shuffled:
            _aside(document, say("These questions come in random order."), more=True)
        for question in block.questions:
            _question(document, question)
    document.add_paragraph(_plain(questionnaire.thanks)).paragraph_format.space_before = _points(12)


def _question(document: Any, question: Question) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = _points(9)
    paragraph.paragraph_format.keep_with_next = True
    paragraph.add_run(f"{question.name}  ").bold = True
    paragraph.add_run(_plain(asked(question)))
    if question.table:
        each = sum(_WIDTHS) / len(question.table[0])
        for row in _table(document, question.table, [each] * len(question.table[0])):
            row.cells[0].paragraphs[0].paragraph_format.keep_with_next = True  # with the options below
    _aside(document, answered(question), more=bool(question.options))
    if question.kind == "grid":
        for row in _table(document, grid_table(question), _grid_widths(len(question.answers))):
            for cell in row.cells[1:]:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        return
    if question.kind == "one" and sum(len(option.text) for option in question.options) <= _ONE_LINE:
        line = document.add_paragraph("    ".join(f"○\xa0{_unbroken(_plain(option.text))}" for option in question.options))
        line.paragraph_format.left_indent = _points(18)
        return
    for at, option in enumerate(question.options, 1):
        line = document.add_paragraph(f"{_BOXES[question.kind]}  {_plain(option.text)}")
        line.paragraph_format.left_indent = _points(18)
        line.paragraph_format.space_after = _points(1)
        line.paragraph_format.keep_with_next = at < len(question.options)


def _unbroken(text: str) -> str:
    return text.replace(" ", "\xa0")


def _aside(document: Any, text: str, *, more: bool = False) -> None:
    """What is said to whoever sets the survey up, not to respondents. more: whether it belongs to what follows."""
    from docx.shared import RGBColor

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = _points(3)
    run = paragraph.add_run(_plain(text))
    run.italic, run.font.size, run.font.color.rgb = True, _points(_SMALL), RGBColor.from_string(_GREY)
    paragraph.paragraph_format.keep_with_next = more


def _fieldwork(document: Any, kit: Kit) -> None:
    document.add_heading(say("Interviews"), 1)
    _numbered(document, kit.guide)
    document.add_heading(say("Who is to answer"), 1)
    document.add_paragraph(_plain(kit.quotas.sentence))
    if kit.quotas.rows:
        for row in _table(document, quota_table(kit.quotas), _WIDTHS)[:1]:
            for cell in row.cells:
                cell.paragraphs[0].runs[0].bold = True
    document.add_heading(say("Setting it up"), 1)
    for steps in kit.steps:
        document.add_heading(_plain(steps.tool), 2)
        _numbered(document, steps.by_hand)


def _grid_widths(answers: int) -> tuple[float, ...]:
    """Of a grid's columns: a quarter of the page or more for the rows' texts, the rest shared alike."""
    each = min(sum(_WIDTHS) * 3 / 4 / answers, 62)
    return (sum(_WIDTHS) - each * answers, *[each] * answers)


def _table(document: Any, rows: Sequence[Sequence[str]], widths: Sequence[float]) -> Any:
    """A table with these texts and columns as wide as this, in points; its rows."""
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    table.autofit = False
    _narrow(table)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = _points(width)
    for at, (row, texts) in enumerate(zip(table.rows, rows, strict=True), 1):
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.width = _points(width)
            paragraph = cell.paragraphs[0]
            paragraph.add_run(_plain(text)).font.size = _points(_SMALL)
            paragraph.paragraph_format.space_after = _points(2)
            paragraph.paragraph_format.keep_with_next = at < len(rows)
    return list(table.rows)


def _narrow(table: Any) -> None:
    """Half the usual space beside each cell's text, for long German words."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    sides = "".join(f'<w:{side} w:w="60" w:type="dxa"/>' for side in ("left", "right"))
    table._tbl.tblPr.append(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{sides}</w:tblCellMar>"))


def _numbered(document: Any, texts: Sequence[str]) -> None:
    """Numbers written out: the template's own would run on from list to list."""
    for at, text in enumerate(texts, 1):
        paragraph = document.add_paragraph(f"{at}.\t{_plain(text)}")
        paragraph.paragraph_format.left_indent = _points(20)
        paragraph.paragraph_format.first_line_indent = _points(-20)
        paragraph.paragraph_format.tab_stops.add_tab_stop(_points(20))


def _points(size: float) -> Any:
    from docx.shared import Pt

    return Pt(size)


def _plain(text: str) -> str:
    return _NO_TEXT.sub("", text)


def _dateless(file: bytes) -> bytes:
    """The file with every part dated alike."""
    target = BytesIO()
    with ZipFile(BytesIO(file)) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name, _EPOCH), old.read(name), ZIP_DEFLATED)
    return target.getvalue()
