"""Every dialect: what it writes is recognised as exactly its tool's, and read back as the answers that were given."""

from __future__ import annotations

import io
import sys
import tomllib
from typing import Any

import pyreadstat
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
from gapsurvey.simulation.misread import differing
from gapsurvey.simulation.rehearsal import rehearsal, sized
from gapsurvey.simulation.truths import Truths
from gapsurvey.study import Study
from tests.simulation.every_shape import EVERY, people_of, study_of

# As people answer: some at random, some nothing, some that they do not know.
NOISY = {"inattentive": 0.05, "skipped": 0.05, "dont_know": 0.05}
TRUTHS = Truths.model_validate({"audiences": {"customers": NOISY, "employees": NOISY}})
HOSTILE = {
    "chat": "=cmd|'/C calc'!A0 & <b>chat</b>, \"quoted\"\nand a second line",
    "phone": "Größe [day] (Mo–Fr), 24×7 🚀: Ümläute",
    "visit": "+49 visits, @home - yearly | \\ ' `",
}
SCALE = ["Überhaupt nicht, nie", 'Ein "bisschen"', "=mittel, @x", "sehr\nwichtig", "😀 äußerst [ja]"]
BY = 'Region, "=x"'


def test_the_command_line_names_every_dialect() -> None:
    assert tuple(DIALECTS) == cli.DIALECTS
    assert {dialect.tool for dialect in DIALECTS.values()} == set(EXPORTS)


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
        assert len(straight.answers) == len(back.answers)
        assert not differing(straight, back), name


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_shape_is_read_back_as_it_was_answered(dialect: str) -> None:
    read_both_ways(study_of(), dialect)


def asked_in_hostile_words() -> Study:
    """The study of every shape, with formulas, quotes, commas, line ends, umlauts and emoji wherever a text of its own stands."""
    questions = []
    for shape, question in EVERY.items():
        words: dict[str, Any] = {key: value for key, value in (("answers", HOSTILE), ("scale", SCALE)) if key in question}
        if shape in ("yes-no", "price"):
            words |= {"yes": "Ja, =1+1", "no": "Nein\n„nie“"}
        if shape in ("yes-no", "estimate"):
            words |= {"employees": f'=SUM(A1) — wie viele, in %, wollen "es"?\n📞 {shape}'}
        if shape == "choice-tasks":
            named = {"Help": {feature: HOSTILE[feature].replace("\n", " ") for feature in ("chat", "phone")}}
            words |= {"tasks": {**question["tasks"], "attributes": named, "none": 'Keine, "=davon"', "version": "Größe, =V"}}
        questions.append({**question, **words})
    features = {name: {"label": label, "price": 20} for name, label in HOSTILE.items()}
    audiences = {
        "customers": {"role": "customer", "segments": {BY: "Wo sind Sie?\n(=hier)"}, "attention": {'Bitte "=A"\n😀': "=A, 'b'"}},
        "employees": {"role": "employee", "segments": {"Team": "Q20"}},
    }
    return study_of(features=features, questions=questions, audiences=audiences)


@pytest.fixture(scope="module")
def plainly() -> dict[str, Responses]:
    """What a plain table of a rehearsal in hostile words is read as."""
    return rehearsed(asked_in_hostile_words(), "plain")


def rehearsed(study: Study, dialect: str) -> dict[str, Responses]:
    """Per audience, the answers that the study of a rehearsal reads in the files of that rehearsal."""
    groups = {"customers": {**NOISY, "groups": {BY: {'=EMEA, "x"': 2, "Größe\n2 😀": 1}}}, "employees": NOISY}
    crowds = sized(study, Truths.model_validate({"audiences": groups}), 200, 120)
    files = rehearsal(study, crowds, DIALECTS[dialect], 3)
    told = Study(**tomllib.loads(files["study.toml"].decode()))
    named = {name: str(spec.file) for name, spec in told.audiences.items()}
    beside = {name: read(name, content=files[name], tool="plain") for name in {*files} - {*named.values(), "study.toml"}}
    return {name: code(told, name, read(file, content=files[file]), beside, screened=False)[0] for name, file in named.items()}


@pytest.mark.parametrize("dialect", [dialect for dialect in DIALECTS if dialect != "plain"])
def test_a_rehearsal_in_hostile_words_is_the_same_answers_through_every_dialect(
    plainly: dict[str, Responses], dialect: str
) -> None:
    for name, responses in rehearsed(asked_in_hostile_words(), dialect).items():
        assert len(responses.answers) == len(plainly[name].answers) > 15
        assert not differing(plainly[name], responses), name


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


def test_what_would_be_read_as_other_answers_is_told_before_anything_is_written() -> None:
    """An apostrophe before a formula is a spreadsheet's mask, and commas join options: "x" and "y" are "x,y"."""
    crowds = sized(study_of(), TRUTHS, 100, 60)
    for words in ({"chat": "'=x"}, {"chat": "x", "phone": "y", "visit": "x,y"}):
        listed = {"chat": "Chat", "phone": "Phone line", "visit": "Visit", **words}
        study = study_of(questions=[{**EVERY["multi-select"], "answers": listed}, EVERY["choice-tasks"]])
        with pytest.raises(StudyError, match="Qualtrics, CSV would change what customers answer about"):
            rehearsal(study, crowds, DIALECTS["qualtrics"], 1)


def test_a_list_is_read_by_its_columns_where_the_tool_names_no_question_over_them() -> None:
    made = people_of(study_of("multi-select"), TRUTHS, 100)["customers"]
    wanted = exported(made, DIALECTS["typeform"], 1).references[0]
    assert wanted == (*EVERY["multi-select"]["answers"].values(), "None of these")


def test_a_list_is_read_by_its_number_where_that_is_typed_before_its_options() -> None:
    study = study_of("multi-select")
    files = rehearsal(study, sized(study, TRUTHS, 100, 60), DIALECTS["typeform"], 1)
    (question,) = tomllib.loads(files["study.toml"].decode())["questions"]
    assert question["customers"]["column"] == "Q1"


# --- SPSS -----------------------------------------------------------------------------------------------------------------


def test_an_spss_file_has_labels_numbers_texts_and_missing_values() -> None:
    """Read with pyreadstat itself."""
    questions = [EVERY[shape] for shape in ("multi-select", "rating", "open-price")]
    study = study_of(questions=questions, verbatims=[{"customers": "Q9"}])
    made = people_of(study, TRUTHS, 300)["customers"]
    file = exported(made, DIALECTS["spss"], 1)
    cells, about = pyreadstat.read_sav(io.BytesIO(file.content), user_missing=True)
    assert about.variable_value_labels["Q1_1"] == {0: "Not selected", 1: "Selected"}
    assert about.column_names_to_labels["Q1_1"] == "Which of these would you want? - Live chat, by day"
    rated = dict(enumerate(EVERY["rating"]["scale"], start=1))
    assert about.variable_value_labels["Q3_1"] == {**rated, -9: "Don’t know"}
    assert about.missing_ranges["Q3_1"] == [{"lo": -9, "hi": -9}]
    assert {-9.0, 1.0, 5.0} <= {*cells["Q3_1"]}
    assert about.variable_value_labels["Q8"] == {-9: "Don’t know"}  # amounts are numbers, and stay what they are
    assert cells["Q8"].max() > 5
    assert any(text.startswith("An invented answer") for text in cells["Q9"])


def test_spss_names_and_labels_are_of_the_length_that_spss_allows() -> None:
    """Letters of two bytes are not cut in half, or the file would be read in another encoding."""
    long = {"chat": "ä" * 85, "phone": "b" * 170, "visit": "A visit"}
    alike = {"role": "customer", "segments": {"One": f"x{'ü' * 39}", "Other": f"X{'Ü' * 39}"}}
    audiences = {"customers": alike, "employees": {"role": "employee", "segments": {"All": "ALL"}}}
    shapes = ("multi-select", "single-select", "rating")
    study = study_of(audiences=audiences, questions=[{**EVERY[shape], "answers": long} for shape in shapes])
    read_both_ways(study, "spss")
    longer = {**long, "chat": "ä" * 100}
    with pytest.raises(StudyError, match="longer than 180 bytes"):
        read_both_ways(study_of(questions=[{**EVERY["multi-select"], "answers": longer}]), "spss")


def test_without_pyreadstat_the_command_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    made = people_of(study_of("multi-select"), n=20)["customers"]
    with pytest.raises(StudyError, match=r'pip install "gapsurvey\[spss\]"'):
        exported(made, DIALECTS["spss"], 1)
