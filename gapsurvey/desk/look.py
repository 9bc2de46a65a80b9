"""What a dropped file is, told before anything is paired."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from gapsurvey.desk.uploads import Upload
from gapsurvey.errors import ExportError
from gapsurvey.exports import EXPORTS, read
from gapsurvey.model import STATUSES, Export
from gapsurvey.pairing import Together, believers, split
from gapsurvey.pairing.questions import questions
from gapsurvey.pairing.together import AUDIENCES
from gapsurvey.records import Records

__all__ = ["looked"]

_QUIET = 5  # it is not known yet whose answers these are, so what fewer people gave is not looked at


def looked(upload: Upload) -> dict[str, Any]:
    """What a file is.

    file, tool (as a person calls it), records, kept, set_aside (number by reason), latest (ISO date of the last response, ""
    where there is none), questions (their number), personal (names of the columns dropped), notes, and audiences: how many
    people of each it holds, where it holds several, else None. Raises ExportError, which says how to export it right.
    """
    export = read(upload.name, content=upload.content)
    aside = Counter(STATUSES[status] for status in export.status if status)
    records = Records(export, np.flatnonzero(export.status == 0), _QUIET)
    return {
        "file": export.file,
        "tool": EXPORTS[export.tool].label,
        "records": export.records,
        "kept": len(records.rows),
        "set_aside": dict(sorted(aside.items())),
        "latest": export.latest,
        "questions": len(questions(records)),
        "personal": list(export.personal),
        "notes": list(export.notes),
        "audiences": _audiences(export),
    }


def _audiences(export: Export) -> dict[str, int] | None:
    try:
        found: Together | None = split(export)
    except ExportError:
        found = believers(export)
    if found is None:
        return None
    return {AUDIENCES[role]: int((part.status == 0).sum()) for role, part in found.parts.items()}
