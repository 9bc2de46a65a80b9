"""What a report on one and on ten million respondents takes: seconds, peak memory, and how both grow with the respondents.

Run by `make bench`, or as `python -m tests.benchmarks.warehouse [MILLIONS …]`. Ten million need 1.5 GB of disk for a while.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import tomli_w

from tests.benchmarks.costs import Cost, Work
from tests.benchmarks.run import Bench

MILLIONS = (1, 10)
GOAL = 2_000  # MB of the default engine at ten million
CHUNK = 500_000
OPTIONS = tuple(f"Option {i}" for i in range(8))
WANTED = ("chat", "hotline", "training", "audit")
RUNGS = (19, 29, 49, 79, 99)
ROWS = tuple(f"Capability {i}" for i in range(5))
SEGMENTS = {"Region": ("Americas", "EMEA", "APAC"), "Size": ("1-49", "50-249", "250-999", "1000+"), "Plan": ("Basic", "Plus")}


def study(file: str) -> dict[str, Any]:
    """What is asked: eight options, four features, a ladder, a price, five ratings; three segmentations, one of them raked to."""
    options, rated = {f"o{i}": option for i, option in enumerate(OPTIONS)}, {f"r{i}": row for i, row in enumerate(ROWS)}
    names = options | {feature: feature for feature in WANTED} | rated
    both = [
        {"asks": "want", "shape": "yes-no", "feature": feature, "customers": feature, "employees": feature} for feature in WANTED
    ]
    return {
        "title": "Many respondents",
        "audiences": {
            "customers": {
                "role": "customer", "file": file, "segments": {name: name for name in SEGMENTS},
                "weights": {"Region": {"Americas": 0.4, "EMEA": 0.4, "APAC": 0.2}},
            },
            "employees": {"role": "employee", "file": "employees.csv"},
        },
        "features": {name: {"label": label} for name, label in names.items()},
        "questions": [
            {"asks": "want", "shape": "multi-select", "customers": {"columns": options}},
            *both,
            {"asks": "pay", "shape": "price-ladder", "feature": "chat",
             "customers": {"columns": [f"At {price}" for price in RUNGS], "prices": list(RUNGS)}},
            {"asks": "pay", "shape": "open-price", "feature": "hotline", "customers": "Worth"},
            {"asks": "need", "shape": "rating", "scale": [str(i) for i in range(1, 6)], "customers": {"columns": rated}},
        ],
    }  # fmt: skip


def columns(first: int, n: int) -> dict[str, Any]:
    """The answers of n respondents in thirty columns, some of which no study names."""
    import polars as pl

    rng = np.random.default_rng(first)

    def of(*texts: str) -> pl.Series:
        return pl.Series(texts)[rng.integers(0, len(texts), n)]

    refused = rng.integers(0, len(RUNGS) + 1, n)
    submitted = np.datetime64("2025-03-01", "us") + ((first + np.arange(n)) // 250).astype("timedelta64[m]")
    return {
        "id": np.arange(first, first + n),
        "Submitted": submitted,
        **{name: of(*cells) for name, cells in SEGMENTS.items()},
        **{option: of("selected", "not selected", "not selected") for option in OPTIONS},
        **{feature: of("Yes", "No", "No", "Don't know") for feature in WANTED},
        **{f"At {price}": pl.Series(["Yes", "No"])[(refused <= i).astype(int)] for i, price in enumerate(RUNGS)},
        "Worth": rng.integers(1, 60, n) * 5,
        **{row: of("1", "2", "3", "4", "5") for row in ROWS},
        "Browser": of("one", "another"),
        "Remarks": pl.Series([f"remark {i % 99_991}" for i in range(n)]),
    }


def write(folder: Path, millions: int) -> None:
    """Both forms of so many answers, a study of each, and the employees'."""
    import duckdb
    import polars as pl

    answers = folder / "answers"
    answers.mkdir(parents=True)
    for at in range(0, millions * 1_000_000, CHUNK):
        pl.DataFrame(columns(at, CHUNK)).write_parquet(answers / f"{at:010}.parquet")
    with duckdb.connect(str(folder / "answers.duckdb")) as connection:
        connection.execute(f"CREATE TABLE answers AS SELECT * FROM read_parquet('{answers}/*.parquet')")
    (folder / "employees.csv").write_text(",".join(WANTED) + "\n" + "Yes,No,Yes,No\nNo,Yes,Yes,No\n" * 100, encoding="utf-8")
    for engine, file in (("polars", "answers"), ("duckdb", "answers.duckdb::answers")):
        (folder / f"{engine}.toml").write_text(tomli_w.dumps(study(file)), encoding="utf-8")


def report(folder: Path, engine: str) -> Work:
    """The report, from the table to the file."""
    ours = str(Path(sys.executable).with_name("gapsurvey"))
    study, output = str(folder / f"{engine}.toml"), str(folder / engine)
    return Work((ours, "report", study, "--quiet", "--formats", "json", "--output", output))


def main(sizes: tuple[int, ...]) -> int:
    """Print the table; 1 where the default engine takes more memory than it may."""
    most = 0.0
    print("\n| customers × 30 columns | engine | seconds | a million | MB | a million more |")
    print("|---|---|--:|--:|--:|--:|")
    before: dict[str, tuple[int, Cost]] = {}
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name))
        for millions in sizes:
            folder = Path(name) / str(millions)
            # In a process of its own: this one stays small, since a child's peak memory begins at its parent's size.
            bench.cost(Work((sys.executable, "-m", __spec__.name, "write", str(folder), str(millions))))
            for engine in ("polars", "duckdb"):
                cost = bench.cost(report(folder, engine))
                fewer, less = before.get(engine, (0, Cost(0, 0, 0)))
                growth = f"{(cost.megabytes - less.megabytes) / (millions - fewer):.0f}" if fewer else ""
                each = f"{cost.seconds / millions:.2f}"
                print(
                    f"| {millions},000,000 | {engine} | {cost.seconds:.1f} | {each} | {cost.megabytes:.0f} | {growth} |",
                    flush=True,
                )
                before[engine] = millions, cost
                most = max(most, cost.megabytes) if engine == "polars" else most
    if most > GOAL:
        print(f"{most:.0f} MB, more than {GOAL}", file=sys.stderr)
    return int(most > GOAL)


if __name__ == "__main__":
    if sys.argv[1:2] == ["write"]:
        write(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        sys.exit(main(tuple(map(int, sys.argv[1:])) or MILLIONS))
