"""Times one stretch of work within a process, apart from imports and preparation, and prints what it took."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median

import numpy as np
from numpy.typing import NDArray

__all__ = ["Prepared", "told"]

Numbers = NDArray[np.float64] | None
Prepared = Callable[[Path], Callable[[], Numbers]]  # from a folder of files, what is timed; it may give numbers
ENOUGH, MOST = 1.0, 9  # seconds, and times, after which no more are taken


def told(works: Mapping[str, Prepared]) -> None:
    """Run `NAME FOLDER`, the command line's arguments, and print as JSON the median seconds and the numbers that it gave.

    What is done in less than a second is done again, and its first time, which warms up, is left out.
    """
    name, folder = sys.argv[1:]
    work = works[name](Path(folder))
    clock: list[float] = []
    processor: list[float] = []
    while sum(clock) < ENOUGH and len(clock) < MOST:
        begun = time.perf_counter(), time.process_time()
        numbers = work()
        clock.append(time.perf_counter() - begun[0])
        processor.append(time.process_time() - begun[1])
    found = [median(taken[1:] or taken) for taken in (clock, processor)]
    print(json.dumps({"seconds": found[0], "processor": found[1], "numbers": [] if numbers is None else numbers.tolist()}))
