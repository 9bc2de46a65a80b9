"""Everything that is not individual responses is refused, each time with what to do instead."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapsurvey.errors import ExportError, Problem
from gapsurvey.exports import EXPORTS, read
from tests.exports.containers import as_opendocument, as_sav
from tests.exports.dialects import PLAIN, SAMPLES, SPSS, SURVEYMONKEY, as_csv, as_workbook

OLE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600)


def archive(*names: str, content: bytes = b"") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        for name in names:
            parts.writestr(name, content)
    return file.getvalue()


def problem(content: bytes, **options: str) -> Problem:
    with pytest.raises(ExportError) as caught:
        read("export.csv", content=content, **options)
    (found,) = caught.value.problems
    return found


SURVEYMONKEY_SUMMARY = [
    ["Maintainers", "", ""],
    ["Q1. Name", "", ""], ["Answered", "97", ""], ["Skipped", "0", ""],
    ["Q2. Which?", "", ""], ["Answer Choices", "Response Percent", "Responses"], ["Phone", "3.09%", "3"],
]  # fmt: skip
CROSSTAB = [
    ["AMONG ADULTS", "", "Adults", "18 - 34"],
    ["How important is it?", "", "", ""], ["", "Very", "37%", "29%"], ["", "Not", "63%", "71%"],
    ["Would you pay?", "", "", ""], ["", "Yes", "60%", "70%"], ["", "No", "40%", "30%"],
]  # fmt: skip
COUNTS = [["Answer", "%", "Count"], ["Yes", "60%", "6"], ["No", "40%", "4"]]
QUESTION_SHEETS = [["Which do you want?", "", ""], ["Answer Choices", "Responses", ""], ["Phone", "60%", "6"],
                   ["", "Answered", "10"], ["", "Skipped", "0"]]  # fmt: skip

REFUSED: dict[str, tuple[bytes, str, str]] = {  # what it is: (content, what is found, part of what to do)
    "nothing": (b"", "empty", "CSV"),
    "blanks": (b"\xef\xbb\xbf \r\n\r\n", "empty", "CSV"),
    "a heading": (as_csv(PLAIN[:1]), "no responses", "Wait for responses"),
    "a Qualtrics heading": (as_csv([["StartDate", "EndDate", "ResponseId", "Q1"]] * 2), "no responses", "Data & Analysis"),
    "blank records": (b"a,b\n,\n , \n", "no responses", "Wait"),
    "noise": (bytes(range(256)) * 20, "neither text nor a workbook", "CSV"),
    "an encrypted workbook": (OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password", "remove the password"),
    "a damaged old workbook": (OLE + "Workbook".encode("utf-16-le"), ".xls", "save it as an Excel workbook"),
    "an old document": (OLE + "WordDocument".encode("utf-16-le"), "old Office document", "individual responses"),
    "a binary workbook": (archive("xl/workbook.bin"), ".xlsb", "save it"),
    "an encrypted OpenDocument sheet": (as_opendocument(PLAIN, manifest="<m:encryption-data/>"), "password", "remove its"),
    "a damaged OpenDocument sheet": (archive("content.xml", content=b"<office"), "damaged", "again"),
    "a Numbers document": (archive("Index/Document.iwa"), "Numbers", "File > Export To"),
    "a document": (archive("word/document.xml"), "document", "individual responses"),
    "a zip": (archive("responses.csv", content=b"a,b\n1,2\n"), "zip archive", "Unpack it"),
    "half a zip": (archive("a", content=b"1" * 99)[:60], "damaged", "again"),
    "half a workbook": (SAMPLES["plain, workbook"][1][:2000], "damaged", "again"),
    "a hollow workbook": (archive("xl/workbook.xml", content=b"<workbook/>"), "damaged", "save it again"),
    "half an SPSS file": (SPSS[: len(SPSS) // 2], "an SPSS file that is damaged", "again"),
    "SPSS without responses": (as_sav({"Q1": []}), "no responses", "Wait"),
    "half a Parquet file": (b"PAR1\x15\x04", "a Parquet file that is damaged", "again"),
    "PDF": (b"%PDF-1.7\n", "PDF", "CSV"),
    "gzip": (b"\x1f\x8b\x08\x00", "gzip", "Unpack"),
    "HTML": (b"\n<!DOCTYPE html><html><table><tr><td>1", "web page", "save it"),
    "a table in HTML": (b"<table><tr><td>1", "web page", "save it"),
    "XML": (b"<?xml version='1.0'?><Workbook/>", "XML", "save it"),
    "JSON": (b'{"responses": []}', "JSON", "CSV"),
    "a summary": (as_csv(SURVEYMONKEY_SUMMARY, encoding="utf-8-sig"), "summary, not responses", "All individual responses"),
    "a summary in sheets": (as_workbook(("Question 1", QUESTION_SHEETS)), "summary, not responses", "All individual responses"),
    "a crosstab": (as_csv(CROSSTAB), "summary, not responses", "Data & Analysis"),
    "counts": (as_csv(COUNTS), "summary, not responses", "Download responses"),
    "notes": (as_workbook(("Notes", [["Read me", "", ""], ["", "", "x"]]), ("More", [["y"]])), "none of its", "heading"),
}  # fmt: skip


@pytest.mark.parametrize("content", REFUSED)
def test_it_is_refused_with_what_to_do(content: str) -> None:
    data, found, fix = REFUSED[content]
    refusal = problem(data)
    assert found in refusal.found
    assert fix in refusal.fix
    assert refusal.where == "export.csv"


def test_a_zip_names_what_is_inside() -> None:
    assert problem(archive("a.csv", "__MACOSX/a.csv", "b.pdf")).exists == '"a.csv"'


def test_a_heading_that_begins_like_a_zip_is_text() -> None:
    assert read("a.csv", content=b"PK,Want it?\n1,Yes\n").records == 1


def test_answers_in_percent_are_not_a_summary() -> None:
    rows = [["What share wants it?", "What share would pay?"], ["60%", "20%"], ["50%", ""], ["", "10%"]]
    assert read("a.csv", content=as_csv(rows)).records == 3


def test_a_summary_beside_the_responses_is_passed_over() -> None:
    content = as_workbook(("Summary", COUNTS), ("Responses", SURVEYMONKEY), ("Notes", [["Read me"]]))
    export = read("a.xlsx", content=content)
    assert (export.tool, export.records) == ("surveymonkey", 2)
    assert export.notes == ('The responses were read from the sheet "Responses", not from "Summary", "Notes".',)


def test_the_fullest_sheet_is_taken_and_another_may_be_named() -> None:
    content = as_workbook(("Notes", [["who", "what"], ["me", "cleaned"]]), ("Data", PLAIN))
    assert read("a.xlsx", content=content).records == 2
    named = read("a.xlsx", sheet="Notes", content=content)
    assert (named.records, named.notes) == (1, ())


def test_an_unknown_sheet_lists_the_sheets() -> None:
    content = as_workbook(("Data", PLAIN), ("Notes", PLAIN))
    missing = problem(content, sheet="Dat")
    assert missing.exists == '"Data", "Notes"'
    assert '"Data"' in missing.fix
    assert "text file" in problem(as_csv(PLAIN), sheet="Data").found


def test_an_unknown_tool_lists_the_tools() -> None:
    unknown = problem(as_csv(PLAIN), tool="qualtrix")
    assert '"qualtrics"' in unknown.fix
    assert all(f'"{name}"' in unknown.exists for name in EXPORTS)


def test_the_wrong_tool_is_refused_with_the_likely_one() -> None:
    wrong = problem(SAMPLES["google_forms"][1], tool="qualtrics")
    assert "not an export of Qualtrics" in wrong.found
    assert "Google Forms" in wrong.found


def test_all_problems_of_a_file_come_together(tmp_path: Path) -> None:
    with pytest.raises(ExportError) as caught:
        read(tmp_path / "none.csv", tool="excel")
    assert [p.where for p in caught.value.problems] == ["tool", str(tmp_path / "none.csv")]
    with pytest.raises(ExportError) as caught:
        read("a.csv", tool="excel", sheet="x", content=as_csv(PLAIN))
    assert [p.where for p in caught.value.problems] == ["tool", "a.csv"]


def test_a_missing_file_a_folder_and_an_impossible_name(tmp_path: Path) -> None:
    (tmp_path / "customers.csv").write_bytes(as_csv(PLAIN))
    with pytest.raises(ExportError, match=r"no such file.*customers\.csv"):
        read(tmp_path / "customer.csv")
    with pytest.raises(ExportError, match=r"is a folder.*customers\.csv"):
        read(tmp_path)
    with pytest.raises(ExportError, match="cannot be read"):
        read("a\0b.csv")
    assert read(tmp_path / "customers.csv").file == "customers.csv"


def responses_or_problems(content: bytes) -> int:
    """How many responses or problems there are in it; anything but an ExportError passes through."""
    try:
        return read("any", content=content).records
    except ExportError as error:
        return len(error.problems)


@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_a_damaged_export_is_read_or_refused_but_never_crashes(sample: str, data: st.DataObject) -> None:
    content = bytearray(SAMPLES[sample][1])
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.just(len(content)) | st.integers(0, len(content)))
    assert responses_or_problems(bytes(content[:end])) > 0


@given(st.binary(max_size=2000))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    assert responses_or_problems(content) > 0
