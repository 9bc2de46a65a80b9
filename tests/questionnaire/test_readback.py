"""Answers come back: whichever tool asked a questionnaire, the study written beside it reads the same numbers, untouched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

import gapsurvey
from gapsurvey.analysis import coded
from gapsurvey.files import exports_of
from gapsurvey.model import Cell, Tallies
from gapsurvey.questionnaire import designed, drafted, write_questionnaires
from gapsurvey.questionnaire.asking import ASKED
from gapsurvey.shapes import SHAPES
from gapsurvey.simulation.fieldwork import beside_of
from gapsurvey.study import Study, load
from gapsurvey.tally import tally
from tests.questionnaire.answered import TOOLS, Person, people
from tests.questionnaire.studies import BARE, EVERY, SAMPLE, sample_in, study_of

CODED = "limesurvey, codes and answer codes"  # in which groups are called A1, A2, …, so that none can be weighted


def counted(folder: Path) -> tuple[Tallies, list[str]]:
    """What the exports of a folder's study count up to, without names of groups; and notes on what could not be read."""
    study = load(folder)
    audiences = coded(study, exports_of(study, {}, lambda step: None), lambda step: None, beside_of(study))
    tallies = sum((tally(replace(responses, segments=(), margins=())) for responses, _ in audiences), Tallies({}, {}))
    return tallies, [note for _, source in audiences for note in source.notes if "could not be read" in note]


def asked(study: Study, folder: Path, tool: str, answers: Mapping[str, list[Person]] | None = None) -> Path:
    """The folder with the study that was written, and a tool's exports of invented answers."""
    made = designed(study)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "study.toml").write_text(made.study.to_toml(), encoding="utf-8")
    for name, content in made.files.items():
        (folder / name).write_bytes(content)
    for seed, questionnaire in enumerate(made.questionnaires):
        given = (answers or {}).get(questionnaire.audience) or people(questionnaire, 120, seed)
        (folder / f"{questionnaire.audience}.csv").write_bytes(TOOLS[tool](questionnaire, given))
    return folder


@pytest.mark.parametrize("weighted", [True, False])
def test_every_shape_is_read_alike_from_every_tool(weighted: bool, tmp_path: Path) -> None:
    margins = "weights = {Region = {EMEA = 0.5, Americas = 0.5}}\n"
    study = study_of(EVERY if weighted else EVERY.replace(margins, ""), tmp_path / "draft")
    tools = [tool for tool in TOOLS if not (weighted and tool == CODED)]
    found = {tool: counted(asked(study, tmp_path / tool, tool)) for tool in tools}
    tallies, _ = found["qualtrics"]
    assert {"want", "need", "prefer", "pay"} <= {item.asks for item, _ in tallies.items(Cell("customers"))}
    for tool, (other, unread) in found.items():
        assert unread == [], tool
        assert other == tallies, tool


def test_every_shape_is_asked() -> None:
    assert SHAPES.keys() == ASKED.keys()
    assert {line.split('"')[1] for line in EVERY.splitlines() if line.startswith("shape")} == ASKED.keys()


@pytest.mark.slow
def test_the_sample_is_reported_as_it_was_answered(tmp_path: Path) -> None:
    study = drafted(sample_in(tmp_path / "before"))
    customers = designed(study).questionnaires[0]
    ladder = [q.name for q in customers.questions if q.price and q.feature == "support_24x7"]
    wanted = next(q for q in customers.questions if q.kind == "several")
    given = people(customers, 200, 1)
    for at, person in enumerate(given):  # a quarter wants it; a tenth takes it at 29 and 49, another fifth at 29
        person[wanted.name] = [0] if at % 4 == 0 else [len(wanted.options) - 1]
        takes = 2 if at % 10 == 0 else 1 if at % 10 in (1, 2) else 0
        person |= {name: [0 if rung < takes else 1] for rung, name in enumerate(ladder)}
    report = gapsurvey.analyze(asked(study, tmp_path / "after", "qualtrics", {"customers": given}))
    found = [e for table in report.tables for e in table.pick(feature="support_24x7", audience="customers")]
    assert {e.value for e in found if e.measure == "want" and not e.segment} == {0.25}
    assert {e.at: e.value for e in found if e.measure == "take" and not e.segment} == {29: 0.3, 49: 0.1, 69: 0, 89: 0}


def test_the_written_study_is_the_one_that_was_designed(tmp_path: Path) -> None:
    for name, toml in (("bare", BARE), ("every", EVERY)):
        study = study_of(toml, tmp_path / name)
        write_questionnaires(tmp_path / name, tmp_path / name / "out", ["md"])
        assert load(tmp_path / name / "out") == designed(study).study


def test_what_no_questionnaire_changes_is_kept(tmp_path: Path) -> None:
    before, after = load(SAMPLE), designed(load(SAMPLE)).study
    for key in ("title", "question", "currency", "market", "period", "horizon", "features", "thresholds", "gates"):
        assert getattr(after, key) == getattr(before, key), key
    assert [(q.asks, q.shape, q.feature, q.wording) for q in after.questions] == [
        (q.asks, q.shape, q.feature, q.wording) for q in before.questions
    ]
    assert [question.sources.keys() for question in after.questions] == [question.sources.keys() for question in before.questions]


def test_an_earlier_wave_is_found_from_the_new_folder(tmp_path: Path) -> None:
    study_of('earlier = "2025"\n' + BARE, tmp_path / "now")
    write_questionnaires(tmp_path / "now", tmp_path / "elsewhere" / "out", ["md"])
    assert load(tmp_path / "elsewhere" / "out").earlier == "../../now/2025"
