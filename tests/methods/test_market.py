"""Competitors' offers beside ours: shares counted by hand, what is left unsaid, and what a study may say of competitors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapsurvey.errors import Problem, StudyError
from gapsurvey.methods.market import market
from gapsurvey.model import Cell, Counts, Item, Patterns, Profile, Tallies
from gapsurvey.privacy import published
from gapsurvey.report import Estimate, Table
from gapsurvey.study import Study
from tests.small import counted, mirror, yes_no

Row: TypeAlias = tuple[int, int, int]
PRICES = {"night": 50, "day": 20, "chat": 10}
WANT = Item("", "want", "share")
# Of 200 customers: night and day 20, night and chat 10, day 60, chat 30, nothing 80.
WANTED: dict[Row, int] = {(1, 1, 0): 20, (1, 0, 1): 10, (0, 1, 0): 60, (0, 0, 1): 30, (0, 0, 0): 80}
RIVAL: Mapping[str, Any] = {"label": "Rival", "features": ["night", "chat"], "price": 30}


def study(*competitors: Mapping[str, Any], **more: Any) -> Study:
    features = {name: {"label": f"the {name}", "price": price} for name, price in PRICES.items()}
    named = {f"c{i}": dict(competitor) for i, competitor in enumerate(competitors or (RIVAL,))}
    return Study(**mirror(*(yes_no(name, name) for name in PRICES), features=features, competitors=named, **more))


def tallies(
    rows: Mapping[Row, int] = WANTED,
    paid: Mapping[str, Mapping[str, Counts]] | None = None,
    weight: Sequence[float] | None = None,
) -> Tallies:
    """Customers who want these of the three; paid: per audience and feature, the highest price accepted."""
    codes = np.repeat(np.array(list(rows), np.int32), list(rows.values()), axis=0)
    weights = np.ones(len(codes)) if weight is None else np.repeat(np.array(weight), list(rows.values()))
    customers = Cell("customers")
    profile = Profile(WANT, tuple(PRICES), ((0.0, 1.0),) * 3, codes)
    counts = {Cell(who): {Item(f, "pay", "price"): c for f, c in of.items()} for who, of in (paid or {}).items()}
    members = {customers: len(codes), Cell("employees"): 100}
    return Tallies({customers: {}, **counts}, members, {customers: {WANT: Patterns.of(profile, weights)}})


def table(made: Tallies, asked: Study | None = None) -> Table:
    asked = asked or study()
    (found,) = market(published(made, asked), asked)
    return found


def one(found: Table, measure: str, feature: str = "", **more: Any) -> Estimate:
    (estimate,) = found.pick(measure=measure, feature=feature, **more)
    return estimate


def ladder(*n: int) -> Counts:
    """So many accept no price, 20, 40 and 60."""
    return counted((0, 20, 40, 60), n)


def test_a_competitor_reaches_whoever_wants_something_that_it_has() -> None:
    """Night or chat: 20 + 10 + 30 of 200; both: 10 of 200."""
    found = table(tallies())
    assert one(found, "market_price").value == 30
    assert one(found, "market_any").value == pytest.approx(60 / 200)
    assert one(found, "market_all").value == pytest.approx(10 / 200)
    assert {e.segment for e in found.estimates} == {"Rival"}


def test_ours_at_no_higher_price_is_held_against_it() -> None:
    """Only the day: 60; the day and something of theirs: 20; theirs without the day: 10 + 30. The night is dearer."""
    found = table(tallies())
    for measure, people in (("market_ours_only", 60), ("market_both", 20), ("market_theirs_only", 40)):
        assert one(found, measure, "day").value == pytest.approx(people / 200), measure
    assert one(found, "market_lead", "day").value == pytest.approx(80 / 200 - 60 / 200)
    assert not found.pick(feature="night")
    assert "Not held against Rival, which costs less: the night." in found.notes


def test_the_lead_is_of_the_same_people() -> None:
    """60 want only the day, 40 only theirs, of 200. Bonett–Price: d = 20/202, √((102/202 − d²)/202)·1.96 either way."""
    lead = one(table(tallies()), "market_lead", "day")
    d = 20 / 202
    half = 1.959963985 * np.sqrt((102 / 202 - d**2) / 202)
    assert (lead.low, lead.high) == pytest.approx((d - half, d + half))
    assert lead.n == 200


def test_what_holds_by_what_they_have_is_no_finding() -> None:
    """Who wants the chat wants something of theirs, whoever was asked."""
    found = table(tallies())
    assert {e.measure for e in found.pick(feature="chat")} == {"market_both", "market_theirs_only"}
    all_of_it = table(tallies(), study({**RIVAL, "features": ["chat"]}))
    assert {e.measure for e in all_of_it.pick(feature="", audience="customers")} == {
        "market_any", "market_both", "market_ours_only",
    }, "all of ours holds the chat, which is all they have"  # fmt: skip


def test_all_of_ours_together_reach_whoever_wants_one_of_them() -> None:
    """Day or chat: 20 + 10 + 60 + 30; without the night and the chat: 60."""
    found = table(tallies())
    assert one(found, "market_ours_only").value == pytest.approx(60 / 200)
    assert one(found, "market_both").value == pytest.approx(60 / 200)


def test_weights_count() -> None:
    found = table(tallies(weight=[3.0, 1.0, 1.0, 1.0, 1.0]))
    assert one(found, "market_any").value == pytest.approx(100 / 240)
    assert one(found, "market_any").n == 200


def test_who_did_not_answer_about_all_of_it_counts_for_none() -> None:
    found = table(tallies({**WANTED, (1, -1, 0): 7}))
    assert one(found, "market_any").n == 200
    assert any(note.startswith("7 of the customers did not answer about everything") for note in found.notes)


@given(st.dictionaries(st.tuples(*(st.integers(0, 1),) * 3), st.integers(1, 50), min_size=1))
def test_the_parts_add_up_to_the_reach(rows: dict[Row, int]) -> None:
    found = table(tallies(rows))
    both, theirs, reach = (
        one(found, measure, feature).value or 0.0
        for measure, feature in (("market_both", "day"), ("market_theirs_only", "day"), ("market_any", ""))
    )
    assert both + theirs == pytest.approx(reach)
    ours = one(found, "market_ours_only", "day").value or 0.0
    assert one(found, "market_lead", "day").value == pytest.approx(ours - theirs)


def test_who_would_pay_its_price_is_read_at_the_next_tested_price() -> None:
    """At 30 the rung of 40 holds: 30 + 10 of 100 customers, 50 + 20 of 100 employees."""
    paid = {"customers": {"night": ladder(40, 20, 30, 10)}, "employees": {"night": ladder(10, 20, 50, 20)}}
    found = table(tallies(paid=paid))
    customers, employees = (one(found, "market_pay", "night", audience=who) for who in ("customers", "employees"))
    assert (customers.value, employees.value, customers.at) == (0.4, 0.7, 30)
    gap = one(found, "market_pay_gap", "night")
    assert gap.value == pytest.approx(0.3)
    assert (gap.alignment, gap.against) == ("over", "customers")
    # statsmodels: confint_proportions_2indep(70, 100, 40, 100, method="newcomb")
    assert (gap.low, gap.high) == pytest.approx((0.1629217857, 0.4215623928))
    assert found.lead.startswith("At Rival’s $30 a month, 40% of customers would still pay for the night (95% interval 31–50%)")


def test_believers_are_shown_only_at_the_price_that_customers_answered() -> None:
    """Customers' next rung above 30 is 40, the employees' is 60."""
    paid = {"customers": {"night": ladder(40, 20, 30, 10)}, "employees": {"night": counted((0, 20, 60), (10, 20, 70))}}
    found = table(tallies(paid=paid))
    assert {e.audience for e in found.pick(measure="market_pay")} == {"customers"}
    assert not found.pick(measure="market_pay_gap")


def test_a_price_beyond_what_was_asked_is_no_refusal() -> None:
    dear = table(tallies(paid={"customers": {"night": ladder(40, 20, 30, 10)}}), study({**RIVAL, "price": 61}))
    assert not dear.pick(measure="market_pay")
    free = table(tallies(paid={"customers": {"night": ladder(40, 20, 30, 10)}}), study({**RIVAL, "price": 0}))
    assert not free.pick(measure="market_pay"), "nobody was asked whether they would pay nothing"


def test_few_believers_are_not_shown() -> None:
    paid = {"customers": {"night": ladder(40, 20, 30, 10)}, "employees": {"night": ladder(1, 1, 1, 1)}}
    assert {e.audience for e in table(tallies(paid=paid)).pick(measure="market_pay")} == {"customers"}


def test_believers_wants_are_never_counted_together() -> None:
    """Only what was counted question by question is published of them."""
    made = tallies()
    asked = study()
    both = Tallies(made.counts, made.members, {**made.patterns, Cell("employees"): made.patterns[Cell("customers")]})
    found = table(both, asked)
    assert {e.audience for e in found.estimates} <= {"", "customers"}


def test_what_nobody_was_asked_has_no_reach() -> None:
    """Of the fax nobody was asked: the competitor's price stands, and a note says why there is no more."""
    features = {name: {"label": name, "price": price} for name, price in {**PRICES, "fax": 5}.items()}
    competitors = {"a": RIVAL, "b": {**RIVAL, "label": "Other", "features": ["fax"]}}
    asked = Study(**mirror(*(yes_no(n, n) for n in PRICES), features=features, competitors=competitors))
    found = table(tallies(), asked)
    assert {e.measure for e in found.pick(segment="Other")} == {"market_price"}
    assert "How many customers want what Other has cannot be said: they were not asked about all of it." in found.notes


def test_ours_that_nobody_was_asked_about_is_named() -> None:
    features = {name: {"label": name, "price": price} for name, price in {**PRICES, "fax": 5}.items()}
    asked = Study(**mirror(*(yes_no(n, n) for n in PRICES), features=features, competitors={"a": RIVAL}))
    found = table(tallies(), asked)
    assert one(found, "market_ours_only", "day").value == pytest.approx(60 / 200)
    assert "Not held against Rival, as customers were not asked whether they want it: fax." in found.notes


def test_without_competitors_there_is_no_table() -> None:
    asked = Study(**mirror(*(yes_no(name, name) for name in PRICES), features={n: {"label": n} for n in PRICES}))
    assert market(published(tallies(), asked), asked) == []


# --- what a study may say of them ---------------------------------------------------------------------------------------


def problems(made: Callable[[], Study]) -> tuple[Problem, ...]:
    with pytest.raises(StudyError) as caught:
        made()
    return caught.value.problems


@pytest.mark.parametrize(
    ("changed", "where", "said"),
    [
        ({"features": ["nigt"]}, "competitors.c0.features[0]", "Did you mean night?"),
        ({"features": ["night", "night"]}, "competitors.c0.features[1]", "named twice"),
        ({"features": []}, "competitors.c0.features", "Write at least one."),
        ({"price": -1}, "competitors.c0.price", "at least 0"),
        ({"prise": 1}, "competitors.c0.prise", "Did you mean price?"),
        ({"label": ""}, "competitors.c0.label", "Write some text."),
    ],
)
def test_a_mistake_is_named(changed: Mapping[str, Any], where: str, said: str) -> None:
    (problem,) = problems(lambda: study({**RIVAL, **changed}))
    assert problem.where == where
    assert said in f"{problem.found} {problem.fix}"


def test_all_mistakes_are_named_at_once() -> None:
    found = problems(lambda: study({**RIVAL, "features": ["fax"], "price": "30"}, {**RIVAL, "label": "rival "}))
    assert {problem.where for problem in found} == {"competitors.c0.price", "competitors.c0.features[0]", "competitors.c1.label"}


def test_whoever_buys_has_one_version() -> None:
    features = {name: {"label": name, "version_of": "hours"} for name in ("night", "day")} | {"chat": {"label": "chat"}}
    competitors = {"c": {**RIVAL, "features": ["night", "chat", "day"]}}
    (problem,) = problems(lambda: Study(**mirror(*(yes_no(n, n) for n in PRICES), features=features, competitors=competitors)))
    assert problem.where == "competitors.c.features[2]"
    assert problem.found.startswith('"night" and "day" are both versions of "hours"')
