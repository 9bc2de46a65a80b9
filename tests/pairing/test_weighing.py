"""Rankings and constant sums are recognised as each tool writes them, and become questions that are counted."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gapsurvey.coding import code
from gapsurvey.exports import read
from gapsurvey.model import Export, Item
from gapsurvey.pairing import Place, propose, suggested
from gapsurvey.pairing.questions import questions
from gapsurvey.records import Records
from tests.builders import export, records

ITEMS = ["Live chat", "A phone line", "On-site training", "E-mail"]
MINE, THEIRS = "Rank these by what you want most", "Rank these by what customers want most"
PLACES = Place("customer", "customers.csv", {}), Place("employee", "employees.csv", {})
ORDERS = np.random.default_rng(8).permuted(np.tile(range(4), (30, 1)), axis=1).tolist()


def by_item(text: str, orders: Sequence[Sequence[int]] = ORDERS) -> Export:
    """A column per item with its rank, as Qualtrics and SurveyMonkey write it."""
    names = {f"Q4_{i + 1}": item for i, item in enumerate(ITEMS)}
    cells = {name: [str(order.index(i) + 1) for order in orders] for i, name in enumerate(names)}
    return export(cells, texts=dict.fromkeys(names, text), options=names)


def by_rank(text: str, orders: Sequence[Sequence[int]] = ORDERS) -> Export:
    """A column per rank with the item, as LimeSurvey writes it; the last is left blank by some."""
    names = {f"Q4[{i + 1}]": f"Rank {i + 1}" for i in range(4)}
    cells = {name: [ITEMS[order[i]] if i < 3 or n % 2 else "" for n, order in enumerate(orders)] for i, name in enumerate(names)}
    return export(cells, texts=dict.fromkeys(names, text), options=names)


def in_one_cell(text: str, orders: Sequence[Sequence[int]] = ORDERS) -> Export:
    """All items in order, as Microsoft Forms writes it."""
    return export({text: ["".join(f"{ITEMS[i]};" for i in order) for order in orders]})


def points(text: str, people: int = 30) -> Export:
    """A constant sum: a column per item."""
    random = np.random.default_rng(9)
    given = random.multinomial(20, [0.4, 0.3, 0.2, 0.1], people) * 5
    names = {f"Q5_{i + 1}": item for i, item in enumerate(ITEMS)}
    cells = {name: [str(n) if n else "" for n in given[:, i]] for i, name in enumerate(names)}
    return export(cells, texts=dict.fromkeys(names, text), options=names)


def form(made: Export) -> str:
    (question,) = questions(Records(made, np.arange(made.records)))
    return question.reading.form


@pytest.mark.parametrize("made", [by_item, by_rank, in_one_cell])
def test_a_ranking_is_recognised(made: Any) -> None:
    assert form(made(MINE)) == "ranking"


def test_points_are_recognised_by_their_sum() -> None:
    assert form(points("Spread 100 points")) == "allocation"


def test_what_is_no_ranking() -> None:
    random = np.random.default_rng(10)
    names = {f"Q{i}": item for i, item in enumerate(ITEMS)}
    grid = {name: random.integers(1, 5, 40).astype(str).tolist() for name in names}
    rated = export(grid, texts=dict.fromkeys(names, "How important is each?"), options=names)
    assert form(rated) == "rating"
    listed = export({"Which do you want?": ["Live chat;E-mail;", "E-mail;", "A phone line;Live chat;"] * 10})
    assert form(listed) == "multi-select"
    everything = export({"Which do you want?": ["Live chat;E-mail;", "Live chat;E-mail;", "E-mail;", "Live chat;"] * 10})
    assert form(everything) == "multi-select"
    assert form(by_item(MINE, ORDERS[:4])) == "rating", "four people's ratings may differ by chance"


def test_shares_that_add_up_to_nothing_are_no_points() -> None:
    random = np.random.default_rng(11)
    names = {f"Q{i}": item for i, item in enumerate(ITEMS)}
    cells = {name: [f"{n}%" for n in random.integers(0, 100, 30)] for name in names}
    guessed = export(cells, texts=dict.fromkeys(names, "What % of customers want each?"), options=names)
    assert form(guessed) == "estimate"


@pytest.mark.parametrize("theirs", [by_item, by_rank, in_one_cell])
@pytest.mark.parametrize("mine", [by_item, by_rank, in_one_cell])
def test_both_sides_become_a_ranking_that_is_counted(mine: Any, theirs: Any) -> None:
    """However either side's tool writes it: the customers' last is the employees' first."""
    sides = mine(MINE), theirs(THEIRS, [order[::-1] for order in ORDERS])
    made = suggested([propose(*sides)], sides, PLACES)
    (question,) = tomllib.loads(made.text)["questions"]
    assert (question["asks"], question["shape"]) == ("want", "ranking")
    assert [feature.label for feature in made.study.features.values()] == sorted(ITEMS)
    chat = next(name for name, feature in made.study.features.items() if feature.label == "Live chat")
    ranks = {}
    for audience, answers in zip(("customers", "employees"), sides, strict=True):
        responses, _ = code(made.study, audience, answers)
        (found,) = [a for a in responses.answers if a.item == Item(chat, "want", "rank")]
        ranks[audience] = np.array(found.levels)[found.codes]
    assert ranks["customers"].tolist() == [order.index(0) + 1 for order in ORDERS]
    assert (ranks["customers"] + ranks["employees"] == 5).all()


def test_points_become_an_allocation_and_what_one_side_weighed_alone_is_named() -> None:
    theirs = points("Spread 100 points over what customers want", 40)
    mine = points("Spread 100 points over what you want")
    renamed = [replace(column, option=column.option.replace("E-mail", "Fax")) for column in theirs.columns]
    sides = mine, replace(theirs, columns=tuple(renamed))
    made = suggested([propose(*sides)], sides, PLACES)
    (question,) = tomllib.loads(made.text)["questions"]
    assert question["shape"] == "allocation"
    assert len(made.study.features) == 3
    assert "Weighed by one side alone, and left out: “E-mail”; “Fax”." in made.text


@pytest.mark.shared
def test_a_real_ranking(shared: Path) -> None:
    """Six Star Wars films, ranked by a thousand people."""
    found = read(shared / "exports/surveymonkey/538_starwars_2row_macroman.csv")
    asked = questions(Records(found, np.flatnonzero(found.status == 0)))
    (ranking,) = [question for question in asked if question.reading.form == "ranking"]
    assert ranking.text.startswith("Please rank the Star Wars films")
    assert len(ranking.columns) == 6


def test_an_order_that_few_employees_gave_is_not_repeated() -> None:
    """An item of their own that fewer than five put into the order."""
    cells = ["".join(f"{ITEMS[i]};" for i in order) for order in ORDERS] + ["My secret;Live chat;"] * 2
    (question,) = questions(records({THEIRS: cells}, quiet=5))
    assert question.reading.form == "ranking"
    assert set(question.reading.options) == set(ITEMS)
