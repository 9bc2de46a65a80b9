"""Bytes become sheets of texts: what the content is decides, never the file's name."""

from __future__ import annotations

from gapsurvey.errors import ExportError, Problem, listing
from gapsurvey.exports.archive import part_names
from gapsurvey.exports.delimited import delimited_sheet
from gapsurvey.exports.isolated import isolated_sheet
from gapsurvey.exports.layout import Sheet
from gapsurvey.exports.oldworkbook import old_workbook_sheets
from gapsurvey.exports.opendocument import opendocument_sheets
from gapsurvey.exports.workbook import workbook_sheets

__all__ = ["is_delimited", "sheets_of"]

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_AS_CSV = "Export the individual responses as CSV or as an Excel workbook (.xlsx)."
_SAVE_AS = "Open it and save it as an Excel workbook (.xlsx) or as CSV."
_PACKAGES = ((b"$FL2", "pyreadstat"), (b"$FL3", "pyreadstat"), (b"PAR1", "pyarrow"))  # how the content begins, what reads it
_FOREIGN = (  # how the content begins, what it then is, what to do
    (b"ARROW1", "an Arrow file", _AS_CSV),
    (b"%PDF", "a PDF report, not responses", _AS_CSV),
    (b"<stata_dta", "a Stata file", _AS_CSV),
    (b"RDX2\n", "an R data file", _AS_CSV),
    (b"RDX3\n", "an R data file", _AS_CSV),
    (b"SQLite format 3", "an SQLite database", _AS_CSV),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first."),
    (b"7z\xbc\xaf", "a 7-Zip archive", "Unpack it first."),
    (b"Rar!", "a RAR archive", "Unpack it first."),
    (b"\x89PNG", "a picture", _AS_CSV),
    (b"\xff\xd8\xff", "a picture", _AS_CSV),
    (b"{\\rtf", "a text document", _AS_CSV),
)
_MARKUP = (
    ((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta"), "a web page, whatever its name says", _SAVE_AS),
    ((b"<?xml",), "an XML file", _SAVE_AS),
)


def sheets_of(content: bytes, file: str) -> tuple[Sheet, ...]:
    """The sheets of a file's content: one of a delimited text or a data file, those of a spreadsheet.

    Raises ExportError, saying what the content is and what to export instead, where it is neither.
    """
    if not content.removeprefix(b"\xef\xbb\xbf").strip():
        raise ExportError([Problem(file, "it is empty", _AS_CSV)])
    if content.startswith(_ZIP):
        return _archive_sheets(content, file)
    if content.startswith(_OLE):
        return _ole_sheets(content, file)
    for begins, package in _PACKAGES:
        if content.startswith(begins):
            return (isolated_sheet(package, content, file),)
    if problem := _foreign(content[:4096], file):
        raise ExportError([problem])
    return (delimited_sheet(content, file),)


def is_delimited(begins: bytes) -> bool:
    """Whether `sheets_of` takes a file for delimited text. begins: its first 4,096 bytes, or all."""
    others = (*_ZIP, _OLE, *(sign for sign, _ in _PACKAGES))
    return bool(begins.strip()) and not begins.startswith(others) and _foreign(begins, "") is None


def _foreign(begins: bytes, file: str) -> Problem | None:
    """What is wrong with a file that begins so, where that is known not to be text."""
    start = begins.removeprefix(b"\xef\xbb\xbf").lstrip()
    for sign, kind, fix in _FOREIGN:
        if begins.startswith(sign):
            return Problem(file, f"it is {kind}", fix)
    for tags, kind, fix in _MARKUP:
        if start.lower().startswith(tags):
            return Problem(file, f"it is {kind}", fix)
    if begins[8:12] == b"DUCK":
        fix = f'Name a table in it, file = "{file}::table", in a study that is read from disk; or export the responses as CSV.'
        return Problem(file, "it is a DuckDB database", fix)
    if start.startswith((b"{", b"[{")):
        return Problem(file, "it is a JSON file", _AS_CSV)
    return None


def _archive_sheets(content: bytes, file: str) -> tuple[Sheet, ...]:
    """The sheets of a zip archive that is a workbook."""
    names = part_names(content, file)
    if "xl/workbook.xml" in names:
        return workbook_sheets(content, file)
    if "content.xml" in names:
        return opendocument_sheets(content, file)
    raise ExportError([_archive_problem(names, file)])


def _archive_problem(names: list[str], file: str) -> Problem:
    if "xl/workbook.bin" in names:
        return Problem(file, "it is a binary workbook (.xlsb)", _SAVE_AS)
    if any(name.endswith(".iwa") or name.endswith("Index.zip") for name in names):
        return Problem(file, "it is an Apple Numbers document", "In Numbers choose File > Export To > CSV or Excel.")
    if any(name.startswith(("word/", "ppt/")) for name in names):
        return Problem(file, "it is a document or a presentation, not responses", _AS_CSV)
    inside = [
        name for name in names if name.lower().endswith((".csv", ".tsv", ".txt", ".xlsx")) and not name.startswith("__MACOSX")
    ]
    fix = "Unpack it and name the file inside." if inside else _AS_CSV
    return Problem(file, "it is a zip archive", fix, listing(inside))


def _ole_sheets(content: bytes, file: str) -> tuple[Sheet, ...]:
    """The sheets of a file in Microsoft's old container, in which a password also wraps an .xlsx."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        fix = "Open it in Excel, remove the password (File > Info) and save it again."
        raise ExportError([Problem(file, "it is protected by a password", fix)])
    if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content:
        return old_workbook_sheets(content, file)
    raise ExportError([Problem(file, "it is an old Office document, not responses", _AS_CSV)])
