"""Pairs that a person chose on the page, drafted into rows of the form."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, count, zip_longest
from typing import Any

from pydantic import ValidationError

from gapsurvey.desk.form import Form, formed
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

    @property
    def believers(self) -> tuple[tuple[str, ...], ...]:
        """The columns of each side of believers."""
        return (self.employees, *self.further)


def paired(choice: Any, form: Any, uploads: Sequence[Upload]) -> dict[str, Any]:
    """{"row": the id of the row that is replaced, "" for none, "rows": in its place, or new, "features": what they add}.

    choice: {row, customers, employees, further, shape, asks}, the last two "" where they are to be recognised. Of several sides
    some may be left out; a new pair of one joins the row that asks customers the same. Features that the form has keep their
    names. Raises StudyError where no shape counts both questions, or choice or form is none.
    """
    try:
        wanted = _Choice.model_validate(choice)
    except ValidationError as error:
        raise StudyError(p for detail in error.errors(include_url=False) for p in told(detail)) from None
    whole = formed(form)
    wanted = _beside(wanted, whole) or wanted
    exports = records_asked(whole, uploads)
    pairs = [
        chosen((exports[0], export), (wanted.customers, columns), shape=wanted.shape, asks=wanted.asks, who=side[0])
        if columns or not any(wanted.believers)
        else []
        for export, columns, side in zip(exports[1:], wanted.believers, whole.sides[1:], strict=False)
    ]
    beside = [row for row in whole.rows if row.id != wanted.row]
    known = {row.id for row in beside}
    fresh = (name for i in count(1) if (name := f"r{i}") not in known and name != wanted.row)
    names = chain([wanted.row] if wanted.row else [], fresh)
    made = joined(pairs, whole, exports, beside, names, "accepted", chosen=True)
    return {
        "row": wanted.row,
        "rows": [row.model_dump(mode="json") for row in made.rows],
        "features": {name: fields.model_dump(mode="json") for name, fields in made.features.items()},
    }


def _beside(wanted: _Choice, form: Form) -> _Choice | None:
    """A new pair as the change of the row that holds customers' question already, and nothing of these believers yet."""
    for row in form.rows if not wanted.row and len(form.sides) > 2 else ():
        sides = list(zip_longest(row.columns[1:], wanted.believers, fillvalue=()))
        free = all(not (mine and theirs) for mine, theirs in sides)
        if row.question and row.decision != "rejected" and {*row.columns[0]} == {*wanted.customers} and free:
            employees, *further = (mine or theirs for mine, theirs in sides)
            asked = {key: value for key in ("shape", "asks") if isinstance(value := row.question.get(key), str)}
            return wanted.model_copy(update={"row": row.id, "employees": employees, "further": tuple(further), **asked})
    return None
