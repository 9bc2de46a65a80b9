"""What is asked of whom: mirrored, balanced, in the frame of each audience, and nothing that no export could tell apart."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from gapsurvey.errors import StudyError
from gapsurvey.questionnaire import Block, Design, Question, designed, drafted
from gapsurvey.questionnaire.wording import MIRRORED, PRICES, SCALES, Mirrored
from tests.questionnaire.studies import BARE, EVERY, ROOT, SAMPLE, study_of


@pytest.fixture(scope="module")
def sample() -> Design:
    return designed(drafted(SAMPLE))


def block(design: Design, audience: int, title: str) -> Block:
    return next(block for block in design.questionnaires[audience].blocks if block.title == title)


def test_both_sides_see_the_same_list_in_their_own_frame(sample: Design) -> None:
    own, belief = (block(sample, 0, "What you would want"), block(sample, 1, "What customers would want"))
    assert own.questions[0].options == belief.questions[0].options
    assert "you" in own.questions[0].text
    assert "customers" in belief.questions[0].text
    assert "What would customers answer?" in belief.text
    assert own.text == ""


def test_believers_are_asked_what_share_of_customers_would(sample: Design) -> None:
    estimates = [q for q in sample.questionnaires[1].questions if q.kind == "number"]
    assert next(q.text for q in estimates) == "“24×7 support”: of 100 customers, how many would want this?"
    assert {(q.low, q.high, q.whole) for q in estimates} == {(0, 100, True)}
    assert not [q for q in sample.questionnaires[0].questions if q.kind == "number"]


def test_a_ladder_has_the_studys_prices_one_question_each_in_random_order(sample: Design) -> None:
    ladder = block(sample, 0, "What you would pay: 24×7 support")
    assert [q.price for q in ladder.questions] == [29, 49, 69, 89]
    assert ladder.questions[0].text == "“24×7 support” at $29 per month: would you buy this, or would you not?"
    assert ladder.shuffled


def test_options_are_in_random_order_with_none_of_these_last_and_alone(sample: Design) -> None:
    (wanted,) = block(sample, 0, "What you would want").questions
    assert wanted.shuffled
    assert [(o.last, o.alone) for o in wanted.options] == [(False, False)] * 8 + [(True, True)]
    assert wanted.options[-1].text == "None of these"


def test_a_scale_is_in_order_and_one_can_say_dont_know(sample: Design) -> None:
    rated = block(sample, 0, "What matters to you").questions[0]
    assert next(o.text for o in rated.answers) == "Not at all important"
    assert rated.answers[-1].text == "Don’t know"


def test_what_shares_a_question_and_a_scale_is_one_grid_with_its_rows_in_random_order(sample: Design, tmp_path: Path) -> None:
    rated, check = block(sample, 0, "What matters to you").questions
    assert (rated.kind, rated.text, rated.shuffled) == ("grid", "How important or unimportant is each of these to you?", True)
    assert [o.feature for o in rated.options] == list(sample.study.features)
    assert check.options == rated.answers
    one = 'title = "One"\naudiences.c.role = "customer"\naudiences.e.role = "employee"\nfeatures.f.label = "it"\n'
    assert {q.kind for made in designed(study_of(one, tmp_path)).questionnaires for q in made.questions} == {"one", "number"}


def test_a_scale_of_numbers_says_what_its_ends_mean(sample: Design) -> None:
    rated = block(sample, 1, "What we could deliver").questions[0]
    assert rated.text == "How well or badly could we deliver each of these? 1 = very badly, 5 = very well."


def test_consent_and_anonymity_come_first_and_name_the_smallest_group(tmp_path: Path) -> None:
    customers, employees = designed(study_of(BARE + "[thresholds]\nmin_cell = 8\n", tmp_path)).questionnaires
    for questionnaire in (customers, employees):
        told = " ".join(questionnaire.welcome)
        assert "anonymous" in told
        assert "Taking part is voluntary" in told
        assert "research@example.com" in told
    assert "groups of 8 people or more only" in " ".join(employees.welcome)


def test_names_are_unique_and_codes_short(tmp_path: Path) -> None:
    for questionnaire in designed(study_of(EVERY, tmp_path)).questionnaires:
        questions = list(questionnaire.questions)
        assert [q.name for q in questions] == list(dict.fromkeys(q.name for q in questions))
        for question in questions:
            codes = [option.code for option in question.options]
            assert len(set(codes)) == len(codes)
            assert all(code.isascii() and code.isalnum() and len(code) <= 5 for code in codes)


def test_groups_are_the_studys_or_those_of_its_margins_or_common_ones_or_open(tmp_path: Path) -> None:
    about = list(designed(study_of(BARE, tmp_path)).questionnaires[0].questions)[-2:]
    assert [(q.kind, [o.text for o in q.options]) for q in about] == [
        ("one", ["Free", "Paid", "Prefer not to say"]),
        ("text", []),
    ]
    assert [q.text for q in about] == ["Which plan do you have?", "Zodiac: which describes you?"]
    region = list(designed(study_of(EVERY, tmp_path / "every")).questionnaires[0].questions)[-1]
    assert [o.text for o in region.options] == ["EMEA", "Americas"]
    assert region.required  # whoever is in no group cannot be weighted


def test_a_rivals_offer_is_a_choice_beside_priced_versions_and_a_rung_of_the_ladder(tmp_path: Path) -> None:
    design = designed(study_of(BARE, tmp_path))
    (first,) = block(design, 0, "Your first choice").questions
    assert [o.text for o in first.options] == [
        "24x7 support – $49 per month", "12x5 support – $19 per month", "Acme Care – $35 per month", "None of these",
    ]  # fmt: skip
    assert [q.price for q in block(design, 0, "What you would pay: 24x7 support").questions] == [29, 35, 39, 49, 59, 69]
    assert 35 not in [q.price for q in block(design, 0, "What you would pay: 12x5 support").questions]


def test_a_rivals_price_is_one_that_is_drawn_unless_it_is_free(tmp_path: Path) -> None:
    rival = '[competitors.acme]\nlabel = "Acme"\nprice = 27\nfeatures = ["phone"]\n'
    for at, (price, expected) in enumerate({"27": [14, 20, 24, 27, 29], "0": [14, 20, 24, 29]}.items()):
        questions = designed(study_of(EVERY + rival.replace("27", price), tmp_path / str(at))).questionnaires[0].questions
        assert next(list(q.numbers) for q in questions if q.kind == "drawn") == expected


def test_a_drawn_price_stands_in_the_text_that_follows(tmp_path: Path) -> None:
    questions = list(designed(study_of(EVERY, tmp_path)).questionnaires[0].questions)
    drawn = next(q for q in questions if q.kind == "drawn")
    assert list(drawn.numbers) == [14, 20, 24, 29]
    assert drawn.name in questions[questions.index(drawn) + 1].text


def bids_of(design: Design) -> list[Question]:
    return [q for q in design.questionnaires[0].questions if q.feature == "visits" and q.asks == "pay"]


def test_a_second_price_follows_from_the_first_and_its_answer_on_a_page_of_its_own(tmp_path: Path) -> None:
    design = designed(study_of(EVERY, tmp_path))
    first, once, second, again = bids_of(design)
    assert list(first.numbers) == [39, 50, 59]
    assert second.follows is not None
    assert (second.follows.price, second.follows.answer) == (first.name, once.name)
    assert [(s.price, s.cheaper, s.dearer) for s in second.follows.steps] == [(39, 29, 50), (50, 39, 59), (59, 50, 79)]
    assert again.after == once.name
    assert second.name in again.text
    pages = [{q.name for q in block.questions} for block in design.questionnaires[0].blocks]
    assert not [page for page in pages if {once.name, again.name} <= page]


def test_where_the_first_price_is_the_studys_only_the_second_follows(tmp_path: Path) -> None:
    source = '{first = {price = 44, answer = "q"}, second = {price = "r", answer = "s"}}'
    fixed = EVERY.replace('"double-bounded"\nfeature = "visits"', f'"double-bounded"\nfeature = "visits"\ncustomers = {source}')
    design = designed(study_of(fixed, tmp_path))
    once, second, _ = bids_of(design)
    assert once.price == 44
    assert second.follows is not None
    assert second.follows.price == ""
    assert [(s.price, s.cheaper, s.dearer) for s in second.follows.steps] == [(44, 34, 59)]
    asked = next(i for i, q in enumerate(design.study.questions) if q.shape == "double-bounded")
    assert design.study.asked(asked, "customers").parts["first.price"] == 44


@pytest.mark.parametrize("sentences", [MIRRORED, PRICES])
def test_no_sentence_to_customers_speaks_of_them_and_none_to_believers_speaks_to_themselves(
    sentences: Mapping[object, Mirrored],
) -> None:
    for key, sentence in sentences.items():
        if sentence.own != sentence.belief:
            assert "customers" not in sentence.own, key
            assert "{customers}" in sentence.belief, key
            assert " you " not in f" {sentence.belief} ".replace("that you called", ""), key


def test_default_scales_have_five_points() -> None:
    assert {len(points) for points in SCALES.values()} == {5}


def refused(toml: str, folder: Path) -> str:
    with pytest.raises(StudyError) as caught:
        designed(study_of(toml, folder))
    return str(caught.value)


def test_what_cannot_be_asked_is_told_with_everything_else(tmp_path: Path) -> None:
    told = refused(
        BARE.replace('label = "chat"', 'label = "None of these"').replace('"12x5 support"', '"Don’t know"')
        + '[[questions]]\nasks = "pay"\nshape = "double-bounded"\nfeature = "c"\n'
        + 'customers = {first = {price = "p", answer = "q"}, second = {price = "r", answer = "s"}}\n',
        tmp_path,
    )
    assert 'features.b.label: "Don’t know" reads like an answer' in told
    assert 'features.c.label: "None of these" reads like an answer' in told
    assert "questions[0].customers: there is no price around which prices could be drawn" in told


def test_groups_that_read_alike_or_like_no_answer_are_refused(tmp_path: Path) -> None:
    told = refused(BARE.replace('["Free", "Paid"]', '["Free", "free ", "N/A"]'), tmp_path)
    assert 'fieldwork.groups.Plan: "free" reads the same as another group' in told
    assert 'fieldwork.groups.Plan: "N/A" reads like no answer' in told


def test_two_features_of_one_text_are_told_apart_or_refused(tmp_path: Path) -> None:
    told = refused(BARE.replace('"12x5 support"', '"24×7 – support"').replace('"24x7 support"', '"24x7 - support"'), tmp_path)
    assert "features.b.label: it reads the same as features.a" in told


def test_the_other_sample_studies_are_designed() -> None:
    for name in ("company-trust", "ai-experts-and-public", "ways-of-asking"):
        assert designed(drafted(ROOT / "surveys" / name)).questionnaires


def test_nobody_is_asked_for_personal_data(sample: Design) -> None:
    texts = [question.text.casefold() for questionnaire in sample.questionnaires for question in questionnaire.questions]
    assert not [text for text in texts if any(word in text for word in ("your name", "e-mail", "phone number", "birth"))]


def test_a_question_says_what_it_is_about(sample: Design) -> None:
    guessed: list[Question] = [q for q in sample.questionnaires[1].questions if q.kind == "number" and q.asks == "want"]
    asked = next(i for i, q in enumerate(sample.study.questions) if (q.asks, q.shape) == ("want", "estimate"))
    assert [q.feature for q in guessed] == list(sample.study.asked(asked, "employees").features)
