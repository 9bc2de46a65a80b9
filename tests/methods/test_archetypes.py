"""Kinds of customers: planted ones are found, named and held against belief; what cannot be told is not told."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import pytest

import gapsurvey
from gapsurvey import files
from gapsurvey.errors import StudyError
from gapsurvey.methods.archetypes import archetypes
from gapsurvey.methods.kind_names import kind_names
from gapsurvey.model import Cell, Codes, Counts, Floats, Item, Patterns, Profile, Tallies
from gapsurvey.privacy import published
from gapsurvey.report import Table
from gapsurvey.stats.latent import LatentClasses
from gapsurvey.study import Study
from tests.small import counted, mirror, written, yes_no

FEATURES = ("chat", "phone", "visits", "training", "forum")
SHARE = np.array([0.6, 0.4])
PLANTED = np.array([[0.9, 0.1, 0.85, 0.2, 0.5], [0.1, 0.9, 0.2, 0.8, 0.5]])
SCALE = (1.0, 2.0, 3.0, 4.0, 5.0)


def study(**changes: Any) -> Study:
    """A study of five features that every customer was asked about, and that wants kinds."""
    features = {name: {"label": name} for name in FEATURES}
    return Study(**mirror(*(yes_no(name, name) for name in FEATURES), features=features, **{"archetypes": True, **changes}))


def answers(share: Floats, yes: Floats, people: int, seed: int = 1) -> Codes:
    """Yes (1) or no (0) of people of planted kinds, n × F."""
    rng = np.random.default_rng(seed)
    said = rng.random((people, yes.shape[1])) < yes[rng.choice(len(share), people, p=share)]
    return said.astype(np.int32)


def tallies(
    codes: Codes, kind: str = "share", levels: tuple[float, ...] = (0.0, 1.0), weight: Floats | None = None, believe: float = 0.5
) -> Tallies:
    """Customers who gave these answers, and 80 employees of whom the share `believe` says yes to everything."""
    item, weight = Item("", "want", kind), np.ones(len(codes)) if weight is None else weight
    fields = FEATURES[: codes.shape[1]]
    together = Patterns.of(Profile(item, fields, (levels,) * len(fields), codes), weight)
    customers: dict[Item, Counts] = {}
    for f, feature in enumerate(fields):
        n = np.bincount(codes[codes[:, f] >= 0, f], minlength=len(levels))
        customers[Item(feature, "want", kind)] = counted(levels, n.tolist())
    yes = round(80 * believe)
    employees = {item: counted(levels, [80 - yes, *[0] * (len(levels) - 2), yes]) for item in customers}
    counts: Mapping[Cell, Mapping[Item, Counts]] = {Cell("customers"): customers, Cell("employees"): employees}
    return Tallies(counts, {Cell("customers"): len(codes), Cell("employees"): 80}, {Cell("customers"): {item: together}})


def tables(made: Tallies, **changes: Any) -> list[Table]:
    asked = study(**changes)
    return archetypes(published(made, asked), asked)


@cache
def planted() -> list[Table]:
    return tables(tallies(answers(SHARE, PLANTED, 190)))


def test_planted_kinds_are_found_and_named() -> None:
    profiles, models = planted()
    names = [e.segment for e in profiles.pick(measure="kind_share")]
    assert names == ["A: want chat, not phone", "B: want phone, not chat"]
    assert [e.value for e in profiles.pick(measure="kind_share")] == pytest.approx(SHARE, abs=0.1)
    for k, name in enumerate(names):
        found = profiles.pick(measure="kind_want", segment=name)
        assert [e.feature for e in found] == list(FEATURES)
        assert [e.value for e in found] == pytest.approx(PLANTED[k], abs=0.12)
        for e in found:
            assert e.low is not None
            assert e.high is not None
            assert e.low <= (e.value or 0) <= e.high
            assert (e.n_effective or 0) <= (e.n or 0) + 0.5, "uncertain membership never makes a base larger"
    bic = [e.value for e in models.pick(measure="kinds_bic")]
    assert len(bic) == 3, "four kinds of fifty are more than 190 customers"
    assert min(bic, key=lambda value: value or 0) == bic[1]


def test_a_gap_is_belief_minus_the_kinds_answer() -> None:
    profiles, _ = planted()
    for gap in profiles.pick(measure="kind_want_gap"):
        answer = profiles.one(measure="kind_want", feature=gap.feature, segment=gap.segment)
        assert answer is not None
        assert gap.value == pytest.approx(0.5 - (answer.value or 0))
        assert (gap.audience, gap.against, gap.n) == ("employees", "customers", 80)
    chat = [e.alignment for e in profiles.pick(measure="kind_want_gap", feature="chat")]
    assert chat == ["under", "over"], "half of the employees say yes, which is wrong of either kind"


def test_the_same_answers_give_the_same_numbers() -> None:
    again = tables(tallies(answers(SHARE, PLANTED, 190)[::-1]))
    assert again == planted()


def test_one_kind_is_said_to_be_one() -> None:
    (models,) = tables(tallies(answers(np.ones(1), PLANTED[:1], 120)))
    assert models.view == "numbers"
    assert models.notes == (
        "These answers show one kind of customers: a split into several does not describe them better (lowest BIC).",
    )


def test_a_kind_of_fewer_than_fifty_is_not_shown() -> None:
    (models,) = tables(tallies(answers(np.array([0.8, 0.2]), PLANTED, 140)))
    assert any("2 kinds has a lower BIC and is not shown: its smallest would hold fewer than 50" in note for note in models.notes)
    smallest = [e.value for e in models.pick(measure="kinds_smallest")]
    assert (smallest[1] or 0) < 50


REFUSED: dict[str, tuple[Tallies, str]] = {
    "too few customers": (tallies(answers(SHARE, PLANTED, 99)), "99 answered, and every kind needs 50"),
    "two features": (tallies(answers(SHARE, PLANTED[:, :2], 200)), "takes 3 features"),
    "one choice each": (tallies(np.eye(5, dtype=np.int32).repeat(60, axis=0)), "several at once"),
    "a feature nobody answered": (
        tallies(np.hstack([answers(SHARE, PLANTED[:, :2], 200), np.full((200, 1), -1, np.int32)])), "takes 3 features"
    ),
}  # fmt: skip


@pytest.mark.parametrize("made", REFUSED.values(), ids=list(REFUSED))
def test_what_answers_cannot_tell_is_refused_with_a_reason(made: tuple[Tallies, str]) -> None:
    (table,) = tables(made[0])
    assert table.estimates == ()
    assert made[1] in table.notes[0]


def test_kinds_are_looked_for_only_where_the_study_asks() -> None:
    assert tables(tallies(answers(SHARE, PLANTED, 190)), archetypes=False) == []


def test_ratings_count_by_their_top_two_boxes() -> None:
    yes = answers(SHARE, PLANTED, 190)
    codes = np.where(yes == 1, 3 + yes.cumsum(axis=1) % 2, yes.cumsum(axis=0) % 3).astype(np.int32)
    profiles, _ = tables(tallies(codes, "rating", SCALE))
    kinds, ratings = planted()[0].pick(measure="kind_want"), profiles.pick(measure="kind_want_top2")
    assert [e.value for e in ratings] == [e.value for e in kinds]
    assert profiles.pick(measure="kind_want_top2_gap")
    assert any("top two boxes" in note for note in profiles.notes)


def test_weights_move_the_shares_and_shrink_the_base() -> None:
    codes = answers(SHARE, PLANTED, 190)
    weight = np.where(codes[:, 1] == 1, 3.0, 1.0)  # who wants the phone counts three times
    profiles, _ = tables(tallies(codes, weight=weight))
    first = profiles.pick(measure="kind_share")[0]
    assert first.segment.endswith(", not chat"), "unweighted, those are the smaller kind"
    assert first.n == 190
    assert first.n_weighted == pytest.approx(weight.sum())
    assert (first.n_effective or 0) <= weight.sum() ** 2 / (weight**2).sum()


def test_an_answer_that_is_missing_stands_for_none() -> None:
    codes = answers(SHARE, PLANTED, 190)
    codes[:40, 2] = -1
    profiles, _ = tables(tallies(codes))
    answered = sum(e.n or 0 for e in profiles.pick(measure="kind_want", feature="visits"))
    assert answered == pytest.approx(150, abs=1)
    assert [e.value for e in profiles.pick(measure="kind_share")] == pytest.approx(SHARE, abs=0.1)


def named(yes: list[list[float]], share: tuple[float, ...] = (0.5, 0.5)) -> list[str]:
    chances = np.array(yes)
    found = LatentClasses(np.ones((1, chances.shape[1])), np.ones(1), np.array(share), chances)
    return kind_names(study(), "want", FEATURES[: chances.shape[1]], found)


def test_names_say_most_only_of_most() -> None:
    assert named([[0.9, 0.1], [0.2, 0.8]]) == ["A: want chat, not phone", "B: want phone, not chat"]
    assert named([[0.4, 0.6], [0.1, 0.9]])[0] == "A: more often want chat, less often phone"
    assert named([[0.9, 0.5], [0.2, 0.5]]) == ["A: want chat", "B: do not want chat"]
    assert named([[0.9, 0.5], [0.6, 0.5]])[1] == "B: less often want chat"


def test_names_compare_with_everybody_else() -> None:
    """The second of three is ahead of the two others in the phone, which the first wants nearly as much as it does."""
    assert named([[0.9, 0.6, 0.1], [0.1, 0.7, 0.1], [0.1, 0.1, 0.9]], (0.4, 0.3, 0.3))[1].startswith("B: want phone")


def test_the_package_is_on_record_and_where_it_is_missing_named_with_its_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    said = {name: ["Yes", "No"] * 6 for name in FEATURES}
    asked = study().model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    folder = written(tmp_path, asked, customers=said, employees=said)
    report = gapsurvey.analyze(folder)
    assert "stepmix" in report.provenance.versions
    assert "every kind needs 50" in report.tables_of("archetypes")[0].notes[0]
    monkeypatch.setattr(files, "find_spec", lambda name: None)
    with pytest.raises(StudyError) as caught:
        gapsurvey.analyze(folder)
    (problem,) = caught.value.problems
    assert problem.where == "archetypes"
    assert 'pip install "gapsurvey[archetypes]"' in problem.fix
