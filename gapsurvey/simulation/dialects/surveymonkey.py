"""SurveyMonkey's CSV and workbook: a row of questions over a row of options, a column per option."""

from __future__ import annotations

from gapsurvey.simulation.answers import Ticks
from gapsurvey.simulation.dialects.dialect import Columns, Dialect, Interviews, as_csv, as_workbook, split

__all__ = ["SURVEYMONKEY", "SURVEYMONKEY_WORKBOOK"]

_TIME = "%m/%d/%Y %I:%M:%S %p"


def _table(columns: Columns, held: Interviews) -> tuple[list[list[object]], list[list[object]]]:
    """Both rows of the heading, and the cells by column."""
    n = len(held.started)
    top: list[object] = ["Respondent ID", "Collector ID", "Start Date", "End Date"]
    second: list[object] = [""] * len(top)
    times = [[moment.strftime(_TIME) for moment in moments] for moments in (held.started, held.ended)]
    cells: list[list[object]] = [[*map(str, held.ids)], ["400000001"] * n, [*times[0]], [*times[1]]]
    last = ""
    for column in columns:
        if isinstance(column, Ticks):
            top += [column.text, *[""] * (len(column.options) - 1)]
            second += column.options
            cells += [[*ticked] for ticked in split(column)]
        else:
            top.append("" if column.option and column.text == last else column.text)
            second.append(column.option or "Response")
            cells.append([*column.cells])
        last = column.text
    return [top, second], cells


SURVEYMONKEY = Dialect(
    "surveymonkey", "SurveyMonkey, CSV", "surveymonkey", "csv", lambda columns, held: as_csv(*_table(columns, held))
)
SURVEYMONKEY_WORKBOOK = Dialect(
    "surveymonkey-xlsx", "SurveyMonkey, workbook", "surveymonkey", "xlsx",
    lambda columns, held: as_workbook("Sheet", *_table(columns, held)),
)  # fmt: skip
