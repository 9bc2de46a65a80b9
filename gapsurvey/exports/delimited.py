"""Delimited text: which encoding it is in, which character delimits it, and its records."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from gapsurvey.errors import ExportError, Problem
from gapsurvey.exports.encode import HEAD, encoded_sheet
from gapsurvey.exports.layout import Sheet
from gapsurvey.language import Text, say

__all__ = ["LONGEST_CELL", "MOST_COLUMNS", "Dialect", "decoded", "delimited_sheet", "dialect_of", "head_sheet"]

MOST_COLUMNS = 16_384
LONGEST_CELL = 1_000_000
_MOST_LACKING = 50_000_000  # cells: a wide heading over many short records would fill the memory
_DELIMITERS = {",": Text("a comma"), ";": Text("a semicolon"), "\t": Text("a tab"), "|": Text("a bar")}
_BLOCK = 1_000_000  # characters
_SAMPLE = 200_000  # characters that are enough to see which delimiter gives records of one width
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig", ""), (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"), (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"))
_ANNOUNCED = re.compile(r"sep=([,;\t|])\r*\n?")  # how Excel is told the delimiter
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_WIDE = re.compile(r"[^\x00-\x7f]")
_COMMON = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüß")
_BETWEEN_WORDS = frozenset("“”–•")  # within a word they are ì, î, ñ and ï in the other encoding
_MARKS = frozenset("\xa0’‘“”„–—…•€£¥©®™°«»¿¡½²³·×")


def decoded(content: bytes) -> tuple[str, str]:
    """The text, and the name of its encoding, "" for UTF-8.

    A byte-order mark decides, then strict UTF-8, then the likelier of Windows-1252 and Mac Roman, which spreadsheets
    still write.
    """
    for bom, encoding, label in _BOMS:
        if content.startswith(bom):
            return content.decode(encoding, errors="replace"), label
    first, second = content[:2048:2].count(0), content[1:2048:2].count(0)  # the empty halves of two-byte characters
    if max(first, second) > max(4 * min(first, second), len(content[:2048]) // 64):
        return content.decode("utf-16-be" if first > second else "utf-16-le", errors="replace"), "UTF-16"
    try:
        return content.decode("utf-8"), ""
    except UnicodeDecodeError:
        pass
    windows, mac = content.decode("cp1252", errors="replace"), content.decode("mac_roman")
    return (windows, "Windows-1252") if _plausible(windows) >= _plausible(mac) else (mac, "Mac Roman")


def _plausible(text: str) -> float:
    """How much a text's non-ASCII characters look like Western European writing, summed over at most 20,000 of them."""
    score = 0.0
    for count, match in enumerate(_WIDE.finditer(text)):
        if count == 20_000:
            break
        at, char = match.start(), match[0]
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if char in _MARKS:
            within = before.islower() and after.islower()
            score += 1.5 if char == "’" and within else -0.5 if char in _BETWEEN_WORDS and within else 1
        elif char.islower():
            score += (1 if char in _COMMON else 0.25) if before.isalpha() or after.isalpha() else -0.5
        elif char.isupper():
            score += -1 if before.islower() else (0.5 if char.lower() in _COMMON else 0)
        else:
            score -= 1
    return score


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text is delimited. start: where its first record begins, in characters; notes: what was decided about it."""

    delimiter: str
    start: int
    notes: tuple[str, ...]


def delimited_sheet(content: bytes, file: str) -> Sheet:
    """The records of a delimited text file, blank ones left out, all as wide as the widest heading.

    Raises ExportError where it is not text, or where its records do not fit its header.
    """
    text, encoding = decoded(content)
    _refuse_what_is_no_text(text, file)
    notes = [say("The file is not in UTF-8; it was read as {encoding}.", encoding=encoding)] if encoding else []
    if "\x00" in text:
        text = text.replace("\x00", "")
        notes.append(say("NUL characters were removed."))
    dialect = dialect_of(text)
    notes += dialect.notes
    text = text[dialect.start :]
    try:
        return _sheet(text, dialect.delimiter, file, notes, strict=True)
    except csv.Error as error:
        if not _is_misquoted(error):
            raise ExportError([_unreadable(file, error)]) from None
    notes.append(say("Some quotation marks are not as CSV writes them; the cells were read as they stand."))
    try:
        return _sheet(text, dialect.delimiter, file, notes, strict=False)
    except csv.Error as error:
        raise ExportError([_unreadable(file, error)]) from None


def _refuse_what_is_no_text(text: str, file: str) -> None:
    start = text[:4096]
    if len(_CONTROL.findall(start)) > len(start) // 100 or start.count("\ufffd") > len(start) // 100:
        fix = "Export the individual responses as CSV or as an Excel workbook."
        raise ExportError([Problem(file, "it is neither text nor a workbook", fix)])


def dialect_of(text: str) -> Dialect:
    """The dialect of a text, of which the first 200,001 characters, or all, are enough."""
    announced = _ANNOUNCED.match(text)
    start = announced.end() if announced else 0
    delimiter = announced[1] if announced else _delimiter(text)
    told = say("The columns are delimited by {delimiter}.", delimiter=_DELIMITERS[delimiter])
    return Dialect(delimiter, start, () if delimiter == "," else (told,))


def head_sheet(text: str, dialect: Dialect, file: str, *, cut: bool) -> Sheet:
    """The sheet of a text's first records that are not blank, HEAD of them. cut: whether the text goes on.

    Raises ExportError as `delimited_sheet` does, also where the text is cut too soon, and csv.Error where it is misquoted.
    """
    _refuse_what_is_no_text(text, file)
    records = _records(text[dialect.start :], dialect.delimiter, strict=True)
    first = list(islice(records, HEAD + 1))  # the last of them shows that the one before it is whole
    if cut and len(first) <= HEAD:
        raise ExportError([Problem(file, "its records are very long", "Export fewer columns.")])
    return encoded_sheet("", _rectangular(iter(first[:HEAD]), file, []), [])


def _sheet(text: str, delimiter: str, file: str, notes: list[str], *, strict: bool) -> Sheet:
    """The records that are not blank.

    Raises csv.Error, if strict also where a quotation mark is never closed: what follows it would be lost in one cell.
    """
    return encoded_sheet("", _rectangular(_records(text, delimiter, strict=strict), file, notes), notes)


def _records(text: str, delimiter: str, *, strict: bool) -> Iterator[list[str]]:
    return (record for record in _reader(text, delimiter, strict=strict) if any(map(str.strip, record)))


def _reader(text: str, delimiter: str, *, strict: bool) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_CELL)
    return csv.reader(chain.from_iterable(map(_lines, _blocks(text))), delimiter=delimiter, strict=strict)


def _lines(text: str) -> Iterable[str]:
    """Its lines. Their ends are left to csv, which takes CR, LF and CR LF for a record’s end and keeps them inside quotes."""
    return io.StringIO(text, newline="")


def _blocks(text: str) -> Iterator[str]:
    """The text in pieces of whole lines: what turns one into lines takes four bytes a character."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + _BLOCK) + 1 or len(text)
        yield text[start:end]
        start = end


def _is_misquoted(error: csv.Error) -> bool:
    """Whether text follows a closing quotation mark, which can still be read as it stands."""
    return "expected after" in str(error)


def _delimiter(text: str) -> str:
    """The delimiter that gives records of the header's width without leaving quotation marks inside cells.

    Of several that do equally well, the one with more columns, the comma first.
    """
    sample, cut = text[:_SAMPLE], len(text) > _SAMPLE
    scores = {delimiter: _fit(sample, delimiter, cut) for delimiter in _DELIMITERS}
    return max(scores, key=lambda delimiter: scores[delimiter])


def _fit(sample: str, delimiter: str, cut: bool) -> tuple[float, int]:
    """How well a delimiter fits: the share of records as wide as the first, halved for bad quotation marks; and its width."""
    widths: list[int] = []
    factor = 1.0
    try:
        widths.extend(len(row) for row in _reader(sample, delimiter, strict=True) if row)
    except csv.Error as error:
        if _is_misquoted(error):
            widths, factor = [len(row) for row in _reader(sample, delimiter, strict=False) if row], 0.5
        elif not cut:  # the sample may end inside quotation marks, the text may not
            return 0, 0
    widths = widths[:-1] if cut and len(widths) > 1 else widths
    if not widths or widths[0] < 2:
        return 0, 0
    return factor * widths.count(widths[0]) / len(widths), widths[0]


def _unreadable(file: str, error: csv.Error) -> Problem:
    if "field limit" in str(error):
        fix = "Look for a quotation mark that is opened and never closed."
        return Problem(file, f"a cell is longer than {LONGEST_CELL:,} characters", fix)
    return Problem(file, f"its records cannot be told apart ({error})", "Export it again as CSV; do not edit it in between.")


def _rectangular(records: Iterator[list[str]], file: str, notes: list[str]) -> Iterator[list[str]]:
    """Records of one length. Short ones are filled up with blanks; one with more cells than the heading is refused."""
    start = list(islice(records, 3))
    width = max(map(len, start), default=0)
    if width > MOST_COLUMNS:
        raise ExportError([Problem(file, f"it has {width:,} columns", f"Export at most {MOST_COLUMNS:,} columns.")])
    short = lacking = 0
    for number, record in enumerate(chain(start, records), 1):
        if len(record) < width:
            short, lacking = short + 1, lacking + width - len(record)
            if lacking > _MOST_LACKING:
                fix = "Export the file again, unedited."
                raise ExportError([Problem(file, f"the first {short:,} records are shorter than the heading", fix)])
        elif any(map(str.strip, record[width:])):
            fix = "A cell with the delimiter inside must stand in quotation marks: export the file again, unedited."
            found = f"record {number}, the heading counted, has {len(record)} cells instead of {width}"
            raise ExportError([Problem(file, found, fix)])
        record[width:] = [""] * (width - len(record))
        yield record
    if short:
        notes.append(say("Records that are shorter than the heading: {n}; what they lack counts as blank.", n=short))
