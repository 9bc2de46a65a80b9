"""Certainty: who would pay if only those count who are sure of it, at every cut-off; applied nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from gapsurvey.language import say
from gapsurvey.methods.bids import known
from gapsurvey.methods.drawn import Base, Drawn, drawn_estimate
from gapsurvey.methods.measured import share_estimate, share_of
from gapsurvey.methods.resampled import share_interval
from gapsurvey.model import Cell, Counts, Floats, Item, Patterns
from gapsurvey.phrasing import price as amount
from gapsurvey.phrasing import priced
from gapsurvey.privacy import Published
from gapsurvey.report import Estimate, Table
from gapsurvey.stats.pricing.turnbull import shares_at, support, turnbull, turnbull_draws
from gapsurvey.stats.resampling import stream
from gapsurvey.study import Study

__all__ = ["certainty"]

KINDS = ("price-certainty", "bids-certainty")


def certainty(published: Published, study: Study) -> list[Table]:
    """Per feature the customers who would pay its price and are at least so sure of it; one table."""
    rows: list[Estimate] = []
    at_prices, beyond = [], []
    for feature, spec in study.features.items():
        asked = (published.tallies.together(Cell(study.customers), Item(feature, "pay", kind)) for kind in KINDS)
        patterns = next(filter(None, asked), None)  # a feature asked both ways is told once
        if patterns is None:
            continue
        price = _price(patterns, spec.price)
        if price is None:
            beyond.append(spec.label)
        else:
            at_prices.append(priced(spec.label, amount(price, study.currency)))
            rows += _cut_offs(study, feature, patterns, price)
    if not rows and not beyond:
        return []
    notes = [
        say(
            "Only a yes of at least this certainty counts; every other counts as a no to the last price accepted. No other "
            "number of this report does so."
        ),
    ]
    if at_prices:
        told = ", ".join(at_prices)
        notes.append(say("Told: {features}. Between two tested prices the dearer one’s share holds.", features=told))
    if beyond:
        untold = ", ".join(beyond)
        notes.append(say("Not told, because its planned price is not known, or was not asked: {features}.", features=untold))
    return [Table("certainty", "certainty", say("Who would pay, if only the certain count"), tuple(rows), tuple(notes))]


def _price(patterns: Patterns, planned: float | None) -> float | None:
    """The price to tell the shares at: the only one that was asked, else the planned one as far as people were asked so high."""
    asked = {price for of, prices in zip(patterns.fields, patterns.levels, strict=True) if "price" in of for price in prices}
    asked.discard(0.0)
    if len(asked) == 1:
        return asked.pop()
    return planned if planned is not None and planned <= max(asked, default=0.0) else None


def _cut_offs(study: Study, feature: str, patterns: Patterns, price: float) -> Iterator[Estimate]:
    for point in patterns.levels[-1]:
        if len(patterns.fields) == 2:
            yield _of_accepted(study, feature, patterns, price, point)
        else:
            yield _of_bids(study, feature, patterns, price, point)


def _of_accepted(study: Study, feature: str, patterns: Patterns, price: float, point: float) -> Estimate:
    """Of the highest prices that people accept: how sure they are is known of that one, and a cheaper one stays accepted."""
    accepted, sure = patterns.values.T
    rung = min(asked for asked in patterns.levels[0] if asked >= price)
    yes = (accepted > rung) | ((accepted == rung) & (sure >= point))
    sums = (np.bincount(yes, of, 2) for of in (patterns.n, patterns.w, patterns.w2))
    n, w, w2 = (of.astype(kind) for of, kind in zip(sums, (np.int64, float, float), strict=True))
    share = share_of(Counts((0.0, 1.0), n, w, w2), np.array([False, True]), believer=False)
    return share_estimate(study, feature, "take_certainty_level", study.customers, share, at=point)


def _of_bids(study: Study, feature: str, patterns: Patterns, price: float, point: float) -> Estimate:
    """Of answers to prices that differ from one to the other: by Turnbull's curve."""
    answers = known(_recoded(patterns, point))
    where = support(answers.lower, answers.upper)
    p = turnbull(where, answers.w)
    rng = stream(study.thresholds.seed, "certainty", study.customers, feature, f"{point:g}")
    draws: Floats = turnbull_draws(where, p, answers.w, answers.w2, study.thresholds.draws, rng)
    found = Drawn(float(shares_at(where, p, [price])[0]), shares_at(where, draws, [price])[:, 0])
    base = Base(study.customers, answers.base, answers.total, answers.effective)
    low, high = share_interval(answers, price, found)
    return replace(drawn_estimate(study, feature, "take_certainty_level", base, found), at=point, low=low, high=high)


def _recoded(patterns: Patterns, point: float) -> Patterns:
    """The bids alone, each person's last answer a no where it was a yes of less certainty than this."""
    codes = patterns.codes[:, :-1].copy()
    unsure = np.flatnonzero(patterns.values[:, -1] < point)  # of a no there is no certainty
    last = np.where(codes[unsure, -1] >= 0, codes.shape[1] - 1, 1)
    codes[unsure, last] = 0
    return Patterns(patterns.fields[:-1], patterns.levels[:-1], codes, patterns.n, patterns.w, patterns.w2)
