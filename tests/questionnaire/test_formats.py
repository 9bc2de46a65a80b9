"""Every format says what the questionnaire says, whatever a study's texts hold."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gapsurvey.errors import printable
from gapsurvey.matching import MISSING, NO, YES, fold
from gapsurvey.questionnaire import Option, Question, designed, drafted
from gapsurvey.questionnaire.drawing import kept_beside
from gapsurvey.questionnaire.formats import FORMATS
from gapsurvey.questionnaire.formats.markdown import fieldwork
from gapsurvey.questionnaire.kit import Kit
from gapsurvey.questionnaire.model import MARK
from gapsurvey.questionnaire.quotas import Quota, Quotas
from gapsurvey.questionnaire.readback import study_toml
from gapsurvey.study import Study, load
from tests.questionnaire.imported import limesurvey, qualtrics
from tests.questionnaire.studies import EVERY, SAMPLE, study_of

GOLDEN = Path(__file__).parent / "golden"


def kit_of(study: Study) -> Kit:
    """A kit whose quotas take no time."""
    design = designed(study)
    rows = (Quota("customers", "Region", study.title, 100, 0.15, ""), Quota("employees", "Team", "Sales", 5, None, "at least 5"))
    return Kit(design.study, design.questionnaires, ("What happened?", study.title), Quotas(rows, "A sentence."))


def files(kit: Kit, name: str) -> Mapping[str, bytes]:
    return dict(FORMATS[name].render(kit))


def everything(tmp_path: Path) -> Kit:
    return kit_of(study_of(EVERY, tmp_path))


TYPES = {"one": "MC:SingleAnswer:Vertical", "several": "MC:MultipleAnswer:Vertical", "grid": "Matrix", "ranks": "RO",
         "points": "CS",
         "number": "TE:SingleLine", "text": "TE:Essay"}  # fmt: skip
LETTERS = {"one": "L", "several": "M", "grid": "F", "ranks": "R", "points": "K", "number": "N", "text": "T"}


def read(question: Question, piped: str) -> str:
    return MARK.sub(piped, question.text)


def texts(options: Sequence[Option]) -> list[str]:
    return [option.text for option in options]


def test_qualtrics_reads_what_was_designed(tmp_path: Path) -> None:
    kit = everything(tmp_path)
    for questionnaire in kit.questionnaires:
        content = files(kit, "qualtrics")[f"{questionnaire.audience}.qualtrics.txt"]
        blocks, found = qualtrics(content)
        asked = [q for q in questionnaire.questions if q.kind != "drawn"]
        assert blocks[1:] == [f"{at} {block.title}" for at, block in enumerate(questionnaire.blocks, 1)]
        assert [(q.name, q.kind, q.text, q.options, q.answers, q.table) for q in found] == [
            (q.name, TYPES[q.kind], read(q, r"${e://Field/\1}"), texts(q.options), texts(q.answers), [*map(list, q.table)])
            for q in asked
        ]
        drawn = [name for q in questionnaire.questions if q.kind == "drawn" for name in kept_beside(q)]
        assert re.findall(r"^\[\[ED:(.*)\]\]$", content.decode(), re.MULTILINE) == drawn


def test_limesurvey_reads_what_was_designed(tmp_path: Path) -> None:
    kit = everything(tmp_path)
    for questionnaire in kit.questionnaires:
        groups, found = limesurvey(files(kit, "limesurvey")[f"{questionnaire.audience}.limesurvey.txt"])
        assert groups == [block.title for block in questionnaire.blocks]
        asked = [q for q in questionnaire.questions if q.kind != "drawn"]
        assert [(q.name, q.kind, q.text, q.options, q.answers, q.table) for q in found if q.kind != "*"] == [
            (q.name, LETTERS[q.kind], f"{q.name}. " + read(q, r"{\1}"), texts(q.options), texts(q.answers), [*map(list, q.table)])
            for q in asked
        ]


def test_limesurvey_draws_a_price_once_and_pipes_it(tmp_path: Path) -> None:
    kit = everything(tmp_path)
    name, first, second = (q.name for q in kit.questionnaires[0].questions if q.kind == "drawn")
    answer = next(q.after for q in kit.questionnaires[0].questions if q.after)
    _, found = limesurvey(files(kit, "limesurvey")["customers.limesurvey.txt"])
    place = f"{first}R"
    assert {q.name: q.text for q in found if q.kind == "*"} == {
        f"{name}R": f"{{if(is_empty({name}R), rand(1, 4), {name}R)}}",
        name: f"{{if({name}R == 1, 14, if({name}R == 2, 20, if({name}R == 3, 24, 29)))}}",
        place: f"{{if(is_empty({place}), rand(1, 3), {place})}}",
        first: f"{{if({place} == 1, 39, if({place} == 2, 50, 59))}}",
        second: f"{{if(is_empty({answer}.NAOK), '', if({answer}.NAOK == 'Y', if({place} == 1, 50, if({place} == 2, 59, 79)), "
        f"if({place} == 1, 29, if({place} == 2, 39, 50))))}}",
    }


def test_limesurvey_asks_a_second_price_of_those_only_who_answered_the_first(tmp_path: Path) -> None:
    kit = everything(tmp_path)
    (asked,) = (q for q in kit.questionnaires[0].questions if q.after)
    lines = files(kit, "limesurvey")["customers.limesurvey.txt"].decode("utf-8-sig").splitlines()
    head, *rows = (line.split("\t") for line in lines)
    shown = {row["name"]: row["relevance"] for row in (dict(zip(head, row, strict=True)) for row in rows) if row["class"] == "Q"}
    assert {name: when for name, when in shown.items() if when != "1"} == {asked.name: f"!is_empty({asked.after}.NAOK)"}


def test_limesurvey_keeps_nothing_that_tells_who_answered(tmp_path: Path) -> None:
    text = files(everything(tmp_path), "limesurvey")["customers.limesurvey.txt"].decode()
    for setting in ("anonymized\t\tY", "datestamp\t\tN", "ipaddr\t\tN", "refurl\t\tN", "savetimings\t\tN"):
        assert f"\tS\t\t{setting}" in text


def test_limesurvey_shuffles_excludes_and_checks(tmp_path: Path) -> None:
    text = files(everything(tmp_path), "limesurvey")["customers.limesurvey.txt"].decode("utf-8-sig")
    head, *lines = (line.split("\t") for line in text.splitlines())
    rows = {row["name"]: row for row in (dict(zip(head, line, strict=True)) for line in lines) if row["class"] == "Q"}
    questionnaire = everything(tmp_path).questionnaires[0]
    for block in questionnaire.blocks:
        for question in block.questions:
            row = rows[question.name]
            if question.kind != "drawn":
                assert bool(row["random_group"]) == block.shuffled
                assert (row["random_order"] == "1") == question.shuffled
                assert (row["mandatory"] == "Y") == question.required
            assert row["equals_num_value"] == ("100" if question.kind == "points" else "")
            assert row["exclude_all_others"] == next((o.code for o in question.options if o.alone), "")
            assert row["num_value_int_only"] == ("1" if question.whole else "")


def test_a_person_can_read_everything(tmp_path: Path) -> None:
    kit = everything(tmp_path)
    for questionnaire in kit.questionnaires:
        told = files(kit, "md")[f"{questionnaire.audience}.md"].decode()
        assert all(f"**{question.name}.**" in told for question in questionnaire.questions)
        assert "\ue000" not in told


def words(content: bytes) -> list[str]:
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in document.paragraphs] + cells


def test_word_holds_questionnaires_guide_quotas_and_steps(tmp_path: Path) -> None:
    kit = everything(tmp_path)
    ((name, content),) = files(kit, "docx").items()
    told = words(content)
    assert name == "questionnaire.docx"
    assert told[0] == kit.study.title
    for questionnaire in kit.questionnaires:
        for question in questionnaire.questions:
            assert [line for line in told if line.startswith(f"{question.name}  ")], question.name
    assert "1.\tWhat happened?" in told
    assert "15 pp" in told
    assert [line for line in told if line.endswith("anonymize responses.")]


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_kit_is_the_same_bytes(name: str, tmp_path: Path) -> None:
    kit = everything(tmp_path)
    assert files(kit, name) == files(kit, name)


def test_no_part_of_the_document_is_dated(tmp_path: Path) -> None:
    with zipfile.ZipFile(BytesIO(files(everything(tmp_path), "docx")["questionnaire.docx"])) as file:
        assert {part.date_time for part in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


TAKEN = {"", "another", "none of these"} | MISSING | YES | NO  # what no option may be called: told as a problem

HOSTILE = st.lists(
    st.one_of(
        st.text(min_size=1, max_size=20),
        st.sampled_from(
            ["[[PageBreak]]", "\n[[Block:x]]\n", "\t", "${e://Field/x}", "{INSERTANS:1}", "<script>alert(1)</script>", "&lt;",
             "=1+1", "+49", "-x", "@a", '"', "'", "|", "# h", "![x](y)", "\ue000Q1\ue001", "\x00", "\u202e", "a;b", "1. x"]
        ),
    ),
    min_size=1, max_size=4,
).map("".join)  # fmt: skip


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(label=HOSTILE, title=HOSTILE, group=HOSTILE)
def test_no_text_of_a_study_is_anything_but_text(label: str, title: str, group: str, tmp_path: Path) -> None:
    study = hostile(label, title, group)
    kit = kit_of(study)
    (tmp_path / "study.toml").write_bytes(study_toml(kit.study))
    assert load(tmp_path) == kit.study
    for questionnaire in kit.questionnaires:
        asked = [(q.name, [o.text for o in q.options]) for q in questionnaire.questions]
        by_qualtrics = qualtrics(files(kit, "qualtrics")[f"{questionnaire.audience}.qualtrics.txt"])[1]
        by_limesurvey = limesurvey(files(kit, "limesurvey")[f"{questionnaire.audience}.limesurvey.txt"])[1]
        assert [(q.name, q.options) for q in by_qualtrics] == asked
        assert [(q.name, q.options) for q in by_limesurvey] == asked
        told = files(kit, "md")[f"{questionnaire.audience}.md"].decode()
        assert re.findall(r"^\*\*(.*?)\.\*\*", told, re.MULTILINE) == [name for name, _ in asked]
        assert len(re.findall(r"^#", told, re.MULTILINE)) == 1 + len(questionnaire.blocks)
        assert "<script" not in told
    assert fieldwork(kit)[1].decode().count("\n| ") == 4  # a line per quota, whatever stands in it


@settings(max_examples=8)
@given(label=HOSTILE, title=HOSTILE)
def test_word_holds_any_text(label: str, title: str) -> None:
    kit = kit_of(hostile(label, title, title))
    assert len([line for line in words(files(kit, "docx")["questionnaire.docx"]) if line.startswith("Q1  ")]) == 2


def hostile(label: str, title: str, group: str) -> Study:
    """A study with these texts."""
    label, group = (text if fold(printable(text)) not in TAKEN else f"one {text}" for text in (label, group))
    return Study(
        title=f"t {title}",
        audiences={"customers": {"role": "customer", "segments": {"Plan": "Which?"}}, "employees": {"role": "employee"}},
        features={"f": {"label": label, "price": 9, "description": title}, "g": {"label": "another"}},
        questions=[
            {"asks": "want", "shape": "multi-select", "customers": "a", "employees": "a", "answers": {"f": "1", "g": "2"}},
            {"asks": "pay", "shape": "price-ladder", "feature": "f", "customers": {"columns": ["x", "y"], "prices": [5, 9]}},
        ],
        fieldwork={"groups": {"Plan": [group, "another"]}, "contact": f"c {title}"},
    )


def test_the_samples_questionnaires_are_the_checked_in_ones(tmp_path: Path) -> None:
    kit = kit_of(drafted(SAMPLE))
    found = {**files(kit, "qualtrics"), **files(kit, "limesurvey"), **files(kit, "md"), "study.toml": study_toml(kit.study)}
    for name, content in found.items():
        same = (GOLDEN / name).read_bytes() == content
        assert same, f"{name} changed; if on purpose: make goldens, and look at git diff"
    assert {path.name for path in GOLDEN.iterdir()} == {*found, "fieldwork.md"}
