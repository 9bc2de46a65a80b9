"""The shape of a question, read off its answers."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from gapsurvey.matching import fold
from gapsurvey.pairing.options import joined_options, not_a_feature
from gapsurvey.pairing.questions import Question, questions
from gapsurvey.pairing.recognise import Reading
from gapsurvey.pairing.scales import SCALES, Scale, labelled
from tests.builders import records


def read(cells: Sequence[str], text: str = "What about it?", *, quiet: int = 1) -> Reading:
    """The reading of one column's answers."""
    (question,) = questions(records({"Q1": cells}, texts={"Q1": text}, quiet=quiet))
    return question.reading


def grid(*columns: Sequence[str], rows: Sequence[str], text: str = "Which?") -> list[Question]:
    """The questions of columns that share a question."""
    names = [f"Q1_{i}" for i in range(len(columns))]
    every = records(
        dict(zip(names, columns, strict=True)), texts=dict.fromkeys(names, text), options=dict(zip(names, rows, strict=True))
    )
    return list(questions(every))


@pytest.mark.parametrize(
    ("cells", "text", "form"),
    [
        (["Yes", "No", "", "No"], "Do you?", "yes-no"),
        (["Ja", "Nein"] * 3, "Möchten Sie?", "yes-no"),
        (["1", "0", "1"], "Ticked?", "yes-no"),
        (["True", "True"], "Do you?", "yes-no"),
        (["A;B;", "B;C;", "A;", "C;A;"] * 2, "Which?", "multi-select"),
        (["A, B", "B", "C, A", "B, C"] * 2, "Which?", "multi-select"),
        (["1,2,5", "2", "1,5", "2,5"] * 2, "Which? Select all that apply", "multi-select"),
        (["Red", "Green, of course", "Red", "Green, of course"], "Which one?", "single-select"),
        (["1", "3", "2", "3"] * 3, "Which of the following describes you?", "single-select"),
        (["Agree", "Disagree", "Strongly agree"], "It is easy", "rating"),
        (["sehr wichtig", "Wenig wichtig", "Äußerst wichtig"], "Wie wichtig?", "rating"),
        (["1", "5", "3", "4", "2"], "How well?", "rating"),
        (["1 (not at all)", "3", "5 (very)", "4"] * 2, "How well?", "rating"),
        (["2.0", "3.0", "4.0"], "How easy?", "rating"),
        (["10", "55%", "40 %"], "What % of customers would?", "estimate"),
        (["5", "60", "100", "0"], "What percentage of customers would?", "estimate"),
        (["$49", "$20.50", "0", "$100"], "What is the most you would pay?", "open-price"),
        (["12", "3", "40", "7", "3"], "How many do you have?", "number"),
        ([str(i) for i in range(1, 31)], "Response", "id"),
        (["I agree"] * 5, "I agree to take part.", "agreed"),
        (["Fine", "Fine", "Great"], "Is there anything you’d like to add?", "text"),
        (["A long story", "Another story", "Something else", "And more"], "Tell us", "text"),
        (["", "-", "N/A"], "Which?", "empty"),
    ],
)
def test_a_column_has_a_shape(cells: list[str], text: str, form: str) -> None:
    assert read(cells, text).form == form


def test_a_scale_is_ordered_by_its_meaning_however_it_is_listed() -> None:
    expected = ("Not at all important", "Slightly important", "Moderately important", "Very important", "Extremely important")
    assert read(list(expected)).scale == read(list(reversed(expected))).scale == expected
    german = read(["Sehr wichtig", "Wenig wichtig", "Äußerst wichtig"])
    assert (german.about, german.scale[0], german.scale[-1]) == ("importance", "Überhaupt nicht wichtig", "Äußerst wichtig")


@pytest.mark.parametrize(
    ("cells", "text", "scale"),
    [
        (["2", "3", "4"], "How well? (1 = not at all, 5 = very well)", ("1", "2", "3", "4", "5")),
        (["3", "9", "7"], "On a scale of 0 to 10, how likely?", tuple(map(str, range(11)))),
        (["2", "4", "5"], "Auf einer Skala von 1 bis 7: wie gut?", tuple(map(str, range(1, 8)))),
        (["1 (none)", "2", "4 (all)"], "How much?", ("1 (none)", "2", "3", "4 (all)")),
    ],
)
def test_the_ends_of_a_scale_of_numbers_are_read_off_the_question(cells: list[str], text: str, scale: tuple[str, ...]) -> None:
    assert read(cells, text).scale == scale


@pytest.mark.parametrize("scale", SCALES, ids=lambda scale: f"{scale.about} {scale.labels[0]}")
def test_every_scale_of_the_table_is_sound(scale: Scale) -> None:
    labels = [fold(label) for label in scale.labels]
    assert len(set(labels)) == len(labels) >= 3
    found = labelled(labels)
    assert found is not None
    assert [fold(label) for label in found.labels] == labels, "a shorter scale, or another order, claims the same labels"


def test_a_grid_a_list_and_a_ladder_are_told_apart() -> None:
    (rating,) = grid(["Agree", "Disagree"], ["Disagree", "Strongly agree"], rows=["Quick", "Fair"])
    assert (rating.reading.form, len(rating.columns)) == ("rating", 2)
    (ticked,) = grid(["Chat", ""], ["", "Phone"], rows=["Chat", "Phone"])
    assert (ticked.reading.form, dict(ticked.reading.options)) == ("multi-select", {"Chat": 1, "Phone": 1})
    (not_selected,) = grid(["Chat", "Not selected"], ["Not selected", "Phone"], rows=["Chat", "Phone"])
    assert not_selected.reading.form == "multi-select"
    (answered,) = grid(["Yes", "No"], ["No", "Yes"], rows=["Chat", "Phone"])
    assert answered.reading.form == "yes-no"
    (ladder,) = grid(["Yes", "No"], ["Yes", "Yes"], rows=["$49", "$29"], text="Would you pay this for chat?")
    assert (ladder.reading.form, [price.value for price in ladder.reading.prices]) == ("price-ladder", [29, 49])
    (priced,) = grid(["Yes", "No"], ["Yes", "Yes"], rows=["Chat at $49", "Phone at $29"], text="Would you pay for")
    assert priced.reading.form == "yes-no", "two things, each at its price, are no ladder"


def test_rungs_in_columns_of_their_own_are_one_ladder() -> None:
    names = [f"Would customers pay ${price} a month for chat?" for price in (89, 29, 49)]
    (ladder,) = questions(records({name: ["Yes", "No"] for name in names}))
    assert [price.value for price in ladder.reading.prices] == [29, 49, 89]


def test_commas_inside_options_do_not_split_them() -> None:
    cells = {"Chat,A named engineer, by phone": 3, "A named engineer, by phone": 2, "Chat,Training (on site, remote)": 2,
             "Training (on site, remote)": 4}  # fmt: skip
    found = joined_options(cells)
    assert found == {"A named engineer, by phone": 5, "Chat": 5, "Training (on site, remote)": 6}
    spaced = {cell.replace(",", ", ").replace("  ", " "): n for cell, n in cells.items()}
    assert joined_options(spaced, known={"a named engineer, by phone"}) == found


def test_an_answer_of_few_employees_is_no_option() -> None:
    cells = ["Chat;Phone"] * 6 + ["Phone;Mail"] * 5 + ["Chat;My secret"] * 4 + ["My secret;Phone"] * 0
    assert set(read(cells, quiet=5).options) == {"Chat", "Phone", "Mail"}
    assert "My secret" in read(cells).options


@pytest.mark.parametrize(
    "option", ["None of these", "none of the above", "Other (please specify)", "Don't know", "Keine davon", "Sonstiges"]
)
def test_what_is_no_feature(option: str) -> None:
    assert not_a_feature(option)
    assert not not_a_feature(f"Support for {option}")
