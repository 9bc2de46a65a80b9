"""A price ladder (Gabor–Granger): would you pay this, and this, and this."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from gapsurvey.errors import Problem, listing
from gapsurvey.language import say_count
from gapsurvey.matching import amount, money_in
from gapsurvey.model import Answers, Codes, Column, Item
from gapsurvey.records import Records, Unfound
from gapsurvey.shapes.amounts import in_currency
from gapsurvey.shapes.certainty import with_certainty
from gapsurvey.shapes.shape import Coded, Shape, one_per_feature, yes_or_no
from gapsurvey.study import Asked

__all__ = ["PRICE_LADDER", "accepted"]


def accepted(said: Codes) -> tuple[Codes, int, int]:
    """How many rungs each person accepts, from answers (n, K) of 1 yes, 0 no, −1 blank, lowest price first.

    Monotone by construction: the first price refused ends what a person would pay, also where a dearer one is accepted
    afterwards. A blank below an accepted price is accepted, one above a refused price is refused, as where a tool asks
    only the rungs it needs. Returns the counts (n,), −1 where the answers leave it open; how many people were not
    monotone; how many answered something and left it open.
    """
    rungs = said.shape[1]
    refused = np.where((said == 0).any(axis=1), (said == 0).argmax(axis=1), rungs)
    rung = np.arange(rungs)
    below = (said == 1) & (rung < refused[:, None])
    count = np.where(below.any(axis=1), rungs - below[:, ::-1].argmax(axis=1), 0)
    known = count == refused
    contradicts = ((said == 1) & (rung > refused[:, None])).any(axis=1)
    open_ended = ~known & (said >= 0).any(axis=1)
    return np.where(known, count, -1).astype(np.int32), int(contradicts.sum()), int(open_ended.sum())


def _code(asked: Asked, records: Records, at: str) -> Coded:
    coded = Coded()
    columns = []
    try:
        if isinstance(asked.columns, tuple):
            for name in asked.columns:
                try:
                    columns.append(records.one(name, at))
                except Unfound as missing:
                    coded.problems.append(missing.problem)
        else:
            columns = list(records.find(str(asked.column), at))
    except Unfound as missing:
        coded.problems.append(missing.problem)
    prices = asked.prices or ()
    if not coded.problems and len(columns) != len(prices):
        coded.problems.append(
            Problem(at, f'"{asked.column}" stands for {len(columns)} columns of {records.export.file}, with {len(prices)} prices',
                    "Give one price per column, lowest first.", listing(c.name for c in columns))
        )  # fmt: skip
    offered = [amount(column.option, asked.period) for column in columns]
    if not coded.problems and None not in offered and offered != list(prices):
        coded.problems.append(
            Problem(at, f"the study's prices, {_list(prices)}, are not those of the columns",
                    "Write prices and columns in one order, lowest first.", listing(f"{c.name}: {c.option}" for c in columns))
        )  # fmt: skip
    told = (text for column, price in zip(columns, prices, strict=False) for text in _told(column, price, asked.period))
    in_currency(asked, ((text, len(records.rows)) for text in told), f"the prices of {records.export.file}", 0, at, coded)
    if coded.problems:
        return coded
    said = np.stack([yes_or_no(asked, records, column, at, coded) for column in columns], axis=1)
    count, contradicts, left_open = accepted(said)
    if contradicts:
        coded.notes.append(
            say_count(
                contradicts,
                "{n} person refused a price and accepted a dearer one; the first refusal counts.",
                "{n} people refused a price and accepted a dearer one; the first refusal counts.",
                n=contradicts,
            )
        )
    if left_open:
        coded.notes.append(
            say_count(
                left_open,
                "{n} person left the ladder open between two prices; no answer is counted.",
                "{n} people left the ladder open between two prices; no answer is counted.",
                n=left_open,
            )
        )
    coded.answers.append(Answers(Item(str(asked.feature), "pay", "price"), (0.0, *prices), count))
    return coded


def _told(column: Column, price: float, period: str) -> list[str]:
    """Where a column tells its price: what it is about, and within the question, which may name other amounts, too."""
    return [column.option, *(said for said in money_in(column.text) if amount(said, period) == price)]


def _list(prices: tuple[float, ...]) -> str:
    return ", ".join(repr(price).removesuffix(".0") for price in prices)


def _needs(asked: Asked) -> list[Problem]:
    problems = one_per_feature(asked)
    prices = asked.prices or ()
    if not prices:
        problems.append(Problem("prices", "no prices", "Write the ladder's prices, lowest first: prices = [29, 49, 69]."))
    elif any(a >= b for a, b in pairwise(prices)):
        problems.append(
            Problem(
                "prices",
                f"they do not increase: {_list(prices)}",
                "Order prices and columns from the lowest price to the highest.",
            )
        )
    if isinstance(asked.columns, dict):
        problems.append(Problem("columns", "a ladder's columns are a list", 'Write columns = ["Q9_1", "Q9_2"], one per price.'))
    elif asked.columns is not None and prices and len(asked.columns) != len(prices):
        problems.append(
            Problem("columns", f"{len(asked.columns)} columns for {len(prices)} prices", "Give one column per price.")
        )
    if asked.asks != "pay":
        problems.append(Problem("", f'a price ladder cannot ask "{asked.asks}"', 'Write asks = "pay".', "pay"))
    return problems


PRICE_LADDER = Shape("price-ladder", "Price ladder", "price", _needs, with_certainty(_code))
