"""`gapsurvey init` as a shell sees it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from gapsurvey.cli import main
from gapsurvey.study import load

CUSTOMERS = [
    ["Region", "Do you want chat?", "Would you pay $9 a month for chat?"],
    *[["EMEA", "Yes", "No"], ["APAC", "No", "Yes"]] * 30,
]
EMPLOYEES = [
    ["Do customers want chat?", "Would customers pay $9 a month for chat?", "Why?"],
    *[["Yes", "Yes", "Secret"], ["No", "Yes", ""]] * 10,
]


def wrote(path: Path, rows: Sequence[Sequence[str]]) -> str:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return str(path)


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    return wrote(tmp_path / "customers.csv", CUSTOMERS), wrote(tmp_path / "employees.csv", EMPLOYEES)


def test_a_study_is_written_that_check_and_report_take(
    files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study = tmp_path / "deeper" / "study.toml"
    assert main(["init", *files, "-o", str(study)]) == 0
    said = capsys.readouterr()
    assert said.out == f"{study}\n"
    assert said.err == (
        "Paired: 2 questions for sure, 0 likely.\nAsked of employees only, as far as can be told:\n"
        "  Why? (free text, which is not paired)\n"
    )
    assert load(study).audiences["customers"].file == "../customers.csv"
    assert main(["check", str(study)]) == 0
    assert main(["report", str(study), "-o", str(tmp_path / "out"), "-f", "json", "-q"]) == 0


def test_what_is_only_likely_is_named_and_not_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    likely = "Do you want weekday cover?", "Do customers want weekend cover?"
    sides = [["Do you want chat?", likely[0]], ["Do customers want chat?", likely[1]]]
    files = [wrote(tmp_path / f"{i}.csv", [heads, *[["Yes", "No"], ["No", "Yes"]] * 10]) for i, heads in enumerate(sides)]
    assert main(["init", *files, "-o", str(tmp_path)]) == 0
    assert capsys.readouterr().err == (
        f"Paired: 1 questions for sure, 1 likely.\nNot counted until you confirm them in the file:\n  {likely[0]} ↔ {likely[1]}\n"
    )
    assert [question.feature for question in load(tmp_path).questions] == ["chat"]


def test_quiet_says_the_file_only(files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", *files, "-o", str(tmp_path), "--quiet"]) == 0
    assert capsys.readouterr() == (f"{tmp_path / 'study.toml'}\n", "")


def test_a_file_is_overwritten_only_by_force(files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    study = tmp_path / "study.toml"
    study.write_text("mine", encoding="utf-8")
    assert main(["init", *files, "-o", str(study)]) == 2
    assert "--force" in capsys.readouterr().err
    assert study.read_text(encoding="utf-8") == "mine"
    assert main(["init", *files, "-o", str(study), "--force"]) == 0
    assert load(study).questions


def test_nothing_in_common_writes_nothing(files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = wrote(tmp_path / "other.csv", [["Is the office warm?"], *[["Yes"], ["No"]] * 10])
    before = sorted(path.name for path in tmp_path.iterdir())
    assert main(["init", files[0], other, "-o", str(tmp_path / "study.toml")]) == 2
    assert "nothing in common" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == before


@pytest.mark.shared
def test_grammar_and_a_library_have_nothing_in_common(shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = shared / "exports"
    pair = folder / "surveymonkey/538_comma_1row_importance.csv", folder / "google_forms/dask_2019_grid_SEMICOLON.csv"
    assert main(["init", *map(str, pair), "-o", str(tmp_path / "study.toml")]) == 2
    assert "nothing in common" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_problems_of_both_files_are_said_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", str(tmp_path / "a.csv"), str(tmp_path / "b.csv"), "-o", str(tmp_path / "study.toml")]) == 2
    assert capsys.readouterr().err.count("there is no such file") == 2


@pytest.mark.parametrize("twice", [True, False])
def test_one_file_with_both_audiences(twice: bool, tmp_path: Path) -> None:
    rows = [["Audience", "Do you want chat?", "Do customers want chat?"], *[["Customer", "Yes", ""], ["Employee", "", "No"]] * 20]
    file = wrote(tmp_path / "all.csv", rows)
    assert main(["init", *([file, file] if twice else [file]), "-o", str(tmp_path / "study.toml"), "-q"]) == 0
    study = load(tmp_path)
    assert (study.audiences["customers"].where, study.audiences["employees"].where) == (
        {"Audience": ("customer",)},
        {"Audience": ("employee",)},
    )
    assert main(["check", str(tmp_path)]) == 0


def test_employees_and_partners_in_one_file_are_both_held_against_customers(tmp_path: Path) -> None:
    options = ["Chat;Phone line", "Chat", "Phone line;Chat", "Phone line"]
    asked = ["Role", "Which of these do customers want?", "How well could we deliver a phone line?"]
    staff = [["Employee", text, str(1 + i % 5)] for i, text in enumerate(options * 6)]
    customers = wrote(tmp_path / "customers.csv", [["Which of these would you want?"], *[[text] for text in options * 10]])
    both = wrote(tmp_path / "colleagues.csv", [asked, *staff, *[["Partner", "Chat", ""]] * 20])
    assert main(["init", customers, both, "-o", str(tmp_path / "study.toml"), "-q"]) == 0
    study = load(tmp_path)
    assert {name: (audience.role, audience.where) for name, audience in study.audiences.items()} == {
        "customers": ("customer", {}),
        "employees": ("employee", {"Role": ("employee",)}),
        "partners": ("partner", {"Role": ("partner",)}),
    }
    wanted, delivered = study.questions
    assert set(wanted.sources) == {"customers", "employees", "partners"}
    assert set(delivered.sources) == {"employees"}, "partners did not answer it"
    assert "Partners are left out" in (tmp_path / "study.toml").read_text(encoding="utf-8")
    assert main(["check", str(tmp_path)]) == 0


def test_partners_may_have_a_file_of_their_own(
    files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["Region", "Would customers want chat?", "What do they lack?"]
    partners = wrote(tmp_path / "partners.csv", [asked, *[["EMEA", "Yes", "Secret"], ["APAC", "No", "Peace"]] * 10])
    assert main(["init", *files, partners, "-o", str(tmp_path / "study.toml")]) == 0
    assert capsys.readouterr().err == (
        "Paired with employees: 2 questions for sure, 0 likely.\nPaired with partners: 1 questions for sure, 0 likely.\n"
        "Asked of employees only, as far as can be told:\n  Why? (free text, which is not paired)\n"
        "Asked of partners only, as far as can be told:\n"
        "  What do they lack? (no question of the other side is like it; it could be a segmentation)\n"
    )
    study = load(tmp_path)
    assert (study.audiences["partners"].role, study.audiences["partners"].file) == ("partner", "partners.csv")
    assert study.audiences["partners"].segments == {"Region": "Region"}
    assert [{*question.sources} for question in study.questions] == [
        {"customers", "employees", "partners"},
        {"customers", "employees"},
    ]
    assert main(["check", str(tmp_path)]) == 0
    assert main(["report", str(tmp_path), "-o", str(tmp_path / "out"), "-f", "md", "-q"]) == 0
    assert "partners" in (tmp_path / "out" / "summary.md").read_text(encoding="utf-8")


def test_a_place_that_cannot_be_written_to_is_said(
    files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", *files, "-o", str(tmp_path / "customers.csv" / "study.toml")]) == 2
    assert "cannot be written" in capsys.readouterr().err
