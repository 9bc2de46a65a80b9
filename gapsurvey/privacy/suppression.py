"""Tallies without what could give a believer away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gapsurvey.model import Cell, Counts, Item, Tallies
from gapsurvey.privacy.clipping import SMALL_BASE, clipped
from gapsurvey.privacy.merging import merged
from gapsurvey.privacy.notes import explained
from gapsurvey.privacy.one_way import tells_nothing
from gapsurvey.privacy.weighted import rounded, unweighted
from gapsurvey.privacy.withheld import Withheld, withheld_of
from gapsurvey.study import Study

__all__ = ["Published", "published"]

MODELLED = frozenset({"choice", "best-worst"})  # kinds of answers that a model is fitted to


@dataclass(frozen=True, slots=True)
class Published:
    """Tallies that methods may use: hidden cells are gone from them, and notes say which segmentations had some.

    notes: (audience, segmentation) → what was hidden; unscreened: totals that also count those whom screening left out,
    None where it left out nobody.
    """

    tallies: Tallies
    notes: Mapping[tuple[str, str], tuple[str, ...]]
    unscreened: Tallies | None = None


def published(tallies: Tallies, study: Study, unscreened: Tallies | None = None) -> Published:
    """The tallies without the cells that could give a believer away. Customers are flagged elsewhere, never hidden.

    What fewer than k believers answered is left out altogether. One pattern per segmentation, the same for every feature:
    it follows from the cells' sizes alone, and an item is left out of a segmentation on the evidence of published cells
    and of totals: so nothing that is published, nor the pattern itself, depends on how the answers are spread over the
    hidden cells.
    """
    k = study.thresholds.min_cell
    others: dict[Cell, frozenset[Cell]] = {}
    for audience in study.believers:
        if study.audiences[audience].small_cells == "merge":
            for by in study.audiences[audience].segments:
                tallies, made_of = merged(tallies, audience, by, k)
                for cell, parts in made_of.items():  # where both segmentations of a crossing are merged, one after the other
                    others[cell] = frozenset(first for part in parts for first in others.pop(part, {part}))
    withheld = {audience: withheld_of(tallies, study, audience, others) for audience in study.believers}
    counts = {cell: dict(items) for cell, items in tallies.counts.items()}
    members, patterns, products = dict(tallies.members), dict(tallies.patterns), dict(tallies.products)
    notes: dict[tuple[str, str], tuple[str, ...]] = {}
    for audience, of in withheld.items():
        for cell in of.cells:
            counts.pop(cell, None)
            members.pop(cell, None)
        for cell in [cell for cell in counts if cell.audience == audience]:
            gone = {*of.few, *of.items.get(cell.by, ())}
            kept = {item: c for item, c in counts[cell].items() if item not in gone}
            counts[cell] = {item: _as_shown(cell, item, c, of.unit) for item, c in kept.items()}
        together = {item: p for item, p in tallies.patterns.get(Cell(audience), {}).items() if p.base >= _least(item, k)}
        alone = {item.kind for item in tallies.counts.get(Cell(audience), {})}  # the others are known by their patterns only
        patterns[Cell(audience)] = {
            item: found if of.unit is None else unweighted(found, of.unit)
            for item, found in together.items()
            if of.unit is None or item.kind not in alone
        }
        products[Cell(audience)] = {
            item: found
            for item, found in tallies.products.get(Cell(audience), {}).items()
            if found.base >= _least(item, k) and of.unit is None
        }
        notes |= explained(study, audience, of)
    public = Tallies(counts, members, patterns, products=products)
    everybody = None if unscreened is None else _totals(tallies, public, unscreened, study, withheld)
    return Published(public, notes, everybody)


def _least(item: Item, k: int) -> int:
    """How many must have given answers that are counted together.

    A model has a number for each thing shown, and no share that could be held off 0% and 100%: it takes as many as clipping.
    """
    return max(k, SMALL_BASE) if item.kind in MODELLED else k


def _as_shown(cell: Cell, item: Item, counts: Counts, unit: float | None) -> Counts:
    if unit is not None:
        counts = unweighted(counts, unit) if cell.by else rounded(counts, unit)
    return clipped(item, counts)


def _totals(tallies: Tallies, public: Tallies, unscreened: Tallies, study: Study, withheld: Mapping[str, Withheld]) -> Tallies:
    """The audiences' totals without screening. The difference to the totals with it must tell nothing about one believer."""
    k = study.thresholds.min_cell
    counts: dict[Cell, dict[Item, Counts]] = {}
    for audience in study.audiences:
        cell = Cell(audience)
        items = dict(unscreened.items(cell))
        if audience in withheld:
            items = {
                item: _as_shown(cell, item, whole, withheld[audience].unit)
                for item, whole in items.items()
                if public.get(cell, item) is not None and tells_nothing(whole, [tallies.counts[cell][item]], k, some_hidden=True)
            }
        counts[cell] = items
    return Tallies(counts, {cell: unscreened.members[cell] for cell in counts})
