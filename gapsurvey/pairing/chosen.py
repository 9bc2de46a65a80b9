"""Pairs that a person chose: questions of both sides, paired row by row whether or not their words are alike."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from gapsurvey.errors import Problem, StudyError, listing
from gapsurvey.model import Export
from gapsurvey.pairing.guesses import guesses
from gapsurvey.pairing.likeness import likeness
from gapsurvey.pairing.proposal import MirrorPair
from gapsurvey.pairing.propose import Match, both_sides, grouped, pair_of
from gapsurvey.pairing.questions import Question
from gapsurvey.pairing.recognise import KINDS, Form, Reading
from gapsurvey.pairing.texts import words
from gapsurvey.pairing.units import Fit, Unit, fit, units

__all__ = ["ASKS", "chosen", "fitting"]

_ALIKE = 0.3  # of two grids' rows; below it they are different rows
# What a question in each shape may ask.
ASKS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "yes-no": ("want", "need", "prefer", "pay"), "multi-select": ("want", "need", "prefer"),
        "single-select": ("prefer", "want", "need"), "rating": ("need", "want", "prefer"), "estimate": ("want", "need", "pay"),
        "ranking": ("prefer", "want", "need"), "allocation": ("prefer", "want", "need"),
    }
)  # fmt: skip
_ALSO: Mapping[str, tuple[str, ...]] = MappingProxyType({"single-select": ("rating",), "number": ("open-price",)})


def fitting(pair: MirrorPair) -> tuple[str, ...]:
    """The shapes that a pair's answers could be counted in, the recognised one first."""
    also = _ALSO.get(pair.read[0].form, ()) if pair.read[0].form == pair.read[1].form else ()
    return tuple(dict.fromkeys((pair.shape, *also)))


def chosen(
    exports: tuple[Export, Export], columns: tuple[Collection[str], Collection[str]], *, shape: str = "", asks: str = "",
    who: str = "employees",
) -> list[MirrorPair]:  # fmt: skip
    """The pairs of these columns, customers' and believers': one, but for estimates of several things.

    who: what the believers are called; shape, asks: in place of what is recognised, where they fit. Raises StudyError where a
    column is not asked about, or where no shape counts both sides' answers.
    """
    found = both_sides(*exports)
    picked = [
        [question for question in side if any(column.name in names for column in question.columns)]
        for side, names in zip(found, columns, strict=True)
    ]
    for questions, export in zip(picked, exports, strict=True):
        if not questions:
            raise StudyError([Problem(export.file, "no question of it was chosen", "Search for one, and choose it.")])
    forms = [{question.reading.form for question in side} for side in picked]
    estimates = forms[1] == {"estimate"} and "estimate" not in forms[0]
    one = len(picked[0]) == 1 and picked[0][0].reading.form == "yes-no" and len(picked[0][0].columns) == 1
    pairs = guesses(picked[0], picked[1], likely=0.0 if one else 1e-6) if estimates else _paired(picked, columns)
    if not pairs:
        raise StudyError([_unlike(exports, forms, who)])
    return [_as(pair, shape, asks) for pair in pairs]


def _paired(picked: Sequence[Sequence[Question]], columns: tuple[Collection[str], Collection[str]]) -> list[MirrorPair]:
    """The assignment of rows whose likeness is largest; two lone questions are paired however they read."""
    from scipy.optimize import linear_sum_assignment

    left, right = (
        [unit for unit in units(side) if any(column.name in names for column in unit.columns)]
        for side, names in zip(picked, columns, strict=True)
    )
    fits = _fits(left, right)
    lone = len(left) == len(right) == 1
    scores = np.array(
        [[found.score if found.reason and (lone or found.score >= _ALIKE) else 0.0 for found in row] for row in fits]
    )
    if lone and fits[0][0].reason:
        scores += 1e-9
    matches = [
        Match(left[i], right[j], fits[i][j].score, f"chosen by you; {fits[i][j].reason}", "sure")
        for i, j in zip(*linear_sum_assignment(scores, maximize=True), strict=True)
        if scores.size and scores[i, j]
    ]
    return [pair_of(group) for group in grouped(matches)]


def _fits(left: Sequence[Unit], right: Sequence[Unit]) -> list[list[Fit]]:
    """How every two units fit, by their question and row or, where that says more, by their rows alone."""
    alike = likeness([unit.matter for unit in left], [unit.matter for unit in right])
    rows = likeness([words(unit.row) or unit.matter for unit in left], [words(unit.row) or unit.matter for unit in right])
    best = np.maximum(alike, rows)
    return [[fit(mine, theirs, float(best[i, j])) for j, theirs in enumerate(right)] for i, mine in enumerate(left)]


def _as(pair: MirrorPair, shape: str, asks: str) -> MirrorPair:
    """The pair in another shape that fits, or as asking something else."""
    if shape in fitting(pair) and shape != pair.shape:
        read = pair.read if shape != "rating" else (_scaled(pair.read[0]), _scaled(pair.read[1]))
        pair = replace(
            pair, shape=shape, asks="pay" if shape == "open-price" else "need" if shape == "rating" else pair.asks, read=read
        )
    return replace(pair, asks=asks) if asks in ASKS.get(pair.shape, ()) else pair


def _scaled(reading: Reading) -> Reading:
    """Options as the points of a scale, in the order in which they were listed."""
    return Reading("rating", tuple(reading.options), "what you say it does")


def _unlike(exports: tuple[Export, Export], forms: Sequence[Collection[Form]], who: str) -> Problem:
    mine, theirs = (" and ".join(KINDS[form] for form in sorted(side)) for side in forms)
    found = f"customers {mine} and {who} {theirs}, or no row of one is like a row of the other: nothing counts both together"
    return Problem(listing(export.file for export in exports), found, "Choose a question that was asked the same way.")
