"""Files made to do harm: refused, with a reason, before they fill the memory or the day."""

from __future__ import annotations

import io
import resource
import sys
import time
import zipfile
from collections.abc import Iterator

import pytest

from gapsurvey.errors import ExportError
from gapsurvey.exports import read
from tests.exports import fuzz
from tests.exports.containers import as_old_workbook, as_opendocument, as_parquet, as_sav
from tests.exports.dialects import PLAIN, as_csv, as_workbook

SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
CELL = '<table:table-cell table:number-columns-repeated="{}" office:value-type="string"><text:p>x</text:p></table:table-cell>'
ROWS = '<table:table-row table:number-rows-repeated="1000000">{}</table:table-row>'
LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def workbook_of(xml: bytes, part: str = "xl/worksheets/sheet1.xml") -> bytes:
    """A workbook of which one part is this."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(as_workbook(("S", PLAIN)))) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, xml if name == part else old.read(name))
    return file.getvalue()


def many_parts() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(10_001):
            archive.writestr(f"xl/{number}" if number else "xl/workbook.xml", b"")
    return file.getvalue()


HOSTILE: dict[str, tuple[bytes, str]] = {  # what it is: (content, what is found)
    "a zip bomb": (workbook_of(SHEET % (b" " * 120_000_000)), "times its size"),
    "a cell of 100 MB": (workbook_of(SHEET % (b'<row r="1"><c t="str"><v>' + b"a" * 100_000_000 + b"</v></c></row>")), "times"),
    "billion laughs": (workbook_of(LAUGHS + SHEET % b""), "XML entities"),
    "laughs among the shared strings": (workbook_of(LAUGHS + b"<sst/>", "xl/styles.xml"), "XML entities"),
    "ten thousand parts": (many_parts(), "10,001 parts"),
    "a far cell in many rows": (
        workbook_of(SHEET % (b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 60_000))
                             + b'<row r="60000"><c r="BZZ60000"><v>1</v></c></row>')),
        "spans 60,000 rows and 2,054 columns",
    ),
    "a million repeated cells": (as_opendocument(PLAIN, beside=CELL.format(1_000_000)), "1,000,004 columns"),
    "a million repeated rows": (as_opendocument(PLAIN, below=ROWS.format(CELL.format(99))), "spans 1,000,003 rows"),
    "far cells in an old workbook": (as_old_workbook(PLAIN, far=[(65_535, 255)]), "spans 65,536 rows and 256 columns"),
    "sixty thousand columns in an old workbook": (as_old_workbook(PLAIN, far=[(3, 60_000)]), "60,001 columns"),
    "a million columns": (b",".join([b"a"] * 1_000_000) + b"\n1\n", "1,000,000 columns"),
    "twenty thousand columns of Parquet": (as_parquet({f"c{n}": [1] for n in range(20_000)}), "20,000 columns"),
    "an endless cell": (b'a,b\n"' + b"x" * 3_000_000, "longer than"),
    "NUL characters": (bytes(5000) + b"a,b\n1,2\n" * 3, "neither text nor a workbook"),
}  # fmt: skip


@pytest.fixture
def within_bounds() -> Iterator[None]:
    """At most five seconds, and a gigabyte more than there was."""
    unit = 1 if sys.platform == "darwin" else 1024
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    yield
    assert time.perf_counter() - begun < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit - before < 1e9


@pytest.mark.usefixtures("within_bounds")
@pytest.mark.parametrize("what", HOSTILE)
def test_it_is_refused(what: str) -> None:
    content, found = HOSTILE[what]
    with pytest.raises(ExportError) as caught:
        read("export", content=content)
    assert found in caught.value.problems[0].found
    assert caught.value.problems[0].fix


@pytest.mark.usefixtures("within_bounds")
def test_deep_headers_and_endless_names_are_read() -> None:
    deep = ["[" * 50_000, "(" * 50_000 + "]" * 50_000, ":" * 50_000, " - " * 20_000, "<b>" * 20_000]
    assert read("a.csv", content=as_csv([deep, ["1"] * 5])).records == 1
    assert read("a.csv", content=as_csv([["Time Started", "Date Submitted", "Status", *deep], ["1"] * 8])).records == 1
    assert read("a.sav", content=as_sav({"Q1": [1]}, column_labels=["[" * 250])).records == 1


def test_a_sparse_sheet_is_read() -> None:
    """A heading of 900 columns over responses that fill one in twenty: what a survey with many options looks like."""
    rows = [[f"Option {n}" for n in range(900)], *([""] * (n % 20) + ["x"] * 45 for n in range(400))]
    assert read("a.xlsx", content=as_workbook(("S", rows))).records == 400


def test_a_formula_is_masked_and_an_apostrophe_is_not() -> None:
    export = read("a.csv", content=as_csv([["a"], ["'=1+1"], ["'@x"], ["'tis"], ["=1+1"]]))
    assert export.columns[0].values == ("=1+1", "@x", "'tis")
    assert export.columns[0].codes.tolist() == [0, 1, 2, 0]


@pytest.mark.parametrize("number", range(0, 300))
def test_a_mutated_export_is_read_or_refused(number: int, capsys: pytest.CaptureFixture[str]) -> None:
    fuzz.batch(number, 1, fuzz.made_here())
    assert capsys.readouterr().out.rstrip().endswith(("'read'", "'refused'"))
