"""What a dropped file is told to be."""

from __future__ import annotations

import pytest

from gapsurvey.desk import Upload, checked, looked, proposed
from gapsurvey.errors import ExportError, StudyError
from gapsurvey.study import parsed
from tests.desk.files import table, with_partners


def test_a_file_is_told_at_once(sample_files: list[Upload]) -> None:
    mine, theirs = map(looked, sample_files)
    assert (mine["tool"], theirs["tool"]) == ("Qualtrics", "Microsoft Forms")
    assert (mine["records"], mine["kept"], mine["set_aside"]) == (454, 412, {"incomplete": 38, "preview": 3, "spam": 1})
    assert (mine["latest"], mine["questions"], mine["audiences"]) == ("2025-03-19", 10, None)
    assert {"IPAddress", "RecipientEmail"} <= set(mine["personal"])


def test_a_wrong_file_says_how_to_export_it_right() -> None:
    with pytest.raises(ExportError, match="Export"):
        looked(Upload("summary.csv", b"Answer,Count,Percent\nYes,3,60%\nNo,2,40%\n"))


def test_one_file_may_hold_both_audiences() -> None:
    file = table("all.csv", {"Role": ["Customer", "Employee"] * 20, "Do you want chat?": ["Yes", "Yes", "No", "No"] * 10})
    assert looked(file)["audiences"] == {"customers": 20, "employees": 20}
    state = proposed([file])
    made = checked(state["form"], [file])
    assert made["problems"] == []
    study = parsed(made["toml"].encode())
    assert [dict(audience.where) for audience in study.audiences.values()] == [{"Role": ("customer",)}, {"Role": ("employee",)}]


def test_two_files_of_one_name_are_told_apart_by_a_person() -> None:
    with pytest.raises(StudyError, match="two files have this name"):
        proposed([Upload("export.csv", b"a,b\n1,2\n"), Upload("export.csv", b"a,b\n2,1\n")])


def test_one_file_may_hold_several_audiences_of_believers() -> None:
    assert [looked(file)["audiences"] for file in with_partners()] == [None, {"employees": 30, "partners": 10}]
