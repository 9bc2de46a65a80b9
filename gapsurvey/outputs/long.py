"""The long table: every estimate of every table in a row, with the words that its ids stand for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import TypeAlias

from gapsurvey.glossary import MEASURES
from gapsurvey.language import say
from gapsurvey.report import Estimate, Report, Table
from gapsurvey.study import Study

__all__ = ["COLUMNS", "NUMBERS", "Value", "rows"]

Value: TypeAlias = str | float | int | None

_SPELT = {"feature": ("feature_label",), "measure": ("measure_label", "unit")}  # what stands beside an estimate's own fields

NUMBERS = ("at", "value", "low", "high", "n", "n_weighted", "n_effective")
COLUMNS = (
    "method", "table", "of", "by",
    *(name for field in fields(Estimate) for name in (field.name, *_SPELT.get(field.name, ()))),
)  # fmt: skip


def rows(report: Report) -> Iterator[tuple[Value, ...]]:
    """A row per estimate, in the order of results.json and with its values; None where there is no number or reading.

    method, table, of, by: of the table that the estimate stands in, its title under `table`; the others: the estimate's own
    fields, with the feature's label and the measure's label and unit.
    """
    for table in report.tables:
        for estimate in table.estimates:
            row = _row(report.study, table, estimate)
            yield tuple(row[name] for name in COLUMNS)


def _row(study: Study, table: Table, estimate: Estimate) -> dict[str, Value]:
    measure, known = MEASURES[estimate.measure], study.features.get(estimate.feature)
    return {
        "method": table.method,
        "table": table.title,
        "of": table.of,
        "by": table.by,
        **{field.name: getattr(estimate, field.name) for field in fields(Estimate)},
        "feature_label": known.label if known else estimate.feature,
        "measure_label": say(measure.label),
        "unit": measure.unit,
    }
