"""What may be published of people who were promised anonymity: the one home of suppression, between tally and table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gapsurvey.model import Cell, Counts, Item, Patterns, Tallies
from gapsurvey.study import Study

__all__ = ["SMALL_BASE", "Published", "clip", "published"]

MODELLED = frozenset({"choice", "best-worst"})  # kinds of answers that a model is fitted to
SMALL_BASE = 20  # below it a believers' share is held between 5% and 95%


@dataclass(frozen=True, slots=True)
class Published:
    """Tallies that methods may use: hidden cells are gone from them, and notes say which segmentations had some.

    notes: (audience, segmentation) → what was hidden; unscreened: totals that also count those whom screening left out,
    None where it left out nobody.
    """

    tallies: Tallies
    notes: Mapping[tuple[str, str], tuple[str, ...]]
    unscreened: Tallies | None = None


def clip(share: float, base: int, believer: bool) -> float:
    """A share as it may be shown: that of fewer than 20 believers never says that all or none of them agreed."""
    return min(max(share, 0.05), 0.95) if believer and base < SMALL_BASE else share


def published(tallies: Tallies, study: Study, unscreened: Tallies | None = None) -> Published:
    """The tallies without the cells that could give a believer away. Customers are flagged elsewhere, never hidden.

    What fewer than k believers answered is left out altogether. One pattern per segmentation, the same for every feature:
    it follows from the cells' sizes alone, and an item is left out of a segmentation on the evidence of published cells
    and of the hidden cells' total: so nothing that is published, nor the pattern itself, depends on how the answers are
    spread over the hidden cells.
    """
    k = study.thresholds.min_cell
    counts = {cell: dict(items) for cell, items in tallies.counts.items()}
    members = dict(tallies.members)
    notes: dict[tuple[str, str], tuple[str, ...]] = {}
    for audience in study.believers:
        few = [item for item, whole in tallies.items(Cell(audience)) if whole.base < k]
        for cell, items in counts.items():
            if cell.audience == audience:
                counts[cell] = {item: c for item, c in items.items() if item not in few}
        if few:
            people = study.label(audience)
            notes[audience, ""] = (f"Not shown, because fewer than {k} {people} answered: {_labels(study, few)}.",)
        for by in study.audiences[audience].segments:
            cells = [cell for cell in tallies.members if (cell.audience, cell.by) == (audience, by)]
            hidden = _hidden({cell: tallies.members[cell] for cell in cells}, k)
            shown = [cell for cell in cells if cell not in hidden]
            left_out = [
                item
                for item, whole in counts.get(Cell(audience), {}).items()
                if not _safe(whole, [tallies.counts[cell][item] for cell in shown], k, bool(hidden))
            ]
            for cell in hidden:
                del counts[cell]
                del members[cell]
            for cell in shown:
                counts[cell] = {item: c for item, c in counts[cell].items() if item not in left_out}
            notes[audience, by] = _notes(study, audience, by, hidden, left_out)
    public = Tallies(counts, members, _enough(tallies, study))
    return Published(public, notes, None if unscreened is None else _totals(public, unscreened, study))


def _enough(tallies: Tallies, study: Study) -> dict[Cell, dict[Item, Patterns]]:
    """The patterns of answers that are counted together, of believers only where k of them gave such answers.

    A model has a number for each thing shown and no share that could be held off 0% and 100%: it takes 20 believers.
    """
    k = study.thresholds.min_cell
    return {
        cell: {
            item: found
            for item, found in profiles.items()
            if cell.audience not in study.believers or found.base >= (max(k, SMALL_BASE) if item.kind in MODELLED else k)
        }
        for cell, profiles in tallies.patterns.items()
    }


def _totals(public: Tallies, unscreened: Tallies, study: Study) -> Tallies:
    """The audiences' totals without screening. The difference to the totals with it must tell nothing about one believer."""
    k = study.thresholds.min_cell
    counts: dict[Cell, dict[Item, Counts]] = {}
    for audience in study.audiences:
        cell = Cell(audience)
        items = dict(unscreened.items(cell))
        if audience in study.believers:
            items = {
                item: whole
                for item, whole in items.items()
                if (screened := public.get(cell, item)) is not None and _safe(whole, [screened], k, some_hidden=True)
            }
        counts[cell] = items
    return Tallies(counts, {cell: unscreened.members[cell] for cell in counts})


def _hidden(members: Mapping[Cell, int], k: int) -> set[Cell]:
    """The cells to hide: those with fewer than k people, and as many of the next smallest as keep those unknown.

    A cell that stands alone, or a group of fewer than k people, could be had by subtracting the rest from the total.
    Those who gave no value (the cell "") are never shown, but the total holds them too: they keep others unknown, and are
    kept unknown where they are few.
    """
    inhabited = sorted((cell for cell, n in members.items() if n > 0), key=lambda cell: (members[cell], cell))
    few = [cell for cell in inhabited if members[cell] < k]
    hidden = {*few, *(cell for cell in inhabited if not cell.segment)}
    rest = [cell for cell in inhabited if cell not in hidden]
    while few and rest and (len(hidden) == 1 or sum(members[cell] for cell in hidden) < k):
        hidden.add(rest.pop(0))
    return hidden | {cell for cell, n in members.items() if n == 0}


def _safe(whole: Counts, shown: list[Counts], k: int, some_hidden: bool) -> bool:
    """Whether an item's answers in the shown cells, and their difference to the whole, tell nothing about one person.

    A shown cell in which 1 to k − 1 people answered would; so would a hidden group whose members all gave one answer.
    """
    if any(0 < counts.base < k for counts in shown):
        return False
    rest = whole.n - np.sum([_on(counts, whole) for counts in shown], axis=0, dtype=np.int64)
    people = int(rest.sum())
    if not some_hidden or people == 0:
        return True
    return people >= k and int((rest > 0).sum()) > 1


def _on(counts: Counts, whole: Counts) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """A cell's people per level of the whole."""
    place = {level: i for i, level in enumerate(whole.levels)}
    n = np.zeros(len(whole.levels), np.int64)
    for level, people in zip(counts.levels, counts.n, strict=True):
        n[place[level]] += people
    return n


def _notes(study: Study, audience: str, by: str, hidden: set[Cell], left_out: list[Item]) -> tuple[str, ...]:
    """What is missing from a segmentation. Hidden cells are counted, not named: their names are answers of a few, too."""
    notes = []
    k, groups = study.thresholds.min_cell, sum(1 for cell in hidden if cell.segment)
    if groups:
        are = "1 group is" if groups == 1 else f"{groups} groups are"
        notes.append(
            f"{by}: {are} not shown, so that nobody can be singled out among {study.label(audience)} "
            f"(fewer than {k} people, or needed to keep such a group unknown)."
        )
    if left_out:
        why = "because too few answered, or a group that is not shown answered alike"
        notes.append(f"Left out by {by}, {why}: {_labels(study, left_out)}.")
    return tuple(notes)


def _labels(study: Study, items: list[Item]) -> str:
    return ", ".join(sorted({study.features[item.feature].label for item in items}))
