"""The workers, from the server's side: few, each for one visitor at a time, and killed when they take too long."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

from gapsurvey.errors import Problem, StudyError
from gapsurvey.web.limits import Limits
from gapsurvey.web.messages import Received, packed, size_of

__all__ = ["Pool", "Progress"]

Progress = Callable[[str, float], None]

_LOG = logging.getLogger("gapsurvey.web")
_PIECE = 2**18  # bytes
# One thread, and no allocator that reserves more than it hands out: what is reserved counts towards a worker's memory.
_FRUGAL = {
    "ARROW_DEFAULT_MEMORY_POOL": "system", "ARROW_IO_THREADS": "1", "MKL_NUM_THREADS": "1", "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}  # fmt: skip


@dataclass(slots=True, eq=False)
class Worker:
    """A process. owner: the visitor whose files it has seen, "" for none: it never sees another's."""

    process: Process
    owner: str = ""

    async def end(self) -> None:
        """Kill it, and whatever it started."""
        with suppress(ProcessLookupError):
            if sys.platform == "win32":
                self.process.kill()
            else:
                os.killpg(self.process.pid, signal.SIGKILL)
        await self.process.wait()


class Pool:
    """A few workers, and the requests that wait for them."""

    def __init__(self, limits: Limits) -> None:
        """No worker is started yet."""
        self._limits = limits
        self._places = asyncio.Semaphore(limits.workers)
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._waiting = 0
        self._hiring = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(
        self,
        owner: str,
        said: Mapping[str, Any],
        files: Mapping[str, bytes | bytearray],
        progress: Progress = lambda step, share: None,
    ) -> Received:
        """What a job tells, as {"done": …}, and its files.

        owner: the visitor whose files these are; said: the job's name under "job", and what it needs to know. Raises
        StudyError with the problems that the job found, and where it took too long or too much, or too many wait.
        """
        async with self._worker(owner) as worker:
            try:
                async with asyncio.timeout(self._limits.seconds):
                    told, made = await _asked(worker.process, said, files, progress, self._limits.upload)
            except TimeoutError:
                found = f"it took longer than the {self._limits.seconds} seconds that this page has for it"
                raise _refused(files, found, "Export fewer columns or people, or use the command line.") from None
            except (asyncio.IncompleteReadError, ConnectionError, ValueError):
                _LOG.warning("A worker died at the job %s.", said["job"])
                found = "it could not be worked through: it is damaged, or takes too much memory"
                raise _refused(files, found, "Export it again, with fewer columns if it is large.") from None
        if "problems" in told:
            raise StudyError(Problem(**problem) for problem in told["problems"])
        if "failed" in told:
            _LOG.error("The job %s failed: %s.", said["job"], told["failed"])
            raise _refused(files, "something went wrong that is not your mistake", "Tell who runs this page: its log says where.")
        return told, made

    @asynccontextmanager
    async def _worker(self, owner: str) -> AsyncIterator[Worker]:
        """A worker of the visitor's own, busy meanwhile; it lives on only if its job came to an end."""
        if self._waiting >= self._limits.waiting and self._places.locked():
            raise StudyError([Problem("this page", "too many people are using it", "Try again in a minute.")])
        self._waiting += 1
        try:
            await self._places.acquire()
        finally:
            self._waiting -= 1
        worker = None
        try:
            worker = await self._taken(owner)
            yield worker
            self._idle.append(worker)
        finally:
            if worker is not None:
                self._busy.discard(worker)
                if worker not in self._idle:
                    await asyncio.shield(self._track(worker.end()))
            self._places.release()
            self._track(self.warm())

    async def _taken(self, owner: str) -> Worker:
        """An idle worker that saw nobody else's files, or a new one; busy from here on."""
        async with self._hiring:
            idle = [worker for worker in self._idle if worker.process.returncode is None]
            worker = next((worker for known in (owner, "") for worker in idle if worker.owner == known), None)
            if worker is None:
                if len(idle) + len(self._busy) >= self._limits.workers and idle:
                    await idle.pop(0).end()
                worker = await self._started(owner)
            self._idle = [other for other in idle if other is not worker]
            worker.owner = owner
            self._busy.add(worker)
            return worker

    async def _started(self, owner: str) -> Worker:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GAPSURVEY_")}
        environment = {
            **kept, **_FRUGAL, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONSAFEPATH": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
        }  # fmt: skip
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "gapsurvey.web.worker", str(self._limits.worker),
            stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment, start_new_session=True,
        )  # fmt: skip
        return Worker(process, owner)

    async def warm(self) -> None:
        """Start a worker that saw nobody's files, where there is none and may be one: the next visitor need not wait for it."""
        async with self._hiring:
            fresh = any(not worker.owner for worker in self._idle)
            if not fresh and len(self._idle) + len(self._busy) < self._limits.workers:
                self._idle.append(await self._started(""))

    def forget(self, owner: str) -> None:
        """End every worker that saw this visitor's files, busy or not."""
        for worker in [worker for worker in (*self._idle, *self._busy) if worker.owner == owner]:
            self._track(worker.end())
        self._idle = [worker for worker in self._idle if worker.owner != owner]
        self._track(self.warm())

    def _track(self, running: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task: asyncio.Task[None] = asyncio.create_task(running)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def close(self) -> None:
        """End every worker."""
        self._limits = replace(self._limits, workers=0)  # nobody is hired any more
        await asyncio.gather(*self._tasks)
        for worker in [*self._idle, *self._busy]:
            await worker.end()


async def _asked(
    process: Process, said: Mapping[str, Any], files: Mapping[str, bytes | bytearray], progress: Progress, most: int
) -> Received:
    """The worker's last word on a job. Raises IncompleteReadError where it dies, ValueError where it talks too much."""
    assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018  # for the type checker; both are pipes
    for piece in packed(said, files):
        for at in range(0, len(piece), _PIECE):  # a pipe that is full keeps what it is given, and should be given little
            process.stdin.write(memoryview(piece)[at : at + _PIECE])
            await process.stdin.drain()
    while True:
        head = json.loads(await process.stdout.readexactly(size_of(await process.stdout.readexactly(4))))
        told, sizes = head["told"], head["sizes"]
        if sum(sizes.values()) > most:
            raise ValueError("the files are too large")
        made = {name: await process.stdout.readexactly(size) for name, size in sizes.items()}
        if "step" not in told:
            return told, made
        progress(str(told["step"]), float(told["share"]))


def _refused(files: Mapping[str, Any], found: str, fix: str) -> StudyError:
    return StudyError([Problem(" and ".join(files), found, fix)])
