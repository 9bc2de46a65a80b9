"""Speed, memory and size against what the same work costs elsewhere, side by side in one run: only the ratios carry over.

Run as `make bench`. Each case runs whole processes, ours and the other in turn, and compares medians.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
ROUNDS = 5
HTML_GOAL = 1.8e6  # bytes
# Scripts that time both sides in one process, and print our seconds and the other's: what is done, against what, the goal.
SCRIPTS = (
    ("choice.py", "logit of 1,000 people × 10 tasks × 3", "statsmodels ConditionalLogit", 0.01),
    ("workbook.py", "a workbook of 20 tables × 500 rows", "the same cells with openpyxl", 0.6),
)


@dataclass(frozen=True)
class Case:
    """Our command and the other one; goal: the most that ours may take, as a multiple of the other."""

    work: str
    ours: list[str]
    against: str
    other: list[str]
    goal: float


@dataclass(frozen=True)
class Cost:
    """What one process took: wall-clock seconds, and peak memory in MB."""

    seconds: float
    megabytes: float


def cost_of(command: list[str], environment: dict[str, str]) -> Cost:
    """Run a command to its end and take its cost; its own peak, not that of whatever ran before it."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kilobytes elsewhere
    return Cost(seconds, usage.ru_maxrss * unit / 1e6)


def costs_of(case: Case, environment: dict[str, str]) -> tuple[Cost, Cost]:
    """Median costs of ours and of the other, run in turn so that a busy machine is busy for both."""
    for command in (case.ours, case.other):
        cost_of(command, environment)  # fills the file cache, and that of compiled modules
    runs = [(cost_of(case.ours, environment), cost_of(case.other, environment)) for _ in range(ROUNDS)]
    ours, other = (
        Cost(median(run[side].seconds for run in runs), median(run[side].megabytes for run in runs)) for side in (0, 1)
    )
    return ours, other


def compiled_in(folder: Path) -> dict[str, str]:
    """This environment, but with modules compiled once and for both sides alike, whatever is set here."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(folder / "compiled")}


def cases(folder: Path) -> list[Case]:
    """What is measured, on the pair of workbooks in `folder`."""
    python = sys.executable
    read = "import sys, pandas; [pandas.read_excel(path, engine='openpyxl') for path in sys.argv[1:]]"
    workbooks = [str(folder / "customers.xlsx"), str(folder / "employees.xlsx")]
    read_ours = "import sys; from gapsurvey.exports import read; read(sys.argv[1])"
    large = str(folder / "large" / "customers.xlsx")  # the ratio at 100,000 rows is the same, and takes five times as long
    ours = str(Path(python).with_name("gapsurvey"))  # as a user calls it
    report = [ours, "report", str(folder), "--quiet", "--formats", "html", "--output", str(folder / "out")]
    return [
        Case("gapsurvey --help", [ours, "--help"], "python -c pass", [python, "-c", "pass"], 5.0),
        Case(
            "report, two workbooks of 2,000 × 60", report, "reading them, pandas+openpyxl", [python, "-c", read, *workbooks], 0.6
        ),
        Case("a workbook of 20,000 × 60", [python, "-c", read_ours, large], "pandas+openpyxl", [python, "-c", read, large], 0.12),
    ]


def main() -> int:
    """Print the table; 1 where a goal is missed."""
    met = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = compiled_in(folder)
        # In a process of its own: this one stays small, since a child's peak memory begins at its parent's size.
        subprocess.run([sys.executable, str(HERE / "pair.py"), name], check=True)
        subprocess.run([sys.executable, str(HERE / "pair.py"), str(folder / "large"), "20000"], check=True)
        print("| work | seconds | against | seconds | ratio | goal | MB | MB | ratio |")
        print("|---|--:|---|--:|--:|--:|--:|--:|--:|")
        for case in cases(folder):
            ours, other = costs_of(case, environment)
            ratio = ours.seconds / other.seconds
            met.append(ratio <= case.goal)
            print(
                f"| {case.work} | {ours.seconds:.3f} | {case.against} | {other.seconds:.3f} | {ratio:.2f} | ≤ {case.goal} "
                f"| {ours.megabytes:.0f} | {other.megabytes:.0f} | {ours.megabytes / other.megabytes:.2f} |",
                flush=True,
            )
        for script, work, against, goal in SCRIPTS:
            told = subprocess.run([sys.executable, str(HERE / script)], check=True, capture_output=True, text=True).stdout
            mine, others = map(float, told.split())
            met.append(mine / others <= goal)
            print(f"| {work} | {mine:.4f} | {against} | {others:.3f} | {mine / others:.4f} | ≤ {goal} | | | |", flush=True)
        size = (folder / "out" / "report.html").stat().st_size
        met.append(size <= HTML_GOAL)
        print(f"\nreport.html of that pair: {size / 1e6:.2f} MB (goal ≤ {HTML_GOAL / 1e6} MB)")
    met.append(subprocess.run([sys.executable, str(HERE / "segments.py")], check=False).returncode == 0)
    warehouse = [sys.executable, "-m", "tests.benchmarks.warehouse"]
    met.append(subprocess.run(warehouse, cwd=HERE.parents[1], check=False).returncode == 0)
    if not all(met):
        print("a goal is missed", file=sys.stderr)
    return int(not all(met))


if __name__ == "__main__":
    sys.exit(main())
