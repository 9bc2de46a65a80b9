"""Large texts read by columns: what is read is what reading the whole file gives, whatever the text, or is left to that."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapsurvey.errors import ExportError
from gapsurvey.exports import read
from gapsurvey.exports.encode import HEAD
from gapsurvey.exports.large import is_large, read_large
from gapsurvey.model import Export
from tests.exports.dialects import SAMPLES, as_csv
from tests.exports.test_delimited import ANY_TEXT, tables

SIZES = (1, 7, 64, 4_000_000)
CELLS = ("a", "b c", "", " ", '""', '"x,y"', '"x""y"', '"a\nb"', '"\r\n"', "'=1", "é", "7", "p@example.invalid", "2025-03-01 10:00:00")
ODDITIES = ("", '"', '""', ",", ",,", "\n", "\r", "\r\n", ",,\n", 'x"y', '"x"y', "\ufeff", "\0", "\u2028", ";", "=", "sep=;\n", "é")


@st.composite
def almost(draw: st.DrawFn) -> str:
    """A heading and records of one length, and an oddity or two wherever they fell: early, or where the head is over."""
    width, end = draw(st.integers(1, 4)), draw(st.sampled_from(("\n", "\r\n", "\n\n")))
    heading = draw(st.sampled_from((["a", "b", "c", "d"], ["StartDate", "id", "", "a"])))[:width]
    head = [heading] + draw(st.sampled_from((0, HEAD, HEAD + 2))) * [["2025-03-01 10:00:00", *"xyz"][:width]]
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


def assert_same(large: Export, careful: Export | None, needed: Callable[[Export], Collection[str]]) -> None:
    """The same export, of the columns that are needed."""
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
    assert not any(ours[name].values for name in unseen)
    assert [name for name in careful.personal if name not in unseen] == list(large.personal)
    headings = [[(c.name, c.text, c.option, c.kind) for c in e.columns if c.name not in unseen] for e in (large, careful)]
    assert headings[0] == headings[1]
    assert [note for note in large.notes if note not in careful.notes] == []
    if set(names) == set(theirs):
        assert large.notes == careful.notes


@given(rows=tables(ANY_TEXT), data=st.data(), size=st.sampled_from(SIZES))
def test_a_table_as_csv_writes_it_is_read_by_columns(rows: list[list[str]], data: st.DataObject, size: int, file: Path) -> None:
    delimiter, end = data.draw(st.sampled_from(",;\t|")), data.draw(st.sampled_from(("\n", "\r\n")))
    encoding = data.draw(st.sampled_from(("utf-8", "utf-8-sig")))
    content = as_csv(rows, delimiter=delimiter, encoding=encoding, line_end=end)
    file.write_bytes(content)
    needed = only(data.draw(st.lists(st.sampled_from(rows[0]))))
    large = read_large(file, needed, size=size)
    if large is None:  # quotation marks within a cell that none enclose: csv writes no such, other delimiters may seem to
        pytest.fail("not read by columns")
    assert_same(large, whole(file, content), needed)


@given(text=almost(), everything=st.booleans(), size=st.sampled_from(SIZES))
def test_almost_any_text_is_read_the_same_or_not_at_all(text: str, everything: bool, size: int, file: Path) -> None:
    file.write_text(text, "utf-8", newline="")
    needed = every if everything else only({"a", "Column 2"})
    large = read_large(file, needed, size=size)
    if large is not None:
        assert_same(large, whole(file, text.encode()), needed)


@given(content=st.binary(max_size=40), size=st.sampled_from(SIZES))
def test_any_bytes_are_read_the_same_or_not_at_all(content: bytes, size: int, file: Path) -> None:
    content = b"a,b\n1,2\n" + content
    file.write_bytes(content)
    large = read_large(file, every, size=size)
    if large is not None:
        assert_same(large, whole(file, content), every)
