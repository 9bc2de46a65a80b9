"""The columns that a study names: where it looks for them, and which an export has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

import numpy as np

from gapsurvey.model import Export
from gapsurvey.records import Records, Unfound
from gapsurvey.study import Study

__all__ = ["columns_counted", "columns_read"]

_PARTS = re.compile(r"\\\{(?:task|alternative|attribute)\\\}")  # as re.escape writes them


def columns_counted(study: Study, audience: str, records: Records) -> Iterator[str]:
    """The names of the columns that the study counts of this audience: answers, groups, weights, filters and checks."""
    spec = study.audiences[audience]
    named = [*spec.where, *spec.segments.values(), *spec.attention]
    if spec.weights is not None and spec.weights.column:
        named.append(spec.weights.column)
    for i, question in enumerate(study.questions):
        if audience in question.sources:
            asked = study.asked(i, audience)
            columns = asked.columns.values() if isinstance(asked.columns, dict) else asked.columns or ()
            parts = (part for part in asked.parts.values() if isinstance(part, str))
            sure = (asked.certainty.column,) if asked.certainty else ()
            named += [*((asked.column,) if asked.column else ()), *columns, *parts, *sure]
    for name in named:
        with suppress(Unfound):  # told where it is coded
            yield from (column.name for column in records.find(name, ""))


def columns_read(study: Study, export: Export) -> frozenset[str]:
    """The names of an export's columns that the study reads of any audience: those it counts, was shown in tasks, or quotes.

    Those of all audiences, so that two audiences of one table are read alike and known to be of one.
    """
    records = Records(export, np.arange(0))
    found = {name for audience in study.audiences for name in columns_counted(study, audience, records)}
    for i, question in enumerate(study.questions):
        for audience in question.sources:
            tasks = study.asked(i, audience).tasks
            shown = re.compile(_PARTS.sub(".+", re.escape(tasks.shown or "")))
            found |= {c.name for c in export.columns if c.name == tasks.version or shown.fullmatch(c.name)}
    for place in (place for asked in study.verbatims for place in asked.sources.values()):
        with suppress(Unfound):
            found.add(records.open(place, "").name)
    return frozenset(found)
