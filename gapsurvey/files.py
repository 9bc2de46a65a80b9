"""The files that a study names: beside it on disk, or given as bytes by whoever keeps nothing on a disk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from gapsurvey.errors import ExportError, Problem, listing, nearest
from gapsurvey.exports import read
from gapsurvey.model import Export
from gapsurvey.study import Study

__all__ = ["Files", "export_named", "given"]

Files: TypeAlias = Mapping[str, bytes] | None  # by the name that the study uses; None: they stand beside the study


def export_named(study: Study, name: str, files: Files, *, tool: str | None = None, sheet: str | None = None) -> Export:
    """The export that a study calls by this name. Raises ExportError as `exports.read` does, and where it was not given."""
    content = None if files is None else given(name, files)
    return read(study.folder / name, tool=tool, sheet=sheet, content=content)


def given(name: str, files: Mapping[str, bytes]) -> bytes:
    """The content of one of the given files. Raises ExportError where it is not among them: no disk is looked at."""
    if name in files:
        return files[name]
    close = nearest(name, list(files))
    fix = f"Did you mean {listing(close)}?" if close else "Give it too, under this name."
    raise ExportError([Problem(name, "there is no such file among those that were given", fix, listing(files))])
