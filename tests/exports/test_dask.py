"""A table that Dask holds gives the report that its file gives; skipped without Dask."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import gapsurvey
from tests.exports.people import STUDY, customers, employees, typed
from tests.exports.test_table import in_common
from tests.small import written

dask = pytest.importorskip("dask.dataframe", reason="Dask is not installed")
pytestmark = pytest.mark.filterwarnings("ignore")  # Dask's own


def test_a_report_on_a_table_of_dask_is_that_of_the_file(tmp_path: Path) -> None:
    written(tmp_path, STUDY, customers=customers(), employees=employees())
    frame = dask.from_pandas(pd.DataFrame(typed(customers())), npartitions=3, sort=False)
    report = gapsurvey.analyze(tmp_path, {"customers": frame})
    assert in_common(report) == in_common(gapsurvey.analyze(tmp_path))
