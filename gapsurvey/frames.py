"""A report's tables as DataFrames."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from gapsurvey.report import Estimate, Report

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["table_frame"]


def table_frame(report: Report, method: str) -> pd.DataFrame:
    """One method's estimates: a row each, the columns of `Estimate` after `of` and `by`. Raises KeyError naming the methods."""
    import pandas as pd

    names = [field.name for field in fields(Estimate)]
    tables = report.tables_of(method)
    if not tables:
        raise KeyError(f"no table {method!r}; there is {', '.join(dict.fromkeys(table.method for table in report.tables))}")
    rows = [(table.of, table.by, *(getattr(e, name) for name in names)) for table in tables for e in table.estimates]
    return pd.DataFrame(rows, columns=["of", "by", *names])
