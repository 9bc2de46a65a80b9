"""An open price is one amount; zero is a refusal, and what is not one amount is no answer."""

from __future__ import annotations

import numpy as np

from gapsurvey.model import Item
from gapsurvey.records import Records
from gapsurvey.shapes import SHAPES
from tests.builders import answered, coded, export, study

OPEN = {"asks": "pay", "shape": "open-price", "feature": "chat", "customers": "Q1"}


def test_amounts_are_prices() -> None:
    made = coded(OPEN, {"Q1": ["$49.00", "49", "1,200", "0", "", "n/a"]})
    assert made.answers[0].item == Item("chat", "pay", "price")
    assert made.answers[0].levels == (0.0, 49.0, 1200.0)
    assert answered(made) == [49, 49, 1200, 0, None, None]
    assert not made.notes


def test_zero_is_a_level_though_nobody_refused() -> None:
    assert coded(OPEN, {"Q1": ["49"]}).answers[0].levels == (0.0, 49.0)


def test_what_is_not_one_amount_is_counted() -> None:
    made = coded(OPEN, {"Q1": ["49", "$50-60", "depends", "600 a year"]})
    assert answered(made) == [49, None, None, None]
    assert made.notes[0].startswith("3 answers ")


def test_levels_are_those_of_the_people_who_count() -> None:
    made = Records(export({"Q1": ["33", "60"]}), np.array([1]))
    result = SHAPES["open-price"].code(study(questions=[OPEN]).asked(0, "customers"), made, "here")
    assert result.answers[0].levels == (0.0, 60.0)
    assert not result.notes


def test_the_period_is_the_study_s() -> None:
    asked = study(period="year", questions=[OPEN]).asked(0, "customers")
    made = Records(export({"Q1": ["600 a year", "49 a month"]}), np.arange(2))
    assert answered(SHAPES["open-price"].code(asked, made, "here")) == [600, None]
