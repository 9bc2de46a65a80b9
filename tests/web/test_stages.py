"""From two files to the report, and what else a visitor does on the way; through a real server."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from gapsurvey.outputs import OUTPUTS
from gapsurvey.study import parsed
from tests.web.visitor import CUSTOMERS, EMPLOYEES, ROOT, Visitor

pytestmark = pytest.mark.slow

FORMATS = ",".join(OUTPUTS)


def test_the_report_is_byte_for_byte_that_of_the_downloaded_study(visitor: Visitor, tmp_path: Path) -> None:
    assert "454" in visitor.drop("customers", CUSTOMERS).json()["stage"]
    assert 'href="/pair"' in visitor.drop("employees", EMPLOYEES).json()["stage"]
    page = visitor.report().text
    made = {output.file: visitor.get(f"/report/files/{output.file}").content for output in OUTPUTS.values()}
    (tmp_path / "study.toml").write_bytes(visitor.get("/report/files/study.toml").content)
    for file in (CUSTOMERS, EMPLOYEES):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    line = f"gapsurvey report study.toml -o report -f {FORMATS}"
    assert line in page
    command = [sys.executable, "-m", *line.split()]
    subprocess.run(command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True, capture_output=True)
    for name, content in made.items():
        assert (tmp_path / "report" / name).read_bytes() == content, name


def test_every_kind_of_file_is_read_within_a_worker_s_limits(visitor: Visitor, tmp_path: Path) -> None:
    answers = pd.DataFrame({"Would you want it?": ["Yes", "No"] * 40, "Why?": ["so", "not"] * 40})
    answers.to_parquet(tmp_path / "answers.parquet")
    answers.to_excel(tmp_path / "answers.xlsx", index=False)
    answers.to_csv(tmp_path / "answers.csv", index=False)
    pyreadstat.write_sav(answers.set_axis(["Q1", "Q2"], axis=1), tmp_path / "answers.sav", column_labels=list(answers.columns))
    for path in sorted(tmp_path.iterdir()):
        stage = visitor.drop("customers", path).json()["stage"]
        assert f"<strong>{path.name}</strong>" in stage
        assert "<dt>Responses</dt><dd>80" in stage, path.name


def test_a_study_from_last_time_restores_what_was_confirmed(visitor: Visitor) -> None:
    study = (CUSTOMERS.parent / "study.toml").read_text("utf-8")
    visitor.sends("study", study.encode(), "study.toml")
    visitor.sends("customers", CUSTOMERS.read_bytes(), "wave-2.csv")
    visitor.sends("employees", EMPLOYEES.read_bytes(), "wave-2.xlsx")
    visitor.report()
    again = parsed(visitor.get("/report/files/study.toml").content)
    before = parsed(study.encode())
    assert again.features == before.features
    assert (again.market, again.question, again.gates) == (before.market, before.question, before.gates)
    assert {audience.file for audience in again.audiences.values()} == {"wave-2.csv", "wave-2.xlsx"}
    verdicts = {
        verdict["feature"]: verdict["verdict"] for verdict in visitor.get("/report/files/results.json").json()["verdicts"]
    }
    assert verdicts["support_24x7"] == "do not build as proposed"


def test_a_file_that_replaces_another_begins_anew_from_what_was_said(visitor: Visitor) -> None:
    visitor.drop("customers", CUSTOMERS)
    visitor.drop("employees", EMPLOYEES)
    visitor.report()
    visitor.drop("customers", CUSTOMERS)
    assert visitor.get("/report").headers["location"] == "/pair"
    assert visitor.get("/pair").status_code == 200


def test_the_pairing_page_is_sent_before_its_pairs_are_found(visitor: Visitor) -> None:
    visitor.drop("customers", CUSTOMERS)
    visitor.drop("employees", EMPLOYEES)
    with visitor.stream("GET", "/pair") as answer:
        pieces = answer.iter_text()
        head = ""
        while "</progress>" not in head:
            head += next(pieces)
        assert "Reading your two files" in head
        assert 'id="state"' not in head
        assert 'id="state"' in "".join(pieces)


@pytest.mark.parametrize("path", ["/pair", "/report"])
def test_a_stage_before_its_time_leads_to_the_first(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).headers["location"] == "/?gone"
    visitor.drop("other", CUSTOMERS)
    assert visitor.get(path).headers["location"] in ("/", "/pair")
