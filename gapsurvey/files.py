"""The files that a study names: beside it on disk, or given as bytes by whoever keeps nothing on a disk."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from importlib.util import find_spec
from typing import Any, NamedTuple, TypeAlias

from gapsurvey.errors import ExportError, GapsurveyError, Problem, StudyError, listing, nearest
from gapsurvey.exports import read
from gapsurvey.exports.known_names import without_names_of_all
from gapsurvey.exports.large import is_large, read_large
from gapsurvey.exports.warehouse import in_warehouse, read_warehouse
from gapsurvey.model import Export
from gapsurvey.named import columns_read
from gapsurvey.study import Audience, Study

__all__ = ["Files", "Progress", "beside_of", "export_named", "exports_of", "given", "silent"]

Files: TypeAlias = Mapping[str, bytes] | None  # by the name that the study uses; None: they stand beside the study
Progress: TypeAlias = Callable[[str], None]  # called with each step's name
_TOGETHER = 2  # large files that are read at the same time: more need more memory, and the time of the disk


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
    seen: dict[_Named, Export] = {}
    with ThreadPoolExecutor(_TOGETHER) as pool:
        large = _large(study, frames, quoted, pool) if files is None else {}
        for name, audience in study.audiences.items():
            if name in frames:
                from gapsurvey.exports.frame import from_frame  # needs a DataFrame library, which files do not

                exports[name] = from_frame(frames[name], name, partial(columns_read, study), quoted)
            elif audience.file is None:
                found, fix = "no file is named", 'Write file = "the export, beside the study".'
                problems.append(Problem(f"audiences.{name}.file", found, fix))
            else:
                named = _Named.by(audience)
                progress(f"Reading {audience.file}")
                try:
                    if named not in seen:
                        by_columns = large[named].result() if named in large else None
                        seen[named] = by_columns or _export(study, audience, files, quoted)
                    exports[name] = seen[named]
                except GapsurveyError as error:
                    problems += error.problems
    if problems:
        raise StudyError(problems)
    return without_names_of_all(exports, quoted)


class _Named(NamedTuple):
    """What an audience names: two that name the same share an export."""

    file: str | None
    tool: str | None
    sheet: str | None
    query: str | None

    @classmethod
    def by(cls, audience: Audience) -> _Named:
        """What this audience names."""
        return cls(audience.file, audience.tool, audience.sheet, audience.query)


def _large(
    study: Study, frames: Mapping[str, Any], quoted: Sequence[str], pool: ThreadPoolExecutor
) -> dict[_Named, Future[Export | None]]:
    """The large files among those that audiences name, which are being read; they speak the language that is spoken here."""
    found: dict[_Named, Future[Export | None]] = {}
    needed = partial(columns_read, study)
    for named in dict.fromkeys(_Named.by(audience) for name, audience in study.audiences.items() if name not in frames):
        path = study.folder / (named.file or "")
        if named.file and not named.sheet and not in_warehouse(named.file, study.folder, named.query) and is_large(path):
            found[named] = pool.submit(copy_context().run, partial(read_large, path, needed, tool=named.tool, quoted=quoted))
    return found


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
