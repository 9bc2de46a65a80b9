"""The questions and features of the study that a proposal suggests, before anything is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from types import MappingProxyType
from typing import Any

import numpy as np

from gapsurvey.errors import printable
from gapsurvey.matching import fold
from gapsurvey.model import Export
from gapsurvey.pairing.features import Features
from gapsurvey.pairing.meters import PARTS
from gapsurvey.pairing.options import not_a_feature
from gapsurvey.pairing.proposal import Confidence, MirrorPair
from gapsurvey.pairing.recognise import Reading, answers
from gapsurvey.pairing.texts import price_in, subject, unpriced, words
from gapsurvey.pairing.wording import wording
from gapsurvey.records import Records
from gapsurvey.shapes import SHAPES

__all__ = ["CUSTOMERS", "EMPLOYEES", "NO_PRICE", "Draft", "called", "drafts", "label_of", "list_place"]

CUSTOMERS, EMPLOYEES = "customers", "employees"
_MOST_OPTIONS, _FEWEST = 30, 5
NO_PRICE = "It asks about paying, at no price that could be read: add price = …."
_CHECK_ENDS = "From the lowest number to the highest: check which end is good, and whether there were points that nobody chose."


@dataclass(frozen=True, slots=True)
class Draft:
    """One question of the study to be.

    data: as the study format has it, {} where no shape counts it; notes: comments; side: of the believers whom the pair is of,
    1 for those of the first file; further: drafts of other sides that are in this one.
    """

    pair: MirrorPair
    data: Mapping[str, Any]
    notes: tuple[str, ...] = ()
    side: int = 1
    further: tuple[Draft, ...] = ()

    @property
    def pairs(self) -> dict[int, MirrorPair]:
        """Per side of believers what was paired."""
        return {draft.side: draft.pair for draft in (self, *self.further)}

    @property
    def confidence(self) -> Confidence:
        """How sure the question is: as its least sure pair."""
        return "sure" if all(pair.confidence == "sure" for pair in self.pairs.values()) else "likely"


def called(draft: Draft, customers: str, believers: Sequence[str]) -> Draft:
    """A draft in a study's names of its audiences; what employees were asked, all these believers were."""
    names = {CUSTOMERS: (customers,), EMPLOYEES: tuple(believers)}

    def renamed(data: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value for key, value in data.items() for name in names.get(key, (key,))}

    data = renamed(draft.data)
    if "wording" in data:
        data["wording"] = renamed(data["wording"])
    who = " and ".join(believers)
    pair = replace(draft.pair, reason=_said_of(who, draft.pair.reason))
    return replace(draft, pair=pair, data=data, notes=tuple(_said_of(who, note) for note in draft.notes))


def _said_of(who: str, text: str) -> str:
    """A reason or a note, where it is about employees, of these believers."""
    return re.sub(r"^Employees(?=: )", who.capitalize(), re.sub(r"\bemployees(?=: | were asked| only: )", who, text))


def drafts(pair: MirrorPair, features: Features, exports: tuple[Export, Export]) -> Iterator[Draft]:
    """The questions that a pair becomes; an estimate is drafted elsewhere."""
    made = _BY_SHAPE.get(pair.shape)
    if not pair.customers:
        yield _alone(pair, features, exports[1])
    elif made is None:
        yield Draft(pair, {}, (f"No shape of the format counts this ({pair.shape}).",))
    else:
        yield from made(pair, features, exports)


def _rows(pair: MirrorPair, features: Features, kind: str, price: float = 0.0) -> dict[str, tuple[str, str]]:
    """Per feature the two columns of a row; rows that name no feature left out."""
    labels = pair.rows or (label_of(pair),)
    found: dict[str, tuple[str, str]] = {}
    for label, mine, theirs in zip(labels, pair.customers, pair.employees, strict=True):
        if not (pair.rows and not_a_feature(label)):
            found[features.named(label or label_of(pair), pair.asks, kind, price, pair.texts[0])] = (mine, theirs)
    return found


def _named_by_question(pair: MirrorPair) -> bool:
    """Whether the feature is called by the question itself."""
    return not (pair.rows or pair.shape in ("multi-select", "single-select") or any(map(subject, pair.texts)))


def label_of(pair: MirrorPair) -> str:
    """What a question without rows is about; the question itself where that cannot be read off."""
    return next(filter(None, map(subject, pair.texts)), "") or " ".join(pair.texts[0].split())


def _places(rows: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    if len(rows) == 1:
        ((feature, (mine, theirs)),) = rows.items()
        return {"feature": feature, CUSTOMERS: {"column": mine}, EMPLOYEES: {"column": theirs}}
    return {
        CUSTOMERS: {"columns": {feature: mine for feature, (mine, _) in rows.items()}},
        EMPLOYEES: {"columns": {feature: theirs for feature, (_, theirs) in rows.items()}},
    }


def _alone(pair: MirrorPair, features: Features, employees: Export) -> Draft:
    """A rating that only employees were asked for: whether it could be delivered."""
    columns = {
        features.named(row, pair.asks, "rating", 0.0, pair.texts[1]): name
        for row, name in zip(pair.rows, pair.employees, strict=True)
    }
    left, right = pair.read
    scale = list(right.scale) if right.about else _numbers(left, right, _rare_top(pair, employees))
    data = {"asks": pair.asks, "shape": "rating", "scale": scale, EMPLOYEES: {"columns": columns}}
    return Draft(pair, data, () if right.about else (_CHECK_ENDS,))


def _nothing(pair: MirrorPair) -> Draft:
    return Draft(pair, {}, ("None of its rows names something that could be offered.",))


def _rating(pair: MirrorPair, features: Features, exports: tuple[Export, Export]) -> Iterator[Draft]:
    left, right = pair.read
    notes: tuple[str, ...] = ()
    if not left.about and not right.about:
        scales = [_numbers(left, right, _rare_top(pair, exports[1]))] * 2
        notes = (_CHECK_ENDS,)
    else:
        scales = [list(left.scale), list(right.scale)]
        if left.scale != right.scale:
            notes = ("The two sides were asked on different scales.",)
    rows = _rows(pair, features, "rating")
    if not rows:
        yield _nothing(pair)
        return
    data = {"asks": pair.asks, "shape": "rating", **_places(rows), **_worded(pair)}
    if scales[0] == scales[1]:
        data["scale"] = scales[0]
    else:
        data[CUSTOMERS]["scale"], data[EMPLOYEES]["scale"] = scales
    yield Draft(pair, data, notes)


def _rare_top(pair: MirrorPair, employees: Export) -> bool:
    """Whether fewer than five employees chose the highest point: then it is not repeated."""
    everyone = Records(employees, np.flatnonzero(employees.status == 0))
    top = pair.read[1].scale[-1:]
    chosen = (
        n
        for c in employees.columns
        if c.name in pair.employees
        for value, n in answers(c, everyone).items()
        if fold(value) in top
    )
    return 0 < sum(chosen) < _FEWEST


def _numbers(left: Reading, right: Reading, rare_top: bool) -> list[str]:
    """One scale of numbers for both sides: every point that either has, and those between.

    rare_top: the highest point of the right side is not to be repeated; the scale goes on to a usual end beyond it.
    """
    points: dict[int, str] = {}
    for point in chain(left.scale, right.scale):
        number = re.match(r"\d+", point)
        if number and len(point) > len(points.get(int(number[0]), "")):
            points[int(number[0])] = point
    low, high = min(points, default=1), max(points, default=0)
    if rare_top and len(right.scale) > len(left.scale):
        high = next((end for end in (3, 5, 7, 10) if end > high), high)
    return [points.get(i, str(i)) for i in range(low, high + 1)]


def _yes_no(pair: MirrorPair, features: Features, exports: tuple[Export, Export]) -> Iterator[Draft]:
    if pair.asks != "pay":
        rows = _rows(pair, features, "share")
        yield Draft(pair, {"asks": pair.asks, "shape": "yes-no", **_places(rows), **_worded(pair)}) if rows else _nothing(pair)
        return
    for at, label in enumerate(pair.rows or (label_of(pair),)):  # each row may name a price of its own
        price = price_in(label) or price_in(pair.texts[0])
        feature = features.named(unpriced(label), "pay", "price", 0.0, pair.texts[0])
        places = _places({feature: (pair.customers[at], pair.employees[at])})
        named = {"price": price.value} if price else {}
        yield Draft(pair, {"asks": "pay", "shape": "yes-no", **named, **places}, () if price else (NO_PRICE,))


def _worded(pair: MirrorPair) -> dict[str, Any]:
    """The verb phrases that the pair's question needs."""
    phrases = wording(pair, quoted=_named_by_question(pair))
    return {"wording": phrases} if phrases else {}


def _selection(pair: MirrorPair, features: Features, exports: tuple[Export, Export]) -> Iterator[Draft]:
    if pair.read[0].codes or pair.read[1].codes:
        yield Draft(
            pair, {}, ("Its answers are codes, and the file does not say what they stand for: export the choices' texts.",)
        )
        return
    mine = _by_words(pair.read[0])
    theirs = _by_words(pair.read[1])
    listed = sorted(mine, key=lambda key: (-mine[key][1], mine[key][0]))[:_MOST_OPTIONS]
    names = {key: features.named(mine[key][0], pair.asks, "share", 0.0, pair.texts[0]) for key in listed}
    answers = {names[key]: mine[key][0] for key in listed}
    believed = {names[key]: theirs[key][0] for key in listed if key in theirs}
    if not answers or not believed:
        yield Draft(pair, {}, ("No option of it was picked on both sides.",))
        return
    notes = [
        f"Employees: “{printable(mine[key][0], 80)}” is missing, or too few picked it. If it was offered to them, add it to"
        f' their answers as {names[key]} = "…", and to unchosen = ["{names[key]}"] if nobody picked it.'
        for key in listed if key not in theirs
    ]  # fmt: skip
    if len(mine) > len(listed):
        notes.append(f"{len(mine) - len(listed)} options that fewer customers picked are left out.")
    data: dict[str, Any] = {"asks": pair.asks, "shape": pair.shape, **_worded(pair)}
    same = answers.keys() == believed.keys() and all(fold(answers[f]) == fold(believed[f]) for f in answers)
    for side, export, names_of, chosen, reading in zip(
        (CUSTOMERS, EMPLOYEES), exports, (pair.customers, pair.employees), (answers, believed), pair.read, strict=True
    ):
        data[side] = list_place(export, names_of, chosen)
        if not (same and "column" in data[side]) and "column" in data[side]:
            data[side]["answers"] = chosen
        if reading.form in ("multi-select", "single-select") and reading.form != pair.shape:
            data[side]["shape"] = reading.form
    if same and all("column" in data[side] for side in (CUSTOMERS, EMPLOYEES)):
        data["answers"] = answers
    yield Draft(pair, data, tuple(notes))


def _weighed(pair: MirrorPair, features: Features, exports: tuple[Export, Export]) -> Iterator[Draft]:
    """A ranking or an allocation, of the items that both sides weighed."""
    mine, theirs = (_by_words(reading) for reading in pair.read)
    both = [key for key in mine if key in theirs]
    if len(both) < 2:
        yield Draft(pair, {}, ("Fewer than two of the things that were weighed are the same on both sides.",))
        return
    kind = SHAPES[pair.shape].kind
    names = {key: features.named(mine[key][0], pair.asks, kind, 0.0, pair.texts[0]) for key in both}
    data: dict[str, Any] = {"asks": pair.asks, "shape": pair.shape}
    for side, export, columns, items in zip(
        (CUSTOMERS, EMPLOYEES), exports, (pair.customers, pair.employees), (mine, theirs), strict=True
    ):
        chosen = {names[key]: items[key][0] for key in both}
        data[side] = list_place(export, columns, chosen)
        if "column" in data[side]:
            data[side]["answers"] = chosen
    left = [mine[key][0] for key in mine if key not in theirs] + [theirs[key][0] for key in theirs if key not in mine]
    named = "; ".join(f"“{printable(text, 80)}”" for text in left)
    yield Draft(pair, data, (f"Weighed by one side alone, and left out: {named}.",) if left else ())


def _by_words(reading: Reading) -> dict[tuple[str, ...], tuple[str, int]]:
    """A list's options and how many picked each, by what both sides' spellings share; what is no feature left out."""
    found: dict[tuple[str, ...], tuple[str, int]] = {}
    for option, n in reading.options.items():
        key = words(option) or (fold(option),)
        if n and not not_a_feature(option) and n > found.get(key, ("", 0))[1]:
            found[key] = (option, n)
    return found


def list_place(export: Export, columns: Sequence[str], chosen: Mapping[str, str]) -> dict[str, Any]:
    """Where a list stands: one column, all columns of the question by its text, or a column per feature."""
    if len(columns) == 1:
        return {"column": columns[0]}
    of_question = [c for c in export.columns if c.name in columns]
    text = of_question[0].text.strip()
    alike = {c.name for c in export.columns if c.kind != "free-text" and fold(c.text) == fold(text)}
    if (
        0 < len(text) <= 2000
        and alike == set(columns)
        and not any(c.name == text or c.name.startswith(text) for c in export.columns)
    ):
        return {"column": text}
    by_option = {fold(c.option): c.name for c in of_question}
    return {"columns": {feature: by_option[fold(option)] for feature, option in chosen.items() if fold(option) in by_option}}


def _ladder(pair: MirrorPair, features: Features, exports: tuple[Export, Export]) -> Iterator[Draft]:
    feature = features.named(label_of(pair), "pay", "price", 0.0, pair.texts[0])
    data: dict[str, Any] = {"asks": "pay", "shape": "price-ladder", "feature": feature}
    for side, columns, reading in zip((CUSTOMERS, EMPLOYEES), (pair.customers, pair.employees), pair.read, strict=True):
        data[side] = {"columns": list(columns), "prices": [price.value for price in reading.prices]}
    yield Draft(pair, data)


def _open_price(pair: MirrorPair, features: Features, exports: tuple[Export, Export]) -> Iterator[Draft]:
    rows = _rows(pair, features, "price")
    for feature, (mine, theirs) in rows.items():
        yield Draft(
            pair,
            {
                "asks": "pay",
                "shape": "open-price",
                "feature": feature,
                CUSTOMERS: {"column": mine},
                EMPLOYEES: {"column": theirs},
            },
        )


_CONSIDERED = re.compile(r"\bconsider (?:the |this |a |an )?(.{2,60}?) (?:to be|as|so|too)\b", re.IGNORECASE)


def _meter(pair: MirrorPair, features: Features, exports: tuple[Export, Export]) -> Iterator[Draft]:
    considered = _CONSIDERED.search(pair.texts[0])
    feature = features.named(considered[1] if considered else label_of(pair), "pay", "van-westendorp", 0.0, pair.texts[0])
    data: dict[str, Any] = {"asks": "pay", "shape": "van-westendorp", "feature": feature}
    for side, columns in ((CUSTOMERS, pair.customers), (EMPLOYEES, pair.employees)):
        data[side] = dict(zip(PARTS, columns, strict=True))
    yield Draft(pair, data)


def _card(pair: MirrorPair, features: Features, exports: tuple[Export, Export]) -> Iterator[Draft]:
    feature = features.named(label_of(pair), "pay", "interval", 0.0, pair.texts[0])
    data: dict[str, Any] = {"asks": "pay", "shape": "interval", "feature": feature}
    for side, columns in ((CUSTOMERS, pair.customers), (EMPLOYEES, pair.employees)):
        data[side] = dict(zip(("lower", "upper"), columns, strict=True))
    yield Draft(pair, data)


def _bids(pair: MirrorPair, features: Features, exports: tuple[Export, Export]) -> Iterator[Draft]:
    """One bid or two; after one, how sure customers are of their yes, where a column holds it."""
    feature = features.named(label_of(pair), "pay", "bids", 0.0, pair.texts[0])
    data: dict[str, Any] = {"asks": "pay", "shape": pair.shape, "feature": feature}
    bids = len(pair.employees)
    for side, columns in ((CUSTOMERS, pair.customers[:bids]), (EMPLOYEES, pair.employees)):
        asked = [dict(zip(("price", "answer"), columns[at : at + 2], strict=True)) for at in range(0, bids, 2)]
        data[side] = asked[0] if len(asked) == 1 else dict(zip(("first", "second"), asked, strict=True))
    notes: tuple[str, ...] = ()
    for sure in pair.customers[bids:]:
        data[CUSTOMERS]["certainty"] = sure
        notes = ("Who said yes was asked how sure they are: the report also shows who would pay if only the sure count.",)
    yield Draft(pair, data, notes)


_Drafting = Callable[[MirrorPair, Features, tuple[Export, Export]], Iterator[Draft]]
_BY_SHAPE: Mapping[str, _Drafting] = MappingProxyType(
    {
        "rating": _rating, "yes-no": _yes_no, "multi-select": _selection, "single-select": _selection,
        "price-ladder": _ladder, "open-price": _open_price, "ranking": _weighed, "allocation": _weighed,
        "van-westendorp": _meter, "interval": _card, "price": _bids, "double-bounded": _bids,
    }
)  # fmt: skip
