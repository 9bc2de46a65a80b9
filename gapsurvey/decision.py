"""The verdict on each feature: build, do not build, offer as an option, or ask more; and why."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from scipy.special import ndtri

from gapsurvey import phrasing
from gapsurvey.contribution import Case, case, range_of
from gapsurvey.curve import buyers, drawn_takes
from gapsurvey.flips import flip, flip_rows, flip_text
from gapsurvey.headline import headline, instead_text, main_gap, wanted
from gapsurvey.instruments import chosen_instrument
from gapsurvey.language import say, text
from gapsurvey.methods.demand import take_at
from gapsurvey.methods.resampled import TurnbullCurve
from gapsurvey.methods.versions import offerings
from gapsurvey.model import Cell, Counts, Item, Tallies
from gapsurvey.option import option
from gapsurvey.privacy import Published
from gapsurvey.report import Estimate, Offer, Table, Verdict
from gapsurvey.stats.comparisons import moments
from gapsurvey.study import Study

__all__ = ["Decision", "decide"]

MOST_ASKED = 1_000_000  # people: a base beyond it is no advice
BY_CURVE = text(
    "Where bids or intervals were asked, the take rate is Turnbull’s; its draws resample the respondents (Bayesian bootstrap) "
    "beside half a person who pays every price asked and half a one who pays none."
)


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdicts in the study's order, the table of the money behind them, None where no feature has any, and the offers."""

    verdicts: tuple[Verdict, ...]
    table: Table | None
    offers: tuple[Offer, ...] = ()


def decide(published: Published, study: Study, tables: list[Table]) -> Decision:
    """A verdict per feature, from the published tallies and the methods' tables."""
    cases = {feature: case(published.tallies, study, feature, tables) for feature in study.features}
    verdicts = tuple(_verdict(published.tallies, study, feature, cases, tables) for feature in study.features)
    money = [row for verdict in verdicts for row in _money(study, cases[verdict.feature], verdict)]
    if not money:
        return Decision(verdicts, None)
    notes = (
        say(
            "Over {periods} and {market} customers, undiscounted.",
            periods=phrasing.periods(study.horizon or 0, study.period),
            market=phrasing.count(study.market or 0),
        ),
        say(
            "Intervals hold 95% of {draws} draws from the customers’ counts (Dirichlet, counts + ½); costs and market are "
            "taken as given.",
            draws=phrasing.count(study.thresholds.draws),
        ),
        *([str(BY_CURVE)] if any(isinstance(case.curve, TurnbullCurve) and case.terms for case in cases.values()) else []),
    )
    title = say("What it would earn, and what acting on belief would cost")
    offers = tuple(this.offer for this in cases.values() if this.offer is not None)
    return Decision(verdicts, Table("decision", "decision", title, tuple(money), notes), offers)


def _verdict(tallies: Tallies, study: Study, feature: str, cases: dict[str, Case], tables: list[Table]) -> Verdict:
    this = cases[feature]
    verdict, reasons, version = _judged(tallies, study, this, cases)
    gap = main_gap(study, feature, tables)
    believers = gap.audience if gap else study.believers[0]
    instead = "" if verdict.startswith("build") else _instead(study, feature, cases, tables)
    return Verdict(
        feature=feature,
        label=study.features[feature].label,
        believers=believers,
        alignment=gap.alignment if gap else None,
        verdict=verdict,
        headline=headline(study, feature, tables),
        option=version,
        instead=instead,
        instead_text=instead_text(study, instead, cases[instead].take, cases[instead].apart, tables) if instead else "",
        value_at_stake=this.stake,
        contribution=None if this.contribution is None or this.drawn is None else range_of(this.contribution, this.drawn),
        probability=this.probability,
        reasons=(*reasons, *_break_even(study, this), *_turned(study, this)),
        assumptions=tuple(_assumptions(tallies, study, this)),
    )


def _judged(tallies: Tallies, study: Study, this: Case, cases: dict[str, Case]) -> tuple[str, list[str], str]:
    """The verdict's name, its reasons, and the version that it says to offer, "" for none."""
    lines, probability = study.thresholds, this.probability
    base = this.take.n if this.take else _asked(tallies, study, this.feature)
    if 0 < base < lines.min_base:
        few = say(
            "Only {n} {people} answered; fewer than {fewest} carry no decision.",
            n=base,
            people=study.label(study.customers),
            fewest=lines.min_base,
        )
        return "ask more", [few], ""
    if probability is None:
        return "no money verdict", [_no_money(study, this)], ""
    chance = phrasing.probability(probability)
    if probability > lines.build:
        doubts = _doubts(tallies, study, this.feature)
        earned = say("It earns its cost back with a probability of {chance}.", chance=chance)
        return "build, but delivery doubts it" if doubts else "build", [earned, *doubts], ""
    if probability < lines.stop:
        lost = say("The probability that it earns its cost back is {chance}.", chance=chance)
        if options := _options(tallies, study, this):
            return "offer as an option", [lost, *options], ""
        if version := option(tallies, study, this.feature, cases):
            return "offer as an option", [lost, version.reason(study)], version.feature
        return "do not build as proposed", [lost], ""
    between = say(
        "The probability that it earns its cost back is {chance}, between the lines of {stop} and {build}.",
        chance=chance,
        stop=phrasing.percent(lines.stop),
        build=phrasing.percent(lines.build),
    )
    return "ask more", [f"{between} {_settle(study, this)}"], ""


def _asked(tallies: Tallies, study: Study, feature: str) -> int:
    """How many customers answered anything about a feature."""
    return max((c.base for item, c in tallies.items(Cell(study.customers)) if item.feature == feature), default=0)


def _no_money(study: Study, this: Case) -> str:
    spec = study.features[this.feature]
    missing = {
        say("a price"): spec.price,
        say("a cost"): spec.cost,
        say("the market"): study.market,
        say("the horizon"): study.horizon,
    }
    absent = [name for name, value in missing.items() if value is None]
    if absent:
        return say("The study does not give {missing}.", missing=say(" or ").join(absent))
    return say(
        "Customers were not asked whether they would pay {price} or more for it.",
        price=phrasing.price(spec.price or 0.0, study.currency),
    )


def _break_even(study: Study, this: Case) -> Iterator[str]:
    """What would have to be true for it to pay."""
    if this.terms is None or this.take is None or this.take.n < study.thresholds.min_base:
        return
    even = this.terms.break_even
    if even is None:
        yield say("Its price does not cover its unit cost, so no take rate pays for the launch.")
    elif even > 1:
        yield say("Even if every customer took it, it would not break even.")
    else:
        taken = phrasing.percent(this.take.value, 1)
        yield say("It breaks even where {even} of customers take it; {taken} would.", even=phrasing.percent(even, 1), taken=taken)


def _turned(study: Study, this: Case) -> Iterator[str]:
    """What would have to be true for the verdict to be the other one."""
    enough = this.take is not None and this.take.n >= study.thresholds.min_base
    if enough and (turned := flip(study, this)) and (said := flip_text(study, this, turned)):
        yield said


def _settle(study: Study, this: Case) -> str:
    """How many customers it takes for this take rate to fall clearly on one side of break-even (normal approximation)."""
    even = this.terms.break_even if this.terms else None
    if this.take is None or even is None or this.take.value == even or not this.take.n_effective:
        return say("More answers would not settle it; a lower cost or another price would.")
    take, line = this.take.value, max(study.thresholds.build, 1 - study.thresholds.stop)
    needed = ndtri(line) ** 2 * take * (1 - take) / (take - even) ** 2 * this.take.n / this.take.n_effective
    if not math.isfinite(needed) or needed > MOST_ASKED:
        return say("The take rate lies so close to break-even that only a lower cost or another price would settle it.")
    people = phrasing.count(math.ceil(max(needed, this.take.n + 1)))
    return say("About {n} customers would settle it, the take rate staying as it is.", n=people)


def _options(tallies: Tallies, study: Study, this: Case) -> list[str]:
    """The customer segments in which enough would take it: reasons to offer it there, or to whoever wants it.

    A segment never earns more than everybody does, so it is held to the break-even take rate: to its own share of the launch.
    """
    whole = buyers(tallies, Cell(study.customers), this.feature)
    reasons: list[str] = []
    for cell in tallies.counts:
        counts = buyers(tallies, cell, this.feature) if cell.audience == study.customers and cell.segment else None
        if counts is None or whole is None or this.terms is None or counts.base < study.thresholds.option_base:
            continue
        take = take_at(counts, this.terms.price, believer=False)
        takes = drawn_takes(study, counts, take.n_effective, [this.terms.price], "option", this.feature, cell.by, cell.segment)
        chance = float((this.terms.contribution(takes[:, 0]) > 0).mean())
        if chance > study.thresholds.build:
            part = phrasing.percent(counts.weighted_base / whole.weighted_base)
            reasons.append(
                say(
                    "It pays in {segmentation} {segment}, if the launch costs there {part} of the whole, as that is its part "
                    "of the "
                    "market: {share} of these {n} would take it (probability {chance}).",
                    segmentation=cell.by,
                    segment=cell.segment,
                    part=part,
                    share=phrasing.percent(take.value),
                    n=counts.base,
                    chance=phrasing.probability(chance),
                )
            )
    return reasons


def _doubts(tallies: Tallies, study: Study, feature: str) -> list[str]:
    """Who doubts that it can be delivered: believers whose mean rating lies below the middle of the scale."""
    doubts = []
    item = Item(feature, "deliver", "rating")
    for believers in study.believers:
        counts = tallies.get(Cell(believers), item)
        if counts is None or _mean(counts) >= _middle(counts):
            continue
        cells = [cell for cell in tallies.counts if cell.audience == believers and cell.segment]
        rated = [(_mean(found), cell.segment) for cell in cells if (found := tallies.get(cell, item)) is not None]
        told = {
            "believers": study.label(believers),
            "mean": phrasing.decimal(_mean(counts), 1),
            "lowest": phrasing.short(counts.levels[0]),
            "highest": phrasing.short(counts.levels[-1]),
        }
        if rated and min(rated)[0] < _middle(counts):
            doubts.append(
                say(
                    "The {believers} rate its delivery {mean} on a scale from {lowest} to {highest}, below the middle; {segment} "
                    "doubts it most.",
                    segment=min(rated)[1],
                    **told,
                )
            )
        else:
            doubts.append(
                say("The {believers} rate its delivery {mean} on a scale from {lowest} to {highest}, below the middle.", **told)
            )
    return doubts


def _mean(counts: Counts) -> float:
    return float(moments(counts.levels, counts.n, counts.w, counts.w2).mean)


def _middle(counts: Counts) -> float:
    return (counts.levels[0] + counts.levels[-1]) / 2


def _assumptions(tallies: Tallies, study: Study, this: Case) -> Iterator[str]:
    """Everything that the money rests on, each a sentence."""
    if this.terms is None or this.take is None:
        return
    money, currency = this.terms, study.currency
    yield say(
        "{market} customers could be sold to, over {periods}, undiscounted.",
        market=phrasing.count(money.market),
        periods=phrasing.periods(money.horizon, study.period),
    )
    price, unit_cost = phrasing.price(money.price, currency), phrasing.price(money.unit_cost, currency)
    yield say(
        "Price {price} and unit cost {unit_cost}; launch cost {launch}.",
        price=price,
        unit_cost=phrasing.each(unit_cost, study.period),
        launch=phrasing.money(money.launch, currency),
    )
    yield say("Customers do what they say: no hypothetical-bias haircut is applied.")
    if this.apart:
        yield say("Who would pay, whether or not they want it: want was not asked together with these prices.")
    if this.curve is not None and (chosen := chosen_instrument(tallies, study, this.feature, this.curve)):
        yield chosen
    if this.asked_price != money.price:
        dearer = phrasing.price(this.asked_price, currency)
        yield say("{price} itself was not asked: the take rate is that of {dearer}, a lower bound.", price=price, dearer=dearer)
    if this.belief is not None and this.belief.estimated:
        yield say(
            "Belief is the mean estimate, by {believers}, of the share of customers who would pay.",
            believers=study.label(this.belief.believers),
        )
    elif this.belief is not None:
        yield say(
            "Belief is the share of {believers} who say that customers would pay, as if it were the take rate, which it is not "
            "meant to be.",
            believers=study.label(this.belief.believers),
        )


def _instead(study: Study, feature: str, cases: dict[str, Case], tables: list[Table]) -> str:
    """The other feature that more customers want and would pay for, "" for none; among competing versions where this is one.

    Where nobody was asked to pay for it, the competing version that more customers want.
    """
    versions = next((names for names in offerings(study).values() if feature in names), ())
    rivals = [name for name in versions or study.features if name != feature]
    mine = cases[feature].take
    if mine is not None:
        alike = [name for name in rivals if cases[name].apart == cases[feature].apart]  # those who want it, or not they alone
        taken = {name: take.value for name in alike if (take := cases[name].take) is not None}
        return _best(taken, mine.value)
    here = wanted(study, feature, tables)
    if feature not in versions or here is None:
        return ""
    return _best({name: want for name in rivals if (want := wanted(study, name, tables)) is not None}, here)


def _best(shares: dict[str, float], above: float) -> str:
    """The name with the highest share, if that is above `above`."""
    best = max(shares, key=lambda name: shares[name], default="")
    return best if best and shares[best] > above else ""


def _money(study: Study, this: Case, verdict: Verdict) -> list[Estimate]:
    """The decision table's rows of one feature."""
    if this.terms is None or this.take is None or verdict.contribution is None:
        return []
    feature, audience, earned = this.feature, study.customers, verdict.contribution
    rows = [
        Estimate(
            feature, "contribution", audience, value=earned.value, low=earned.low, high=earned.high,
            n=this.take.n, n_weighted=this.take.n_weighted, n_effective=this.take.n_effective,
        ),
        Estimate(feature, "contribution_probability", audience, value=this.probability, n=this.take.n),
        Estimate(feature, "break_even_take", audience, value=this.terms.break_even),
    ]  # fmt: skip
    if turned := flip(study, this):
        rows += flip_rows(study, this, turned)
    if this.belief is not None and this.stake is not None:
        flag = "" if this.belief.estimated else "belief_as_take_rate"
        stake, believers = this.stake, this.belief.believers
        rows += [
            Estimate(feature, "contribution_believed", believers, value=this.believed, flag=flag),
            Estimate(
                feature, "value_at_stake", audience, believers, value=stake.value, low=stake.low, high=stake.high, flag=flag
            ),
        ]
    return rows
