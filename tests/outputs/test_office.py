"""The workbook and the slides open in the programs they are for, hold the report's numbers, and nothing that runs."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation

from gapsurvey.errors import StudyError
from gapsurvey.glossary import MEASURES
from gapsurvey.outputs import slides, workbook
from gapsurvey.outputs.native import charts
from gapsurvey.outputs.workbook import sheet_name
from gapsurvey.outputs.workbook.desk import number_format
from gapsurvey.report import Report
from tests.outputs.sample_report import empty_report, hostile_report, sample_report

REPORTS = {"sample": sample_report(), "hostile": hostile_report(), "empty": empty_report()}
OFFICE = shutil.which("soffice")
each_report = pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)


def cells(report: Report) -> dict[str, list[tuple[object, ...]]]:
    book = openpyxl.load_workbook(BytesIO(workbook.render(report)))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def slide_texts(report: Report) -> list[str]:
    """Per slide its texts, spaces that hold a number and its unit together as any others."""
    deck = Presentation(BytesIO(slides.render(report)))
    return [
        "\n".join(
            shape.text_frame.text if shape.has_text_frame else " | ".join(c.text for r in shape.table.rows for c in r.cells)
            for shape in slide.shapes
            if shape.has_text_frame or shape.has_table
        ).replace("\u00a0", " ")
        for slide in deck.slides
    ]


# --- the workbook -----------------------------------------------------------------------------------------------------


def test_the_first_sheet_is_the_answer() -> None:
    name, rows = next(iter(cells(sample_report()).items()))
    texts = [str(cell) for row in rows for cell in row if cell is not None]
    assert name == "Answer"
    assert sample_report().answer in texts
    for verdict in sample_report().verdicts:
        assert any(verdict.label.lower() == text.lower() for text in texts)


def test_every_estimate_of_every_table_is_in_a_row_of_its_sheet() -> None:
    report = sample_report()
    sheets = [rows for rows in cells(report).values() if any("measure id" in row for row in rows)]
    assert len(sheets) == len(report.tables)
    for table, rows in zip(report.tables, sheets, strict=True):
        at = next(i for i, row in enumerate(rows) if "measure id" in row)
        place = {head: i for i, head in enumerate(rows[at])}
        body = rows[at + 1 :]
        assert [row[place["measure id"]] for row in body] == [e.measure for e in table.estimates]
        for row, e in zip(body, table.estimates, strict=True):
            shown = row[place["Value"]]
            scale = 100 if abs((e.value or 0) * 100 - (float(str(shown)) if shown is not None else 0)) < 1e-6 else 1
            assert (None if shown is None else float(str(shown))) == pytest.approx(None if e.value is None else e.value * scale)


def test_a_p_value_is_written_as_one_and_what_rounds_to_nothing_has_no_sign() -> None:
    for name in ("want_gap_p", "want_gap_p_equivalence_adjusted", "want_lead_p"):
        assert number_format(MEASURES[name], "USD") == '[<0.001]"<0.001";0.000'
    assert number_format(MEASURES["contribution_probability"], "USD") == "0%"
    assert number_format(MEASURES["want_gap"], "USD").endswith(';"0.0 pp"')


def test_a_printed_table_has_its_heads_on_every_page_and_no_columns_for_scripts() -> None:
    book = openpyxl.load_workbook(BytesIO(workbook.render(sample_report())))
    tables = [sheet for sheet in book if sheet.print_area]
    assert len(tables) == len(sample_report().tables)
    for sheet in tables:
        heads = {cell.column_letter: cell.value for cell in sheet[int(str(sheet.print_title_rows).split(":")[0].strip("$"))]}
        printed = str(sheet.print_area).split("$")[-2]
        assert heads[printed] not in ("feature id", "measure id")
        assert [heads[letter] for letter in heads if letter > printed and len(letter) == 1] == ["feature id", "measure id"]
        assert sheet.page_setup.orientation == "landscape"


@each_report
def test_no_cell_is_a_formula_or_a_link(report: Report) -> None:
    with ZipFile(BytesIO(workbook.render(report))) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            assert b"<f>" not in part or "charts/" in name, name
            assert b"hyperlink" not in part, name


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "{=1}", "https://x.example", "\t=1"])
def test_a_label_that_looks_like_a_formula_is_a_text(text: str) -> None:
    report = sample_report()
    verdicts = tuple(replace(verdict, label=text) for verdict in report.verdicts)
    data = workbook.render(replace(report, verdicts=verdicts, answer=text))
    for sheet in openpyxl.load_workbook(BytesIO(data)):
        assert all(cell.data_type != "f" and cell.hyperlink is None for row in sheet.iter_rows() for cell in row)


@given(st.lists(st.text(max_size=50), max_size=6))
def test_sheet_names_are_accepted_and_told_apart(titles: list[str]) -> None:
    names: list[str] = []
    for title in titles:
        names.append(sheet_name(title, names))
    assert len({name.lower() for name in names}) == len(names)
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not re.search(r"[\[\]:*?/\\\\]", name)
        assert name == name.strip("' ")
        assert name.lower() != "history"


# --- the slides -------------------------------------------------------------------------------------------------------


def test_the_first_slide_says_the_answer_and_each_chart_its_message() -> None:
    report = sample_report()
    texts = slide_texts(report)
    assert report.answer in texts[0]
    for chart in charts(report):
        assert any(chart.message in text for text in texts)


def test_every_verdict_is_on_a_slide() -> None:
    texts = "\n".join(slide_texts(sample_report())).lower()
    assert all(verdict.label.lower() in texts for verdict in sample_report().verdicts)


def test_charts_are_native_and_hold_their_numbers() -> None:
    deck = Presentation(BytesIO(slides.render(sample_report())))
    drawn = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    expected = charts(sample_report())
    assert len(drawn) == len(expected)
    for shown, chart in zip(drawn, expected, strict=True):
        for series, meant in zip(shown.plots[0].series, chart.series, strict=True):
            assert list(series.values) == pytest.approx(list(meant.values))


def test_every_slide_has_notes() -> None:
    deck = Presentation(BytesIO(slides.render(sample_report())))
    assert all(slide.has_notes_slide and slide.notes_slide.notes_text_frame.text for slide in deck.slides)


def test_without_the_package_the_command_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pptx", None)
    with pytest.raises(StudyError, match=r"gapsurvey\[slides\]"):
        slides.render(sample_report())


# --- both -------------------------------------------------------------------------------------------------------------


@each_report
@pytest.mark.parametrize("module", [workbook, slides], ids=["xlsx", "pptx"])
def test_no_part_holds_the_clock(report: Report, module: object) -> None:
    render = {workbook: workbook.render, slides: slides.render}[module]  # type: ignore[index]  # modules are hashable
    data = render(report)
    assert data == render(report)
    with ZipFile(BytesIO(data)) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="needs LibreOffice (soffice)")
@pytest.mark.parametrize("suffix", ["xlsx", "pptx"])
def test_a_real_program_opens_it(suffix: str, tmp_path: Path) -> None:
    """LibreOffice converts the hostile report's file to a page description, and runs nothing on the way."""
    render = {"xlsx": workbook.render, "pptx": slides.render}[suffix]
    (tmp_path / f"report.{suffix}").write_bytes(render(hostile_report()))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [str(OFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), f"report.{suffix}"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", timeout=180, check=False)
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
