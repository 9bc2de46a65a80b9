"""Small studies for tests: made in code, answered by columns of texts or straight by counts."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import tomli_w

from gapsurvey.model import Cell, Counts, Item, Tallies
from gapsurvey.privacy import Published
from gapsurvey.study import Study

__all__ = ["TERMS", "counted", "mirror", "priced", "published", "tallied", "written", "yes_no"]

Columns = Mapping[str, Sequence[object]]

TERMS: Mapping[str, Any] = {"market": 1000, "horizon": 10, "currency": "USD", "period": "month"}


def mirror(*questions: Mapping[str, Any], features: Mapping[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """A study of customers and employees as its TOML would be read; a feature named `f` unless others are given.

    `customers` and `employees` in `more` are those audiences' further keys; `partners` and `influencers` add such audiences.
    """
    audiences = {
        "customers": {"role": "customer", "file": "customers.csv", **more.pop("customers", {})},
        "employees": {"role": "employee", "file": "employees.csv", **more.pop("employees", {})},
    }
    for name, role in (("partners", "partner"), ("influencers", "influencer")):
        if name in more:
            audiences[name] = {"role": role, "file": f"{name}.csv", **more.pop(name)}
    return {
        "title": "Small", "audiences": audiences, "features": features or {"f": {"label": "the feature"}},
        "questions": [dict(question) for question in questions], **more,
    }  # fmt: skip


def yes_no(feature: str = "f", column: str = "W", asks: str = "want") -> dict[str, Any]:
    """A yes/no question about a feature, in a column that is named alike in both exports."""
    return {"asks": asks, "shape": "yes-no", "feature": feature, "customers": column, "employees": column}


def priced(price: float = 20, launch: float = 0, per_customer: float = 0, label: str = "the feature") -> dict[str, Any]:
    """A feature with its price and cost."""
    return {"label": label, "price": price, "cost": {"launch": launch, "per_customer": per_customer}}


def written(folder: Path, study: Mapping[str, Any], **exports: Columns) -> Path:
    """The folder, now holding study.toml and a CSV file per audience; None is a blank cell."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "study.toml").write_text(tomli_w.dumps(study), encoding="utf-8")
    for audience, columns in exports.items():
        with (folder / f"{audience}.csv").open("w", newline="", encoding="utf-8") as file:
            rows = csv.writer(file)
            rows.writerow(columns)
            rows.writerows(["" if cell is None else cell for cell in row] for row in zip(*columns.values(), strict=True))
    return folder


def counted(levels: Sequence[float], n: Sequence[int], weight: float = 1.0) -> Counts:
    """Counts of people who all weigh the same."""
    people = np.array(n, np.int64)
    w = people.astype(np.float64) * weight
    return Counts(tuple(levels), people, w, w * weight)


def tallied(**audiences: Mapping[Item, Counts]) -> Tallies:
    """Tallies of audiences without segments; as many members as answered the item that most answered."""
    counts = {Cell(name): dict(items) for name, items in audiences.items()}
    members = {cell: max((c.base for c in items.values()), default=0) for cell, items in counts.items()}
    return Tallies(counts, members)


def published(study: Mapping[str, Any], **audiences: Mapping[Item, Counts]) -> tuple[Published, Study]:
    """Published tallies of a study without segments, and the study."""
    from gapsurvey.privacy import published as publish

    made = Study(**study)
    return publish(tallied(**audiences), made), made
