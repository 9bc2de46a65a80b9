"""A report's tables as DataFrames, whole or a cut of them; only what is published is there to be cut."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING

from gapsurvey.report import Estimate, Report

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["table_frame"]


def table_frame(report: Report, method: str, cut: Mapping[str, str | Iterable[str] | None]) -> pd.DataFrame:
    """One method's estimates: a row each, the columns of `Estimate` after `of` and `by`; of them those that `cut` names.

    cut: per column, the value or values to keep, None for all. Raises KeyError naming the methods, or the values that the
    table has in a column.
    """
    import pandas as pd

    names = [field.name for field in fields(Estimate)]
    tables = report.tables_of(method)
    if not tables:
        raise KeyError(f"no table {method!r}; there is {', '.join(dict.fromkeys(table.method for table in report.tables))}")
    rows = [(table.of, table.by, *(getattr(e, name) for name in names)) for table in tables for e in table.estimates]
    frame = pd.DataFrame(rows, columns=["of", "by", *names])
    keep = pd.Series(True, index=frame.index)
    for column, wanted in cut.items():
        if wanted is not None:
            values = [wanted] if isinstance(wanted, str) else list(wanted)
            there = list(dict.fromkeys(frame[column]))
            for value in values:
                if value not in there:
                    raise KeyError(f"the table {method!r} has no {column} {value!r}; there is {', '.join(map(repr, there))}")
            keep &= frame[column].isin(values)
    return frame[keep].reset_index(drop=True)
