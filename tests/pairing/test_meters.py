"""Van Westendorp's four questions are found by what they ask, whatever their order, and left alone where that is not clear."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from gapsurvey.pairing import Place, propose, suggested
from gapsurvey.pairing.meters import meter
from tests.builders import export, records

ASKED = {
    "Q4": "At what price would you consider 24x7 support to be so expensive that you would not consider buying it?",
    "Q1": "At what price would you consider 24x7 support to be priced so low that you would doubt its quality?",
    "Q3": "At what price would you consider 24x7 support starting to get expensive?",
    "Q2": "At what price would you consider 24x7 support to be a bargain, a great buy for the money?",
}
CELLS = {
    "Q4": ["$90", "80", "$85"] * 4,
    "Q1": ["10", "$12", "9"] * 4,
    "Q3": ["$50", "55", "60"] * 4,
    "Q2": ["30", "25", "$20"] * 4,
}


def test_by_their_texts_in_any_order() -> None:
    for names in (("Q4", "Q1", "Q3", "Q2"), ("Q2", "Q3", "Q1", "Q4")):
        found = meter(records({name: CELLS[name] for name in names}, texts=ASKED))
        assert found is not None
        assert found.columns == ("Q1", "Q2", "Q3", "Q4")


@pytest.mark.parametrize(
    "names",
    [
        ("toocheap", "cheap", "expensive", "tooexpensive"),
        ("too_cheap", "good_value", "expensive", "too_expensive"),
        ("Zu billig", "Günstig", "Teuer", "Zu teuer"),
        ("Price: too low", "Price: bargain", "Price: on the high side", "Price: too high"),
    ],
)
def test_by_their_names(names: Sequence[str]) -> None:
    found = meter(records(dict(zip(names, [CELLS[q] for q in ("Q1", "Q2", "Q3", "Q4")], strict=True))))
    assert found is not None
    assert found.columns == tuple(names)


def test_answers_that_contradict_the_texts_are_no_meter() -> None:
    assert meter(records({**CELLS, "Q1": CELLS["Q4"], "Q4": CELLS["Q1"]}, texts=ASKED)) is None


def test_words_are_no_prices_and_three_questions_no_meter() -> None:
    assert meter(records({**CELLS, "Q1": ["yes", "no", "no"] * 4}, texts=ASKED)) is None
    assert meter(records({name: CELLS[name] for name in ("Q1", "Q2", "Q3")}, texts=ASKED)) is None


def test_two_meters_are_not_mixed() -> None:
    assert meter(records({**CELLS, "R1": CELLS["Q1"]}, texts={**ASKED, "R1": ASKED["Q1"]})) is None


def test_a_study_is_suggested_with_both_sides_meters() -> None:
    theirs = {f"E{name}": f"Customers: {text}" for name, text in ASKED.items()}
    sides = export(CELLS, texts=ASKED), export({f"E{name}": cells for name, cells in CELLS.items()}, texts=theirs)
    made = suggested([propose(*sides)], sides, (Place("customer", "c.csv", {}), Place("employee", "e.csv", {})))
    (question,) = made.study.questions
    assert question.shape == "van-westendorp"
    assert question.asked("customers").parts == {"too_cheap": "Q1", "cheap": "Q2", "expensive": "Q3", "too_expensive": "Q4"}
    assert question.asked("employees").parts["too_expensive"] == "EQ4"
    assert [feature.label for feature in made.study.features.values()] == ["24x7 support"]
