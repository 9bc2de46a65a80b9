"""A study that is wrong is told everything that is wrong with it, each with its place and its mend; a right one survives."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapsurvey.errors import Problem, StudyError
from gapsurvey.schemas import schema_text
from gapsurvey.study import Study, load
from tests.builders import CUSTOMERS, EMPLOYEES, QUESTION, places, problems_of, study

AUDIENCES = {"customers": CUSTOMERS, "employees": EMPLOYEES}
CHAT = {"label": "live chat", "price": 49}
LADDER = {"asks": "pay", "shape": "price-ladder", "feature": "chat", "customers": {"column": "Q9", "prices": [29, 49, 69]}}


def only(**changes: Any) -> Problem:
    """The one problem of a study with these changes."""
    (problem,) = problems_of(**changes)
    return problem


def asking(**changes: Any) -> dict[str, Any]:
    """A study's questions: the usual one, changed."""
    return {"questions": [{**QUESTION, **changes}]}


def customers(**keys: Any) -> dict[str, Any]:
    """A study's audiences, the customers with these keys as well."""
    return {"audiences": {**AUDIENCES, "customers": {**CUSTOMERS, **keys}}}


# --- one key ----------------------------------------------------------------------------------------------------------


def test_a_study_for_another_version_is_told_so() -> None:
    problem = only(version=2)
    assert problem.where == "version"
    assert "version 2" in problem.found


@pytest.mark.parametrize(
    ("changes", "where", "mend"),
    [
        ({"horizont": 36}, "horizont", "horizon"),
        ({"thresholds": {"margn": 0.1}}, "thresholds.margn", "margin"),
        ({"gates": {"min_bas": 100}}, "gates.min_bas", "min_base"),
        ({"features": {"chat": {**CHAT, "prise": 3}}}, "features.chat.prise", "price"),
        ({"features": {"chat": {**CHAT, "cost": {"lunch": 1}}}}, "features.chat.cost.lunch", "launch"),
        (customers(segmnts={}), "audiences.customers.segmnts", "segments"),
        (asking(customers={"colum": "Q1"}), "questions[0].customers.colum", "column"),
        (asking(shape="yesno"), "questions[0].shape", "yes-no"),
        (asking(asks="wants"), "questions[0].asks", "want"),
        (asking(feature="chta"), "questions[0].feature", "chat"),
        (asking(employes="Q1"), "questions[0].employes", "employees"),
        (asking(wording={"employes": "say so"}), "questions[0].wording.employes", "employees"),
        ({"subject": "chatt"}, "subject", "chat"),
        ({"period": "monthly"}, "period", "month"),
    ],
)
def test_a_name_that_is_not_known_gets_the_nearest(changes: dict[str, Any], where: str, mend: str) -> None:
    found = [p for p in problems_of(**changes) if p.where == where]
    assert found, "no problem at that place"
    assert all(p.fix.startswith("Did you mean ") and mend in p.fix and mend in p.exists for p in found)


def test_features_named_for_one_audience_are_checked_too() -> None:
    question = {"asks": "want", "shape": "yes-no", "customers": {"columns": {"caht": "Q1"}}}
    assert only(questions=[question]).where == "questions[0].customers.columns.caht"


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"title": ""}, "title"), ({"title": 5}, "title"), ({"currency": "dollars"}, "currency"), ({"market": -1}, "market"),
        ({"market": 1.5}, "market"),
        ({"market": "12000"}, "market"), ({"features": {"chat": {**CHAT, "price": True}}}, "features.chat.price"),
        ({"horizon": "three years"}, "horizon"), ({"questions": {}}, "questions"),
        ({"thresholds": {"min_cell": 4}}, "thresholds.min_cell"),
        ({"features": {"chat": {**CHAT, "price": 0}}}, "features.chat.price"),
        ({"features": {"chat": {"price": 3}}}, "features.chat.label"), (asking(customers=5), "questions[0].customers"),
        (customers(segments={"Region [1]": 5}), "audiences.customers.segments.Region [1]"),
        (asking(yes=[]), "questions[0].yes"),
        (asking(asks=["want"]), "questions[0].asks"), (asking(feature=["chat"]), "questions[0].feature"),
        (asking(shape=["rating"]), "questions[0].shape"), (customers(segments={"": "Q2"}), "audiences.customers.segments."),
        ({"audiences": {**AUDIENCES, "dealers": {"role": ["partner"]}}}, "audiences.dealers.role"),
        ({"features": {"chat": CHAT, "24x7": {"label": "24×7"}}}, "features.24x7"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_one_problem_at_its_place(changes: dict[str, Any], where: str) -> None:
    problem = only(**changes)
    assert problem.where == where
    assert "Input should" not in str(problem), "not the words of a library"


def test_numbers_may_stand_for_answers() -> None:
    scale = study(**asking(shape="rating", scale=[1, 2.0, 2.5, 1_000_000])).questions[0].scale
    assert scale == (("1",), ("2",), ("2.5",), ("1000000",))


def test_ratings_are_asked_on_scales_of_one_length() -> None:
    problem = only(**asking(shape="rating", scale=[1, 2, 3], employees={"column": "Q1", "scale": [1, 2, 3, 4]}))
    assert problem.where == "questions[0].scale"
    assert "customers 3, employees 4" in problem.found


# --- between keys -----------------------------------------------------------------------------------------------------


def test_two_features_with_one_label() -> None:
    problem = only(features={"chat": CHAT, "talk": {"label": " Live Chat"}})
    assert problem.where == "features.talk.label"
    assert "features.chat" in problem.found


def test_two_features_cannot_share_an_answer_or_a_column() -> None:
    shared = {"chat": "Chat", "phone": ["Phone", "CHAT"]}
    question = {"asks": "want", "shape": "multi-select", "customers": "Q1", "answers": shared}
    assert only(questions=[question]).where == "questions[0].customers.answers.phone"
    columns = {"asks": "want", "shape": "yes-no", "customers": {"columns": {"chat": "Q1", "phone": "Q1"}}}
    assert only(questions=[columns]).where == "questions[0].customers.columns.phone"


@pytest.mark.parametrize("roles", [("employee",), ("customer", "customer", "employee"), ("customer",)])
def test_one_audience_is_the_customers_and_one_believes(roles: tuple[str, ...]) -> None:
    audiences = {f"a{i}": {"role": role} for i, role in enumerate(roles)}
    assert places(problems_of(audiences=audiences, **asking(customers="Q", employees="Q")))[0] == "audiences"


@pytest.mark.parametrize("total", [0.9, 1.2])
def test_weights_that_do_not_add_up(total: float) -> None:
    shares = {"EMEA": 0.2, "APAC": total - 0.2}
    problem = only(**customers(segments={"Region": "Q2"}, weights={"Region": shares}))
    assert problem.where == "audiences.customers.weights.Region"
    assert f"add up to {total}" in problem.found
    assert "EMEA" in problem.exists


def test_every_margin_that_does_not_add_up_is_told() -> None:
    weights = {"Region": {"EMEA": 0.5}, "Size": {"small": 0.4}}
    found = problems_of(**customers(segments={"Region": "Q2", "Size": "Q3"}, weights=weights))
    assert places(found) == ["audiences.customers.weights.Region", "audiences.customers.weights.Size"]


def test_weights_are_of_a_segmentation_that_there_is() -> None:
    problem = only(**customers(segments={"Region": "Q2"}, weights={"Regoin": {"EMEA": 1.0}}))
    assert problem.where == "audiences.customers.weights.Regoin"
    assert problem.fix == "Did you mean Region?"


@pytest.mark.parametrize("weights", [{}, {"column": "w", "margins": {"Region": {"EMEA": 1.0}}}])
def test_weights_are_one_way_of_weighting(weights: dict[str, Any]) -> None:
    assert places(problems_of(**customers(segments={"Region": "Q2"}, weights=weights)))[0].startswith(
        "audiences.customers.weights"
    )


@pytest.mark.parametrize(
    ("changes", "where", "found"),
    [
        ({"prices": [29, 69, 49]}, "customers.prices", "do not increase: 29, 69, 49"),
        ({"prices": [29, 29]}, "customers.prices", "do not increase"),
        ({"prices": []}, "customers.prices", "no prices"),
        ({"columns": ["Q9_1"]}, "customers.columns", "1 columns for 3 prices"),
        ({"column": None}, "customers", "does not say where the answers stand"),
    ],
)
def test_a_ladder_that_cannot_be_climbed(changes: dict[str, Any], where: str, found: str) -> None:
    problem = only(questions=[{**LADDER, "customers": {"column": "Q9", "prices": [29, 49, 69], **changes}}])
    assert problem.where == f"questions[0].{where}"
    assert found in problem.found


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ({"feature": None}, "which feature"),
        ({"feature": "chat", "answers": {"phone": "Phone"}}, "one feature and answers per feature"),
        ({"customers": {"columns": ["Q1"]}}, "a list of columns"),
        ({"customers": {"column": "Q1", "prices": [3]}}, "no prices"),
        ({"shape": "rating"}, "no scale"),
        ({"shape": "rating", "scale": ["low", "high"]}, "a scale of 2 points"),
        ({"shape": "rating", "scale": ["low", "Low ", "high"]}, "read the same"),
        ({"shape": "rating", "scale": [1, 2, 3], "asks": "prefer"}, 'cannot ask "prefer"'),
        ({"shape": "estimate", "asks": "deliver"}, 'cannot ask "deliver"'),
        ({"shape": "open-price"}, 'cannot ask "want"'),
        ({"shape": "multi-select", "unchosen": ["phone"]}, "not a feature of this question"),
    ],
)
def test_a_question_that_cannot_be_asked(question: dict[str, Any], found: str) -> None:
    asked = {key: value for key, value in {**QUESTION, **question}.items() if value is not None and key != "employees"}
    assert any(found in p.found and p.where.startswith("questions[0].customers") for p in problems_of(questions=[asked]))


def test_a_question_that_nobody_was_asked() -> None:
    assert "nobody was asked" in only(questions=[{"asks": "want", "shape": "yes-no", "feature": "chat"}]).found


def test_the_same_thing_is_asked_once() -> None:
    found = problems_of(questions=[QUESTION, {**QUESTION, "shape": "single-select", "yes": "live chat"}])
    assert places(found) == ["questions[1].customers", "questions[1].employees"]
    assert all("already taken from questions[0]" in problem.found for problem in found)
    assert study(questions=[QUESTION, {**QUESTION, "asks": "need"}, {**QUESTION, "shape": "estimate"}]).title


def test_a_question_about_paying_knows_its_price() -> None:
    free = {"chat": {"label": "live chat"}}
    paying = {"asks": "pay", "shape": "yes-no", "feature": "chat", "customers": "Q1"}
    assert places(problems_of(features=free, questions=[paying])) == ["questions[0].price"]
    assert study(features=free, questions=[{**paying, "price": 9}]).asked(0, "customers").at_price == {"chat": 9}
    assert study(questions=[paying]).asked(0, "customers").at_price == {"chat": 49}


# --- all of them at once ----------------------------------------------------------------------------------------------


def test_every_problem_is_told_at_once() -> None:
    wrong = {
        "version": 2,
        "horizont": 3,
        "features": {"chat": CHAT, "talk": {"label": "LIVE CHAT"}},
        "audiences": {
            "customers": {**CUSTOMERS, "weights": {"Region": {"EMEA": 1.0}}},
            "employees": {**EMPLOYEES, "sheeet": "1"},
        },
        "questions": [
            QUESTION,
            {**QUESTION, "asks": "need", "feature": "phone"},
            {"asks": "want", "shape": "guess", "customers": "Q4"},
            {**LADDER, "customers": {"column": "Q9", "prices": [3, 2]}, "employes": {"column": "Q9"}},
        ],
    }
    assert set(places(problems_of(**wrong))) == {
        "version",
        "horizont",
        "features.talk.label",
        "audiences.customers.weights.Region",
        "audiences.employees.sheeet",
        "questions[1].feature",
        "questions[2].shape",
        "questions[3].customers.prices",
        "questions[3].employes",
        "questions[3].employes.prices",
    }


FULL: dict[str, Any] = {
    "title": "Support",
    "audiences": {
        "customers": {**CUSTOMERS, "segments": {"Region": "Q2"}, "where": {"Q3": [1]},
                      "weights": {"Region": {"EMEA": 0.4, "APAC": 0.6}}},
        "employees": {**EMPLOYEES, "keep_partials": True, "weights": "w"},
    },
    "features": {"chat": {**CHAT, "cost": {"launch": 5.0}}, "phone": {"label": "a phone line", "price": 29}},
    "questions": [
        {**QUESTION, "wording": {"customers": "want {feature}"}},
        {**LADDER, "employees": {"columns": ["a", "b"], "prices": [1, 2]}},
        {"asks": "need", "shape": "rating", "scale": [1, 2, 3], "customers": "Q4",
         "answers": {"chat": "Chat", "phone": ["P", 2]}},
        {"asks": "want", "shape": "estimate", "employees": {"columns": {"chat": "Q5", "phone": "Q6"}}},
        {"asks": "prefer", "shape": "multi-select", "answers": {"chat": "C"},
         "customers": {"column": "Q7", "unchosen": ["chat"]}},
    ],
    "thresholds": {"margin": 0.05},
    "gates": {"min_base": 50},
}  # fmt: skip


SCHEMA = jsonschema.Draft202012Validator(json.loads(schema_text("study")))


def paths(part: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where every value of a study stands."""
    steps = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for step, inner in steps:
        yield (*at, step)
        yield from paths(inner, (*at, step))


junk = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5),
    st.lists(st.one_of(st.integers(), st.text(max_size=3), st.lists(st.none(), max_size=1)), max_size=3),
    st.dictionaries(st.text(max_size=5), st.one_of(st.integers(), st.text(max_size=3)), max_size=2),
)  # fmt: skip


@given(st.sampled_from(list(paths(FULL))), junk)
def test_whatever_stands_in_a_study_is_a_study_or_told(path: tuple[Any, ...], value: Any) -> None:
    data = copy.deepcopy(FULL)
    part = data
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    told: tuple[Problem, ...] = ()
    try:
        Study(**data)
    except StudyError as error:
        told = error.problems
    assert all(p.where and p.found and p.fix for p in told)
    assert told or SCHEMA.is_valid(data), "an editor would complain about a study that is right"


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 2}, {"market": "12000"}, {"horizont": 3}, customers(weights=[1]),
        {"features": {"24x7": CHAT}}, asking(customers=5), asking(yes=[]),
        asking(shape="yesno"), asking(customers={"colum": "Q1"}), customers(weights={"Region": {"EMEA": 30}}),
        customers(keep_partials="yes"), {"audiences": {**AUDIENCES, "24x7": EMPLOYEES}}, {"thresholds": {"min_cell": 4}},
    ],
)  # fmt: skip
def test_an_editor_sees_what_is_wrong_in_one_place(changes: dict[str, Any]) -> None:
    assert SCHEMA.is_valid(FULL)
    assert problems_of(**{**FULL, **changes})
    assert not SCHEMA.is_valid({**FULL, **changes})


# --- there and back ---------------------------------------------------------------------------------------------------


def reread(made: Study, folder: Path) -> Study:
    (folder / "study.toml").write_text(made.to_toml(), encoding="utf-8")
    return load(folder)


def test_a_study_that_is_written_and_read_is_the_same(tmp_path: Path) -> None:
    first = reread(Study(**FULL), tmp_path)
    assert first.model_dump() == Study(**FULL).model_dump()
    assert reread(first, tmp_path) == first


line = st.text(min_size=1, max_size=20).map(str.strip).filter(bool)


@given(line, line, line, st.floats(0.01, 1e6), st.dictionaries(line, line, max_size=2))
def test_any_texts_and_numbers_survive_being_written(
    tmp_path_factory: pytest.TempPathFactory, title: str, label: str, option: str, price: float, segments: dict[str, str]
) -> None:
    made = study(
        title=title,
        features={"chat": {"label": label, "price": price}},
        questions=[{**QUESTION, "yes": [option, "and more"]}],
        **customers(segments=segments),
    )
    assert reread(made, tmp_path_factory.mktemp("study")).model_dump() == made.model_dump()


def test_keys_of_an_audience_go_before_those_of_the_question() -> None:
    question = {**QUESTION, "yes": ["Ja"], "employees": {"column": "Q7", "yes": "Oui", "shape": "single-select"}}
    made = study(questions=[question])
    assert made.asked(0, "customers").yes == ("Ja",)
    assert (made.asked(0, "employees").yes, made.asked(0, "employees").shape) == (("Oui",), "single-select")


def test_a_study_says_who_is_who() -> None:
    audiences = {"big_clients": CUSTOMERS, "sales": {**EMPLOYEES, "label": "sellers"}, "dealers": {"role": "partner"}}
    question = {"asks": "want", "shape": "yes-no", "feature": "chat", "big_clients": "Q1"}
    made = study(audiences=audiences, questions=[question])
    assert (made.customers, made.believers) == ("big_clients", ("sales", "dealers"))
    assert [made.label(name) for name in made.audiences] == ["big clients", "sellers", "dealers"]
    assert made.about == "chat"


def test_a_study_of_nobody_is_refused() -> None:
    assert places(problems_of(audiences={}, questions=[{"asks": "want", "shape": "yes-no", "feature": "chat"}])) == [
        "questions[0]",
        "audiences",
        "audiences",
    ]
