"""Waves: what changed since an earlier wave, from what both reports publish and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from gapsurvey.glossary import CHANGED, FLAGS, MEASURES
from gapsurvey.language import say
from gapsurvey.report import Alignment, Estimate, Table
from gapsurvey.stats.limits import Limits, combined, size_difference
from gapsurvey.stats.multiplicity import benjamini_hochberg
from gapsurvey.study import Study

__all__ = ["waves"]

COMPARED = ("gap", "demand", "price", "delivery")  # the methods whose tables are held against the earlier wave's
GAPS = ("_gap", "_theta")  # how measures end that have a place where belief and answer agree


@dataclass(frozen=True, slots=True)
class Moved:
    """One number in both waves. same: whether one side of it is the same people in both."""

    then: Estimate
    now: Estimate
    same: bool

    @property
    def change(self) -> Limits:
        """Now − then, of independent waves; where people are the same in both, wider than need be."""
        return combined((1.0, _limits(self.now)), (-1.0, _limits(self.then)))

    @property
    def nearer(self) -> Limits:
        """How much farther from agreement a gap lies now than it did: negative where it is nearer."""
        center = 0.5 if self.now.measure.endswith("_theta") else 0.0
        now, then = (_limits(e, center) for e in (self.now, self.then))
        both = combined((1.0, now), (1.0, then))
        if self.same:  # what they share counts twice in the sum: at worst, the reaches add up
            both = Limits(both.value, now.low + then.low, now.high + then.high)
        return size_difference(combined((1.0, now), (-1.0, then)), both)


def waves(
    study: Study,
    tables: Sequence[Table],
    earlier: Sequence[Table],
    audiences: Mapping[str, str],
    same: frozenset[str],
    since: str,
    notes: Sequence[str] = (),
) -> list[Table]:
    """Every number that both waves published, then and now, and its change with its interval and reading; one table.

    tables, earlier: those of both reports; audiences: per audience the name it had then; same: audiences that are the same
    people in both waves; since: when the earlier wave was, for the title.
    """
    places = dict(_numbers(earlier, {then: now for now, then in audiences.items()}))
    found = [
        Moved(places[place], now, bool({now.audience, now.against} & same))
        for place, now in dict(_numbers(tables, {name: name for name in audiences})).items()
        if place in places and not {now.audience, now.against} - {""} <= same
    ]
    found = [moved for moved in found if moved.now.feature in study.features]
    order = list(study.features)
    found.sort(key=lambda moved: (order.index(moved.now.feature), CHANGED.index(moved.now.measure)))
    rows = [row for moved, change in zip(found, _changes(study, found), strict=True) for row in (*_sides(moved), change)]
    told = (say("Change = now − {since}. The two waves are taken as independent samples.", since=since), *notes)
    return [Table("waves", "waves", say("What changed since {since}", since=since), tuple(rows), told)] if rows or notes else []


def _numbers(tables: Iterable[Table], names: Mapping[str, str]) -> Iterator[tuple[tuple[object, ...], Estimate]]:
    """What waves can be compared in, of audiences as a whole: (feature, measure, audience, against, price) and the number."""
    for table in tables:
        for e in table.estimates if table.method in COMPARED else ():
            known = e.audience in names and e.against in ("", *names) and e.measure in CHANGED and not e.segment
            if known and e.value is not None and e.low is not None and e.high is not None and e.low <= e.value <= e.high:
                yield (e.feature, e.measure, names[e.audience], names.get(e.against, ""), e.at), e


def _limits(e: Estimate, center: float = 0.0) -> Limits:
    value, low, high = (float(x or 0.0) - center for x in (e.value, e.low, e.high))
    return Limits(value, low, high)


def _sides(moved: Moved) -> tuple[Estimate, Estimate]:
    """The number then, as the earlier wave published it, and now."""
    then, now = moved.then, moved.now
    known = " ".join(flag for flag in then.flag.split() if flag in FLAGS)
    return replace(then, measure=f"{now.measure}_then", audience=now.audience, against=now.against, flag=known), now


def _changes(study: Study, found: Sequence[Moved]) -> Iterator[Estimate]:
    """The changes, each kind of number of one audience a family that is corrected together."""
    families: dict[tuple[str, str], list[Moved]] = {}
    for moved in found:
        families.setdefault((moved.now.measure, moved.now.audience), []).append(moved)
    adjusted: dict[int, float] = {}
    for family in families.values():
        p = benjamini_hochberg(np.array([moved.change.p for moved in family]))
        adjusted |= {id(moved): float(x) for moved, x in zip(family, p, strict=True)}
    for moved in found:
        now, then, change = moved.now, moved.then, moved.change
        reading = _reading(study, moved)
        flags = [flag for e in (then, now) for flag in e.flag.split() if flag in _BASES]
        if reading in ("closed", "closing", "opened", "moved", "rose", "fell") and not adjusted[id(moved)] <= 0.05:
            flags.append("not_after_correction")
        if reading == "unchanged" and change.certain:
            flags.append("certain_but_small")
        yield Estimate(
            now.feature, f"{now.measure}_change", now.audience, now.against, at=now.at, value=change.value, low=change.low,
            high=change.high, n=now.n, alignment=reading, flag=" ".join(dict.fromkeys(flags)),
        )  # fmt: skip


_BASES = ("low_base", "very_low_base", "clipped")  # flags of a number that hold for its change as well


def _margin(study: Study, measure: str) -> float | None:
    """What is too little to matter; None for what is only read beside another number: means of ratings, and money."""
    if measure.endswith("_theta"):
        return study.thresholds.rating_margin
    if measure.endswith(("_rank", "_rank_gap")):
        return study.thresholds.rank_margin
    return study.thresholds.margin if MEASURES[measure].unit in ("share", "pp") else None


def _reading(study: Study, moved: Moved) -> Alignment | None:
    """The word for a change, None for what is not judged."""
    margin, change = _margin(study, moved.now.measure), moved.change
    if margin is None:
        return None
    if any(e.alignment == "untested" or "very_low_base" in e.flag.split() for e in (moved.then, moved.now)):
        return "untested"
    if change.within(margin):
        return "unchanged"
    if not change.certain:
        return "inconclusive"
    if not moved.now.measure.endswith(GAPS):
        return "rose" if change.value > 0 else "fell"
    nearer = moved.nearer
    if not nearer.certain:
        return "moved"
    if nearer.value > 0:
        return "opened"
    return "closed" if moved.now.alignment == "aligned" else "closing"
