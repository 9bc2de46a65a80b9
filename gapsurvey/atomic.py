"""Files that are written together: all of them, or none."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from pathlib import Path

from gapsurvey.errors import Problem, StudyError

__all__ = ["write_all"]


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Write every file beside its place, and then rename them, so that a failure leaves nothing half-written.

    Folders that are missing are made. Raises StudyError where one of the files cannot be written.
    """
    beside = {path: path.with_name(f".{path.name}.{os.getpid()}.part") for path in contents}
    try:
        for path, data in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.is_dir():  # found out before any file takes its place
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
            beside[path].write_bytes(data)
        for path, part in beside.items():
            part.replace(path)
    except OSError as error:
        place = str(error.filename or next(iter(contents)).parent)
        fix = "Choose a folder that you may write to, with space left."
        raise StudyError([Problem(place, f"cannot be written: {error.strerror}", fix)]) from None
    finally:
        for part in beside.values():
            part.unlink(missing_ok=True) if part.parent.is_dir() else None
