"""Versions of one offering: which one customers would choose, and which set of them would reach most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gapsurvey import phrasing
from gapsurvey.language import say, text
from gapsurvey.methods.measured import Share, base_flag, share_estimate, share_of, yes
from gapsurvey.model import Cell, Counted, Floats, Item, Tallies
from gapsurvey.privacy import Published
from gapsurvey.report import Estimate, Table
from gapsurvey.stats.intervals import mean_interval, share_base
from gapsurvey.stats.means import moments
from gapsurvey.stats.reach import chances_of_best, members, reach_of_sets
from gapsurvey.stats.resampling import stream
from gapsurvey.study import Study

__all__ = ["PRICED", "WANTED", "Takers", "first_of_payers", "offerings", "takers_by", "versions"]

MOST = 15  # versions: every set of them is looked at
SHOWN = 3  # sets of each size, the best first
RIVALS = 30  # sets of a size that may turn out to be the best of it
PRICED, WANTED = Item("", "want-and-pay", "price"), Item("", "want", "share")  # what tells who would take a version

STATED_CHOICE = text("First choice is what customers said when they could have only one; who chose none is in the base.")
PRICED_CHOICE = text(
    "First choice was not asked. Here it is, of the versions that a customer would take, the one for which the highest price "
    "accepted lies furthest above its own price; ties are shared out. It is as coarse as the prices that were asked."
)
WANTED_CHOICE = text("First choice was not asked. Here, whoever wants several versions counts for each of them in equal parts.")


@dataclass(frozen=True, slots=True, eq=False)
class Takers:
    """Who would take which version: P patterns of customers who answered about all of them.

    takes: P × versions; worth: P × versions, the highest price accepted less the version's own, NaN where prices do not
    decide; n, w, w2: (P,) people, Σw, Σw²; left_out: people who did not answer about all.
    """

    features: tuple[str, ...]
    takes: NDArray[np.bool_]
    worth: Floats
    n: Counted
    w: Floats
    w2: Floats
    left_out: int

    @property
    def priced(self) -> bool:
        """Whether who takes what follows from prices."""
        return not bool(np.isnan(self.worth).all())

    def share(self, part: Floats | NDArray[np.bool_]) -> Share:
        """The share of customers, each pattern's counting in part: 1, 0 or between."""
        value, effective = share_base(self.n, self.w, self.w2, np.asarray(part, float))
        return Share(float(value), int(self.n.sum()), float(self.w.sum()), float(effective))


def offerings(study: Study) -> dict[str, tuple[str, ...]]:
    """Per offering, the features that are versions of it; "" is the one that a first-choice question is about."""
    named: dict[str, list[str]] = {}
    for name, feature in study.features.items():
        if feature.version_of:
            named.setdefault(feature.version_of, []).append(name)
    prefer = [question for question in study.questions if question.asks == "prefer"]
    asked = {name for question in prefer for who in question.sources for name in question.asked(who).features}
    named = named or {"": [name for name in study.features if name in asked]}
    return {offering: tuple(names) for offering, names in named.items() if len(names) > 1}


def versions(published: Published, study: Study) -> list[Table]:
    """A table per offering of which customers were asked about several versions: first choices, reach and best sets."""
    tables = (_offering(published.tallies, study, name, features) for name, features in offerings(study).items())
    return [table for table in tables if table is not None]


def _offering(tallies: Tallies, study: Study, name: str, features: tuple[str, ...]) -> Table | None:
    takers = takers_by(PRICED, tallies, study, features) or takers_by(WANTED, tallies, study, features)
    rows, notes = list(_stated(tallies, study, features)), []
    if rows:
        notes.append(str(STATED_CHOICE))
    elif takers is not None:
        rows = [_share(study, f, "first_choice", takers.share(part)) for f, part in zip(features, _chosen(takers), strict=True)]
        notes.append(str(PRICED_CHOICE if takers.priced else WANTED_CHOICE))
    if takers is not None and len(features) <= MOST:
        rows += [*_only(study, takers), *_sets(study, name, takers)]
        notes += _reach_notes(study, takers)
    elif takers is not None:
        notes.append(say("Sets were not compared: more than {most} versions.", most=MOST))
    if not rows:
        return None
    title = say("Versions of {offering}", offering=name) if name else say("Versions, and the set that reaches most")
    by = name or say("Set of versions")
    return Table("versions", "versions", title, tuple(rows), tuple(notes), of=study.customers, by=by)


def takers_by(item: Item, tallies: Tallies, study: Study, features: tuple[str, ...]) -> Takers | None:
    """Who takes which feature by one kind of answer, WANTED or PRICED; None where that was not asked of all of them."""
    found = tallies.together(Cell(study.customers), item)
    if found is None or not set(features) <= set(found.fields):
        return None
    prices = [study.features[feature].price for feature in features]
    columns = [found.fields.index(feature) for feature in features]
    priced = item.kind == "price"
    asked = (price is not None and price <= max(found.levels[c]) for price, c in zip(prices, columns, strict=True))
    if priced and not all(asked):
        return None
    values = found.values[:, columns]
    complete = ~np.isnan(values).any(axis=1)
    worth = values[complete] - np.array(prices, float) if priced else np.full((int(complete.sum()), len(features)), np.nan)
    takes = worth >= 0 if priced else values[complete] == 1
    if not complete.any():
        return None
    left_out = int(found.n[~complete].sum())
    return Takers(features, takes, worth, found.n[complete], found.w[complete], found.w2[complete], left_out)


def first_of_payers(tallies: Tallies, study: Study, features: tuple[str, ...]) -> dict[str, Share]:
    """Of customers who would take some version at its price, the share whose first choice each is; empty if that was not asked.

    The first choice is the version for which the highest price accepted lies furthest above its own; ties are shared out.
    """
    takers = takers_by(PRICED, tallies, study, features)
    pays = None if takers is None else takers.takes.any(axis=1)
    if takers is None or pays is None or not pays.any():
        return {}
    payers = replace(
        takers, takes=takers.takes[pays], worth=takers.worth[pays], n=takers.n[pays], w=takers.w[pays], w2=takers.w2[pays]
    )
    return {feature: payers.share(part) for feature, part in zip(features, _chosen(payers), strict=True)}


def _stated(tallies: Tallies, study: Study, features: tuple[str, ...]) -> Iterator[Estimate]:
    """The first choices that customers named, none where not all versions stood to choice."""
    counts = [tallies.get(Cell(study.customers), Item(feature, "prefer", "share")) for feature in features]
    for feature, found in zip(features, counts, strict=True):
        if found is not None and None not in counts:
            yield _share(study, feature, "first_choice", share_of(found, yes(found), believer=False))


def _chosen(takers: Takers) -> Floats:
    """What part of each pattern chooses each version: versions × P."""
    liked = np.where(takers.takes, np.nan_to_num(takers.worth), -np.inf)
    first = takers.takes & (liked == liked.max(axis=1, keepdims=True))
    parts: Floats = first / np.maximum(first.sum(axis=1, keepdims=True), 1)
    return parts.T


def _only(study: Study, takers: Takers) -> Iterator[Estimate]:
    """Who would take each version and no other."""
    single = takers.takes.sum(axis=1) == 1
    for feature, takes in zip(takers.features, takers.takes.T, strict=True):
        yield _share(study, feature, "reach_only", takers.share(takes & single))


def _share(study: Study, feature: str, measure: str, share: Share) -> Estimate:
    return share_estimate(study, feature, measure, study.customers, share)


def _sets(study: Study, offering: str, takers: Takers) -> Iterator[Estimate]:
    """The sets of each size that reach most, best first; of equal ones, that with more versions for each, then the first."""
    things = len(takers.features)
    reach = reach_of_sets(takers.takes, takers.w).round(12)
    holds = members(np.arange(1 << things), things)
    often = (holds @ (takers.takes.T @ takers.w)).round(9)
    ranked = [np.flatnonzero(holds.sum(axis=1) == size).tolist() for size in range(1, things + 1)]
    for sets in ranked:
        sets.sort(key=lambda s: (-reach[s], -often[s], s))
    kish = takers.share(np.ones(len(takers.n))).n_effective
    rng, weight = stream(study.thresholds.seed, "versions", offering), takers.w * kish / takers.w.sum()
    chances = chances_of_best(takers.takes, weight, [sets[:RIVALS] for sets in ranked], study.thresholds.draws, rng)
    for sets, best in zip(ranked, chances, strict=True):
        for one, chance in zip(sets[:SHOWN], best, strict=False):
            yield from _set(study, takers, holds[one], float(chance) if len(sets) > 1 else None)


def _set(study: Study, takers: Takers, held: NDArray[np.bool_], chance: float | None) -> Iterator[Estimate]:
    audience = study.customers
    labels = [study.features[feature].label for feature, inside in zip(takers.features, held, strict=True) if inside]
    name = say("all {n} versions", n=len(held)) if held.all() else " + ".join(labels)
    times = (takers.takes & held).sum(axis=1)
    reached = takers.share(times > 0)
    yield share_estimate(study, "", "set_reach", audience, reached, segment=name)
    found = moments(times.astype(float), takers.n, takers.w, takers.w2)
    low, high = mean_interval(found.mean, found.variance_of_mean, found.df)
    yield Estimate(
        "", "set_frequency", audience, segment=name, value=float(found.mean), low=max(float(low), 0.0), high=float(high),
        n=reached.n, n_weighted=reached.n_weighted, n_effective=reached.n_effective, flag=base_flag(study, audience, reached.n),
    )  # fmt: skip
    if chance is not None:
        yield Estimate("", "set_best", audience, segment=name, value=chance, n=reached.n)


def _reach_notes(study: Study, takers: Takers) -> Iterator[str]:
    people = study.label(study.customers)
    yield (
        say("A set reaches whoever wants at least one version in it and would pay that version’s price.")
        if takers.priced
        else say("A set reaches whoever wants at least one version in it; what they would pay was not asked of all of them.")
    )
    if len(takers.features) > SHOWN:
        yield say("Of every size, the {n} sets that reach most are shown; all were compared.", n=SHOWN)
    if takers.left_out:
        yield say(
            "{n} {people} did not answer about every version; they count for no set, so that a version’s reach may differ a "
            "little from its share elsewhere.",
            n=phrasing.count(takers.left_out),
            people=people,
        )
