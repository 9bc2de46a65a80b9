"""Believers held against each other: the numbers, the words, and who is closer to customers."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gapsurvey.methods.believers import believers
from gapsurvey.model import Counts, Item
from gapsurvey.privacy import Published
from gapsurvey.report import Estimate, Table
from gapsurvey.study import Study
from tests.small import counted, mirror, published, yes_no

WANT, NEED, RANK = Item("f", "want", "share"), Item("f", "need", "rating"), Item("f", "want", "rank")
ESTIMATE, POINTS = Item("f", "want", "estimate"), Item("f", "want", "allocation")


def held(**audiences: Mapping[Item, Counts]) -> tuple[Published, Study]:
    return published(mirror(yes_no(), partners={}, influencers={}), **audiences)


def measured(**audiences: Mapping[Item, Counts]) -> Table:
    (table,) = believers(*held(**audiences))
    return table


def yes(n: int, of: int) -> Mapping[Item, Counts]:
    return {WANT: counted((0, 1), (of - n, n))}


def one(table: Table, measure: str, audience: str = "employees", against: str = "partners") -> Estimate:
    (found,) = table.pick(measure=measure, audience=audience, against=against)
    return found


def test_newcombes_example_between_two_believers() -> None:
    """Newcombe 1998, Table II (a): 56/70 against 48/80, method 10: 0.0524 to 0.3339."""
    table = measured(customers=yes(150, 400), employees=yes(56, 70), partners=yes(48, 80))
    found = one(table, "want_between_gap")
    assert found.value == pytest.approx(0.2)
    assert (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=0.5e-4)
    assert found.alignment == "more"
    # statsmodels 0.14, proportions_ztest([56, 48], [70, 80]): p = 0.008045
    assert one(table, "want_between_gap_p").value == pytest.approx(0.008045, abs=5e-7)


def test_means_are_compared_by_welch() -> None:
    """scipy's ttest_ind(equal_var=False), of the same hundred answers each."""
    from scipy.stats import ttest_ind

    levels = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
    first, second = (1, 2, 3, 2, 1, 1, 0, 0, 0), (0, 0, 1, 1, 2, 2, 2, 1, 1)
    samples = [[level for level, n in zip(levels, people, strict=True) for _ in range(10 * n)] for people in (first, second)]
    expected = ttest_ind(*samples, equal_var=False)
    for item, name in ((ESTIMATE, "want_between_estimate_gap"), (POINTS, "want_between_allocation_gap")):
        sides = ({item: counted(levels, [10 * n for n in people])} for people in (first, second))
        found = measured(customers=yes(60, 200), **dict(zip(("employees", "partners"), sides, strict=True)))
        assert one(found, f"{name}_p").value == pytest.approx(expected.pvalue, rel=1e-4)
        assert one(found, name).alignment == "less"
        interval = expected.confidence_interval()
        assert (one(found, name).low, one(found, name).high) == pytest.approx((interval.low, interval.high), rel=1e-6)


def test_ranks_and_ratings_have_the_sign_of_more_belief() -> None:
    ranks, ratings = (1.0, 2.0, 3.0), (1.0, 2.0, 3.0, 4.0, 5.0)
    table = measured(
        customers={RANK: counted(ranks, (80, 80, 80)), NEED: counted(ratings, (50,) * 5)},
        employees={RANK: counted(ranks, (50, 10, 5)), NEED: counted(ratings, (2, 4, 10, 30, 40))},
        partners={RANK: counted(ranks, (5, 10, 50)), NEED: counted(ratings, (40, 30, 10, 4, 2))},
    )
    for measure in ("want_between_rank_gap", "need_between_theta"):
        assert one(table, measure).alignment == "more"
    assert not table.pick(measure="need_closer_gap"), "how far a rating is from customers is no difference of two numbers"
    assert one(table, "want_rank_closer_gap").alignment == "alike", "one ranks it as much too high as the other too low"


@pytest.mark.parametrize(
    ("first", "second", "word"),
    [
        ((160, 400), (280, 400), "closer"),  # 30% of customers: +10 points against +40
        ((280, 400), (160, 400), "farther"),
        ((100, 400), (280, 400), "closer"),  # on both sides of them: −5 against +40
        ((160, 400), (164, 400), "alike"),
        ((12, 40), (16, 40), "inconclusive"),
    ],
)
def test_who_is_closer_to_customers(first: tuple[int, int], second: tuple[int, int], word: str) -> None:
    table = measured(customers=yes(900, 3000), employees=yes(*first), partners=yes(*second))
    found = one(table, "want_closer_gap")
    assert found.alignment == word
    away = [abs(n / of - 0.3) for n, of in (first, second)]
    assert found.value == pytest.approx(away[0] - away[1])


def test_few_customers_tell_nobody_who_is_closer_though_believers_differ() -> None:
    table = measured(customers=yes(9, 29), employees=yes(160, 400), partners=yes(320, 400))
    assert one(table, "want_between_gap").alignment == "less"
    assert one(table, "want_closer_gap").alignment == "untested"


def test_every_two_audiences_are_compared_and_a_small_one_is_clipped() -> None:
    table = measured(customers=yes(120, 400), employees=yes(60, 100), partners=yes(30, 60), influencers=yes(12, 12))
    assert {(e.audience, e.against) for e in table.pick(measure="want_between_gap")} == {
        ("employees", "partners"),
        ("employees", "influencers"),
        ("partners", "influencers"),
    }
    clipped = one(table, "want_between_gap", "employees", "influencers")
    assert clipped.value == pytest.approx(0.6 - 0.95)
    assert clipped.flag == "clipped"
    assert len(table.pick(measure="want")) == 4, "each audience's share once"


def test_no_table_of_one_audience_or_of_different_questions() -> None:
    assert believers(*held(customers=yes(90, 300), employees=yes(40, 80))) == []
    other = {Item("f", "prefer", "share"): counted((0, 1), (40, 40))}
    assert believers(*held(customers=yes(90, 300), employees=yes(40, 80), partners=other)) == []


@settings(max_examples=15)
@given(st.tuples(*[st.integers(0, 60)] * 2), st.integers(0, 300))
def test_swapping_two_audiences_turns_every_sign(believed: tuple[int, int], wanted: int) -> None:
    there = measured(customers=yes(wanted, 300), employees=yes(believed[0], 60), partners=yes(believed[1], 60))
    back = measured(customers=yes(wanted, 300), employees=yes(believed[1], 60), partners=yes(believed[0], 60))
    for measure in ("want_between_gap", "want_closer_gap"):
        a, b = one(there, measure), one(back, measure)
        assert [a.value, a.low, a.high] == pytest.approx([-(x or 0.0) for x in (b.value, b.high, b.low)], abs=1e-8)
        turned = {"more": "less", "less": "more", "closer": "farther", "farther": "closer"}
        assert b.alignment == turned.get(str(a.alignment), a.alignment)
