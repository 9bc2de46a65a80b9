"""Weights of one audience: a column's, or raked to margins on the cross-table of its segmentations; trimmed or not."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gapsurvey.blocks import combinations_of
from gapsurvey.errors import Problem, StudyError, listing
from gapsurvey.matching import fold
from gapsurvey.model import Floats, SegmentCodes
from gapsurvey.records import Records, Unfound
from gapsurvey.study import Weights

__all__ = ["Weighed", "from_column", "raked", "weighed"]

MET = 1e-6  # a margin missed by less is met


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """An audience's weights, one per respondent, and how they came about.

    before: what they were before they were trimmed, the same array where nobody's were; missed: by how much a margin's share
    is off at most, because the bounds do not allow for more; margins: the segmentations that were raked to, none of a column.
    """

    weight: Floats
    before: Floats
    missed: float = 0.0
    margins: tuple[SegmentCodes, ...] = ()

    @property
    def reached(self) -> bool:
        """Whether the weights meet all margins."""
        return self.missed < MET

    def told(self, trim: tuple[float, float] | None, quiet: int = 1, digits: int = 10) -> dict[str, float]:
        """What the report says of the weights, to `digits` digits; nothing where all are equal.

        Kish's design effect, effective base and efficiency; if weights were to be trimmed, also the design effect before, how
        many people's were, unless that are fewer than `quiet`, and by how much a margin is missed, if one is.
        """
        if len(self.weight) == 0 or np.ptp(self.before) == 0:
            return {}
        effective = _effective(self.weight)
        found = {
            "design_effect": len(self.weight) / effective,
            "effective_base": effective,
            "efficiency": effective / len(self.weight),
        }
        if trim is not None:
            relative = self.before / self.before.mean()
            trimmed = int(((relative < trim[0]) | (relative > trim[1])).sum())
            found["untrimmed_design_effect"] = len(self.before) / _effective(self.before)
            if not 0 < trimmed < quiet:
                found["trimmed"] = trimmed
            if not self.reached:
                found["margins_missed_by"] = self.missed
        return {key: float(f"{value:.{digits}g}") for key, value in found.items()}


def _effective(weight: Floats) -> float:
    return float(weight.sum() ** 2 / (weight**2).sum())


def weighed(weights: Weights, records: Records, segments: tuple[SegmentCodes, ...], at: str) -> Weighed:
    """The weights that the study asks for, of the kept records. Raises Unfound or StudyError with what is wrong with them."""
    if weights.column is None:
        return raked(weights, segments, at, records.quiet)
    before = from_column(weights.column, records, at)
    if weights.trim is None or len(before) == 0:
        return Weighed(before, before)
    from gapsurvey.stats.raking import trim

    return Weighed(trim(before, np.ones(len(before)), *weights.trim), before)


def from_column(name: str, records: Records, at: str) -> Floats:
    """The weights in a column, as they are. Raises Unfound where one is blank, not a number, or not above zero."""
    column = records.one(name, at)
    given = records.numbers(column, (_weight(value) for value in column.values))
    wrong = ~(given > 0)
    if wrong.any():
        people = f"{int(wrong.sum())} of {len(given)} respondents"
        found = f'"{column.name}" of {records.export.file} has no weight above zero for {people}'
        raise Unfound(Problem(at, found, "Give every kept respondent a weight above zero."))
    return given


def _weight(text: str) -> float:
    try:
        weight = float(text.strip().replace(",", "."))
    except ValueError:
        return math.nan
    return weight if math.isfinite(weight) else math.nan


def raked(weights: Weights, segments: tuple[SegmentCodes, ...], at: str, quiet: int = 1) -> Weighed:
    """One weight per respondent, mean 1, by iterative proportional fitting on the cells of the margins' cross-table.

    Within the study's bounds, if it has some: raked and trimmed in turn. Raises StudyError with every margin's problems: a
    respondent in no category, a category without respondent, a category without a share. Categories of fewer than `quiet`
    people are counted, not named.
    """
    from gapsurvey.stats.raking import RakingError, rake, rake_within

    margins = weights.margins or {}
    chosen = [next(s for s in segments if s.name == name) for name in margins]
    problems = [p for segment in chosen for p in _unfit(segment, margins[segment.name], f"{at}.{segment.name}", quiet)]
    if problems:
        raise StudyError(problems)
    shares = [{fold(cell): share for cell, share in margins[segment.name].items()} for segment in chosen]
    targets = [np.array([by[fold(cell)] for cell in segment.cells]) for segment, by in zip(chosen, shares, strict=True)]
    sizes = [len(segment.cells) for segment in chosen]
    cells, of = combinations_of([segment.codes for segment in chosen], sizes)
    count = np.bincount(of, minlength=len(cells))
    try:
        before = rake(cells, count, targets)
        weight = before if weights.trim is None else rake_within(cells, count, targets, *weights.trim)
    except RakingError as error:
        raise StudyError([Problem(at, str(error), "Use fewer margins, or merge small categories.")]) from None
    missed = max(
        float(np.abs(np.bincount(cells[:, i], weight * count) / count.sum() - target / target.sum()).max())
        for i, target in enumerate(targets)
    )
    each = weight[of]
    return Weighed(each, each if before is weight else before[of], missed, tuple(chosen))


def _unfit(segment: SegmentCodes, shares: Mapping[str, float], at: str, quiet: int) -> Iterator[Problem]:
    """How a segmentation and the shares of its cells do not fit each other."""
    people = np.bincount(segment.codes[segment.codes >= 0], minlength=len(segment.cells))
    there = set(map(fold, segment.cells))
    if unknown := [cell for cell in shares if fold(cell) not in there]:
        fix = "Leave it out, or merge it into a category that somebody is in."
        yield Problem(at, f"nobody answered {listing(unknown)}", fix, _named(segment.cells, people, quiet))
    given = set(map(fold, shares))
    if forgotten := [i for i, cell in enumerate(segment.cells) if fold(cell) not in given]:
        named = _named([segment.cells[i] for i in forgotten], people[forgotten], quiet)
        yield Problem(at, f"no share for {named}", "Give every category a share.", listing(shares))
    if none := int((segment.codes < 0).sum()):
        fix = "Keep only respondents who are in one (where), or weight by another segmentation."
        yield Problem(at, f"{none} {'respondent is' if none == 1 else 'respondents are'} in no category", fix)


def _named(cells: Sequence[str], people: Iterable[int], quiet: int) -> str:
    """The cells as a message may name them: those of fewer than `quiet` people are counted."""
    shown = [cell for cell, n in zip(cells, people, strict=True) if n >= quiet]
    hidden = len(cells) - len(shown)
    rest = f"{hidden} of fewer than {quiet} people, not named here" if hidden else ""
    return " and ".join(part for part in (listing(shown), rest) if part)
