"""The benchmarks' own machinery: what it calls by name is there, what cannot be run is said, and a missed goal is seen."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.benchmarks import ours, peers
from tests.benchmarks.costs import Cost, Failed, Work
from tests.benchmarks.lines import Line, lines
from tests.benchmarks.run import Bench, misses, row

NOTHING = Work((sys.executable, "-c", "pass"))


def test_every_line_names_work_that_there_is(tmp_path: Path) -> None:
    works = {ours.__name__: ours.WORKS, peers.__name__: peers.WORKS}
    named = [work.command for line in lines(tmp_path, full=False) for work in (line.ours, line.peer) if work and work.timed]
    timed = [(module, name) for _, _, module, name, *_ in named if module in works]
    assert len(timed) > 20
    assert [(module, name) for module, name in timed if name not in works[module]] == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (Line("x", NOTHING, 1, "y", Work(("/nowhere/python",))), "there is no /nowhere/python"),
        (Line("x", NOTHING, 1, "y", Work((sys.executable, "-c", "raise SystemExit('no such package')"))), "no such package"),
        (Line("x", NOTHING, 1, lacks="no browser"), "no browser"),
    ],
    ids=["program", "package", "browser"],
)
def test_what_is_not_there_is_said(line: Line, reason: str, tmp_path: Path) -> None:
    with pytest.raises(Failed, match=reason):
        Bench(tmp_path).prepare(line)


def test_work_that_times_itself_is_taken_at_its_word(tmp_path: Path) -> None:
    told = '{"seconds": 5, "processor": 4, "numbers": [1.5]}'
    line = Line("x", Work((sys.executable, "-c", f"print('{told}')"), timed=True), 1, turns=1)
    (cost,) = Bench(tmp_path).costs(line)
    assert (cost.seconds, cost.processor, cost.numbers) == (5, 4, (1.5,))


def test_a_goal_that_is_missed_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(bytes(2_000_000))
    line = Line("x", NOTHING, 0.5, "y", NOTHING, megabytes=100, size=(file, 2.0), alike=0.1)
    met, other = Cost(1, 9, 100, (1.0,)), Cost(2, 9, 0, (1.05,))
    assert list(misses(line, met, other)) == []
    assert row(line, met, other, []).startswith("| pass | x (report.html: 2.00 MB) | 1 | y | 2 | 0.5 | 1 |")
    file.write_bytes(bytes(2_000_001))
    missed = list(misses(line, Cost(1.1, 9, 101, (1.2,)), other))
    assert missed == ["time", "memory", "size", "numbers"]
    assert row(line, met, other, missed).startswith("| miss: time, memory, size, numbers | x")


def test_without_a_peer_the_processor_is_what_counts() -> None:
    line = Line("x", NOTHING, 0.5)
    assert list(misses(line, Cost(9, 0.5, 0), None)) == []
    assert list(misses(line, Cost(0.1, 0.6, 0), None)) == ["time"]
