"""Simulated answers: in every shape, read as what was meant, and in agreement with each other person by person."""

from __future__ import annotations

import numpy as np
import pytest

from gapsurvey.coding import code
from gapsurvey.errors import StudyError
from gapsurvey.model import Answers, Floats, Item, Responses
from gapsurvey.shapes import SHAPES
from gapsurvey.simulation.answers import ANSWERED
from gapsurvey.simulation.fieldwork import in_memory, reading
from gapsurvey.simulation.truths import Truths
from gapsurvey.study import Study
from tests.simulation.every_shape import EVERY, TRUTHS, people_of, study_of


def read_back(study: Study, truths: Truths = TRUTHS, n: int = 300) -> dict[str, tuple[Responses, tuple[str, ...]]]:
    """Per audience, the simulated answers as they are coded, and the notes on what could not be read."""
    made = people_of(study, truths, n)
    held = {name: in_memory(answers) for name, answers in made.items()}
    names = {name: references for name, (_, references) in held.items()}
    told = reading(study, made, names, dict.fromkeys(made, "answers.csv"))
    files = {name: export for answers in made.values() for name, (_, export) in answers.files.items()}
    coded = {name: code(told, name, export, files, screened=False) for name, (export, _) in held.items()}
    return {name: (responses, source.notes) for name, (responses, source) in coded.items()}


def numbers(answers: Answers) -> Floats:
    """What each person answered, NaN for nothing."""
    return np.array([*answers.levels, np.nan])[answers.codes]


def item(responses: Responses, wanted: Item) -> Floats:
    return numbers(next(answers for answers in responses.answers if answers.item == wanted))


def test_every_shape_is_simulated() -> None:
    assert set(ANSWERED) == set(SHAPES) == set(EVERY)


@pytest.mark.parametrize("shape", EVERY)
def test_what_attentive_people_answer_is_read_without_loss(shape: str) -> None:
    for audience, (responses, notes) in read_back(study_of("yes-no", "multi-select", shape)).items():
        assert not notes, audience
        for answers in responses.answers:
            assert (answers.codes >= 0).all(), answers.item
        for profile in responses.profiles:
            if not profile.item.kind.endswith("certainty"):
                assert (profile.codes >= 0).any(axis=1).all(), profile.item


@pytest.mark.parametrize("shape", EVERY)
def test_blanks_and_careless_people_are_read_too(shape: str) -> None:
    noisy = {"inattentive": 0.2, "skipped": 0.1, "dont_know": 0.1}
    truths = Truths.model_validate({"audiences": {"customers": noisy, "employees": noisy}})
    study = study_of("yes-no", "multi-select", shape)
    for responses, _ in read_back(study, truths, 2000).values():
        for answers in responses.answers:
            if answers.item.asks != "want-and-pay":
                silent = float((answers.codes < 0).mean())
                assert 0.16 < silent < 0.24, answers.item  # 2000 people: 0.2 ± 4 standard errors


def test_the_answers_of_one_person_agree() -> None:
    responses, _ = read_back(study_of())["customers"]
    for feature in ("chat", "phone"):
        wants = item(responses, Item(feature, "want", "share"))
        ranks = item(responses, Item(feature, "prefer", "rank"))
        assert ranks[wants == 1].mean() < ranks[wants == 0].mean()
    first = item(responses, Item("chat", "prefer", "share")) == 1
    assert item(responses, Item("chat", "want", "share"))[first].all()  # nobody's first choice is something unwanted
    ladder = item(responses, Item("chat", "pay", "price"))
    assert np.corrcoef(ladder, item(responses, Item("chat", "need", "rating")))[0, 1] > 0.3


def test_prices_asked_in_several_ways_are_of_one_worth() -> None:
    """A bid, a card and four prices of one feature: what a person takes in one way is never refused in another."""
    responses, _ = read_back(study_of("multi-select", "price", "interval", "van-westendorp"))["customers"]
    held = {profile.item.kind: profile for profile in responses.profiles}
    bids, card, four = (
        np.stack([np.array([*levels, np.nan])[codes] for levels, codes in zip(p.levels, p.codes.T, strict=True)])
        for p in (held["bids"], held["interval"], held["van-westendorp"])
    )
    asked, taken = bids
    low, high = card[0], np.where(np.isnan(card[1]), np.inf, card[1])
    assert (low < high).all()
    assert (high[taken == 1] > asked[taken == 1]).all()
    assert (low[taken == 0] < asked[taken == 0]).all()
    assert (np.diff(four[:4], axis=0) >= 0).all()
    assert ((four[1] <= high) | (low == 0)).all()  # the bargain lies below what is surely not paid, where anything is


def test_the_second_bid_follows_the_first() -> None:
    responses, _ = read_back(study_of("multi-select", "double-bounded"))["employees"]
    (bids,) = (profile for profile in responses.profiles if profile.item.kind == "bids")
    first, yes, second, again = (np.array(levels)[codes] for levels, codes in zip(bids.levels, bids.codes.T, strict=True))
    assert (second[yes == 1] > first[yes == 1]).all()
    assert (second[yes == 0] < first[yes == 0]).all()
    assert {*zip(yes, again, strict=True)} == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_choices_pay_what_the_features_are_worth() -> None:
    """The dearer an alternative among those with the same help, the less often it is taken."""
    study = study_of("multi-select", "choice-tasks")
    responses, _ = read_back(study, n=600)["customers"]
    (choice,) = (profile for profile in responses.profiles if profile.item.kind == "choice")
    cells = np.stack([np.array([*levels, np.nan])[codes] for levels, codes in zip(choice.levels, choice.codes.T, strict=True)])
    at = {name: i for i, name in enumerate(choice.fields)}
    prices = cells[[at[f"1/{j}/price"] for j in (1, 2, 3)]]
    taken = cells[at["1/chosen"]]
    cheapest, dearest = prices.argmin(axis=0) + 1, prices.argmax(axis=0) + 1
    assert (taken == cheapest).mean() > (taken == dearest).mean()


def test_what_cannot_be_simulated_is_told_by_name() -> None:
    shown = {"price": "Price", "shown": "T{task} A{alternative} {attribute}", "attributes": {"Help": {"chat": "By chat"}}}
    study = study_of("multi-select", questions=[EVERY["multi-select"], {**EVERY["choice-tasks"], "tasks": shown}])
    with pytest.raises(StudyError) as told:
        people_of(study)
    assert [problem.where for problem in told.value.problems] == ["questions[1].customers.tasks"]
    sets = {**EVERY["best-worst"], "tasks": {"file": "sets.csv"}}
    with pytest.raises(StudyError) as told:
        people_of(study_of(questions=[EVERY["multi-select"], sets]))
    assert "there is no file sets.csv" in str(told.value)


@pytest.mark.parametrize("price", [0.01, 0.35, 4.95, 49.5, 1499, 250_000])
def test_prices_of_any_size_are_asked_and_named(price: float) -> None:
    """Whoever would pay the price says so in every shape, be it of cents or of thousands."""
    features = {"chat": {"label": "chat", "price": price}, "phone": {"label": "phone", "price": price}}
    questions = [
        {**EVERY["multi-select"], "answers": {"chat": "Chat", "phone": "Phone"}},
        {"asks": "pay", "shape": "open-price", "feature": "chat", "customers": "P", "employees": "P"},
        *({**EVERY[shape], "feature": "phone"} for shape in ("double-bounded", "interval", "van-westendorp")),
    ]
    study = study_of(features=features, questions=questions)
    read = read_back(study)
    assert not read["customers"][1]
    worth = people_of(study)["customers"].people.worth[:, 0]
    assert ((item(read["customers"][0], Item("chat", "pay", "price")) >= price) == (worth >= price)).all()


def test_columns_of_one_name_are_kept_apart() -> None:
    """The name of a list is the beginning of another question's, and two questions share a column."""
    rating = {**EVERY["rating"], "customers": {"columns": {"chat": "Q1_1", "phone": "Q1_1x", "visit": "Q2"}}}
    study = study_of(questions=[EVERY["multi-select"], rating, EVERY["single-select"]])
    responses, notes = read_back(study)["customers"]
    assert not notes
    assert len([answers for answers in responses.answers if answers.item.kind == "share"]) == 6


def test_one_design_is_shown_to_both_sides() -> None:
    question = {**EVERY["choice-tasks"], "employees": {"columns": ["C1", "C2", "C3", "C4"]}}
    made = people_of(study_of(questions=[EVERY["multi-select"], question]))
    (shown,) = {answers.files["tasks.csv"][0] for answers in made.values()}
    assert shown.count(b"\n") == 1 + 6 * 4 * 3  # versions, tasks, alternatives
