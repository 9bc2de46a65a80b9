"""The action and the hook that others use as they are: whole, and their commands do what they say."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.small import mirror, written, yes_no

BASH = shutil.which("bash")
ALIKE = {"W": ["Yes", "No"] * 60}


@pytest.fixture
def action(root: Path) -> Any:
    return yaml.safe_load((root / ".github/actions/gate/action.yml").read_text(encoding="utf-8"))


@pytest.fixture
def hook(root: Path) -> Any:
    (hook,) = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return hook


def test_the_action_is_a_composite_one(action: Any) -> None:
    assert {"name", "description", "inputs", "runs"} <= set(action)
    assert action["runs"]["using"] == "composite"
    for step in action["runs"]["steps"]:
        assert {"shell", "run"} <= set(step), "a step of a composite action names its shell"
    for given in action["inputs"].values():
        assert given["description"].endswith(".")
        assert given.get("required") or isinstance(given["default"], str)


def test_no_input_is_written_into_a_script(action: Any) -> None:
    read = {value for step in action["runs"]["steps"] for value in step["env"].values()}
    assert read == {f"${{{{ inputs.{name} }}}}" for name in action["inputs"]}, "every input is read, and through the environment"
    assert not [step for step in action["runs"]["steps"] if "${{" in step["run"]]


def test_the_action_installs_the_repository_that_it_stands_in(action: Any, root: Path) -> None:
    (up,) = re.findall(r'"\$GITHUB_ACTION_PATH/([./]+)"', action["runs"]["steps"][0]["run"])
    assert (root / ".github/actions/gate" / up).resolve() == root
    assert (root / "pyproject.toml").is_file()


@pytest.mark.slow
@pytest.mark.skipif(BASH is None, reason="needs bash")
@pytest.mark.parametrize(("gap", "code"), [(0.1, 0), (0.0001, 1)])
def test_the_action_holds_studies_to_their_gates(action: Any, root: Path, tmp_path: Path, gap: float, code: int) -> None:
    """The step as a runner runs it, gapsurvey installed already; a name with a space, and one that is a command."""
    for name, answers in (("a study", ALIKE), ("$(touch owned)", {"W": ["Yes", "No"] * 59 + ["No", "No"]})):
        written(tmp_path / name, mirror(yes_no(), gates={"max_gap": gap}), customers=ALIKE, employees=answers)
    (tmp_path / "temp").mkdir()
    (tmp_path / "temp" / "gapsurvey").symlink_to(root, target_is_directory=True)
    step = action["runs"]["steps"][1]
    inputs = {"python": sys.executable, "studies": "a study\n\n$(touch owned)\n", "policy": "", "junit": "out/gates.xml"}
    given = {name: inputs[value.split(".")[1].split()[0]] for name, value in step["env"].items()}
    (tmp_path / "step.sh").write_text(step["run"], encoding="utf-8")
    done = subprocess.run(
        [str(BASH), "--noprofile", "--norc", "-eo", "pipefail", "step.sh"],
        cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False,
        env={"PATH": os.environ["PATH"], "RUNNER_TEMP": str(tmp_path / "temp"),
             "GITHUB_STEP_SUMMARY": str(tmp_path / "s.md"), **given},
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert [line for line in done.stdout.splitlines() if line.startswith("study ")] == ["study a study", "study $(touch owned)"]
    assert done.stderr.count("::error ") == code
    assert (tmp_path / "out" / "gates.xml").is_file()
    assert (tmp_path / "s.md").read_text(encoding="utf-8").count("### Small") == 2
    assert not (tmp_path / "owned").exists()


def test_the_hook_runs_the_gate(hook: Any, tmp_path: Path, root: Path) -> None:
    """As pre-commit does: the entry, and then what a repository names in args; no names of files."""
    assert set(hook) == {"id", "name", "description", "entry", "language", "files", "pass_filenames"}
    assert (hook["language"], hook["pass_filenames"]) == ("python", False)
    program, *arguments = shlex.split(hook["entry"])
    written(tmp_path / "s", mirror(yes_no(), gates={"max_gap": 0.1}), customers=ALIKE, employees=ALIKE)
    done = subprocess.run(
        [sys.executable, "-m", program, *arguments, "s"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(root)}, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "max_gap" in done.stdout


@pytest.mark.parametrize("name", ["study.toml", "surveys/x/study.toml", "policy.toml", *(f"s/customers.{e}" for e in
                                  "csv tsv xlsx xls ods sav zsav parquet".split())])  # fmt: skip
def test_the_hook_runs_where_a_study_or_an_export_changed(hook: Any, name: str) -> None:
    assert re.search(hook["files"], name)
    assert not re.search(hook["files"], f"{name}.bak")
