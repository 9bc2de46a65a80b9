"""A rehearsal: the exports of simulated fieldwork, written with the study that reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from gapsurvey.atomic import write_all
from gapsurvey.errors import Problem, StudyError, listing, nearest, printable
from gapsurvey.simulation.dialects import DIALECTS, Dialect
from gapsurvey.simulation.exported import exported
from gapsurvey.simulation.fieldwork import answered, beside_of, reading
from gapsurvey.simulation.misread import misread
from gapsurvey.simulation.population import Crowd, crowds
from gapsurvey.simulation.truths import Truths, unfitting
from gapsurvey.study import Study

__all__ = ["dialect_named", "rehearsal", "sized", "written"]


def sized(study: Study, truths: Truths, customers: int | None, believers: int | None) -> dict[str, Crowd]:
    """The crowds of the study's audiences in these sizes, those of the truths where none is given.

    Raises StudyError with whatever of the truths does not fit the study.
    """
    problems = list(unfitting(truths, study))
    if problems:
        raise StudyError(problems)
    found = crowds(study, truths)
    asked = {name: customers if name == study.customers else believers for name in found}
    return {name: replace(crowd, size=asked[name] or crowd.size) for name, crowd in found.items()}


def rehearsal(study: Study, crowds: Mapping[str, Crowd], dialect: Dialect, seed: int) -> dict[str, bytes]:
    """Every file of a rehearsal by its name: an export per audience, designs beside them, and a study.toml that reads them.

    The questions are those of the study's questionnaire, where one can be written, else as the study names them. The same bytes
    for the same seed. Raises StudyError with every question that cannot be simulated, or not be written so, and with whatever
    would be read as anything but what was answered.
    """
    beside = beside_of(study)
    study, texts = _worded(study)
    problems: list[Problem] = []
    made, files, content = {}, {}, {}
    for name, crowd in crowds.items():
        try:
            made[name] = answered(study, crowd, crowd.size, seed, beside=beside, texts=texts.get(name, {}))
            files[name] = exported(made[name], dialect, seed)
        except StudyError as error:
            problems += error.problems
    if problems:
        raise StudyError(problems)
    for name, file in files.items():
        content[file.file] = file.content
        for path, (held, _) in made[name].files.items():
            if content.setdefault(Path(path).name, held) != held:
                found = f"two audiences would be shown different designs in {path}"
                raise StudyError([Problem("tasks.file", found, "Ask both as many tasks, or name a file for each of them.")])
    references = {name: file.references for name, file in files.items()}
    told = reading(study, made, references, {name: file.file for name, file in files.items()})
    problems = [problem for name, file in files.items() for problem in misread(study, told, made[name], file.export, dialect)]
    if problems:
        raise StudyError(problems)
    # Nobody shall take its report for a real one; a title has 2,000 letters at most.
    title = f"{printable(study.title, 1900)} (rehearsal with invented answers)"
    return {**content, "study.toml": told.model_copy(update={"title": title}).to_toml().encode()}


def _worded(study: Study) -> tuple[Study, dict[str, dict[str, str]]]:
    """The study as its questionnaires call its columns, and per audience their questions' texts by these names.

    Shapes that no questionnaire can ask, such as choice tasks, are simulated all the same: as the study itself names them.
    """
    from gapsurvey.questionnaire.design import designed

    try:
        design = designed(study)
    except StudyError:
        return study, {}
    numbered = {made.audience: {q.name: f"{q.name}. {q.text}" for q in made.questions} for made in design.questionnaires}
    return design.study, numbered  # as one types questions into a tool without short names, so that the study finds them


def dialect_named(name: str) -> Dialect:
    """The dialect of this name. Raises StudyError, with the nearest, where there is none."""
    if name in DIALECTS:
        return DIALECTS[name]
    close = nearest(name, list(DIALECTS))
    fix = f"Did you mean {listing(close)}?" if close else "Choose one of these."
    raise StudyError([Problem("--dialect", f'there is no dialect "{name}"', fix, listing(DIALECTS))])


def written(files: Mapping[str, bytes], folder: str | Path, *, force: bool = False) -> list[Path]:
    """Writes the files into a folder, all or none; their paths. Raises StudyError where one is there already, or it cannot be."""
    folder = Path(folder)
    there = [name for name in files if (folder / name).exists()]
    if there and not force:
        found = f"there is {listing(there)} already"
        raise StudyError([Problem(str(folder), found, "Choose another folder with -o, or overwrite with --force.")])
    paths = {folder / name: content for name, content in files.items()}
    write_all(paths)
    return list(paths)
