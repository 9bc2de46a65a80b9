"""The published JSON Schemas are those that the command line prints, and the samples fit them."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import gapsurvey
from gapsurvey.cli import main

ROOT = Path(__file__).parents[1]
SCHEMAS = Path(gapsurvey.__file__).parent / "schemas"
STUDIES = sorted(ROOT.glob("surveys/*/study.toml"))
RESULTS = sorted(ROOT.glob("reports/*/results.json"))


def validator(kind: str) -> jsonschema.Draft202012Validator:
    """Holds a document to the checked-in schema."""
    schema = json.loads((SCHEMAS / f"{kind}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def parent(path: Path) -> str:
    return path.parent.name


@pytest.mark.parametrize("kind", ["study", "results", "truths"])
def test_the_checked_in_schema_is_the_printed_one(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", kind]) == 0
    assert capsys.readouterr().out == (SCHEMAS / f"{kind}.schema.json").read_text(encoding="utf-8"), "run `make goldens`"


@pytest.mark.parametrize("path", STUDIES, ids=parent)
def test_a_sample_study_fits(path: Path) -> None:
    validator("study").validate(tomllib.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", RESULTS, ids=parent)
def test_a_sample_report_fits(path: Path) -> None:
    validator("results").validate(json.loads(path.read_text(encoding="utf-8")))


def test_there_are_samples() -> None:
    assert {path.parent.name for path in STUDIES} >= {path.parent.name for path in RESULTS} >= {"support-hours"}


@pytest.mark.parametrize(
    ("key", "value"), [("horizon", "three years"), ("horizont", 36), ("period", "fortnight"), ("features", {}), ("title", "")]
)
def test_what_is_no_study_does_not_fit(key: str, value: Any) -> None:
    study = tomllib.loads((ROOT / "surveys" / "support-hours" / "study.toml").read_text(encoding="utf-8"))
    assert list(validator("study").iter_errors({**study, key: value}))
