"""Simulated answers as a survey tool's export, and what a study calls each column of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from gapsurvey.errors import Problem, StudyError, listing
from gapsurvey.model import Column, Export
from gapsurvey.records import Records, Unfound
from gapsurvey.simulation.answers import Field, Ticks
from gapsurvey.simulation.dialects import Dialect, interviews
from gapsurvey.simulation.fieldwork import Answered
from gapsurvey.stats.resampling import stream

__all__ = ["Exported", "exported"]


@dataclass(frozen=True, slots=True, eq=False)
class Exported:
    """One audience's file: its name, its bytes, and per column of the answers how a study refers to it."""

    file: str
    content: bytes
    references: list[str]


def exported(made: Answered, dialect: Dialect, seed: int) -> Exported:
    """The answers as this tool writes them. References are found by reading the file, as the report will.

    Raises StudyError where a text of the study would not survive the tool.
    """
    from gapsurvey.exports import read

    problems = list(_unwritable(made, dialect))
    if problems:
        raise StudyError(problems)
    file = f"{made.audience}.{dialect.ending}"
    content = dialect.write(made.columns, interviews(made.seconds, stream(seed, "interviews", made.audience, "begun")))
    export = read(file, content=content)
    return Exported(file, content, _references(made, export, dialect))


def _unwritable(made: Answered, dialect: Dialect) -> Iterator[Problem]:
    """Options that hold the semicolon by which the tool parts the options of a cell; a comma in a known option is understood."""
    for column in made.columns:
        held = [option for option in getattr(column, "options", ()) if dialect.joins == ";" and ";" in option]
        if held:
            found = f'{dialect.label} parts the ticked options of a cell by "{dialect.joins}", and {listing(held)} has one'
            yield Problem("--dialect", found, "Choose another dialect, or reword the option.")


def _references(made: Answered, export: Export, dialect: Dialect) -> list[str]:
    """How a study refers to each column of the answers: by the names and texts that the reader finds."""
    own = [column for column in export.columns if column.kind != "metadata"]
    widths = [1 if isinstance(column, Field) or dialect.joins else len(column.options) for column in made.columns]
    if len(own) != sum(widths):
        found = f"of {sum(widths)} columns of answers {len(own)} are read as answers, the others as personal data or metadata"
        fix = "Reword the questions that ask for a name, an address, or whatever else looks like it."
        raise StudyError([Problem(export.file, found, fix, listing(export.personal))])
    records = Records(export, np.arange(export.records))
    references, at = [], 0
    for column, width in zip(made.columns, widths, strict=True):
        group = own[at : at + width]
        references.append(group[0].name if isinstance(column, Field) or width == 1 else _together(column, group, records))
        at += width
    return references


def _together(column: Ticks, group: list[Column], records: Records) -> str:
    """The one reference that stands for all columns of a question, and no others."""
    names = [c.name for c in group]
    for reference in (column.name, column.text, group[0].text):
        try:
            found = [c.name for c in records.find(reference, "")]
        except Unfound:
            continue
        if found == names:
            return reference
    raise StudyError([Problem(records.export.file, f'nothing stands for all options of "{column.text}"', "Reword the question.")])
