"""Estimates of the study to be: beside the customers' question that they estimate, or together with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from gapsurvey.matching import fold
from gapsurvey.model import Column, Export
from gapsurvey.pairing.draft import CUSTOMERS, EMPLOYEES, NO_PRICE, Draft, label_of, list_place
from gapsurvey.pairing.features import Features
from gapsurvey.pairing.proposal import MirrorPair
from gapsurvey.pairing.texts import price_in, without_price

__all__ = ["estimated"]


def estimated(pair: MirrorPair, features: Features, customers: Export, covered: Collection[str]) -> Draft:
    """The question that employees' estimates become.

    covered: customers' columns that another question of the study counts already; where what was estimated is not among
    them, the question holds customers' answers too, in the shape in which they gave them.
    """
    price = next((price for text in pair.texts[1:] + pair.employees if (price := price_in(text))), None)
    at = price.value if price and pair.asks == "pay" else 0.0
    labels = pair.rows or (label_of(pair),)
    names = [features.named(label or label_of(pair), pair.asks, "estimate", at, pair.texts[1]) for label in labels]
    data: dict[str, Any] = {"asks": pair.asks, "shape": "estimate", **({"price": at} if at else {})}
    if len(names) == 1:
        data["feature"] = names[0]
    data[EMPLOYEES] = _columns(names, pair.employees)
    if pair.read[0].form == "estimate":
        data[CUSTOMERS] = _columns(names, pair.customers)
    elif not set(pair.customers) <= set(covered):
        data[EMPLOYEES]["shape"] = "estimate"
        data |= _answered(pair, dict(zip(names, labels, strict=True)), customers)
        features.claim(names, pair.asks, "price" if pair.asks == "pay" else "share")
    return Draft(pair, data, (NO_PRICE,) if pair.asks == "pay" and not at else ())


def _answered(pair: MirrorPair, labels: Mapping[str, str], customers: Export) -> dict[str, Any]:
    """The shape in which customers were asked, and where their answers stand."""
    reading, first = pair.read[0], next(column for column in customers.columns if column.name == pair.customers[0])
    if reading.form == "yes-no":
        return {"shape": "yes-no", CUSTOMERS: _columns(list(labels), pair.customers)}
    if reading.form == "price-ladder":
        rungs = _rungs(customers, first)
        source = {"columns": [name for _, name in rungs], "prices": [price for price, _ in rungs]}
        return {"shape": "price-ladder", CUSTOMERS: source}
    columns = [c.name for c in customers.columns if c.kind == "answer" and c.option and fold(c.text) == fold(first.text)]
    place = list_place(customers, columns if first.option else [first.name], labels)
    return {"shape": reading.form, CUSTOMERS: {**place, **_chosen(place, labels)}}


def _columns(names: Sequence[str], columns: Sequence[str]) -> dict[str, Any]:
    """A column per feature, or the one column of the question's one feature."""
    return {"column": columns[0]} if len(names) == 1 else {"columns": dict(zip(names, columns, strict=True))}


def _chosen(place: Mapping[str, Any], labels: Mapping[str, str]) -> dict[str, Any]:
    """What says which option is meant: of one feature `yes`, of several `answers`; nothing where each has its column."""
    if "column" not in place:
        return {}
    return {"yes": next(iter(labels.values()))} if len(labels) == 1 else {"answers": dict(labels)}


def _rungs(customers: Export, first: Column) -> list[tuple[float, str]]:
    """The prices and columns of the ladder that a column belongs to, from the lowest price."""
    matter = without_price(f"{first.text} {first.option}")
    return sorted(
        (price.value, column.name)
        for column in customers.columns
        if column.kind == "answer"
        and (price := price_in(f"{column.text} {column.option}"))
        and without_price(f"{column.text} {column.option}") == matter
    )
