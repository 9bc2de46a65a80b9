"""What every method keeps to, whatever the counts: no crash, no NaN, known words, intervals around their values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gapsurvey.decision import decide
from gapsurvey.figures import VIEWS
from gapsurvey.glossary import FLAGS, MEASURES
from gapsurvey.layout import Layout
from gapsurvey.methods import METHODS
from gapsurvey.methods.cross_method import cross_method
from gapsurvey.model import Cell, Counts, Item, Patterns, Profile, Tallies
from gapsurvey.privacy import published
from gapsurvey.report import Alignment, Table
from gapsurvey.study import Study
from tests.small import TERMS, counted, mirror, priced, yes_no

SCALE = [1, 2, 3, 4, 5]
LADDER = {"asks": "pay", "shape": "price-ladder", "feature": "f"}
FOUR = ("too_cheap", "cheap", "expensive", "too_expensive")
INTENTS = ("intent_cheap", "intent_expensive")
PARTS: Mapping[str, Any] = {
    "van-westendorp": {part: part for part in (*FOUR, *INTENTS)},
    "double-bounded": {name: {"price": f"{name} price", "answer": f"{name} answer"} for name in ("first", "second")},
    "interval": {"lower": "lower", "upper": "upper"},
}
RUNGS = {"columns": ["P1", "P2", "P3"], "prices": [10, 20, 30]}
GRID = {"answers": {"f": "F", "g": "G"}, "customers": "G", "employees": "G"}
TASKS = {"attributes": {"F": {"f": "yes"}}, "price": "P", "file": "design.csv", "none": "none"}
ITEMS = {"f": "F", "g": "G"}
STUDY = Study(
    **mirror(
        yes_no(),
        yes_no(column="F", asks="prefer"),
        yes_no("g", column="V", asks="prefer"),
        {"asks": "need", "shape": "rating", "feature": "f", "scale": SCALE, "customers": "N", "employees": "N"},
        {"asks": "want", "shape": "ranking", **GRID},
        {"asks": "want", "shape": "allocation", **GRID},
        {"asks": "want", "shape": "estimate", "feature": "f", "employees": "E"},
        {"asks": "pay", "shape": "estimate", "feature": "f", "employees": "Q"},
        {"asks": "deliver", "shape": "rating", "feature": "f", "scale": SCALE, "employees": "D"},
        {"asks": "sell", "shape": "yes-no", "feature": "f", "employees": "S"},
        {**LADDER, "customers": RUNGS, "employees": RUNGS},
        {"asks": "pay", "shape": "choice-tasks", "tasks": TASKS, "customers": "C", "employees": "C"},
        {
            "asks": "need",
            "shape": "best-worst",
            "answers": ITEMS,
            "tasks": {"sets": [["f", "g"]] * 2},
            "customers": "B",
            "employees": "B",
        },
        *(
            {"asks": "pay", "shape": shape, "feature": feature, "customers": parts, "employees": parts}
            for feature, (shape, parts) in zip(("f", "g", "h"), PARTS.items(), strict=True)
        ),
        features={name: priced(20, launch=30_000, per_customer=5, label=f"the {name}") for name in ("f", "g", "h")},
        customers={"segments": {"Region": "R"}, "weights": "w"},
        employees={"segments": {"Team": "T"}},
        partners={},
        competitors={"rival": {"label": "Rival", "features": ["f", "g"], "price": 25}},
        archetypes=True,
        thresholds={"draws": 1000},
        **TERMS,
    )
)
SHARE, RATING, PRICE = (0.0, 1.0), (1.0, 2.0, 3.0, 4.0, 5.0), (0.0, 10.0, 20.0, 30.0)
BOTH: Mapping[Item, tuple[float, ...]] = {
    Item("f", "want", "share"): SHARE,
    Item("g", "want", "share"): SHARE,
    Item("f", "prefer", "share"): SHARE,
    Item("g", "prefer", "share"): SHARE,
    Item("f", "need", "rating"): RATING,
    Item("f", "want", "rank"): (1.0, 2.0, 2.5, 3.0),
    Item("g", "want", "rank"): (1.0, 2.0, 2.5, 3.0),
    Item("f", "want", "allocation"): (0.0, 0.3, 1.0),
    Item("g", "want", "allocation"): (0.0, 0.7, 1.0),
    Item("f", "pay", "price"): PRICE,
}
CUSTOMERS = {**BOTH, Item("f", "want-and-pay", "price"): PRICE}
EMPLOYEES = {
    **BOTH,
    Item("f", "want", "estimate"): (0.1, 0.5, 0.9),
    Item("f", "pay", "estimate", 20.0): (0.0, 0.3),
    Item("f", "deliver", "rating"): RATING,
    Item("f", "sell", "share"): SHARE,
}
MONEY = (5.0, 10.0, 20.0, 40.0, 80.0)
CHANCES = (0.0, 0.1, 0.3, 0.5, 0.7)
METERED: Mapping[Item, tuple[tuple[str, ...], tuple[tuple[float, ...], ...]]] = {
    Item("f", "pay", "van-westendorp"): ((*FOUR, *INTENTS), (MONEY,) * 4 + (CHANCES,) * 2),
    Item("g", "pay", "bids"): (("price", "answer", "price again", "answer again"), (MONEY, SHARE) * 2),
    Item("h", "pay", "interval"): (("lower", "upper"), (MONEY, MONEY)),
    Item("f", "pay", "bids-certainty"): (("price", "answer", "certainty"), (MONEY, SHARE, RATING)),
    Item("g", "pay", "bids-covariates"): (("price", "answer", "Region"), (MONEY, SHARE, (0.0,))),
    Item("h", "pay", "price-certainty"): (("price", "certainty"), ((0.0, 20.0), RATING)),
}
TEAMS = ("Sales", "Legal", "")
CELLS = {
    "customers": (Cell("customers"), Cell("customers", "Region", "North"), Cell("customers", "Region", "")),
    "employees": (Cell("employees"), *(Cell("employees", "Team", team) for team in TEAMS)),
    "partners": (Cell("partners"),),
}


def nobody(levels: tuple[float, ...]) -> Counts:
    return counted(levels, [0] * len(levels))


def alone(levels: tuple[float, ...]) -> Counts:
    return counted(levels, [1] + [0] * (len(levels) - 1))


def all_lowest(levels: tuple[float, ...]) -> Counts:
    return counted(levels, [40] + [0] * (len(levels) - 1))


def all_highest(levels: tuple[float, ...]) -> Counts:
    return counted(levels, [0] * (len(levels) - 1) + [40])


def spread(levels: tuple[float, ...]) -> Counts:
    return counted(levels, [30 + 7 * i for i in range(len(levels))])


def weighted(levels: tuple[float, ...]) -> Counts:
    return counted(levels, [12, *[0] * (len(levels) - 2), 30], weight=1e-3) + counted(levels, [3] * len(levels), weight=80.0)


def together(side: Any) -> dict[Item, Patterns]:
    """Two choice tasks and two best–worst sets of people as many as a side has, who pick as it answers: alike, or any way."""
    of_side = side((0.0, 1.0))
    people = of_side.base
    rng = np.random.default_rng(people)
    alike = (of_side.n > 0).sum() < 2
    shown = np.tile(np.array([[[1.0, 10, 0], [0, 5, 0], [0, 0, 1]], [[1, 5, 0], [0, 10, 0], [0, 0, 1]]]), (people, 1, 1, 1))
    chosen = np.where(alike, 1.0 + (of_side.n[1] > 0), rng.integers(1, 4, (people, 2, 1)))
    best = np.where(alike, 1.0, rng.integers(1, 3, (people, 2, 1)))
    choice = Layout(2, 3, ("chosen",), ("feature:f", "price", "none"))
    sets = Layout(2, 2, ("best", "worst"), ("feature:f", "feature:g"))
    items = np.tile(np.eye(2), (people, 2, 1, 1))
    weight = np.repeat(np.divide(of_side.w, of_side.n, out=np.ones(2), where=of_side.n > 0), of_side.n)
    profiles = (
        choice.profile(Item("", "pay", "choice"), chosen, shown),
        sets.profile(Item("", "need", "best-worst"), np.concatenate([best, 3 - best], axis=2), items),
    )
    return {profile.item: Patterns.of(profile, weight) for profile in profiles}


SIDES = (nobody, alone, all_lowest, all_highest, spread, weighted)


def tallies(customers: Any, employees: Any) -> Tallies:
    """Every cell with counts of its kind, the audience's counts the sum of its cells'."""
    counts: dict[Cell, dict[Item, Counts]] = {}
    members: dict[Cell, int] = {}
    patterns: dict[Cell, dict[Item, Patterns]] = {}
    asked = (("customers", CUSTOMERS, customers), ("employees", EMPLOYEES, employees), ("partners", EMPLOYEES, employees))
    for audience, items, side in asked:
        whole, *cells = CELLS[audience] if side else (None,)
        if whole is None:
            continue
        for cell in cells:
            counts[cell] = {item: side(levels) for item, levels in items.items()}
        counts[whole] = {item: sum((side(levels) for _ in cells[1:]), side(levels)) for item, levels in items.items()}
        patterns[whole] = {**together(side), **metered(side), **paired(counts[whole])}
        members |= {cell: max(c.base for c in counts[cell].values()) for cell in (whole, *cells)}
    return Tallies(counts, members, patterns)


def metered(side: Any) -> dict[Item, Patterns]:
    """Profiles whose rows, all there can be of prices in steps of their places, are as frequent as `side` makes levels."""
    found = {}
    for item, (fields, levels) in METERED.items():
        rows = np.array([[(start + step * i) % (len(known) + 1) - 1 for i, known in enumerate(levels)]
                         for start in range(6) for step in (0, 1, 2)], np.int32)  # fmt: skip
        people = side(tuple(float(i) for i in range(len(rows))))
        weight = np.repeat(np.divide(people.w, people.n, out=np.ones(len(rows)), where=people.n > 0), people.n)
        found[item] = Patterns.of(Profile(item, fields, levels, np.repeat(rows, people.n, axis=0)), weight)
    return found


def paired(counts: dict[Item, Counts]) -> dict[Item, Patterns]:
    """Who put `f` at one end put `g` at the other: the patterns of both, and from now on the counts of `g`."""
    found = {}
    for kind in ("share", "rank", "allocation"):
        mine, levels = counts[Item("f", "want", kind)], BOTH[Item("g", "want", kind)]
        counts[Item("g", "want", kind)] = Counts(levels, mine.n[::-1], mine.w[::-1], mine.w2[::-1])
        at = np.arange(len(levels), dtype=np.int32)
        codes = np.stack([at, at[::-1]], axis=1)
        found[Item("", "want", kind)] = Patterns(("f", "g"), (mine.levels, levels), codes, mine.n, mine.w, mine.w2)
    return found


def tables_of(made: Tallies, unscreened: Tallies | None = None) -> list[Table]:
    public = published(made, STUDY, unscreened)
    tables = [table for method in METHODS.values() for table in method.measure(public, STUDY)]
    tables += cross_method(STUDY, tables)
    money = decide(public, STUDY, tables).table
    return [*tables, *([money] if money else [])]


def check(table: Table) -> None:
    """The contract."""
    assert table.view in VIEWS
    assert table.title
    json.dumps(asdict(table), allow_nan=False)
    places = [(e.feature, e.than, e.measure, e.audience, e.against, e.segment, e.at) for e in table.estimates]
    assert len(set(places)) == len(places), "no number twice"
    for e in table.estimates:
        assert e.feature in {"", *STUDY.features}
        assert e.than == "" or e.than in set(STUDY.features) - {e.feature}
        assert e.measure in MEASURES
        assert {e.audience, e.against} <= {"", *STUDY.audiences}
        assert set(e.flag.split()) <= set(FLAGS)
        assert e.alignment is None or e.alignment in get_args(Alignment)
        assert (e.low is None) == (e.high is None)
        if e.low is not None and e.high is not None:
            assert e.value is not None
            assert e.low <= e.value + 1e-9
            assert e.value <= e.high + 1e-9
        if e.value is not None and MEASURES[e.measure].unit in ("share", "probability", "theta"):
            assert e.measure == "break_even_take" or 0 <= e.value <= 1, e


@pytest.mark.parametrize("employees", [*SIDES, None], ids=lambda side: getattr(side, "__name__", "absent"))
@pytest.mark.parametrize("customers", [*SIDES, None], ids=lambda side: getattr(side, "__name__", "absent"))
def test_degenerate_counts(customers: Any, employees: Any) -> None:
    for table in tables_of(tallies(customers, employees)):
        check(table)


def test_a_whole_pair_has_every_table() -> None:
    counted = tallies(weighted, spread)
    assert {table.method for table in tables_of(counted, unscreened=counted)} >= {*METHODS, "decision"}


def test_no_answers_are_no_tables() -> None:
    assert tables_of(tallies(None, None)) == []


@st.composite
def any_counts(draw: st.DrawFn, levels: tuple[float, ...]) -> Counts:
    parts = [
        counted(levels, draw(st.lists(st.integers(0, 60), min_size=len(levels), max_size=len(levels))), draw(st.floats(0.01, 50)))
        for _ in range(draw(st.integers(1, 2)))
    ]
    return sum(parts[1:], parts[0])


@pytest.mark.slow
@settings(max_examples=40)
@given(st.data())
def test_any_counts(data: st.DataObject) -> None:
    made = tallies(lambda levels: data.draw(any_counts(levels)), lambda levels: data.draw(any_counts(levels)))
    for table in tables_of(made):
        check(table)


def test_methods_are_registered_under_their_names() -> None:
    assert {name: method.name for name, method in METHODS.items()} == {name: name for name in METHODS}
    for table in tables_of(tallies(spread, spread)):
        assert table.method in {*METHODS, "cross_method", "decision"}
