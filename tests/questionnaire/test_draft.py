"""A study that is not finished is completed; one that is wrong is told so, with everything that is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gapsurvey.errors import StudyError
from gapsurvey.questionnaire import designed, drafted
from gapsurvey.study import load
from tests.questionnaire.studies import BARE, SAMPLE, study_of


def test_a_study_without_questions_gets_the_usual_ones(tmp_path: Path) -> None:
    study = study_of(BARE, tmp_path)
    assert [(q.asks, q.shape, q.feature, tuple(q.sources)) for q in study.questions] == [
        ("want", "multi-select", None, ("customers", "employees")),
        ("want", "estimate", None, ("employees",)),
        ("need", "rating", None, ("customers", "employees")),
        ("prefer", "single-select", None, ("customers", "employees")),
        ("pay", "price-ladder", "a", ("customers", "employees")),
        ("pay", "price-ladder", "b", ("customers", "employees")),
        ("pay", "estimate", None, ("employees",)),
        ("deliver", "rating", None, ("employees",)),
    ]
    assert study.asked(3, "customers").features == ("a", "b")
    assert study.asked(6, "employees").features == ("a", "b")  # those with a price


def test_one_feature_is_wanted_or_not(tmp_path: Path) -> None:
    toml = 'title = "One"\naudiences.c.role = "customer"\naudiences.e.role = "employee"\nfeatures.f.label = "it"\n'
    assert [(q.asks, q.shape) for q in study_of(toml, tmp_path).questions] == [
        ("want", "yes-no"), ("want", "estimate"), ("need", "rating"), ("deliver", "rating"),
    ]  # fmt: skip


def test_a_finished_study_is_left_as_it_is() -> None:
    assert drafted(SAMPLE) == load(SAMPLE)


def test_a_question_may_say_only_what_it_asks(tmp_path: Path) -> None:
    study = study_of(BARE + '[[questions]]\nasks = "pay"\nshape = "open-price"\n', tmp_path)
    assert [(q.feature, tuple(q.sources)) for q in study.questions] == [
        ("a", ("customers", "employees")), ("b", ("customers", "employees")),
    ]  # fmt: skip


def test_the_readmes_study_without_questions_is_one(tmp_path: Path) -> None:
    readme = (SAMPLE.parents[1] / "README.md").read_text(encoding="utf-8")
    (toml,) = (block for block in re.findall(r"^```toml\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL) if "[fieldwork]" in block)
    assert len(designed(study_of(toml, tmp_path)).questionnaires) == 2


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ('title = "x"', "audiences: "),
        (BARE + "questions = 3\n", "questions: "),
        (BARE.replace("price = 49", 'price = "49"'), "features.a.price: "),
        (BARE + '[[questions]]\nasks = "pay"\nshape = "price-ladder"\nfeature = "c"\n', "prices: no prices"),
        (BARE + '[[questions]]\nasks = "wish"\nshape = "rating"\n', "questions[0].asks: "),
        (BARE.replace("Plan = [", "Plam = ["), 'fieldwork.groups.Plam: there is no segmentation "Plam"'),
    ],
)
def test_what_is_wrong_is_told_by_its_place(toml: str, told: str, tmp_path: Path) -> None:
    if "questions = 3" in toml:
        toml = "questions = 3\n" + BARE
    with pytest.raises(StudyError) as caught:
        study_of(toml, tmp_path)
    assert told in str(caught.value)
