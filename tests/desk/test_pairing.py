"""What is proposed, changed and checked on the pairing page, on the sample pair, on small files and on published ones."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapsurvey.analysis import analyze
from gapsurvey.cli import main
from gapsurvey.desk import Upload, checked, paired, previewed, proposed
from gapsurvey.desk.form import typed
from gapsurvey.errors import StudyError
from gapsurvey.matching import amount
from gapsurvey.outputs.html import render as page
from gapsurvey.study import load, parsed
from tests.desk.files import YES_NO, dropped, row_of, small, table, with_partners


def places(made: dict[str, Any]) -> list[str]:
    return [problem["at"] for problem in made["problems"]]


# --- proposed and checked --------------------------------------------------------------------------------------------------


def test_what_is_proposed_is_the_study_that_init_writes(sample_files: list[Upload], sample_state: dict[str, Any], root: Path,
                                                        tmp_path: Path) -> None:  # fmt: skip
    made = checked(sample_state["form"], sample_files)
    assert made["problems"] == []
    folder = root / "surveys" / "support-hours"
    assert main(["init", str(folder / "customers.csv"), str(folder / "employees.xlsx"), "-o", str(tmp_path), "-q"]) == 0
    written = load(tmp_path).model_dump()
    for name, audience in written["audiences"].items():
        audience["file"] = {"customers": "customers.csv", "employees": "employees.xlsx"}[name]
    assert parsed(made["toml"].encode()).model_dump() == written


def test_the_study_that_is_downloaded_makes_the_same_report(tmp_path: Path) -> None:
    files = small()
    state = proposed(files)
    toml = checked(state["form"], files)["toml"]
    for upload in files:
        (tmp_path / upload.name).write_bytes(upload.content)
    (tmp_path / "study.toml").write_text(toml, encoding="utf-8")
    by_bytes = analyze(parsed(toml.encode()), files={upload.name: upload.content for upload in files})
    assert page(analyze(tmp_path)) == page(by_bytes)


def test_everything_is_plain_data(sample_state: dict[str, Any]) -> None:
    assert json.loads(json.dumps(sample_state)) == sample_state


def test_what_is_only_likely_waits_and_is_not_counted() -> None:
    files = small(customers={"Do you need an answer within one working day?": YES_NO},
                  employees={"Do customers need an answer within one working week?": YES_NO})  # fmt: skip
    form = proposed(files)["form"]
    row = row_of(form, "an answer")
    assert (row["confidence"], row["decision"]) == ("likely", "open")
    assert "an answer" not in checked(form, files)["toml"]
    form["rows"] = [{**r, "decision": "accepted"} if r["id"] == row["id"] else r for r in form["rows"]]
    assert "an answer" in checked(form, files)["toml"]


def test_every_pair_is_counted_for_employees_and_for_partners() -> None:
    files = with_partners()
    state = proposed(files)
    assert "Colleagues are employees and partners" in state["survey"]["said"]
    study = parsed(checked(state["form"], files)["toml"].encode())
    assert study.believers == ("employees", "partners")
    assert all({*question.sources} == {"customers", "employees", "partners"} for question in study.questions)
    choice = {"customers": ["Do you want chat?"], "employees": ["Do customers want chat?"]}
    (row,) = paired(choice, {**state["form"], "rows": []}, files)["rows"]
    assert {"customers", "employees", "partners"} <= row["question"].keys()


def three() -> list[Upload]:
    """Partners too, who were asked for chat in other words, and not for its price."""
    columns = {"Would they want a chat?": YES_NO, "Region": ["EMEA", "APAC"] * 20, "Is chat a thing?": YES_NO}
    return [*small(), table("partners.csv", columns)]


def test_partners_in_a_third_file_are_the_study_that_init_writes(tmp_path: Path) -> None:
    files = three()
    state = proposed(files)
    made = checked(state["form"], files)
    assert made["problems"] == []
    assert "Colleagues are employees and partners" in state["survey"]["said"]
    for file in files:
        (tmp_path / file.name).write_bytes(file.content)
    names = [str(tmp_path / file.name) for file in files]
    assert main(["init", *names, "-o", str(tmp_path / "study.toml"), "-q"]) == 0
    assert parsed(made["toml"].encode()) == load(tmp_path)
    assert {*load(tmp_path).questions[0].sources} == {"customers", "employees", "partners"}


def test_a_row_shows_every_side_and_its_answers() -> None:
    files = three()
    state = proposed(files)
    row = row_of(state["form"], "want chat")
    assert row["texts"] == ["Do you want chat?", "Do customers want chat?", "Would they want a chat?"]
    assert row_of(state["form"], "pay $9")["columns"][2] == []
    assert [[audience["name"] for audience in side["audiences"]] for side in state["survey"]["sides"]] == [
        ["customers"],
        ["employees"],
        ["partners"],
    ]
    shown = previewed(state["form"], row["id"], files)
    assert (shown["audiences"], shown["groups"][0]["bases"]) == (["customers", "employees", "partners"], [40, 40, 40])


def test_the_question_of_partners_is_changed_and_taken_out() -> None:
    files = three()
    form = proposed(files)["form"]
    row = row_of(form, "want chat")
    choice = {"row": row["id"], "customers": row["columns"][0], "employees": row["columns"][1]}
    (changed,) = paired({**choice, "further": [["Is chat a thing?"]]}, form, files)["rows"]
    assert changed["question"]["partners"] == {"column": "Is chat a thing?"}
    assert changed["question"]["feature"] == row["question"]["feature"]
    (without,) = paired({**choice, "further": [[]]}, form, files)["rows"]
    assert (without["columns"][2], "partners" in without["question"]) == ([], False)
    form["rows"] = [without if each["id"] == row["id"] else each for each in form["rows"]]
    assert checked(form, files)["problems"] == []
    made = paired({"customers": choice["customers"], "employees": [], "further": [["Is chat a thing?"]]}, form, files)
    assert (made["row"], [each["id"] for each in made["rows"]]) == (row["id"], [row["id"]]), "it joins the pair that there is"
    assert {"customers", "employees", "partners"} <= made["rows"][0]["question"].keys()


def test_what_partners_cannot_be_held_against_is_said_of_them() -> None:
    files = three()
    choice = {"customers": ["Which colour do you like best?"], "employees": [], "further": [["Is chat a thing?"]]}
    with pytest.raises(StudyError, match="customers pick one option and partners say yes or no"):
        paired(choice, proposed(files)["form"], files)


def test_nothing_in_common_is_said_and_can_be_paired_by_hand() -> None:
    files = [table("a.csv", {"Do you like rain?": YES_NO}), table("b.csv", {"Is our office warm enough?": YES_NO})]
    state = proposed(files)
    assert state["form"]["rows"] == []
    assert state["survey"]["said"].startswith("a.csv and b.csv have nothing in common")
    assert places(checked(state["form"], files)) == ["rows"]
    choice = {"customers": ["Do you like rain?"], "employees": ["Is our office warm enough?"]}
    made = paired(choice, state["form"], files)
    form = {**state["form"], "rows": made["rows"], "features": made["features"]}
    assert checked(form, files)["problems"] == []


@pytest.mark.parametrize(
    ("path", "value", "at"),
    [
        (("head", "market"), "many", "head.market"), (("head", "market"), "1.5", "head.market"),
        (("head", "currency"), "euro", "head.currency"), (("head", "title"), "", "head.title"),
        (("head", "horizon"), "0", "head.horizon"), (("features", "chat", "price"), "a lot", "features.chat.price"),
        (("features", "chat", "price"), "0", "features.chat.price"), (("features", "chat", "label"), "", "features.chat.label"),
        (("features", "chat", "launch"), "x", "features.chat.launch"), (("rows", 1, "price"), "?", "rows.1.price"),
        (("head", "subject"), "nothing", "head.subject"),
        (("audiences", "customers", "segments"), {"Region": "gone"}, "audiences.customers.segments.Region"),
        (("rows", 0, "question", "customers"), {"column": "gone"}, "rows.0.customers"),
    ],
)  # fmt: skip
def test_a_problem_stands_beside_its_field(path: tuple[str | int, ...], value: Any, at: str) -> None:
    files = small()
    form: Any = proposed(files)["form"]
    part = form
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    assert at in places(made := checked(form, files))
    assert made["toml"] == ""


def test_money_as_people_type_it() -> None:
    files = small()
    form = proposed(files)["form"]
    form["head"] |= {"market": "12,000", "horizon": "36"}
    form["features"]["chat"] |= {"price": "$9.50", "launch": "1.200,50 €", "per_customer": "0"}
    study = parsed(checked(form, files)["toml"].encode())
    assert (study.market, study.horizon) == (12_000, 36)
    feature = study.features["chat"]
    assert feature.cost is not None
    assert (feature.price, feature.cost.launch, feature.cost.per_customer) == (9.5, 1200.5, 0)


@given(st.floats(0, 1e15))
def test_a_number_is_read_back_as_it_was_written(number: float) -> None:
    assert amount(typed(number)) == pytest.approx(number, rel=1e-12) or number < 1e-4


def test_a_feature_that_is_left_out_is_in_no_question(sample_files: list[Upload], sample_state: dict[str, Any]) -> None:
    form = copy.deepcopy(sample_state["form"])
    form["features"]["live_chat"]["counted"] = False
    made = checked(form, sample_files)
    assert made["problems"] == []
    assert "live_chat" not in made["toml"]


def test_a_question_about_paying_takes_its_price() -> None:
    files = small(customers={"Would you pay for mail?": YES_NO}, employees={"Would customers pay for mail?": YES_NO})
    form = proposed(files)["form"]
    row = row_of(form, "pay for mail")
    assert row["decision"] == "open"
    assert row["question"]["asks"] == "pay"
    at = form["rows"].index(row)
    form["rows"][at] = row | {"decision": "accepted"}
    assert places(checked(form, files)) == [f"rows.{at}.price"]
    form["rows"][at] |= {"price": "4,90"}
    assert [q.price for q in parsed(checked(form, files)["toml"].encode()).questions if q.shape == "yes-no"][-1] == 4.9


# --- pairs that a person chooses -------------------------------------------------------------------------------------------


def test_another_question_takes_the_place_of_one() -> None:
    files = small(employees={"Is chat a thing for them?": YES_NO})
    form = proposed(files)["form"]
    form["features"]["chat"]["label"] = "Live help"
    row = row_of(form, "want chat")
    choice = {"row": row["id"], "customers": row["columns"][0], "employees": ["Is chat a thing for them?"]}
    made = paired(choice, form, files)
    (new,) = made["rows"]
    assert (new["id"], new["decision"], new["question"]["employees"]) == (
        row["id"],
        "accepted",
        {"column": "Is chat a thing for them?"},
    )
    assert (new["question"]["feature"], made["features"]) == ("chat", {}), "it keeps its renamed feature"


def test_options_may_be_a_scale_and_may_ask_something_else() -> None:
    files = small(customers={"How is it?": ["poor", "fair", "fine", "poor"] * 10},
                  employees={"How do they find it?": ["poor", "fair", "fine", "fine"] * 10})  # fmt: skip
    form = proposed(files)["form"]
    choice: dict[str, Any] = {"customers": ["How is it?"], "employees": ["How do they find it?"]}
    (single,) = paired(choice, form, files)["rows"]
    assert single["shapes"] == ["single-select", "rating"]
    (rating,) = paired({**choice, "shape": "rating", "asks": "want"}, form, files)["rows"]
    assert (rating["question"]["shape"], rating["question"]["asks"]) == ("rating", "want")
    assert rating["question"]["scale"] == ["fair", "fine", "poor"]


def test_questions_that_nothing_counts_together_are_refused_in_words() -> None:
    files = small()
    form = proposed(files)["form"]
    with pytest.raises(StudyError, match="customers say yes or no and employees pick one option"):
        paired({"customers": ["Do you want chat?"], "employees": ["What is the favourite hue of our customers?"]}, form, files)
    with pytest.raises(StudyError, match="no question of it was chosen"):
        paired({"customers": ["gone"], "employees": ["Do customers want chat?"]}, form, files)


def test_an_estimate_may_be_held_against_what_it_estimates() -> None:
    files = small(employees={"What percentage of customers would love chatting?": ["10", "30", "60", "90"] * 10})
    form = proposed(files)["form"]
    choice = {"customers": ["Do you want chat?"], "employees": ["What percentage of customers would love chatting?"]}
    (row,) = paired(choice, form, files)["rows"]
    assert (row["question"]["shape"], row["question"]["feature"]) == ("estimate", "chat")
    form["rows"].append(row)
    assert checked(form, files)["problems"] == []


# --- published pairs -------------------------------------------------------------------------------------------------------


@pytest.mark.shared
def test_veterinarians_go_through(shared: Path) -> None:
    folder = shared / "exports" / "qualtrics"
    files = dropped(folder / "TWOGROUP_vetdental_EMPLOYER.csv", folder / "TWOGROUP_vetdental_PCVE_faculty.csv")
    state = proposed(files)
    decisions = [row["decision"] for row in state["form"]["rows"]]
    assert decisions.count("accepted") >= 6
    assert checked(state["form"], files)["problems"] == []
    assert all(previewed(state["form"], row["id"], files)["groups"] for row in state["form"]["rows"] if row["question"])


@pytest.mark.shared
def test_members_and_maintainers_have_little_in_common(shared: Path) -> None:
    folder = shared / "exports" / "surveymonkey"
    files = dropped(folder / "CNCF_members_2020_importance.csv", folder / "CNCF_maintainers_2020H2.csv")
    state = proposed(files)
    assert "in common" in state["survey"]["said"]
    assert all(len(side["questions"]) > 10 for side in state["survey"]["sides"]), "to pair by hand"
    assert places(checked(state["form"], files)) == ["rows"]
