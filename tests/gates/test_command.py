"""`gapsurvey gate` as CI runs it: in a clean environment without a terminal, read-only, without a network, to the byte."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from lxml import etree

from gapsurvey.cli import main
from tests.small import mirror, written, yes_no

ROOT = Path(__file__).parents[2]
SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).with_name("junit.xsd")))
Gate: TypeAlias = Callable[..., tuple[int, str, str]]
ALIKE = {"W": ["Yes", "No"] * 60}
APART = {"W": ["No"] * 120}
# What CI without a network is: nothing can be asked of a socket.
OFFLINE = """
import socket, sys
def refused(*args, **kwargs):
    raise AssertionError("the network was asked for something")
socket.socket = socket.create_connection = socket.getaddrinfo = refused
from gapsurvey.cli import main
sys.exit(main(sys.argv[1:]))
"""


def run(place: Path, *arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """`gapsurvey gate` in `place`, with no environment but what it is given, no terminal and nothing to read."""
    clean = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **environment}
    if sys.platform == "win32":
        clean["SYSTEMROOT"] = os.environ["SYSTEMROOT"]
    return subprocess.run(
        [sys.executable, "-c", OFFLINE, "gate", *map(str, arguments)],
        cwd=place, env=clean, stdin=subprocess.DEVNULL, capture_output=True, check=False,
    )  # fmt: skip


@pytest.fixture
def gate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """The same in this process, for what does not depend on a process of its own: exit code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)

    def run(*arguments: object) -> tuple[int, str, str]:
        code = main(["gate", *map(str, arguments)])
        return code, *capsys.readouterr()

    return run


def folder(place: Path, customers: Any = ALIKE, **gates: Any) -> Path:
    return written(place, mirror(yes_no(), gates=gates), customers=customers, employees=ALIKE)


@pytest.mark.parametrize(
    ("customers", "gates", "code"),
    [
        (ALIKE, {"max_gap": 0.1, "min_base": 120}, 0),
        (APART, {"max_gap": 0.1, "min_base": 120}, 1),
        (ALIKE, {"max_gap": 0.1, "max_drift": 0.1}, 2),
        (APART, {"max_gap": 0.1, "max_drift": 0.1}, 1),
        (ALIKE, {}, 2),
        (ALIKE, {"max_gap": "wide"}, 2),
        ({"X": ["Yes"]}, {"max_gap": 0.1}, 2),
    ],
    ids=["passes", "fails", "cannot be held", "fails, and cannot be held", "no gates", "a wrong gate", "a wrong export"],
)
def test_the_exit_code_is_the_answer(tmp_path: Path, customers: Any, gates: dict[str, Any], code: int) -> None:
    study = folder(tmp_path / "study", customers, **gates)
    done = run(tmp_path, study, "--junit", "gates.xml")
    assert done.returncode == code, done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert bool(done.stdout) != bool(done.stderr), "a table, or what it takes to have one"
    SCHEMA.assertValid(etree.parse(tmp_path / "gates.xml"))
    tags = {part.tag for case in etree.parse(tmp_path / "gates.xml").iter("testcase") for part in case}
    assert tags == {0: set(), 1: {"failure"} | ({"error"} if "max_drift" in gates else set()), 2: {"error"}}[code]


def test_it_reads_only_and_says_the_same_to_the_byte(tmp_path: Path) -> None:
    study, out = folder(tmp_path / "study", APART, max_gap=0.1, min_base=100), tmp_path / "out"
    before = {path: path.read_bytes() for path in study.iterdir()}
    out.mkdir()
    for path in (*study.iterdir(), study):
        path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        first, second = (
            run(study, ".", "--github", "--junit", out / f"{seed}.xml", PYTHONHASHSEED=seed,
                GITHUB_STEP_SUMMARY=str(out / f"{seed}.md"))
            for seed in "12"
        )  # fmt: skip
    finally:
        study.chmod(0o700)
    assert first.returncode == 1
    assert (first.stdout, first.stderr) == (second.stdout, second.stderr)
    assert {path: path.read_bytes() for path in study.iterdir()} == before
    assert sorted(path.name for path in out.iterdir()) == ["1.md", "1.xml", "2.md", "2.xml"]
    assert (out / "1.xml").read_bytes() == (out / "2.xml").read_bytes()
    assert (out / "1.md").read_bytes() == (out / "2.md").read_bytes()


def test_github_is_told_on_stderr_and_in_the_summary_of_the_step(tmp_path: Path) -> None:
    study = folder(tmp_path / "study", APART, max_gap=0.1)
    (tmp_path / "summary.md").write_text("before\n", encoding="utf-8")
    done = run(tmp_path, "study", "--github", GITHUB_STEP_SUMMARY=str(tmp_path / "summary.md"))
    assert (done.returncode, study.is_dir()) == (1, True)
    assert done.stdout.decode().splitlines()[0].split() == ["gate", "limit", "found", "result", "where"]
    (command,) = done.stderr.decode().splitlines()
    assert (
        command
        == "::error file=study/study.toml,title=max_gap%3A size of a gap::50 pp (≤ 10 pp): the feature, employees, Want it: gap"
    )
    summary = (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert summary.startswith("before\n### Small: **failed**\n\n| gate | limit | found | result | where |\n")


def test_what_cannot_run_is_annotated_too(tmp_path: Path, gate: Gate) -> None:
    code, out, err = gate("nowhere", "--github")
    assert (code, out) == (2, "")
    assert err.startswith("::error file=nowhere/study.toml,title=gapsurvey could not run::nowhere: no such file.")


def test_several_studies_are_held_to_one_policy(tmp_path: Path, gate: Gate) -> None:
    folder(tmp_path / "good", min_base=100)
    folder(tmp_path / "bad", APART)
    (tmp_path / "policy.toml").write_text("[gates]\nmax_gap = 0.2\n", encoding="utf-8")
    code, out, err = gate("good", "bad", "nowhere", "--policy", "policy.toml", "--json")
    said = json.loads(out)
    assert code == 1
    assert [(study["study"], study["result"]) for study in said["studies"]] == [
        ("good", "passed"), ("bad", "failed"), ("nowhere", "no data"),
    ]  # fmt: skip
    assert [gate["gate"] for gate in said["studies"][0]["gates"]] == ["min_base", "max_gap"]
    assert err.startswith("nowhere: no such file.")
    assert gate("good", "nowhere", "--policy", "policy.toml")[0] == 2


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ("", ["policy.toml: gates: the policy has no gates."]),
        ("[gates]\n", ["policy.toml: gates: the policy has no gates."]),
        ("x = 1\n[gates]\nmin_bas = 3\nmax_gap = 2\n",
         ['policy.toml: x: "x" is not a key of a policy.', "policy.toml: gates.max_gap: found 2.",
          'policy.toml: gates.min_bas: "min_bas" is not a key']),
        ("[gates.features.f]\nmax_gap = 0.1\n", ["policy.toml: gates.features: a policy is for every study"]),
        ("gates = 3\n", ["policy.toml: gates: found 3."]),
        ("[gates\n", ["policy.toml: it is not valid TOML"]),
        (None, ["policy.toml: no such file."]),
    ],
    ids=["empty", "no gate", "several", "a feature", "no table", "no TOML", "no file"],
)  # fmt: skip
def test_a_policy_that_is_wrong_is_told_with_all_problems_of_the_studies(
    tmp_path: Path, gate: Gate, policy: str | None, said: list[str]
) -> None:
    folder(tmp_path / "good", max_gap=0.1)
    folder(tmp_path / "bad", max_gap="wide")
    if policy is not None:
        (tmp_path / "policy.toml").write_text(policy, encoding="utf-8")
    code, out, err = gate("good", "bad", "--policy", "policy.toml")
    told = err.splitlines()
    assert (code, out) == (2, "")
    for line in said:
        assert any(line in each for each in told), told
    assert told[-1].startswith("bad: gates.max_gap: found 'wide'")
    assert len(told) == len(said) + 1


def test_a_feature_that_the_study_lacks_is_said(tmp_path: Path, gate: Gate) -> None:
    code, _, err = gate(folder(tmp_path / "study", features={"g": {"max_gap": 0.1}, "f": {"max_gp": 1}}))
    assert code == 2
    assert 'gates.features.f.max_gp: "max_gp" is not a key' in err
    assert 'gates.features.g: there is no feature "g"' in err


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path, gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    study = folder(tmp_path / "study", max_gap=0.1)
    code, out, err = gate(study, "--junit", tmp_path)
    assert (code, out) == (2, "")
    assert "cannot be written" in err
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path))
    code, _, err = gate(study, "--github")
    assert (code, "cannot be read" in err) == (2, True)


def test_gates_speak_of_no_group(tmp_path: Path, gate: Gate) -> None:
    """Employees' groups are small, and their names are people's: no gate looks at them."""
    study = mirror(yes_no(), gates={"min_base": 500, "max_gap": 0.01, "min_coverage": 1.0, "max_excluded": 0.0},
                   employees={"segments": {"Team": "T"}})  # fmt: skip
    people = {"W": ["Yes"] * 60 + ["No"] * 4, "T": ["Sales"] * 60 + ["Legal"] * 4}
    code, out, err = gate(
        written(tmp_path / "study", study, customers=APART, employees=people), "--github", "--junit", "g.xml", "--json"
    )
    told = out + err + (tmp_path / "g.xml").read_text(encoding="utf-8")
    assert code == 1
    assert not re.search("Legal|Sales|Team", told)
