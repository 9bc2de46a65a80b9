"""From two exports' files to a study's file."""

from __future__ import annotations

import os
from pathlib import Path

from gapsurvey.atomic import write_all
from gapsurvey.errors import ExportError, Problem, StudyError
from gapsurvey.exports import read
from gapsurvey.model import Export
from gapsurvey.pairing.parts import sides_of
from gapsurvey.pairing.proposal import Proposal
from gapsurvey.pairing.propose import propose
from gapsurvey.pairing.suggest import suggested
from gapsurvey.pairing.together import opposed

__all__ = ["suggest_study"]


def suggest_study(
    customers: str | Path, employees: str | Path | None, output: str | Path, *, force: bool = False
) -> tuple[Path, Proposal]:
    """Write the suggested study of two exports; its path, and the proposal it follows.

    employees: None, or the same file again, where one file holds both audiences; output: a file, or a folder to hold a
    study.toml; force: overwrite it. Raises ExportError or StudyError, and writes nothing, where a file cannot be read,
    nothing is in common, or the study cannot be written.
    """
    path = Path(output)
    path = path / "study.toml" if path.is_dir() else path
    if not force and os.path.lexists(path):
        raise StudyError([Problem(str(path), "the file exists", "Choose another name with -o, or overwrite it with --force.")])
    mine = Path(customers)
    theirs = Path(employees) if employees is not None else mine
    if mine == theirs or (mine.exists() and theirs.exists() and mine.samefile(theirs)):
        exports, places = sides_of([read(mine)], [_beside(mine, path)])
    else:
        exports, places = sides_of(_both(mine, theirs), [_beside(mine, path), _beside(theirs, path)])
    proposal = propose(*opposed(exports))
    write_all({path: suggested(proposal, exports, places).text.encode()})
    return path, proposal


def _both(mine: Path, theirs: Path) -> tuple[Export, Export]:
    """Both exports; the problems of both files are raised together."""
    found, problems = [], list[Problem]()
    for path in (mine, theirs):
        try:
            found.append(read(path))
        except ExportError as error:
            problems += error.problems
    if problems:
        raise ExportError(problems)
    return found[0], found[1]


def _beside(file: Path, study: Path) -> str:
    """A file as seen from the study's folder."""
    try:
        name = Path(os.path.relpath(file.resolve(), study.parent.resolve())).as_posix()
    except ValueError:  # on another drive
        name = file.resolve().as_posix()
    try:
        name.encode()
    except UnicodeEncodeError:
        raise ExportError([Problem(str(file), "its name is not a text", "Give it another name.")]) from None
    return name
