"""Delimited text: any table, written in any dialect of CSV, is read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapsurvey.errors import ExportError
from gapsurvey.exports import read
from gapsurvey.exports.delimited import decoded, delimited_sheet
from tests.exports.dialects import as_csv

DELIMITERS = ",;\t|"
LINE_ENDS = ("\n", "\r\n", "\r", "\r\r\n")
UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")
WORDS = {  # as they occur in surveys; the two old encodings can only be told apart in words
    "cp1252": ["café", "Größe", "señor", "don’t know", "“often”", "20 – 30", "€ 50", "très", "später", "Ångström"],
    "mac_roman": ["café", "Größe", "señor", "don’t know", "“often”", "20 – 30", "très\xa0bien", "später", "übel", "naïve"],
}
LABELS = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman", "utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}


@st.composite
def tables(draw: st.DrawFn, cell: st.SearchStrategy[str]) -> list[list[str]]:
    """A heading of plain words, then records; at least one cell of each record is filled."""
    width = draw(st.integers(2, 6))
    header = [f"Question {i}" for i in range(width)]
    record = st.lists(cell, min_size=width, max_size=width).filter(lambda cells: any(map(str.strip, cells)))
    return [header, *draw(st.lists(record, min_size=1, max_size=8))]


ANY_TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff") | st.sampled_from("\n\",;|\t'= "), max_size=30
)


def kept(cell: str) -> str:
    """What is read of a cell: nothing of a blank one, and no apostrophe that masks a formula."""
    cell = cell[1:] if cell.startswith(("'=", "'+", "'-", "'@")) else cell
    return cell if cell.strip() else ""


@given(tables(ANY_TEXT), st.sampled_from(DELIMITERS), st.sampled_from(UNICODE), st.sampled_from(LINE_ENDS))
def test_any_table_of_texts_is_read_back(rows: list[list[str]], delimiter: str, encoding: str, line_end: str) -> None:
    content = as_csv(rows, delimiter=delimiter, encoding=encoding, line_end=line_end)
    sheet = delimited_sheet(content, "sample.csv")
    assert [list(row) for row in sheet.rows] == [[kept(cell) for cell in row] for row in rows]


@pytest.mark.parametrize("encoding", WORDS)
@given(data=st.data(), delimiter=st.sampled_from(DELIMITERS), line_end=st.sampled_from(LINE_ENDS))
def test_old_encodings_are_told_apart(encoding: str, data: st.DataObject, delimiter: str, line_end: str) -> None:
    rows = data.draw(tables(st.sampled_from(WORDS[encoding])))
    sheet = delimited_sheet(as_csv(rows, delimiter=delimiter, encoding=encoding, line_end=line_end), "sample.csv")
    assert [list(row) for row in sheet.rows] == [[kept(cell) for cell in row] for row in rows]
    assert sheet.notes[0] == f"The file is not in UTF-8; it was read as {LABELS[encoding]}."


@pytest.mark.parametrize("encoding", UNICODE)
def test_the_encoding_is_named_unless_it_is_utf_8(encoding: str) -> None:
    text, label = decoded("Überall; é, 日本語".encode(encoding))
    assert text.removeprefix("\ufeff") == "Überall; é, 日本語"
    assert label == LABELS.get(encoding, "")


@pytest.mark.parametrize(
    ("char", "windows", "mac"),
    [("\xca", "Ê", "\xa0"), ("\xd5", "Õ", "’"), ("\x96", "–", "ñ")],
)
def test_bytes_that_mean_two_things_are_decided_by_what_stands_around(char: str, windows: str, mac: str) -> None:
    # Bytes 0xCA and 0xD5 are how Mac spreadsheets write a no-break space and an apostrophe, 0x96 how Windows writes a dash.
    assert bytes(char, "latin-1").decode("cp1252") == windows
    assert bytes(char, "latin-1").decode("mac_roman") == mac
    assert decoded(b"a\ndon\xd5t know,Central\xcaAmerica\n")[0].endswith("don’t know,Central\xa0America\n")
    assert decoded(b"a\n10 \x96 20,b\n")[0].endswith("10 – 20,b\n")


def test_the_delimiter_that_gives_records_of_one_width_is_taken() -> None:
    rows = [["Laptop;Tablet;", "1,5"], ["Desktop;", "2,5"]]
    for delimiter in DELIMITERS:
        sheet = delimited_sheet(as_csv([["Which?", "How much?"], *rows], delimiter=delimiter), "a.csv")
        assert [list(row) for row in sheet.rows[1:]] == rows
    assert delimited_sheet(b"a;b\n1,5;2,5\n", "a.csv").notes == ("The columns are delimited by a semicolon.",)


def test_excels_announcement_of_the_delimiter_is_obeyed() -> None:
    assert [list(row) for row in delimited_sheet(b"sep=|\r\na|b\r\n1|2\r\n", "a.csv").rows] == [["a", "b"], ["1", "2"]]


def test_one_column_is_a_table_too() -> None:
    export = read("a.csv", content=b'"Would you pay, say, 5?"\n"yes, I would"\nno\n')
    assert (export.columns[0].name, export.columns[0].values) == ("Would you pay, say, 5?", ("yes, I would", "no"))


def test_newlines_within_cells_stay() -> None:
    export = read("a.csv", content=b'"A question\nin two lines",b\r\n"x\r\ny",1\r\n')
    assert export.columns[0].name == "A question in two lines"
    assert export.columns[0].text == "A question\nin two lines"
    assert export.columns[0].values == ("x\r\ny",)


def test_short_records_are_filled_up_and_long_ones_refused() -> None:
    sheet = delimited_sheet(b"a,b,c\n1,2\n1,2,3\n1,2,3,,\n", "a.csv")
    assert [list(row) for row in sheet.rows] == [["a", "b", "c"], ["1", "2", ""], ["1", "2", "3"], ["1", "2", "3"]]
    assert sheet.notes == ("Records that are shorter than the heading: 1; what they lack counts as blank.",)
    with pytest.raises(ExportError, match="record 5, the heading counted, has 4 cells instead of 3"):
        delimited_sheet(b"a,b,c\n1,2,3\n1,2,3\n1,2,3\nyes, but,no,4,3\n".replace(b"but,", b"but "), "a.csv")


def test_careless_quotation_marks_are_read_as_they_stand() -> None:
    sheet = delimited_sheet(b'a,b\n"5" screen,1\n7" screen,2\n', "a.csv")
    assert [row[0] for row in sheet.rows[1:]] == ["5 screen", '7" screen']
    assert "quotation marks" in sheet.notes[0]


def test_a_quotation_mark_that_never_closes_is_refused() -> None:
    with pytest.raises(ExportError, match="cannot be told apart"):
        delimited_sheet(b'a,b\n1,2\n"never closed,3\n4,5\n', "a.csv")
    with pytest.raises(ExportError, match="longer than"):
        delimited_sheet(b'a,b\n"' + b"x,1\n" * 300_000, "a.csv")


def test_nul_characters_are_removed() -> None:
    export = read("a.csv", content=b"a,b\n" + b"yes,no\n" * 50 + b"yes\x00,no\n")
    assert export.columns[0].values == ("yes",)
    assert export.notes == ("NUL characters were removed.",)


def test_a_wide_heading_over_short_records_does_not_fill_the_memory() -> None:
    with pytest.raises(ExportError, match="the first 3,126 records are shorter"):
        delimited_sheet(b"a," * 16_000 + b"a\n" + b"x\n" * 4_000, "a.csv")


def test_too_many_columns_are_refused() -> None:
    with pytest.raises(ExportError, match="16,385 columns"):
        delimited_sheet(b"a," * 16_384 + b"a\n", "a.csv")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_records_that_lie_across_blocks_stay_whole(end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [["Id", "Text"], *([str(i), f"a{end}long, {i}"] for i in range(200))]
    text = end.join(f'{one},"{other}"' for one, other in rows)
    whole = delimited_sheet(text.encode(), "x.csv")
    monkeypatch.setattr("gapsurvey.exports.delimited._BLOCK", 7)
    cut = delimited_sheet(text.encode(), "x.csv")
    assert (cut.height, cut.rows) == (whole.height, whole.rows)
    assert [column.values for column in cut.columns] == [column.values for column in whole.columns]
    assert cut.columns[1].values[1:] == tuple(other for _, other in rows[1:])
