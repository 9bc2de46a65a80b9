"""The sample studies yield the reports that are checked in, to the byte."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import gapsurvey
from gapsurvey.model import Report
from gapsurvey.outputs import OUTPUTS

ROOT = Path(__file__).parents[1]
GOLDENS = sorted(ROOT.glob("reports/*/results.json"))


@pytest.mark.slow
@pytest.mark.parametrize("golden", GOLDENS, ids=lambda path: path.parent.name)
def test_a_sample_study_yields_its_golden(golden: Path) -> None:
    versions = Report.from_json(golden.read_bytes()).provenance.versions
    report = gapsurvey.analyze(ROOT / "surveys" / golden.parent.name)
    assert set(report.provenance.versions) == set(versions)
    report = replace(report, provenance=replace(report.provenance, versions=versions))  # those of whoever ran `make goldens`
    for name in ("json", "md"):
        checked_in = golden.with_name(OUTPUTS[name].file).read_bytes()
        assert OUTPUTS[name].render(report) == checked_in, "if it changed on purpose: make goldens"


def test_every_sample_study_has_a_golden() -> None:
    assert {path.parent.name for path in GOLDENS} == {path.parent.name for path in ROOT.glob("surveys/*/study.toml")}
