"""A rehearsal end to end: questionnaire, invented answers, a survey tool's files, and a report whose verdicts are true."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gapsurvey.analysis import analyze
from gapsurvey.errors import StudyError
from gapsurvey.files import exports_of
from gapsurvey.questionnaire.design import designed
from gapsurvey.simulation.dialects import DIALECTS
from gapsurvey.simulation.power import Judged, Power, Rate, Screened, power
from gapsurvey.simulation.rehearsal import dialect_named, rehearsal, sized, written
from gapsurvey.simulation.told import told
from gapsurvey.simulation.truths import Truths
from gapsurvey.study import Study, load
from tests.language.german import german_study
from tests.simulation.every_shape import TRUTHS, study_of

ROOT = Path(__file__).parents[2]
SUPPORT = Truths.model_validate(
    {
        "audiences": {
            "customers": {
                "inattentive": 0.02,
                "groups": {"Region": {"EMEA": 0.45, "Americas": 0.4, "APAC": 0.15}},
                "shifts": {"Region": {"APAC": {"support_24x7": 1.5}}},
                "features": {
                    "support_24x7": {"want": 0.3, "worth": {"median": 26, "spread": 0.6, "nothing": 0.25}},
                    "support_12x5_local": {"want": 0.05, "worth": {"median": 12, "spread": 0.4}},
                    "support_critical": {"want": 0.66, "worth": {"median": 31, "spread": 0.3, "nothing": 0.05}},
                },
            },
            "employees": {"bias": 0.15, "features": {"support_critical": {"deliver": 0.3}}},
        }
    }
)
TRUE = {  # worked out by hand from the truths, the prices and the costs: see `test_the_truth_is_that_of_the_arithmetic`
    "support_24x7": "offer as an option",
    "support_12x5_local": "do not build as proposed",
    "support_critical": "build, but delivery doubts it",
}


@pytest.fixture(scope="module")
def support() -> Study:
    return load(ROOT / "surveys" / "support-hours")


def test_the_truth_is_that_of_the_arithmetic(support: Study) -> None:
    """Take rates from scipy.stats.lognorm and the shares of break-even, launch / (horizon · market · margin), by hand."""
    customers = sized(support, SUPPORT, None, None)["customers"]
    prices = [49, 19, 29]
    takes = customers.take(np.array([*prices, *[1.0] * 5]))[:3]
    even = [2_900_000 / (36 * 12_000 * 18), 400_000 / (36 * 12_000 * 8), 600_000 / (36 * 12_000 * 13)]
    assert [bool(take > line) for take, line in zip(takes, even, strict=True)] == [False, False, True]
    found = {judged.feature: judged.truth for judged in power(support, sized(support, SUPPORT, 200, 40), 1, 1).features}
    assert {feature: found[feature] for feature in TRUE} == TRUE


@pytest.mark.slow
@pytest.mark.parametrize("dialect", ["qualtrics", "surveymonkey-xlsx", "limesurvey"])
def test_at_a_large_base_the_verdicts_of_the_report_are_the_truths(support: Study, dialect: str, tmp_path: Path) -> None:
    written(rehearsal(support, sized(support, SUPPORT, 4000, 600), DIALECTS[dialect], 7), tmp_path)
    report = analyze(tmp_path)
    assert {source.tool for source in report.provenance.sources} == {DIALECTS[dialect].tool}
    assert {verdict.feature: verdict.verdict for verdict in report.verdicts if verdict.feature in TRUE} == TRUE
    gap = next(e for e in report.table("gap").itertuples() if (e.feature, e.measure) == ("support_24x7", "want_gap"))
    assert gap.value == pytest.approx(0.15, abs=0.04)  # the believers' bias


@pytest.mark.slow
@pytest.mark.parametrize("dialect", sorted(DIALECTS))
def test_the_study_that_comes_with_the_questionnaire_reads_every_dialect(support: Study, dialect: str, tmp_path: Path) -> None:
    files = rehearsal(support, sized(support, SUPPORT, 300, 60), DIALECTS[dialect], 7)
    written(files, tmp_path / "ours")
    own = designed(support).study.to_toml().replace(".csv", f".{DIALECTS[dialect].ending}").encode()
    written({**files, "study.toml": own}, tmp_path / "theirs")
    ours, theirs = analyze(tmp_path / "ours"), analyze(tmp_path / "theirs")
    assert [v.verdict for v in ours.verdicts] == [v.verdict for v in theirs.verdicts]
    assert ours.tables == theirs.tables


def test_a_list_that_names_its_question_nowhere_is_not_taken_for_any(support: Study, tmp_path: Path) -> None:
    """Typeform names no question over a list: fieldwork.md has its number typed before each option, and here it was not."""
    files = rehearsal(support, sized(support, SUPPORT, 300, 60), DIALECTS["typeform"], 7)
    typed = files["customers.csv"]
    assert typed.count(b"Q1. ") > len(support.features)
    own = designed(support).study.to_toml().encode()
    written({**files, "study.toml": own, "customers.csv": typed.replace(b"Q1. ", b"")}, tmp_path)
    with pytest.raises(StudyError, match=r'no column or question "Q1".*"24×7 support", "12×5 support in your time zone"'):
        analyze(tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("dialect", ["qualtrics", "surveymonkey-xlsx", "limesurvey"])
def test_german_questionnaires_bring_back_the_true_verdicts(dialect: str, tmp_path: Path) -> None:
    """Asked in German, answered in German, and read by the study that comes with the questionnaires."""
    study = german_study("support-hours")
    files = rehearsal(study, sized(study, SUPPORT, 4000, 600), DIALECTS[dialect], 7)
    own = designed(study).study.to_toml().replace(".csv", f".{DIALECTS[dialect].ending}").encode()
    written({**files, "study.toml": own}, tmp_path)
    for export in exports_of(load(tmp_path), {}, lambda step: None).values():
        answers = {value for column in export.columns for value in column.values}
        assert {"Ja", "Nein"} <= answers
        assert not {"Yes", "No", "None of these", "Don’t know"} & answers
    report = analyze(tmp_path)
    assert {verdict.feature: verdict.verdict for verdict in report.verdicts if verdict.feature in TRUE} == TRUE


def test_a_study_of_every_shape_is_reported_on(tmp_path: Path) -> None:
    study = study_of()
    paths = written(rehearsal(study, sized(study, TRUTHS, 250, 60), DIALECTS["google-forms"], 7), tmp_path)
    assert {path.name for path in paths} == {"customers.csv", "employees.csv", "tasks.csv", "study.toml"}
    report = analyze(tmp_path)
    assert report.study.title == "Help (rehearsal with invented answers)"
    assert {"gap", "demand", "valuation", "conjoint", "best_worst", "certainty"} <= {table.method for table in report.tables}
    assert all(source.kept + source.screened == source.records for source in report.provenance.sources)


def test_nothing_is_overwritten_unless_asked_to_be(tmp_path: Path) -> None:
    files = {"customers.csv": b"new", "study.toml": b"new"}
    (tmp_path / "customers.csv").write_bytes(b"real answers")
    with pytest.raises(StudyError, match="already"):
        written(files, tmp_path)
    assert (tmp_path / "customers.csv").read_bytes() == b"real answers"
    assert not (tmp_path / "study.toml").exists()
    written(files, tmp_path, force=True)
    assert (tmp_path / "customers.csv").read_bytes() == b"new"


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StudyError, match="cannot be written"):
        written({"study.toml": b""}, tmp_path / "file")


def test_sizes_are_the_truths_unless_given(support: Study) -> None:
    truths = Truths.model_validate({"audiences": {"customers": {"size": 70}}})
    assert {name: crowd.size for name, crowd in sized(support, truths, None, None).items()} == {"customers": 70, "employees": 150}
    assert {name: crowd.size for name, crowd in sized(support, truths, 9, 8).items()} == {"customers": 9, "employees": 8}
    with pytest.raises(StudyError, match=r"Did you mean \"customers\""):
        sized(support, Truths.model_validate({"audiences": {"custommers": {}}}), None, None)


def test_an_unknown_dialect_is_told_with_the_nearest() -> None:
    with pytest.raises(StudyError, match=r"Did you mean \"qualtrics\""):
        dialect_named("qualtrix")


# --- power ----------------------------------------------------------------------------------------------------------------


def test_the_power_of_a_design_says_how_often_verdicts_come_out_right() -> None:
    study = study_of("multi-select", "price-ladder", "open-price", thresholds={"draws": 2000})
    crowds = sized(study, TRUTHS, 120, 20)
    found = power(study, crowds, 20, 4)
    judged = {of.feature: of for of in found.features}
    assert judged["chat"].truth == "build"
    assert sum(judged["chat"].verdicts.values()) == 20
    assert judged["chat"].launched is None
    assert judged["chat"].stopped is not None
    assert judged["chat"].right.low <= judged["chat"].right.value <= judged["chat"].right.high
    assert json.loads(json.dumps(found.to_dict()))["sizes"] == {"customers": 120, "employees": 20}
    assert found.screened == dict.fromkeys(crowds, Screened(0.0, None, 0.0))
    assert found == power(study, crowds, 20, 4)
    more = power(study, {name: replace(crowd, size=10 * crowd.size) for name, crowd in crowds.items()}, 20, 4)
    assert sum(of.right.value for of in more.features) >= sum(of.right.value for of in found.features)


def test_attention_checks_find_the_careless_and_nobody_else() -> None:
    """A ladder and a list give one kind of flag, haste; with a check, which half of the careless fail, there are two."""
    careless = Truths.model_validate({"audiences": {"customers": {"inattentive": 0.2}}})
    found = []
    for attention in ({}, {"Check": "Read"}):
        audiences = {"customers": {"role": "customer", "attention": attention}, "employees": {"role": "employee"}}
        study = study_of("multi-select", "price-ladder", audiences=audiences)
        found.append(power(study, sized(study, careless, 400, 20), 10, 4).screened["customers"])
    assert [round(of.careless, 1) for of in found] == [0.2, 0.2]
    assert found[0].found == 0
    assert 0.35 < (found[1].found or 0) < 0.5
    assert [of.others for of in found] == [0, 0]


def test_the_power_is_told_in_the_words_of_a_decision() -> None:
    study = study_of("multi-select", "price-ladder")
    rate, verdicts = Rate(0.1, 0.02, 0.4), {"ask more": 8, "build": 1, "build, but delivery doubts it": 1}
    judged = Judged("chat", "live chat", "do not build as proposed", verdicts, Rate(0.0, 0.0, 0.28), rate, None)
    screened = {"customers": Screened(0.05, 0.75, 0.001)}
    text = told(Power(10, 1, {"customers": 120, "employees": 20}, screened, (judged,)), study)
    assert text.splitlines()[3:8] == [
        "",
        "live chat. Right: do not build as proposed",
        "      0%  (0–28.0%)     find it",
        "   10.0%  (2.0–40.0%)   say “build” by mistake: money is lost",
        "   80.0%                say “ask more”",
    ]
    assert "may build by mistake" in text
    assert "Of the customers 5.0% answer at random. Quality flags leave out 75% of these, and 0.1% of the others." in " ".join(
        text.split()
    )


@pytest.mark.parametrize("repeats", [0, -1, 10**9])
def test_repeats_that_are_none_are_told(repeats: int) -> None:
    study = study_of("multi-select", "price-ladder")
    with pytest.raises(StudyError, match="--repeat"):
        power(study, sized(study, TRUTHS, 50, 10), repeats, 1)
