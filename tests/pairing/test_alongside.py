"""Partners in a file of their own: beside employees where they were asked the same, by themselves where they were not."""

from __future__ import annotations

import contextlib
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given

from gapsurvey.coding import code
from gapsurvey.errors import ExportError, StudyError
from gapsurvey.model import Export
from gapsurvey.pairing import Place, Suggestion, proposals_of, suggested, told_once, unpaired
from gapsurvey.pairing.alongside import asked_alike
from gapsurvey.pairing.propose import propose
from gapsurvey.pairing.sides import sides_of
from gapsurvey.study import Study
from tests.builders import export
from tests.pairing.surveys import confirmed, exports

YES_NO = ["Yes", "No"] * 20
LISTED = ["Chat;Phone line", "Chat", "Phone line;Chat", "Phone line;Mail"] * 10
POINTS = ["1", "2", "3", "4", "5"] * 8
PLACES = Place("customer", "c.csv", {}), Place("employee", "e.csv", {}), Place("partner", "p.csv", {})


def suggestion(*sides: Export) -> Suggestion:
    return suggested(proposals_of(sides, PLACES), sides, PLACES)


def asked(*sides: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """The questions of the study of customers', employees' and partners' answers, as its file has them."""
    made = suggestion(*(export(dict(side)) for side in sides))
    return list(tomllib.loads(confirmed(made.text))["questions"])


@given(exports(), exports(), exports())
def test_any_three_exports_give_a_study_that_is_accepted_or_a_plain_refusal(
    customers: Export, employees: Export, partners: Export
) -> None:
    sides = {"customers": customers, "employees": employees, "partners": partners}
    with contextlib.suppress(StudyError):
        made = suggestion(*sides.values())
        read_back = Study(**tomllib.loads(confirmed(made.text)))
        assert read_back == made.study
        assert all(code(read_back, audience, answers)[0] for audience, answers in sides.items())


def test_two_files_of_believers_are_asked_as_one_file_of_both_is() -> None:
    customers = {
        "Do you want chat?": YES_NO, "Which of these would you want?": LISTED, "How important is speed? (1 to 5)": POINTS,
        "Would you pay $9 a month for chat?": YES_NO, "What is the most you would pay for chat?": ["5", "9", "12", "20"] * 10,
    }  # fmt: skip
    believed = {
        "Do customers want chat?": YES_NO, "Which of these do customers want?": LISTED,
        "How important is speed to customers? (1 to 5)": POINTS, "Would customers pay $9 a month for chat?": YES_NO,
        "What is the most customers would pay for chat?": ["5", "9", "12", "20"] * 10, "How well could we deliver chat?": POINTS,
        "What percentage of customers want chat?": ["10", "30", "60", "90"] * 10,
    }  # fmt: skip
    both = {name: [*answers, *answers] for name, answers in believed.items()}
    held = [export(customers, file="c.csv"), export({"Role": ["Employee"] * 40 + ["Partner"] * 40, **both}, file="e.csv")]
    parts, places = sides_of(held, ["c.csv", "e.csv"], ["employee"])
    together = suggested(proposals_of(parts, places), parts, places).study
    apart = suggestion(export(customers), export(believed), export(believed)).study
    assert [q.model_dump() for q in apart.questions] == [q.model_dump() for q in together.questions]
    assert apart.features == together.features
    assert len(apart.questions) == len(believed)
    assert all({"employees", "partners"} <= {*question.sources} for question in apart.questions)


def test_rows_of_a_grid_are_those_of_all_sides() -> None:
    text = "How important are these?"
    rows = {f"{text} [{row}]": row for row in ("Speed", "Price", "Care")}
    speed, price, care = rows

    def side(*names: str) -> Export:
        return export(
            dict.fromkeys(names, POINTS), texts=dict.fromkeys(names, text), options={name: rows[name] for name in names}
        )

    made = suggestion(side(speed, price, care), side(speed, price), side(price, care))
    (question,) = tomllib.loads(confirmed(made.text))["questions"]
    assert question["customers"]["columns"] == {"speed": speed, "price": price, "care": care}
    assert question["employees"]["columns"] == {"speed": speed, "price": price}
    assert question["partners"]["columns"] == {"price": price, "care": care}


def test_one_scale_holds_the_points_of_all_sides() -> None:
    text = "How important is speed? (1 to 5)"
    (question,) = asked({text: POINTS}, {text: ["1", "2", "3"] * 10}, {text: ["2", "3", "4", "5"] * 10})
    assert question["scale"] == ["1", "2", "3", "4", "5"]
    assert question["customers"] == question["employees"] == question["partners"] == text


def test_what_partners_are_asked_in_other_words_is_found_by_what_customers_were_asked() -> None:
    (question,) = asked({"Do you want chat?": YES_NO}, {"Do customers want chat?": YES_NO}, {"Would they want a chat?": YES_NO})
    assert (question["feature"], question["employees"], question["partners"]) == (
        "chat",
        "Do customers want chat?",
        "Would they want a chat?",
    )


def test_what_only_partners_were_asked_stands_by_itself_and_is_no_feature_twice() -> None:
    listed, line = {"Which of these would you want?": LISTED}, {"Do you want a phone line?": YES_NO}
    questions = asked(
        {**listed, **line}, {"Which of these do customers want?": LISTED}, {"Would customers want a phone line?": YES_NO}
    )
    assert [{*q} & {"employees", "partners"} for q in questions] == [{"employees"}, {"partners"}]
    assert questions[1]["feature"] not in questions[0]["answers"]


def test_an_estimate_of_partners_stands_beside_what_employees_say_yes_to() -> None:
    percent = ["10", "30", "60", "90"] * 10
    wanted, estimated = asked(
        {"Do you want chat?": YES_NO}, {"Do customers want chat?": YES_NO}, {"What percentage of customers want chat?": percent}
    )
    assert (wanted["customers"], wanted["employees"]) == ("Do you want chat?", "Do customers want chat?")
    assert (estimated["shape"], estimated["feature"], estimated["partners"]) == (
        "estimate",
        wanted["feature"],
        "What percentage of customers want chat?",
    )


def test_what_is_noted_of_partners_names_them() -> None:
    listed = "Which of these would you want?", "Which of these do customers want?"
    made = suggestion(
        export({listed[0]: LISTED, "How important is speed to you? (1 to 5)": POINTS}),
        export({"Is it warm?": YES_NO}),
        export(
            {
                listed[1]: ["Chat;Phone line", "Chat", "Phone line;Chat", "Phone line"] * 10,
                "How well could we deliver mail?": POINTS,
            }
        ),
    )
    assert "Partners: “Mail” is missing" in made.text
    assert "asked of partners only: how well they could deliver" in made.text
    assert "mployees: “" not in made.text


def test_a_question_is_as_sure_as_its_least_sure_side() -> None:
    mine = {"Do you want chat?": YES_NO, "Do you need an answer within one working day?": YES_NO}
    same = {"Do customers want chat?": YES_NO, "Do customers need an answer within one working day?": YES_NO}
    alike = {"Do customers want chat?": YES_NO, "Do customers need an answer within one working week?": YES_NO}
    made = suggestion(export(mine), export(same), export(alike))
    assert [q["customers"] for q in tomllib.loads(made.text)["questions"]] == ["Do you want chat?"]
    assert "# partners too, likely" in made.text


@pytest.mark.parametrize(
    ("theirs", "why"),
    [
        ({"asks": "need"}, "it asks something else"),
        ({"price": 9}, "it names another price"),
        ({"shape": "rating"}, "customers answered in another way"),
        ({"customers": {"column": "Q2"}}, "customers were asked another question"),
        ({"feature": None, "customers": {"column": "Q1", "answers": {"chat": "Chat"}}}, "customers' answers mean something else"),
    ],
)  # fmt: skip
def test_what_is_asked_otherwise_is_not_joined(theirs: dict[str, Any], why: str) -> None:
    mine = {"asks": "want", "shape": "yes-no", "feature": "chat", "customers": {"column": "Q1"}, "employees": {"column": "Q1"}}
    more = {"asks": "want", "shape": "yes-no", "feature": "chat", "customers": {"column": "Q1"}, "partners": {"column": "P1"}}
    assert asked_alike(mine, more, "customers") == {**mine, "partners": {"column": "P1"}}
    changed = {key: part for key, part in {**more, **theirs}.items() if part is not None}
    assert asked_alike(mine, changed, "customers") is None, why


def test_segments_are_suggested_to_whom_they_divide() -> None:
    customers = export({"Region": ["EMEA", "APAC"] * 20, "Do you want chat?": YES_NO}, file="c.csv")
    columns = {
        "Role": ["Employee"] * 20 + ["Partner"] * 20, "Region": ["EMEA", "APAC"] * 20,
        "Team": ["Sales", "Care"] * 10 + [""] * 20, "Tier": [""] * 20 + ["Gold", "Silver"] * 10,
        "Do customers want chat?": YES_NO,
    }  # fmt: skip
    parts, places = sides_of([customers, export(columns, file="e.csv")], ["c.csv", "e.csv"], ["employee"])
    made = suggested(proposals_of(parts, places), parts, places).study
    assert {name: {*audience.segments} for name, audience in made.audiences.items()} == {
        "customers": {"Region"},
        "employees": {"Region", "Function"},
        "partners": {"Region", "Segment"},
    }


def test_what_stands_in_one_file_is_told_once_and_only_of_whom_it_was_asked() -> None:
    none, text = [""] * 40, [f"Since it was call {i} of this year." for i in range(80)]
    columns = {
        "Role": ["Customer"] * 40 + ["Employee"] * 40, "Do you want chat?": YES_NO + none,
        "Do customers want chat?": none + YES_NO,
        "Team": none + ["Sales", "Care"] * 20, "How did you find us?": ["Web", "Ad", "Web", "Fair"] * 10 + none, "Why?": text,
        "Which tools do you use?": none + ["Mail", "Wiki", "Mail", "Chat"] * 10, "Left over": none + none,
    }  # fmt: skip
    parts, places = sides_of([export(columns)], ["all.csv"], [])
    mine, theirs = unpaired(proposals_of(parts, places))
    assert [(question.text, question.why.partition(",")[0]) for question in mine] == [
        ("How did you find us?", "no question of the other side is like it; it could be a segmentation"),
        ("Left over", "nobody answered it"),
        ("Why?", "free text"),
    ]
    assert mine[-1].why.endswith("; asked of both sides")
    assert [question.text for question in theirs] == ["Which tools do you use?"]


@given(exports(), exports())
def test_nothing_that_stands_in_no_pair_is_lost(customers: Export, employees: Export) -> None:
    proposal = propose(customers, employees)
    once = told_once(proposal)
    paired = {name for pair in proposal.pairs for name in (*pair.customers, *pair.employees)}
    for left, kept in ((proposal.customers_only, once.customers_only), (proposal.employees_only, once.employees_only)):
        assert {q.columns for q in kept} <= {q.columns for q in left}
    told = {name for q in (*once.customers_only, *once.employees_only) for name in q.columns}
    answered = {name for q in (*proposal.customers_only, *proposal.employees_only) if q.answered for name in q.columns}
    assert answered - paired <= told


def test_two_files_of_the_same_believers_are_refused() -> None:
    both = export({"Role": ["Employee", "Partner"] * 10, "Do customers want chat?": ["Yes", "No"] * 10})
    files = ["c.csv", "e.csv", "p.csv"]
    with pytest.raises(ExportError, match=r"p\.csv: it holds partners, and so does e.csv"):
        sides_of([export({"Do you want chat?": YES_NO}), both, export({"Chat?": YES_NO})], files, ["employee", "partner"])


def test_partners_stand_beside_a_file_of_customers_and_employees() -> None:
    both = export(
        {"Role": ["Customer", "Employee"] * 20, "Do you want chat?": ["Yes", ""] * 20, "Do customers want chat?": ["", "No"] * 20}
    )
    _, places = sides_of([both, export({"Chat?": YES_NO})], ["all.csv", "p.csv"], ["partner"])
    assert [(place.role, place.file, bool(place.where)) for place in places] == [
        ("customer", "all.csv", True),
        ("employee", "all.csv", True),
        ("partner", "p.csv", False),
    ]
