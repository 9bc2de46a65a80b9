"""An estimate is a share of customers, given in percent."""

from __future__ import annotations

import numpy as np

from gapsurvey.model import Item
from gapsurvey.records import Records
from gapsurvey.shapes import SHAPES
from tests.builders import answered, coded, export, study

ESTIMATE = {"asks": "want", "shape": "estimate", "feature": "chat", "customers": "Q1"}


def test_percentages_are_shares() -> None:
    made = coded(ESTIMATE, {"Q1": ["60", "60%", "62,5 %", "0", "100 percent", "", "N/A"]})
    assert answered(made) == [0.6, 0.6, 0.625, 0, 1, None, None]
    assert made.answers[0].levels == (0.0, 0.6, 0.625, 1.0)


def test_what_is_no_share_is_counted_and_no_answer() -> None:
    made = coded(ESTIMATE, {"Q1": ["60", "120", "half", "-5"]})
    assert answered(made) == [0.6, None, None, None]
    assert made.notes[0].startswith("3 answers ")


def test_fractions_are_refused() -> None:
    (problem,) = coded(ESTIMATE, {"Q1": ["0.2", "0.5", "0.6", "1"]}).problems
    assert "above 1" in problem.found
    assert not coded(ESTIMATE, {"Q1": ["0.2%", "0.5%", "0.6%"]}).problems


def test_levels_are_those_of_the_people_who_count() -> None:
    """A level that only a preview gave would show, in counts of zero, what was set aside."""
    made = Records(export({"Q1": ["33", "60", "40", ""]}), np.array([1, 2, 3]))
    result = SHAPES["estimate"].code(study(questions=[ESTIMATE]).asked(0, "customers"), made, "here")
    assert result.answers[0].levels == (0.4, 0.6)
    assert answered(result) == [0.6, 0.4, None]


def test_an_estimate_of_payers_is_at_a_price() -> None:
    made = coded({**ESTIMATE, "asks": "pay"}, {"Q1": ["60"]})
    assert made.answers[0].item == Item("chat", "pay", "estimate", 49)
    assert coded({**ESTIMATE, "asks": "pay", "price": 9}, {"Q1": ["60"]}).answers[0].item.price == 9
