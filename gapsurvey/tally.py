"""Rows become counts here, once, and never come back."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from gapsurvey.blocks import blocks, combinations_of, numbered, occurrences
from gapsurvey.derived import batteries, on_margins
from gapsurvey.model import Answers, Cell, Codes, Counts, Floats, Item, Patterns, Profile, Responses, SegmentCodes, Tallies
from gapsurvey.products import Products

__all__ = ["tally", "totals"]

# Kinds of answers side by side of which all are held against each other at once: what a set of versions reaches. Of the others
# two are, and a battery of them has nearly as many patterns as respondents.
WHOLE = frozenset({"share", "price"})

AT_ONCE = 2**20  # respondents: what is needed beside their answers stays small, and few tallies are to be added up
PEOPLE_PER_COUNT = 4  # of the table that cells are counted in at once: in a larger one, adding up takes as long as counting
MOST_AT_ONCE = 2**14  # cells of such a table


def tally(responses: Responses) -> Tallies:
    """Counts of every item, for the audience as a whole and for each cell of each of its segmentations.

    Additive: `tally(a) + tally(b)` are the tallies of both groups together. Respondents without a value of a
    segmentation are in the cell named "", so that its cells always add up to the whole. Of a crossing, only the cells that
    somebody is in are counted.
    """
    first, *others = (_part(responses, block) for block in blocks(responses.n, AT_ONCE))
    return sum(map(_tally, others), start=_tally(first))


def _part(responses: Responses, of: slice) -> Responses:
    """Those respondents alone; nothing is copied."""
    return replace(
        responses,
        weight=responses.weight[of],
        segments=tuple(replace(segment, codes=segment.codes[of]) for segment in responses.segments),
        answers=tuple(replace(answers, codes=answers.codes[of]) for answers in responses.answers),
        profiles=tuple(replace(profile, codes=profile.codes[of]) for profile in responses.profiles),
    )


def _tally(responses: Responses) -> Tallies:
    """The same of respondents who are counted at once."""
    everybody, weight = _everybody(responses), responses.weight
    (everyone,) = everybody.cells
    one_way = {segment.name: _grouping(responses.audience, segment) for segment in responses.segments}
    crossed = [_crossed([one_way[name] for name in pair]) for pair in responses.crossed]
    counts, members = _counted(responses, [everybody, *one_way.values(), *crossed])
    side_by_side = batteries(list(responses.answers))
    profiles = [
        *(battery for battery in side_by_side if battery.item.kind in WHOLE),
        *responses.profiles,
        *_on_margins(responses),
    ]
    patterns = {profile.item: Patterns.of(profile, weight) for profile in profiles}
    weights = () if _equal(weight) else (np.ones(responses.n), weight, weight * weight)
    products = {b.item: Products.of(b.fields, b.levels, b.codes, *weights) for b in side_by_side if b.item not in patterns}
    combinations: dict[Cell, dict[tuple[Cell, ...], int]] = {everyone: {}}
    if one_way and responses.n:
        found, code = _together(list(one_way.values()))
        combinations[everyone] = dict(zip(found, np.bincount(code).tolist(), strict=True))
    return Tallies(counts, members, {everyone: patterns}, combinations, {everyone: products})


def totals(responses: Responses) -> Tallies:
    """Counts of every item for the audience as a whole, and nothing else."""
    return Tallies(*_counted(responses, [_everybody(responses)]))


@dataclass(frozen=True, slots=True, eq=False)
class _Grouping:
    """Cells of one audience, and per respondent which of them: everybody is in one."""

    cells: tuple[Cell, ...]
    codes: Codes


def _on_margins(responses: Responses) -> list[Profile]:
    """Answers beside the cells that the audience's weights were raked to, where they were."""
    named = {segment.name: segment for segment in responses.segments}
    margins = tuple(named[name] for name in responses.margins)
    return on_margins(list(responses.answers), margins, "raked" if responses.reached else "trimmed")


def _everybody(responses: Responses) -> _Grouping:
    return _Grouping((Cell(responses.audience),), np.zeros(responses.n, np.int8))


def _grouping(audience: str, segment: SegmentCodes) -> _Grouping:
    """A segmentation's cells, that of nobody's value last, and which of them each respondent is in."""
    cells = tuple(Cell(audience, segment.name, name) for name in (*segment.cells, ""))
    last = np.min_scalar_type(-len(cells)).type(len(segment.cells))
    return _Grouping(cells, np.where(segment.codes < 0, last, segment.codes))


def _crossed(groupings: Sequence[_Grouping]) -> _Grouping:
    """The crossing's cells that somebody is in."""
    found, codes = _together(groupings)
    return _Grouping(tuple(Cell.crossed(*parts) for parts in found), codes)


def _together(groupings: Sequence[_Grouping]) -> tuple[tuple[tuple[Cell, ...], ...], Codes]:
    """The combinations of cells that somebody is in, and which of them each respondent is in."""
    places, of = combinations_of([each.codes for each in groupings], [len(each.cells) for each in groupings])
    return tuple(tuple(each.cells[i] for each, i in zip(groupings, row, strict=True)) for row in places.tolist()), of


# --- counting ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """Several groupings that are counted at once, by the combinations of their cells.

    cells: of all of them; number: per respondent, which of P combinations; inside: C × P, whether a combination is inside a cell.
    """

    cells: tuple[Cell, ...]
    number: Codes
    inside: Floats

    @classmethod
    def of(cls, groupings: Sequence[_Grouping]) -> _Table:
        sizes = [len(grouping.cells) for grouping in groupings]
        at = np.unravel_index(np.arange(math.prod(sizes)), sizes)
        inside = np.concatenate([place == np.arange(size)[:, None] for place, size in zip(at, sizes, strict=True)])
        cells = tuple(chain.from_iterable(grouping.cells for grouping in groupings))
        return cls(cells, numbered([grouping.codes for grouping in groupings], sizes), inside.astype(np.float64))

    def counts(self, answers: Answers, weight: Floats | None) -> Iterator[Counts]:
        """One item's counts in each of the cells, from one pass over its codes; weight: None where all weigh 1."""
        combinations, levels = self.inside.shape[1], len(answers.levels)
        if combinations == 1 and weight is None:
            each = occurrences(answers.codes, levels)
            alike = Counts(answers.levels, each, each.astype(np.float64), each.astype(np.float64))
            return iter([alike] * len(self.cells))
        place = numbered([self.number, answers.codes], [combinations, levels + 1])
        place += 1  # an answer's place is one after that of none

        def summed(by: Floats | None = None) -> Floats:
            of = np.bincount(place, by, combinations * (levels + 1)).reshape(combinations, levels + 1)
            found: Floats = self.inside @ of[:, 1:].astype(np.float64)  # exact: a float holds every count below 2⁵³
            return found

        n = summed()
        w, w2 = (n, n) if weight is None else (summed(weight), summed(weight * weight))
        return (Counts(answers.levels, *sums) for sums in zip(n.astype(np.int64), w, w2, strict=True))


def _counted(responses: Responses, groupings: Sequence[_Grouping]) -> tuple[dict[Cell, dict[Item, Counts]], dict[Cell, int]]:
    """Per cell of all groupings the counts of every item, and the respondents who are in it."""
    counts: dict[Cell, dict[Item, Counts]] = {cell: {} for grouping in groupings for cell in grouping.cells}
    sizes, weight = [len(grouping.cells) for grouping in groupings], None if _equal(responses.weight) else responses.weight
    tables: dict[tuple[int, int], _Table] = {}
    for answers in responses.answers:
        most = min(responses.n // PEOPLE_PER_COUNT // (len(answers.levels) + 1), MOST_AT_ONCE)
        for first, end in _at_once(sizes, most):
            if (first, end) not in tables:
                tables[first, end] = _Table.of(groupings[first:end])
            table = tables[first, end]
            for cell, found in zip(table.cells, table.counts(answers, weight), strict=True):
                counts[cell][answers.item] = found
    people = [np.bincount(grouping.codes, minlength=len(grouping.cells)).tolist() for grouping in groupings]
    members = (zip(grouping.cells, n, strict=True) for grouping, n in zip(groupings, people, strict=True))
    return counts, dict(chain.from_iterable(members))


def _at_once(sizes: Iterable[int], most: int) -> Iterator[tuple[int, int]]:
    """From where to where groupings are counted at once: as many in a row as have no more than so many combinations of cells."""
    first = end = 0
    combinations = 1
    for end, size in enumerate(sizes):
        if end > first and combinations * size > most:
            yield first, end
            first, combinations = end, 1
        combinations *= size
    yield first, end + 1


def _equal(weight: Floats) -> bool:
    """Whether everybody weighs 1, as in most surveys: what would be summed is counted then."""
    return bool((weight == 1).all())
