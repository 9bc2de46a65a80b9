"""What every test may ask for: the shared folder, a browser, and hypothesis without a clock."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

import gapsurvey
from gapsurvey.report import Report

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

settings.register_profile("quiet", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("quiet")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = {}
    if not SHARED.is_dir():
        missing["shared"] = "the folder `shared` is not beside the project"
    if CHROMIUM is None:
        missing["browser"] = "Chromium is not installed"
    for item in items:
        for marker, reason in missing.items():
            if marker in item.keywords:
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def sample() -> Report:
    """The report of the sample study."""
    return gapsurvey.analyze(ROOT / "surveys" / "support-hours")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder `shared` beside the project; for tests marked `shared`."""
    return SHARED


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the browser's program; for tests marked `browser`."""
    assert CHROMIUM is not None, "mark this test `browser`"
    return CHROMIUM
