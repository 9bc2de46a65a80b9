"""How much the page takes on: of files, memory, time and people, each a setting with a default that suits one machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from gapsurvey.errors import Problem, StudyError

__all__ = ["MEGABYTE", "Limits", "Setting", "limits_of", "settings"]

MEGABYTE = 2**20
_SERVER = 96  # MB that the server takes for itself, without files and workers


def _setting(default: int, least: int, told: str) -> int:
    found: int = field(default=default, metadata={"least": least, "told": told})
    return found


@dataclass(frozen=True, slots=True)
class Limits:
    """What one server takes on.

    The memory is shared out: a quarter holds uploads and finished reports, and the workers have what the server leaves.
    pace: the bytes per second that an upload must then have had on average.
    """

    memory_mb: int = _setting(1024, 512, "memory of the server and its workers together, in megabytes")
    upload_mb: int = _setting(32, 1, "size of one file, in megabytes")
    files: int = _setting(8, 2, "files that one visitor may drop")
    sessions: int = _setting(100, 1, "visitors with files at a time")
    lifetime_minutes: int = _setting(60, 1, "minutes without a click after which a visitor's files and report are deleted")
    seconds: int = _setting(120, 1, "seconds that one reading or analysis may take")
    workers: int = _setting(2, 1, "files or studies worked on at a time, each in a process of its own")
    waiting: int = _setting(32, 0, "requests that may wait for a worker")
    connections: int = _setting(256, 2, "connections at a time")
    patience: int = _setting(10, 1, "seconds within which a request must begin, and after which an upload's pace counts")
    pace: int = 8192

    @property
    def upload(self) -> int:
        """Most bytes of one file."""
        return self.upload_mb * MEGABYTE

    @property
    def shelf(self) -> int:
        """Most bytes of all visitors' files and reports."""
        return self.memory_mb * MEGABYTE // 4

    @property
    def worker(self) -> int:
        """Most bytes that one worker may take."""
        return (self.memory_mb * 3 // 4 - _SERVER) * MEGABYTE // self.workers


@dataclass(frozen=True, slots=True)
class Setting:
    """One limit that can be set: its name in Limits, what it says, its default and the least that makes sense."""

    name: str
    told: str
    default: int
    least: int

    @property
    def option(self) -> str:
        """As an option of the command line."""
        return f"--{self.name.replace('_', '-')}"

    @property
    def variable(self) -> str:
        """As a variable of the environment."""
        return f"GAPSURVEY_{self.name.upper()}"


def settings() -> tuple[Setting, ...]:
    """Every limit that can be set."""
    return tuple(
        Setting(f.name, f.metadata["told"], int(str(f.default)), f.metadata["least"]) for f in fields(Limits) if f.metadata
    )


def limits_of(options: Mapping[str, str | None], environment: Mapping[str, str]) -> Limits:
    """The limits that options set, the environment where they are silent, and the defaults where both are.

    options: by the settings' names. Raises StudyError with every value that is no whole number, or too small.
    """
    chosen: dict[str, int] = {}
    problems: list[Problem] = []
    for setting in settings():
        option = options.get(setting.name)
        text, where = (option, setting.option) if option is not None else (environment.get(setting.variable), setting.variable)
        if text is None:
            continue
        try:
            value = int(text)
        except ValueError:
            value = -1
        if value < setting.least:
            problems.append(
                Problem(where, f'found "{text}"', f"Give a whole number of at least {setting.least}: {setting.told}.")
            )
        chosen[setting.name] = value
    limits = Limits(**chosen)
    needed = _SERVER + 160 * limits.workers
    if not problems and limits.memory_mb * 3 // 4 < needed:
        found = f"{limits.memory_mb} MB are not enough for {limits.workers} workers"
        problems.append(Problem("--memory-mb", found, f"Give at least {-(-needed * 4 // 3)}, or fewer workers."))
    if not problems and limits.upload > limits.shelf // 2:
        found = f"two files of {limits.upload_mb} MB do not fit into the quarter of the memory that holds files"
        problems.append(Problem("--upload-mb", found, f"Give at most {limits.memory_mb // 8}, or more memory."))
    if problems:
        raise StudyError(problems)
    return limits
