"""From exports to tables: choices and best–worst sets of both sides, with what was planted in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gapsurvey.analysis import analyze
from gapsurvey.report import Estimate, Report
from tests.methods.test_contract import check
from tests.small import Columns, mirror, written

FEATURES = {
    "full": {"label": "24×7 support", "price": 49},
    "local": {"label": "12×5 support", "price": 29},
    "chat": {"label": "Live chat", "price": 9},
}
TASKS, ALTERNATIVES = 8, 3
SHOWN = {
    "attributes": {"Hours": {"full": "24x7", "local": "12x5"}, "Chat": {"chat": "Yes"}},
    "price": "Price",
    "file": "design.csv",
    "version": "Version",
    "none": "None of these",
}
CHOICES: dict[str, Any] = {
    "asks": "pay", "shape": "choice-tasks", "tasks": SHOWN,
    "customers": {"column": "C"}, "employees": {"column": "C"},
}  # fmt: skip
SETS = [["full", "local", "chat"]]
BEST_WORST: dict[str, Any] = {
    "asks": "need", "shape": "best-worst", "answers": {"full": "Full", "local": "Local", "chat": "Chat"}, "tasks": {"sets": SETS},
    "customers": {"columns": ["Best", "Worst"]}, "employees": {"columns": ["Best", "Worst"]},
}  # fmt: skip
LADDER: dict[str, Any] = {
    "asks": "pay", "shape": "price-ladder", "feature": "full",
    "customers": {"columns": ["P1", "P2"], "prices": [19, 39]}, "employees": {"columns": ["P1", "P2"], "prices": [19, 39]},
}  # fmt: skip
PRICES = (9, 29, 49, 69)


def design() -> tuple[Columns, Any]:
    """Ten versions of eight tasks of three alternatives: the file, and full, local, chat and price of each alternative."""
    rng = np.random.default_rng(7)
    hours, chat = rng.integers(0, 3, (10, TASKS, ALTERNATIVES)), rng.integers(0, 2, (10, TASKS, ALTERNATIVES))
    price = rng.choice(PRICES, (10, TASKS, ALTERNATIVES))
    places = list(np.ndindex(hours.shape))
    file = {
        "Version": [v + 1 for v, _, _ in places],
        "task": [t + 1 for _, t, _ in places],
        "alternative": [j + 1 for _, _, j in places],
        "Hours": [("None", "12x5", "24x7")[hours[place]] for place in places],
        "Chat": [("No", "Yes")[chat[place]] for place in places],
        "Price": [f"${price[place]}" for place in places],
    }
    return file, np.stack([hours == 2, hours == 1, chat, price], axis=3).astype(float)


def audience(people: int, worth: Sequence[float], seed: int) -> Columns:
    """Answers of people to whom full, local and chat are worth so much, and who choose by it with some noise."""
    rng = np.random.default_rng(seed)
    _, cards = design()
    version = rng.integers(0, 10, people)
    utility = 0.08 * (cards[version] @ np.array([*worth, -1.0]))
    utility = np.concatenate([utility, np.zeros((people, TASKS, 1))], axis=2) + rng.gumbel(size=(people, TASKS, 4))
    chosen = utility.argmax(axis=2)
    rank = np.argsort(-(0.05 * np.array(worth) + rng.gumbel(size=(people, 3))), axis=1)
    names = np.array(["Full", "Local", "Chat"])
    values = worth[0] + rng.normal(0, 15, people)
    return {
        "Version": (version + 1).tolist(),
        **{f"C_{t + 1}": [("1", "2", "3", "None of these")[c] for c in chosen[:, t]] for t in range(TASKS)},
        "Best": names[rank[:, 0]].tolist(),
        "Worst": names[rank[:, 2]].tolist(),
        **{f"P{i + 1}": np.where(values >= p, "Yes", "No").tolist() for i, p in enumerate((19, 39))},
    }


def made(
    folder: Path, *questions: Mapping[str, Any], customers: Columns | None = None, employees: int = 60, **more: Any
) -> Report:
    data = mirror(*(questions or (CHOICES, BEST_WORST, LADDER)), features=FEATURES, thresholds={"draws": 2000}, **more)
    theirs = audience(300, (30, 20, 5), 1) if customers is None else customers
    written(folder, data, customers=theirs, employees=audience(employees, (60, 20, 5), 2), design=design()[0])
    return analyze(folder)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return made(tmp_path_factory.mktemp("choices"))


def one(report: Report, method: str, **place: object) -> Estimate:
    found = [e for table in report.tables_of(method) if (e := table.one(**place))]
    return found[0]


def holds(estimate: Estimate, value: float) -> bool:
    assert estimate.low is not None
    assert estimate.high is not None
    return estimate.low <= value <= estimate.high


def test_worth_is_what_was_planted(report: Report) -> None:
    for feature, customers, employees in (("full", 30, 60), ("local", 20, 20), ("chat", 5, 5)):
        assert holds(one(report, "conjoint", feature=feature, measure="choice_worth", audience="customers"), customers)
        assert holds(one(report, "conjoint", feature=feature, measure="choice_worth", audience="employees"), employees)
    gap = one(report, "conjoint", feature="full", measure="choice_worth_gap")
    assert holds(gap, 30)
    assert gap.alignment == "over"
    assert (gap.audience, gap.against) == ("employees", "customers")


def test_the_two_intervals_of_a_worth_agree(report: Report) -> None:
    for name in FEATURES:
        drawn = one(report, "conjoint", feature=name, measure="choice_worth", audience="customers")
        delta = one(report, "conjoint", feature=name, measure="choice_worth_delta", audience="customers")
        assert drawn.value == delta.value
        assert drawn.low == pytest.approx(delta.low, abs=1)
        assert drawn.high == pytest.approx(delta.high, abs=1)


def test_offers_share_all_that_is_taken(report: Report) -> None:
    (table,) = [t for t in report.tables_of("conjoint") if t.by == "Offer"]
    for who in ("customers", "employees"):
        shares = table.pick(measure="choice_share", audience=who)
        assert [e.segment for e in shares] == ["24×7 support, $49", "12×5 support, $29", "Live chat, $9", "None of them"]
        assert sum(e.value or 0 for e in shares) == pytest.approx(1)
    gap = one(report, "conjoint", measure="choice_share_gap", segment="24×7 support, $49")
    assert gap.alignment == "over"


def test_a_rival_takes_its_share(tmp_path: Path) -> None:
    offers = {"Ours": {"features": ["full"], "price": 49.0}, "Rival": {"features": ["local", "chat"], "price": 19.0}}
    rival = {**CHOICES, "tasks": {**SHOWN, "offers": offers}}
    (table,) = [table for table in made(tmp_path, rival).tables_of("conjoint") if table.by]
    shares = {e.segment: e for e in table.pick(measure="choice_share", audience="customers")}
    # softmax of 0.08 · (30 − 49), 0.08 · (25 − 19) and 0
    odds = np.exp([0.08 * -19, 0.08 * 6, 0])
    for name, share in zip(("Ours", "Rival", "None of them"), odds / odds.sum(), strict=True):
        assert holds(shares[name], share)


def test_competitors_compete_where_the_tasks_showed_what_they_have(tmp_path: Path) -> None:
    offers = {"Ours": {"features": ["full"], "price": 49.0}}
    rival = {"label": "Rival", "features": ["local", "chat"], "price": 19.0}
    unshown = {"label": "Both hours at once", "features": ["full", "local"], "price": 19.0}
    asked = {**CHOICES, "tasks": {**SHOWN, "offers": offers}}
    (table,) = [
        table for table in made(tmp_path, asked, competitors={"a": rival, "b": unshown}).tables_of("conjoint") if table.by
    ]
    shares = {e.segment: e for e in table.pick(measure="choice_share", audience="customers")}
    assert list(shares) == ["Ours", "Rival", "None of them"]
    # softmax of 0.08 · (30 − 49), 0.08 · (25 − 19) and 0
    odds = np.exp([0.08 * -19, 0.08 * 6, 0])
    for share, expected in zip(shares.values(), odds / odds.sum(), strict=True):
        assert holds(share, expected)


def test_scores_order_the_features_on_both_sides(report: Report) -> None:
    def of(measure: str, who: str) -> Estimate:
        return one(report, "best_worst", feature="full", measure=measure, audience=who)

    assert of("need_best_worst_place", "employees").value == 1
    gap, belief, answer = (
        of("need_best_worst_gap", "employees"),
        of("need_best_worst", "employees"),
        of("need_best_worst", "customers"),
    )
    assert gap.value == pytest.approx((belief.value or 0) - (answer.value or 0))
    assert gap.alignment == "over"
    (table,) = report.tables_of("best_worst")
    best = sum(e.value or 0 for e in table.pick(measure="need_best_worst_best", audience="customers"))
    assert best == sum(e.value or 0 for e in table.pick(measure="need_best_worst_worst", audience="customers")) == 300


def test_methods_stand_side_by_side(report: Report) -> None:
    (table,) = report.tables_of("cross_method")
    assert {e.feature for e in table.estimates} == {"full"}, "two methods measured it alone"
    measures = {e.measure for e in table.pick(audience="customers")}
    assert measures == {"choice_worth", "optimal_price", "mean_price", "median_price"}
    elsewhere = {e for t in report.tables if t.method in ("price", "conjoint") for e in t.estimates}
    assert elsewhere >= set(table.estimates), "the same numbers as in the methods' own tables"
    assert any("24×7 support, employees: " in note and "do not overlap" in note for note in table.notes)


def test_tables_keep_the_contract(report: Report) -> None:
    for table in report.tables:  # about the contract study's own feature; where an estimate stood is kept in its segment
        estimates = tuple(replace(e, feature="f", segment=f"{e.feature} {e.segment}") for e in table.estimates)
        check(replace(table, estimates=estimates))


def test_a_model_of_few_believers_is_not_shown(tmp_path: Path) -> None:
    few = made(tmp_path, employees=19)
    for method in ("conjoint", "best_worst"):
        assert {e.audience for t in few.tables_of(method) for e in t.estimates} == {"customers"}


def answers_of(choose: Any, worth: Sequence[float] = (30, 20, 5)) -> Mapping[str, Sequence[object]]:
    """The customers' answers, each choice made by `choose` of its task's alternatives (full, local, chat, price)."""
    columns = dict(audience(300, worth, 1))
    _, cards = design()
    for t in range(TASKS):
        columns[f"C_{t + 1}"] = [str(choose(cards[int(str(v)) - 1, t]) + 1) for v in columns["Version"]]
    return columns


@pytest.mark.parametrize(
    ("choose", "note"),
    [
        (lambda task: int(task[:, 3].argmin()), "decides every choice"),
        (lambda task: int(task[:, 3].sum() + task[:, 0].sum()) % 3, "does not clearly deter"),
    ],
    ids=["by price alone", "at random"],
)
def test_choices_that_say_nothing_in_money_say_so(tmp_path: Path, choose: Any, note: str) -> None:
    offered = {**CHOICES, "tasks": {key: value for key, value in SHOWN.items() if key != "none"}}
    table = made(tmp_path, offered, customers=answers_of(choose)).tables_of("conjoint")[0]
    assert any(note in said for said in table.notes)
    assert not table.pick(measure="choice_worth", audience="customers")
    assert not table.pick(measure="choice_worth_gap")


def test_the_page_shows_them(report: Report, tmp_path: Path) -> None:
    (page,) = report.write(tmp_path, ["html"])
    text = page.read_text(encoding="utf-8")
    for title in ("Worth by choices", "Share of preference", "best–worst score", "what each method says it is worth"):
        assert title in text
    assert Report.from_json(report.to_json()).tables == report.tables
