"""What came of the gates, in every format: whole, valid, and never acted on."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from junitparser import Error, Failure, JUnitXml
from lxml import etree

from gapsurvey.errors import Problem
from gapsurvey.gates import GATES
from gapsurvey.gates.gate import Outcome, Place
from gapsurvey.gates.github import annotated, inert, summary
from gapsurvey.gates.holding import Held
from gapsurvey.gates.junit import junit
from gapsurvey.gates.told import as_json, line, problems, rows, table
from tests.hostile_study import TEXTS

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).with_name("junit.xsd")))
COMMAND = re.compile(r"::error file=([^,:\r\n]*),title=([^,:\r\n]*)::([^\r\n]*)")
HOSTILE = {
    **TEXTS,
    "workflow command": "\n::error::owned\r\n##[error]owned",
    "properties": "a,title=b:c%0Ad::e",
    "not of XML": "\x00\x0b\ufffe\ud800]]>&amp;<b/>\u2028",
    "mention": "@team #1 <b>x</b> | y",
}


def held(text: str = "alpha", study: str = "surveys/s") -> Held:
    """A gate passed, one failed in seven places, and two without data; all that has a name is called `text`."""
    gap, base = GATES["max_gap"], GATES["min_base"]
    failing = tuple(Place(f"{text} {i}", text, 0.25, 0.9 - i / 10) for i in range(7))
    return Held(
        study, text, "2026-03-19",
        (
            Outcome(base, "passed", 100, (Place(text, "f", 100, 120),), 3),
            Outcome(gap, "FAILED", 0.25, failing, 9),
            Outcome(GATES["max_drift"], "no data", 0.1, (), 0),
            Outcome(GATES["min_paying"], "no data", None, (Place(text, "f", 0.2, None),), 0),
        ),
    )  # fmt: skip


BROKEN = Held("surveys/b", "", "", (), (Problem("gates", 'found "x"', "Mend it."), Problem("title", "it is missing", "Add it.")))


def test_the_table() -> None:
    assert table([held()]).splitlines() == [
        "gate        limit    found  result   where",
        "min_base    ≥ 100    120    passed   alpha",
        "max_gap     ≤ 25 pp  90 pp  FAILED   alpha 0",
        "max_gap     ≤ 25 pp  80 pp  FAILED   alpha 1",
        "max_gap     ≤ 25 pp  70 pp  FAILED   alpha 2",
        "max_gap     ≤ 25 pp  60 pp  FAILED   alpha 3",
        "max_gap     ≤ 25 pp  50 pp  FAILED   alpha 4",
        "max_gap                     FAILED   and 2 more",
        "max_drift   ≤ 10 pp  –      no data  the study names no earlier wave, or they share no share",
        "min_paying  ≥ 20%    –      no data  alpha",
    ]


def test_several_studies_are_named_and_their_problems_told_apart() -> None:
    studies = [held(), BROKEN, held(study="surveys/t")]
    assert [text for text in table(studies).splitlines() if text.startswith("study")] == ["study surveys/s", "study surveys/t"]
    assert next(iter(problems(studies))) == 'surveys/b: gates: found "x". Mend it.'
    assert next(iter(problems([BROKEN]))) == 'gates: found "x". Mend it.'
    assert table([BROKEN]) == ""


def test_json_has_every_place_and_every_problem() -> None:
    said = json.loads(as_json([held(), BROKEN]))
    assert said["passed"] is False
    first, second = said["studies"]
    assert [gate["result"] for gate in first["gates"]] == ["passed", "failed", "no data", "no data"]
    assert [gate["limit"] for gate in first["gates"]] == [100, 0.25, 0.1, None]
    assert len(first["gates"][1]["places"]) == 7
    assert first["gates"][2]["why"] == GATES["max_drift"].missing
    assert (second["result"], len(second["problems"]), second["gates"]) == ("no data", 2, [])


@pytest.mark.parametrize("text", HOSTILE)
def test_junit_fits_the_schema_whatever_a_survey_says(text: str) -> None:
    made = junit([held(HOSTILE[text], HOSTILE[text]), BROKEN])
    SCHEMA.assertValid(etree.fromstring(made))
    assert made == junit([held(HOSTILE[text], HOSTILE[text]), BROKEN])


def test_junit_counts_what_failed_and_what_could_not_be_held() -> None:
    root = etree.fromstring(junit([held(), BROKEN]))
    counts = [[suite.get(name) for name in ("name", "id", "tests", "failures", "errors")] for suite in root]
    assert counts == [["alpha", "0", "4", "1", "2"], ["surveys/b", "1", "2", "0", "2"]]
    assert [(case.get("name"), [part.tag for part in case]) for case in root.iter("testcase")] == [
        ("min_base", []), ("max_gap", ["failure"]), ("max_drift", ["error"]), ("min_paying", ["error"]),
        ("could not run (1)", ["error"]), ("could not run (2)", ["error"]),
    ]  # fmt: skip
    assert root.find(".//failure").get("message") == "size of a gap: 90 pp (≤ 25 pp): alpha 0"
    assert root.find(".//failure").text.splitlines()[-1] == "and 2 more"
    assert [suite.get("timestamp") for suite in root] == ["2026-03-19T00:00:00", "1970-01-01T00:00:00"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_reader_of_junit_counts_the_same(text: str) -> None:
    """Read as CI services do, with junitparser."""
    first, second = JUnitXml.fromstring(junit([held(HOSTILE[text], HOSTILE[text]), BROKEN]))
    assert [(suite.tests, suite.failures, suite.errors) for suite in (first, second)] == [(4, 1, 2), (2, 0, 2)]
    results = {case.name: [type(result) for result in case.result] for case in first}
    assert results == {"min_base": [], "max_gap": [Failure], "max_drift": [Error], "min_paying": [Error]}


def test_the_schema_refuses_what_is_none() -> None:
    made = junit([held()]).replace(b'hostname="localhost" ', b"")
    assert not SCHEMA.validate(etree.fromstring(made))


@pytest.mark.parametrize("text", HOSTILE)
def test_an_annotation_is_one_command_whatever_a_survey_says(text: str) -> None:
    """The form, and the escapes of a command's properties and message, are those of actions/toolkit, command.ts."""
    told = list(annotated([held(HOSTILE[text], HOSTILE[text]), BROKEN]))
    assert len(told) == 5
    for command in told:
        assert COMMAND.fullmatch(command), command
        assert "##[" not in command
        assert not re.search("%(?!25|0A|0D|3A|2C)", command)


def test_an_annotation_says_where_and_what() -> None:
    drift = Held("s/study.toml", "S", "", (replace(held().outcomes[1], places=held().outcomes[1].places[:2]),))
    assert list(annotated([drift])) == [
        "::error file=s/study.toml,title=max_gap%3A size of a gap::90 pp (≤ 25 pp): alpha 0%0A80 pp (≤ 25 pp): alpha 1"
    ]
    assert (
        next(annotated([BROKEN])) == '::error file=surveys/b/study.toml,title=gapsurvey could not run::gates: found "x". Mend it.'
    )


def test_a_percent_sign_is_escaped_before_what_is_escaped_with_it() -> None:
    paying = Held("s", "S", "", (Outcome(GATES["min_paying"], "FAILED", 0.2, (Place("a%0Ab", "f", 0.2, 0.1),), 1),))
    assert next(annotated([paying])).endswith("::10%25 (≥ 20%25): a%250Ab")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_line_of_the_log_is_a_command(text: str) -> None:
    """A runner takes a line for a command that begins with `::`, or that has `##[` anywhere."""
    studies = [held(HOSTILE[text], HOSTILE[text]), held(HOSTILE[text], HOSTILE[text])]
    for told in (inert(table(studies)), as_json(studies)):
        assert "##[" not in told
        assert not [each for each in told.splitlines() if each.lstrip().startswith("::")]
    assert json.loads(as_json(studies))["studies"][0]["title"] == HOSTILE[text]


@pytest.mark.parametrize("text", HOSTILE)
def test_the_summary_is_a_table_whatever_a_survey_says(text: str) -> None:
    told = summary([held(HOSTILE[text]), BROKEN]).decode()
    body = [each for each in told.splitlines() if each.startswith("|")]
    assert len(body) == 11
    assert {len(re.findall(r"(?<!\\)\|", each)) for each in body} == {6}
    assert not re.search(r"(?<!\\)[<>]|@\w|(?<!&)#\d", told)


def test_a_line_has_no_empty_brackets() -> None:
    assert [line(row) for row in rows(held().outcomes[1])][-2:] == ["50 pp (≤ 25 pp): alpha 4", "and 2 more"]
