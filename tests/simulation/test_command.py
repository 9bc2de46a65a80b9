"""The command `simulate`: files, power, and every problem of what it is given at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gapsurvey.cli import main
from gapsurvey.simulation.truths import load_truths, unfitting
from gapsurvey.study import load
from tests.simulation.every_shape import study_of

SAMPLE = Path(__file__).parents[2] / "surveys" / "support-hours"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A small study that nobody has answered yet."""
    path = tmp_path / "study.toml"
    path.write_text(study_of("multi-select", "price-ladder").to_toml(), encoding="utf-8")
    return path


def test_the_samples_truths_fit_the_sample() -> None:
    assert not [*unfitting(load_truths(SAMPLE / "truths.toml"), load(SAMPLE))]


def test_files_are_written_and_reported_on(study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "made"
    sizes = ["--customers", "80", "--employees", "30"]
    assert main(["simulate", str(study), *sizes, "--dialect", "plain", "-o", str(folder)]) == 0
    assert capsys.readouterr().out.split() == [str(folder / name) for name in ("customers.csv", "employees.csv", "study.toml")]
    assert main(["report", str(folder), "-o", str(tmp_path / "report"), "-f", "json", "--json", "-q"]) == 0
    assert json.loads(capsys.readouterr().out)["verdicts"].keys() == {"chat", "phone", "visit"}
    assert main(["simulate", str(study), *sizes, "-o", str(folder)]) == 2
    assert "--force" in capsys.readouterr().err
    assert main(["simulate", str(study), *sizes, "-o", str(folder), "--force", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["files"]) == 3


def test_an_unfinished_study_is_rehearsed_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "study.toml"
    path.write_text(
        'title = "Soon"\nmarket = 1000\nhorizon = 12\n[audiences.customers]\nrole = "customer"\n[audiences.employees]\n'
        'role = "employee"\n[features.chat]\nlabel = "live chat"\nprice = 20\ncost = {launch = 9000.0, per_customer = 5.0}\n'
        '[features.phone]\nlabel = "a phone line"\n',
        encoding="utf-8",
    )
    assert main(["simulate", str(path), "-o", str(tmp_path / "made"), "-q"]) == 0
    assert main(["report", str(tmp_path / "made"), "-o", str(tmp_path / "made"), "-f", "json", "--json", "-q"]) == 0
    assert "chat" in json.loads(capsys.readouterr().out.splitlines()[-1])["verdicts"]


def test_repeats_print_a_table_or_json_and_write_nothing(study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["simulate", str(study), "--customers", "60", "--employees", "20", "--repeat", "3", "-o", str(tmp_path / "none")]
    assert main(arguments) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "3 simulated surveys of 60 customers and 20 employees each (seed 1)."
    assert "live chat. Right: build" in lines
    assert any(line.endswith("  find it") for line in lines)
    assert not any("at random" in line for line in lines)
    assert lines[-1] == "No verdict in money on: a phone line, a visit."
    assert main([*arguments, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["repeats"] == 3
    assert not (tmp_path / "none").exists()


def test_all_problems_are_told_at_once(study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    truths = tmp_path / "truths.toml"
    truths.write_text("[audiences.customers.features.chta]\nwant = 0.2", encoding="utf-8")
    numbers = ["--customers", "few", "--employees", "0", "--seed", "-1", "--repeat", "x"]
    assert main(["simulate", str(study), "--truths", str(truths), "--dialect", "google", *numbers]) == 2
    told = capsys.readouterr().err
    for place in ("--customers", "--employees", "--seed", "--dialect", "--repeat", "truths.audiences.customers.features.chta"):
        assert place in told
    assert 'Did you mean "chat"?' in told
    assert "Traceback" not in told


def test_the_power_says_what_becomes_of_those_who_answer_at_random(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    truths = tmp_path / "truths.toml"
    truths.write_text("[audiences.customers]\ninattentive = 0.2", encoding="utf-8")
    arguments = ["simulate", str(study), "--truths", str(truths), "--employees", "20", "--repeat", "3", "-q"]

    def told(text: str) -> str:
        study.write_text(text, encoding="utf-8")
        assert main(arguments) == 0
        return " ".join(capsys.readouterr().out.split())

    without = study_of(
        "multi-select", "price-ladder", audiences={"customers": {"role": "customer"}, "employees": {"role": "employee"}}
    )
    assert "attention checks in the questionnaire give one kind more" in (heard := told(without.to_toml()))
    assert "Quality flags leave out 0% of these, and 0% of the others." in heard
    checks = {f"C{k}": "Read" for k in range(4)}  # of which half of the careless fail each: 94% fail one
    audiences = {"customers": {"role": "customer", "attention": checks}, "employees": {"role": "employee"}}
    heard = told(study_of("multi-select", "price-ladder", audiences=audiences).to_toml())
    assert "answer at random. Quality flags leave out" in heard
    assert "attention checks" not in heard
