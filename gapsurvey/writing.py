"""Files written whole or not at all: beside their places first, and then renamed."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from pathlib import Path

from gapsurvey.errors import Problem, StudyError

__all__ = ["write_whole"]


def write_whole(files: Mapping[Path, bytes], fix: str = "Choose a place that you may write to, with space left.") -> None:
    """Write every file, making its folder where there is none; a failure leaves no half of one, and raises StudyError.

    fix: what the error tells to do.
    """
    beside = {path: path.with_name(f".{path.name}.{os.getpid()}.part") for path in files}
    last = Path()
    try:
        for path, data in files.items():
            last = path
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.is_dir():  # found out before any file takes its place
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
            beside[path].write_bytes(data)
        for path in files:
            last = path
            beside[path].replace(path)
    except OSError as error:
        raise StudyError([Problem(str(error.filename or last), f"cannot be written: {error.strerror}", fix)]) from None
    finally:
        for part in beside.values():
            part.unlink(missing_ok=True) if part.parent.is_dir() else None
