"""Google Forms' CSV: a timestamp, then a column per question or grid row; ticked options parted by semicolons."""

from __future__ import annotations

from gapsurvey.simulation.answers import Ticks
from gapsurvey.simulation.dialects.dialect import Columns, Dialect, Interviews, as_csv, grid_name, joined

__all__ = ["GOOGLE_FORMS"]


def _write(columns: Columns, held: Interviews) -> bytes:
    heading = ["Timestamp", *(c.text if isinstance(c, Ticks) else grid_name(c) for c in columns)]
    moments = [moment.strftime("%Y/%m/%d %I:%M:%S %p GMT+0") for moment in held.ended]
    cells = [moments, *(joined(c, ";") if isinstance(c, Ticks) else c.cells for c in columns)]
    return as_csv([heading], cells)


GOOGLE_FORMS = Dialect("google-forms", "Google Forms, CSV", "google_forms", "csv", _write, joins=";")
