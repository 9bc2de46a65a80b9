"""Competitors' offers beside ours: whom what they have reaches, whom ours would reach besides, and who would pay their price."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gapsurvey import phrasing
from gapsurvey.language import say, say_count
from gapsurvey.methods.demand import asked_up_to, named_openly, take_at
from gapsurvey.methods.measured import Share, base_flag, share_estimate
from gapsurvey.methods.versions import WANTED, Takers, offerings, takers_by
from gapsurvey.model import Cell, Counted, Counts, Item, Tallies
from gapsurvey.privacy import Published
from gapsurvey.report import Estimate, Table
from gapsurvey.stats.comparisons import alignment, share_difference
from gapsurvey.stats.paired import paired
from gapsurvey.study import Competitor, Study

__all__ = ["market"]


def market(published: Published, study: Study) -> list[Table]:
    """What each competitor has and asks for it, held against what customers want and would pay; no table without competitors."""
    tallies = published.tallies
    rows: list[Estimate] = []
    notes = [_offered(study, competitor) for competitor in study.competitors.values()]
    for competitor in study.competitors.values():
        rows.append(Estimate("", "market_price", segment=competitor.label, value=competitor.price))
        wanters = _wanters(tallies, study, competitor, _ours(study, competitor))
        if wanters is None:
            notes.append(
                say(
                    "How many {people} want what {offer} has cannot be said: they were not asked about all of it.",
                    people=study.label(study.customers), offer=competitor.label,
                )
            )  # fmt: skip
        else:
            rows += _reach(study, competitor, wanters)
            rows += _beside(study, competitor, wanters)
        rows += [row for feature in competitor.features for row in _payers(tallies, study, competitor, feature)]
        notes += _left_out(study, competitor, wanters)
    if all(row.measure == "market_price" for row in rows):
        return []
    notes += _limits(study, rows)
    title, lead = say("What is on the market"), _lead(rows, study)
    return [Table("market", "market", title, tuple(rows), tuple(notes), by=say("Competitor"), lead=lead)]


def _candidates(study: Study) -> list[str]:
    """Our own offers that have a price: the versions, where the study has some, else every feature."""
    named = [feature for versions in offerings(study).values() for feature in versions] or list(study.features)
    return [feature for feature in named if study.features[feature].price is not None]


def _ours(study: Study, competitor: Competitor) -> list[str]:
    """Our own offers that cost no more than the competitor's."""
    return [feature for feature in _candidates(study) if (study.features[feature].price or 0.0) <= competitor.price]


def _wanters(tallies: Tallies, study: Study, competitor: Competitor, ours: list[str]) -> Takers | None:
    """Who wants what of theirs, and of those of ours that customers were asked about; None where theirs were not all asked."""
    asked = tallies.together(Cell(study.customers), WANTED)
    known = [feature for feature in ours if asked is not None and feature in asked.fields]
    return takers_by(WANTED, tallies, study, tuple(dict.fromkeys((*competitor.features, *known))))


def _times(wanters: Takers, features: tuple[str, ...]) -> Counted:
    """How many of these features each of the patterns wants."""
    found: Counted = wanters.takes[:, [wanters.features.index(feature) for feature in features]].sum(axis=1)
    return found


def _wants(wanters: Takers, features: tuple[str, ...]) -> NDArray[np.bool_]:
    """Which of the patterns want at least one of these features."""
    found: NDArray[np.bool_] = _times(wanters, features) > 0
    return found


def _reach(study: Study, competitor: Competitor, wanters: Takers) -> Iterator[Estimate]:
    """Who wants something that the competitor has, and who wants all of it."""
    everything = _times(wanters, competitor.features) == len(competitor.features)
    yield _share(study, competitor, "", "market_any", wanters.share(_wants(wanters, competitor.features)))
    if len(competitor.features) > 1:
        yield _share(study, competitor, "", "market_all", wanters.share(everything))


def _beside(study: Study, competitor: Competitor, wanters: Takers) -> Iterator[Estimate]:
    """Each of our offers against the competitor's, then all of them together.

    What is so by what the offers have, whoever was asked, is left out: nobody wants a thing and nothing of an offer that has it.
    """
    ours = tuple(feature for feature in _ours(study, competitor) if feature in wanters.features)
    theirs = _wants(wanters, competitor.features)
    for name, offer in (*((feature, (feature,)) for feature in ours), *([("", ours)] if len(ours) > 1 else [])):
        mine = _wants(wanters, offer)
        inside, around = set(offer) <= set(competitor.features), set(competitor.features) <= set(offer)
        yield _share(study, competitor, name, "market_both", wanters.share(mine & theirs))
        if not inside:
            yield _share(study, competitor, name, "market_ours_only", wanters.share(mine & ~theirs))
        if not around:
            yield _share(study, competitor, name, "market_theirs_only", wanters.share(theirs & ~mine))
        if not inside and not around:
            yield _lead_over(study, competitor, name, wanters, mine, theirs)


def _share(study: Study, competitor: Competitor, feature: str, measure: str, share: Share) -> Estimate:
    return share_estimate(study, feature, measure, study.customers, share, segment=competitor.label)


def _lead_over(
    study: Study, competitor: Competitor, feature: str, wanters: Takers, mine: NDArray[np.bool_], theirs: NDArray[np.bool_]
) -> Estimate:
    """Our reach less theirs, among the same people."""
    found = paired(np.stack([mine, theirs], axis=1).astype(float), wanters.n, wanters.w, wanters.w2, shares=True)
    base = wanters.share(np.ones(len(wanters.n)))
    return Estimate(
        feature, "market_lead", study.customers, segment=competitor.label, value=float(found.difference[0, 1]),
        low=float(found.low[0, 1]), high=float(found.high[0, 1]), n=base.n, n_weighted=base.n_weighted,
        n_effective=base.n_effective, flag=base_flag(study, study.customers, base.n),
    )  # fmt: skip


def _payers(tallies: Tallies, study: Study, competitor: Competitor, feature: str) -> Iterator[Estimate]:
    """Who would pay the competitor's price for one thing that it has, on both sides, where that price was asked on both alike."""
    price, item = competitor.price, Item(feature, "pay", "price")
    answer = tallies.get(Cell(study.customers), item)
    if answer is None or not price or not asked_up_to(answer, price):
        return
    place: dict[str, Any] = {"segment": competitor.label, "at": price}
    take = take_at(answer, price, believer=False)
    yield share_estimate(study, feature, "market_pay", study.customers, take, **place)
    for believers in study.believers:
        belief = tallies.get(Cell(believers), item)
        if belief is None or not asked_up_to(belief, price) or not _alike(study, feature, believers, price, belief, answer):
            continue
        believed = take_at(belief, price, believer=True)
        yield share_estimate(study, feature, "market_pay", believers, believed, **place)
        margin = study.thresholds.margin
        gap = share_difference(believed.value, believed.n_effective, take.value, take.n_effective, margin)
        flags = (base_flag(study, believers, belief.base), base_flag(study, study.customers, answer.base))
        yield Estimate(
            feature, "market_pay_gap", believers, study.customers, **place, value=gap.value, low=gap.low, high=gap.high,
            n=believed.n, n_weighted=believed.n_weighted, n_effective=believed.n_effective,
            alignment=alignment(gap, margin) if answer.base >= study.thresholds.min_base else "untested",
            flag=" ".join(filter(None, flags)),
        )  # fmt: skip


def _alike(study: Study, feature: str, believers: str, price: float, belief: Counts, answer: Counts) -> bool:
    """Whether both sides' shares at a price are answers to the same one: between two tested prices the dearer one's holds."""
    openly = named_openly(study, believers, feature) and named_openly(study, study.customers, feature)
    return openly or min(x for x in belief.levels if x >= price) == min(x for x in answer.levels if x >= price)


def _offered(study: Study, competitor: Competitor) -> str:
    """What a competitor offers, in a sentence, and where that is known from."""
    has = phrasing.joined([study.features[feature].label for feature in competitor.features])
    price = phrasing.price(competitor.price, study.currency)
    text = say("{offer}, {price}: {features}.", offer=competitor.label, price=phrasing.each(price, study.period), features=has)
    source = say("Source: {source}.", source=competitor.source) if competitor.source else ""
    return " ".join(filter(None, (text, source, competitor.note)))


def _left_out(study: Study, competitor: Competitor, wanters: Takers | None) -> Iterator[str]:
    """Which of our offers were not held against the competitor's, and how many customers count for none of this."""
    dearer = [study.features[f].label for f in _candidates(study) if f not in _ours(study, competitor)]
    if dearer:
        yield say(
            "Not held against {offer}, which costs less: {features}.", offer=competitor.label, features=phrasing.joined(dearer)
        )
    if wanters is None:
        return
    people = study.label(study.customers)
    unasked = [study.features[f].label for f in _ours(study, competitor) if f not in wanters.features]
    if unasked:
        yield say(
            "Not held against {offer}, as {people} were not asked whether they want it: {features}.",
            offer=competitor.label, people=people, features=phrasing.joined(unasked),
        )  # fmt: skip
    if wanters.left_out:
        yield say_count(
            wanters.left_out,
            "{n} of the {people} did not answer about everything that is held against {offer}, and counts for none of it.",
            "{n} of the {people} did not answer about everything that is held against {offer}, and count for none of it.",
            n=phrasing.count(wanters.left_out), people=people, offer=competitor.label,
        )  # fmt: skip


def _limits(study: Study, rows: list[Estimate]) -> Iterator[str]:
    """What cannot be concluded from these numbers."""
    measures = {row.measure for row in rows}
    people = study.label(study.customers)
    if "market_any" in measures:
        yield say(
            "Counted is what {people} say they want, whatever it costs and whoever sells it. Brand, quality and the trouble of "
            "changing were not asked, and of what a competitor has only what this study asked about: it is no forecast of who "
            "would buy where.",
            people=people,
        )
    if "market_both" in measures:
        yield say(
            "Ours are held against a competitor’s where they cost no more: each by itself, and, where none is named, all of them "
            "together."
        )
    if "market_pay" in measures:
        yield say(
            "A competitor’s price is that of its whole offer; here it is held against each thing in it alone. Between two tested "
            "prices the dearer one’s share holds: a lower bound."
        )


def _lead(rows: list[Estimate], study: Study) -> str:
    """The one sentence to repeat: who would pay a competitor's price; else whom ours reaches that theirs does not."""
    paid = [row for row in rows if row.measure == "market_pay" and row.audience == study.customers]
    reached = [row for row in rows if row.measure == "market_ours_only"]
    people = study.label(study.customers)
    if paid:
        one = min(paid, key=lambda row: (row.feature != study.about, -(row.value or 0.0)))
        return say(
            "At {offer}’s {price}, {share} of {people} would still pay for {feature} (95% interval {interval}).",
            offer=one.segment, price=phrasing.each(phrasing.price(one.at or 0.0, study.currency), study.period),
            share=phrasing.percent(one.value or 0.0), people=people, feature=study.features[one.feature].label,
            interval=phrasing.percent_range(one.low or 0.0, one.high or 0.0),
        )  # fmt: skip
    if not reached:
        return ""
    one = max(reached, key=lambda row: row.value or 0.0)
    told = {"share": phrasing.percent(one.value or 0.0), "people": people, "offer": one.segment,
            "interval": phrasing.percent_range(one.low or 0.0, one.high or 0.0)}  # fmt: skip
    if one.feature:
        feature = study.features[one.feature].label
        return say(
            "{share} of {people} want {feature} and nothing that {offer} has (95% interval {interval}).", feature=feature, **told
        )
    return say("{share} of {people} want one of ours and nothing that {offer} has (95% interval {interval}).", **told)
