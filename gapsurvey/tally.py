"""Rows become counts here, once, and never come back."""

from __future__ import annotations

import numpy as np

from gapsurvey.blocks import blocks, combinations_of
from gapsurvey.derived import batteries, on_margins
from gapsurvey.model import Answers, Cell, Codes, Counts, Floats, Item, Patterns, Profile, Responses, SegmentCodes, Tallies

__all__ = ["tally"]


def tally(responses: Responses) -> Tallies:
    """Counts of every item, for the audience as a whole and for each cell of each of its segmentations.

    Additive: `tally(a) + tally(b)` are the tallies of both groups together. Respondents without a value of a
    segmentation are in the cell named "", so that its cells always add up to the whole. Of a crossing, only the cells that
    somebody is in are counted.
    """
    first, *others = (responses.part(block) for block in blocks(responses.n))
    return sum(map(_tally, others), start=_tally(first))


def _tally(responses: Responses) -> Tallies:
    """The same of respondents who are few enough to be counted at once."""
    everyone = Cell(responses.audience)
    counts: dict[Cell, dict[Item, Counts]] = {everyone: {}}
    members = {everyone: responses.n}
    nobody_apart: Codes = np.zeros(responses.n, np.int8)
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
    patterns = {everyone: {profile.item: Patterns.of(profile, responses.weight) for profile in _profiles(responses)}}
    combinations: dict[Cell, dict[tuple[Cell, ...], int]] = {everyone: {}}
    if one_way and responses.n:
        found, code = _together(list(one_way.values()))
        combinations[everyone] = {parts: int(n) for parts, n in zip(found, np.bincount(code), strict=True)}
    return Tallies(counts, members, patterns, combinations)


def _profiles(responses: Responses) -> list[Profile]:
    """What is counted together: what questions gave as such, and the answers side by side, and beside the margins."""
    answers, named = list(responses.answers), {segment.name: segment for segment in responses.segments}
    beside = on_margins(answers, tuple(named[name] for name in responses.margins), "raked" if responses.reached else "trimmed")
    return [*batteries(answers), *responses.profiles, *beside]


def _grouping(audience: str, segment: SegmentCodes) -> tuple[tuple[Cell, ...], Codes]:
    """A segmentation's cells, that of nobody's value last, and which of them each respondent is in."""
    cells = tuple(Cell(audience, segment.name, name) for name in (*segment.cells, ""))
    return cells, np.where(segment.codes < 0, len(segment.cells), segment.codes).astype(np.int32)


def _together(groupings: list[tuple[tuple[Cell, ...], Codes]]) -> tuple[tuple[tuple[Cell, ...], ...], Codes]:
    """The combinations of cells that somebody is in, and which of them each respondent is in."""
    cells, codes = zip(*groupings, strict=True)
    places, of = combinations_of(codes, [len(each) for each in cells])
    return tuple(tuple(cells[i][place] for i, place in enumerate(row)) for row in places.tolist()), of


def _counts(answers: Answers, cell: Codes, cells: int, weight: Floats) -> list[Counts]:
    """One item's counts in each of `cells` cells, from one pass over its codes."""
    levels = len(answers.levels)
    answered = answers.codes >= 0
    place = cell[answered].astype(np.int64) * levels + answers.codes[answered]
    size = cells * levels
    n = np.bincount(place, minlength=size).reshape(cells, levels)
    if (weight == 1).all():  # as most are: what would be summed is counted
        return [Counts(answers.levels, here, here.astype(np.float64), here.astype(np.float64)) for here in n]
    w = weight[answered]
    sums = np.bincount(place, w, size).reshape(cells, levels)
    squares = np.bincount(place, w * w, size).reshape(cells, levels)
    return [Counts(answers.levels, n[i], sums[i], squares[i]) for i in range(cells)]
