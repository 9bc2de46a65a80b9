"""The report as slides: the answer, the verdicts, and one message a slide, its chart native and editable."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from gapsurvey import phrasing
from gapsurvey.errors import Problem, StudyError
from gapsurvey.figures import COLOURS
from gapsurvey.language import say, spoken
from gapsurvey.outputs.native import Chart, charts, coloured, made_on, money_format
from gapsurvey.outputs.screen import Line, Screen, screen
from gapsurvey.report import Report

__all__ = ["render"]

WIDTH, HEIGHT, EDGE = 13.333, 7.5, 0.6  # inches: a wide slide, and its margin
MOST_ROWS = 8  # verdicts on one slide
MOST_LABELS = 24  # bars that carry their numbers
EPOCH = (1980, 1, 1, 0, 0, 0)  # the date of every part of the file: the clock is never read
_MADE = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_UNIT = re.compile(r"(?<=\d) (?=(?:pp|tn|bn|M|k)\b)")
_SPACE = re.compile(r"[^\S\u00a0\u202f]+")  # but what keeps a number and its unit on one line
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")  # what the format cannot hold


def render(report: Report) -> bytes:
    """`report.pptx`: the same bytes for equal reports. Raises StudyError where the extra `slides` is not installed."""
    try:
        from pptx import Presentation
        from pptx.util import Inches
    except ImportError:
        fix = 'Install it: pip install "gapsurvey[slides]"'
        raise StudyError([Problem("formats", "slides need a package that is not installed", fix)]) from None

    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    _themed(deck, report)
    _about(deck, report)
    _answer(deck, report)
    shown = screen(report)
    for first in range(0, len(shown.lines), MOST_ROWS):
        _verdicts(deck, report, shown, shown.lines[first : first + MOST_ROWS], more=first > 0)
    for chart in charts(report):
        _chart(deck, report, chart)
    _sources(deck, report)
    target = BytesIO()
    deck.save(target)
    return _dateless(target.getvalue())


def _dateless(file: bytes) -> bytes:
    """The file with every part, and every part of the workbooks within, dated alike: the libraries put the clock there."""
    target = BytesIO()
    with ZipFile(BytesIO(file)) as old, ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith(".xlsx"):
                data = _dateless(data)
            elif name == "docProps/core.xml" and b"xlsx" not in data:
                data = _MADE.sub(rb"\g<1>1980-01-01T00:00:00Z\g<2>", data)
            part = ZipInfo(name, EPOCH)
            part.compress_type, part.external_attr = ZIP_DEFLATED, 0o600 << 16
            new.writestr(part, data)
    return target.getvalue()


def _text(raw: str) -> str:
    """A survey's text as a slide can hold it, on one line; a number does not part from its unit."""
    return _UNIT.sub("\u00a0", _SPACE.sub(" ", _NO_TEXT.sub("", raw)).strip())


def _themed(deck: Any, report: Report) -> None:
    """The theme's accents are the audiences' colours, so that what is added by hand fits; its font is one that is everywhere."""
    theme = next(part for part in deck.part.package.iter_parts() if part.partname.startswith("/ppt/theme/"))
    shades = [*coloured(report.study).values(), *(COLOURS[name][0].lstrip("#").upper() for name in ("yes", "no", "maybe"))]
    blob = theme.blob
    for i, shade in enumerate(shades[:6], 1):
        blob = re.sub(rb"(<a:accent%d>\s*<a:srgbClr val=\")[0-9A-Fa-f]{6}" % i, rb"\g<1>" + shade.encode(), blob)
    theme._blob = re.sub(rb'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*', rb"\g<1>Arial", blob)


def _about(deck: Any, report: Report) -> None:
    """The file's own properties."""
    core = deck.core_properties
    core.title, core.subject, core.author = _text(report.study.title)[:255], _text(report.answer)[:255], "gapsurvey"
    core.last_modified_by, core.revision = "gapsurvey", 1
    core.created = core.modified = made_on(report)


def _slide(deck: Any, notes: Iterable[str]) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    slide.notes_slide.notes_text_frame.text = "\n".join(filter(None, map(_text, notes)))
    return slide


def _box(slide: Any, top: float, height: float, text: str, size: float, colour: str = "ink", *, bold: bool = False) -> None:
    """A text over the slide's width."""
    from pptx.enum.text import MSO_ANCHOR
    from pptx.util import Inches, Pt

    box = slide.shapes.add_textbox(Inches(EDGE), Inches(top), Inches(WIDTH - 2 * EDGE), Inches(height))
    frame = box.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = 0
    run = frame.paragraphs[0].add_run()
    run.text = _text(text)
    run.font.size, run.font.bold = Pt(size), bold
    run.font.color.rgb = _rgb(colour)


def _fitted(text: str, largest: float, room: int) -> float:
    """A size in points at which a text of this length stays within its box, which holds `room` characters at the largest."""
    return max(largest * min(1.0, math.sqrt(room / max(len(text), 1))), 12.0)


def _answer(deck: Any, report: Report) -> None:
    """The first slide: the question, and the sentence to repeat."""
    study = report.study
    about = next((v for v in report.verdicts if v.feature == study.about), None)
    slide = _slide(deck, (*(about.reasons if about else ()), *(about.assumptions if about else ()), *report.notes))
    _box(slide, 0.7, 0.5, study.title, 16, "soft", bold=True)
    if study.question:
        _box(slide, 1.15, 0.8, study.question, 20, "ink", bold=True)
    _box(slide, 2.1, 3.0, report.answer, _fitted(report.answer, 36, 170), "ink", bold=True)
    if report.instead:
        _box(slide, 5.15, 1.1, report.instead, _fitted(report.instead, 20, 230), "ink")
    if about and about.verdict != "no money verdict":
        verdict = say("Verdict: {verdict}", verdict=report.said(about))
        _box(slide, 6.3, 0.5, verdict, _fitted(report.said(about), 20, 90), "ink", bold=True)
    if report.provenance.date:
        _box(slide, 6.85, 0.4, phrasing.day(report.provenance.date), 12, "soft")


def _verdicts(deck: Any, report: Report, shown: Screen, lines: Sequence[Line], *, more: bool) -> None:
    """Some lines of the first screen as a table that can be edited."""
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Inches, Pt

    study = report.study
    paid, staked = shown.priced, shown.staked
    heads = [say("Feature"), phrasing.titled(study.label(study.customers)), shown.believed, say("Gap (95% interval)")]
    heads += [*([shown.paid] if paid else []), say("Verdict"), *([say("Value at stake")] if staked else [])]
    verdicts_at = heads.index(say("Verdict"))
    rows = [
        [shown.label(line), line.answer, line.belief, f"{line.gap} ({line.gap_interval})" if line.gap else "",
         *([phrasing.priced(line.pay, line.pay_price) if line.pay else ""] if paid else []), line.said,
         *([line.stake] if staked else [])]
        for line in lines
    ]  # fmt: skip
    sign = say(
        "Gap = belief − {people}’ answer; positive: believers overestimate. Intervals are 95%.",
        people=study.label(study.customers),
    )
    slide = _slide(deck, (sign, *(f"{v.label}: {' '.join(v.reasons)}" for v in report.verdicts)))
    _box(slide, 0.45, 0.7, say("The verdicts, continued") if more else say("The verdicts, feature by feature"), 24, bold=True)
    widths = [3.2, 1.5, 1.8, 2.6, *([1.6] if paid else []), 2.2, *([1.3] if staked else [])]
    scale = (WIDTH - 2 * EDGE) / sum(widths)
    shape = slide.shapes.add_table(
        len(rows) + 1, len(heads), Inches(EDGE), Inches(1.35), Inches(WIDTH - 2 * EDGE), Inches(0.5 * (len(rows) + 1))
    )
    table = shape.table
    table.horz_banding = False
    tints = {1: "customers", 2: "believers", **({4: "customers"} if paid else {})}
    for j, width in enumerate(widths):
        table.columns[j].width = Inches(width * scale)
    for i, texts in enumerate([heads, *rows]):
        for j, text in enumerate(texts):
            cell = table.cell(i, j)
            cell.text = _text(text) or phrasing.ABSENT
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            cell.fill.solid()
            cell.fill.fore_color.rgb = _rgb("surface" if i == 0 else "paper")
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.alignment = PP_ALIGN.LEFT if j in (0, verdicts_at) else PP_ALIGN.RIGHT
            for run in paragraph.runs:
                run.font.size, run.font.bold = Pt(13), i == 0 or j in (0, verdicts_at)
                run.font.color.rgb = _rgb("soft" if i == 0 else tints.get(j, "ink"))
    _box(slide, 6.95, 0.35, sign, 11, "soft")


def _rgb(name: str) -> Any:
    """A colour of the palette, on light paper."""
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(COLOURS[name][0].lstrip("#").upper())


def _chart(deck: Any, report: Report, chart: Chart) -> None:
    """One message, and the picture that shows it."""
    from pptx.chart.data import CategoryChartData
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
    from pptx.util import Inches, Pt

    slide = _slide(deck, (chart.message, chart.note, chart.measure.definition))
    _box(slide, 0.45, 0.95, chart.message, _fitted(chart.message, 24, 150), bold=True)
    _box(slide, 1.4, 0.4, chart.title, 14, "soft")
    data = CategoryChartData(number_format=_number_format(report, chart))
    data.categories = [_text(category) or phrasing.ABSENT for category in chart.categories]
    for series in chart.series:
        data.add_series(_text(series.name), series.values)
    kinds = {"bar": XL_CHART_TYPE.BAR_CLUSTERED, "column": XL_CHART_TYPE.COLUMN_CLUSTERED, "line": XL_CHART_TYPE.LINE_MARKERS}
    frame = slide.shapes.add_chart(kinds[chart.kind], Inches(EDGE), Inches(1.8), Inches(WIDTH - 2 * EDGE), Inches(4.95), data)
    drawn = frame.chart
    drawn.font.size = Pt(12)
    drawn.has_title = False
    drawn.has_legend = True
    drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    number, names = drawn.value_axis, drawn.category_axis
    number.tick_labels.number_format, number.tick_labels.number_format_is_linked = _number_format(report, chart), False
    number.major_gridlines.format.line.color.rgb = _rgb("line")
    number.format.line.fill.background()
    names.format.line.color.rgb = _rgb("soft")
    names.tick_labels.font.size = Pt(12)
    if chart.measure.unit == "share":
        number.minimum_scale, number.maximum_scale = 0, 1
    if chart.kind == "bar":
        names.reverse_order = True
        names.tick_label_position = XL_TICK_LABEL_POSITION.LOW  # beside the bars, also those below zero
    plot = drawn.plots[0]
    if chart.kind != "line":
        plot.gap_width, plot.overlap = 60, 0
        plot.has_data_labels = len(chart.series) * len(chart.categories) <= MOST_LABELS
        if plot.has_data_labels:
            plot.data_labels.number_format, plot.data_labels.number_format_is_linked = _number_format(report, chart), False
            plot.data_labels.font.size = Pt(11)
    for series, made in zip(chart.series, plot.series, strict=True):
        colour = RGBColor.from_string(series.colour)
        if chart.kind == "line":
            made.smooth = False
            made.format.line.color.rgb, made.format.line.width = colour, Pt(2.25)
            made.marker.format.fill.solid()
            made.marker.format.fill.fore_color.rgb = colour
            made.marker.format.line.fill.background()
        else:
            made.format.fill.solid()
            made.format.fill.fore_color.rgb = colour
    _box(slide, 6.9, 0.45, chart.base or chart.note, 11, "soft")


def _number_format(report: Report, chart: Chart) -> str:
    """Shares in percent, money in the study's currency, in millions where there are any."""
    if chart.measure.unit == "share":
        return "0%"
    if chart.measure.unit != "money":
        return "0.00"
    million = dict(spoken().writing.scales).get(1e6)
    large = any(abs(x) >= 1e6 for series in chart.series for x in series.values if x is not None)
    amount = money_format(f'0.0,,"{million}"' if large and million else "#,##0", report.study.currency)
    return f"{amount};−{amount};{money_format('0', report.study.currency)}"


def _sources(deck: Any, report: Report) -> None:
    """The last slide: who was asked, how many count, and how sure this is."""
    made = report.provenance
    files = [f"{s.label}: {s.file}, sha256 {s.sha256}" for s in made.sources]
    files += [say("What was shown: {file}, sha256 {sha256}", file=s.file, sha256=s.sha256) for s in made.beside]
    slide = _slide(deck, files)
    _box(slide, 0.45, 0.7, say("Who was asked, and how it was worked out"), 24, bold=True)
    top = 1.5
    for source in made.sources:
        aside = ", ".join(f"{phrasing.count(n)} {say(reason)}" for reason, n in source.set_aside.items()) or say("none")
        text = say(
            "{audience}: {records} records, {kept} kept (set aside: {reasons}).",
            audience=phrasing.titled(source.label), records=phrasing.count(source.records), kept=phrasing.count(source.kept),
            reasons=aside,
        )  # fmt: skip
        _box(slide, top, 0.5, text, 16)
        top += 0.6
    least = report.study.thresholds.min_cell
    for text in (
        say(
            "The same questions went to both sides; nobody is matched between them. Every figure carries a 95% interval in the "
            "workbook and the interactive report; a difference is called one only where its interval leaves no doubt."
        ),
        say("Believers were promised that nobody can be singled out: groups of fewer than {least} are not shown.", least=least),
    ):
        _box(slide, top, 0.8, text, 16)
        top += 0.95
