"""A report of twenty tables of five hundred estimates each."""

from __future__ import annotations

from gapsurvey.report import Estimate, Provenance, Report, Table
from gapsurvey.study import Study

__all__ = ["large_report"]

TABLES, ROWS = 20, 500


def large_report() -> Report:
    """It, about as many features as a table has rows."""
    names = [f"f{i}" for i in range(ROWS)]
    study = Study(
        title="Large",
        audiences={"customers": {"role": "customer"}, "employees": {"role": "employee"}},
        features={name: {"label": f"feature {name}"} for name in names},
        questions=[{"asks": "want", "shape": "yes-no", "feature": names[0], "customers": "Q", "employees": "Q"}],
    )
    rows = [
        Estimate(name, "want_gap", "employees", "customers", value=i / ROWS - 0.5, low=i / ROWS - 0.6, high=i / ROWS - 0.4,
                 n=100 + i, n_weighted=100.0 + i, n_effective=90.5 + i, alignment="over")
        for i, name in enumerate(names)
    ]  # fmt: skip
    tables = tuple(Table(f"table {t}", "numbers", f"Table {t}", tuple(rows)) for t in range(TABLES))
    return Report(study, "The answer.", "", (), tables, Provenance("2026-01-01", 1, 1000, {}, ()))
