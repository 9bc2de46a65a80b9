"""The files that a study names: beside it on disk, or given as bytes by whoever keeps nothing on a disk."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib.util import find_spec
from typing import Any, TypeAlias

from gapsurvey.errors import ExportError, GapsurveyError, Problem, StudyError, listing, nearest
from gapsurvey.exports import read
from gapsurvey.exports.known_names import without_names_of_all
from gapsurvey.exports.warehouse import in_warehouse, read_warehouse
from gapsurvey.model import Export
from gapsurvey.named import columns_read
from gapsurvey.study import Audience, Study

__all__ = ["Files", "Progress", "beside_of", "export_named", "exports_of", "given", "silent"]

Files: TypeAlias = Mapping[str, bytes] | None  # by the name that the study uses; None: they stand beside the study
Progress: TypeAlias = Callable[[str], None]  # called with each step's name


def silent(step: str) -> None:
    """Progress that nobody follows."""


def export_named(
    study: Study, name: str, files: Files, *, tool: str | None = None, sheet: str | None = None, quoted: Sequence[str] = ()
) -> Export:
    """The export that a study calls by this name. Raises ExportError as `exports.read` does, and where it was not given."""
    content = None if files is None else given(name, files)
    return read(study.folder / name, tool=tool, sheet=sheet, content=content, quoted=quoted)


def given(name: str, files: Mapping[str, bytes]) -> bytes:
    """The content of one of the given files. Raises ExportError where it is not among them: no disk is looked at."""
    if name in files:
        return files[name]
    close = nearest(name, list(files))
    fix = f"Did you mean {listing(close)}?" if close else "Give it too, under this name."
    raise ExportError([Problem(name, "there is no such file among those that were given", fix, listing(files))])


def exports_of(study: Study, frames: Mapping[str, Any], progress: Progress, files: Files = None) -> dict[str, Export]:
    """Every audience's export, read once though two audiences share a file; nobody's name in what is quoted.

    Raises all readers' problems together, and with them that of a package that the study asks for and that is not there.
    """
    problems: list[Problem] = [
        Problem(f"frames.{name}", "there is no such audience", "Name an audience of the study.", listing(study.audiences))
        for name in frames
        if name not in study.audiences
    ]
    if study.archetypes and find_spec("stepmix") is None:
        found = "kinds of customers are found with the package stepmix, which is not installed"
        problems.append(Problem("archetypes", found, 'Install it: pip install "gapsurvey[archetypes]". Or leave this key out.'))
    quoted = tuple(column for asked in study.verbatims for column in asked.sources.values())
    exports: dict[str, Export] = {}
    seen: dict[tuple[str | None, ...], Export] = {}
    for name, audience in study.audiences.items():
        if name in frames:
            from gapsurvey.exports.frame import from_frame  # needs a DataFrame library, which files do not

            exports[name] = from_frame(frames[name], name, partial(columns_read, study), quoted)
        elif audience.file is None:
            problems.append(Problem(f"audiences.{name}.file", "no file is named", 'Write file = "the export, beside the study".'))
        else:
            key = (audience.file, audience.tool, audience.sheet, audience.query)
            progress(f"Reading {audience.file}")
            try:
                if key not in seen:
                    seen[key] = _export(study, audience, files, quoted)
                exports[name] = seen[key]
            except GapsurveyError as error:
                problems += error.problems
    if problems:
        raise StudyError(problems)
    return without_names_of_all(exports, quoted)


def _export(study: Study, audience: Audience, files: Files, quoted: Sequence[str]) -> Export:
    """The export that an audience's file is, or names: a table of a database, a folder."""
    file = str(audience.file)
    if files is None and in_warehouse(file, study.folder, audience.query):
        return read_warehouse(file, study.folder, audience.query, partial(columns_read, study), quoted)
    if audience.query is not None:
        raise ExportError([Problem(file, "a query asks a database on disk, and files were given", "Give the answers as a file.")])
    return export_named(study, file, files, tool=audience.tool, sheet=audience.sheet, quoted=quoted)


def beside_of(study: Study, progress: Progress, files: Files = None) -> dict[str, Export]:
    """The files of what choice tasks and best–worst sets showed, by name."""
    asked = [study.asked(i, audience) for i, question in enumerate(study.questions) for audience in question.sources]
    found: dict[str, Export] = {}
    problems: list[Problem] = []
    for name in dict.fromkeys(a.tasks.file for a in asked if a.tasks.file is not None):
        progress(f"Reading {name}")
        try:
            found[name] = export_named(study, name, files, tool="plain")
        except GapsurveyError as error:
            problems += error.problems
    if problems:
        raise StudyError(problems)
    return found
