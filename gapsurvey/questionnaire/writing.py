"""From a study's file to everything that fieldwork takes, in a folder."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from gapsurvey.atomic import write_all
from gapsurvey.errors import Problem, StudyError, listing
from gapsurvey.language import speaking
from gapsurvey.questionnaire.design import designed
from gapsurvey.questionnaire.draft import drafted
from gapsurvey.questionnaire.formats import FORMATS
from gapsurvey.questionnaire.formats.markdown import fieldwork
from gapsurvey.questionnaire.interview import guide
from gapsurvey.questionnaire.kit import Kit
from gapsurvey.questionnaire.quotas import quotas
from gapsurvey.questionnaire.readback import study_toml
from gapsurvey.study import Study

__all__ = ["kit", "write_questionnaires"]


def kit(study: Study, customers: int = 400, employees: int = 100) -> Kit:
    """Everything that a study's fieldwork takes, in its language.

    customers, employees: how many are to answer, of each believers' audience. Raises StudyError with everything that no
    questionnaire could ask, and with wrong numbers.
    """
    problems: list[Problem] = []
    design = planned = None
    try:
        design = designed(study)
    except StudyError as error:
        problems += error.problems
    with speaking(study.lang):
        try:
            planned = quotas(study, customers, employees)
        except StudyError as error:
            problems += [replace(problem, where=f"--{problem.where}") for problem in error.problems]
        if design is None or planned is None:
            raise StudyError(problems)
        return Kit(design.study, design.questionnaires, guide(study), planned, design.files)


def write_questionnaires(
    study: str | Path,
    folder: str | Path,
    formats: Iterable[str],
    customers: int = 400,
    employees: int = 100,
    *,
    force: bool = False,
) -> list[Path]:
    """Write the questionnaires of a study's file, `fieldwork.md` and the `study.toml` that reads the answers; their paths.

    force: overwrite files, but never the study itself. Raises StudyError with every problem, and then writes nothing.
    """
    chosen = list(dict.fromkeys(formats))
    problems = [*_unknown(chosen)]
    made = None
    try:
        made = kit(drafted(study), customers, employees)
    except StudyError as error:
        problems += error.problems
    contents: dict[Path, bytes] = {}
    if made is not None:
        made = replace(made, study=_moved(made.study, Path(study), Path(folder)))
        try:
            rendered = [file for name in chosen if name in FORMATS for file in FORMATS[name].render(made).items()]
        except StudyError as error:
            problems += error.problems
        else:
            with speaking(made.study.lang):
                files = [*rendered, fieldwork(made), *made.designs.items(), ("study.toml", study_toml(made.study))]
            contents = {Path(folder) / name: content for name, content in files}
            problems += _taken([*contents], Path(study), force)
    if problems:
        raise StudyError(problems)
    write_all(contents)
    return [*contents]


def _unknown(formats: Sequence[str]) -> list[Problem]:
    unknown = [name for name in formats if name not in FORMATS]
    if formats and not unknown:
        return []
    found = f"there is no format {listing(unknown)}" if unknown else "no format is named"
    return [Problem("formats", found, "Choose from these.", listing(FORMATS))]


def _taken(paths: Sequence[Path], study: Path, force: bool) -> list[Problem]:
    """Files that stand in the way."""
    own = study / "study.toml" if study.is_dir() else study
    if any(path.exists() and path.samefile(own) for path in paths):
        return [
            Problem(str(own), "the study itself stands where the one that reads the answers would", "Choose another folder, -o.")
        ]
    fix = "Choose another folder with -o, or overwrite it with --force."
    return [] if force else [Problem(str(path), "the file exists", fix) for path in paths if os.path.lexists(path)]


def _moved(read: Study, study: Path, folder: Path) -> Study:
    """The study, its earlier wave named as it is seen from the new folder."""
    if not read.earlier:
        return read
    earlier = (study if study.is_dir() else study.parent) / read.earlier
    return read.model_copy(update={"earlier": Path(os.path.relpath(earlier.resolve(), folder.resolve())).as_posix()})
