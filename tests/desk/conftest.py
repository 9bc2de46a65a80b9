"""The sample pair as it is dropped, and what is proposed of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gapsurvey.desk import Upload, proposed
from tests.desk.files import dropped


@pytest.fixture(scope="module")
def sample_files(root: Path) -> list[Upload]:
    folder = root / "surveys" / "support-hours"
    return dropped(folder / "customers.csv", folder / "employees.xlsx")


@pytest.fixture(scope="module")
def sample_state(sample_files: list[Upload]) -> dict[str, Any]:
    return proposed(sample_files)
