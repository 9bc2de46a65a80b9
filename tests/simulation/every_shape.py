"""A study that asks in every shape there is, and people who answer it."""

from __future__ import annotations

from typing import Any

from gapsurvey.simulation.fieldwork import Answered, answered
from gapsurvey.simulation.population import crowds
from gapsurvey.simulation.truths import Truths
from gapsurvey.study import Study

__all__ = ["EVERY", "TRUTHS", "people_of", "study_of"]

LISTED = {"chat": "Live chat, by day", "phone": "A phone line", "visit": "A visit (yearly)"}
SCALE = ["Not at all", "A little", "Fairly", "Very", "Extremely"]

# Every shape, by its name: a question in it, asked of both sides where both can answer it.
EVERY: dict[str, dict[str, Any]] = {
    "yes-no": {"asks": "sell", "shape": "yes-no", "feature": "phone", "employees": "Could you sell a phone line?"},
    "multi-select": {"asks": "want", "shape": "multi-select", "answers": LISTED, "customers": "Q1", "employees": "Q1"},
    "single-select": {"asks": "prefer", "shape": "single-select", "answers": LISTED, "customers": "Q2", "employees": "Q2"},
    "rating": {"asks": "need", "shape": "rating", "scale": SCALE, "answers": LISTED, "customers": "Q3", "employees": "Q3"},
    "ranking": {"asks": "prefer", "shape": "ranking", "answers": LISTED, "customers": "Q4", "employees": "Q4"},
    "allocation": {"asks": "need", "shape": "allocation", "answers": LISTED, "customers": "Q5", "employees": "Q5"},
    "estimate": {"asks": "want", "shape": "estimate", "answers": LISTED, "employees": "What share would want it?"},
    "price-ladder": {
        "asks": "pay", "shape": "price-ladder", "feature": "chat",
        "customers": {"column": "Q7", "prices": [10, 20, 30], "certainty": "Q7_sure"},
        "employees": {"column": "Q7", "prices": [10, 20, 30]},
    },
    "open-price": {"asks": "pay", "shape": "open-price", "feature": "phone", "customers": "Q8", "employees": "Q8"},
    "price": {"asks": "pay", "shape": "price", "feature": "visit", "customers": {"price": "P9", "answer": "Q9"}},
    "double-bounded": {
        "asks": "pay", "shape": "double-bounded", "feature": "visit",
        "employees": {"first": {"price": "P1", "answer": "A1"}, "second": {"price": "P2", "answer": "A2"}},
    },
    "interval": {"asks": "pay", "shape": "interval", "feature": "visit", "customers": {"lower": "L", "upper": "U"}},
    "van-westendorp": {
        "asks": "pay", "shape": "van-westendorp", "feature": "visit", "scale": SCALE,
        "customers": {"too_cheap": "V1", "cheap": "V2", "expensive": "V3", "too_expensive": "V4", "intent_cheap": "I1",
                      "intent_expensive": "I2"},
    },
    "choice-tasks": {
        "asks": "pay", "shape": "choice-tasks", "customers": {"columns": ["C1", "C2", "C3", "C4"]},
        "tasks": {"file": "tasks.csv", "version": "Design version", "price": "Price", "none": "None of these",
                  "attributes": {"Help": {"chat": "By chat", "phone": "By phone"}}},
    },
    "best-worst": {
        "asks": "prefer", "shape": "best-worst", "answers": LISTED, "customers": "Q12", "employees": "Q12",
        "tasks": {"sets": [["chat", "phone"], ["phone", "visit", "chat"]]},
    },
}  # fmt: skip

TRUTHS = Truths.model_validate(
    {
        "audiences": {
            "customers": {
                "groups": {"Region": {"EMEA": 3, "APAC": 1}},
                "shifts": {"Region": {"APAC": {"chat": 0.8}}},
                "features": {
                    "chat": {"want": 0.4, "importance": 0.7, "worth": {"median": 22, "spread": 0.5, "nothing": 0.1}},
                    "phone": {"want": 0.7, "worth": {"median": 40}},
                },
            },
            "employees": {"features": {"chat": {"want": 0.8, "estimate": 0.65, "deliver": 0.3}}},
        }
    }
)


def study_of(*shapes: str, **changes: Any) -> Study:
    """A study of three features that asks in these shapes; in every one, where none is named."""
    data = {
        "title": "Help", "market": 5000, "horizon": 24,
        "audiences": {
            "customers": {
                "role": "customer", "segments": {"Region": "Where are you?"}, "attention": {"Choose “A little”": "A little"},
            },
            "employees": {"role": "employee", "segments": {"Team": "Q20"}},
        },
        "features": {
            "chat": {"label": "live chat", "price": 20, "cost": {"launch": 90_000, "per_customer": 8}},
            "phone": {"label": "a phone line", "price": 30, "cost": {"launch": 400_000, "per_customer": 12}},
            "visit": {"label": "a visit", "price": 60},
        },
        "questions": [EVERY[shape] for shape in dict.fromkeys(shapes or EVERY)],
    }  # fmt: skip
    return Study(**(data | changes))


def people_of(study: Study, truths: Truths = TRUTHS, n: int = 300, seed: int = 5) -> dict[str, Answered]:
    """N people of each audience, and what they answered."""
    return {name: answered(study, crowd, n, seed) for name, crowd in crowds(study, truths).items()}
