"""Large texts read by columns: what is read is what reading the whole file gives, whatever the text, or is left to that."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gapsurvey.errors import ExportError
from gapsurvey.exports import read
from gapsurvey.exports.container import is_delimited
from gapsurvey.exports.encode import HEAD
from gapsurvey.exports.large import is_large, read_large
from gapsurvey.model import Export
from tests.exports.dialects import SAMPLES, as_csv
from tests.exports.test_delimited import ANY_TEXT, tables

SIZES = (1, 7, 64, 4_000_000)
LOOKED = (0, 8_000_000)  # bytes beyond the first records: all that there is to see, or none
TIME = "2025-03-01 10:00:00"
CELLS = ("a", "b c", "", " ", '""', '"x,y"', '"x""y"', '"a\nb"', '"\r\n"', "'=1", "é", "7", "p@example.invalid", TIME)
ODDITIES = ("", '"', '""', ",", ",,", "\n", "\r", "\r\n", ",,\n", 'x"y', '"x"y', "\ufeff", "\0", "\u2028", ";", "=", "sep=;\n")


@st.composite
def almost(draw: st.DrawFn) -> str:
    """A heading and records of one length, and an oddity or two wherever they fell: early, or where the head is over."""
    width, end = draw(st.integers(1, 4)), draw(st.sampled_from(("\n", "\r\n", "\n\n")))
    heading = draw(st.sampled_from((["a", "b", "c", "d"], ["StartDate", "id", "", "a"])))[:width]
    head = [heading] + draw(st.sampled_from((0, 0, HEAD))) * [[TIME, *"xyz"][:width]]
    cells = st.lists(st.sampled_from(CELLS), min_size=width, max_size=width)
    early, late = (end.join(map(",".join, records)) for records in (head, draw(st.lists(cells, max_size=6))))
    late += draw(st.sampled_from(("", end)))
    for oddity in draw(st.lists(st.sampled_from(ODDITIES), max_size=2)):
        at = draw(st.integers(0, len(late)))
        late = late[:at] + oddity + late[at:]
    return early + end + late


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("large") / "a.csv"


def only(names: Collection[str]) -> Callable[[Export], Collection[str]]:
    """A study that needs these columns, as far as there are any."""
    return lambda export: {column.name for column in export.columns} & set(names)


def every(export: Export) -> Collection[str]:
    return {column.name for column in export.columns}


def none(export: Export) -> Collection[str]:
    return ()


def whole(file: Path, content: bytes) -> Export | None:
    try:
        return read(file, content=content)
    except ExportError:
        return None


def assert_same(
    large: Export, careful: Export | None, needed: Callable[[Export], Collection[str]], *, further: bool = False
) -> None:
    """The same export, of the columns that are needed. further: there are records that were not looked at."""
    assert careful is not None, "what is refused as a whole must not be read by columns"
    assert (large.tool, large.file, large.sha256) == (careful.tool, careful.file, careful.sha256)
    assert (large.latest, large.status.tolist()) == (careful.latest, careful.status.tolist())
    np.testing.assert_array_equal(large.seconds, careful.seconds)
    names = needed(careful)
    assert needed(large) == names
    ours, theirs = ({column.name: column for column in export.columns} for export in (large, careful))
    for name in names:
        assert ours[name].codes.tolist() == theirs[name].codes.tolist()
        assert ours[name].values == theirs[name].values
    unseen = set(careful.personal) - set(large.personal)  # personal only further down, in columns that are not read
    assert further or not unseen
    assert not any(ours[name].values for name in unseen)
    assert [name for name in careful.personal if name not in unseen] == list(large.personal)
    headings = [[(c.name, c.text, c.option, c.kind) for c in e.columns if c.name not in unseen] for e in (large, careful)]
    assert headings[0] == headings[1]
    assert [note for note in large.notes if note not in careful.notes] == []
    if not further or set(names) == set(theirs):
        assert large.notes == careful.notes
    else:
        assert [note for note in careful.notes if "repeats: " in note and note not in large.notes] == []


@given(rows=tables(ANY_TEXT), data=st.data(), size=st.sampled_from(SIZES), looked=st.sampled_from(LOOKED))
def test_a_table_as_csv_writes_it_is_read_by_columns(
    rows: list[list[str]], data: st.DataObject, size: int, looked: int, file: Path
) -> None:
    delimiter, end = data.draw(st.sampled_from(",;\t|")), data.draw(st.sampled_from(("\n", "\r\n")))
    encoding = data.draw(st.sampled_from(("utf-8", "utf-8-sig")))
    content = as_csv(rows, delimiter=delimiter, encoding=encoding, line_end=end)
    file.write_bytes(content)
    needed = only(data.draw(st.lists(st.sampled_from(rows[0]))))
    large = read_large(file, needed, size=size, looked=looked)
    if large is None:  # quotation marks within a cell that none enclose: csv writes no such, other delimiters may seem to
        pytest.fail("not read by columns")
    assert_same(large, whole(file, content), needed, further=not looked)


@given(text=almost(), everything=st.booleans(), size=st.sampled_from(SIZES), looked=st.sampled_from(LOOKED))
def test_almost_any_text_is_read_the_same_or_not_at_all(text: str, everything: bool, size: int, looked: int, file: Path) -> None:
    file.write_text(text, "utf-8", newline="")
    needed = every if everything else only({"a", "Column 2"})
    large = read_large(file, needed, size=size, looked=looked)
    if large is not None:
        assert_same(large, whole(file, text.encode()), needed, further=not looked)


@given(content=st.binary(max_size=40), size=st.sampled_from(SIZES))
def test_any_bytes_are_read_the_same_or_not_at_all(content: bytes, size: int, file: Path) -> None:
    content = b"a,b\n1,2\n" + content
    file.write_bytes(content)
    large = read_large(file, every, size=size)
    if large is not None:
        assert_same(large, whole(file, content), every)


def after_the_head(heading: str, usual: str, *late: str) -> bytes:
    """A text whose first records are all alike, and then these."""
    return "\n".join([heading, *[usual] * HEAD, *late]).encode()


LATE = {
    "a longer record": b"1,2,3\n",
    "a shorter record": b"1\n",
    "text behind a closing quotation mark": b'"1"x,2\n',
    "text before an opening one": b'1,2 "or" 3\n',
    "a quotation mark that never closes": b'1,"2\n3,4\n',
    "another encoding": b"1,\xe9\n",
    "half a letter": b"1,\xc3",
    "NUL": b"1,\0\n",
    "a very long record": b"1," + 999_999 * b"x" + b"\n",
    "a very long cell with newlines": b'1,"' + 600_000 * b"x\n" + b'"\n',
}


@pytest.mark.parametrize("oddity", LATE)
def test_what_is_odd_is_left_to_the_careful_reader(oddity: str, file: Path) -> None:
    file.write_bytes(after_the_head("a,b", "x,y", "1,2\n") + LATE[oddity] + b"5,6\n")
    assert read_large(file, every) is None


@pytest.mark.parametrize("size", SIZES)
def test_a_cell_that_begins_like_a_marked_file_keeps_its_mark(size: int, file: Path) -> None:
    content = after_the_head("a,b", "x,y", "1,2", "\ufeff1,2", "5,6")
    file.write_bytes(content)
    large = read_large(file, every, size=size)
    if large is not None:
        assert_same(large, whole(file, content), every)


@pytest.mark.parametrize("sample", [name for name, (_, content) in SAMPLES.items() if is_delimited(content[:4096])])
def test_every_tools_text_is_read_by_columns(sample: str, file: Path) -> None:
    tool, content = SAMPLES[sample]
    lines = content.removesuffix(b"\n").split(b"\n")
    content = b"\n".join([*lines, *(2 * HEAD * lines[-1:])])
    file.write_bytes(content)
    for needed in (none, every):
        large = read_large(file, needed)
        if "UTF-16" in sample:
            assert large is None
        else:
            assert large is not None
            assert large.tool == tool
            assert_same(large, whole(file, content), needed)


TIMED = "StartDate,EndDate,Duration (in seconds),Finished,ResponseId,Q1"
TURNS: dict[str, tuple[bytes, Sequence[str]]] = {  # what only later records show, and the columns that are needed
    "a nameless column is filled": (after_the_head("a,", "x,", "y,z"), ["Column 2"]),
    "addresses become rare": (after_the_head("a,b", "x,p@example.invalid", *(f"y,{i} of them" for i in range(99))), ["b"]),
    "addresses begin": (after_the_head("a,b", "x,", *(f"y,p{i}@example.invalid" for i in range(99))), ["b"]),
    "an option is a question": (after_the_head("#,Network ID,Phone", "1,n,Phone", "2,n,Fax"), ["Phone"]),
    "a needed column is blank": (after_the_head("a,b", "x,y", "x,", ",", "x,z"), ["b"]),
    "a heading's text is an answer": (after_the_head("a,b", "x,y", "x,z", "x,b"), ["b"]),
    "an hour is none": (after_the_head(TIMED, f"{TIME},{TIME},60,1,R_1,a", f"{TIME},2025-03-02 25:01:00,60,1,R_1,a"), ["Q1"]),
    "a year is none": (after_the_head(TIMED, f"{TIME},{TIME},60,1,R_1,a", ",0000-02-29 10:01:00,,1,,a"), ["Q1"]),
    "a day is none": (after_the_head(TIMED, f"{TIME},{TIME},60,1,R_1,a", ",2025-02-29 10:01:00,,1,,a"), ["Q1"]),
    "lines are blank": (after_the_head(TIMED, f"{TIME},{TIME},60,1,R_1,a", *(200 * [""]), f"{TIME},{TIME},9,1,R_2,b"), ["Q1"]),
    "a date has no time": (after_the_head(TIMED, f"{TIME},{TIME},60,1,R_1,a", ",2025-04-30,9,1,R_2,b"), ["Q1"]),
}


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("size", [64, 4_000_000])
@pytest.mark.parametrize("looked", LOOKED)
def test_what_only_later_records_show_counts_where_columns_are_read(turn: str, size: int, looked: int, file: Path) -> None:
    content, names = TURNS[turn]
    file.write_bytes(content)
    large = read_large(file, only(names), size=size, looked=looked)
    careful = whole(file, content)
    if turn == "an option is a question":
        assert large is None, "the layout is another one than the first records show"
    else:
        assert large is not None
        assert_same(large, careful, only(names), further=not looked)


POINTS = ("1", "2", "3", "4", "5", "6", "7", "8", "9")
WARNED: dict[str, tuple[Sequence[str], str]] = {  # what the records beyond the first hold, of columns that nobody needs
    "a scale has words": ((*POINTS, *["10 - Very likely"] * 5), '("10 - Very likely") in one scale'),
    "a scale has a word of few": ((*POINTS, "10 - Very likely"), "numbers and words in one scale"),
    "a range was eaten": (("1-9", *["Oct-49"] * 5, "50-99"), '"Oct-49" in "Q"'),
}


@pytest.mark.parametrize("warned", WARNED)
def test_a_column_that_nobody_needs_is_warned_of(warned: str, file: Path) -> None:
    cells, note = WARNED[warned]
    content = after_the_head("a,Q", "x,5", *(f"y,{cell}" for cell in cells))
    file.write_bytes(content)
    large = read_large(file, only("a"))
    assert large is not None
    assert_same(large, whole(file, content), only("a"))
    assert note in "".join(large.notes)
    assert [column.values for column in large.columns] == [("x", "y"), ()]


def test_a_column_that_is_warned_of_is_read_to_the_end(file: Path) -> None:
    head = [f"x,{cell}" for cell in (*POINTS, *["10 - Very likely"] * 4, "0 - Very unlikely")]
    content = "\n".join(["a,Q", *head, *["x,5"] * HEAD, "x,10 - Very likely", *["x,0 - Very unlikely"] * 3]).encode()
    file.write_bytes(content)
    large = read_large(file, only("a"), size=64, looked=0)
    assert large is not None
    assert_same(large, whole(file, content), only("a"), further=True)
    assert '("10 - Very likely") in one scale' in "".join(large.notes)


@given(
    people=st.integers(1, 900),
    records=st.integers(1, 900),
    blank=st.sampled_from(("", '""', " ")),
    size=st.sampled_from((64, 10**6)),
)
@example(people=400, records=800, blank="", size=64)
@example(people=401, records=800, blank="", size=64)
@settings(max_examples=30)
def test_ids_that_begin_to_repeat_anywhere_are_warned_of(people: int, records: int, blank: str, size: int, file: Path) -> None:
    ids = [f"R_{number % people}" for number in range(records)]
    content = "\n".join(["id,a", *(f"{each},x" for each in ids), *[f"{blank},y"] * 3]).encode()
    file.write_bytes(content)
    large = read_large(file, only("a"), size=size, looked=0)
    careful = whole(file, content)
    assert large is not None
    assert_same(large, careful, only("a"), further=True)
    assert ("every record counts as a person" in "".join(large.notes)) == (2 * min(people, records) <= records)


def test_names_go_out_of_what_is_quoted_wherever_they_stand(file: Path) -> None:
    content = after_the_head("a,b,Why?", "x,,because", "y,Zoltan.Kiss@example.invalid,Ask Zoltan please")
    file.write_bytes(content)
    large = read_large(file, only(["Why?"]), quoted=["Why?"])
    careful = read(file, content=content, quoted=["Why?"])
    assert large is not None
    assert large.columns[1].values == careful.columns[1].values == ("because", "Ask [name] please")
    assert large.personal == careful.personal == ("b",)
    assert large.named == careful.named
    assert "zoltan" in large.named


def test_columns_that_are_not_needed_are_known_by_name_only(file: Path) -> None:
    file.write_bytes(as_csv([["id", "Region", "Want it?", "Price"], *[[str(i), "EMEA", "Yes", "49"] for i in range(400)]]))
    large = read_large(file, only(["Price"]))
    assert large is not None
    assert {column.name: column.values for column in large.columns} == {"id": (), "Region": (), "Want it?": (), "Price": ("49",)}
    assert large.records == 400


def test_a_first_record_that_is_too_long_to_judge_by_is_left_to_the_careful_reader(file: Path) -> None:
    file.write_bytes(b"a,b\n" + 9 * (b"x," + 900_000 * b"y" + b"\n"))
    assert is_large(file)
    assert read_large(file, every) is None


@pytest.mark.parametrize("begins", [b"PK\x03\x04", b"%PDF", b"{", b"<html>", b"\xef\xbb\xbf<?xml", b"PAR1"])
def test_what_is_no_text_is_not_large(begins: bytes, file: Path) -> None:
    file.write_bytes(begins + 9_000_000 * b" ")
    assert not is_large(file)


def test_small_files_and_none_are_not_large(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_bytes(b"a,b\n1,2\n")
    assert not is_large(file)
    assert not is_large(file.parent)
    assert not is_large(file.with_name("other\0.csv"))
    file.write_bytes(b"a,b\n" + 2_500_000 * b"1,2\n")
    assert is_large(file)
    monkeypatch.setattr("gapsurvey.exports.large.find_spec", lambda _: None)
    assert not is_large(file), "without pyarrow the careful reader reads all"
