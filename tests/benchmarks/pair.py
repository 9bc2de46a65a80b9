"""A mirror survey of the size that people have: two Qualtrics-like workbooks of 60 columns each, and the study of them.

Run as `python tests/benchmarks/pair.py FOLDER [ROWS]`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import tomli_w

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


def answers(audience: Audience, rows: int, rng: np.random.Generator) -> Iterator[list[object]]:
    """One list of 60 cells per respondent, some of them blank."""
    begun = datetime(2026, 3, 2, 9)
    shares = np.linspace(0.5, 1.5, len(OPTIONS)) * audience.likes
    for row in range(rows):
        seconds = int(rng.integers(120, 900))
        start = begun + timedelta(minutes=7 * row)
        end = start + timedelta(seconds=seconds)
        address = f"192.0.2.{row % 250}"
        metadata: list[object] = [start, end, "IP Address", address, 100, seconds, "True", end, f"R_{row:015}", "EN"]
        segments = [str(rng.choice(cells)) for cells in SEGMENTS.values()]
        chosen = [text if said else None for text, said in zip(OPTIONS, rng.random(len(OPTIONS)) < shares, strict=True)]
        points = rng.binomial(len(SCALE) - 1, min(audience.likes + 0.1, 0.9), len(ROWS_OF_GRID))
        ratings = [SCALE[point] if seen else None for point, seen in zip(points, rng.random(len(points)) < 0.97, strict=True)]
        ladders = [
            "Yes" if price < ceiling else "No" for ceiling in rng.lognormal(3.3 + audience.likes, 0.5, 2) for price in RUNGS
        ]
        needs: list[object]
        if audience.estimates:
            needs = [int(share) for share in np.clip(rng.normal(100 * shares[:4], 15), 0, 100)]
        else:
            needs = ["Yes" if said else "No" for said in rng.random(4) < shares[:4]]
        texts = [" ".join(rng.choice(WORDS, rng.integers(3, 25))) if rng.random() < 0.4 else None for _ in range(3)]
        yield [*metadata, *segments, *chosen, *ratings, *ladders, *needs, str(rng.choice(OPTIONS)), *texts]


def write_workbook(audience: Audience, rows: int, rng: np.random.Generator, folder: Path) -> None:
    """The audience's workbook as Qualtrics writes one: names, question texts, then the answers, in the sheet `Sheet0`."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Sheet0")
    names, texts = zip(*header(), strict=True)
    for cells in (names, texts, *answers(audience, rows, rng)):
        sheet.append(cells)
    book.save(folder / f"{audience.name}.xlsx")


def study() -> dict[str, Any]:
    """The study of the two workbooks, which uses every answer in them but the free texts."""
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
    audiences = {a.name: {"role": a.role, "file": f"{a.name}.xlsx", "segments": segments} for a in (CUSTOMERS, EMPLOYEES)}
    money = {"market": 12_000, "period": "month", "horizon": 36}
    return {"title": "Benchmark", **money, "audiences": audiences, "features": features, "questions": questions}


def write_pair(folder: Path, rows: int = 2000) -> None:
    """Both workbooks and the study, the same bytes of answers every time."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(20_260_101)
    for audience in (CUSTOMERS, EMPLOYEES):
        write_workbook(audience, rows, rng, folder)
    (folder / "study.toml").write_text(tomli_w.dumps(study()), encoding="utf-8")


if __name__ == "__main__":
    write_pair(Path(sys.argv[1]), *map(int, sys.argv[2:]))
