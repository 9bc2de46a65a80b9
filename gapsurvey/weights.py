"""Weights of one audience: a column's, or raked to the study's margins on the cross-table of its segmentations."""

from __future__ import annotations

import numpy as np

from gapsurvey.errors import Problem, listing
from gapsurvey.matching import fold
from gapsurvey.model import Floats, SegmentCodes
from gapsurvey.records import Records, Unfound
from gapsurvey.study import Weights

__all__ = ["from_column", "raked", "weighting"]


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
        return float(text.strip().replace(",", "."))
    except ValueError:
        return float("nan")


def raked(weights: Weights, segments: tuple[SegmentCodes, ...], at: str) -> Floats:
    """One weight per respondent, mean 1, by iterative proportional fitting on the cells of the margins' cross-table.

    Raises Unfound: a respondent in no category, a category without respondent, a margin that names none.
    """
    from gapsurvey.stats.raking import RakingError, rake

    margins = weights.margins or {}
    chosen = [next(s for s in segments if s.name == name) for name in margins]
    targets = []
    for segment, (name, shares) in zip(chosen, margins.items(), strict=True):
        by_cell = {fold(cell): share for cell, share in shares.items()}
        unknown = [cell for cell in shares if fold(cell) not in set(map(fold, segment.cells))]
        unweighted = [cell for cell in segment.cells if fold(cell) not in by_cell]
        none = int((segment.codes < 0).sum())
        if unknown:
            raise Unfound(
                Problem(
                    f"{at}.{name}",
                    f"nobody answered {listing(unknown)}",
                    "Leave it out, or merge it into a category that somebody is in.",
                    listing(segment.cells),
                )
            )
        if unweighted:
            raise Unfound(
                Problem(f"{at}.{name}", f"no share for {listing(unweighted)}", "Give every category a share.", listing(shares))
            )
        if none:
            raise Unfound(
                Problem(
                    f"{at}.{name}",
                    f"{none} respondents are in no category",
                    "Keep only respondents who are in one (where), or weight by another segmentation.",
                )
            )
        targets.append(np.array([by_cell[fold(cell)] for cell in segment.cells]))
    pattern = np.stack([segment.codes for segment in chosen], axis=1)
    cells, of = np.unique(pattern, axis=0, return_inverse=True)
    count = np.bincount(of.ravel(), minlength=len(cells))
    try:
        return rake(cells, count, targets)[of.ravel()]
    except RakingError as error:
        raise Unfound(Problem(at, str(error), "Use fewer margins, or merge small categories.")) from None


def weighting(weight: Floats) -> dict[str, float]:
    """Kish's design effect, effective base and efficiency of a weighted audience; empty where all weights are equal."""
    if len(weight) == 0 or np.ptp(weight) == 0:
        return {}
    effective = float(weight.sum() ** 2 / (weight**2).sum())
    return {"design_effect": len(weight) / effective, "effective_base": effective, "efficiency": effective / len(weight)}
