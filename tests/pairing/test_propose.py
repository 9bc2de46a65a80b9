"""What is proposed: grouped into questions, free of order, silent about what few employees said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapsurvey.errors import ExportError
from gapsurvey.exports import read
from gapsurvey.model import Export
from gapsurvey.pairing import Proposal, believers, propose, split, whole
from tests.builders import export
from tests.pairing.pairs import MADE, made
from tests.pairing.surveys import exports

YES_NO = ["Yes", "No"] * 10


def shuffled(found: Export, seed: int) -> Export:
    columns = list(found.columns)
    Random(seed).shuffle(columns)
    return replace(found, columns=tuple(columns))


@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_columns_makes_no_difference(name: str, seed: int) -> None:
    pair = made(name)
    assert propose(shuffled(pair.customers, seed), shuffled(pair.employees, seed + 1)) == propose(pair.customers, pair.employees)


@given(exports(), exports(), st.integers(0, 100))
def test_any_two_exports_are_paired_alike_in_any_order(customers: Export, employees: Export, seed: int) -> None:
    assert propose(shuffled(customers, seed), shuffled(employees, seed)) == propose(customers, employees)


@given(exports(), exports())
def test_pairs_are_one_to_one_and_nothing_is_lost(customers: Export, employees: Export) -> None:
    proposal = propose(customers, employees)
    for side, left, of in ((0, proposal.customers_only, customers), (1, proposal.employees_only, employees)):
        taken = [n for p in proposal.pairs if p.shape != "estimate" for n in ((p.customers, p.employees)[side])]
        assert len(taken) == len(set(taken))
        every = {n for p in proposal.pairs for n in (p.customers, p.employees)[side]}
        rest = {name for question in left for name in question.columns}
        assert not every & rest
        background = {*proposal.segments[side].values(), proposal.weights[side]}
        assert every | rest | background <= {"", *(column.name for column in of.columns)}
    assert all(0 < pair.score <= 1 and pair.reason for pair in proposal.pairs)


def test_swapping_the_sides_swaps_the_pairs() -> None:
    pair = made("translated scales")
    there, back = propose(pair.customers, pair.employees), propose(pair.employees, pair.customers)
    assert {(p.customers, p.employees, p.score) for p in there.pairs} == {(p.employees, p.customers, p.score) for p in back.pairs}


def columns_of(proposal: Proposal, shape: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(pair.customers, pair.employees) for pair in proposal.pairs if pair.shape == shape]


def test_ids_and_codes_pair_nothing() -> None:
    mine = export({"Q1": ["1", "2", "3"] * 5, "Q2": YES_NO[:15]}, texts={"Q1": "How fast is it?", "Q2": "Do you own a bicycle?"})
    theirs = export(
        {"Q1": ["1", "2", "3"] * 5, "Q2": YES_NO[:15]}, texts={"Q1": "Quality of the coffee", "Q2": "Is the office warm?"}
    )
    assert not propose(mine, theirs).pairs


def test_what_employees_think_of_customers_goes_before_what_they_want_themselves() -> None:
    mine = export({"Do you want a status page?": YES_NO})
    theirs = export({"Do you want a status page?": YES_NO, "Do customers want a status page?": YES_NO})
    (pair,) = propose(mine, theirs).pairs
    assert (pair.employees, pair.confidence) == (("Do customers want a status page?",), "sure")


def test_two_questions_that_fit_alike_are_never_sure() -> None:
    mine = export({"A": YES_NO, "B": YES_NO}, texts=dict.fromkeys("AB", "Do you want a status page?"))
    theirs = export({"C": YES_NO, "D": YES_NO}, texts=dict.fromkeys("CD", "Do customers want a status page?"))
    assert [pair.confidence for pair in propose(mine, theirs).pairs] == ["likely", "likely"]


def test_segments_weights_and_essays_are_not_questions() -> None:
    mine = export(
        {
            "Region": ["EMEA", "APAC"] * 10,
            "Weight": ["0.5", "1.5"] * 10,
            "Do you want chat?": YES_NO,
            "Comments": ["Well", "Hm"] * 10,
        }
    )
    theirs = export({"Function": ["Sales", "Legal"] * 10, "Region": ["EMEA", "APAC"] * 10, "Do customers want chat?": YES_NO,
                     "Comments": ["Well", "Hm"] * 10})  # fmt: skip
    proposal = propose(mine, theirs)
    assert proposal.segments == ({"Region": "Region"}, {"Function": "Function", "Region": "Region"})
    assert proposal.weights == ("Weight", "")
    assert [pair.customers for pair in proposal.pairs] == [("Do you want chat?",)]
    assert [question.why for question in proposal.customers_only] == ["free text, which is not paired"]


def test_an_estimate_stands_beside_the_question_that_it_estimates() -> None:
    mine = export({"Would you want chat?": YES_NO, "Would you want mail?": YES_NO})
    theirs = export({"What % of customers would want chat?": ["10", "20%"] * 10, "Would customers want chat?": YES_NO})
    proposal = propose(mine, theirs)
    assert columns_of(proposal, "yes-no") == [(("Would you want chat?",), ("Would customers want chat?",))]
    assert columns_of(proposal, "estimate") == [(("Would you want chat?",), ("What % of customers would want chat?",))]


def test_a_list_in_one_cell_mirrors_a_list_of_columns() -> None:
    options = ["Live chat", "Phone", "Mail"]
    picks = ["Live chat;Phone", "Mail", "Phone;Mail", "Live chat"] * 5
    mine = export({"Q1": picks}, texts={"Q1": "Which of these do you want?"})
    theirs = export(
        {option: [option if option in cell.split(";") else "" for cell in picks] for option in options},
        texts=dict.fromkeys(options, "Which of these do customers want?"), options={option: option for option in options},
    )  # fmt: skip
    (pair,) = propose(mine, theirs).pairs
    assert (pair.customers, sorted(pair.employees), pair.confidence) == (("Q1",), sorted(options), "sure")


def test_nothing_that_few_employees_answered_is_in_a_proposal() -> None:
    picks = ["Chat;Mail"] * 10 + ["Mail;Chat;I am the only Finn here"] * 4 + ["Chat"] * 6
    mine = export({"A": ["Chat;Mail", "Mail"] * 10}, texts={"A": "Which do you want?"})
    theirs = export({"B": picks, "C": ["1", "2", "3 I hate Bob"] * 6 + ["1"] * 2},
                    texts={"B": "Which do customers want?", "C": "How well?"})  # fmt: skip
    assert "Finn" not in repr(propose(mine, theirs))
    assert "hate" not in repr(propose(mine, export({"C": ["1", "2"] * 8 + ["3 I hate Bob"] * 4})))


def test_two_audiences_in_one_file_are_told_apart() -> None:
    both = export(
        {"Role": ["Customer", "Employee"] * 10, "Do you want chat?": ["Yes", ""] * 10, "Do customers want chat?": ["", "No"] * 10}
    )
    found = split(both)
    assert (found.column, found.texts) == ("Role", {"customer": ("customer",), "employee": ("employee",)})
    assert {role: part.records for role, part in found.parts.items()} == {"customer": 10, "employee": 10}
    assert np.all(found.parts["customer"].columns[0].codes == 0)


def test_employees_and_partners_in_one_file_are_told_apart() -> None:
    found = believers(export({"Role": ["Employee", "Partner"] * 10, "Do customers want chat?": YES_NO}))
    assert found is not None
    assert dict(found.texts) == {"employee": ("employee",), "partner": ("partner",)}
    both = whole([*found.parts.values()])
    assert (both.records, [column.name for column in both.columns]) == (20, ["Do customers want chat?"])


@pytest.mark.parametrize(
    "roles", [["Employee"] * 20, ["Partner"] * 16 + ["Employee"] * 4, ["Partner", "Employee"] * 9 + ["Friend"] * 2]
)
def test_a_file_of_believers_is_left_whole_where_roles_do_not_divide_it(roles: list[str]) -> None:
    assert believers(export({"Role": roles, "Q": YES_NO})) is None


@pytest.mark.parametrize("roles", [["Customer"] * 20, ["Red", "Blue"] * 10, ["Customer"] * 16 + ["Employee"] * 4])
def test_a_file_of_one_audience_is_refused(roles: list[str]) -> None:
    with pytest.raises(ExportError, match="no column that tells customers from employees"):
        split(export({"Role": roles, "Q": YES_NO}))


@pytest.mark.shared
def test_closed_questions_of_the_veterinarians_are_grouped(shared: Path) -> None:
    folder = shared / "exports/qualtrics"
    proposal = propose(read(folder / "TWOGROUP_vetdental_EMPLOYER.csv"), read(folder / "TWOGROUP_vetdental_PCVE_faculty.csv"))
    sizes = {pair.customers[0].partition("_")[0]: len(pair.customers) for pair in proposal.pairs}
    identical = {"Q4": 12, "Q5": 1, "Q7": 1, "Q26": 13, "Q50": 13, "Q28": 6, "Q30": 6, "Q39": 1, "Q51": 1, "Q40": 1}
    assert sum(identical.values()) == 55
    assert {question: sizes[question] for question in identical} == identical
    paired = {name for pair in proposal.pairs for name in pair.customers}
    assert not paired & {"Q44", "Q6", "Q8"}
    assert not [name for name in paired if name.endswith("_TEXT")]
