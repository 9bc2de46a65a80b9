"""Files as they are dropped: the sample's, and small ones made here."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from gapsurvey.desk import Upload

__all__ = ["YES_NO", "dropped", "row_of", "small", "table", "with_partners"]

YES_NO = ["Yes", "No"] * 20


def dropped(*paths: Path) -> list[Upload]:
    """These files, as a browser sends them."""
    return [Upload(path.name, path.read_bytes()) for path in paths]


def table(name: str, columns: Mapping[str, Sequence[str]]) -> Upload:
    """A CSV file with these columns."""
    text = io.StringIO()
    csv.writer(text).writerows([[*columns], *zip(*columns.values(), strict=True)])
    return Upload(name, text.getvalue().encode())


def small(**more: Mapping[str, Sequence[str]]) -> list[Upload]:
    """Two questions that mirror each other, one that is alike in one word only, and what else either side was asked."""
    customers = {
        "Do you want chat?": YES_NO, "Would you pay $9 a month for chat?": [*YES_NO[1:], "Yes"],
        "Which colour do you like best?": ["Red", "Blue", "Green", "Red"] * 10, "Region": ["EMEA", "APAC"] * 20,
    }  # fmt: skip
    employees = {
        "Do customers want chat?": YES_NO, "Would customers pay $9 a month for chat?": YES_NO,
        "What is the favourite hue of our customers?": ["Red", "Blue", "Blue", "Red"] * 10, "Team": ["Sales", "Care"] * 20,
    }  # fmt: skip
    return [
        table("customers.csv", {**customers, **more.get("customers", {})}),
        table("employees.csv", {**employees, **more.get("employees", {})}),
    ]


def with_partners() -> list[Upload]:
    """Customers' file, and one of thirty employees and ten partners, of whom three alone do not believe in chat."""
    customers, _ = small()
    employees = ["Yes", "No"] * 15
    columns = {
        "Role": ["Employee"] * 30 + ["Partner"] * 10, "Do customers want chat?": [*employees, *["Yes"] * 7, *["No"] * 3],
        "Would customers pay $9 a month for chat?": YES_NO,
    }  # fmt: skip
    return [customers, table("colleagues.csv", columns)]


def row_of(form: Mapping[str, Any], text: str) -> dict[str, Any]:
    """The row in which customers were asked this."""
    (found,) = [row for row in form["rows"] if text in row["texts"][0]]
    return dict(found)
