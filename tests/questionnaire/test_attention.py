"""Whether a questionnaire is read: who is checked, how often, among what, and that the checks find whom they should."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gapsurvey.analysis import coded
from gapsurvey.files import exports_of, silent
from gapsurvey.questionnaire import Design, Question, Questionnaire, designed, drafted, write_questionnaires
from gapsurvey.questionnaire.attention import APART
from gapsurvey.simulation.dialects import DIALECTS
from gapsurvey.simulation.rehearsal import rehearsal, sized, written
from gapsurvey.simulation.truths import Truths
from gapsurvey.study import load
from tests.questionnaire.studies import BARE, ROOT, SAMPLE, study_of

HEAD = """
title = "Checks"
audiences.customers.role = "customer"
audiences.employees.role = "employee"
features.a = {label = "help at night", price = 49}
features.b = {label = "help by day", price = 19}
features.c = {label = "visits", price = 29}
features.d = {label = "training", price = 9}
"""
LADDER, LIST, PRICE = ("pay", "price-ladder"), ("want", "multi-select"), ("pay", "open-price")
RATING, DELIVERY, GUESSES = ("need", "rating"), ("deliver", "rating"), ("want", "estimate")


def _subject(asked: tuple[str, str]) -> object:
    """What may be asked once: what people would pay, in one way; of anything else, each way."""
    return asked[0] if asked[0] == "pay" else asked


def design_of(asked: Sequence[tuple[str, str]], folder: Path) -> Design:
    """The design of a study that asks this, in this order."""
    questions = "".join(f'[[questions]]\nasks = "{asks}"\nshape = "{shape}"\n' for asks, shape in asked)
    return designed(study_of(HEAD + questions, folder))


def checks(made: Questionnaire) -> list[Question]:
    return [question for question in made.questions if question.part == "attention"]


def apart(made: Questionnaire) -> Iterator[int]:
    """How many answers are asked before each check, since the one before it."""
    since = 0
    for question in made.questions:
        if question.part == "attention":
            yield since
            since = 0
        elif question.kind != "drawn":
            since += len(question.options) if question.kind == "grid" else 1


@given(st.lists(st.sampled_from((LADDER, LIST, PRICE, RATING, DELIVERY, GUESSES)), min_size=1, max_size=5, unique_by=_subject))
@example([LADDER])
@example([LADDER, RATING])
@settings(max_examples=40)
def test_whoever_is_asked_about_paying_is_checked_and_twice_only_after_enough_others(
    tmp_path_factory: pytest.TempPathFactory, asked: list[tuple[str, str]]
) -> None:
    design = design_of(asked, tmp_path_factory.mktemp("checks"))
    for made in design.questionnaires:
        pays = any(question.asks == "pay" for question in made.questions)
        rates = any(question.kind == "grid" for question in made.questions)
        assert (1 if pays or rates else 0) <= len(checks(made)) <= (2 if pays else 1)
        assert not rates or any(check.options[0].text != "Red" for check in checks(made)), "it looks like the ratings"
        assert all(since >= APART for since in [*apart(made)][1:])
        attention = design.study.audiences[made.audience].attention
        assert list(attention) == [check.name for check in checks(made)]
        assert len(set(attention.values())) == len(attention), "each says another answer"
        for check in checks(made):
            (right,) = (option for option in check.options if f"“{option.text}”" in check.text)
            assert attention[check.name] == (right.text, right.code)


def test_the_sample_is_checked_among_its_ratings_and_after_what_it_asks_about_paying() -> None:
    for made in designed(drafted(SAMPLE)).questionnaires:
        among, after = (block for block in made.blocks if any(q.part == "attention" for q in block.questions))
        rated, hidden = among.questions
        assert hidden.options == rated.answers
        assert not among.shuffled
        (alone,) = after.questions
        assert (after.title, after.text) == ("In between", "")
        assert [option.text for option in alone.options] == ["Red", "Yellow", "Green", "Blue"]
        before = made.blocks[made.blocks.index(after) - 1]
        assert {question.asks for question in before.questions} == {"pay"}


def test_a_short_questionnaire_is_checked_once(tmp_path: Path) -> None:
    one = HEAD + '[[questions]]\nasks = "pay"\nshape = "price-ladder"\nfeature = "a"\n'
    for made in designed(study_of(one, tmp_path)).questionnaires:
        assert [block.title for block in made.blocks][1:] == ["In between"]
        assert len(checks(made)) == 1


def test_a_long_one_without_ratings_is_checked_at_both_ends_of_what_it_asks_about_paying(tmp_path: Path) -> None:
    for made in design_of([LIST, LADDER], tmp_path).questionnaires:
        assert [*apart(made)] == [6, 14]  # a list and the first ladder's rungs; those of the three others


def test_a_second_price_is_asked_before_whether_it_is_read(tmp_path: Path) -> None:
    bids = HEAD + '[[questions]]\nasks = "pay"\nshape = "double-bounded"\nfeature = "a"\n'
    titles = [block.title for block in designed(study_of(bids, tmp_path)).questionnaires[0].blocks]
    assert [title.partition(":")[2].strip() or title for title in titles] == [
        "help at night", "help at night (second price)", "In between",
    ]  # fmt: skip


def test_a_rating_by_itself_hides_a_check_where_paying_is_asked_about(tmp_path: Path) -> None:
    likely = HEAD + '[[questions]]\nasks = "pay"\nshape = "rating"\nfeature = "a"\n'
    for made in designed(study_of(likely, tmp_path)).questionnaires:
        ((rated, check),) = (block.questions for block in made.blocks)
        assert check.options == rated.options


def test_whoever_is_asked_neither_about_paying_nor_for_many_ratings_is_not_checked(tmp_path: Path) -> None:
    few = '[[questions]]\nasks = "need"\nshape = "rating"\nanswers = {a = "a", b = "b"}\n'
    for study in (drafted(ROOT / "surveys" / "company-trust"), study_of(HEAD + few, tmp_path)):
        assert [checks(made) for made in designed(study).questionnaires] == [[], []]


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "de"])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_is_written_is_simulated_and_read_back_without_a_step_by_hand(dialect: str, lang: str, tmp_path: Path) -> None:
    """Of a fifth who guess, three quarters fail one of two checks; nine in ten of these are hasty, too, where the tool tells."""
    study_of(f'lang = "{lang}"\n{BARE}', tmp_path / "draft")
    write_questionnaires(tmp_path / "draft", tmp_path / "asked", ["md"])
    study = load(tmp_path / "asked")
    careless = Truths.model_validate({"audiences": {name: {"inattentive": 0.2} for name in study.audiences}})
    written(rehearsal(study, sized(study, careless, 200, 100), DIALECTS[dialect], 1), tmp_path / "answered")
    told = load(tmp_path / "answered")
    assert {len(audience.attention) for audience in told.audiences.values()} == {2}
    for _, source in coded(told, exports_of(told, {}, silent), silent, {}):
        failed = source.flagged["failed attention check"]
        assert 0.1 < (failed + source.screened) / source.kept < 0.2
        assert (source.screened > failed) == ("speeder" in source.flagged)
        assert bool(source.screened) == (dialect not in ("google-forms", "spss", "plain"))
