"""Order: what believers place first, where customers place it, and which features the two sides order the opposite way."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gapsurvey.language import say, text
from gapsurvey.methods.measured import base_flag
from gapsurvey.methods.ordered import Order, batteries, lead_estimate, mirrored, order_name, order_of, stem_of
from gapsurvey.model import Item
from gapsurvey.placing import leading, opposed
from gapsurvey.privacy import Published
from gapsurvey.report import Estimate, Table, significant
from gapsurvey.stats.multiplicity import benjamini_hochberg
from gapsurvey.study import Study

__all__ = ["order"]

PLACE_NOTE = text(
    "A place’s interval ends where other features are certainly ahead or behind. Difference in place = customers’ place − the "
    "believers’. Positive: the believers place it nearer the top."
)


def order(published: Published, study: Study) -> list[Table]:
    """Both sides' places of the features that both answered, and the pairs in opposite order.

    One table per believers, thing asked and kind of answer; an estimated share is held against the order of the shares.
    """
    tables, tallies = [], published.tallies
    answered = batteries(tallies, study, study.customers)
    for believers in study.believers:
        for battery, believed in batteries(tallies, study, believers).items():
            mirror = mirrored(battery)
            features = [feature for feature in believed if feature in answered.get(mirror, [])]
            if len(features) > 1:
                belief = order_of(tallies, study, believers, battery, features)
                answer = order_of(tallies, study, study.customers, mirror, features)
                tables.append(_table(study, battery, belief, answer))
    return tables


def _table(study: Study, battery: Item, belief: Order, answer: Order) -> Table:
    found = list(_places(study, battery, belief, answer))
    inverted, certain = _inversions(battery, belief, answer)
    told = order_name(battery)
    places = [e for e in found if e.measure.endswith("_place")]
    notes = [f"{told}: {opposed(study, belief.audience, certain)}"] if certain else []
    title = say(
        "{order}: what comes first for {believers} and for {people}",
        order=told,
        believers=study.label(belief.audience),
        people=study.label(study.customers),
    )
    lead = f"{told}: {leading(study, places, belief.audience)}"
    return Table("order", "order", title, (*found, *inverted), (*notes, str(PLACE_NOTE)), lead=lead)


def _places(study: Study, battery: Item, belief: Order, answer: Order) -> Iterator[Estimate]:
    """Each feature's place on both sides, and the difference, from what believers place first to what they place last."""
    stem, limits = stem_of(battery), {side.audience: side.limits for side in (belief, answer)}
    for i in map(int, np.argsort(belief.places, kind="stable")):
        feature = belief.features[i]
        for side in (answer, belief):
            counts, ends = side.counts[i], limits[side.audience]
            low, high = (None, None) if ends is None else (float(ends[0][i]), float(ends[1][i]))
            yield Estimate(
                feature, f"{stem}_place", side.audience, value=float(side.places[i]), low=low, high=high, n=counts.base,
                n_weighted=counts.weighted_base, n_effective=counts.kish_base, flag=base_flag(study, side.audience, counts.base),
            )  # fmt: skip
        gap = float(answer.places[i] - belief.places[i])
        yield Estimate(feature, f"{stem}_place_gap", belief.audience, answer.audience, value=gap, n=belief.counts[i].base)


def _inversions(battery: Item, belief: Order, answer: Order) -> tuple[list[Estimate], list[tuple[str, str]]]:
    """The pairs that the two sides order the opposite way, as believers have them, and those certain after correction.

    All pairs are the family: where the orders agree, p is 1. Two orders are certain together where the less certain one is.
    """
    if belief.leads is None or answer.leads is None:
        return [], []
    ours, theirs = belief.leads, answer.leads
    pairs = [(i, j) for i in range(len(belief.features)) for j in range(i)]
    opposite = [bool(ours.difference[at] * theirs.difference[at] < 0) for at in pairs]
    p = np.array([max(ours.p[at], theirs.p[at]) if apart else 1.0 for at, apart in zip(pairs, opposite, strict=True)])
    adjusted = benjamini_hochberg(p)
    rows, certain = [], []
    for k in sorted(np.flatnonzero(opposite), key=lambda k: (adjusted[k], p[k])):
        ahead, behind = pairs[k] if ours.difference[pairs[k]] > 0 else pairs[k][::-1]
        first, second = belief.features[ahead], belief.features[behind]
        rows += [lead_estimate(battery, side, leads, ahead, behind) for side, leads in ((answer, theirs), (belief, ours))]
        for name, values in (("p", p), ("p_adjusted", adjusted)):
            measure, found = f"{stem_of(battery)}_inversion_{name}", significant(float(values[k]), 6)
            rows.append(Estimate(first, measure, belief.audience, answer.audience, value=found, than=second))
        if adjusted[k] <= 0.05:
            certain.append((first, second))
    return rows, certain
