"""Simulated answers as a survey tool's export, and what a study calls each column of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from gapsurvey.errors import Problem, StudyError, listing
from gapsurvey.model import Export
from gapsurvey.records import Records, Unfound
from gapsurvey.simulation.answers import Field, Ticks
from gapsurvey.simulation.dialects import Dialect, interviews
from gapsurvey.simulation.fieldwork import Answered, Reference
from gapsurvey.stats.resampling import stream

__all__ = ["Exported", "exported"]


@dataclass(frozen=True, slots=True, eq=False)
class Exported:
    """One audience's file: its name, its bytes, what they are read as, and per column of the answers how a study refers to it."""

    file: str
    content: bytes
    export: Export
    references: list[Reference]


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
    return Exported(file, content, export, _references(made, export, dialect))


def _unwritable(made: Answered, dialect: Dialect) -> Iterator[Problem]:
    """Options that would not survive the tool: what parts the options of a cell stands in them, or they are too long.

    A comma in a known option is understood.
    """
    fix = "Choose another dialect, or reword the option."
    for column in made.columns:
        options = column.options if isinstance(column, Ticks) else ()
        held = [option for option in options if dialect.joins == ";" and ";" in option]
        if held:
            found = f'{dialect.label} parts the ticked options of a cell by "{dialect.joins}", and {listing(held)} has one'
            yield Problem("--dialect", found, fix)
        long = [option for option in options if 0 < dialect.longest < len(option.encode())]
        if long:
            found = f"{dialect.label} cuts options that are longer than {dialect.longest} bytes, as {listing(long)} is"
            yield Problem("--dialect", found, fix)


def _references(made: Answered, export: Export, dialect: Dialect) -> list[Reference]:
    """How a study refers to each column of the answers: by the names and texts that the reader finds."""
    own = [column for column in export.columns if column.kind != "metadata"]
    widths = [1 if isinstance(column, Field) or dialect.joins else len(column.options) for column in made.columns]
    if len(own) != sum(widths):
        found = f"of {sum(widths)} columns of answers {len(own)} are read as answers, the others as personal data or metadata"
        fix = "Reword the questions that ask for a name, an address, or whatever else looks like it."
        raise StudyError([Problem(export.file, found, fix, listing(export.personal))])
    records = Records(export, np.arange(export.records))
    references, at = list[Reference](), 0
    for column, width in zip(made.columns, widths, strict=True):
        group = own[at : at + width]
        wanted = [column.name, column.text, group[0].text] if width > 1 else []
        if isinstance(column, Field) and column.shown:
            wanted = [column.text]  # as a design beside the export names it, too: a tool may allow that for a label only
        references.append(_standing(wanted, [c.name for c in group], records))
        at += width
    return references


def _standing(wanted: Iterable[str], names: list[str], records: Records) -> Reference:
    """The first reference that stands for these columns, and no others; for want of one, their names."""
    for reference in wanted:
        try:
            found = [c.name for c in records.find(reference, "")]
        except Unfound:
            continue
        if found == names:
            return reference
    return names[0] if len(names) == 1 else tuple(names)
