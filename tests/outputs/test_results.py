"""results.json holds the whole report: it reads back as an equal one, and every format of that is the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import gapsurvey
from gapsurvey.errors import StudyError
from gapsurvey.outputs import OUTPUTS
from gapsurvey.outputs.results import SCHEMA, from_json, results_schema, to_json
from gapsurvey.report import Report
from tests.outputs.opened import opened
from tests.outputs.sample_report import empty_report, hostile_report, sample_report
from tests.small import TERMS, mirror, priced, written, yes_no

SURVEYS = Path(__file__).parents[2] / "surveys"


def analysed() -> Report:
    return gapsurvey.analyze(SURVEYS / "support-hours")


def two_believers() -> Report:
    return sample_report(("employees", "partners"))


REPORTS = {made.__name__: made for made in (analysed, sample_report, two_believers, empty_report, hostile_report)}


@pytest.fixture(scope="module", params=list(REPORTS))
def report(request: pytest.FixtureRequest) -> Report:
    return REPORTS[request.param]()


def test_a_report_reads_back_as_an_equal_one(report: Report) -> None:
    assert from_json(to_json(report)) == report
    assert Report.from_json(report.to_json().encode()) == report


@pytest.mark.parametrize("name", list(OUTPUTS))
def test_a_report_read_back_looks_the_same_in_every_format(report: Report, name: str) -> None:
    """So no format computes: all that is shown stands in results.json."""
    assert OUTPUTS[name].render(from_json(to_json(report))) == OUTPUTS[name].render(report)


def test_results_fit_their_schema(report: Report) -> None:
    jsonschema.Draft202012Validator(results_schema()).validate(json.loads(to_json(report)))


def test_the_keys_are_those_published(report: Report) -> None:
    data = json.loads(to_json(report))
    assert list(data) == [
        "schema", "study", "answer", "instead", "since", "verdicts", "tables", "provenance", "notes", "offers", "verbatims",
    ]  # fmt: skip
    assert data["schema"] == SCHEMA == "gapsurvey/results/1"
    for table in data["tables"]:
        assert set(table) == {"method", "view", "title", "of", "by", "lead", "estimates", "notes"}


def test_every_estimate_is_a_line_of_its_own() -> None:
    """So that a difference between two results files names the numbers that changed."""
    report = sample_report()
    lines = [line for line in to_json(report).splitlines() if line.lstrip().startswith('{"feature": ') and '"measure": ' in line]
    assert len(lines) == sum(len(table.estimates) for table in report.tables)


@pytest.mark.parametrize(
    ("key", "value", "where"),
    [
        ("schema", "gapsurvey/results/2", "schema"),
        ("answer", None, "answer"),
        ("tables", [{"method": "gap"}], "tables.0.view"),
        ("verdicts", "none", "verdicts"),
        ("provenance", {}, "provenance.date"),
    ],
)
def test_what_is_no_report_is_refused_with_its_place(key: str, value: Any, where: str) -> None:
    data = {**json.loads(to_json(sample_report())), key: value}
    with pytest.raises(StudyError) as caught:
        from_json(json.dumps(data))
    assert where in [problem.where for problem in caught.value.problems]


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"schema": "gapsurvey/results/1"}', "\x00"])
def test_what_is_no_json_of_a_report_is_refused(text: str) -> None:
    with pytest.raises(StudyError):
        from_json(text)


def test_machine_paths_stay_out(tmp_path: Path) -> None:
    """Two people with the same files in different folders get the same bytes."""
    study = mirror(yes_no(), features={"f": priced(20)}, **TERMS)
    answers = {"W": ["Yes", "No", "No"] * 20}
    one, two = (gapsurvey.analyze(written(tmp_path / name, study, customers=answers, employees=answers)) for name in ("a", "b"))
    for output in OUTPUTS.values():
        assert output.render(one) == output.render(two)
        assert str(tmp_path).encode() not in opened(output.render(one))
