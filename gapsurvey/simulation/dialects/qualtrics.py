"""Qualtrics' CSV: three header rows, the ticked choices of a question in one cell."""

from __future__ import annotations

import json

from gapsurvey.simulation.answers import Ticks
from gapsurvey.simulation.dialects.dialect import Columns, Dialect, Interviews, as_csv, joined

__all__ = ["QUALTRICS"]

_BEFORE = {  # a column's name: its text, and its ImportId
    "StartDate": ("Start Date", "startDate"), "EndDate": ("End Date", "endDate"), "Status": ("Response Type", "status"),
    "Progress": ("Progress", "progress"), "Duration (in seconds)": ("Duration (in seconds)", "duration"),
    "Finished": ("Finished", "finished"), "RecordedDate": ("Recorded Date", "recordedDate"),
    "ResponseId": ("Response ID", "_recordId"), "DistributionChannel": ("Distribution Channel", "distributionChannel"),
    "UserLanguage": ("User Language", "userLanguage"),
}  # fmt: skip


def _write(columns: Columns, held: Interviews) -> bytes:
    n = len(held.started)
    names, texts, ids = list(_BEFORE), [text for text, _ in _BEFORE.values()], [own for _, own in _BEFORE.values()]
    cells: list[list[object]] = [
        [*held.started], [*held.ended], ["IP Address"] * n, [100] * n, [*held.seconds], ["True"] * n, [*held.ended],
        [f"R_{number}" for number in held.ids], ["anonymous"] * n, ["EN"] * n,
    ]  # fmt: skip
    questions: dict[str, int] = {}
    rows: dict[str, int] = {}
    for column in columns:
        number = questions.setdefault(column.text, len(questions) + 1)
        row = rows[column.text] = rows.get(column.text, 0) + 1
        names.append(column.name)
        if isinstance(column, Ticks):
            texts.append(column.text)
            ids.append(f"QID{number}")
            cells.append([*joined(column, ",")])
        else:
            texts.append(f"{column.text} - {column.option}" if column.option else column.text)
            ids.append(column.name if column.shown else f"QID{number}_{row}" if column.option else f"QID{number}")
            cells.append([*column.cells])
    return as_csv([names, texts, [json.dumps({"ImportId": own}) for own in ids]], cells, "\ufeff")


QUALTRICS = Dialect("qualtrics", "Qualtrics, CSV", "qualtrics", "csv", _write, joins=",")
