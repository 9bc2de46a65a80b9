"""What is said is not what is done: how corrections that others apply to stated prices would change the numbers, none applied."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gapsurvey.language import say
from gapsurvey.methods.demand import asked_up_to, grid, named_openly, take_at
from gapsurvey.methods.drawn import interval
from gapsurvey.methods.measured import base_flag, bases, share_estimate
from gapsurvey.methods.price import curve
from gapsurvey.model import Cell, Counts, Item
from gapsurvey.phrasing import percent, short
from gapsurvey.privacy import Published, clip
from gapsurvey.report import Estimate, Table
from gapsurvey.stats.intervals import mean_interval
from gapsurvey.stats.means import moments
from gapsurvey.study import Study

__all__ = ["OVERSTATED", "stated"]

OVERSTATED = 0.21  # Schmidt & Bijmolt 2020, Journal of the Academy of Marketing Science 48:499–518: 77 studies, on average


def stated(published: Published, study: Study) -> list[Table]:
    """Who would pay if prices are overstated, prices without the zeros, and take rates by purchase intent; one table."""
    rows: list[Estimate] = []
    beyond: list[str] = []
    for feature in study.features:
        rows += _haircut(published, study, feature, beyond)
        for audience in (study.customers, *study.believers):
            rows += _without_zeros(published, study, feature, audience)
            rows += _by_intent(published, study, feature, audience)
    notes = [
        say(
            "None of these corrections is applied anywhere else in this report. Stated prices are on average {share} above real "
            "ones: with that, who would pay a price is who said {times} times as much.",
            share=percent(OVERSTATED),
            times=short(1 + OVERSTATED),
        ),
    ]
    if beyond:
        notes.append(say("Not shown, because people were not asked that high: {features}.", features=", ".join(beyond)))
    return [Table("stated", "numbers", say("If people say more than they pay"), tuple(rows), tuple(notes))] if rows else []


def _haircut(published: Published, study: Study, feature: str, beyond: list[str]) -> Iterator[Estimate]:
    """Customers who would still pay the planned price if all had named 21% too much."""
    price = study.features[feature].price
    for measure, asks in (("want_and_pay", "want-and-pay"), ("take", "pay")):
        counts = published.tallies.get(Cell(study.customers), Item(feature, asks, "price"))
        if counts is None or price is None or not asked_up_to(counts, price):
            continue
        needed = price * (1 + OVERSTATED)
        if asked_up_to(counts, needed) or named_openly(study, study.customers, feature):
            share = take_at(counts, needed, believer=False)
            yield share_estimate(study, feature, f"{measure}_haircut", study.customers, share, at=price)
        elif study.features[feature].label not in beyond:
            beyond.append(study.features[feature].label)


def _without_zeros(published: Published, study: Study, feature: str, audience: str) -> Iterator[Estimate]:
    """The price that those name who name one, as if every 0 were a protest and no answer."""
    counts = published.tallies.get(Cell(audience), Item(feature, "pay", "price"))
    if counts is None or not named_openly(study, audience, feature):
        return
    some = np.array(counts.levels) > 0
    named = Counts(tuple(level for level in counts.levels if level > 0), counts.n[some], counts.w[some], counts.w2[some])
    if named.base == counts.base or named.base < study.thresholds.min_cell or len(grid(named)) < 2:
        return
    drawn = curve(named, study, audience != study.customers, "without zeros", audience, feature)
    flag = base_flag(study, audience, named.base)
    for measure, found in (("median_price", drawn.median()), ("mean_price", drawn.mean())):
        low, high = interval(found)
        yield Estimate(
            feature, f"{measure}_without_zeros", audience, value=found.value, low=low, high=high, **bases(named), flag=flag
        )


def _by_intent(published: Published, study: Study, feature: str, audience: str) -> Iterator[Estimate]:
    """The take rate that a rating of purchase intent stands for, by the study's own map of its points to chances."""
    chances = next((q.intent_map for q in study.questions if q.intent_map and q.feature == feature and audience in q.sources), ())
    counts = published.tallies.get(Cell(audience), Item(feature, "pay", "rating"))
    if counts is None or len(chances) != len(counts.levels):
        return
    found = moments(chances, counts.n, counts.w, counts.w2)
    take = clip(float(found.mean), counts.base, audience != study.customers)
    low, high = mean_interval(take, found.variance_of_mean, found.df)
    yield Estimate(
        feature, "intent_take", audience, value=take, low=max(float(low), 0.0), high=min(float(high), 1.0), **bases(counts),
        flag=base_flag(study, audience, counts.base),
    )  # fmt: skip
