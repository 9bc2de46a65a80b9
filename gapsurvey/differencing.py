"""Two reports on the same people: what a few more or fewer of them answered is not shown again, for the change would be they."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from gapsurvey.model import Cell, Counts, Item, Tallies
from gapsurvey.privacy import Published
from gapsurvey.report import Report
from gapsurvey.study import Study

__all__ = ["differencing"]

# What an item's base stands beside in a report, per kind of answer; {asks} is what was asked.
_MEASURES: Mapping[str, str] = MappingProxyType(
    {
        "share": "{asks}", "rating": "{asks}_mean", "estimate": "{asks}_estimate", "rank": "{asks}_rank",
        "allocation": "{asks}_allocation", "price": "take",
    }
)  # fmt: skip


def differencing(published: Published, study: Study, earlier: Report) -> Published:
    """The published tallies without the believers' items whose base differs from an earlier report's by 1 to k − 1 people.

    If 40 answered before and 42 do now, and the 40 are the same, subtracting the totals gives what two people answered.
    """
    k, tallies, notes = study.thresholds.min_cell, published.tallies, dict(published.notes)
    gone: dict[str, set[Item]] = {}
    for audience in study.believers:
        before = _bases(earlier, audience)
        few = {item for item, c in tallies.items(Cell(audience)) if any(0 < abs(c.base - n) < k for n in _then(before, item))}
        if few:
            gone[audience] = few
            labels = ", ".join(sorted({study.features[item.feature].label for item in few}))
            why = f"beside the earlier report they could tell what fewer than {k} {study.label(audience)} answered"
            notes[audience, ""] = (*notes.get((audience, ""), ()), f"Not shown, because {why}: {labels}.")
    everybody = published.unscreened
    return Published(_without(tallies, gone), notes, None if everybody is None else _without(everybody, gone))


def _bases(report: Report, audience: str) -> dict[tuple[str, str, float | None], set[int]]:
    """How many of an audience as a whole a report says answered, by feature, measure and price."""
    found: dict[tuple[str, str, float | None], set[int]] = {}
    for e in (e for table in report.tables for e in table.estimates):
        if e.audience == audience and e.n is not None and not e.segment:
            found.setdefault((e.feature, e.measure, None if e.measure == "take" else e.at), set()).add(e.n)
    return found


def _then(before: Mapping[tuple[str, str, float | None], set[int]], item: Item) -> set[int]:
    """The bases that a report gave of an item; an estimate's is that at its price."""
    return before.get((item.feature, _MEASURES[item.kind].format(asks=item.asks), item.price or None), set())


def _without(tallies: Tallies, gone: Mapping[str, set[Item]]) -> Tallies:
    """The tallies without these items, and without what is counted together of their audience."""
    counts: dict[Cell, Mapping[Item, Counts]] = {
        cell: {item: c for item, c in items.items() if item not in gone.get(cell.audience, ())}
        for cell, items in tallies.counts.items()
    }
    together = {cell: found for cell, found in tallies.patterns.items() if cell.audience not in gone}
    return replace(tallies, counts=counts, patterns=together)
