"""A survey of invented customers, as columns of texts and as the same in the types that a warehouse has."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from tests.small import mirror, yes_no

__all__ = ["STUDY", "customers", "employees", "typed"]

_RUNGS = [10, 20, 30]
_ROWS = [f"r{i}" for i in range(6)]
STUDY: Mapping[str, Any] = mirror(
    yes_no("f", "Want it"),
    {"asks": "want", "shape": "multi-select", "answers": {"g": "Chat", "h": "Phone, or mail"}, "customers": "Picked",
     "employees": "Picked"},
    {"asks": "pay", "shape": "price-ladder", "feature": "f",
     "customers": {"columns": [f"At {price}" for price in _RUNGS], "prices": _RUNGS}},
    {"asks": "pay", "shape": "open-price", "feature": "g", "customers": "Worth", "employees": "Worth"},
    {"asks": "need", "shape": "rating", "scale": ["1", "2", "3", "4", "5"], "customers": "How useful?",
     "answers": {row: f"Row {row}" for row in _ROWS}},
    features={"f": {"label": "the feature"}, "g": {"label": "chat"}, "h": {"label": "phone"},
              **{row: {"label": f"row {row}"} for row in _ROWS}},
    customers={
        "segments": {"Region": "Region", "Size": "Size"},
        "where": {"Who": "customer"},
        "weights": {"Region": {"APAC": 0.3, "EMEA": 0.5, "US": 0.2}},
        "attention": {"Check": "Agree"},
    },
)  # fmt: skip


def customers(n: int = 400) -> dict[str, list[str]]:
    """Their export: a few write nonsense, do not read, or are no customers; one column is personal, one nobody needs."""
    rng = np.random.default_rng(4)

    def of(*texts: str) -> list[str]:
        return [texts[i] for i in rng.integers(0, len(texts), n)]

    begun = [datetime(2025, 3, 1, 8) + timedelta(minutes=7 * i) for i in range(n)]
    ended = [time + timedelta(seconds=int(s)) for time, s in zip(begun, rng.integers(30, 900, n), strict=True)]
    ladder = np.sort(rng.integers(0, 2, (n, 3)))[:, ::-1]
    return {
        "Start date": [time.isoformat(sep=" ") for time in begun],
        "End date": [time.isoformat(sep=" ") for time in ended],
        "Email": [f"p{i}@example.invalid" for i in range(n)],
        "Who": of("customer", "customer", "customer", "partner"),
        "Region": of("EMEA", "US", "APAC", "emea "),
        "Size": of("small", "large", ""),
        "Want it": of("Yes", "No", "no", "", "maybe"),
        "Picked": of("Chat", "Phone, or mail", "Chat, Phone, or mail", "Fax", ""),
        **{f"At {price}": [("No", "Yes")[int(rung)] for rung in ladder[:, i]] for i, price in enumerate(_RUNGS)},
        "Worth": of("12", "30", "7.5", "", "250"),
        **{f"How useful? [Row {row}]": of("1", "2", "3", "4", "5", "") for row in _ROWS},
        "Check": of("Agree", "Agree", "Agree", "Disagree"),
        "Remarks": [f"remark {i}" for i in range(n)],
    }


def typed(columns: Mapping[str, list[str]]) -> dict[str, list[Any]]:
    """The same columns with times as times, prices as numbers and blanks as nothing."""

    def cell(name: str, text: str) -> Any:
        if not text:
            return None
        if name.endswith("date"):
            return datetime.fromisoformat(text)
        return float(text) if name == "Worth" else text

    return {name: [cell(name, text) for text in texts] for name, texts in columns.items()}


def employees() -> dict[str, list[str]]:
    """Forty of them, who answer some of the same."""
    return {"Want it": ["Yes", "No"] * 20, "Picked": ["Chat", "Phone, or mail", "Fax", ""] * 10, "Worth": ["10", "20"] * 20}
