"""What a survey tool's file is read as, held to what was answered: no text of a study may change an answer unseen."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gapsurvey.coding import code
from gapsurvey.errors import Problem, StudyError, listing
from gapsurvey.model import Codes, Export, Responses
from gapsurvey.simulation.dialects import Dialect
from gapsurvey.simulation.fieldwork import Answered, in_memory, reading
from gapsurvey.study import Study

__all__ = ["differing", "misread"]


def misread(study: Study, told: Study, made: Answered, export: Export, dialect: Dialect) -> Iterator[Problem]:
    """What one audience's file would be read as, and nobody answered.

    study: as it was asked; told: as it reads the export. Nothing where the study could not count these answers however they
    were written, as where too few people gave them: then its report says so.
    """
    name, fix = made.audience, "Choose another dialect, or reword what is asked."
    held, references = in_memory(made)
    beside = {file: design for file, (_, design) in made.files.items()}
    try:
        meant, _ = code(reading(study, {name: made}, {name: references}, {name: export.file}), name, held, beside, screened=False)
    except StudyError:
        return
    try:
        found, _ = code(told, name, export, beside, screened=False)
    except StudyError as error:
        for problem in error.problems:
            yield Problem("--dialect", f"what {dialect.label} writes could not be read: {problem.found}", fix)
        return
    wrong = differing(meant, found)
    if wrong:
        what = listing(dict.fromkeys(study.features[w].label if w in study.features else w for w in wrong))
        yield Problem("--dialect", f"{dialect.label} would change what {study.label(name)} answer about {what}", fix)


def differing(one: Responses, other: Responses) -> list[str]:
    """The features, the shapes' kinds where they are about several, and the segmentations on which two codings differ."""
    mine, theirs = dict(_parts(one)), dict(_parts(other))
    return [key[0] for key in {**mine, **theirs} if key not in mine or key not in theirs or not _equal(mine[key], theirs[key])]


def _parts(coded: Responses) -> Iterator[tuple[tuple[str, ...], tuple[object, Codes]]]:
    """Everything that is coded: what it is about, what its codes stand for, and the codes."""
    for answers in coded.answers:
        item = answers.item
        yield (item.feature, item.asks, item.kind), (answers.levels, answers.codes)
    for profile in coded.profiles:
        item = profile.item
        yield (item.feature or item.kind, item.asks, item.kind, *profile.fields), ((profile.levels, profile.names), profile.codes)
    for by in coded.segments:
        yield (by.name, "segments"), (by.cells, by.codes)


def _equal(one: tuple[object, Codes], other: tuple[object, Codes]) -> bool:
    return one[0] == other[0] and np.array_equal(one[1], other[1])
