"""The functions behind the page, on the sample pair, on small files and on published ones."""

from __future__ import annotations

import contextlib
import copy
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapsurvey.analysis import analyze
from gapsurvey.cli import main
from gapsurvey.desk import Upload, checked, looked, paired, previewed, proposed
from gapsurvey.desk.form import typed
from gapsurvey.desk.preview import apart
from gapsurvey.errors import ExportError, GapsurveyError, StudyError
from gapsurvey.matching import amount
from gapsurvey.outputs.html import render as page
from gapsurvey.study import Study, load, parsed
from tests.desk.files import YES_NO, dropped, row_of, small, table


@pytest.fixture(scope="module")
def sample_files(root: Path) -> list[Upload]:
    folder = root / "surveys" / "support-hours"
    return dropped(folder / "customers.csv", folder / "employees.xlsx")


@pytest.fixture(scope="module")
def sample_state(sample_files: list[Upload]) -> dict[str, Any]:
    return proposed(sample_files)


def places(made: dict[str, Any]) -> list[str]:
    return [problem["at"] for problem in made["problems"]]


# --- what a file is -----------------------------------------------------------------------------------------------------


def test_a_file_is_told_at_once(sample_files: list[Upload]) -> None:
    mine, theirs = map(looked, sample_files)
    assert (mine["tool"], theirs["tool"]) == ("Qualtrics", "Microsoft Forms")
    assert (mine["records"], mine["kept"], mine["set_aside"]) == (454, 412, {"incomplete": 38, "preview": 3, "spam": 1})
    assert (mine["latest"], mine["questions"], mine["both"]) == ("2025-03-19", 10, None)
    assert {"IPAddress", "RecipientEmail"} <= set(mine["personal"])


def test_a_wrong_file_says_how_to_export_it_right() -> None:
    with pytest.raises(ExportError, match="Export"):
        looked(Upload("summary.csv", b"Answer,Count,Percent\nYes,3,60%\nNo,2,40%\n"))


def test_one_file_may_hold_both_audiences() -> None:
    file = table("all.csv", {"Role": ["Customer", "Employee"] * 20, "Do you want chat?": ["Yes", "Yes", "No", "No"] * 10})
    assert looked(file)["both"] == {"customers": 20, "employees": 20}
    state = proposed([file])
    made = checked(state["form"], [file])
    assert made["problems"] == []
    study = parsed(made["toml"].encode())
    assert [dict(audience.where) for audience in study.audiences.values()] == [{"Role": ("customer",)}, {"Role": ("employee",)}]


def test_two_files_of_one_name_are_told_apart_by_a_person() -> None:
    with pytest.raises(StudyError, match="both files have this name"):
        proposed([Upload("export.csv", b"a,b\n1,2\n"), Upload("export.csv", b"a,b\n2,1\n")])


# --- proposed and checked -----------------------------------------------------------------------------------------------


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


# --- pairs that a person chooses ----------------------------------------------------------------------------------------


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


# --- previews -----------------------------------------------------------------------------------------------------------


def test_a_preview_shows_both_sides() -> None:
    files = small()
    form = proposed(files)["form"]
    (group,) = previewed(form, row_of(form, "want chat")["id"], files)["groups"]
    assert group["bases"] == [40, 40]
    assert group["bars"] == [{"label": "chat", "shares": [50, 50]}]


def test_a_preview_tells_no_answer_of_a_few_employees() -> None:
    files = small(customers={"How good is chat?": ["1", "2", "3", "4"] * 10},
                  employees={"How good do customers find chat?": ["1"] * 20 + ["2"] * 16 + ["3"] * 3 + ["4"]})  # fmt: skip
    form = proposed(files)["form"]
    (group,) = previewed(form, row_of(form, "How good")["id"], files)["groups"]
    assert [bar["shares"] for bar in group["bars"]] == [[25, 50], [25, None], [25, None], [25, None]]


@pytest.mark.parametrize(
    ("picked", "told"),
    [
        (["A;B"] * 10 + ["A"] * 9 + ["B"] * 2 + ["C"] * 9, [63, 40, 30]),
        (["A;B"] * 10 + ["A"] * 9 + ["B"] * 9 + ["C"] * 2, [63, 63, None]),
        (["A;B"] * 10 + ["A"] * 12 + ["A;C"] * 7 + ["C"], [None, 33, 27]),  # all but one picked A
    ],
)  # fmt: skip
def test_options_are_told_one_by_one(picked: list[str], told: list[int | None]) -> None:
    options = ["A;B", "B;C", "A;C", "A"] * 10
    files = small(customers={"Which do you want?": options},
                  employees={"Which do customers want?": [*picked, *[""] * (40 - len(picked))]})  # fmt: skip
    form = proposed(files)["form"]
    row = row_of(form, "Which do you want?")
    row["question"]["customers"] = row["question"]["employees"] = None
    for side, column in (("customers", "Which do you want?"), ("employees", "Which do customers want?")):
        row["question"][side] = {"column": column}
    row["question"]["answers"] = {"a": "A", "b": "B", "c": "C"}
    form["features"] |= {name: {**form["features"]["chat"], "label": name} for name in "abc"}
    form["rows"] = [row if row["id"] == other["id"] else other for other in form["rows"]]
    (group,) = previewed(form, row["id"], files)["groups"]
    assert [bar["shares"][1] for bar in group["bars"]] == told


@given(st.lists(st.integers(0, 12), min_size=1, max_size=8))
def test_no_small_number_is_told(numbers: list[int]) -> None:
    told = apart(numbers, 5, sum(numbers))
    assert all(shown is None or shown == n for n, shown in zip(numbers, told, strict=True))
    assert all(shown is None or shown >= 5 or (shown == 0 and sum(numbers) >= 20) for shown in told)


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ([20, 16, 9, 7], [20, 16, 9, 7]), ([20, 0, 16], [20, 0, 16]),
        ([20, 3, 16], [20, None, None]),  # one alone is what is missing
        ([20, 3, 3, 16], [20, None, None, 16]),  # 2 and 4, 3 and 3, 4 and 2
        ([20, 4, 4, 16], [20, None, None, None]), ([20, 3, 4, 16], [20, None, None, None]),  # both, or nearly both, are known
        ([9, 0, 8], [9, None, None]),  # of few people not even that nobody said it
    ],
)  # fmt: skip
def test_what_is_not_told_cannot_be_had_by_subtraction(numbers: list[int], told: list[int | None]) -> None:
    assert apart(numbers, 5, sum(numbers)) == told
    assert apart(numbers, 1, sum(numbers)) == numbers, "customers were promised nothing of the kind"


# --- a previous study ---------------------------------------------------------------------------------------------------


def test_a_previous_study_is_restored(sample_files: list[Upload], root: Path) -> None:
    text = (root / "surveys" / "support-hours" / "study.toml").read_text(encoding="utf-8")
    state = proposed(sample_files, text)
    assert {row["decision"] for row in state["form"]["rows"]} == {"accepted"}
    assert state["survey"]["gone"] == []
    made = checked(state["form"], sample_files)
    assert made["problems"] == []
    assert Study(**tomllib.loads(made["toml"])) == parsed(text.encode())


def test_what_the_page_does_not_ask_is_restored_too() -> None:
    files = small(customers={"Why is that?": [f"Since it was my {i}th call this year." for i in range(40)]})
    toml = checked(proposed(files)["form"], files)["toml"]
    toml = (
        toml.replace("title ", "archetypes = false\ntitle ", 1)
        + """
[competitors.other]
label    = "Other & Co."
features = ["chat"]
price    = 7

[[verbatims]]
title     = "Why?"
customers = "Why is that?"

[thresholds]
margin = 0.12

[gates]
max_gap = 0.5
"""
    )
    again = checked(proposed(files, toml)["form"], files)
    assert again["problems"] == []
    assert parsed(again["toml"].encode()) == parsed(toml.encode())


def test_a_new_wave_has_other_names_and_gone_columns_are_listed(root: Path) -> None:
    files = small()
    toml = checked(proposed(files)["form"], files)["toml"]
    renamed = [Upload("wave-2-team.csv", files[1].content.replace(b"Do customers want chat?", b"Something else?")),
               Upload("wave-2.csv", files[0].content)]  # fmt: skip
    state = proposed(renamed, toml)
    assert {name: audience["file"] for name, audience in state["form"]["audiences"].items()} == {
        "customers": "wave-2.csv",
        "employees": "wave-2-team.csv",
    }
    assert state["survey"]["gone"] == [{"row": "r1", "audience": "employees", "name": "Do customers want chat?"}]
    assert places(checked(state["form"], renamed)) == ["rows.0.employees"]
    form = state["form"]
    form["rows"][0]["decision"] = "rejected"
    assert checked(form, renamed)["problems"] == []


def test_what_the_previous_study_did_not_have_is_proposed() -> None:
    files = small()
    toml = checked(proposed(files)["form"], files)["toml"]
    more = small(customers={"Do you want mail?": YES_NO}, employees={"Do customers want mail?": YES_NO})
    state = proposed(more, toml)
    assert row_of(state["form"], "mail")["decision"] == "open"
    assert checked(state["form"], more)["problems"] == []


def test_an_earlier_wave_is_held_against_where_it_was_dropped_too() -> None:
    files = small()
    toml = checked(proposed(files)["form"], files)["toml"].replace("title ", 'earlier = "before.json"\ntitle ', 1)
    assert "not among these files" in proposed(files, toml)["survey"]["said"]
    wave = Upload("before.json", b"{}")
    state = proposed(files, toml, others=["before.json"])
    assert places(checked(state["form"], [*files, wave])) == ["head.earlier"], "it is no report"


def test_a_study_that_is_none_is_refused() -> None:
    with pytest.raises(StudyError, match="not valid TOML"):
        proposed(small(), "title = ")


# --- hostile forms ------------------------------------------------------------------------------------------------------


def test_no_file_is_read_but_those_that_were_dropped(tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("Salary,Name\n1,Ada\n", encoding="utf-8")
    files = small()
    form = proposed(files)["form"]
    form["audiences"]["customers"]["file"] = str(secret)
    assert "Salary" not in str(made := checked(form, files))
    assert any("no such file" in problem["found"] for problem in made["problems"])
    with pytest.raises(GapsurveyError):
        previewed(form, "r1", files)
    form = proposed(files)["form"]
    form["rows"][0]["question"] = {
        "asks": "prefer",
        "shape": "choice-tasks",
        "customers": "Region",
        "tasks": {"file": str(secret)},
    }
    assert "Salary" not in str(checked(form, files))


@pytest.mark.parametrize("form", [None, [], 1, {}, {"head": 1}, {"rows": [{}]}, {"evil": True}])
def test_what_is_no_form_is_a_problem(form: Any) -> None:
    made = checked(form, small())
    assert made["problems"]
    assert made["toml"] == ""


def test_an_unknown_key_is_refused() -> None:
    files = small()
    form = proposed(files)["form"]
    form["head"]["evil"] = "1"
    assert "not a key" in checked(form, files)["problems"][0]["found"]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3), max_leaves=6,
)  # fmt: skip
FILES = small()
FORM = proposed(FILES)["form"]


def _paths(part: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    return [at, *(path for key, value in inner for path in _paths(value, (*at, key)))] if at else [
        path for key, value in inner for path in _paths(value, (key,))
    ]  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(_paths(FORM)), _JSON), min_size=1, max_size=3))
def test_whatever_comes_back_never_crashes(edits: list[tuple[tuple[Any, ...], Any]]) -> None:
    form = copy.deepcopy(FORM)
    for path, value in edits:
        part: Any = form
        with contextlib.suppress(KeyError, IndexError, TypeError):
            for step in path[:-1]:
                part = part[step]
            part[path[-1]] = value
    made = checked(form, FILES)
    json.dumps(made)
    assert bool(made["problems"]) != bool(made["toml"])
    if made["toml"]:
        Study(**tomllib.loads(made["toml"]))
    with contextlib.suppress(GapsurveyError):
        previewed(form, "r1", FILES)
    with contextlib.suppress(GapsurveyError):
        paired({"row": "r1", "customers": ["Do you want chat?"], "employees": ["Do customers want chat?"]}, form, FILES)


# --- published pairs ----------------------------------------------------------------------------------------------------


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
