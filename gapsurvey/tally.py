"""Rows become counts here, once, and never come back."""

from __future__ import annotations

import numpy as np

from gapsurvey.model import Answers, Cell, Codes, Counts, Floats, Item, Patterns, Responses, Tallies

__all__ = ["tally"]


def tally(responses: Responses) -> Tallies:
    """Counts of every item, for the audience as a whole and for each cell of each of its segmentations.

    Additive: `tally(a) + tally(b)` are the tallies of both groups together. Respondents without a value of a
    segmentation are in the cell named "", so that its cells always add up to the whole.
    """
    everyone = Cell(responses.audience)
    counts: dict[Cell, dict[Item, Counts]] = {everyone: {}}
    members = {everyone: responses.n}
    nobody_apart = np.zeros(responses.n, np.int32)
    for answers in responses.answers:
        counts[everyone][answers.item] = _counts(answers, nobody_apart, 1, responses.weight)[0]
    for segment in responses.segments:
        cells = [Cell(responses.audience, segment.name, name) for name in (*segment.cells, "")]
        code = np.where(segment.codes < 0, len(segment.cells), segment.codes)
        size = np.bincount(code, minlength=len(cells))
        members |= {cell: int(n) for cell, n in zip(cells, size, strict=True)}
        counts |= {cell: {} for cell in cells}
        for answers in responses.answers:
            for cell, per_cell in zip(cells, _counts(answers, code, len(cells), responses.weight), strict=True):
                counts[cell][answers.item] = per_cell
    patterns = {everyone: {profile.item: Patterns.of(profile, responses.weight) for profile in responses.profiles}}
    return Tallies(counts, members, patterns)


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
