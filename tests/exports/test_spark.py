"""A table that Spark holds gives the tallies and the report that its file gives; skipped without pyspark or Java."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import gapsurvey
from gapsurvey.outputs.results import to_json
from tests.exports.people import STUDY, customers, employees, typed
from tests.exports.test_table import in_common
from tests.small import written

sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("java") is None, reason="Java is not installed"),
    pytest.mark.filterwarnings("ignore"),  # Spark's own
]


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    made = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").appName("gapsurvey")
    session = made.config("spark.sql.session.timeZone", "UTC").getOrCreate()
    yield session
    session.stop()


def test_a_report_on_a_table_of_spark_is_that_of_the_file(spark: Any, tmp_path: Path) -> None:
    written(tmp_path, STUDY, customers=customers(), employees=employees())
    pl.DataFrame(typed(customers())).write_parquet(tmp_path / "answers.parquet")
    frame = spark.read.parquet(str(tmp_path / "answers.parquet"))
    report = gapsurvey.analyze(tmp_path, {"customers": frame})
    assert in_common(report) == in_common(gapsurvey.analyze(tmp_path))
    in_polars = gapsurvey.analyze(tmp_path, {"customers": pl.scan_parquet(tmp_path / "answers.parquet")})
    assert to_json(report) == to_json(in_polars)
