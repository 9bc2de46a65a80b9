"""Van Westendorp's four prices: too cheap, cheap, expensive, too expensive; and, where asked, how likely one is to buy."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from gapsurvey.errors import Problem, listing
from gapsurvey.matching import fold
from gapsurvey.model import Codes, Column, Floats, Item, Profile
from gapsurvey.records import Records
from gapsurvey.shapes.amounts import amounts, named_columns, one_currency
from gapsurvey.shapes.parts import needs_parts
from gapsurvey.shapes.rating import position
from gapsurvey.shapes.shape import Coded, Shape, readable
from gapsurvey.study import Asked

__all__ = ["VAN_WESTENDORP"]

PRICES = ("too_cheap", "cheap", "expensive", "too_expensive")
FIVE = (("1",), ("2",), ("3",), ("4",), ("5",))


def _code(asked: Asked, records: Records, at: str) -> Coded:
    """A profile of the four prices, followed by the chances that two stated intents stand for where they were asked."""
    coded = Coded()
    columns = named_columns(asked, records, at, coded)
    if coded.problems:
        return coded
    prices = [columns[name] for name in PRICES]
    one_currency(asked, records, prices, at, coded)
    read = [amounts(asked, records, column, at, coded) for column in prices]
    if not coded.problems:
        _in_order(prices, [_medians(*column) for column in read], records, at, coded)
    intents = [name for name in columns if name not in PRICES]
    read += [_chances(asked, records, columns[name], at, coded) for name in intents]
    levels, codes = zip(*read, strict=True)
    item = Item(str(asked.feature), "pay", "van-westendorp")
    coded.profiles.append(Profile(item, (*PRICES, *intents), levels, np.stack(codes, axis=1)))
    return coded


def _chances(asked: Asked, records: Records, column: Column, at: str, coded: Coded) -> tuple[tuple[float, ...], Codes]:
    """The chances that a stated intent stands for, and which of them each record has."""
    place = {fold(text): i for i, point in enumerate(asked.scale or FIVE) for text in point}
    meaning = [position(fold(value), place) for value in column.values]
    fix = "Write the scale of the purchase intent from lowest to highest, as the file has it: scale = [1, 2, 3, 4, 5]."
    return asked.chances, readable(meaning, records, column, at, coded, fix)


def _medians(levels: tuple[float, ...], codes: Codes) -> float:
    answered: Floats = np.array(levels)[codes[codes >= 0]]
    return float(np.median(answered)) if len(answered) else np.nan


def _in_order(columns: list[Column], medians: list[float], records: Records, at: str, coded: Coded) -> None:
    """A problem where the columns cannot be what the study calls them: taken as named, half the answers would make no sense."""
    if any(low > high for low, high in pairwise(medians)):
        order = [columns[i].name for i in np.argsort(medians)]
        coded.problems.append(
            Problem(at, f"the four prices of {records.export.file} do not rise from {' to '.join(PRICES)} by their medians",
                    "Check which column is which; by their medians they stand in this order.", listing(order))
        )  # fmt: skip


def _needs(asked: Asked) -> list[Problem]:
    problems = needs_parts(asked)
    intents = [key for key in ("intent_cheap", "intent_expensive") if key in asked.parts]
    if len(intents) == 1:
        problems.append(Problem(intents[0], "only one of the two purchase intents is named", "Name both, or neither."))
    points, chances = len(asked.scale or FIVE), asked.chances
    if intents and len(chances) != points:
        found = f"{len(chances)} chances for a scale of {points} points"
        problems.append(Problem("chances", found, "Give one chance per point, from lowest to highest: chances = [0, 0.1, …]."))
    if intents and any(low >= high for low, high in pairwise(chances)):
        problems.append(Problem("chances", "they do not increase", "A higher point of the scale is a higher chance to buy."))
    return problems


VAN_WESTENDORP = Shape("van-westendorp", "Van Westendorp’s four prices", "van-westendorp", _needs, _code)
