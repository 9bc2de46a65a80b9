"""results.csv and results.parquet hold what results.json holds, to the digit, and open where analysts open them."""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import fields, replace
from io import BytesIO, StringIO
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet as pq

from gapsurvey.errors import StudyError
from gapsurvey.glossary import MEASURES
from gapsurvey.outputs import delimited, parquet
from gapsurvey.outputs.delimited import inert, read_inert
from gapsurvey.outputs.long import COLUMNS, NUMBERS
from gapsurvey.report import Estimate, Report, Table
from tests.outputs.sample_report import empty_report, hostile_report, sample_report

REPORTS = {"sample": sample_report(), "hostile": hostile_report(), "empty": empty_report()}
each_report = pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)


def expected(report: Report) -> list[dict[str, Any]]:
    """The rows, put together from results.json."""
    read = json.loads(report.to_json())
    labels = {name: feature.label for name, feature in report.study.features.items()}
    return [
        {
            "method": table["method"], "table": table["title"], "of": table["of"], "by": table["by"], **estimate,
            "feature_label": labels.get(estimate["feature"], estimate["feature"]),
            "measure_label": MEASURES[estimate["measure"]].label, "unit": MEASURES[estimate["measure"]].unit,
        }
        for table in read["tables"] for estimate in table["estimates"]
    ]  # fmt: skip


def csv_rows(report: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(delimited.render(report).decode("utf-8-sig"), newline="")))


@each_report
def test_parquet_holds_the_values_of_the_results(report: Report) -> None:
    table = pq.read_table(BytesIO(parquet.render(report)))
    assert tuple(table.column_names) == COLUMNS
    assert table.to_pylist() == [{name: row[name] for name in COLUMNS} for row in expected(report)]


@each_report
def test_csv_holds_the_values_of_the_results(report: Report) -> None:
    shown, meant = csv_rows(report), expected(report)
    assert len(shown) == len(meant)
    for told, row in zip(shown, meant, strict=True):
        assert tuple(told) == COLUMNS
        for name, value in row.items():
            if name in NUMBERS:
                assert told[name] == ("" if value is None else json.dumps(value)), name  # to the digit
            else:
                assert read_inert(told[name]) == (value or ""), name


def test_no_field_of_an_estimate_is_left_out() -> None:
    assert {field.name for field in fields(Estimate)} <= set(COLUMNS)
    assert len(set(COLUMNS)) == len(COLUMNS)


def test_excel_is_told_the_encoding_and_lines_end_as_the_standard_has_it() -> None:
    data = delimited.render(sample_report())
    assert data.startswith(b"\xef\xbb\xbfmethod,")
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == 1 + len(expected(sample_report()))


def test_pandas_reads_both_alike() -> None:
    report = sample_report()
    told = pd.read_csv(BytesIO(delimited.render(report)), keep_default_na=False, na_values={name: [""] for name in NUMBERS})
    meant = pd.read_parquet(BytesIO(parquet.render(report)))
    assert list(told.columns) == list(COLUMNS)
    for name in NUMBERS:
        pd.testing.assert_series_equal(told[name].astype(float), meant[name].astype(float))


def test_types_hold_where_a_column_is_empty() -> None:
    for report in (sample_report(), empty_report()):
        schema = pq.read_schema(BytesIO(parquet.render(report)))
        assert {str(schema.field(name).type) for name in NUMBERS} == {"double", "int64"}
        assert {str(schema.field(name).type) for name in COLUMNS if name not in NUMBERS} == {"string"}


@each_report
def test_the_bytes_hang_on_the_report_alone(report: Report) -> None:
    assert parquet.render(report) == parquet.render(report)
    assert delimited.render(report) == delimited.render(report)


FORMULAS = ("=1+1", "+1+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u200b=1", "\uff1d1+1", "=cmd|' /C calc'!A0")


@pytest.mark.parametrize("text", [*FORMULAS, "'quoted", "''"])
def test_what_a_program_might_run_is_marked_as_text(text: str) -> None:
    assert inert(text) == "'" + text
    assert read_inert(inert(text)) == text


@pytest.mark.parametrize("text", ["24×7 support", "a=b", "−3", "1–49", "", "ﬁ", "你好"])
def test_other_texts_are_left_alone(text: str) -> None:
    assert inert(text) == text


@given(st.text())
def test_every_text_can_be_read_back(text: str) -> None:
    """But for NUL, which ends a file for some programs."""
    assert read_inert(inert(text)) == text.replace("\x00", "\ufffd")


@given(st.text(st.sampled_from("=+-@'\"\t\r\n ,;x"), max_size=12))
def test_a_text_of_any_make_stays_in_its_cell(text: str) -> None:
    report = empty_report()
    table = Table("more", "", text, (Estimate("f", "want", segment=text, value=0.5),))
    (row,) = csv_rows(replace(report, tables=(table,)))
    assert read_inert(row["segment"]) == read_inert(row["table"]) == text
    assert row["value"] == "0.5"


def test_without_the_package_the_command_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(StudyError, match=r"gapsurvey\[parquet\]"):
        parquet.render(sample_report())
