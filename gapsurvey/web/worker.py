"""The process that reads what people drop: hostile until proven otherwise, so it may be killed, and can write no file."""

from __future__ import annotations

import os
import sys
import traceback
from dataclasses import asdict
from typing import Any, BinaryIO

from gapsurvey.errors import GapsurveyError, Problem
from gapsurvey.exports.isolated import EXPENDABLE
from gapsurvey.web.limits import MEGABYTE
from gapsurvey.web.messages import packed, unpacked

__all__ = ["main"]


def main() -> None:
    """Do one job after another, as standard input asks for them, until it ends."""
    memory = int(sys.argv[1])
    asked, told = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no message
    EXPENDABLE.set(True)
    _hold(memory)
    _warm()
    while True:
        try:
            said, files = unpacked(lambda size: _exactly(asked, size))
        except EOFError:
            return
        _answer(told, *_done(said, files, told, memory))


def _done(said: dict[str, Any], files: dict[str, bytes], told: BinaryIO, memory: int) -> tuple[dict[str, Any], Any]:
    """What to say at a job's end, and its files."""
    from gapsurvey.web.jobs import JOBS, Order

    def progress(step: str, share: float) -> None:
        _answer(told, {"step": step, "share": share}, {})

    try:
        done = JOBS[said["job"]](Order(said, files, progress))
        return {"done": done.told}, done.files
    except GapsurveyError as error:
        return {"problems": [asdict(problem) for problem in error.problems]}, {}
    except MemoryError:
        found = f"reading it takes more than the {memory // MEGABYTE} MB that this page has for it"
        problem = Problem(" and ".join(files), found, "Export fewer columns or people, or use the command line.")
        return {"problems": [asdict(problem)]}, {}
    except Exception as error:
        # Where it happened and of what kind, for whoever runs the server; never the message, which may repeat answers.
        last = traceback.extract_tb(error.__traceback__)[-1]
        return {"failed": f"{type(error).__name__} at {os.path.basename(last.filename)}:{last.lineno}"}, {}


def _answer(told: BinaryIO, head: dict[str, Any], files: dict[str, bytes]) -> None:
    for piece in packed(head, files):
        told.write(piece)
    told.flush()


def _exactly(stream: BinaryIO, size: int) -> bytes:
    content = stream.read(size)
    if len(content) < size:
        raise EOFError
    return content


def _warm() -> None:
    """Import what nearly every job needs, while nobody waits for it."""
    import gapsurvey.desk
    import gapsurvey.methods  # noqa: F401


def _hold(memory: int) -> None:
    """Keep this process, and what it starts, from more memory and from any file; Windows knows no such limits."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
