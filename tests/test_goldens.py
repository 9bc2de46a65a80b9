"""The sample studies yield the reports that are checked in, to the byte."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import gapsurvey
from gapsurvey.outputs import OUTPUTS
from gapsurvey.report import Report

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
        same = OUTPUTS[name].render(report) == golden.with_name(OUTPUTS[name].file).read_bytes()
        # A plain bool, because pytest would spend hours on a diff that git shows at once.
        assert same, f"{OUTPUTS[name].file} changed; if on purpose: make goldens, and look at git diff"


def test_every_sample_study_has_a_golden() -> None:
    assert {path.parent.name for path in GOLDENS} == {path.parent.name for path in ROOT.glob("surveys/*/study.toml")}
