"""Rows become counts here, once, and never come back."""

from __future__ import annotations

import math

import numpy as np

from gapsurvey.model import Answers, Cell, Codes, Counts, Floats, Item, Patterns, Responses, SegmentCodes, Tallies

__all__ = ["tally"]


def tally(responses: Responses) -> Tallies:
    """Counts of every item, for the audience as a whole and for each cell of each of its segmentations.

    Additive: `tally(a) + tally(b)` are the tallies of both groups together. Respondents without a value of a
    segmentation are in the cell named "", so that its cells always add up to the whole. Of a crossing, only the cells that
    somebody is in are counted.
    """
    everyone = Cell(responses.audience)
    counts: dict[Cell, dict[Item, Counts]] = {everyone: {}}
    members = {everyone: responses.n}
    nobody_apart = np.zeros(responses.n, np.int32)
    for answers in responses.answers:
        counts[everyone][answers.item] = _counts(answers, nobody_apart, 1, responses.weight)[0]
    one_way = {segment.name: _grouping(responses.audience, segment) for segment in responses.segments}
    crossed = [_together([one_way[name] for name in pair]) for pair in responses.crossed]
    for cells, code in (*one_way.values(), *((tuple(Cell.crossed(*parts) for parts in found), code) for found, code in crossed)):
        size = np.bincount(code, minlength=len(cells))
        members |= {cell: int(n) for cell, n in zip(cells, size, strict=True)}
        counts |= {cell: {} for cell in cells}
        for answers in responses.answers:
            for cell, per_cell in zip(cells, _counts(answers, code, len(cells), responses.weight), strict=True):
                counts[cell][answers.item] = per_cell
    patterns = {everyone: {profile.item: Patterns.of(profile, responses.weight) for profile in responses.profiles}}
    combinations: dict[Cell, dict[tuple[Cell, ...], int]] = {everyone: {}}
    if one_way and responses.n:
        found, code = _together(list(one_way.values()))
        combinations[everyone] = {parts: int(n) for parts, n in zip(found, np.bincount(code), strict=True)}
    return Tallies(counts, members, patterns, combinations)


def _grouping(audience: str, segment: SegmentCodes) -> tuple[tuple[Cell, ...], Codes]:
    """A segmentation's cells, that of nobody's value last, and which of them each respondent is in."""
    cells = tuple(Cell(audience, segment.name, name) for name in (*segment.cells, ""))
    return cells, np.where(segment.codes < 0, len(segment.cells), segment.codes).astype(np.int32)


def _together(groupings: list[tuple[tuple[Cell, ...], Codes]]) -> tuple[tuple[tuple[Cell, ...], ...], Codes]:
    """The combinations of cells that somebody is in, and which of them each respondent is in."""
    cells, codes = zip(*groupings, strict=True)
    sizes = [len(of) for of in cells]
    if math.prod(sizes) < 2**62:
        number = np.ravel_multi_index(codes, sizes)
        found, of = np.unique(number, return_inverse=True)
        places = np.stack(np.unravel_index(found, sizes), axis=1)
    else:
        places, of = np.unique(np.stack(codes, axis=1), axis=0, return_inverse=True)
    named = tuple(tuple(cells[i][place] for i, place in enumerate(row)) for row in places.tolist())
    return named, of.ravel().astype(np.int32)


def _counts(answers: Answers, cell: Codes, cells: int, weight: Floats) -> list[Counts]:
    """One item's counts in each of `cells` cells, from one pass over its codes."""
    levels = len(answers.levels)
    answered = answers.codes >= 0
    place = cell[answered].astype(np.int64) * levels + answers.codes[answered]
    w = weight[answered]
    size = cells * levels
    n = np.bincount(place, minlength=size).reshape(cells, levels)
    sums = np.bincount(place, w, size).reshape(cells, levels)
    squares = np.bincount(place, w * w, size).reshape(cells, levels)
    return [Counts(answers.levels, n[i], sums[i], squares[i]) for i in range(cells)]
