"""What is written where, and what is refused: all problems at once, nothing half-written, nobody's study overwritten."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gapsurvey import cli
from gapsurvey.errors import StudyError
from gapsurvey.planning import plan
from gapsurvey.questionnaire import drafted, kit, write_questionnaires
from gapsurvey.questionnaire.interview import guide
from gapsurvey.questionnaire.quotas import quotas
from tests.questionnaire.studies import BARE, EVERY, SAMPLE, sample_in, study_of


def test_a_command_writes_the_sample_before_fieldwork(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = sample_in(tmp_path / "study")
    assert cli.main(["questionnaire", str(folder), "-o", str(tmp_path / "out")]) == 0
    printed = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert sorted(printed) == sorted((tmp_path / "out").iterdir())
    assert [path.name for path in printed] == [
        "customers.qualtrics.txt", "employees.qualtrics.txt", "customers.limesurvey.txt", "employees.limesurvey.txt",
        "customers.md", "employees.md", "fieldwork.md", "study.toml",
    ]  # fmt: skip


def test_problems_of_the_command_and_of_the_study_are_told_together(tmp_path: Path) -> None:
    study_of(BARE.replace('"chat"', '"Yes"'), tmp_path)
    with pytest.raises(StudyError) as caught:
        write_questionnaires(tmp_path, tmp_path / "out", ["pdf"], customers=3)
    assert [problem.where for problem in caught.value.problems] == ["formats", "features.c.label", "--customers"]
    assert not (tmp_path / "out").exists()


def test_files_are_overwritten_only_if_told_so(tmp_path: Path) -> None:
    study_of(BARE, tmp_path)
    first = write_questionnaires(tmp_path, tmp_path / "out", ["md"])
    with pytest.raises(StudyError) as caught:
        write_questionnaires(tmp_path, tmp_path / "out", ["md"])
    assert [problem.where for problem in caught.value.problems] == list(map(str, first))
    assert write_questionnaires(tmp_path, tmp_path / "out", ["md"], force=True) == first


def test_the_study_itself_is_never_overwritten(tmp_path: Path) -> None:
    study_of(BARE, tmp_path)
    with pytest.raises(StudyError, match="the study itself stands"):
        write_questionnaires(tmp_path, tmp_path, ["md"], force=True)
    assert (tmp_path / "study.toml").read_text() == BARE


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    study_of(BARE, tmp_path)
    (tmp_path / "out" / "study.toml").mkdir(parents=True)
    with pytest.raises(StudyError, match="cannot be written"):
        write_questionnaires(tmp_path, tmp_path / "out", ["md"], force=True)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["study.toml"]


def test_an_interview_has_ten_questions_and_names_the_features() -> None:
    asked = guide(drafted(SAMPLE))
    assert len(asked) == 10
    assert not any("24×7" in question for question in asked[:5])  # what happened first, what is on offer afterwards
    assert "“24×7 support”" in asked[6]
    assert len(set(asked)) == 10


def test_quotas_follow_the_margins_and_what_plan_says(tmp_path: Path) -> None:
    study = study_of(EVERY.replace("EMEA = 0.5, Americas = 0.5", "EMEA = 0.05, Americas = 0.95"), tmp_path)
    made = quotas(study, 400, 100)
    small, large, *teams = made.rows
    assert (small.cell, small.people, small.note) == ("EMEA", 30, "at least 30, or the group is not shown by itself")
    assert (large.cell, large.people, large.note) == ("Americas", 380, "")
    assert small.gap == plan(30, 100, study=study).over
    assert large.gap == plan(380, 100, study=study).over
    assert {quota.audience for quota in teams} == {"employees"}
    assert sum(quota.people for quota in teams) == pytest.approx(100, abs=len(teams))


def test_a_group_of_believers_is_never_planned_too_small_to_show(tmp_path: Path) -> None:
    rows = quotas(study_of(BARE + "[thresholds]\nmin_cell = 9\n", tmp_path), 400, 20).rows
    assert {(quota.segmentation, quota.people) for quota in rows if quota.audience == "employees"} == {("Team", 9)}


def test_steps_name_what_the_files_cannot_say(tmp_path: Path) -> None:
    made = kit(study_of(EVERY, tmp_path))
    qualtrics, limesurvey, other = (" ".join(steps.by_hand) for steps in made.steps)
    required = next(q.name for q in made.questionnaires[0].questions if q.required)
    assert f"customers.qualtrics.txt: force a response to {required}" in qualtrics
    drawn, first, second = (q.name for q in made.questionnaires[0].questions if q.kind == "drawn")
    assert f"sets the embedded data {drawn} to one of these, each as often, before the first block: 14; 20; 24; 29." in qualtrics
    assert f"{first}, {second}U and {second}D, to one of these: 39 – 50 – 29; 50 – 59 – 39; 59 – 79 – 50." in qualtrics
    assert f"sets the embedded data {second} to ${{e://Field/{second}U}}, and one where it is no" in qualtrics
    assert f"make one version of the survey per amount of {first}" in other
    assert "Microsoft Forms exports the rows of a grid without its question" in other
    assert "customers.csv and employees.csv" in limesurvey
    assert "“Q1. …”" in other
    assert len(replace(made, questionnaires=()).steps) == 3
