"""The files that were dropped, and the two sides that they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gapsurvey.errors import ExportError, Problem, StudyError
from gapsurvey.exports import read
from gapsurvey.model import Export
from gapsurvey.pairing.sides import Place, sides_of
from gapsurvey.study.parts import Role

__all__ = ["Upload", "by_name", "exports_in", "sides"]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody dropped. name: without a folder, and unlike that of any other file."""

    name: str
    content: bytes


def by_name(uploads: Sequence[Upload]) -> dict[str, bytes]:
    """The files' contents by name. Raises StudyError where two files are called alike."""
    found = {upload.name: upload.content for upload in uploads}
    if len(found) < len(uploads):
        fix = "Give one of them another name, so that the study can tell them apart."
        raise StudyError([Problem(uploads[0].name, "two files have this name", fix)])
    return found


def exports_in(uploads: Sequence[Upload]) -> list[Export]:
    """The files, read. Raises ExportError with the problems of all of them."""
    by_name(uploads)
    exports: list[Export] = []
    problems: list[Problem] = []
    for upload in uploads:
        try:
            exports.append(read(upload.name, content=upload.content))
        except ExportError as error:
            problems += error.problems
    if problems:
        raise ExportError(problems)
    return exports


def sides(uploads: Sequence[Upload], roles: Sequence[Role]) -> tuple[list[Export], list[Place]]:
    """Each audience's answers, and where a study finds them, customers' first: in files of their own, or in one together.

    roles: of whom the files after the first are. Raises ExportError with the problems of all files, or where one file does not
    tell two audiences apart.
    """
    return sides_of(exports_in(uploads), [upload.name for upload in uploads], roles[: len(uploads) - 1])
