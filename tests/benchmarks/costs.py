"""What one process costs: seconds on the clock and of the processor, peak memory, and what it says that it found."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Cost", "Failed", "Work", "cost_of"]


@dataclass(frozen=True)
class Work:
    """A command. timed: it times a stretch of its own and prints what that took, as `timed.py` does."""

    command: tuple[str, ...]
    timed: bool = False


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock and of the processor, peak memory in MB; numbers: what it found, to hold two sides together."""

    seconds: float
    processor: float
    megabytes: float
    numbers: tuple[float, ...] = ()


class Failed(Exception):
    """What could not be run, or failed: with the last line that it wrote."""


def cost_of(work: Work, environment: Mapping[str, str]) -> Cost:
    """Run a command to its end and take its cost; its own peak, not that of whatever ran before it. Raises Failed."""
    with tempfile.TemporaryFile() as told, tempfile.TemporaryFile() as complained:
        begun = time.perf_counter()
        try:
            process = subprocess.Popen(work.command, stdout=told, stderr=complained, env=environment)
        except FileNotFoundError:
            raise Failed(f"there is no {work.command[0]}") from None
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        complained.seek(0)
        if process.returncode:
            lines = complained.read().decode(errors="replace").strip().splitlines()
            raise Failed(lines[-1] if lines else f"exit status {process.returncode}")
        megabytes = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6  # bytes there, kilobytes elsewhere
        if work.timed:
            found = json.loads(told.read())
            return Cost(found["seconds"], found["processor"], megabytes, tuple(found["numbers"]))
        return Cost(seconds, usage.ru_utime + usage.ru_stime, megabytes)
