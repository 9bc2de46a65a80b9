"""Readers made of native code, each run in a process of its own: a damaged file may crash them, and must not take us along."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from contextvars import ContextVar
from importlib.util import find_spec
from typing import TYPE_CHECKING

from gapsurvey.errors import ExportError, Problem
from gapsurvey.language import speaking, spoken

if TYPE_CHECKING:
    from gapsurvey.exports.layout import Sheet

__all__ = ["EXPENDABLE", "isolated_sheet"]

_LONGEST = 600  # seconds; a file of a million cases takes one
_MOST_BYTES = 8_000_000_000  # of memory, where the system can hold a process to it
# Whether this process is itself one that may crash: then its own limit of memory is to hold for these readers too.
EXPENDABLE = ContextVar("EXPENDABLE", default=False)
_READERS = {"pyreadstat": ("an SPSS file", "spss"), "pyarrow": ("a Parquet file", "parquet")}


def isolated_sheet(package: str, content: bytes, file: str) -> Sheet:
    """The one table of a file that a package of the extras reads: pyreadstat for SPSS, pyarrow for Parquet.

    Raises ExportError where the package is not installed, named with the command that installs it, and where the file is
    damaged or too large.
    """
    kind, extra = _READERS[package]
    if find_spec(package) is None:
        fix = f'Install what reads it: pip install "gapsurvey[{extra}]". Or export the individual responses as CSV.'
        raise ExportError([Problem(file, f"it is {kind}, and {package} is not installed", fix)])
    if EXPENDABLE.get():
        return _sheet(_outcome(package, content, file))
    command = [sys.executable, "-m", __name__, package, file.replace("\0", ""), spoken().code]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        run = subprocess.run(command, input=content, capture_output=True, timeout=_LONGEST, env=environment, check=False)  # noqa: S603  # our own module
    except subprocess.TimeoutExpired:
        raise ExportError([_damaged(kind, file)]) from None
    if run.returncode:
        raise ExportError([_damaged(kind, file)])
    return _sheet(pickle.loads(run.stdout))  # noqa: S301  # written below


def _sheet(outcome: Sheet | list[Problem]) -> Sheet:
    if isinstance(outcome, list):
        raise ExportError(outcome)
    return outcome


def _damaged(kind: str, file: str) -> Problem:
    return Problem(file, f"it is {kind} that is damaged", "Save or export it again, or export the individual responses as CSV.")


def _reader(package: str) -> Callable[[bytes, str], Sheet]:
    if package == "pyarrow":
        from gapsurvey.exports.parquet import parquet_sheet

        return parquet_sheet
    from gapsurvey.exports.sav import sav_sheet

    return sav_sheet


def _outcome(package: str, content: bytes, file: str) -> Sheet | list[Problem]:
    """The sheet, or what is wrong; whatever else the package raises means that the file is damaged."""
    try:
        return _reader(package)(content, file)
    except ExportError as error:
        return list(error.problems)
    except MemoryError:
        raise
    except Exception:
        return [_damaged(_READERS[package][0], file)]


def _hold() -> None:
    """Keep this process from taking more memory than a file deserves; Windows knows no such limit."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _hold()
    with speaking(sys.argv[3]):
        outcome = _outcome(sys.argv[1], sys.stdin.buffer.read(), sys.argv[2])
    sys.stdout.buffer.write(pickle.dumps(outcome))
