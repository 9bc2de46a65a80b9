"""The sample studies' reports, each worked out once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import gapsurvey
from gapsurvey.report import Report

__all__ = ["SAMPLES", "report_of"]

_SURVEYS = Path(__file__).parents[2] / "surveys"
SAMPLES = sorted(path.parent.name for path in _SURVEYS.glob("*/study.toml"))


@cache
def report_of(sample: str) -> Report:
    """The report of a sample study, by its folder's name."""
    return gapsurvey.analyze(_SURVEYS / sample)
