"""A study's files given as bytes: the same report as from a disk, and no disk is looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

import gapsurvey
from gapsurvey.errors import StudyError
from gapsurvey.files import exports_of, silent
from gapsurvey.language import say, speaking
from gapsurvey.outputs.results import to_json
from gapsurvey.study import load, parsed
from tests.small import Columns, mirror, written, yes_no

YES = {"W": ["Yes", "No"] * 60}
MORE = {"W": ["Yes", "Yes", "No"] * 40}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "study.toml"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A study and its exports."""
    return written(tmp_path / "now", mirror(yes_no()), customers=YES, employees=MORE)


def test_the_report_is_the_same(folder: Path) -> None:
    study = parsed((folder / "study.toml").read_bytes())
    assert to_json(gapsurvey.analyze(study, files=contents(folder))) == to_json(gapsurvey.analyze(folder))


def test_the_design_of_choice_tasks_is_a_file_too(root: Path) -> None:
    folder = root / "surveys" / "ways-of-asking"
    study = parsed((folder / "study.toml").read_bytes())
    files = contents(folder)
    assert gapsurvey.analyze(study, files=files).answer == gapsurvey.analyze(folder).answer
    del files["design.csv"]
    with pytest.raises(StudyError) as error:
        gapsurvey.analyze(study, files=files)
    assert [problem.where for problem in error.value.problems] == ["design.csv"]


@pytest.mark.parametrize("earlier", ["results.json", "last.toml"])
def test_an_earlier_wave_is_a_report_or_a_study_among_them(folder: Path, tmp_path: Path, earlier: str) -> None:
    then = written(tmp_path / "then", mirror(yes_no()), customers=YES, employees=YES)
    (folder / "results.json").write_text(to_json(gapsurvey.analyze(then)), "utf-8")
    text = (then / "study.toml").read_text("utf-8").replace('"customers.csv"', '"c1.csv"').replace('"employees.csv"', '"e1.csv"')
    (folder / "last.toml").write_text(text, "utf-8")
    for old, name in (("customers.csv", "c1.csv"), ("employees.csv", "e1.csv")):
        (folder / name).write_bytes((then / old).read_bytes())
    study = folder / "study.toml"
    study.write_text(f'earlier = "{earlier}"\n' + study.read_text("utf-8"), "utf-8")
    held = gapsurvey.analyze(parsed(study.read_bytes()), files=contents(folder))
    assert held.since
    assert to_json(held) == to_json(gapsurvey.analyze(folder))


@pytest.mark.parametrize("name", ["customers.csv", "/etc/passwd", "../now/customers.csv"])
def test_a_file_that_is_not_given_is_not_read_from_a_disk(folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    study = (folder / "study.toml").read_text("utf-8").replace('"customers.csv"', f'"{name}"')
    with pytest.raises(StudyError) as error:
        gapsurvey.analyze(parsed(study.encode()), files={"employees.csv": (folder / "employees.csv").read_bytes()})
    (problem,) = error.value.problems
    assert problem.where == name
    assert problem.found == "there is no such file among those that were given"
    assert "employees.csv" in problem.exists


def long_texts(columns: Columns) -> Columns:
    """The same, and a column that nobody needs, which makes the file a large one."""
    people = len(next(iter(columns.values())))
    return {**columns, "Thoughts": [f'"{i}", ' + "so it goes, " * (9_000_000 // people // 12) for i in range(people)]}


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A study and its exports, which are read by columns and at the same time."""
    more = {"W": ["Yes", "No", "Maybe"] * 200}
    return written(tmp_path, mirror(yes_no()), customers=long_texts({"W": ["Yes", "No"] * 300}), employees=long_texts(more))


def test_large_files_give_the_report_that_their_bytes_give(large: Path) -> None:
    steps: dict[str, list[str]] = {"of columns": [], "as a whole": []}
    by_columns = gapsurvey.analyze(large, progress=steps["of columns"].append)
    study = parsed((large / "study.toml").read_bytes())
    assert to_json(by_columns) == to_json(gapsurvey.analyze(study, files=contents(large), progress=steps["as a whole"].append))
    assert steps["of columns"] == steps["as a whole"]
    exports = exports_of(load(large), {}, silent)
    assert [[column.name for column in e.columns if column.values] for e in exports.values()] == [["W"], ["W"]]


def test_large_files_that_are_wrong_are_told_of_together_and_in_order(large: Path) -> None:
    for name in ("customers", "employees"):
        with (large / f"{name}.csv").open("a") as file:
            file.write("Yes,and,more\n")
    with pytest.raises(StudyError) as error:
        gapsurvey.analyze(large)
    assert [problem.where for problem in error.value.problems] == ["customers.csv", "employees.csv"]
    assert {problem.found for problem in error.value.problems} == {"record 602, the heading counted, has 3 cells instead of 2"}


def test_notes_on_large_files_are_in_the_studys_language(large: Path) -> None:
    path = large / "customers.csv"
    path.write_text(path.read_text("utf-8").replace("W,T", "W;T").replace(',"""', ';"""'), "utf-8", newline="")
    with speaking("de"):
        export = exports_of(load(large), {}, silent)["customers"]
        assert export.notes == (say("The columns are delimited by {delimiter}.", delimiter=say("a semicolon")),)
    assert "semicolon" not in export.notes[0]
