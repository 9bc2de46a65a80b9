"""A previous study put onto new files."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from gapsurvey.desk import Upload, checked, proposed
from gapsurvey.errors import StudyError
from gapsurvey.study import Study, parsed
from tests.desk.files import YES_NO, row_of, small, table


def places(made: dict[str, Any]) -> list[str]:
    return [problem["at"] for problem in made["problems"]]


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


def with_partners(text: str = "Would they want a chat?") -> list[Upload]:
    return [*small(), table("partners.csv", {text: YES_NO, "Region": ["EMEA", "APAC"] * 20})]


def test_partners_who_were_not_there_before_stand_beside_the_others() -> None:
    form = proposed(small())["form"]
    form["features"]["chat"] |= {"label": "Live help", "price": "7"}
    toml = checked(form, small())["toml"]
    files = with_partners()
    state = proposed(files, toml)
    row = row_of(state["form"], "want chat")
    assert row["question"]["partners"] == {"column": "Would they want a chat?"}
    assert row["decision"] == "accepted"
    assert "did not have partners" in state["survey"]["said"]
    study = parsed(checked(state["form"], files)["toml"].encode())
    assert {*study.questions[0].sources} == {"customers", "employees", "partners"}
    assert (study.features["chat"].label, study.features["chat"].price) == ("Live help", 7)
    assert len(study.questions) == 2


def test_what_partners_were_only_likely_asked_too_waits_again() -> None:
    one, other = "Do you need an answer within one working day?", "Do customers need an answer within one working week?"
    before = small(customers={one: YES_NO}, employees={one.replace("you", "customers"): YES_NO})
    toml = checked(proposed(before)["form"], before)["toml"]
    state = proposed([*before, table("partners.csv", {other: YES_NO})], toml)
    row = row_of(state["form"], "an answer")
    assert (row["texts"][2], row["decision"]) == (other, "open")
    assert row_of(state["form"], "want chat")["decision"] == "accepted"


@pytest.mark.parametrize("said", ['yes = ["Yes", "Sure"]', 'no = "No"'])
def test_what_a_person_wrote_about_answers_is_not_taken_for_what_partners_mean(said: str) -> None:
    toml = checked(proposed(small())["form"], small())["toml"].replace('feature   = "chat"', f'feature   = "chat"\n{said}', 1)
    row = row_of(proposed(with_partners(), toml)["form"], "want chat")
    assert (row["columns"][2], "partners" in row["question"]) == ([], False)
    assert row["question"][said.partition(" ")[0]]


def test_spellings_of_a_scale_and_of_answers_are_kept() -> None:
    asked = {"How important is speed? (1 to 5)": ["1", "2", "3", "4", "5"] * 8}
    before = small(customers=asked, employees=asked)
    toml = checked(proposed(before)["form"], before)["toml"]
    toml = toml.replace('scale     = ["1", "2", "3", "4", "5"]', 'scale = [["1", "one"], "2", "3", "4", "5"]')
    row = row_of(proposed([*before, table("partners.csv", asked)], toml)["form"], "speed")
    assert row["question"]["scale"] == [["1", "one"], "2", "3", "4", "5"]


def test_a_grid_of_partners_may_have_rows_that_nobody_was_asked_before() -> None:
    text, points = "How important are these to customers?", ["1", "2", "3", "4", "5"] * 8

    def grid(*rows: str) -> dict[str, list[str]]:
        return {f"{text} [{row}]": points for row in rows}

    before = small(customers=grid("Speed", "Price", "Care"), employees=grid("Speed", "Price"))
    toml = checked(proposed(before)["form"], before)["toml"]
    files = [*before, table("partners.csv", grid("Price", "Care"))]
    study = parsed(checked(proposed(files, toml)["form"], files)["toml"].encode())
    (question,) = [question for question in study.questions if question.shape == "rating"]
    columns = {name: {*source.columns} for name, source in question.sources.items() if isinstance(source.columns, dict)}
    assert columns == {"customers": {"speed", "price", "care"}, "employees": {"speed", "price"}, "partners": {"price", "care"}}


def test_partners_whose_file_is_taken_away_are_left_out() -> None:
    files = with_partners()
    toml = checked(proposed(files)["form"], files)["toml"]
    state = proposed(small(), toml)
    assert {*state["form"]["audiences"]} == {"customers", "employees"}
    assert "It had partners too" in state["survey"]["said"]
    made = checked(state["form"], small())
    assert made["problems"] == []
    assert (
        parsed(made["toml"].encode()).questions == parsed(checked(proposed(small())["form"], small())["toml"].encode()).questions
    )


def test_a_study_of_three_files_is_restored_wherever_they_were_dropped() -> None:
    files = with_partners()
    toml = checked(proposed(files)["form"], files)["toml"]
    for state in (proposed(files, toml), proposed(files[:2], toml, others=files[2:])):
        assert parsed(checked(state["form"], files)["toml"].encode()) == parsed(toml.encode())
        assert len(state["survey"]["sides"]) == 3


def test_an_earlier_wave_is_held_against_where_it_was_dropped_too() -> None:
    files = small()
    toml = checked(proposed(files)["form"], files)["toml"].replace("title ", 'earlier = "before.json"\ntitle ', 1)
    assert "not among these files" in proposed(files, toml)["survey"]["said"]
    wave = Upload("before.json", b"{}")
    state = proposed(files, toml, others=[wave])
    assert places(checked(state["form"], [*files, wave])) == ["head.earlier"], "it is no report"


def test_a_study_that_is_none_is_refused() -> None:
    with pytest.raises(StudyError, match="not valid TOML"):
        proposed(small(), "title = ")
