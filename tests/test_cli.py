"""The command line as a shell sees it: exit codes, what goes to stdout and what to stderr, and nothing half-done."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gapsurvey import cli
from gapsurvey.outputs import OUTPUTS
from gapsurvey.questionnaire.formats import FORMATS
from tests.small import mirror, written, yes_no

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "surveys" / "support-hours"
ANSWERS = {"W": ["Yes", "No"] * 60}


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """One command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "gapsurvey", *map(str, arguments)],
        capture_output=True, encoding="utf-8", env={**os.environ, "PYTHONPATH": str(ROOT), **environment}, check=False,
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small study that is as it should be."""
    return written(tmp_path / "study", mirror(yes_no(), gates={"max_gap": 0.1}), customers=ANSWERS, employees=ANSWERS)


# --- what works ---------------------------------------------------------------------------------------------------------


def test_report_names_its_files_on_stdout_and_answers_on_stderr(folder: Path, tmp_path: Path) -> None:
    done = run("report", folder, "-o", tmp_path / "out")
    assert done.returncode == 0
    assert [Path(line).name for line in done.stdout.splitlines()] == ["report.html", "results.json", "summary.md"]
    assert all(Path(line).is_file() for line in done.stdout.splitlines())
    assert done.stderr == "50% of employees say customers want the feature; 50% of customers do.\n"


def test_quiet_leaves_results_only(folder: Path, tmp_path: Path) -> None:
    done = run("report", folder, "-o", tmp_path / "out", "-f", "json", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{tmp_path / 'out' / 'results.json'}\n", "")


def test_formats_choose_files_and_their_order(folder: Path, tmp_path: Path) -> None:
    done = run("report", folder, "-o", tmp_path / "out", "-f", "md, json")
    assert [Path(line).name for line in done.stdout.splitlines()] == ["summary.md", "results.json"]
    assert len(list((tmp_path / "out").iterdir())) == 2


def test_report_as_json(folder: Path, tmp_path: Path) -> None:
    done = run("report", folder, "-o", tmp_path / "out", "-f", "json", "--json")
    said = json.loads(done.stdout)
    assert list(said) == ["answer", "instead", "since", "verdicts", "files"]
    assert said["verdicts"] == {"f": "no money verdict"}
    assert said["files"] == [str(tmp_path / "out" / "results.json")]


def test_demo_needs_no_files(tmp_path: Path) -> None:
    done = run("demo", "-o", tmp_path / "demo", "-f", "json")
    assert done.returncode == 0
    assert done.stderr.startswith("64% of employees say customers want 24×7 support")
    assert json.loads((tmp_path / "demo" / "results.json").read_text(encoding="utf-8"))["study"]["title"] == "Support hours"


def test_a_date_may_be_given(folder: Path, tmp_path: Path) -> None:
    assert run("report", folder, "-o", tmp_path, "-f", "json", "--date", "2026-02-28").returncode == 0
    assert json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))["provenance"]["date"] == "2026-02-28"


def test_check_says_what_it_sees_and_writes_nothing(folder: Path) -> None:
    before = sorted(folder.iterdir())
    done = run("check", folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "customers: 120 of 120 records in customers.csv" in done.stdout
    assert sorted(folder.iterdir()) == before


def test_check_as_json(folder: Path) -> None:
    said = json.loads(run("check", folder, "--json").stdout)
    assert [audience["kept"] for audience in said["audiences"]] == [120, 120]
    assert said["audiences"][0]["questions"] == [{"feature": "f", "asks": "want", "kind": "share", "base": 120}]


def test_check_counts_small_groups_of_employees_and_names_none() -> None:
    done = run("check", SAMPLE)
    assert done.returncode == 0
    assert "Legal" not in done.stdout
    assert "2 groups are not shown" in done.stdout


@pytest.mark.parametrize("kind", ["study", "results"])
def test_schema_prints_a_schema(kind: str) -> None:
    done = run("schema", kind)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_plan_says_what_bases_can_show() -> None:
    done = run("plan", "--customers", 400, "--employees", 120, "--prices", "29, 49.5")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("400 customers, 120 employees; 30% of the customers say yes\n")
    assert "none suffices  to reach 80% with 120 employees" in done.stdout
    assert done.stdout.splitlines()[-1].endswith("per 100 customers 1,485 ± 221")


def test_plan_as_json_with_a_studys_thresholds(tmp_path: Path) -> None:
    study = written(tmp_path, mirror(yes_no(), thresholds={"margin": 0.2}), customers=ANSWERS, employees=ANSWERS)
    said = json.loads(run("plan", "--customers", 400, "--employees", 120, "--study", study, "--json").stdout)
    assert said["margin"] == 0.2
    assert said["aligned"] > 0.9


def test_plan_names_every_wrong_option_at_once(tmp_path: Path) -> None:
    done = run("plan", "--employees", "many", "--margin", "10%", "--prices", "29,,x", "--study", tmp_path / "none.toml")
    assert (done.returncode, done.stdout) == (2, "")
    *problems, last = done.stderr.splitlines()
    places = [problem.split(":")[0] for problem in problems]
    assert places == [str(tmp_path / "none.toml"), "--customers", "--employees", "--margin", "--prices", "--prices"]
    assert problems[1].startswith("--customers: it is missing. Give a whole number from 30 to 1,000,000.")
    assert last.startswith("6 problems")


def test_a_gate_that_holds_and_one_that_fails(folder: Path, tmp_path: Path) -> None:
    held = run("gate", folder)
    assert (held.returncode, held.stderr) == (0, "")
    assert held.stdout == "passed max_gap = 0.1: 0 (the feature, want_gap, employees)\n"
    study = mirror(yes_no(), gates={"max_gap": 0.1, "min_base": 100})
    apart = written(tmp_path / "apart", study, customers={"W": ["No"] * 120}, employees=ANSWERS)
    failed = run("gate", apart, "--json")
    assert failed.returncode == 1
    said = json.loads(failed.stdout)
    assert said["passed"] is False
    assert {gate["gate"]: (gate["passed"], gate["found"]) for gate in said["gates"]} == {
        "min_base": (True, 120),
        "max_gap": (False, 0.5),
    }


def test_a_study_without_gates_cannot_be_held_to_any(tmp_path: Path) -> None:
    done = run("gate", written(tmp_path, mirror(yes_no()), customers=ANSWERS, employees=ANSWERS))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("gates: the study has no gates.")


# --- what does not ------------------------------------------------------------------------------------------------------


def missing_study(folder: Path) -> str:
    (folder / "study.toml").unlink()
    return "no such file"


def broken_toml(folder: Path) -> str:
    (folder / "study.toml").write_text('title = "x\n', encoding="utf-8")
    return "it is not valid TOML"


def wrong_key(folder: Path) -> str:
    text = (folder / "study.toml").read_text(encoding="utf-8")
    (folder / "study.toml").write_text("titel = 1\n" + text, encoding="utf-8")
    return '"titel" is not a key of this table'


def missing_export(folder: Path) -> str:
    (folder / "employees.csv").unlink()
    return "employees.csv"


def wrong_column(folder: Path) -> str:
    (folder / "employees.csv").write_text("V\nYes\nNo\n", encoding="utf-8")
    return 'employees.csv has no column or question "W"'


def empty_export(folder: Path) -> str:
    (folder / "employees.csv").write_text("", encoding="utf-8")
    return "employees.csv"


def encrypted_workbook(folder: Path) -> str:
    ole = bytes.fromhex("d0cf11e0a1b11ae1").ljust(512, b"\0")
    (folder / "employees.csv").write_bytes(ole + "EncryptedPackage".encode("utf-16-le"))
    return "password"


def picture(folder: Path) -> str:
    (folder / "employees.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    return "employees.csv"


MISTAKES = (missing_study, broken_toml, wrong_key, missing_export, wrong_column, empty_export, encrypted_workbook, picture)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_said_and_nothing_is_written(folder: Path, tmp_path: Path, mistake: Callable[[Path], str]) -> None:
    said = mistake(folder)
    done = run("report", folder, "-o", tmp_path / "out")
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("command", ["check", "gate"])
@pytest.mark.parametrize("mistake", [broken_toml, wrong_column])
def test_every_command_fails_alike(folder: Path, command: str, mistake: Callable[[Path], str]) -> None:
    said = mistake(folder)
    done = run(command, folder, "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_all_mistakes_are_said_at_once(folder: Path) -> None:
    for name in ("customers", "employees"):
        (folder / f"{name}.csv").write_text("V\nYes\nNo\n", encoding="utf-8")
    done = run("report", folder)
    assert done.returncode == 2
    assert [line.split(":")[0] for line in done.stderr.splitlines()[:2]] == ["questions[0].customers", "questions[0].employees"]
    assert done.stderr.endswith("2 problems; nothing was written.\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-f", "json,pdf"), '"pdf"'),
        (("-f", ""), "no format is named"),
        (("--date", "28.2.2026"), "YYYY-MM-DD"),
        (("--date", "2026-02-30"), "YYYY-MM-DD"),
        (("--date", "20260228"), "YYYY-MM-DD"),
    ],
)
def test_wrong_options_are_said(folder: Path, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = run("report", folder, "-o", tmp_path / "out", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("arguments", [(), ("unknown",), ("report",), ("schema", "nothing")])
def test_wrong_usage_shows_the_usage(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("usage: gapsurvey")


def test_a_folder_that_cannot_be_written_is_said(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    done = run("report", folder, "-o", tmp_path / "taken")
    assert (done.returncode, done.stdout) == (2, "")
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


# --- for scripts --------------------------------------------------------------------------------------------------------


def test_the_same_inputs_give_the_same_bytes(tmp_path: Path) -> None:
    for seed in ("1", "2"):
        made = run("report", SAMPLE, "-o", tmp_path / seed, "-f", ",".join(OUTPUTS), "-q", PYTHONHASHSEED=seed)
        assert made.returncode == 0
    for output in OUTPUTS.values():
        assert (tmp_path / "1" / output.file).read_bytes() == (tmp_path / "2" / output.file).read_bytes(), output.name


def test_the_formats_are_those_that_exist() -> None:
    assert tuple(OUTPUTS) == cli.FORMATS
    assert tuple(FORMATS) == cli.QUESTIONNAIRES


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe that is closed early is told otherwise there")
@pytest.mark.parametrize("arguments", [("schema", "study"), ("check", SAMPLE), ("gate", SAMPLE, "--json")])
def test_a_reader_that_leaves_is_no_error(arguments: tuple[object, ...]) -> None:
    """As `| head -1` does; the pipe is closed before anything is written to it."""
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "gapsurvey", *map(str, arguments)],
        stdout=writer, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": ""}, check=False,
    )  # fmt: skip
    os.close(writer)
    assert done.stderr == b""
    assert done.returncode == (1 if arguments[0] == "gate" else 0), "a gate that fails, fails unheard too"


def test_a_terminal_that_knows_few_letters_is_no_error(tmp_path: Path) -> None:
    done = run("check", SAMPLE, PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert run("demo", "-o", tmp_path, "-f", "json", PYTHONIOENCODING="ascii").returncode == 0
    done = run("report", SAMPLE, "-o", tmp_path, "-f", "json", "--json", PYTHONIOENCODING="ascii")
    assert "24×7" in json.loads(done.stdout)["answer"]


def test_help_is_quick() -> None:
    code = "import sys, gapsurvey.cli as c\ntry: c.main(['--help'])\nexcept SystemExit: pass\nassert 'numpy' not in sys.modules"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False
    )
    assert done.returncode == 0, done.stderr
