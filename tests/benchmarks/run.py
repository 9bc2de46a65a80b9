"""Every goal of speed, memory and size beside what the same work costs elsewhere, in one run: only the ratios carry over.

This process stays small: the peak memory of what it runs begins at its own size.

Run as `make bench`; `ONLY=word` takes the lines that hold the word, `FULL=1` the large workbook at its full length.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from tests.benchmarks.costs import Cost, Failed, Work, cost_of
from tests.benchmarks.lines import ROOT, Line, lines

HEAD = """\
| | work | seconds | against | seconds | ratio | of processor | at most | MB | MB |
|---|---|--:|---|--:|--:|--:|---|--:|--:|"""


class Bench:
    """One run: its environment, and what has been made so far."""

    def __init__(self, folder: Path) -> None:
        """folder: where modules are compiled, once and for both sides alike, whatever is set in this environment."""
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        self.environment = {**kept, "PYTHONPYCACHEPREFIX": str(folder / "compiled"), "PYTHONPATH": str(ROOT)}
        self.made: set[Work] = set()

    def cost(self, work: Work) -> Cost:
        """What the work costs. Raises Failed."""
        return cost_of(work, self.environment)

    def prepare(self, line: Line) -> None:
        """Make what the line needs and no other line has made, and try its peer. Raises Failed where that is not to be had."""
        if line.lacks:
            raise Failed(line.lacks)
        for work in line.before:
            if work not in self.made:
                self.cost(work)
                self.made.add(work)
        if line.peer:
            self.cost(line.peer)  # this also fills the file cache, and that of compiled modules

    def costs(self, line: Line) -> list[Cost]:
        """Median costs of ours and of the peer's, if there is one, in turn so that a busy machine is busy for both."""
        self.cost(line.ours)
        sides = [line.ours, line.peer] if line.peer else [line.ours]
        turns = [[self.cost(side) for side in sides] for _ in range(line.turns)]
        return [typical([turn[side] for turn in turns]) for side in range(len(sides))]


def typical(costs: Sequence[Cost]) -> Cost:
    """Their medians."""
    seconds, processor, megabytes = (
        median(getattr(cost, name) for cost in costs) for name in ("seconds", "processor", "megabytes")
    )
    return Cost(seconds, processor, megabytes, costs[0].numbers)


def misses(line: Line, ours: Cost, peer: Cost | None) -> Iterator[str]:
    """What of the promise is missed."""
    if (ours.seconds / peer.seconds if peer else ours.processor) > line.most:
        yield "time"
    if line.megabytes is not None and ours.megabytes > line.megabytes:
        yield "memory"
    if line.size is not None and line.size[0].stat().st_size / 1e6 > line.size[1]:
        yield "size"
    if line.alike is not None and peer and any(abs(a - b) > line.alike for a, b in zip(ours.numbers, peer.numbers, strict=True)):
        yield "numbers"


def row(line: Line, ours: Cost, peer: Cost | None, missed: Sequence[str]) -> str:
    """The line of the table."""
    most = [f"{line.most:g}" if peer else f"{line.most:g} s of processor"]
    if line.megabytes is not None:
        most.append(f"{line.megabytes:g} MB")
    work = line.work
    if line.size is not None:
        work += f" ({line.size[0].name}: {line.size[0].stat().st_size / 1e6:.2f} MB)"
        most.append(f"{line.size[1]:g} MB of file")
    told = [f"miss: {', '.join(missed)}" if missed else "pass", work, f"{ours.seconds if peer else ours.processor:.4g}"]
    if peer:
        processor = f"{ours.processor / peer.processor:.3g}" if peer.processor else ""
        told += [line.against, f"{peer.seconds:.4g}", f"{ours.seconds / peer.seconds:.3g}", processor]
    else:
        told += [""] * 4
    whole = not line.ours.timed  # of a stretch within a process, memory says nothing
    told += [", ".join(most), f"{ours.megabytes:.0f}" if whole else "", f"{peer.megabytes:.0f}" if whole and peer else ""]
    return f"| {' | '.join(told)} |"


def main() -> int:
    """Print the table; 1 where a goal is missed. What cannot be measured here is no miss, and says why."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only", default="", help="the lines whose work holds this")
    options.add_argument("--full", action="store_true", help="the large workbook at its full length")
    asked, missed = options.parse_args(), 0
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name))
        print(HEAD)
        for line in lines(Path(name), asked.full):
            if asked.only not in line.work:
                continue
            try:
                bench.prepare(line)
            except Failed as reason:
                print(f"| not measured: {reason} | {line.work} | | {line.against} | | | | | | |", flush=True)
                continue
            try:
                ours, *other = bench.costs(line)
            except Failed as reason:
                missed += 1
                print(f"| miss: it failed: {reason} | {line.work} | | {line.against} | | | | | | |", flush=True)
                continue
            peer = other[0] if other else None
            found = list(misses(line, ours, peer))
            missed += bool(found)
            print(row(line, ours, peer, found), flush=True)
    if missed:
        print(f"goals missed: {missed}", file=sys.stderr)
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
