"""What the counts come to: contribution, verdict, value at stake, and the sentences that are repeated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gapsurvey
from gapsurvey.contribution import Terms
from gapsurvey.curve import drawn_takes
from gapsurvey.decision import Decision, decide
from gapsurvey.methods import METHODS
from gapsurvey.model import Cell, Counts, Item, Tallies
from gapsurvey.privacy import published
from gapsurvey.report import Report, Verdict
from gapsurvey.study import Study
from tests.small import TERMS, counted, mirror, priced, tallied, yes_no

SURVEYS = Path(__file__).parents[1] / "surveys"
PAY, BOTH = Item("f", "pay", "price"), Item("f", "want-and-pay", "price")
WANT, DELIVER = Item("f", "want", "share"), Item("f", "deliver", "rating")
LADDER = {"columns": ["P20", "P40"], "prices": [20, 40]}
QUESTIONS = (
    yes_no(),
    {"asks": "pay", "shape": "price-ladder", "feature": "f", "customers": LADDER, "employees": LADDER},
    {"asks": "pay", "shape": "estimate", "feature": "f", "employees": "E"},
    {"asks": "deliver", "shape": "rating", "feature": "f", "scale": [1, 2, 3, 4, 5], "employees": "D"},
)


def study(feature: Mapping[str, Any] | None = None, questions: Sequence[Mapping[str, Any]] = QUESTIONS, **more: Any) -> Study:
    """By default 10 × 1,000 × take × (20 − 10) − 20,000: it breaks even where 20% take it."""
    keys = {"customers": {"segments": {"Region": "R"}}, "employees": {"segments": {"Team": "T"}}, **TERMS, **more}
    features = {"f": feature or priced(20, launch=20_000, per_customer=10)}
    return Study(**mirror(*questions, **{"features": features, **keys}))


def ladder(refuse: int, accept: int, dearer: int = 0) -> Counts:
    """How many refuse 20, accept 20, and accept 40."""
    return counted((0, 20, 40), (refuse, accept, dearer))


def decided(tallies: Tallies, made: Study) -> Decision:
    public = published(tallies, made)
    return decide(public, made, [table for method in METHODS.values() for table in method.measure(public, made)])


def verdict(
    customers: Mapping[Item, Counts], employees: Mapping[Item, Counts] | None = None, made: Study | None = None
) -> Verdict:
    (found,) = decided(tallied(customers=customers, employees=employees or {}), made or study()).verdicts
    return found


# --- contribution -------------------------------------------------------------------------------------------------------


def test_contribution_by_hand() -> None:
    """36 months × 12,000 customers × 7% × ($49 − $31) − $2,400,000 = −$1,855,680."""
    terms = Terms(price=49, unit_cost=31, launch=2_400_000, market=12_000, horizon=36)
    assert terms.contribution(0.07) == pytest.approx(-1_855_680)
    assert terms.break_even == pytest.approx(2_400_000 / (36 * 12_000 * 18))
    assert terms.contribution(terms.break_even or 0) == pytest.approx(0, abs=1e-6)


@given(
    st.builds(
        Terms, st.floats(1, 1e4), st.floats(0, 1e4), st.floats(0, 1e9), st.integers(1, 10**7), st.integers(1, 120),
    ),
    st.floats(0, 1),
)  # fmt: skip
def test_what_breaks_even_earns_nothing(terms: Terms, take: float) -> None:
    even = terms.break_even
    if even is None:
        assert terms.price <= terms.unit_cost
        assert terms.contribution(take) <= 0
    else:
        assert (terms.contribution(take) > 0) == (take > even) or take == pytest.approx(even)


def test_a_report_counts_contribution_at_the_price_of_the_feature() -> None:
    found = verdict({PAY: ladder(200, 100, 100)})
    assert found.contribution is not None
    assert found.contribution.value == 10 * 1000 * 0.5 * 10 - 20_000
    dearer = verdict({PAY: ladder(200, 100, 100)}, made=study(priced(40, launch=20_000, per_customer=10)))
    assert dearer.contribution is not None
    assert dearer.contribution.value == 10 * 1000 * 0.25 * 30 - 20_000


def test_who_wants_it_and_would_pay_counts_before_who_would_pay() -> None:
    found = verdict({PAY: ladder(200, 200), BOTH: ladder(300, 100)})
    assert found.contribution is not None
    assert found.contribution.value == 10 * 1000 * 0.25 * 10 - 20_000


def test_a_price_between_two_rungs_takes_the_share_of_the_dearer_and_says_so() -> None:
    found = verdict({PAY: ladder(200, 100, 100)}, made=study(priced(30, launch=20_000, per_customer=10)))
    assert found.contribution is not None
    assert found.contribution.value == 10 * 1000 * 0.25 * 20 - 20_000
    assert "$30 itself was not asked: the take rate is that of $40, a lower bound." in found.assumptions


# --- the interval -------------------------------------------------------------------------------------------------------


def test_nobody_of_n_is_no_certainty() -> None:
    found = verdict({PAY: ladder(400, 0)})
    assert found.contribution is not None
    assert found.contribution.value == found.contribution.low == -20_000
    assert found.contribution.high > -20_000 + 500
    everybody = verdict({PAY: ladder(0, 0, 400)})
    assert everybody.contribution is not None
    assert everybody.contribution.value == everybody.contribution.high == 80_000
    assert everybody.contribution.low < 79_500


@pytest.mark.parametrize("take", [0.07, 0.3, 0.55])
def test_the_interval_is_that_of_resampled_respondents(take: float) -> None:
    """Dirichlet draws against a bootstrap of respondents, where counts are large."""
    n = 2000
    yes = round(take * n)
    drawn = drawn_takes(study(), ladder(n - yes, yes), n, [20], "test")
    bootstrap = np.random.default_rng(1).binomial(n, yes / n, 10_000) / n
    for q in (0.025, 0.5, 0.975):
        assert np.quantile(drawn, q) == pytest.approx(np.quantile(bootstrap, q), abs=0.0012)
    assert drawn.std() == pytest.approx(bootstrap.std(), rel=0.05)


def test_weights_widen_the_interval() -> None:
    mixed = counted((0, 20, 40), (100, 100, 0), weight=1) + counted((0, 20, 40), (100, 100, 0), weight=5)
    plain, weighted = verdict({PAY: ladder(200, 200)}).contribution, verdict({PAY: mixed}).contribution
    assert plain is not None
    assert weighted is not None
    # Kish: (Σw)²/Σw² = 1,200² / 5,200 = 277 instead of 400 people.
    assert weighted.value == plain.value
    assert (weighted.high - weighted.low) / (plain.high - plain.low) == pytest.approx((400 / 277) ** 0.5, rel=0.03)


# --- the verdict --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (0, "do not build as proposed"),
        (40, "do not build as proposed"),
        (76, "ask more"),
        (84, "ask more"),
        (120, "build"),
        (400, "build"),
    ],
)
def test_verdicts_around_a_break_even_of_a_fifth(accept: int, expected: str) -> None:
    found = verdict({PAY: ladder(400 - accept, accept)})
    assert found.verdict == expected
    assert found.probability is not None
    assert (found.probability > 0.9) is (expected == "build")
    assert (found.probability < 0.1) is (expected == "do not build as proposed")


def test_thresholds_belong_to_the_study() -> None:
    answers = {PAY: ladder(316, 84)}
    p = verdict(answers).probability
    assert p is not None
    assert 0.5 < p < 0.9
    assert verdict(answers, made=study(thresholds={"build": 0.55})).verdict == "build"
    assert verdict({PAY: ladder(324, 76)}, made=study(thresholds={"stop": 0.45})).verdict == "do not build as proposed"


@pytest.mark.parametrize(("base", "expected"), [(29, "ask more"), (30, "build")])
def test_few_customers_carry_no_decision(base: int, expected: str) -> None:
    found = verdict({PAY: ladder(0, base)})
    assert found.verdict == expected
    assert (f"Only {base} customers answered; fewer than 30 carry no decision." in found.reasons) is (base < 30)


def test_few_customers_carry_no_decision_without_money_either() -> None:
    found = verdict(
        {WANT: counted((0, 1), (9, 8))}, {WANT: counted((0, 1), (15, 15))}, study({"label": "the feature"}, QUESTIONS[:1])
    )
    assert (found.verdict, found.alignment) == ("ask more", "untested")
    assert found.reasons == ("Only 17 customers answered; fewer than 30 carry no decision.",)


def test_no_price_is_no_money_verdict() -> None:
    found = verdict(
        {WANT: counted((0, 1), (60, 40))}, {WANT: counted((0, 1), (15, 15))}, study({"label": "the feature"}, QUESTIONS[:1])
    )
    assert (found.verdict, found.contribution, found.probability, found.value_at_stake) == ("no money verdict", None, None, None)
    assert found.reasons == ("The study does not give a price or a cost.",)


def test_a_price_that_nobody_was_asked_is_no_money_verdict() -> None:
    found = verdict({PAY: ladder(100, 100)}, made=study(priced(50, launch=10)))
    assert found.verdict == "no money verdict"
    assert found.reasons == ("Customers were not asked whether they would pay $50 or more for it.",)


def test_a_price_below_its_unit_cost_never_pays() -> None:
    found = verdict({PAY: ladder(0, 0, 400)}, made=study(priced(20, launch=1, per_customer=25)))
    assert found.verdict == "do not build as proposed"
    assert "Its price does not cover its unit cost, so no take rate pays for the launch." in found.reasons


def test_ask_more_says_how_many() -> None:
    found = verdict({PAY: ladder(312, 88)})
    # By hand: 1.2816² · 0.22 · 0.78 / 0.02² = 704.6
    assert any("About 705 customers would settle it" in reason for reason in found.reasons)


def test_delivery_doubts_a_build_and_the_doubters_are_named() -> None:
    doubted, trusted = counted((1, 2, 3, 4, 5), (20, 10, 5, 5, 0)), counted((1, 2, 3, 4, 5), (0, 5, 20, 5, 10))
    found = verdict({PAY: ladder(0, 400)}, {DELIVER: doubted})
    assert found.verdict == "build, but delivery doubts it"
    assert any(reason.startswith("The employees rate its delivery 1.9 on a scale from 1 to 5") for reason in found.reasons)
    assert verdict({PAY: ladder(0, 400)}, {DELIVER: trusted}).verdict == "build"
    assert verdict({PAY: ladder(400, 0)}, {DELIVER: doubted}).verdict == "do not build as proposed"


def segmented(north: Counts, south: Counts) -> Tallies:
    cells = {
        Cell("customers"): north + south,
        Cell("customers", "Region", "North"): north,
        Cell("customers", "Region", "South"): south,
    }
    counts: dict[Cell, dict[Item, Counts]] = {cell: {PAY: c} for cell, c in cells.items()}
    return Tallies(counts, {cell: c.base for cell, c in cells.items()})


def test_a_segment_in_which_enough_would_take_it_makes_it_an_option() -> None:
    """12% of all would take it, and it breaks even at 20%; in North, a fifth of the market, 60% would."""
    (found,) = decided(segmented(ladder(40, 60), ladder(400, 0)), study()).verdicts
    assert found.verdict == "offer as an option"
    assert found.reasons[1].startswith("It pays in Region North, if the launch costs there 20% of the whole")
    assert found.value_at_stake is None


@pytest.mark.parametrize(("base", "expected"), [(29, "do not build as proposed"), (30, "offer as an option")])
def test_a_segment_carries_an_option_from_thirty_customers_on(base: int, expected: str) -> None:
    (found,) = decided(segmented(ladder(0, base), ladder(400, 0)), study()).verdicts
    assert found.verdict == expected


def test_no_segment_is_an_option_where_all_are_alike() -> None:
    (found,) = decided(segmented(ladder(180, 20), ladder(360, 40)), study()).verdicts
    assert found.verdict == "do not build as proposed"


# --- value at stake -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("customers", "employees", "stake"),
    [  # takes of 400 customers and 40 employees; break-even is at 20%
        (200, 20, 0.0),  # both would build
        (40, 4, 0.0),  # neither would
        (40, 20, 10_000.0),  # belief builds what loses 10,000
        (200, 4, 30_000.0),  # belief leaves what would earn 30,000
    ],
)
def test_value_at_stake_is_what_acting_on_belief_would_cost(customers: int, employees: int, stake: float) -> None:
    found = verdict({PAY: ladder(400 - customers, customers)}, {PAY: ladder(40 - employees, employees)})
    at_stake = found.value_at_stake
    assert at_stake is not None
    assert at_stake.value == stake
    assert (at_stake.low == at_stake.high) is (stake == 0)
    assert at_stake.low <= stake <= at_stake.high
    assert any("as if it were the take rate" in assumption for assumption in found.assumptions)


def test_an_estimate_is_believed_before_a_share_of_believers() -> None:
    estimate = counted((0.1, 0.5), (20, 20))
    tallies = tallied(
        customers={PAY: ladder(360, 40)}, employees={PAY: ladder(40, 0), Item("f", "pay", "estimate", 20.0): estimate}
    )
    decision = decided(tallies, study())
    assert decision.table is not None
    believed = decision.table.one(measure="contribution_believed")
    assert believed is not None
    assert believed.value == pytest.approx(10_000)
    assert believed.flag == ""
    assert decision.verdicts[0].value_at_stake is not None
    assert decision.verdicts[0].value_at_stake.value == 10_000


def test_without_belief_there_is_nothing_at_stake() -> None:
    assert verdict({PAY: ladder(200, 200)}).value_at_stake is None


@settings(max_examples=30)
@given(st.integers(0, 200), st.integers(0, 30))
def test_what_is_at_stake_is_never_negative(accept: int, believe: int) -> None:
    found = verdict({PAY: ladder(200 - accept, accept)}, {PAY: ladder(30 - believe, believe)})
    assert found.value_at_stake is not None
    assert found.value_at_stake.value >= 0


# --- what customers want instead ----------------------------------------------------------------------------------------


def versions(takes: Mapping[str, int], prefer: bool = False, named: str = "") -> tuple[Verdict, ...]:
    """Verdicts on features of which so many of 100 customers would take each, at $20; those of `named` are of one offering."""
    questions: list[dict[str, Any]] = [
        {"asks": "pay", "shape": "yes-no", "feature": name, "customers": name, "employees": name} for name in takes
    ]
    if prefer:
        options = {name: name for name in list(takes)[:2]}
        questions.append({"asks": "prefer", "shape": "single-select", "customers": "Q", "employees": "Q", "answers": options})
    features = {name: priced(20, 15_000, 0, label=f"the {name}") for name in takes}
    for name in named:
        features[name]["version_of"] = "support"
    made = Study(**mirror(*questions, features=features, **TERMS))
    customers = {Item(name, "pay", "price"): counted((0, 20), (100 - n, n)) for name, n in takes.items()}
    return decided(tallied(customers=customers, employees={}), made).verdicts


def test_instead_is_what_more_would_take() -> None:
    first, second, third = versions({"a": 1, "b": 30, "c": 60})
    assert (first.instead, second.instead, third.instead) == ("c", "", "")
    assert first.instead_text == "What customers want instead: the c. 60% would pay $20 a month."


def test_instead_is_another_version_where_there_are_versions() -> None:
    first, *_ = versions({"a": 1, "b": 30, "c": 60}, prefer=True)
    assert first.instead == "b"
    first, *_ = versions({"a": 1, "b": 30, "c": 60}, named="ab")
    assert first.instead == "b"


def test_nothing_is_wanted_instead_of_the_best() -> None:
    assert [v.instead for v in versions({"a": 2, "b": 1})] == ["", "a"]


# --- the sentences of the sample studies --------------------------------------------------------------------------------


def test_the_answer_of_the_sample_study(sample: Report) -> None:
    assert sample.answer == (
        "64% of employees say customers want 24×7 support; 21% of customers do, and 7% want it and would pay $49 a month "
        "(95% interval 5–10%)."
    )
    assert sample.instead == (
        "What customers want instead: 12×5 in their time zone with 24×7 for critical issues. "
        "53% want it and would pay $29 a month."
    )


def test_the_verdicts_of_the_sample_study(sample: Report) -> None:
    found = {v.feature: (v.verdict, v.alignment, v.instead) for v in sample.verdicts}
    assert found == {
        "support_24x7": ("do not build as proposed", "over", "support_critical"),
        "support_12x5_local": ("build", "under", ""),
        "support_critical": ("build", "under", ""),
        "one_hour": ("no money verdict", "aligned", ""),
        "engineer": ("no money verdict", "over", ""),
        "self_service": ("no money verdict", "under", ""),
        "chat": ("no money verdict", "inconclusive", ""),
        "training": ("no money verdict", "aligned", ""),
    }
    headlines = {v.feature: v.headline for v in sample.verdicts}
    assert headlines["support_critical"] == (
        "38% of employees say customers want 12×5 in their time zone with 24×7 for critical issues; 66% of customers do, "
        "and 53% want it and would pay $29 a month (95% interval 48–58%)."
    )
    assert headlines["chat"] == "48% of employees say customers want live chat; 42% of customers do."


def test_the_money_of_the_sample_study(sample: Report) -> None:
    """29 of 412 want it and would pay $49: 36 × 12,000 × 29/412 × $18 − $2,900,000."""
    verdict = sample.verdicts[0]
    assert verdict.contribution is not None
    assert verdict.value_at_stake is not None
    assert verdict.contribution.value == pytest.approx(36 * 12_000 * 29 / 412 * 18 - 2_900_000)
    # Employees estimate that 46% would pay $49 (planted.toml), which would earn: so they would build.
    assert verdict.value_at_stake.value == pytest.approx(-verdict.contribution.value)


def test_the_answers_of_the_published_studies() -> None:
    """Where nobody was asked for money, many things are counted, and one is said."""
    trust = gapsurvey.analyze(SURVEYS / "company-trust")
    assert trust.answer == "90% of executives say consumers highly trust the company; 30% of consumers highly trust the company."
    experts = gapsurvey.analyze(SURVEYS / "ai-experts-and-public")
    assert experts.answer == "Of 13 things asked, AI experts stand above US adults on 5, below them on 3, and close to them on 5."
