"""A mirror survey: two Qualtrics-like files of 60 columns each, of any length, and the study of them.

Run as `python tests/benchmarks/pair.py FOLDER ROWS xlsx|csv`.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import tomli_w
from numpy.typing import NDArray

SCALE = ("Not at all important", "Slightly important", "Moderately important", "Very important", "Extremely important")
RUNGS = (19, 29, 49, 79)
OPTIONS = tuple(f"Option {name}" for name in ("north", "east", "south", "west", "early", "late", "first", "last"))
ROWS_OF_GRID = tuple(f"Capability {number:02}" for number in range(1, 21))
SEGMENTS: Mapping[str, tuple[str, ...]] = {
    "Region": ("Americas", "EMEA", "APAC"),
    "Size": ("1-49", "50-249", "250-999", "1000+"),
    "Industry": ("Finance", "Health", "Public", "Retail", "Software"),
    "Plan": ("Basic", "Plus", "Premium"),
    "Tenure": ("Under a year", "1-3 years", "Over 3 years"),
    "Channel": ("Direct", "Partner"),
}
METADATA = (
    "StartDate", "EndDate", "Status", "IPAddress", "Progress", "Duration (in seconds)", "Finished", "RecordedDate",
    "ResponseId", "UserLanguage",
)  # fmt: skip
WORDS = "the cover at night is what our team would ask for first because every hour that we wait costs us more than it".split()


FIRST = datetime(2026, 3, 2, 9)
TOGETHER = 20_000  # respondents that are made at once


@dataclass(frozen=True)
class Audience:
    """Who answers: how often they say yes, how high they rate, and whether they are asked for shares of customers."""

    name: str
    role: str
    likes: float
    estimates: bool


CUSTOMERS = Audience("customers", "customer", 0.35, estimates=False)
EMPLOYEES = Audience("employees", "employee", 0.6, estimates=True)


def header() -> list[tuple[str, str]]:
    """The 60 columns: name, and question text."""
    columns = [(name, name) for name in METADATA]
    columns += [(f"Q{i}", f"What is your {name.lower()}?") for i, name in enumerate(SEGMENTS, 1)]
    columns += [(f"Q7_{i}", f"Which of these are wanted? - Selected Choice - {text}") for i, text in enumerate(OPTIONS, 1)]
    columns += [(f"Q8_{i}", f"How important is each of these? - {text}") for i, text in enumerate(ROWS_OF_GRID, 1)]
    for question, option in (("Q9", OPTIONS[0]), ("Q10", OPTIONS[1])):
        columns += [(f"{question}_{i}", f"{option}: worth ${price} a month?") for i, price in enumerate(RUNGS, 1)]
    columns += [(f"Q{10 + i}", f"Is {text} needed?") for i, text in enumerate(OPTIONS[:4], 1)]
    return [*columns, ("Q15", "Which one comes first?"), ("Q16", "Why?"), ("Q17", "What else?"), ("Q18", "Any comments?")]


def answers(audience: Audience, rows: int, rng: np.random.Generator) -> Iterator[tuple[object, ...]]:
    """One tuple of 60 cells per respondent, some of them None."""
    for begun in range(0, rows, TOGETHER):
        yield from zip(*columns(audience, begun, min(TOGETHER, rows - begun), rng), strict=True)


def columns(audience: Audience, begun: int, rows: int, rng: np.random.Generator) -> Iterator[Sequence[object]]:
    """The 60 columns of so many respondents, after those that have begun."""
    numbers = range(begun, begun + rows)
    starts = [FIRST + timedelta(minutes=number) for number in numbers]
    took = rng.integers(120, 900, rows).tolist()
    ends = [start + timedelta(seconds=seconds) for start, seconds in zip(starts, took, strict=True)]
    addresses = [f"192.0.2.{number % 250}" for number in numbers]
    yield from (starts, ends, ["IP Address"] * rows, addresses, [100] * rows, took, ["True"] * rows, ends)
    yield from ([f"R_{number:015}" for number in numbers], ["EN"] * rows)
    for cells in SEGMENTS.values():
        yield one_of(cells, rng.integers(0, len(cells), rows))
    shares = np.linspace(0.5, 1.5, len(OPTIONS)) * audience.likes
    for text, share in zip(OPTIONS, shares, strict=True):
        yield one_of((None, text), rng.random(rows) < share)
    for _ in ROWS_OF_GRID:
        points = rng.binomial(len(SCALE) - 1, min(audience.likes + 0.1, 0.9), rows)
        yield one_of((None, *SCALE), np.where(rng.random(rows) < 0.97, points + 1, 0))
    for _ in range(2):
        ceiling = rng.lognormal(3.3 + audience.likes, 0.5, rows)
        for price in RUNGS:
            yield one_of(("No", "Yes"), price < ceiling)
    for share in shares[:4]:
        if audience.estimates:
            yield np.clip(rng.normal(100 * share, 15, rows), 0, 100).astype(int).tolist()
        else:
            yield one_of(("No", "Yes"), rng.random(rows) < share)
    yield one_of(OPTIONS, rng.integers(0, len(OPTIONS), rows))
    for _ in range(3):
        yield written(rows, rng)


def one_of(cells: Sequence[object], which: NDArray[Any]) -> list[object]:
    """The cells at these places."""
    return [cells[place] for place in which.astype(int).tolist()]


def written(rows: int, rng: np.random.Generator) -> list[object]:
    """What people wrote: 3 to 24 words of four in ten, no two of them alike to speak of."""
    many = np.where(rng.random(rows) < 0.4, rng.integers(3, 25, rows), 0).tolist()
    words = iter(rng.choice(WORDS, sum(many)).tolist())
    return [" ".join(islice(words, length)) if length else None for length in many]


def write_workbook(file: Path, rows: Iterable[Sequence[object]]) -> None:
    """As Qualtrics writes one, in the sheet `Sheet0`."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Sheet0")
    for cells in rows:
        sheet.append(cells)
    book.save(file)


def write_csv(file: Path, rows: Iterable[Sequence[object]]) -> None:
    """The same as UTF-8 text."""
    with file.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows(rows)


def study(ending: str) -> dict[str, Any]:
    """The study of two files of this ending, which uses every answer in them but the free texts."""
    wanted = {f"f{i}": text for i, text in enumerate(OPTIONS, 1)}
    rated = {f"c{i}": text for i, text in enumerate(ROWS_OF_GRID, 1)}
    both = {audience.name: {"column": "Q8"} for audience in (CUSTOMERS, EMPLOYEES)}
    questions: list[dict[str, Any]] = [
        {"asks": "want", "shape": "multi-select", "answers": wanted, "customers": "Q7", "employees": "Q7"},
        {"asks": "need", "shape": "rating", "scale": SCALE, "answers": rated, **both},
        {"asks": "prefer", "shape": "single-select", "answers": wanted, "customers": "Q15", "employees": "Q15"},
    ]
    for feature, question in (("f1", "Q9"), ("f2", "Q10")):
        ladder = {"columns": [f"{question}_{i}" for i in range(1, len(RUNGS) + 1)], "prices": RUNGS}
        questions.append({"asks": "pay", "shape": "price-ladder", "feature": feature, "customers": ladder, "employees": ladder})
    for i in range(1, 5):
        column = f"Q{10 + i}"
        believed = {"column": column, "shape": "estimate"}
        questions.append({"asks": "need", "shape": "yes-no", "feature": f"f{i}", "customers": column, "employees": believed})
    features: dict[str, dict[str, Any]] = {name: {"label": text} for name, text in {**wanted, **rated}.items()}
    for name in ("f1", "f2"):
        features[name] |= {"price": 49, "cost": {"launch": 900_000, "per_customer": 21}}
    segments = {name: f"Q{i}" for i, name in enumerate(SEGMENTS, 1)}
    audiences = {a.name: {"role": a.role, "file": f"{a.name}.{ending}", "segments": segments} for a in (CUSTOMERS, EMPLOYEES)}
    money = {"market": 12_000, "period": "month", "horizon": 36}
    return {"title": "Benchmark", **money, "audiences": audiences, "features": features, "questions": questions}


WRITERS: Mapping[str, Callable[[Path, Iterable[Sequence[object]]], None]] = {"xlsx": write_workbook, "csv": write_csv}


def write_pair(folder: Path, rows: int = 2000, ending: str = "xlsx") -> None:
    """Both files, each with question names, question texts and the answers, and the study; the same answers every time."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(20_260_101)
    names, texts = zip(*header(), strict=True)
    for audience in (CUSTOMERS, EMPLOYEES):
        WRITERS[ending](folder / f"{audience.name}.{ending}", chain([names, texts], answers(audience, rows, rng)))
    (folder / "study.toml").write_text(tomli_w.dumps(study(ending)), encoding="utf-8")


if __name__ == "__main__":
    write_pair(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
