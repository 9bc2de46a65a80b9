"""What is said of places is true of them, and can be repeated."""

from __future__ import annotations

import pytest

from gapsurvey.placing import leading, opposed, placed
from gapsurvey.report import Estimate
from gapsurvey.study import Study
from tests.small import mirror, yes_no

LABELS = {"a": "chat", "b": "a phone line", "c": "training"}
STUDY = Study(**mirror(*(yes_no(f, f) for f in LABELS), features={name: {"label": label} for name, label in LABELS.items()}))


def places(believed: str, wanted: str, *, spread: int | None = 0) -> list[Estimate]:
    """Both sides' places of a, b and c as digits; the customers' intervals reach `spread` to either side, None for none."""
    found = []
    for audience, at in (("employees", believed), ("customers", wanted)):
        for feature, place in zip("abc", map(int, at), strict=True):
            ends = (None, None) if spread is None else (max(place - spread, 1), min(place + spread, 3))
            found.append(Estimate(feature, "want_rank_place", audience, value=place, low=ends[0], high=ends[1]))
    return found


@pytest.mark.parametrize(
    ("believed", "wanted", "said"),
    [
        ("123", "132", "Employees and customers both place chat first."),
        ("123", "312", "Employees place chat first; customers place it clearly third of 3, and a phone line first."),
        ("113", "113", "Employees and customers both place chat and a phone line first alike."),
        ("123", "113", "Employees and customers both place chat first; customers place a phone line first alike."),
        ("113", "231", "Employees place chat and a phone line first alike; customers place chat clearly second of 3 and a phone "
         "line clearly third of 3, and training first."),
    ],
)  # fmt: skip
def test_what_believers_lead_with(believed: str, wanted: str, said: str) -> None:
    assert leading(STUDY, places(believed, wanted), "employees") == said


def test_an_interval_of_a_place_is_in_words() -> None:
    assert leading(STUDY, places("123", "312", spread=1), "employees") == (
        "Employees place chat first; customers place it third of 3 (95% interval second to third), and a phone line first."
    )
    assert placed(STUDY, places("123", "312", spread=None), "employees", "a") == (
        "Employees place chat first of 3; customers place it third"
    )


def test_the_same_place_is_said_once_and_no_place_not_at_all() -> None:
    assert placed(STUDY, places("123", "132"), "employees", "a") == "Employees and customers both place chat first of 3"
    assert placed(STUDY, places("123", "132")[:3], "employees", "a") == ""


def test_opposite_orders_name_three_pairs_at_most() -> None:
    said = opposed(STUDY, "employees", [("a", "b"), ("a", "c"), ("b", "c"), ("c", "a")])
    assert said == (
        "Employees place chat before a phone line, chat before training and a phone line before training, and 1 more such pair; "
        "customers order them the other way. Both are certain after correction."
    )
