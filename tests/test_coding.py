"""From an export to coded respondents: who counts and why not, which group they are in, who wants it and would pay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapsurvey.coding import code, shared_believers
from gapsurvey.errors import Problem, StudyError
from gapsurvey.model import Export, Item, Responses, Status
from gapsurvey.report import Source
from gapsurvey.study import Study
from tests.builders import CUSTOMERS, EMPLOYEES, QUESTION, answered, export, numbers, places, study

LADDER = {
    "asks": "pay",
    "shape": "price-ladder",
    "feature": "chat",
    "customers": {"columns": ["P29", "P49"], "prices": [29, 49]},
    "employees": {"columns": ["P29", "P49"], "prices": [29, 49]},
}


def of_customers(**keys: Any) -> Study:
    return study(audiences={"customers": {**CUSTOMERS, **keys}, "employees": EMPLOYEES})


def problems(made: Study, exported: Export, audience: str = "customers") -> tuple[Problem, ...]:
    with pytest.raises(StudyError) as caught:
        code(made, audience, exported)
    return caught.value.problems


# --- who counts -------------------------------------------------------------------------------------------------------


def test_who_does_not_count_is_counted_by_reason() -> None:
    status: list[Status] = ["kept", "preview", "test", "spam", "incomplete", "incomplete", "disqualified", "kept"]
    responses, source = code(study(), "customers", export({"Q1": ["Yes"] * 7 + ["No"]}, status=status))
    assert answered(responses) == [1, 0]
    assert (source.records, source.kept) == (8, 2)
    assert source.set_aside == {"disqualified": 1, "incomplete": 2, "preview": 1, "spam": 1, "test": 1}


def test_unfinished_responses_may_be_kept() -> None:
    made = export({"Q1": ["Yes", "No", "No"]}, status=["kept", "incomplete", "preview"])
    responses, source = code(of_customers(keep_partials=True), "customers", made)
    assert (responses.n, source.set_aside) == (2, {"preview": 1})


def test_two_audiences_may_share_a_file() -> None:
    made = export({"Q1": ["Yes", "No", "Yes", "No"], "Who": ["Customer", "staff", "client ", ""]})
    responses, source = code(of_customers(where={"Who": ["customer", "Client"]}), "customers", made)
    assert answered(responses) == [1, 1]
    assert source.set_aside == {"other audience": 2}


def test_a_filter_on_a_value_that_is_not_there() -> None:
    made = export({"Q1": ["Yes", "No"], "Who": ["customer", "staff"]})
    (problem,) = problems(of_customers(where={"Who": "customers"}), made)
    assert problem.where == 'audiences.customers.where."Who"'
    assert problem.exists == '"customer", "staff"'


def test_a_filter_on_a_column_that_is_not_there() -> None:
    (problem,) = problems(of_customers(where={"Whom": "customer"}), export({"Q1": ["Yes"], "Who": ["customer"]}))
    assert problem.fix == 'Did you mean "Who"?'


def test_an_audience_of_which_nobody_is_left() -> None:
    made = export({"Q1": ["Yes", "No", "No"]}, status=["preview", "incomplete", "incomplete"])
    (problem,) = problems(study(), made)
    assert problem.where == "audiences.customers"
    assert problem.found == "nobody is left of the 3 records in answers.csv (2 incomplete, 1 preview)"
    assert "keep_partials" in problem.fix


def test_an_audience_of_which_nobody_is_left_has_no_other_problem_for_that() -> None:
    """No segment, weight or question is blamed for being empty."""
    keys = {"segments": {"Region": "R"}, "weights": {"Region": {"EMEA": 1.0}}}
    (problem,) = problems(of_customers(**keys), export({"Q1": ["Yes"], "R": ["EMEA"]}, status=["test"]))
    assert problem.where == "audiences.customers"


def test_every_problem_of_an_audience_is_told_at_once() -> None:
    keys = {"segments": {"Region": "R", "Size": "S"}, "where": {"Whom": "x"}}
    questions = [
        {**QUESTION, "customers": "Q11"},
        {"asks": "need", "shape": "multi-select", "customers": "Q2", "answers": {"chat": "Chat", "phone": "Phone"}},
        {"asks": "sell", "shape": "rating", "scale": [1, 2, 3], "feature": "chat", "customers": "Q3"},
    ]
    made = study(audiences={"customers": {**CUSTOMERS, **keys}, "employees": EMPLOYEES}, questions=questions)
    columns = {"Q1": ["Yes", "No"], "Q2": ["Fax", "Post"], "Q3": ["good", "bad"], "R": ["EMEA", "APAC"]}
    assert places(problems(made, export(columns))) == [
        "audiences.customers.where",
        "questions[0].customers",
        "questions[1].customers.answers.chat",
        "questions[1].customers.answers.phone",
        "questions[2].customers",
        "audiences.customers.segments.Size",
    ]


def test_speeders_are_flagged_and_kept() -> None:
    seconds = [100.0] * 10 + [49.0, 50.0]
    _, source = code(study(), "customers", export({"Q1": ["Yes"] * 6 + ["No"] * 6}, seconds=seconds))
    assert (source.kept, source.flagged) == (12, {"speeder": 1})
    _, few = code(study(), "customers", export({"Q1": ["Yes"] * 9}, seconds=[100.0] * 8 + [10.0]))
    assert few.flagged == {}, "fewer than ten times have no median worth the name"


def test_screened_answers_are_those_of_the_kept_and_everybody_is_beside() -> None:
    """Whom two signs speak against name a level, and a group, that nobody else does."""
    cells = {"Q1": ["30", "40", "99"] * 5, "S": ["A", "b", "C"] * 5, "Check": ["Agree", "agree", "No"] * 5}
    seconds = [100.0, 90.0, 1.0] * 5
    employees = {**EMPLOYEES, "segments": {"Size": "S"}, "attention": {"Check": "Agree"}}
    question = {**QUESTION, "employees": {"column": "Q1", "shape": "estimate"}}
    asked = study(audiences={"customers": CUSTOMERS, "employees": employees}, questions=[question])
    screened, source = code(asked, "employees", export(cells, seconds=seconds))
    assert (source.kept, source.screened) == (15, 5)
    kept = [i for i in range(15) if i % 3 < 2]
    alone, _ = code(asked, "employees", export({name: [of[i] for i in kept] for name, of in cells.items()}), screened=False)
    whole, _ = code(asked, "employees", export(cells, seconds=seconds), screened=False)
    assert screened.everybody is not None
    for one, other in ((screened, alone), (screened.everybody, whole)):
        assert [answers.levels for answers in one.answers] == [answers.levels for answers in other.answers]
        assert [answers.codes.tolist() for answers in one.answers] == [answers.codes.tolist() for answers in other.answers]
        assert [segment.cells for segment in one.segments] == [segment.cells for segment in other.segments]
        assert [segment.codes.tolist() for segment in one.segments] == [segment.codes.tolist() for segment in other.segments]
    assert (alone.everybody, whole.everybody) == (None, None)


def test_the_source_says_where_answers_came_from() -> None:
    exported = export({"Q1": ["Yes", "No", "Eh", "Eh"]}, file="wave.csv", personal=("Email",), notes=("read as UTF-8",))
    _, source = code(study(), "customers", exported)
    assert (source.audience, source.role, source.file, source.personal) == ("customers", "customer", "wave.csv", ("Email",))
    unread = 'live chat: 2 answers to "Q1" could not be read and count as not answered, such as "Eh".'
    assert source.notes == ("read as UTF-8", unread)


# --- groups -----------------------------------------------------------------------------------------------------------


def segmented(cells: Sequence[str], **keys: Any) -> Responses:
    made = export({"Q1": ["Yes"] * len(cells), "S": cells}, **keys)
    return code(of_customers(segments={"Size": "S"}), "customers", made)[0]


def test_spellings_of_a_group_are_one_shown_as_most_wrote_it() -> None:
    (segment,) = segmented(["1000+", "50–249", "50-249", "50–249", " 1000+", "", "N/A"]).segments
    assert segment.cells == ("50–249", "1000+")
    assert segment.codes.tolist() == [1, 0, 0, 0, 1, -1, -1]


def test_groups_of_those_set_aside_are_no_groups() -> None:
    (segment,) = segmented(["a", "b"], status=["kept", "test"]).segments
    assert segment.cells == ("a",)


def test_what_has_too_many_values_is_no_group_and_is_not_repeated() -> None:
    cells = [f"Ann number {i}" for i in range(61)]
    made = study(audiences={"customers": CUSTOMERS, "employees": {**EMPLOYEES, "segments": {"Who": "S"}}})
    (problem,) = problems(made, export({"Q1": ["Yes"] * 61, "S": cells}), "employees")
    assert problem.where == "audiences.employees.segments.Who"
    assert "61 different answers" in problem.found
    assert "Ann" not in str(problem)
    assert len(segmented(cells[:60]).segments[0].cells) == 60


@pytest.mark.parametrize("cells", [["", ""], ["N/A", "-"]])
def test_a_group_that_nobody_gave_is_refused(cells: list[str]) -> None:
    made = export({"Q1": ["Yes", "No"], "S": cells})
    (problem,) = problems(of_customers(segments={"Size": "S"}), made)
    assert problem.found == 'nobody answered "S" of answers.csv'


# --- wanted, and would pay ---------------------------------------------------------------------------------------------

WORTH = Item("chat", "want-and-pay", "price")


def both(people: Sequence[tuple[str, str, str]], audience: str = "customers") -> tuple[Responses, Source]:
    """People's answers: want, pay 29, pay 49. Two more, of which each column can be read."""
    columns: Mapping[str, list[str]] = {
        name: [*cells, "Yes", "No"] for name, *cells in zip(("Q1", "P29", "P49"), *people, strict=True)
    }
    return code(study(questions=[QUESTION, LADDER]), audience, export(columns))


@pytest.mark.parametrize(
    ("want", "cheap", "dear", "worth"),
    [
        ("Yes", "Yes", "Yes", 49),
        ("Yes", "Yes", "No", 29),
        ("Yes", "No", "No", 0),
        ("No", "Yes", "Yes", 0),  # who does not want it counts as not paying, whatever the ladder says
        ("No", "", "", 0),
        ("Yes", "", "", None),  # who wants it and left the price blank leaves the base
        ("Yes", "Yes", "", None),  # and so does who left it open
        ("", "Yes", "Yes", None),  # the base is all who answered want
        ("N/A", "", "", None),
    ],
)
def test_what_it_is_worth_to_one_person(want: str, cheap: str, dear: str, worth: float | None) -> None:
    responses, _ = both([(want, cheap, dear)])
    assert answered(responses, WORTH) == [worth, 49, 0]


said = st.sampled_from(["Yes", "No", ""])


@given(st.lists(st.tuples(said, said, said), min_size=1, max_size=40))
def test_wanted_and_would_pay_is_counted_person_by_person(people: list[tuple[str, str, str]]) -> None:
    responses, source = both(people)
    want, pay = (answered(responses, Item("chat", *kind)) for kind in (("want", "share"), ("pay", "price")))
    worth = answered(responses, WORTH)
    for price in (29, 49):
        takers = sum(w == 1 and p is not None and p >= price for w, p in zip(want, pay, strict=True))
        assert sum(w is not None and w >= price for w in worth) == takers
    left = sum(w == 1 and p is None for w, p in zip(want, pay, strict=True))
    assert sum(w is not None for w in worth) == sum(w is not None for w in want) - left
    assert [note.split()[2] for note in source.notes if "gave no price" in note] == [str(left)] * (left > 0)


def test_a_believer_s_two_beliefs_are_nobody_s_purchase() -> None:
    responses, _ = both([("Yes", "Yes", "No")], "employees")
    assert [a.item.asks for a in responses.answers] == ["want", "pay"]


def test_a_feature_that_was_only_priced_has_no_such_share() -> None:
    made = study(questions=[{**QUESTION, "feature": "phone"}, LADDER])
    responses, _ = code(made, "customers", export({"Q1": ["Yes", "No"], "P29": ["Yes", "No"], "P49": ["Yes", "No"]}))
    assert WORTH not in {a.item for a in responses.answers}


@pytest.mark.parametrize(
    ("question", "cells", "worth"),
    [
        ({"shape": "open-price"}, ["60", "10", "", "5"], [60, 0, None, 0]),
        ({"shape": "yes-no"}, ["Yes", "Yes", "No", "N/A"], [49, 0, 0, 0]),
    ],
)
def test_any_shape_that_asks_for_a_price_will_do(question: dict[str, str], cells: list[str], worth: list[float | None]) -> None:
    paying = {"asks": "pay", "feature": "chat", "customers": "P", **question}
    made = study(questions=[QUESTION, paying])
    responses, _ = code(made, "customers", export({"Q1": ["Yes", "No", "Yes", "No"], "P": cells}))
    (found,) = [a for a in responses.answers if a.item == WORTH]
    assert numbers(found) == worth


@pytest.mark.parametrize(
    ("employees", "sales", "fine"),
    [
        (["Sales", "Legal"], ["Sales"], False),  # all of them and all but three: the difference of the totals is the three
        (["Sales", "Legal"], ["Legal"], False),
        (["Sales"], ["Sales"], False),
        (["Legal"], ["Sales"], True),
    ],
)
def test_a_record_belongs_to_one_audience_of_believers(employees: list[str], sales: list[str], fine: bool) -> None:
    made = export({"Q1": ["Yes", "No"] * 20, "Team": ["Sales"] * 37 + ["Legal"] * 3})
    of = {
        name: {"role": "employee", "file": "staff.csv", "where": {"Team": teams}}
        for name, teams in (("employees", employees), ("sales", sales))
    }
    found = shared_believers(study(audiences={"customers": CUSTOMERS, **of}), dict.fromkeys(("customers", *of), made))
    assert places(found) == ([] if fine else ["audiences.sales.where"])
    assert not any(character.isdigit() for problem in found for character in problem.found), "it must not say how many"


def test_a_where_that_is_wrong_is_not_also_said_to_overlap() -> None:
    made = export({"Q1": ["Yes", "No"] * 20, "Team": ["Sales"] * 40})
    sales = {"role": "employee", "file": "staff.csv", "where": {"Team": "Sales"}}
    lost = {**sales, "where": {"Nowhere": "Sales"}}
    of = study(audiences={"customers": CUSTOMERS, "employees": sales, "others": lost})
    assert shared_believers(of, dict.fromkeys(of.audiences, made)) == []
