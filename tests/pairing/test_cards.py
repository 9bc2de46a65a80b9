"""A payment card is recognised by its two prices, and only where they can mean nothing else."""

from __future__ import annotations

import tomllib

import numpy as np
import pytest

from gapsurvey.pairing import Place, propose, suggested
from gapsurvey.pairing.cards import card
from gapsurvey.records import Records
from tests.builders import export
from tests.pairing.surveys import confirmed

SURE, NOT = "What would you surely pay for live chat?", "What would you surely not pay for live chat?"
LOW, HIGH = ["$10", "$20", "$0", "$30"] * 5, ["$20", "$40", "$10", ""] * 5


def records(columns: dict[str, list[str]]) -> Records:
    made = export(columns)
    return Records(made, np.arange(made.records))


def test_both_prices_are_found_in_any_order() -> None:
    for columns in ({SURE: LOW, NOT: HIGH}, {NOT: HIGH, SURE: LOW}):
        found = card(records({"Region": ["EMEA"] * 20, **columns}))
        assert found is not None
        assert found.columns == (SURE, NOT)


@pytest.mark.parametrize(
    "columns",
    [
        {SURE: LOW}, {SURE: HIGH, NOT: LOW},  # one price alone; the wrong way round
        {SURE: LOW, NOT: [*HIGH[:-4], "$20", "$5", "$10", ""]},  # one person's second price is the lower one
        {SURE: LOW, NOT: [*HIGH[:-1], "never"]}, {SURE: LOW, NOT: HIGH, f"{SURE} Again": LOW},  # no amount; two could be meant
        {SURE: LOW[:4], NOT: HIGH[:4]},  # of so few it may be chance
    ],
)  # fmt: skip
def test_what_might_be_something_else_is_left(columns: dict[str, list[str]]) -> None:
    assert card(records(columns)) is None


def test_a_study_is_suggested_with_both_sides_cards() -> None:
    believed = {text.replace("you", "customers"): cells for text, cells in ((SURE, LOW), (NOT, HIGH))}
    sides = export({SURE: LOW, NOT: HIGH}), export(believed)
    made = suggested([propose(*sides)], sides, (Place("customer", "c.csv", {}), Place("employee", "e.csv", {})))
    (question,) = made.study.questions
    assert (question.shape, question.asked("customers").parts) == ("interval", {"lower": SURE, "upper": NOT})
    assert question.asked("employees").parts["upper"] == NOT.replace("you", "customers")
    assert len(tomllib.loads(confirmed(made.text))["questions"]) == 1
