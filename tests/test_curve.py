"""What decisions make of bids and intervals: verdicts around break-even, their uncertainty, and what would turn them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from gapsurvey.contribution import case
from gapsurvey.curve import CountedCurve, curve
from gapsurvey.decision import Decision, decide
from gapsurvey.flips import flip
from gapsurvey.methods import METHODS
from gapsurvey.methods.bids import known
from gapsurvey.methods.resampled import TurnbullCurve, resampled, turnbull_curve
from gapsurvey.model import Cell, Counts, Item, Patterns, Profile, Tallies
from gapsurvey.privacy import published
from gapsurvey.report import Verdict
from gapsurvey.stats.pricing.turnbull import shares_at, support, turnbull
from gapsurvey.study import Study
from tests.small import TERMS, counted, mirror, priced, yes_no

BIDS, CARD, PAY = Item("f", "pay", "bids"), Item("f", "pay", "interval"), Item("f", "pay", "price")
ESTIMATE, BOTH = Item("f", "pay", "estimate", 20.0), Item("f", "want-and-pay", "price")
FIELDS = {"bids": ("price", "answer"), "interval": ("lower", "upper")}
QUESTIONS = (yes_no(), {"asks": "pay", "shape": "estimate", "feature": "f", "employees": "E"})
NAN = float("nan")
APART = "Who would pay, whether or not they want it: want was not asked together with these prices."
Rows = Sequence[tuple[float, float]]


def patterns(item: Item, rows: Rows, weight: Sequence[float] = ()) -> Patterns:
    columns = np.array(rows, float).T
    levels = [np.unique(column[~np.isnan(column)]) for column in columns]
    codes = [np.where(np.isnan(c), -1, np.searchsorted(known, c)) for known, c in zip(levels, columns, strict=True)]
    fields = FIELDS[item.kind]
    profile = Profile(item, fields, tuple(tuple(k.tolist()) for k in levels), np.stack(codes, axis=1).astype(np.int32))
    return Patterns.of(profile, np.array(weight or np.ones(len(rows)), float))


def asked(**yes: float) -> Rows:
    """Bids of 100 people at each price `pN`, of whom so many accept it."""
    return [(float(name[1:]), float(i < n)) for name, n in yes.items() for i in range(100)]


def study(feature: Mapping[str, Any] | None = None, **more: Any) -> Study:
    """10 × 1,000 × take × (20 − 10) − 20,000: it breaks even where 20% take it."""
    features = {"f": feature or priced(20, launch=20_000, per_customer=10), **more.pop("features", {})}
    return Study(**mirror(*QUESTIONS, **{**TERMS, "features": features, "thresholds": {"draws": 4000}, **more}))


def tallies(
    customers: Mapping[Item, Rows], employees: Mapping[Item, Rows] | None = None, counts: Mapping[str, Any] | None = None
) -> Tallies:
    sides = {"customers": customers, "employees": employees or {}}
    told = {Cell(name): {item: patterns(item, rows) for item, rows in side.items()} for name, side in sides.items()}
    counted_too = {Cell(name): dict((counts or {}).get(name, {})) for name in sides}
    members = {cell: max([p.base for p in told[cell].values()] + [c.base for c in counted_too[cell].values()], default=0)
               for cell in told}  # fmt: skip
    return Tallies(counted_too, members, told)


def decided(made: Study, answers: Tallies) -> Decision:
    public = published(answers, made)
    return decide(public, made, [table for method in METHODS.values() for table in method.measure(public, made)])


def verdict(rows: Rows, feature: Mapping[str, Any] | None = None, item: Item = BIDS) -> Verdict:
    return decided(study(feature), tallies({item: rows})).verdicts[0]


# --- verdicts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "expected"),
    [(0, "do not build as proposed"), (8, "do not build as proposed"), (21, "ask more"), (40, "build"), (70, "build")],
)
def test_verdicts_of_bids_around_a_break_even_of_a_fifth(accept: int, expected: str) -> None:
    found = verdict(asked(p10=80, p20=accept, p40=0))
    assert found.verdict == expected
    assert found.contribution is not None
    assert found.contribution.value == pytest.approx(10 * 1000 * accept / 100 * 10 - 20_000, abs=1)
    assert APART in found.assumptions
    assert not any("lower bound" in sentence for sentence in found.assumptions)


@pytest.mark.parametrize(("pay", "expected"), [(20, "do not build as proposed"), (60, "ask more"), (140, "build")])
def test_verdicts_of_a_payment_card(pay: int, expected: str) -> None:
    """300 people, some of whom surely pay 20; who pays 10 and not 20, or nothing, does not."""
    rows = [(20.0, 40.0)] * (pay // 2) + [(40.0, NAN)] * (pay // 2) + [(10.0, 20.0)] * 100 + [(0.0, 10.0)] * (200 - pay)
    found = verdict(rows, item=CARD)
    assert found.verdict == expected
    assert found.contribution is not None
    assert found.contribution.value == pytest.approx(10 * 1000 * pay / 300 * 10 - 20_000, abs=1)


def test_between_two_bids_the_dearer_one_counts_and_the_report_says_so() -> None:
    found = verdict(asked(p10=80, p20=60, p40=30), priced(30, launch=20_000, per_customer=10))
    assert found.contribution is not None
    assert found.contribution.value == pytest.approx(10 * 1000 * 0.30 * 20 - 20_000, abs=1)
    assert "$30 itself was not asked: the take rate is that of $40, a lower bound." in found.assumptions


def test_beyond_the_dearest_bid_nothing_is_known() -> None:
    found = verdict(asked(p10=80, p20=60), priced(30, launch=20_000, per_customer=10))
    assert found.verdict == "no money verdict"
    assert found.reasons[0] == "Customers were not asked whether they would pay $30 or more for it."


def test_counted_answers_come_before_bids() -> None:
    answers = tallies(
        {BIDS: asked(p20=90)}, counts={"customers": {BOTH: counted((0, 20), (95, 5)), PAY: counted((0, 20), (50, 50))}}
    )
    (found,) = decided(study(), answers).verdicts
    assert found.contribution is not None
    assert found.contribution.value == pytest.approx(10 * 1000 * 0.05 * 10 - 20_000)
    assert APART not in found.assumptions
    assert isinstance(curve(answers, study(), "f", 20), CountedCurve)


def test_bids_come_before_a_payment_card_and_the_verdict_says_so() -> None:
    ways = [
        {"asks": "pay", "shape": "interval", "feature": "f", "customers": {"lower": "L", "upper": "U"}},
        {"asks": "pay", "shape": "price", "feature": "f", "customers": {"price": "P", "answer": "A"}},
    ]
    made = study(questions=[*QUESTIONS, *ways])
    card = [(10.0, 40.0)] * 100
    both, alone = (decided(made, tallies(answers)).verdicts[0] for answers in ({CARD: card, BIDS: asked(p20=90)}, {CARD: card}))
    named = "The take rate is taken from the prices drawn for each person, where people answer a price they are shown;"
    assert f"{named} told beside it: the payment card." in both.assumptions
    assert any("taken from the payment card" in said for said in alone.assumptions)


# --- how sure ------------------------------------------------------------------------------------------------------------


def with_replacement(item: Item, rows: Rows, price: float, times: int = 500) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The take rate of respondents drawn with replacement, each time with a curve of their own."""
    rng, all_rows = np.random.default_rng(7), np.array(rows)
    takes = []
    for _ in range(times):
        again = known(patterns(item, [(a, b) for a, b in all_rows[rng.integers(0, len(rows), len(rows))]]))
        where = support(again.lower, again.upper)
        takes.append(float(shares_at(where, turnbull(where, again.w), [price])[0]))
    return np.array(takes)


OVERLAPPING = [(10.0, 40.0)] * 60 + [(20.0, NAN)] * 50 + [(20.0, 40.0)] * 40 + [(0.0, 20.0)] * 90 + [(10.0, 20.0)] * 60


@pytest.mark.parametrize(("item", "rows"), [(BIDS, asked(p10=75, p20=40, p30=35, p40=15)), (CARD, OVERLAPPING)])
def test_the_interval_is_that_of_resampled_respondents(item: Item, rows: Rows) -> None:
    drawn = turnbull_curve(study(), known(patterns(item, rows))).drawn([20])[:, 0]
    bootstrap = with_replacement(item, rows, 20)
    assert drawn.mean() == pytest.approx(bootstrap.mean(), abs=0.01)
    assert drawn.std() == pytest.approx(bootstrap.std(), rel=0.12)
    for q in (0.05, 0.5, 0.95):
        assert np.quantile(drawn, q) == pytest.approx(np.quantile(bootstrap, q), abs=0.015)


def test_nobody_of_those_asked_is_no_certainty() -> None:
    """As with counts: Jeffreys' 97.5% point of 0 in 100 is 0.0247 (R, qbeta(0.975, 0.5, 100.5))."""
    nobody = turnbull_curve(study(), known(patterns(BIDS, asked(p20=0))))
    assert nobody.take(20).value == 0
    assert np.quantile(nobody.drawn([20]), 0.975) == pytest.approx(0.0247, abs=0.002)
    everybody = turnbull_curve(study(), known(patterns(BIDS, asked(p20=100))))
    assert everybody.take(20).value == 1
    assert np.quantile(everybody.drawn([20]), 0.025) == pytest.approx(1 - 0.0247, abs=0.002)


def test_the_effective_base_is_of_those_who_say_something_of_the_price() -> None:
    one = turnbull_curve(study(), known(patterns(BIDS, asked(p20=40))))
    assert one.take(20).n_effective == pytest.approx(100, rel=0.05)
    several = turnbull_curve(study(), known(patterns(BIDS, asked(p5=98, p20=40, p80=2))))
    assert several.take(20).n == 300
    assert several.take(20).n_effective == pytest.approx(100, rel=0.05)
    card = turnbull_curve(study(), known(patterns(CARD, [(20.0, NAN)] * 120 + [(0.0, 20.0)] * 180)))
    assert card.take(20).n_effective == pytest.approx(300, rel=0.05)


def test_weights_widen_the_draws() -> None:
    rows = [(20.0, float(i % 2)) for i in range(400)]
    weight = [1.0 if i < 200 else 5.0 for i in range(400)]
    plain, weighted = (turnbull_curve(study(), known(patterns(BIDS, rows, w))).drawn([20]) for w in ([], weight))
    # Kish: (Σw)²/Σw² = 1,200² / 5,200 = 277 instead of 400 people.
    assert weighted.std() / plain.std() == pytest.approx((400 / 277) ** 0.5, rel=0.05)


def test_a_curve_is_drawn_once() -> None:
    """The decision's draws are those of the table; other draws are others."""
    answers = tallies({BIDS: asked(p20=40)})
    first = resampled(answers, study(), "customers", BIDS)
    assert curve(answers, study(), "f", 20) is first
    assert resampled(answers, study(thresholds={"draws": 1000, "seed": 2}), "customers", BIDS) is not first
    assert resampled(tallies({BIDS: asked(p20=40)}), study(), "customers", BIDS) is not first


def test_the_same_seed_draws_the_same() -> None:
    rows = asked(p10=75, p20=40)
    assert verdict(rows) == verdict(rows)


# --- what would turn it -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("accept", [10, 60])
def test_the_launch_cost_that_turns_the_verdict_turns_it(accept: int) -> None:
    rows = asked(p10=80, p20=accept, p40=5)
    made = study()
    turned = flip(made, case(tallies({BIDS: rows}), made, "f", []))
    assert turned
    assert turned.launch
    after = "build" if turned.to_build else "do not build as proposed"
    beyond, short = (0.98, 1.02) if turned.to_build else (1.02, 0.98)
    assert verdict(rows, priced(20, launch=turned.launch * beyond, per_customer=10)).verdict == after
    assert verdict(rows, priced(20, launch=turned.launch * short, per_customer=10)).verdict != after


def test_the_unit_cost_that_turns_the_verdict_turns_it() -> None:
    rows = asked(p10=80, p20=60, p40=5)
    made = study()
    turned = flip(made, case(tallies({BIDS: rows}), made, "f", []))
    assert turned
    assert not turned.to_build
    assert turned.unit_cost
    assert turned.unit_cost > 10
    assert verdict(rows, priced(20, launch=20_000, per_customer=turned.unit_cost + 0.2)).verdict == "do not build as proposed"
    assert verdict(rows, priced(20, launch=20_000, per_customer=turned.unit_cost - 0.2)).verdict != "do not build as proposed"


def test_the_take_rate_that_turns_the_verdict_turns_it() -> None:
    """Of 100 at this price, though 300 were asked: three more or fewer than it says decide."""
    made = study()
    turned = flip(made, case(tallies({BIDS: asked(p10=80, p20=18, p40=2)}), made, "f", []))
    assert turned
    assert turned.to_build
    assert turned.take
    assert 0.23 < turned.take < 0.28  # Beta of 100 answers: above 20% with a chance of 90%
    needed = 100 * turned.take
    assert verdict(asked(p10=80, p20=round(needed + 2), p40=2)).verdict == "build"
    assert verdict(asked(p10=80, p20=round(needed - 2), p40=2)).verdict == "ask more"


def test_a_price_that_was_bid_turns_the_verdict() -> None:
    rows = asked(p10=80, p20=15, p40=14)
    made = study()
    turned = flip(made, case(tallies({BIDS: rows}), made, "f", []))
    assert turned
    assert turned.price == 40
    assert verdict(rows, priced(40, launch=20_000, per_customer=10)).verdict == "build"


def test_an_offer_of_bids_can_be_decided_again() -> None:
    found = decided(study(), tallies({BIDS: asked(p10=80, p20=24, p40=2)}))
    (offer,) = found.offers
    assert list(offer.prices) == [10, 20, 40]
    assert list(offer.takes) == pytest.approx([0.80, 0.24, 0.02], abs=1e-4)
    chance = 1 - np.interp(0.2, offer.quantiles[1], offer.levels)
    assert chance == pytest.approx(found.verdicts[0].probability, abs=0.01)
    assert found.table
    assert any("Turnbull" in note for note in found.table.notes)


# --- belief -------------------------------------------------------------------------------------------------------------


def believed(employees: Mapping[Item, Rows], counts: Mapping[Item, Counts] | None = None) -> tuple[float | None, str]:
    """The contribution as believed, and its flag, where few customers would pay by the same instrument."""
    customers = {BIDS: asked(p10=80, p20=8, p40=2), CARD: [(20.0, 40.0)] * 8 + [(0.0, 20.0)] * 92}
    answers = tallies({item: customers[item] for item in employees or {BIDS: ()}}, employees, {"employees": counts or {}})
    table = decided(study(), answers).table
    assert table
    found = table.one(measure="contribution_believed")
    return (found.value, found.flag) if found else (None, "")


def test_believers_who_were_asked_bids_are_believed_by_them() -> None:
    value, flag = believed({BIDS: asked(p10=90, p20=60, p40=30)})
    assert value == pytest.approx(10 * 1000 * 0.60 * 10 - 20_000, rel=0.001)
    assert flag == "belief_as_take_rate"
    assert believed({CARD: [(20.0, 40.0)] * 45 + [(0.0, 20.0)] * 55})[0] == pytest.approx(25_000, rel=0.001)


def test_an_estimate_of_the_take_rate_comes_before_believers_bids() -> None:
    value, flag = believed({BIDS: asked(p20=60)}, {ESTIMATE: counted((0.2, 0.4), (20, 20))})
    assert value == pytest.approx(10_000)
    assert flag == ""


def test_a_price_that_few_believers_were_asked_tells_nothing() -> None:
    """Four at 40, and the planned price lies beyond what all others were asked."""
    rows = [*asked(p10=90), *[(40.0, 1.0)] * 4]
    assert believed({BIDS: rows}) == (None, "")


# --- instead ------------------------------------------------------------------------------------------------------------


def test_who_would_pay_is_not_held_against_who_wants_it_and_would_pay() -> None:
    more = {"features": {"g": priced(20, 15_000, 0, label="the counted"), "h": priced(20, 15_000, 0, label="the bid")}}
    other = Item("h", "pay", "bids")
    counts = {"customers": {Item("g", "want-and-pay", "price"): counted((0, 20), (40, 60))}}
    answers = tallies({BIDS: asked(p20=5), other: asked(p20=50)}, counts=counts)
    first, counted_one, _ = decided(study(**more), answers).verdicts
    assert first.instead == "h"
    assert first.instead_text == "What customers want instead: the bid. 50% would pay $20 a month."
    assert counted_one.instead == ""


def test_without_any_price_there_is_no_curve() -> None:
    assert curve(tallies({BIDS: asked(p20=5)}), study(), "g", 20) is None
    assert isinstance(curve(tallies({BIDS: asked(p20=5)}), study(), "f", 20), TurnbullCurve)
