"""gapsurvey settles what customers want and would pay against what the house believes, from mirror surveys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gapsurvey._version import __version__

if TYPE_CHECKING:
    from gapsurvey.analysis import analyze
    from gapsurvey.errors import ExportError, GapsurveyError, Problem, StudyError
    from gapsurvey.planning import plan
    from gapsurvey.report import Estimate, Report, Table, Verdict
    from gapsurvey.study import Study, load

__all__ = [
    "Estimate", "ExportError", "GapsurveyError", "Problem", "Report", "Study", "StudyError", "Table", "Verdict", "__version__",
    "analyze", "load", "plan",
]  # fmt: skip

_HOMES = {
    "analyze": "gapsurvey.analysis",
    "load": "gapsurvey.study",
    "plan": "gapsurvey.planning",
    "Study": "gapsurvey.study",
    "Estimate": "gapsurvey.report",
    "Report": "gapsurvey.report",
    "Table": "gapsurvey.report",
    "Verdict": "gapsurvey.report",
    "ExportError": "gapsurvey.errors",
    "GapsurveyError": "gapsurvey.errors",
    "Problem": "gapsurvey.errors",
    "StudyError": "gapsurvey.errors",
}


def __getattr__(name: str) -> Any:
    """The public names, imported on first use: `gapsurvey --help` must not wait for numpy."""
    if name not in _HOMES:
        raise AttributeError(f"module 'gapsurvey' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
