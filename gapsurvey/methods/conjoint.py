"""Choice tasks: what each feature is worth in the choices of both sides, and who would take which of several offers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from gapsurvey import phrasing
from gapsurvey.language import say, text
from gapsurvey.layout import FEATURE, NONE, OTHER, PRICE, Layout
from gapsurvey.methods.drawn import Drawn, interval
from gapsurvey.methods.measured import base_flag
from gapsurvey.model import Cell, Floats, Item, Patterns
from gapsurvey.privacy import Published
from gapsurvey.report import Alignment, Estimate, Table
from gapsurvey.stats.choice import Logit, drawn, multinomial_logit, preference_shares, price_ratio, stacked
from gapsurvey.stats.intervals import normal_quantile
from gapsurvey.stats.raking import kish
from gapsurvey.stats.resampling import stream
from gapsurvey.study import Study
from gapsurvey.study.tasks import Offer, Tasks

__all__ = ["Choices", "choices", "conjoint"]

NONE_OF_THEM = text("None of them")


@dataclass(frozen=True, slots=True, eq=False)
class Choices:
    """One audience's choices, fitted.

    columns: what the K coefficients are of; average: K, the average alternative that was shown; drawn: draws × K,
    none of them where the logit did not converge.
    """

    audience: str
    columns: tuple[str, ...]
    average: Floats
    logit: Logit
    drawn: Floats
    patterns: Patterns

    @property
    def price(self) -> int | None:
        """The column of the price, None where there was none or a higher one does not clearly deter."""
        if PRICE not in self.columns or self.logit.state != "converged":
            return None
        at = self.columns.index(PRICE)
        deters = self.logit.coefficients[at] + normal_quantile(0.95) * self.logit.errors[at] < 0
        return at if deters else None

    def worth(self, column: int) -> tuple[float, Floats] | None:
        """What one of the columns is worth in price, found and of each draw; None where that cannot be had."""
        if self.price is None:
            return None
        value, _ = price_ratio(self.logit, self.price)
        return float(value[column]), -self.drawn[:, column] / self.drawn[:, self.price]

    def shares(self, offers: Mapping[str, Offer]) -> tuple[Floats, Floats]:
        """The share of each offer, and of none of them where that could be chosen: found (O,), and of each draw (draws × O)."""
        x = np.array([self._described(offer) for offer in offers.values()])
        if NONE in self.columns:
            x = np.concatenate([x, [[float(column == NONE) for column in self.columns]]])
        return preference_shares(x, self.logit.coefficients), preference_shares(x, self.drawn)

    def _described(self, offer: Offer) -> list[float]:
        values = dict(zip(self.columns, self.average, strict=True))
        return [
            float(column.removeprefix(FEATURE) in offer.features) if column.startswith(FEATURE)
            else offer.price if column == PRICE
            else values[column] if column.startswith(OTHER)
            else 0.0
            for column in self.columns
        ]  # fmt: skip


def choices(published: Published, study: Study, audience: str) -> tuple[Choices, Tasks] | None:
    """An audience's choices and what the study says of its tasks; None where it was given none, or too few answered."""
    for i, question in enumerate(study.questions):
        if audience not in question.sources or study.asked(i, audience).shape != "choice-tasks":
            continue
        patterns = published.tallies.together(Cell(audience), Item("", question.asks, "choice"))
        if patterns is not None:
            return _fitted(study, audience, patterns), study.asked(i, audience).tasks
    return None


def _fitted(study: Study, audience: str, patterns: Patterns) -> Choices:
    layout = Layout.of(patterns.fields, ("chosen",))
    picked, described = layout.parts(patterns.values)
    chose = ~np.isnan(picked[:, :, 0])
    tasks, person = described[chose], np.nonzero(chose)[0]
    place = picked[:, :, 0][chose].astype(np.intp) - 1
    logit = multinomial_logit(stacked(tasks, place, person, patterns.w, patterns.w2, patterns.n))
    draws = np.empty((0, len(layout.columns)))
    if logit.state == "converged":
        draws = drawn(logit, study.thresholds.draws, stream(study.thresholds.seed, "choice", audience))
    return Choices(audience, layout.columns, _average(tasks, layout.columns), logit, draws, patterns)


def _average(tasks: Floats, columns: tuple[str, ...]) -> Floats:
    """The mean of every alternative that was shown, but for the one that is none of them."""
    rows = tasks[~np.isnan(tasks).all(axis=2)]
    if NONE in columns:
        rows = rows[rows[:, columns.index(NONE)] == 0]
    mean: Floats = rows.mean(axis=0)
    return mean


def conjoint(published: Published, study: Study) -> list[Table]:
    """What features are worth by each side's choices with the gaps, and the share of each offer; two tables."""
    found = {a: made for a in (study.customers, *study.believers) if (made := choices(published, study, a))}
    if not found:
        return []
    fits = {audience: fitted for audience, (fitted, _) in found.items()}
    rows = [row for fitted in fits.values() for row in _side(study, fitted)]
    rows += _gaps(study, fits)
    order = ["", *study.features]
    rows.sort(key=lambda row: order.index(row.feature))
    notes = [
        say(
            "From a multinomial logit of the choices, a person’s tasks one observation. A feature is measured from its "
            "attribute’s level that is no feature; utilities have a scale of each audience’s own, worths have not."
        ),
        *dict.fromkeys(note for fitted, tasks in found.values() for note in _bases_of_levels(study, fitted, tasks)),
        *(note for fitted in fits.values() for note in _doubts(study, fitted)),
    ]
    tables = [Table("conjoint", "choices", say("What choices say a feature is worth"), tuple(rows), tuple(notes))]
    return [*tables, *_offered(study, found)]


def _side(study: Study, fitted: Choices) -> Iterator[Estimate]:
    bases, flag = _bases(fitted), base_flag(study, fitted.audience, fitted.patterns.base)
    logit, who = fitted.logit, fitted.audience
    failed = "" if logit.state == "converged" else "no_fit"
    yield Estimate("", "choice_tasks", who, value=logit.tasks, n=bases["n"], flag=failed)
    if logit.state != "converged":
        return
    yield Estimate("", "choice_loglik", who, value=logit.loglik, n=bases["n"])
    yield Estimate("", "choice_loglik_null", who, value=logit.null_loglik, n=bases["n"])
    z = float(normal_quantile(0.95))
    unclear = "" if fitted.price is not None or PRICE not in fitted.columns else "price_unclear"
    flags = " ".join(mark for mark in (flag, unclear) if mark)
    for at, column in enumerate(fitted.columns):
        value, half = float(logit.coefficients[at]), z * float(logit.errors[at])
        between = _around(value, value - half, value + half)
        if column == PRICE:
            yield Estimate("", "choice_price_utility", who, **between, **bases, flag=flags)
        if not column.startswith(FEATURE):
            continue
        feature = column.removeprefix(FEATURE)
        yield Estimate(feature, "choice_utility", who, **between, **bases, flag=flags)
        worth = fitted.worth(at)
        if worth is not None and fitted.price is not None:
            yield Estimate(feature, "choice_worth", who, **_around(worth[0], *interval(Drawn(*worth))), **bases, flag=flag)
            half = z * float(price_ratio(logit, fitted.price)[1][at])
            by_delta = _around(worth[0], worth[0] - half, worth[0] + half)
            yield Estimate(feature, "choice_worth_delta", who, **by_delta, **bases, flag=flag)


def _around(value: float, low: float, high: float) -> dict[str, Any]:
    return {"value": value, "low": low, "high": high}


def _bases(fitted: Choices) -> dict[str, Any]:
    patterns = fitted.patterns
    weighted = float(patterns.w.sum())
    return {"n": patterns.base, "n_weighted": weighted, "n_effective": float(kish(weighted, float(patterns.w2.sum())))}


def _gaps(study: Study, fits: Mapping[str, Choices]) -> Iterator[Estimate]:
    """Belief − answer in what a feature is worth, where both sides' choices say it."""
    answer = fits.get(study.customers)
    for believers, belief in fits.items():
        if answer is None or believers == study.customers:
            continue
        for column in belief.columns:
            if not column.startswith(FEATURE) or column not in answer.columns:
                continue
            b, a = belief.worth(belief.columns.index(column)), answer.worth(answer.columns.index(column))
            if b is not None and a is not None:
                feature = column.removeprefix(FEATURE)
                yield _gap(study, belief, answer, feature, "choice_worth_gap", b[0] - a[0], b[1] - a[1])


def _gap(
    study: Study, belief: Choices, answer: Choices, feature: str, measure: str, value: float, drawn: Floats, **place: Any
) -> Estimate:
    """A gap of two independent sides, whose draws are paired as they come."""
    low, high = interval(Drawn(value, drawn))
    found: Alignment = "over" if low > 0 else "under" if high < 0 else "inconclusive"
    flags = [base_flag(study, side.audience, side.patterns.base) for side in (belief, answer)]
    return Estimate(
        feature, measure, belief.audience, answer.audience, value=value, low=low, high=high, **_bases(belief), **place,
        alignment=found if answer.patterns.base >= study.thresholds.min_base else "untested",
        flag=" ".join(flag for flag in flags if flag),
    )  # fmt: skip


def _bases_of_levels(study: Study, fitted: Choices, tasks: Tasks) -> Iterator[str]:
    """What features are measured from where every level of their attribute is one."""
    for attribute, levels in tasks.attributes.items():
        base = [feature for feature in levels if FEATURE + feature not in fitted.columns]
        if base:
            yield say(
                "Everything of “{attribute}” is measured from {feature}, which is worth 0 by itself.",
                attribute=attribute,
                feature=study.features[base[0]].label,
            )


_REASONS = {
    "separated": text("something that was shown decides every choice, so that no utility can be had"),
    "not identified": text("two things that were shown always vary together, so that their utilities cannot be told apart"),
    "too few people": text("there are no more people than things shown"),
    "not converged": text("no utilities could be found that explain them"),
}


def _doubts(study: Study, fitted: Choices) -> Iterator[str]:
    """Why an audience's choices give less than they might."""
    people = study.label(fitted.audience)
    if fitted.logit.state != "converged":
        yield say("The choices of {people} give no numbers: {reason}.", people=people, reason=_REASONS[fitted.logit.state])
    elif PRICE in fitted.columns and fitted.price is None:
        yield say(
            "A higher price does not clearly deter {people} in these tasks, so their choices say nothing in money.", people=people
        )


def _offered(study: Study, found: Mapping[str, tuple[Choices, Tasks]]) -> list[Table]:
    """What each offer would get, by each side's choices; no table where fewer than two offers compete."""
    rows: list[Estimate] = []
    shares: dict[str, tuple[Choices, dict[str, tuple[float, Floats]]]] = {}
    for audience, (fitted, tasks) in found.items():
        offers = {**(tasks.offers or _versions(study, fitted)), **_competing(study, tasks)}
        if fitted.logit.state != "converged" or len(offers) + (NONE in fitted.columns) < 2:
            continue
        values, draws = fitted.shares(offers)
        names = [*offers, *([str(NONE_OF_THEM)] if NONE in fitted.columns else [])]
        shares[audience] = fitted, {name: (float(values[i]), draws[:, i]) for i, name in enumerate(names)}
        prices = {name: offer.price for name, offer in offers.items()}
        flag = base_flag(study, audience, fitted.patterns.base)
        for name, (value, drawn_shares) in shares[audience][1].items():
            between = _around(value, *interval(Drawn(value, drawn_shares)))
            rows.append(
                Estimate("", "choice_share", audience, segment=name, at=prices.get(name), **between, **_bases(fitted), flag=flag)
            )
        if audience != study.customers and study.customers in shares:
            answer, theirs = shares[study.customers]
            rows += [
                _gap(study, fitted, answer, "", "choice_share_gap", b - theirs[name][0], drawn_b - theirs[name][1],
                     segment=name, at=prices.get(name))
                for name, (b, drawn_b) in shares[audience][1].items() if name in theirs
            ]  # fmt: skip
    notes = (
        say(
            "Share of preference: what would be taken if all these offers competed and people chose as in the tasks. It is no "
            "forecast of a market share."
        ),
    )
    return [Table("conjoint", "choices", say("Who would take which offer"), tuple(rows), notes, by=say("Offer"))] if rows else []


def _competing(study: Study, tasks: Tasks) -> dict[str, Offer]:
    """The study's competitors that could have been an alternative of these tasks: of no attribute two levels at once."""
    attributes = [set(levels) for levels in tasks.attributes.values()]
    return {
        c.label: c
        for c in study.competitors.values()
        if set(c.features) <= set(tasks.features) and all(len(levels & set(c.features)) <= 1 for levels in attributes)
    }


def _versions(study: Study, fitted: Choices) -> dict[str, Offer]:
    """Every feature of the tasks as an offer of its own, at its planned price."""
    return {
        f"{study.features[feature].label}, {phrasing.price(price, study.currency)}": Offer(features=(feature,), price=price)
        for feature in (column.removeprefix(FEATURE) for column in fitted.columns if column.startswith(FEATURE))
        if (price := study.features[feature].price) is not None
    }
