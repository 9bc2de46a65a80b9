"""Pairs that a person chose on the page, drafted into rows of the form."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, count
from typing import Any

from pydantic import ValidationError

from gapsurvey.desk.form import formed
from gapsurvey.desk.restored import records_asked
from gapsurvey.desk.rows import joined
from gapsurvey.desk.uploads import Upload
from gapsurvey.errors import StudyError
from gapsurvey.pairing.chosen import chosen
from gapsurvey.study.parts import Spec
from gapsurvey.study.problems import told

__all__ = ["paired"]


class _Choice(Spec):
    """row: the id of the row that is replaced, "" for a new one; the others: names of columns, further those of further sides."""

    row: str = ""
    customers: tuple[str, ...]
    employees: tuple[str, ...]
    further: tuple[tuple[str, ...], ...] = ()
    shape: str = ""
    asks: str = ""


def paired(choice: Any, form: Any, uploads: Sequence[Upload]) -> dict[str, Any]:
    """{"rows": rows in place of the one that was changed, or new ones, "features": what they add to the form's}.

    choice: {row, customers, employees, further, shape, asks}, the last two "" where they are to be recognised. Of several sides
    some may be left out. Features that the form has keep their names. Raises StudyError where no shape counts both questions,
    or choice or form is none.
    """
    try:
        wanted = _Choice.model_validate(choice)
    except ValidationError as error:
        raise StudyError(p for detail in error.errors(include_url=False) for p in told(detail)) from None
    whole = formed(form)
    exports = records_asked(whole, uploads)
    picked = [wanted.employees, *wanted.further]
    pairs = [
        chosen((exports[0], export), (wanted.customers, columns), shape=wanted.shape, asks=wanted.asks, who=side[0])
        if columns or not any(picked)
        else []
        for export, columns, side in zip(exports[1:], picked, whole.sides[1:], strict=False)
    ]
    beside = [row for row in whole.rows if row.id != wanted.row]
    known = {row.id for row in beside}
    fresh = (name for i in count(1) if (name := f"r{i}") not in known and name != wanted.row)
    names = chain([wanted.row] if wanted.row else [], fresh)
    made = joined(pairs, whole, exports, beside, names, "accepted", chosen=True)
    return {
        "rows": [row.model_dump(mode="json") for row in made.rows],
        "features": {name: fields.model_dump(mode="json") for name, fields in made.features.items()},
    }
