"""Hostile texts through every text field of a study, into every output and the terminal: shown or left out, never acted on."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
import unicodedata
from html.parser import HTMLParser
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest
from pptx import Presentation
from pyarrow import parquet as pq

from gapsurvey.outputs import OUTPUTS
from gapsurvey.outputs.long import NUMBERS
from gapsurvey.report import Report
from tests.hostile_study import TEXTS, hostile_folder, report_of
from tests.outputs.opened import opened

OFFICE = shutil.which("soffice")
each_text = pytest.mark.parametrize("text", TEXTS)


def rendered(name: str, output: str) -> bytes:
    return OUTPUTS[output].render(report_of(name))


class Elements(HTMLParser):
    """A page's elements and what they carry."""

    def __init__(self, page: str) -> None:
        """Read the page."""
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@each_text
@pytest.mark.parametrize("output", ["html", "public"])
def test_a_page_has_the_elements_of_a_page_with_plain_texts(text: str, output: str) -> None:
    elements = Elements(rendered(text, output).decode()).found
    assert [tag for tag, _ in elements] == [tag for tag, _ in Elements(rendered("sum", output).decode()).found]
    for tag, attributes in elements:
        assert not [name for name in attributes if name.startswith("on") or name == "autofocus"], tag
        assert not (attributes.get("href") or "").startswith("javascript:")


@each_text
def test_the_results_hold_the_texts_as_they_are(text: str) -> None:
    report = report_of(text)
    assert Report.from_json(rendered(text, "json")) == report
    assert report.study.title == TEXTS[text][:1980].strip()


@each_text
def test_every_cell_of_the_workbook_is_a_text_or_a_number(text: str) -> None:
    book = openpyxl.load_workbook(BytesIO(rendered(text, "xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not [cell for cell in cells if cell.hyperlink]
    assert not book.defined_names
    if text not in ("terminal", "right to left", "long"):
        assert any(TEXTS[text].split("\n")[0].strip() in str(cell.value) for cell in cells)


@each_text
def test_the_slides_open_and_link_to_nothing(text: str) -> None:
    deck = Presentation(BytesIO(rendered(text, "pptx")))
    assert len(deck.slides) > 3
    parts = opened(rendered(text, "pptx")).decode("utf-8", "replace")
    assert 'TargetMode="External"' not in parts
    assert "hlinkClick" not in parts


@each_text
def test_the_summary_has_no_markup_but_its_own(text: str) -> None:
    summary = rendered(text, "md").decode()
    assert not re.search(r"(?<!\\)[<>]|(?<!\\)\]\(|(?<!\\)`", summary)
    assert not [c for c in summary if c != "\n" and unicodedata.category(c) in ("Cc", "Cs")]
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", summary)


@each_text
def test_no_cell_of_the_csv_is_a_formula(text: str) -> None:
    rows = list(csv.DictReader(StringIO(rendered(text, "csv").decode("utf-8-sig"), newline="")))
    assert len(rows) == sum(len(table.estimates) for table in report_of(text).tables)
    for row in rows:
        for name, cell in row.items():
            assert name in NUMBERS or not cell.lstrip().startswith(("=", "+", "-", "@")), (name, cell)
            assert name not in NUMBERS or cell == "" or float(cell) is not None


@each_text
def test_parquet_holds_the_texts_as_they_are(text: str) -> None:
    rows = pq.read_table(BytesIO(rendered(text, "parquet"))).to_pylist()
    labels = {feature.label for feature in report_of(text).study.features.values()}
    assert labels == {row["feature_label"] for row in rows if row["feature"]}


@pytest.mark.slow
@pytest.mark.parametrize("text", ["terminal", "long"])
def test_the_terminal_is_told_nothing_that_it_acts_on(text: str, tmp_path: Path) -> None:
    folder = hostile_folder(tmp_path / "study", TEXTS[text])
    formats = ",".join(OUTPUTS)
    for arguments in (["check", folder], ["report", folder, "-o", tmp_path / "out", "-f", formats], ["gate", folder]):
        command = [sys.executable, "-m", "gapsurvey", *map(str, arguments)]
        run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
        told = run.stdout + run.stderr
        assert "Traceback" not in told
        assert not [c for c in told if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs")]
        assert max(map(len, told.splitlines())) < 3000
    assert {path.name for path in (tmp_path / "out").iterdir()} == {output.file for output in OUTPUTS.values()}


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="needs LibreOffice (soffice)")
@pytest.mark.parametrize("output", ["xlsx", "pptx", "csv"])
def test_a_real_program_opens_it(output: str, tmp_path: Path) -> None:
    """LibreOffice shows what looks like a formula as the text that it is."""
    file = OUTPUTS[output].file
    (tmp_path / file).write_bytes(rendered("formula", output))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    target = {"xlsx": "html", "csv": "html", "pptx": "pdf"}[output]
    command = [str(OFFICE), profile, "--headless", "--convert-to", target, "--outdir", str(tmp_path), file]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", timeout=180, check=False)
    made = tmp_path / file.replace(output, target)
    assert run.returncode == 0, run.stderr
    if target == "html":
        page = made.read_text(encoding="utf-8", errors="replace")
        assert "=cmd|" in page
        assert not re.search("#NAME|#REF|Err:5", page)
