"""Every promise about speed, memory and size: the work, ours and a peer's, and the most that ours may take."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.costs import Work

__all__ = ["CHROMIUM", "ROOT", "Line", "lines"]

ROOT = Path(__file__).parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

OURS = sys.executable
PEERS, LIFELINES = (str(ROOT / f".venv-{name}" / "bin" / "python") for name in ("bench", "lifelines"))
READ_WORKBOOKS = "import sys, pandas; [pandas.read_excel(path, engine='openpyxl') for path in sys.argv[1:]]"
READ_OURS = "import sys; from gapsurvey.exports import read; read(sys.argv[1])"
READ_CSVS = "import sys, pandas; [pandas.read_csv(path, low_memory=False) for path in sys.argv[1:]]"
FULL, USUAL = 100_000, 20_000  # rows of the large workbook: the ratio is the same, the time a fifth


@dataclass(frozen=True)
class Line:
    """One promise. before: commands that make what both sides need, run once.

    most: of ours, as a multiple of the peer's seconds on the clock; without a peer, in seconds of the processor. megabytes: the
    most memory that ours may need at its peak. alike: how far apart the two sides' numbers may lie. size: a file that ours has
    written and the most MB it may have. lacks: what it needs and is not there.
    """

    work: str
    ours: Work
    most: float
    against: str = ""
    peer: Work | None = None
    before: tuple[Work, ...] = ()
    megabytes: float | None = None
    alike: float | None = None
    size: tuple[Path, float] | None = None
    lacks: str = ""
    turns: int = 5


def _ours(name: str, folder: Path) -> Work:
    return Work((OURS, "-m", "tests.benchmarks.ours", name, str(folder)), timed=True)


def _peers(name: str, folder: Path, python: str = PEERS) -> Work:
    return Work((python, "-m", "tests.benchmarks.peers", name, str(folder)), timed=True)


def lines(folder: Path, full: bool) -> Iterator[Line]:
    """All of them, in a folder for the files that they make; full: the large workbook at its full length."""
    yield from _commands(folder, FULL if full else USUAL)
    yield from _pages(folder)
    yield from _numbers(folder)


def _pair(folder: Path, rows: int, ending: str) -> Work:
    return Work((OURS, str(Path(__file__).with_name("pair.py")), str(folder), str(rows), ending))


def _files(folder: Path, ending: str) -> tuple[str, str]:
    return str(folder / f"customers.{ending}"), str(folder / f"employees.{ending}")


def _report(folder: Path) -> Work:
    """As a user calls it."""
    gapsurvey = str(Path(OURS).with_name("gapsurvey"))
    return Work((gapsurvey, "report", str(folder), "--quiet", "--formats", "html", "--output", str(folder / "out")))


def _commands(folder: Path, rows: int) -> Iterator[Line]:
    """Whole processes."""
    small, large, million = folder / "small", folder / "large", folder / "million"
    help_ = Work((str(Path(OURS).with_name("gapsurvey")), "--help"))
    yield Line("gapsurvey --help", help_, 5, "python -c pass", Work((OURS, "-c", "pass")), turns=9)
    yield Line(
        "report, two workbooks of 2,000 × 60", _report(small), 0.6,
        "pandas+openpyxl reading both", Work((PEERS, "-c", READ_WORKBOOKS, *_files(small, "xlsx"))),
        before=(_pair(small, 2_000, "xlsx"),), size=(small / "out" / "report.html", 1.8),
    )  # fmt: skip
    workbook = _files(large, "xlsx")[0]
    yield Line(
        f"read a workbook of {rows:,} × 60", Work((OURS, "-c", READ_OURS, workbook)), 0.12,
        "pandas+openpyxl", Work((PEERS, "-c", READ_WORKBOOKS, workbook)), before=(_pair(large, rows, "xlsx"),), turns=2,
    )  # fmt: skip
    yield Line(
        "report, two CSV files of 1,000,000 × 60", _report(million), 1.0,
        "pandas.read_csv of both", Work((PEERS, "-c", READ_CSVS, *_files(million, "csv"))),
        before=(_pair(million, 1_000_000, "csv"),), megabytes=1000, turns=2,
    )  # fmt: skip


def _pages(folder: Path) -> Iterator[Line]:
    """What is written and shown."""
    pair, stock = folder / "small", folder / "stock.html"
    report = pair / "out" / "report.html"
    written = Work((PEERS, "-m", "tests.benchmarks.peers", "page", str(report), str(stock)))
    yield Line(
        "first chart of that report.html", _shown(report), 0.35, "plotly’s own page of its figures", _shown(stock),
        before=(_pair(pair, 2_000, "xlsx"), _report(pair), written),
        lacks="" if CHROMIUM else "Chromium is not installed", turns=3,
    )  # fmt: skip
    yield Line(
        "report.xlsx, 20 tables × 500 rows", _ours("workbook", folder), 0.6,
        "openpyxl, the same cells", _peers("workbook", folder), before=(_ours("workbook", folder),), turns=3,
    )  # fmt: skip


def _shown(page: Path) -> Work:
    return Work((OURS, "-m", "tests.benchmarks.first_chart", str(page)), timed=True)


def _numbers(folder: Path) -> Iterator[Line]:
    """What follows from counts."""

    def line(work: str, ours: str, most: float, against: str = "", peer: str = "", alike: float | None = None) -> Line:
        theirs = _peers(peer, folder, LIFELINES if against == "lifelines" else PEERS) if peer else None
        return Line(work, _ours(ours, folder), most, against, theirs, alike=alike, turns=3)

    for ours, told in (("segments", "1,000"), ("segments of many", "1,000,000")):
        yield line(f"all gaps of 1,000 features × 20 segments, {told} respondents", ours, 1)
    yield line("10,000 resamples of 16 ladders", "ladders", 0.3)
    yield line("the same", "ladders", 0.1, "drawing 1,000 rows again", "ladders")
    many = _ours("ladders of many", folder)
    yield Line("the same of 1,000,000 people", many, 1.25, "of 1,000", _ours("ladders", folder), turns=3)
    yield line("logit of 1,000 people × 10 tasks × 3 offers", "choice", 0.01, "statsmodels", "choice", alike=1e-3)
    yield line("two bids of 31,200 people, log-logistic", "two bids", 0.15, "lifelines", "two bids")
    yield line("four prices of 100,000, whole", "four whole prices", 12, "one sort of the columns", "sort of whole prices")
    yield line("the same, every price another", "four prices", 12, "one sort of the columns", "sort of prices")
    curve = "10,000 resamples of Turnbull’s curve, 2,000 people, "
    yield line(f"{curve}one bid", "turnbull, one bid", 0.15, "60 rounds of EM on matrices", "turnbull, one bid")
    yield line(f"{curve}two bids", "turnbull, two bids", 0.8, "60 rounds of EM on matrices", "turnbull, two bids")
