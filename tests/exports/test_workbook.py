"""Workbooks: cells as a person reads them, and nothing that fills the memory."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from gapsurvey.errors import ExportError
from gapsurvey.exports import read
from gapsurvey.exports.spreadsheet import Texts, cell_text
from gapsurvey.exports.workbook import workbook_sheets
from tests.exports.dialects import PLAIN, as_csv, as_workbook

CELLS = [
    (3, "3"), (3.0, "3"), (-2.5, "-2.5"), (0.1 + 0.2, "0.3"), (1e20, "1e+20"), (12687305205.0, "12687305205"),
    (True, "TRUE"), (False, "FALSE"), ("", ""), (None, ""), (float("nan"), ""), (float("inf"), "inf"),
    (" as written ", " as written "),
    (datetime(2019, 12, 13, 9, 50, 29, 878000), "2019-12-13 09:50:29"), (date(2019, 12, 13), "2019-12-13"),
    (time(9, 50), "09:50:00"), (timedelta(hours=30), "1 day, 6:00:00"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "text"), CELLS)
def test_cells_are_written_as_a_person_reads_them(cell: object, text: str) -> None:
    assert cell_text(cell) == text


def test_equal_cells_of_different_types_stay_apart() -> None:
    texts = Texts()
    assert list(texts.of([True, 1, 1.0, "1", False, 0])) == ["TRUE", "1", "1", "1", "FALSE", "0"]
    assert [list(texts.of(cells)) for cells in ([1.0, 0.0], [True, False], ["1", "0"])] == [
        ["1", "0"],
        ["TRUE", "FALSE"],
        ["1", "0"],
    ]


def test_a_workbook_and_its_csv_twin_are_the_same_export() -> None:
    rows: list[list[object]] = [
        ["id", "When?", "Sure?", "Score"],
        [1, datetime(2025, 1, 2, 3, 4, 5), True, 4.5],
        [2, date(2025, 1, 3), False, 5],
    ]
    texts = [
        ["id", "When?", "Sure?", "Score"],
        ["1", "2025-01-02 03:04:05", "TRUE", "4.5"],
        ["2", "2025-01-03", "FALSE", "5"],
    ]
    workbook, twin = read("a", content=as_workbook(("S", rows))), read("a", content=as_csv(texts))
    assert [(c.name, c.values, c.codes.tolist()) for c in workbook.columns] == [
        (c.name, c.values, c.codes.tolist()) for c in twin.columns
    ]


# An apostrophe before what would begin a formula is a mask, which reading takes off.
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=12).filter(
    lambda text: text.strip() and not text.startswith(("'=", "'+", "'-", "'@"))
)


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=5))
def test_any_table_of_texts_is_read_back(records: list[tuple[str, str]]) -> None:
    book = openpyxl.Workbook()
    for at, row in enumerate([("a", "b"), *records], 1):
        for column, text in enumerate(row, 1):
            cell = book.worksheets[0].cell(at, column)
            cell.value, cell.data_type = text, "s"  # a text, even where it begins like a formula
    file = io.BytesIO()
    book.save(file)
    (sheet,) = workbook_sheets(file.getvalue(), "a.xlsx")
    assert [tuple(row) for row in sheet.rows[1:]] == records


def test_dates_of_a_1904_workbook() -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    for row in (["When?", "b"], [datetime(2025, 1, 2, 3, 4, 5), "x"]):
        book.worksheets[0].append(row)
    file = io.BytesIO()
    book.save(file)
    assert read("a.xlsx", content=file.getvalue()).columns[0].values == ("2025-01-02 03:04:05",)


def test_a_table_may_begin_anywhere_and_blank_rows_are_no_records() -> None:
    rows = [[""], [""], ["", "", *PLAIN[0]], ["", "", *PLAIN[1]], [""], ["", "", *PLAIN[2]], ["", "", " "]]
    export = read("a.xlsx", content=as_workbook(("S", rows)))
    assert (export.records, [c.name for c in export.columns]) == (2, PLAIN[0])


def test_hidden_sheets_and_charts_are_not_read() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Shown"
    for row in PLAIN:
        book.worksheets[0].append(row)
    hidden = book.create_sheet("Hidden")
    for row in PLAIN * 5:
        hidden.append(row)
    hidden.sheet_state = "hidden"
    book.create_chartsheet("Chart")
    file = io.BytesIO()
    book.save(file)
    assert read("a.xlsx", content=file.getvalue()).notes == ()


def test_a_formula_without_a_stored_result_is_noted() -> None:
    export = read("a.xlsx", content=as_workbook(("S", [["a", "b"], ["x", "=1+1"]])))
    assert export.columns[1].values == ()
    assert "formulas have no stored result" in export.notes[0]


def with_sheet(xml: bytes) -> bytes:
    """A workbook whose first sheet is this."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(as_workbook(("S", PLAIN)))) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part, xml if part.filename == "xl/worksheets/sheet1.xml" else old.read(part))
    return file.getvalue()


SHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row><row r="2">%s</row></sheetData></worksheet>'
)


@pytest.mark.parametrize(
    "cell",
    [b'<c r="XFD1048576"><v>1</v></c>', b"<c r='XFD1048576'><v>1</v></c>", b'<c r = "XFD1048576"><v>1</v></c>',
     b'<c r="ZZ999999"><v>1</v></c>', b'<c r="XFD99998"><v>1</v></c>', b'<c r="xfd1048576"><v>1</v></c>',
      b'<c r="XFE2"><v>1</v></c>', b'<c r="ZZZZZ2"><v>1</v></c>'],
)  # fmt: skip
def test_one_far_cell_does_not_fill_the_memory(cell: bytes) -> None:
    with pytest.raises(ExportError, match="a sheet spans"):
        read("a.xlsx", content=with_sheet(SHEET % cell))


FAR = [b'<c r="A900000"/>', b"<c r='A900000'/>", b'<c r = "A900000"/>', b'<c r="XFE2"/>', b'<c r="AAAA2"/>', b'<c r="xfe2"/>',
       b'<c r="CZ40000"/>']  # fmt: skip
NEAR = [b'<c r="B2"/>', b'<c r="A29000"/>', b'<c r="CA2"/>', b"<c r='B29000'/>", b'<c r="ca2"/>', b'<c s="1" r="Z30000"/>']


@pytest.mark.parametrize(("cell", "far"), [*((cell, True) for cell in FAR), *((cell, False) for cell in NEAR)])
@pytest.mark.parametrize("drawn", [False, True])
def test_a_far_cell_is_found_in_the_middle_of_a_long_sheet(cell: bytes, far: bool, drawn: bool) -> None:
    row = b'<row r="%d"><c r="A%d"><v>1</v></c><c r="BZ%d"><v>2</v></c></row>'
    rows = [row % (at, at, at) for at in range(2, 20_002)]
    rows.insert(10_000, b"<row>" + cell + b"</row>")
    xml = SHEET.replace(b'<row r="2">%s</row>', b"".join(rows))
    if drawn:  # as Excel writes it
        xml = xml.replace(b"<sheetData>", b"<sheetViews/><sheetData>").replace(b"><", b' xmlns:r="http://a.b/relationships"><', 1)
    content = with_sheet(xml)
    if far:
        with pytest.raises(ExportError, match="a sheet spans"):
            workbook_sheets(content, "a.xlsx")
    else:
        (sheet,) = workbook_sheets(content, "a.xlsx")
        assert sheet.height == 20_001


@pytest.mark.parametrize("cell", [b'<c r="B150000"><v>1</v></c>', b'<c r="XFD2"><v>1</v></c>', b"<c r='B2'><v>1</v></c>"])
def test_long_and_wide_sheets_are_read(cell: bytes) -> None:
    (sheet,) = workbook_sheets(with_sheet(SHEET % cell), "a.xlsx")
    assert sheet.height == 2


def test_a_workbook_that_unpacks_to_gigabytes_is_refused_unread() -> None:
    content = bytearray(as_workbook(("S", PLAIN)))
    at = content.rindex(b"PK\x01\x02")  # the last entry of the archive's directory; 24 bytes on stands its unpacked size
    content[at + 24 : at + 28] = (2_100_000_000).to_bytes(4, "little")
    with pytest.raises(ExportError, match="more than 2 GB"):
        read("a.xlsx", content=bytes(content))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_reading_imports_no_dataframe_library(kind: str, tmp_path: object) -> None:
    path = f"{tmp_path}/export.{kind}"
    with open(path, "wb") as file:
        file.write(as_csv(PLAIN) if kind == "csv" else as_workbook(("S", PLAIN)))
    code = (
        "import sys; from gapsurvey.exports import read, EXPORTS; light = 'numpy' not in sys.modules; "
        f"read({path!r}); print(light, [m for m in ('pandas', 'polars', 'openpyxl', 'narwhals', 'scipy') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "True []\n"
