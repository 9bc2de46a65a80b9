"""Segments: which of the house's functions read customers right, and which customers differ."""

from __future__ import annotations

from gapsurvey.methods.compare import KINDS, judged, pairs
from gapsurvey.methods.family import gap_rows
from gapsurvey.methods.gap import SIGN_NOTE
from gapsurvey.methods.measured import share_estimate, share_of, yes
from gapsurvey.model import Cell, Tallies
from gapsurvey.privacy import Published
from gapsurvey.report import Estimate, Table
from gapsurvey.study import Study

__all__ = ["segments"]


def segments(published: Published, study: Study) -> list[Table]:
    """One table per audience and segmentation: the gap of each published cell against the whole of the other side.

    A believers' cell is held against all customers; a customers' cell has all believers held against it. A table's
    gaps of one shape are one family of comparisons.
    """
    tables = []
    for audience in study.audiences:
        for by in study.segmentations(audience):
            cells = [cell for cell in published.tallies.counts if (cell.audience, cell.by) == (audience, by) and cell.segment]
            believers = study.believers if audience == study.customers else (audience,)
            against = [
                (Cell(b), cell) if audience == study.customers else (cell, Cell(study.customers))
                for b in believers
                for cell in cells
            ]
            estimates = _rows(published.tallies, study, against, audience)
            notes = (SIGN_NOTE, *published.notes.get((audience, by), ()))
            if estimates or len(notes) > 1:
                label = study.label(audience)
                title = f"{label[:1].upper()}{label[1:]} by {by}"
                tables.append(Table("segments", "segments", title, tuple(estimates), notes, of=audience, by=by))
    return tables


def _rows(tallies: Tallies, study: Study, against: list[tuple[Cell, Cell]], audience: str) -> list[Estimate]:
    """The shares of the audience's own cells, and every cell's gaps."""
    found = {kind: [p for sides in against for p in pairs(tallies, study, *sides, kind)] for kind in KINDS}
    rows: dict[Estimate, None] = {}
    for pair in found["share"]:
        counts = pair.answer if audience == study.customers else pair.belief
        share = share_of(counts, yes(counts), audience != study.customers)
        estimate = share_estimate(study, pair.item.feature, pair.item.asks, audience, share, segment=pair.segment)
        rows[estimate] = None  # customers' own share is the same whichever believers it is held against
    return [*rows, *(row for family in judged(study, found).values() for row in gap_rows(study, family))]
