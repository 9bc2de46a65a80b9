"""Survey tools' exports: which tool wrote a file, and what it holds, made uniform."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from gapsurvey.errors import ExportError, Problem, listing, nearest, printable
from gapsurvey.exports.alchemer import ALCHEMER
from gapsurvey.exports.google_forms import GOOGLE_FORMS
from gapsurvey.exports.layout import ExportTool, Layout, Sheet
from gapsurvey.exports.limesurvey import LIMESURVEY
from gapsurvey.exports.microsoft_forms import MICROSOFT_FORMS
from gapsurvey.exports.plain import PLAIN
from gapsurvey.exports.qualtrics import QUALTRICS
from gapsurvey.exports.spss import SPSS
from gapsurvey.exports.surveymonkey import SURVEYMONKEY
from gapsurvey.exports.typeform import TYPEFORM
from gapsurvey.language import say
from gapsurvey.phrasing import in_quotes

if TYPE_CHECKING:
    from gapsurvey.model import Export

__all__ = ["EXPORTS", "MOST_BYTES", "ExportTool", "claimant", "read", "recognised"]

EXPORTS: Mapping[str, ExportTool] = MappingProxyType(
    {
        tool.name: tool
        for tool in (QUALTRICS, SPSS, SURVEYMONKEY, GOOGLE_FORMS, MICROSOFT_FORMS, LIMESURVEY, TYPEFORM, ALCHEMER, PLAIN)
    }
)
MOST_BYTES = 2_000_000_000


def read(
    path: str | Path,
    *,
    tool: str | None = None,
    sheet: str | None = None,
    content: bytes | None = None,
    quoted: Sequence[str] = (),
) -> Export:
    """The export in a file, recognised by its content.

    tool: the registry's name of the tool that wrote it, where recognition is not wanted; sheet: the workbook's sheet,
    found by its content if left out; content: the file's bytes, where it does not stand at `path`; quoted: columns, by name
    or question text, that a report will quote: the names that stand in the file's personal columns go out of their texts.
    Raises ExportError with every problem that could be found: no such file or sheet, a format that is not read, counts
    instead of responses, a heading without responses.
    """
    from gapsurvey.exports.assemble import Source, assemble

    path = Path(path)
    problems = list(_unknown_tool(tool))
    try:
        content = _content(path) if content is None else content
        sheets = _named(_sheets(content, path.name), sheet, path.name)
    except ExportError as error:
        raise ExportError([*problems, *error.problems]) from None
    if problems:
        raise ExportError(problems)
    by, found, layout = recognised(sheets, tool, path.name)
    others = in_quotes(s.name for s in sheets if s is not found)
    notes = [*found.notes, *layout.notes]
    if others:
        sheet = printable(found.name)
        notes.insert(0, say('The responses were read from the sheet "{sheet}", not from {others}.', sheet=sheet, others=others))
    source = Source(by.name, path.name, hashlib.sha256(content).hexdigest(), tuple(notes))
    return assemble(layout.headings, [column.since(layout.first) for column in found.columns], source, by.statuses, quoted)


def claimant(sheet: Sheet) -> ExportTool:
    """The tool that wrote a sheet; a plain table where no other tool recognises it."""
    return next(tool for tool in EXPORTS.values() if tool.identify(sheet))


def recognised(sheets: Sequence[Sheet], tool: str | None, file: str) -> tuple[ExportTool, Sheet, Layout]:
    """The tool that wrote these sheets, which of them holds the responses, and what is where in it; tool: as in `read`.

    Raises ExportError where no sheet holds responses, or none is the asked tool's.
    """
    by, found = _chosen(sheets, tool, file)
    layout = by.layout(found)
    if layout.first >= found.height:
        fix = f"Wait for responses, or export all. {by.how_to_export}"
        raise ExportError([Problem(file, "it has a heading but no responses", fix)])
    return by, found, layout


def _unknown_tool(tool: str | None) -> Iterator[Problem]:
    if tool is not None and tool not in EXPORTS:
        close = nearest(tool, list(EXPORTS))
        fix = f"Did you mean {listing(close)}?" if close else "Write one of these, or leave it out: the file's content tells."
        yield Problem("tool", f'there is no survey tool "{tool}"', fix, listing(EXPORTS))


def _content(path: Path) -> bytes:
    """A file's bytes. Raises ExportError where there is no such file, or one that no memory should hold."""
    try:
        if path.is_dir():
            raise ExportError(
                [Problem(str(path), "it is a folder", "Name the file in it.", listing(sorted(p.name for p in path.iterdir())))]
            )
        if path.stat().st_size > MOST_BYTES:
            raise ExportError([Problem(str(path), "it is larger than 2 GB", "Export fewer columns, or split the file.")])
        return path.read_bytes()
    except FileNotFoundError:
        beside = sorted(p.name for p in path.parent.iterdir() if p.is_file()) if path.parent.is_dir() else []
        close = nearest(path.name, beside)
        fix = f"Did you mean {listing(close)}?" if close else "Write its place as seen from the study's folder."
        raise ExportError([Problem(str(path), "there is no such file", fix)]) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or "its name is not one"
        raise ExportError([Problem(str(path), f"it cannot be read: {reason}", "Check its name and its permissions.")]) from None


def _sheets(content: bytes, file: str) -> tuple[Sheet, ...]:
    from gapsurvey.exports.container import sheets_of

    return sheets_of(content, file)


def _named(sheets: tuple[Sheet, ...], name: str | None, file: str) -> tuple[Sheet, ...]:
    """The sheet of this name, or all where none is asked for."""
    if name is None:
        return sheets
    found = tuple(sheet for sheet in sheets if sheet.name == name)
    if found:
        return found
    if [sheet.name for sheet in sheets] == [""]:
        raise ExportError([Problem(file, f'it is a text file and has no sheet "{name}"', "Leave the sheet out.")])
    names = [sheet.name for sheet in sheets]
    close = nearest(name, names)
    fix = f"Did you mean {listing(close)}?" if close else "Write one of these, or leave the sheet out."
    raise ExportError([Problem(file, f'it has no sheet "{name}"', fix, listing(names))])


def _chosen(sheets: Sequence[Sheet], tool: str | None, file: str) -> tuple[ExportTool, Sheet]:
    """The sheet with the responses, and its tool: a recognised sheet before a plain table, the fullest of them.

    Raises ExportError where no sheet holds responses, or none is the asked tool's.
    """
    from gapsurvey.exports.summary import aggregated

    found = [(EXPORTS[tool], s) for s in sheets if EXPORTS[tool].identify(s)] if tool else [(claimant(s), s) for s in sheets]
    if tool and not found:
        looks = listing(dict.fromkeys(claimant(s).label for s in sheets))
        wanted = EXPORTS[tool]
        fix = f"Leave the tool out, or export again: {wanted.how_to_export}"
        raise ExportError([Problem(file, f"it is not an export of {wanted.label}; it looks like {looks}", fix)])
    counts = {sheet.name: seen for by, sheet in found if by is PLAIN and (seen := aggregated(sheet))}
    usable = [(by, s) for by, s in found if s.name not in counts and (by is not PLAIN or not s.name or _is_table(s))]
    if usable:
        return usable[0] if len(usable) == 1 else max(usable, key=lambda pair: (pair[0] is not PLAIN, pair[1].filled))
    if counts:
        raise ExportError([_summary_problem(next(iter(counts.values())), file)])
    fix = "Export the individual responses: a heading, and one row per person."
    raise ExportError([Problem(file, "none of its sheets holds responses", fix, listing(s.name for s in sheets))])


def _is_table(sheet: Sheet) -> bool:
    """Whether a workbook's sheet is a table under a heading, not notes or a chart's corner."""
    from gapsurvey.exports.headings import options_in_second_row

    heading = sheet.row(0)
    filled = sum(1 for cell in heading if cell.strip())
    return sheet.height > 1 and (2 * filled > len(heading) or options_in_second_row(heading, sheet.row(1)))


def _summary_problem(seen: str, file: str) -> Problem:
    known = [SURVEYMONKEY] if "Answered" in seen else [tool for tool in EXPORTS.values() if tool not in (PLAIN, SPSS)]
    return Problem(file, f"it is a summary, not responses: it holds {seen}", " ".join(tool.how_to_export for tool in known))
