from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

import gapsurvey
from gapsurvey.files import exports_of, silent
from gapsurvey.report import Report, Verbatims
from gapsurvey.study import load
from gapsurvey.verbatims import FEWEST
from tests.small import mirror, written, yes_no

SUBJECTS = "Nights Weekends Chat Phones Prices Search Outages Manuals Trust Speed Holidays Teams Invoices Training".split()
WRITTEN = [f"{subject} matter most to {who}" for subject, who in zip(SUBJECTS, "abcdefghijklmn", strict=True)]


def reported(folder: Path, wrote: Sequence[str], *, more: dict[str, Any] | None = None, **columns: Sequence[str]) -> Report:
    """A report on 40 customers and 40 employees, of whom the first wrote these texts; `columns` are employees' own."""
    texts = [*wrote, *[""] * (40 - len(wrote))]
    study = mirror(yes_no(), verbatims=[{"feature": "f", "customers": "T", "employees": "T"}], **(more or {}))
    said = ["yes", "no"] * 20
    return gapsurvey.analyze(
        written(folder, study, customers={"W": said, "T": texts}, employees={"W": said, "T": texts, **columns})
    )


def of(report: Report, audience: str) -> Verbatims:
    (found,) = [words for words in report.verbatims if words.audience == audience]
    return found


def test_what_ten_wrote_is_quoted_and_how_it_was_chosen(tmp_path: Path) -> None:
    report = reported(tmp_path, WRITTEN[:FEWEST])
    for audience, n in (("customers", FEWEST), ("employees", None)):
        words = of(report, audience)
        assert sorted(words.texts) == sorted(WRITTEN[:FEWEST])
        assert (words.question, words.feature, words.n) == ("T", "f", n)
        assert words.note.startswith("Chosen by a rule")


def test_of_fewer_than_ten_nothing_is_quoted_anywhere(tmp_path: Path) -> None:
    report = reported(tmp_path, [*WRITTEN[: FEWEST - 1], "n/a", "-", "7", "[name]"])
    assert of(report, "employees") == Verbatims(
        "employees", "T", "f", note="Fewer than 10 employees wrote something here that may be quoted, so nobody is."
    )
    assert of(report, "customers").texts == ()
    paths = report.write(tmp_path / "out", ["html", "json", "xlsx", "md", "public"])
    for path in paths[:2] + paths[3:]:
        text = path.read_text(encoding="utf-8")
        assert not [said for said in WRITTEN if said in text]


def test_a_study_may_ask_for_more_than_ten(tmp_path: Path) -> None:
    report = reported(tmp_path, WRITTEN[:11], more={"thresholds": {"min_cell": 12, "draws": 1000}})
    assert [words.texts for words in report.verbatims] == [(), ()]


def test_people_are_counted_and_what_they_repeat_is_quoted_once(tmp_path: Path) -> None:
    report = reported(tmp_path, [*["More speed, please."] * 12, "more  speed, PLEASE.", WRITTEN[0]])
    assert sorted(of(report, "customers").texts) == ["More speed, please.", WRITTEN[0]]
    assert of(report, "customers").n == 14
    kept = {field: value for field, value in asdict(of(report, "employees")).items() if field != "texts"}
    assert not re.search("12|13|14", str(kept))


def test_records_in_another_order_give_the_same_bytes(tmp_path: Path) -> None:
    first = reported(tmp_path / "a", WRITTEN)
    mixed = random.Random(3).sample(WRITTEN, len(WRITTEN))
    second = reported(tmp_path / "b", mixed)
    assert mixed != WRITTEN
    assert first.verbatims == second.verbatims
    same = replace(second, provenance=first.provenance)  # files differ, and so do their hashes
    assert same.to_json() == first.to_json()


def test_no_more_are_shown_than_the_study_says(tmp_path: Path) -> None:
    study = mirror(yes_no(), verbatims=[{"title": "Why?", "customers": "T", "most": 3}])
    folder = written(tmp_path, study, customers={"W": ["yes"] * 14, "T": WRITTEN}, employees={"W": ["yes"] * 14})
    (words,) = gapsurvey.analyze(folder).verbatims
    assert (len(words.texts), words.question, words.feature) == (3, "Why?", "")


def test_who_was_set_aside_is_not_quoted(tmp_path: Path) -> None:
    report = reported(tmp_path, WRITTEN, more={"employees": {"where": {"Who": "ours"}}}, Who=["theirs"] * 2 + ["ours"] * 38)
    assert not {*WRITTEN[:2]} & {*of(report, "employees").texts}
    assert len(of(report, "employees").texts) == 12


def test_believers_are_not_quoted_about_what_their_hidden_answers_are_about(tmp_path: Path) -> None:
    features = {"f": {"label": "this"}, "g": {"label": "that"}}
    asked = {"feature": "g", "customers": "T", "employees": "T"}
    study = mirror(yes_no(), yes_no("g", "V"), features=features, verbatims=[asked])
    said, few = ["yes", "no"] * 7, ["yes", "no", "yes"] + [""] * 11
    people = {"W": said, "V": said, "T": WRITTEN}
    report = gapsurvey.analyze(written(tmp_path, study, customers=people, employees={**people, "V": few}))
    assert of(report, "employees").texts == ()
    assert of(report, "employees").note == "Nobody is quoted, because some of what employees answered about that is hidden."
    assert len(of(report, "customers").texts) == 12


def test_a_text_that_names_a_hidden_group_is_not_quoted(tmp_path: Path) -> None:
    teams = ["Legal"] * 2 + ["Tax"] * 4 + ["Sales"] * 34
    wrote = [*WRITTEN[:12], "We in LEGAL see it otherwise", "Sales promises it"]
    report = reported(tmp_path, wrote, more={"employees": {"segments": {"Team": "Team"}}}, Team=teams)
    assert "We in LEGAL see it otherwise" not in of(report, "employees").texts
    assert "We in LEGAL see it otherwise" in of(report, "customers").texts


def test_what_few_wrote_since_an_earlier_report_is_not_quoted(tmp_path: Path) -> None:
    report = reported(tmp_path / "before", WRITTEN[:11])
    report.write(tmp_path / "now", ["json"])
    new = "A text of somebody new is shown"
    now = reported(tmp_path / "now", [*WRITTEN[:10], new], more={"earlier": "results.json"})
    assert new not in of(now, "employees").texts
    assert set(of(now, "employees").texts) <= set(WRITTEN[:11])
    assert new in of(now, "customers").texts


@pytest.mark.parametrize("heading", ["T", "T. What else?"])  # the study calls it "T" either way
def test_names_of_the_files_own_people_go_before_it_is_read(heading: str, tmp_path: Path) -> None:
    names = ["Okafor", "Grace Lindqvist", *["Jo Miller"] * 12]
    wrote = ["Ask OKAFOR about it", "say grace, not more", "grace lindqvist knows", "Jo said so", *WRITTEN[:10]]
    study = mirror(yes_no(), verbatims=[{"customers": "T", "most": 50}])
    folder = written(tmp_path, study, customers={"W": ["yes"] * 14, "Name": names, heading: wrote}, employees={"W": ["yes"] * 14})
    report = gapsurvey.analyze(folder)
    assert {"Ask [name] about it", "say grace, not more", "[name] knows", "Jo said so"} <= set(report.verbatims[0].texts)
    assert report.provenance.sources[0].personal == ("Name",)


def test_names_of_one_files_people_go_out_of_what_the_others_wrote(tmp_path: Path) -> None:
    """Customers know employees by name, and employees customers; "anna berg" is known only from both files together."""
    study = mirror(yes_no(), verbatims=[{"customers": "T", "employees": "T", "most": 50}])
    said, fill = ["yes"] * 14, [f"nobody{letter}@example.invalid" for letter in "abcdefghijklm"]
    theirs = ["Okafor helped me", "I asked anna berg twice", "a mountain is a berg", "Will it rain?", *WRITTEN[:10]]
    ours = ["Lindqvist always calls", "her name is on the list", "Thanks to Lindqvist and Okafor", "grace period", *WRITTEN[:10]]
    folder = written(
        tmp_path, study,
        customers={"W": said, "T": theirs, "E-mail": ["grace.lindqvist@example.invalid", "anna@example.invalid", *fill[:12]]},
        employees={"W": said, "T": ours, "Name": ["Okafor", "Berg", *[""] * 12]},
    )  # fmt: skip
    customers, employees = gapsurvey.analyze(folder).verbatims
    assert {"[name] helped me", "I asked [name] twice", "a mountain is a berg", "Will it rain?"} <= set(customers.texts)
    kept = {"[name] always calls", "her name is on the list", "Thanks to [name] and [name]", "grace period"}
    assert kept <= set(employees.texts)
    read = exports_of(load(folder / "study.toml"), {}, silent)
    assert not any(export.named for export in read.values())


def test_frames_are_quoted_too() -> None:
    pandas = pytest.importorskip("pandas")
    study = gapsurvey.Study(**mirror(yes_no(), verbatims=[{"customers": "T"}]))
    frame = pandas.DataFrame(
        {"W": ["yes"] * 14, "T": [*WRITTEN[:13], None], "Email": [f"a{i}@example.invalid" for i in range(14)]}
    )
    assert len(gapsurvey.analyze(study, {"customers": frame, "employees": frame}).verbatims[0].texts) == 12


# --- what a study may say ---------------------------------------------------------------------------------------------


def test_all_that_is_wrong_with_the_study_is_told_at_once() -> None:
    with pytest.raises(gapsurvey.StudyError) as caught:
        gapsurvey.Study(**mirror(yes_no(), verbatims=[
            {"feature": "g", "customers": "T", "custmers": "T", "most": 0},
            {"employees": 4, "customers": "T"},
            {"title": "Why?"},
        ]))  # fmt: skip
    assert [problem.where for problem in caught.value.problems] == [
        "verbatims[0].most", "verbatims[1].employees", "verbatims[2]",
        "verbatims[0].custmers", "verbatims[0].feature", "verbatims[1].customers",
    ]  # fmt: skip
    assert "Did you mean customers?" in str(caught.value)


@pytest.mark.parametrize(
    ("column", "found"),
    [
        ("Nothing", "no column or question"),
        ("W", "is counted by the study"),
        ("Team", "is counted by the study"),
        ("Email", "holds personal data"),
    ],
)
def test_columns_that_are_no_free_text_are_not_quoted(tmp_path: Path, column: str, found: str) -> None:
    study = mirror(yes_no(), verbatims=[{"employees": column}], employees={"segments": {"Team": "Team"}})
    people = {"W": ["yes"] * 14, "T": WRITTEN, "Team": ["Sales"] * 14, "Email": [f"a{i}@example.invalid" for i in range(14)]}
    with pytest.raises(gapsurvey.StudyError, match=found) as caught:
        gapsurvey.analyze(written(tmp_path, study, customers=people, employees=people))
    assert [problem.where for problem in caught.value.problems] == ["verbatims[0].employees"]
