"""Every dialect: what it writes is recognised as exactly its tool's, and read back as the answers that were given."""

from __future__ import annotations

import numpy as np
import pytest

from gapsurvey import cli
from gapsurvey.coding import code
from gapsurvey.errors import StudyError
from gapsurvey.exports import EXPORTS, read
from gapsurvey.exports.container import sheets_of
from gapsurvey.model import Responses
from gapsurvey.simulation.dialects import DIALECTS
from gapsurvey.simulation.exported import exported
from gapsurvey.simulation.fieldwork import in_memory, reading
from gapsurvey.simulation.truths import Truths
from gapsurvey.study import Study
from tests.simulation.every_shape import EVERY, people_of, study_of

# As people answer: some at random, some nothing, some that they do not know.
NOISY = {"inattentive": 0.05, "skipped": 0.05, "dont_know": 0.05}
TRUTHS = Truths.model_validate({"audiences": {"customers": NOISY, "employees": NOISY}})
HOSTILE = {
    "chat": '=HYPERLINK("x") & <b>chat</b>, "quoted"',
    "phone": "Phone [day] (Mo–Fr), 24×7",
    "visit": "+49 visits, @home | \\ ' `",
}


def test_the_command_line_names_every_dialect() -> None:
    assert tuple(DIALECTS) == cli.DIALECTS
    assert {dialect.tool for dialect in DIALECTS.values()} <= set(EXPORTS)


def same(one: Responses, other: Responses) -> bool:
    """Whether two codings hold the same answers of the same people in the same groups."""
    answers = all(
        a.item == b.item and a.levels == b.levels and np.array_equal(a.codes, b.codes)
        for a, b in zip(one.answers, other.answers, strict=True)
    )
    profiles = all(
        a.item == b.item and a.levels == b.levels and np.array_equal(a.codes, b.codes)
        for a, b in zip(one.profiles, other.profiles, strict=True)
    )
    groups = all(
        a.cells == b.cells and np.array_equal(a.codes, b.codes) for a, b in zip(one.segments, other.segments, strict=True)
    )
    return answers and profiles and groups


def read_both_ways(study: Study, dialect: str) -> None:
    """Asserts that a study's answers are the same, straight from memory and out of the dialect's file."""
    made = people_of(study, TRUTHS, 200)
    for name, answers in made.items():
        beside = {file: export for file, (_, export) in answers.files.items()}
        held, references = in_memory(answers)
        straight, _ = code(reading(study, {name: answers}, {name: references}, {name: "x"}), name, held, beside, screened=False)
        file = exported(answers, DIALECTS[dialect], 3)
        (sheet,) = sheets_of(file.content, file.file)
        recognised = [tool for tool, candidate in EXPORTS.items() if tool != "plain" and candidate.identify(sheet)]
        assert recognised == [tool for tool in [DIALECTS[dialect].tool] if tool != "plain"]
        export = read(file.file, content=file.content)
        told = reading(study, {name: answers}, {name: file.references}, {name: file.file})
        back, source = code(told, name, export, beside, screened=False)
        assert source.kept == source.records == 200
        assert same(straight, back), name


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_shape_is_read_back_as_it_was_answered(dialect: str) -> None:
    read_both_ways(study_of(), dialect)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_hostile_texts_survive(dialect: str) -> None:
    answers = {"answers": HOSTILE}
    questions = [{**EVERY[shape], **answers} for shape in ("multi-select", "single-select", "rating", "ranking")]
    features = {name: {"label": label} for name, label in HOSTILE.items()}
    read_both_ways(study_of(features=features, questions=questions), dialect)


def test_an_option_that_a_tool_would_cut_is_told_with_the_options() -> None:
    listed = {"chat": "Chat; by day", "phone": "A phone line"}
    made = people_of(study_of(questions=[{**EVERY["multi-select"], "answers": listed}]), n=50)
    for name in ("google-forms", "microsoft-forms", "plain"):
        with pytest.raises(StudyError, match="Chat; by day"):
            exported(made["customers"], DIALECTS[name], 1)
    assert exported(made["customers"], DIALECTS["qualtrics"], 1).content


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_file_is_the_same_for_the_same_seed_and_another_for_another(dialect: str) -> None:
    study = study_of("multi-select", "price-ladder")

    def content(seed: int) -> bytes:
        return exported(people_of(study, TRUTHS, 60, seed)["customers"], DIALECTS[dialect], seed).content

    assert content(1) == content(1) != content(2)


def test_a_question_that_asks_who_one_is_would_be_dropped_and_is_told() -> None:
    named = {"phone": "Phone", "chat": "E-mail"}
    made = people_of(study_of(questions=[{**EVERY["rating"], "answers": named, "customers": {"columns": named}}]), n=50)
    with pytest.raises(StudyError, match="personal data"):
        exported(made["customers"], DIALECTS["google-forms"], 1)
