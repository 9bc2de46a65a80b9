"""Two reports on the same people: what changed by a few is not shown again, for the change would be those few."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from gapsurvey.language import say
from gapsurvey.model import Cell, Counts, Item, Tallies
from gapsurvey.privacy.suppression import Published
from gapsurvey.report import Estimate, Report
from gapsurvey.study import Study

__all__ = ["differencing"]

MOST_CHANGED = 8  # groups that are shown in only one of two reports: of more, not every sum of some is tried

# What an item's base stands beside in a report, per kind of answer; {asks} is what was asked.
_MEASURES: Mapping[str, tuple[str, ...]] = {
    "share": ("{asks}", "{asks}_unscreened"),
    "rating": ("{asks}_mean", "{asks}_theta"),
    "estimate": ("{asks}_estimate", "{asks}_estimate_gap"),
    "rank": ("{asks}_rank", "{asks}_rank_gap"),
    "allocation": ("{asks}_allocation", "{asks}_allocation_gap"),
    "price": ("take", "optimal_price", "mean_price"),
}


@dataclass(frozen=True, slots=True)
class Before:
    """What an earlier report says of an item in a cell: how many answered, and what share said yes, where it is a share."""

    n: int
    share: float | None


def differencing(published: Published, study: Study, earlier: Report) -> Published:
    """The published tallies without what, beside an earlier report, would tell the answers of fewer than k believers.

    If 40 answered before and 42 do now, and the 40 are the same, the difference is what two people answered. Whether they are
    the same no report can say, so it is taken for granted, unless the number of yes says otherwise: from 40 to 42 people it
    can only rise by 0, 1 or 2. Held, per believers' audience of the same name:

    - an item whose total changed by 1 to k − 1 people is withheld altogether, and what is counted together with it; where the
      audience itself did, so are answers that a model is fitted to, such as four prices or choices;
    - an item is left out of a table where a group of the same name changed so, or all that are not shown there did, or where
      groups that are shown in one of the two reports alone leave 1 to k − 1 of those that the other does not show.

    earlier: as `Report.from_json` reads it. An audience that is new in this report, or was not in that one, is let pass.
    """
    k = study.thresholds.min_cell
    counts = {cell: dict(items) for cell, items in published.tallies.counts.items()}
    patterns, products = dict(published.tallies.patterns), dict(published.tallies.products)
    everybody = None if published.unscreened is None else {c: dict(i) for c, i in published.unscreened.counts.items()}
    notes = dict(published.notes)
    for audience in study.believers:
        whole = Cell(audience)
        of = {cell: items for cell, items in counts.items() if cell.audience == audience}
        before = _bases(earlier, audience, {item for items in of.values() for item in items})
        gone = {item for item, c in of.get(whole, {}).items() if _told(c, before.get((whole, item), []), k)}
        for items in of.values():
            for item in gone:
                items.pop(item, None)
        few = _people_changed(published.tallies, earlier, audience, k)
        patterns[whole] = {
            p: found
            for p, found in patterns.get(whole, {}).items()
            if not (few and p.kind not in _MEASURES) and not any(_part(p, found.fields, item) for item in gone)
        }
        products[whole] = {
            p: found for p, found in products.get(whole, {}).items() if not any(_part(p, found.fields, item) for item in gone)
        }
        if everybody is not None:
            safe = {i: c for i, c in everybody[whole].items() if i not in gone and not _told(c, before.get((whole, i), []), k)}
            everybody[whole] = safe
        if gone:
            notes[audience, ""] = (*notes.get((audience, ""), ()), _why(study, audience, gone))
        for by in study.segmentations(audience):
            left = {item for item in of.get(whole, {}) if _table_told(of, before, whole, by, item, k)}
            for cell, items in of.items():
                for item in left if cell.by == by else ():
                    items.pop(item, None)
            if left:
                notes[audience, by] = (
                    *notes.get((audience, by), ()),
                    say("By {segmentation}: {note}", segmentation=by, note=_why(study, audience, left)),
                )
    unscreened = published.unscreened
    if unscreened is not None and everybody is not None:
        unscreened = replace(unscreened, counts=everybody)
    return Published(Tallies(counts, published.tallies.members, patterns, products=products), notes, unscreened)


def _people_changed(tallies: Tallies, earlier: Report, audience: str, k: int) -> bool:
    """Whether an audience is larger or smaller than in an earlier report by 1 to k − 1 people."""
    now = tallies.members.get(Cell(audience), 0)
    then = [source.kept - source.screened for source in earlier.provenance.sources if source.audience == audience]
    return any(0 < abs(now - people) < k for people in then)


def _bases(report: Report, audience: str, items: Iterable[Item]) -> dict[tuple[Cell, Item], list[Before]]:
    """What a report published of an audience's items, by cell; the cells of crossings without their parts."""
    of: dict[tuple[str, str], list[Item]] = {}
    for item in items:
        for measure in _MEASURES[item.kind]:
            of.setdefault((item.feature, measure.format(asks=item.asks)), []).append(item)
    found: dict[tuple[Cell, Item], list[Before]] = {}
    for table in report.tables:
        for e in table.estimates:
            if e.audience != audience or e.n is None or (e.segment and table.of != audience):
                continue
            for item in of.get((e.feature, e.measure), ()):
                if item.kind == "price" or e.at == (item.price or None):
                    place = Cell(audience, table.by if e.segment else "", e.segment), item
                    found.setdefault(place, []).append(Before(e.n, _yes(e, item)))
    return found


def _yes(estimate: Estimate, item: Item) -> float | None:
    """The share that said yes, where the estimate is that, and not held off its ends."""
    is_share = item.kind == "share" and estimate.measure in (item.asks, f"{item.asks}_unscreened")
    return estimate.value if is_share and "clipped" not in estimate.flag.split() else None


def _told(now: Counts, before: Iterable[Before], k: int) -> bool:
    """Whether the change since then could be read as what 1 to k − 1 people answered."""
    for then in before:
        more = now.base - then.n
        if not 0 < abs(more) < k:
            continue
        if then.share is None or now.w.sum() != now.base:
            return True
        yes = float(now.n[[level == 1 for level in now.levels]].sum()) - then.share * then.n
        if min(0, more) - 0.01 <= yes <= max(0, more) + 0.01 or abs(yes - round(yes)) > 0.01:
            return True
    return False


def _table_told(
    of: Mapping[Cell, Mapping[Item, Counts]],
    before: Mapping[tuple[Cell, Item], list[Before]],
    whole: Cell,
    by: str,
    item: Item,
    k: int,
) -> bool:
    """Whether an item's changes in one table could be read as what 1 to k − 1 people answered."""
    now = {Cell(whole.audience, by, cell.segment): items[item] for cell, items in of.items() if cell.by == by and item in items}
    then = {cell: found[0].n for (cell, asked), found in before.items() if asked == item and cell.by == by}
    if not now or not then or (whole, item) not in before:
        return False
    if any(_told(c, before.get((cell, item), []), k) for cell, c in now.items()):
        return True
    rest_now = of[whole][item].base - sum(c.base for c in now.values())
    rest_then = before[whole, item][0].n - sum(then.values())
    new, old = [c.base for cell, c in now.items() if cell not in then], [n for cell, n in then.items() if cell not in now]
    if max(len(new), len(old)) > MOST_CHANGED:
        return True
    changes = [rest_then - rest_now] if not new and not old else []
    changes += [rest_then - some for some in _sums(new)] + [rest_now - some for some in _sums(old)]
    return any(0 < abs(change) < k for change in changes)


def _sums(bases: list[int]) -> Iterator[int]:
    """Sums of every choice of some."""
    for size in range(1, len(bases) + 1):
        yield from map(sum, combinations(bases, size))


def _part(together: Item, fields: tuple[str, ...], item: Item) -> bool:
    """Whether an item is one of those that a profile counts together."""
    same = (together.asks, together.kind, together.price) == (item.asks, item.kind, item.price)
    return together.feature == item.feature or (same and item.feature in fields)


def _why(study: Study, audience: str, items: Iterable[Item]) -> str:
    k, people = study.thresholds.min_cell, study.label(audience)
    labels = ", ".join(sorted({study.features[item.feature].label for item in items}))
    return say(
        "Not shown, because beside the earlier report it could tell what fewer than {fewest} {people} answered: {features}.",
        fewest=k,
        people=people,
        features=labels,
    )
