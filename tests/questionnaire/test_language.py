"""Questionnaires speak the study's language: whatever a respondent, an interviewer or whoever sets them up reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from gapsurvey.language import LANGUAGES, say, speaking
from gapsurvey.matching import MISSING, NO, YES, fold
from gapsurvey.questionnaire import designed, kit
from gapsurvey.questionnaire.formats import FORMATS
from gapsurvey.questionnaire.formats.markdown import fieldwork
from gapsurvey.questionnaire.kit import Kit
from gapsurvey.study import Study
from tests.language.german import fragments
from tests.questionnaire.studies import BARE, EVERY, study_of


def german(toml: str, folder: Path) -> Study:
    """The study in German, all of its own words too."""
    words = {"our customers": "Kunden", "Support, by phone": "Telefon", "Live chat; in the app": "Chat; in der App",
             "Visits": "Besuche", "E-mail": "Brief", "Every way of asking": "Befragung", "Where are you?": "Wo sind Sie?",
             "Anything else?": "Sonst noch etwas?"}  # fmt: skip
    for english, said in words.items():
        toml = toml.replace(english, said)
    return study_of(f'lang = "de"\n{toml}', folder)


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> Kit:
    return kit(german(EVERY, tmp_path_factory.mktemp("german")))


@pytest.mark.parametrize("name", ["qualtrics", "limesurvey", "md"])
def test_no_english_is_left_in_a_german_questionnaire(every: Kit, name: str) -> None:
    for file, content in FORMATS[name].render(every).items():
        told = content.decode()
        assert not [part for part in fragments() if part in told], file
        assert "Würden Sie das kaufen oder nicht?" in told or file.startswith("employees")


def test_guide_quotas_and_steps_are_german_too(every: Kit) -> None:
    with speaking("de"):
        told = fieldwork(every)[1].decode()
    assert not [part for part in fragments() if part in told]
    assert "Was habe ich nicht gefragt" in told
    assert "| Befragtengruppe |" in told


def test_a_usual_study_gets_german_scales_and_says_what_a_german_yes_is(tmp_path: Path) -> None:
    study = designed(german(BARE, tmp_path)).study
    rated = next(i for i, q in enumerate(study.questions) if (q.asks, q.shape) == ("need", "rating"))
    assert study.asked(rated, "customers").scale[0] == ("Überhaupt nicht wichtig", "A1")
    ladder = next(i for i, q in enumerate(study.questions) if q.shape == "price-ladder")
    asked = study.asked(ladder, "customers")
    assert (asked.yes, asked.no) == (("Ja", "Y"), ("Nein", "N"))


def test_an_english_study_leaves_a_plain_yes_unsaid(tmp_path: Path) -> None:
    study = designed(study_of(BARE, tmp_path)).study
    assert {(q.yes, q.no) for q in study.questions} == {(None, None)}


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_languages_words_for_no_answer_are_read_as_none(code: str) -> None:
    with speaking(code):
        assert {fold(say("Don’t know")), fold(say("Prefer not to say"))} <= MISSING
        assert fold(say("Yes")) in YES
        assert fold(say("No")) in NO
        assert fold(say("None of these")) not in MISSING | YES | NO


def test_money_is_typed_as_the_language_writes_it(tmp_path: Path) -> None:
    told = FORMATS["limesurvey"].render(kit(german(EVERY.replace("price = 50", "price = 29.5"), tmp_path)))
    assert "'29,50'" in told["customers.limesurvey.txt"].decode()
