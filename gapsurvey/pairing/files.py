"""From the exports' files to a study's file."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from gapsurvey.atomic import write_all
from gapsurvey.errors import ExportError, Problem, StudyError
from gapsurvey.exports import read
from gapsurvey.model import Export
from gapsurvey.pairing.proposal import Proposal
from gapsurvey.pairing.sides import named_sides, proposals_of, sides_of
from gapsurvey.pairing.suggest import suggested
from gapsurvey.study.parts import Role

__all__ = ["suggest_study"]


def suggest_study(
    customers: str | Path, employees: str | Path | None, output: str | Path, *, partners: str | Path | None = None,
    force: bool = False,
) -> tuple[Path, dict[str, Proposal]]:  # fmt: skip
    """Write the suggested study of exports; its path, and the proposal that it follows of each side of believers, by its name.

    employees: None, or the same file again, where one file holds both audiences; partners: a file of theirs, where they have
    one; output: a file, or a folder to hold a study.toml; force: overwrite it. Raises ExportError or StudyError, and writes
    nothing, where a file cannot be read, nothing is in common, or the study cannot be written.
    """
    path = Path(output)
    path = path / "study.toml" if path.is_dir() else path
    if not force and os.path.lexists(path):
        raise StudyError([Problem(str(path), "the file exists", "Choose another name with -o, or overwrite it with --force.")])
    named: list[tuple[Path, Role]] = [(Path(customers), "customer")]
    believers: list[tuple[str | Path | None, Role]] = [(employees, "employee"), (partners, "partner")]
    named += [(Path(file), role) for file, role in believers if file is not None and not _same(Path(file), Path(customers))]
    exports, places = sides_of(
        _all_read([file for file, _ in named]), [_beside(file, path) for file, _ in named], [role for _, role in named[1:]]
    )
    proposals = proposals_of(exports, places)
    write_all({path: suggested(proposals, exports, places).text.encode()})
    return path, dict(zip(named_sides(places)[1:], proposals, strict=True))


def _same(one: Path, other: Path) -> bool:
    return one == other or (one.exists() and other.exists() and one.samefile(other))


def _all_read(paths: Sequence[Path]) -> list[Export]:
    """The exports; the problems of all files are raised together."""
    found, problems = [], list[Problem]()
    for path in paths:
        try:
            found.append(read(path))
        except ExportError as error:
            problems += error.problems
    if problems:
        raise ExportError(problems)
    return found


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
