"""The earlier wave that a study names: what is read, what is refused and what is told of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import gapsurvey
from gapsurvey.cli import main
from gapsurvey.errors import Problem, StudyError
from gapsurvey.outputs import OUTPUTS
from gapsurvey.report import Report
from tests.small import mirror, priced, written, yes_no

FEATURES = {"f": priced(20, label="the feature"), "g": {"label": "the other"}}
QUESTIONS = (yes_no("f", "W"), yes_no("g", "G"))


def answers(*shares: float, n: int = 200) -> dict[str, list[str]]:
    """Answers to W and G of which these shares are yes."""
    return {
        column: ["Yes"] * round(share * n) + ["No"] * (n - round(share * n))
        for column, share in zip(("W", "G"), shares, strict=False)
    }


def wave(folder: Path, believed: Sequence[float], wanted: Sequence[float] = (0.3, 0.5), n: int = 200, **more: Any) -> Path:
    """A study's folder; `more` are further keys of the study."""
    study = mirror(*more.pop("questions", QUESTIONS), features=more.pop("features", FEATURES), **more)
    return written(folder, study, customers=answers(*wanted, n=400), employees=answers(*believed, n=n))


@pytest.fixture
def pair(tmp_path: Path) -> Path:
    """Two waves; the gap on f closes from +50 points to +2, that on g stays."""
    wave(tmp_path / "then", (0.8, 0.7), (0.3, 0.5))
    return wave(tmp_path / "now", (0.34, 0.7), (0.32, 0.5), n=240, earlier="../then")


def problems(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(StudyError) as caught:
        gapsurvey.analyze(folder)
    return caught.value.problems


def words(report: Report, measure: str = "want_gap_change") -> dict[str, str | None]:
    (table,) = report.tables_of("waves")
    return {e.feature: e.alignment for e in table.pick(measure=measure)}


def test_a_gap_closed_since_the_earlier_study(pair: Path) -> None:
    report = gapsurvey.analyze(pair)
    assert words(report) == {"f": "closed", "g": "unchanged"}
    assert report.since == (
        "Since the earlier wave the gap on the feature went from +50 pp to +2 pp: it closed (change −48 pp, 95% interval −58 to "
        "−37 pp)."
    )
    (table,) = report.tables_of("waves")
    assert table.notes[0] == "Of 2 gaps in both waves: 1 closed, 1 unchanged."
    earlier = report.provenance.earlier
    assert earlier is not None
    assert earlier.file == "../then"
    assert set(earlier.files) == {"customers", "employees"}


def test_where_the_main_gap_is_new_the_others_are_counted(tmp_path: Path) -> None:
    wave(tmp_path / "then", (0.8, 0.7), features={"g": FEATURES["g"]}, questions=(yes_no("g", "G"),))
    report = gapsurvey.analyze(wave(tmp_path / "now", (0.34, 0.9), (0.32, 0.5), n=240, earlier="../then"))
    assert report.since == "Of 1 gap in both waves: 1 opened."


def test_a_results_file_says_the_same_as_the_study_behind_it(pair: Path) -> None:
    gapsurvey.analyze(pair.parent / "then").write(pair.parent / "out", ["json"])
    named = pair / "study.toml"
    by_study = gapsurvey.analyze(pair)
    for name in ("../out/results.json", "../out"):
        named.write_text(named.read_text(encoding="utf-8").replace('"../then"', f'"{name}"'), encoding="utf-8")
        by_results = gapsurvey.analyze(pair)
        assert by_results.tables == by_study.tables
        assert by_results.since == by_study.since
        named.write_text(named.read_text(encoding="utf-8").replace(f'"{name}"', '"../then"'), encoding="utf-8")


def test_every_format_tells_it_and_reads_back(pair: Path) -> None:
    report = gapsurvey.analyze(pair)
    assert Report.from_json(report.to_json()) == report
    html, summary = (OUTPUTS[name].render(report).decode() for name in ("html", "md"))
    for text in (html, summary):
        assert "What changed since the earlier wave" in text
        assert "it closed" in text.replace("\u00a0", " ")
    assert "| The feature | Want it: gap | employees | +50 pp | +2 pp | −48 pp | −58 to −37 pp | Closed |" in summary
    assert html.count('id="waves"') == 1


def test_without_an_earlier_wave_nothing_is_said_of_one(tmp_path: Path) -> None:
    report = gapsurvey.analyze(wave(tmp_path, (0.8, 0.7)))
    assert (report.since, report.tables_of("waves"), report.provenance.earlier) == ("", [], None)
    assert "earlier" not in OUTPUTS["md"].render(report).decode()
    assert "Unchanged" not in OUTPUTS["html"].render(report).decode()


def test_the_command_line_tells_it(pair: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(pair)]) == 0
    assert "earlier wave: ../then" in capsys.readouterr().out
    assert main(["check", str(pair), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["earlier"]["file"] == "../then"
    assert main(["report", str(pair), "-o", str(pair / "out")]) == 0
    assert "it closed" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("{", "it is not JSON"),
        ("[" * 100_000, "it is not JSON"),
        ("[]", "it is not a report of gapsurvey"),
        ('{"schema": "other"}', "it is not a report of gapsurvey"),
        ('{"schema": "gapsurvey/results/9"}', 'it is written in "gapsurvey/results/9"'),
        ('{"schema": "gapsurvey/results/1"}', "it is not whole"),
    ],
)
def test_a_file_that_is_no_report_is_refused(tmp_path: Path, content: str, found: str) -> None:
    wave(tmp_path, (0.5, 0.5), earlier="old.json")
    (tmp_path / "old.json").write_text(content, encoding="utf-8")
    (problem,) = problems(tmp_path)
    assert problem.where == "earlier"
    assert found in problem.found


def test_a_missing_file_and_a_broken_study_are_named(tmp_path: Path) -> None:
    wave(tmp_path / "now", (0.5, 0.5), earlier="gone.json")
    (problem,) = problems(tmp_path / "now")
    assert (problem.where, "there is no such file" in problem.found) == ("earlier", True)
    wave(tmp_path / "now", (0.5, 0.5), earlier="../then")
    (tmp_path / "then").mkdir()
    (tmp_path / "then" / "study.toml").write_text("title = ", encoding="utf-8")
    (problem,) = problems(tmp_path / "now")
    assert problem.where.startswith('earlier "../then"')


@pytest.mark.parametrize(
    ("then", "where"),
    [
        ({"currency": "EUR"}, "currency"),
        ({"period": "year"}, "period"),
        ({"employees": {"role": "partner"}}, "audiences.employees.role"),
        ({"features": {"h": {"label": "another"}}, "questions": (yes_no("h", "W"),)}, "earlier"),
    ],
)
def test_waves_of_different_things_are_not_compared(tmp_path: Path, then: dict[str, Any], where: str) -> None:
    wave(tmp_path / "then", (0.8, 0.7), **then)
    (problem,) = problems(wave(tmp_path / "now", (0.3, 0.6), n=300, earlier="../then"))
    assert problem.where == where


def test_a_wave_is_not_earlier_than_itself(tmp_path: Path) -> None:
    wave(tmp_path, (0.5, 0.5), earlier="study.toml")
    (problem,) = problems(tmp_path)
    assert "the same answers" in problem.found


def test_a_later_wave_is_no_earlier_one(pair: Path) -> None:
    gapsurvey.analyze(pair.parent / "then", date="2026-05-01").write(pair.parent / "then" / "out", ["json"])
    named = pair / "study.toml"
    named.write_text(named.read_text(encoding="utf-8").replace('"../then"', '"../then/out"'), encoding="utf-8")
    with pytest.raises(StudyError, match="later than 2026-04-01"):
        gapsurvey.analyze(pair, date="2026-04-01")
    assert gapsurvey.analyze(pair, date="2026-06-01").since.startswith("Since 1 May 2026 the gap")


def test_what_the_waves_do_not_share_is_listed(tmp_path: Path) -> None:
    yes = {**yes_no("f", "W"), "yes": ["Yes"], "no": ["No"]}
    wave(tmp_path / "then", (0.8, 0.7))
    features = {"f": FEATURES["f"], "h": {"label": "something new"}}
    now = wave(tmp_path / "now", (0.4, 0.6), n=300, earlier="../then", features=features, questions=(yes, yes_no("h", "G")))
    (table,) = gapsurvey.analyze(now).tables_of("waves")
    notes = " ".join(table.notes)
    assert "Features of this wave only: something new." in notes
    assert "Features of the earlier wave only: the other." in notes
    assert "Asked otherwise than in the earlier wave, so that part of a change may be the question’s: the feature." in notes


def test_customers_may_be_asked_once_and_employees_twice(tmp_path: Path) -> None:
    wave(tmp_path / "then", (0.8, 0.7))
    report = gapsurvey.analyze(wave(tmp_path / "now", (0.4, 0.7), n=300, earlier="../then"))
    (table,) = report.tables_of("waves")
    assert {e.audience for e in table.estimates} == {"employees"}
    assert any("The customers are the same people in both waves" in note for note in table.notes)
    assert words(report) == {"f": "closing", "g": "unchanged"}


def test_two_waves_may_stand_in_one_file(tmp_path: Path) -> None:
    old, new = (["Yes"] * 80 + ["No"] * 20, ["Yes"] * 30 + ["No"] * 70)
    columns = {"W": [*old, *new], "Year": ["2025"] * 100 + ["2026"] * 100}

    def year(which: str, **more: Any) -> dict[str, Any]:
        where = {"where": {"Year": which}}
        return mirror(yes_no("f", "W"), customers=where, employees=where, **more)

    written(tmp_path, year("2026", earlier="2025.toml"), customers=columns, employees=columns)
    text = (tmp_path / "study.toml").read_text(encoding="utf-8").replace('earlier = "2025.toml"', "").replace("2026", "2025")
    (tmp_path / "2025.toml").write_text(text, encoding="utf-8")
    (table,) = gapsurvey.analyze(tmp_path).tables_of("waves")
    change = table.one(measure="want_change", audience="customers")
    assert change is not None
    assert change.value == pytest.approx(-0.5)


@pytest.mark.parametrize(("more", "shown"), [(0, True), (1, False), (4, False), (-4, False), (5, True)])
def test_two_reports_must_not_tell_what_a_few_believers_answered(tmp_path: Path, more: int, shown: bool) -> None:
    """One to four more people, and their answers would be the difference of two published totals."""
    wave(tmp_path / "then", (0.5, 0.7), n=60)
    now = wave(tmp_path / "now", (0.5, 0.7), (0.4, 0.6), n=60 + more, earlier="../then")
    report = gapsurvey.analyze(now)
    told = {(e.feature, e.audience) for table in report.tables for e in table.estimates}
    assert (("f", "employees") in told) == shown
    assert any("beside the earlier report" in note for note in report.notes) == (not shown)
