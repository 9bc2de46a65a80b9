"""What each visitor has on the server: files, the state of the pairing and the report; in memory only, and not for long."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from gapsurvey.errors import Problem, StudyError
from gapsurvey.web.limits import MEGABYTE, Limits

__all__ = ["ASKED", "ROLES", "File", "Role", "Run", "Session", "Sessions"]

Role: TypeAlias = Literal["customers", "employees", "partners", "study", "other"]
ROLES: tuple[Role, ...] = ("customers", "employees", "partners", "study", "other")
ASKED = ROLES[:3]  # whose answers are paired


@dataclass(slots=True, eq=False)
class File:
    """A dropped file. looked: what it is, once it is known; problems: why it cannot be used; renamed: its name before."""

    role: Role
    name: str
    content: bytearray
    looked: dict[str, Any] | None = None
    problems: tuple[Problem, ...] = ()
    renamed: str = ""


@dataclass(slots=True, eq=False)
class Run:
    """One making of the report.

    toml: the study that it is made of; step: what it is at; share: how far it is, 0–1; files: the finished report, by file
    name; unwritten: what to do for formats
    that this server cannot write.
    """

    toml: str
    task: asyncio.Task[None] | None = None
    step: str = "Waiting for a free place"
    share: float = 0.0
    files: dict[str, bytes] = field(default_factory=dict)
    unwritten: dict[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    done: bool = False


@dataclass(slots=True, eq=False)
class Session:
    """One visitor's things.

    key: known to nobody but the visitor's browser; form: the pairing page's state as JSON, "" where there is none yet;
    toml: the study that it says, or "" where it says none; earlier_toml: the study of the files before, from which pairs are
    restored; turn: held while a worker is at this visitor's files, so that nobody takes up two.
    """

    key: str
    seen: float
    files: list[File] = field(default_factory=list)
    incoming: list[bytearray] = field(default_factory=list)
    form: str = ""
    toml: str = ""
    earlier_toml: str = ""
    run: Run | None = None
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def held(self) -> int:
        """Bytes that this session keeps in memory."""
        contents = [*(file.content for file in self.files), *self.incoming, *(self.run.files.values() if self.run else ())]
        return sum(map(len, contents)) + 4 * (len(self.form) + len(self.toml) + len(self.earlier_toml))

    def file(self, role: Role) -> File | None:
        """The file of a role that one file has."""
        return next((file for file in self.files if file.role == role), None)

    @property
    def pair(self) -> tuple[File, ...]:
        """The exports to be paired, customers' first; the one that holds all audiences alone."""
        return tuple(file for role in ASKED if (file := self.file(role)) is not None)

    @property
    def ready(self) -> bool:
        """Whether there is something to pair, and nothing wrong with what there is."""
        told_apart = len(self.pair) == 1 or self.file("customers") is not None
        read = bool(self.pair) and all(file.looked is not None for file in self.pair)
        return read and told_apart and not any(file.problems for file in self.files)

    def put(self, file: File) -> None:
        """Take a file in, in place of the one of its role, or of its name among the others; what was said of it is outdated."""
        self.files = [f for f in self.files if f.role != file.role or (file.role == "other" and f.name != file.name)]
        self.files.append(file)
        self.outdate()

    def remove(self, role: Role, name: str) -> None:
        """Drop a file."""
        self.files = [file for file in self.files if (file.role, file.name) != (role, name)]
        self.outdate()

    def outdate(self) -> None:
        """The files changed: the pairing is to be proposed anew, from what was said of the files before."""
        self.earlier_toml = self.toml or self.earlier_toml
        self.form = self.toml = ""
        self.stop()

    def stop(self) -> None:
        """End the making of the report, and forget it."""
        if self.run is not None and self.run.task is not None:
            self.run.task.cancel()
        self.run = None


class Sessions:
    """All visitors' things, within the limits. Not for threads: the server has one."""

    def __init__(self, limits: Limits, closed: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> None:
        """Nobody is there yet. closed: told the key of every session that ends."""
        self._limits, self._closed, self._clock = limits, closed, clock
        self._open: dict[str, Session] = {}

    def __len__(self) -> int:
        """How many visitors have something here."""
        return len(self._open)

    @property
    def held(self) -> int:
        """Bytes that all sessions keep in memory."""
        return sum(session.held for session in self._open.values())

    def get(self, key: str) -> Session | None:
        """The visitor's session, alive for another while; None where there is none."""
        self.sweep()
        session = self._open.get(key)
        if session is not None:
            session.seen = self._clock()
        return session

    def opened(self, key: str) -> Session:
        """The visitor's session, made where there is none. Raises StudyError where there are as many as there may be."""
        session = self.get(key)
        if session is None:
            if len(self._open) >= self._limits.sessions:
                raise StudyError([Problem("this page", "too many people are using it", "Try again in a few minutes.")])
            session = self._open[key] = Session(key, self._clock())
        return session

    def close(self, key: str) -> None:
        """Delete everything of a visitor, at once."""
        session = self._open.pop(key, None)
        if session is not None:
            session.stop()
            session.files.clear()
            self._closed(key)

    def check_open(self, session: Session) -> None:
        """Nothing, while the visitor has it. Raises StudyError once it was deleted, by whomever."""
        if self._open.get(session.key) is not session:
            raise StudyError([Problem("your files", "they were deleted meanwhile", "Drop them again.")])

    def clear(self) -> None:
        """Delete everything of everybody."""
        for key in [*self._open]:
            self.close(key)

    def sweep(self) -> None:
        """Delete what nobody has asked for in a session's lifetime."""
        oldest = self._clock() - 60 * self._limits.lifetime_minutes
        for key in [key for key, session in self._open.items() if session.seen < oldest]:
            self.close(key)

    @contextmanager
    def receiving(self, session: Session, size: int) -> Iterator[bytearray]:
        """A buffer for a file that is on its way. Raises StudyError where there is no room for it.

        It has its size from the start: one that grew would leave holes in the memory, in which nothing else fits.
        """
        self.room_for(session, size)
        buffer = bytearray(size)
        session.incoming.append(buffer)
        try:
            yield buffer
        finally:
            session.incoming = [other for other in session.incoming if other is not buffer]

    def room_for(self, session: Session, more: int) -> None:
        """Nothing, where so many bytes more may be kept of a visitor. Raises StudyError where they may not."""
        self.check_open(session)
        if session.held + more > self._limits.shelf // 2:
            most = f"{self._limits.shelf // 2 // MEGABYTE} MB"
            raise StudyError([Problem("your files", f"together they take more than {most}", "Remove one that is not needed.")])
        if self.held + more > self._limits.shelf:
            found = f"its memory for files is full ({self._limits.shelf // MEGABYTE} MB for all visitors together)"
            raise StudyError([Problem("this page", found, "Try again later, or ask who runs it for more memory.")])
