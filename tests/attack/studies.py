"""Random studies to attack: believers in groups of all sizes, nested, crossed, merged, weighted, screened; and the truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

import gapsurvey
from gapsurvey.analysis import coded
from gapsurvey.files import exports_of, silent
from gapsurvey.model import Tallies
from gapsurvey.report import Report
from gapsurvey.study import load
from gapsurvey.tally import tally
from tests.small import mirror, written

__all__ = ["Attacked", "attacked"]

SCALE = ["1", "2", "3", "4", "5"]
NAMES = ("Function", "Region", "Tenure")
BLANK = ""


@dataclass(frozen=True, slots=True, eq=False)
class Attacked:
    """A report, and what it must not tell: everybody's tallies, before anything was hidden."""

    report: Report
    truth: Tallies


def attacked(seed: int, folder: Path) -> Attacked:
    """The random study of this seed, written into the folder and reported."""
    rng = np.random.default_rng([20_260_101, seed])
    questions, asked = _questions(rng)
    employees, groups = _people(rng, int(rng.integers(9, 70)), asked)
    keys: dict[str, Any] = {"segments": {name: name for name in groups}}
    if len(groups) > 1 and rng.random() < 0.6:
        keys["crossed"] = [list(pair) for pair in pairwise(groups)][: 1 if rng.random() < 0.8 else 2]
    if rng.random() < 0.25:
        keys["small_cells"] = "merge"
    if rng.random() < 0.15:
        employees["Weight"] = [f"{w:.3f}" for w in rng.uniform(0.4, 2.5, len(employees["W"]))]
        keys["weights"] = "Weight"
    if rng.random() < 0.3:
        employees["Check"] = [str(rng.choice(["blue", "blue", "blue", "red"])) for _ in employees["W"]]
        employees["Second"] = [str(rng.choice(["blue", "blue", "red"])) for _ in employees["W"]]
        keys["attention"] = {"Check": "blue", "Second": "blue"}
    data = mirror(
        *questions,
        features={"f": {"label": "the feature", "price": 10}},
        customers={"segments": {"Market": "Market"}},
        employees=keys,
        thresholds={"draws": 1000, "min_cell": int(rng.choice([5, 5, 5, 6, 8]))},
    )
    exports = {"customers": _customers(rng, asked), "employees": employees}
    if rng.random() < 0.25:  # a second group of believers, in the same file
        employees["Who"] = [str(rng.choice(["ours", "ours", "theirs"])) for _ in employees["W"]]
        data["audiences"]["employees"]["where"] = {"Who": "ours"}
        data["audiences"]["partners"] = {
            "role": "partner", "file": "employees.csv", "where": {"Who": "theirs"}, "segments": keys["segments"],
        }  # fmt: skip
        for question in data["questions"]:
            question["partners"] = question["employees"]
    study = load(written(folder, data, **exports) / "study.toml")
    truth = Tallies({}, {})
    for responses, _ in coded(study, exports_of(study, {}, silent), silent, {}):
        truth += tally(responses)
    return Attacked(gapsurvey.analyze(study), truth)


def _questions(rng: np.random.Generator) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    """A yes/no question always, and some of the other shapes; and the columns they stand in."""
    made: dict[str, dict[str, Any]] = {
        "W": {"asks": "want", "shape": "yes-no", "feature": "f", "customers": "W", "employees": "W"},
        "F": {"asks": "prefer", "shape": "yes-no", "feature": "f", "customers": "F", "employees": "F"},
        "N": {"asks": "need", "shape": "rating", "feature": "f", "scale": SCALE, "customers": "N", "employees": "N"},
        "E": {"asks": "want", "shape": "estimate", "feature": "f", "employees": "E"},
        "D": {"asks": "deliver", "shape": "rating", "feature": "f", "scale": SCALE, "employees": "D"},
        "P": {"asks": "pay", "shape": "price-ladder", "feature": "f", **{
            side: {"columns": ["P1", "P2"], "prices": [10, 20]} for side in ("customers", "employees")}},
    }  # fmt: skip
    chosen = ("W", *(name for name in "FNEDP" if rng.random() < 0.4))
    return [made[name] for name in chosen], chosen


def _answers(rng: np.random.Generator, n: int, asked: tuple[str, ...], blank: float) -> dict[str, list[str]]:
    """Answers by column; in some studies nearly everybody agrees."""
    agree = rng.choice([0.5, 0.8, 0.97])
    columns: dict[str, list[str]] = {}
    for name in asked:
        match name:
            case "W" | "F":
                columns[name] = [str(a) for a in rng.choice(["Yes", "No"], n, p=[agree, 1 - agree])]
            case "E":
                columns[name] = [str(a) for a in rng.choice(["10", "35", "60"], n)]
            case "P":
                top = rng.choice(3, n, p=[1 - agree, agree / 2, agree / 2])
                columns["P1"], columns["P2"] = ([["No", "Yes"][int(t > i)] for t in top] for i in (0, 1))
            case _:
                columns[name] = [str(a) for a in rng.choice(SCALE, n, p=[(1 - agree) / 4] * 4 + [agree])]
    for cells in columns.values():
        for i in np.flatnonzero(rng.random(n) < blank):
            if 0 < i < n - 1:
                cells[i] = BLANK
        cells[0], cells[-1] = cells[0] or "Yes", cells[-1] or "Yes"
    return columns


def _people(rng: np.random.Generator, n: int, asked: tuple[str, ...]) -> tuple[dict[str, list[str]], tuple[str, ...]]:
    """Employees with their groups, some of which lie within others; the groups' names tell no number."""
    columns = _answers(rng, n, asked, float(rng.choice([0.0, 0.0, 0.1])))
    groups = NAMES[: int(rng.integers(1, 4))]
    before = np.zeros(n, int)
    for name in groups:
        cells = int(rng.integers(2, 6))
        own = rng.choice(cells, n, p=rng.dirichlet(np.full(cells, float(rng.choice([0.7, 2.0])))))
        if name != groups[0] and rng.random() < 0.4:
            own = before * 2 + (own > 0)  # each of these lies within one of the segmentation before
        nameless = rng.random(n) < rng.choice([0.0, 0.0, 0.08])
        names = [f"{name[:2]}zq{letter}x" for letter in "abcdefghijkl"]
        columns[name] = [BLANK if blank else names[code % 12] for code, blank in zip(own, nameless, strict=True)]
        columns[name][0] = columns[name][0] or f"{name[:2]}zqax"
        before = own
    return columns, groups


def _customers(rng: np.random.Generator, asked: tuple[str, ...]) -> Mapping[str, list[str]]:
    """Answers of forty, half of them in either market."""
    answers = _answers(rng, 40, asked, 0.0)
    return {"Market": ["home", "abroad"] * 20, **{name: cells for name, cells in answers.items() if name not in ("E", "D")}}
