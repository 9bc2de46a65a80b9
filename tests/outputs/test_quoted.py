"""What people wrote, in every output: where it belongs, as text, beside the other audience's, and nowhere else."""

from __future__ import annotations

import html
import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

import gapsurvey
from gapsurvey.outputs import OUTPUTS
from gapsurvey.outputs.quoted import quoted
from gapsurvey.report import Report
from tests.outputs.sample_report import empty_report, sample_report
from tests.small import mirror, written, yes_no

HOSTILE = (
    "<script>alert(1)</script> and <img src=x onerror=alert(2)>",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "the file is \u202efdp.exe\u202c, \u2066right\u2069",
    "{{ 7*7 }} ${7*7} {% raw %}",
    "</style></details></section> is the end",
    "[click](javascript:alert(1)) | **bold** | # head",
    "fine \U0001f44d\U0001f3fd with \U0001f469\u200d\U0001f4bb",
    "a bell \x07 and an escape \x1b[31m red",
    "كل شيء على ما يرام في الليل",
    "word " * 2000,
    "x" * 10_000,
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = tmp_path_factory.mktemp("hostile")
    study = mirror(yes_no(), verbatims=[{"title": "Why?", "most": 50, "customers": "T", "employees": "T"}])
    people = {"W": ["yes", "no"] * 6, "T": HOSTILE}
    return gapsurvey.analyze(written(folder, study, customers=people, employees=people))


def test_hostile_texts_are_legible_and_short(hostile: Report) -> None:
    for words in hostile.verbatims:
        assert len(words.texts) == len(HOSTILE)
        assert max(map(len, words.texts)) <= 400
        assert not set("".join(words.texts)) & set("\u202e\u202c\u2066\u2069\x07\x1b")
        assert any(text.endswith("word…") for text in words.texts)
        assert "fine \U0001f44d\U0001f3fd with \U0001f469\u200d\U0001f4bb" in words.texts


def test_hostile_texts_are_inert_on_the_page(hostile: Report) -> None:
    page = OUTPUTS["html"].render(hostile).decode("utf-8")
    for text in hostile.verbatims[0].texts:
        assert f"<q>{html.escape(text, quote=False)}</q>" in page.replace("&#39;", "'").replace("&#34;", '"')
    assert "<script>alert" not in page
    assert "<img" not in page


def test_hostile_texts_are_texts_in_the_workbook(hostile: Report) -> None:
    book = openpyxl.load_workbook(BytesIO(OUTPUTS["xlsx"].render(hostile)))
    cells = [cell for row in book["Verbatims"].iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    shown = [cell.value for cell in cells if cell.column_letter == "D"]
    assert shown[1:] == [text for words in hostile.verbatims for text in words.texts]
    assert all(cell.alignment.wrap_text for cell in cells if cell.row > 3)


def test_json_gives_the_same_report_back(hostile: Report) -> None:
    again = Report.from_json(hostile.to_json())
    assert again == hostile
    assert all(output.render(again) == output.render(hostile) for output in OUTPUTS.values())
    assert json.loads(hostile.to_json())["verbatims"][0]["n"] == 12


@pytest.mark.parametrize("name", sorted({*OUTPUTS} - {"html", "json", "xlsx"}))
def test_no_other_output_quotes_anybody(name: str, sample: Report) -> None:
    assert sample.verbatims
    assert OUTPUTS[name].render(sample) == OUTPUTS[name].render(replace(sample, verbatims=()))


def test_audiences_stand_beside_each_other_customers_first() -> None:
    first, second = quoted(sample_report(("employees", "partners")))
    assert [(voice.label, voice.look) for voice in first.voices] == [
        ("Customers", "customers"), ("Employees", "believers"), ("Partners", "believers-2"),
    ]  # fmt: skip
    assert (first.feature, second.feature) == ("24×7 support", "")
    assert not second.voices[0].words.texts


def test_the_number_of_believers_who_wrote_is_not_told(sample: Report) -> None:
    page = OUTPUTS["html"].render(sample).decode("utf-8")
    (section,) = [part for part in page.split("<section ") if part.startswith('id="words"')]
    assert "26 people wrote something" in section
    assert section.count("wrote something") == 1
    assert "24 people" not in section


def test_a_report_without_quotes_says_nothing_of_them() -> None:
    assert b'id="words"' not in OUTPUTS["html"].render(empty_report())
    assert "Verbatims" not in openpyxl.load_workbook(BytesIO(OUTPUTS["xlsx"].render(empty_report()))).sheetnames


def test_the_sample_study_quotes_nobody_by_name(sample: Report) -> None:
    texts = " ".join(text for words in sample.verbatims for text in words.texts)
    for personal in ("7946", "900123", "invalid", "118-4402", "Adeyemi", "Lindqvist", "Okafor", "Legal"):
        assert personal not in texts
    assert {"[name]", "[e-mail]", "[number]"} <= {f"[{part.partition(']')[0]}]" for part in texts.split("[")[1:]}
    assert [len(words.texts) for words in sample.verbatims] == [12, 12]


def test_check_counts_and_warns_and_quotes_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from gapsurvey.cli import main

    assert main(["check", str(root / "surveys" / "support-hours")]) == 0
    said = capsys.readouterr().out
    assert "quoted of customers: 12 texts of 26 written: What would support around the clock change?" in said
    assert "quoted of employees: 12 texts: What would support around the clock change?" in said
    assert "may be recognised by what they write" in said
    assert "procurement" not in said
