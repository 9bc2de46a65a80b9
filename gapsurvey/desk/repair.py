"""Pairs that a person chose on the page, drafted into rows of the form."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, count
from typing import Any

from pydantic import ValidationError

from gapsurvey.desk.form import formed
from gapsurvey.desk.restored import both
from gapsurvey.desk.rows import joined
from gapsurvey.desk.uploads import Upload
from gapsurvey.errors import StudyError
from gapsurvey.pairing.chosen import chosen
from gapsurvey.study.parts import Spec
from gapsurvey.study.problems import told

__all__ = ["paired"]


class _Choice(Spec):
    """row: the id of the row that is replaced, "" for a new one; customers, employees: names of columns."""

    row: str = ""
    customers: tuple[str, ...]
    employees: tuple[str, ...]
    shape: str = ""
    asks: str = ""


def paired(choice: Any, form: Any, uploads: Sequence[Upload]) -> dict[str, Any]:
    """{"rows": rows in place of the one that was changed, or new ones, "features": what they add to the form's}.

    choice: {row, customers, employees, shape, asks}, the last two "" where they are to be recognised. Features that the form
    has keep their names. Raises StudyError where no shape counts both questions, or choice or form is none.
    """
    try:
        wanted = _Choice.model_validate(choice)
    except ValidationError as error:
        raise StudyError(p for detail in error.errors(include_url=False) for p in told(detail)) from None
    whole = formed(form)
    exports = both(whole, uploads)
    pairs = chosen(exports, (wanted.customers, wanted.employees), shape=wanted.shape, asks=wanted.asks)
    beside = [row for row in whole.rows if row.id != wanted.row]
    known = {row.id for row in beside}
    fresh = (name for i in count(1) if (name := f"r{i}") not in known and name != wanted.row)
    names = chain([wanted.row] if wanted.row else [], fresh)
    made = joined(pairs, whole, exports, beside, names, "accepted", chosen=True)
    return {
        "rows": [row.model_dump(mode="json") for row in made.rows],
        "features": {name: fields.model_dump(mode="json") for name, fields in made.features.items()},
    }
