"""Valuation: what something is worth to those who were asked bids, or for an interval, on both sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from gapsurvey.language import say, say_count
from gapsurvey.methods.bids import KINDS, Known, first_bids, known
from gapsurvey.methods.drawn import Base, Drawn, drawn_estimate, drawn_gap
from gapsurvey.methods.measured import base_flag
from gapsurvey.methods.resampled import TurnbullCurve, resampled, share_interval
from gapsurvey.model import Cell, Floats, Item, Patterns
from gapsurvey.phrasing import count
from gapsurvey.privacy import Published, clip
from gapsurvey.report import Estimate, Table
from gapsurvey.stats import Numbers
from gapsurvey.stats.pricing.families import FAMILIES, Family, mean, median, survival, truncated_mean
from gapsurvey.stats.pricing.interval_fit import Fit, all_fits, fit
from gapsurvey.stats.pricing.turnbull import lower_mean
from gapsurvey.stats.resampling import stream
from gapsurvey.study import Study

__all__ = ["capped_median", "valuation"]

HAIRCUT = 1.21  # stated over actual willingness to pay, on average: Schmidt & Bijmolt 2020
FEW_PAYERS = 30
MOST_CHANCES = 12  # prices of which each one's chance to be the best is told
MOST_PRICES = 40
FAR = 100  # times the highest price: a median beyond it is not told from one still further
CURVE = 25  # points of a fitted curve


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One audience's intervals; prices: those that its curve may be told at, shares and drawn: found and resampled there.

    fitted: the best family, None where none fits; fits: all of them.
    """

    base: Base
    patterns: Patterns
    known: Known
    prices: Floats
    shares: Floats
    drawn: Floats
    fitted: Fit | None
    fits: dict[str, Fit]

    @property
    def highest(self) -> float:
        """The highest price asked."""
        return self.known.prices()[-1]

    def flag(self, *more: str) -> str:
        """What a reader must know of its fits."""
        few = "few_payers" if self.known.payers < FEW_PAYERS else ""
        return " ".join(flag for flag in (few, *more) if flag)


def valuation(published: Published, study: Study) -> list[Table]:
    """Per feature and kind of question each side's curve, median and means, and the gaps; one table."""
    estimates: list[Estimate] = []
    notes: dict[str, None] = {}
    for feature in study.features:
        for kind in KINDS:
            sides = list(_sides(published, study, feature, kind))
            if sides and not any(e.feature == feature for e in estimates):  # a feature asked both ways is told once
                estimates += _feature(study, feature, kind, sides)
                notes |= dict.fromkeys(_notes(study, feature, sides))
    told = (
        say(
            "The curve assumes no distribution; the fitted one is that of five distributions with the lowest AIC. The mean "
            "counts "
            "nothing above the highest price asked: beyond it a distribution says what nobody was asked."
        ),
        say(
            "Intervals hold 95% of {draws} draws. That people say more than they would pay is not allowed for.",
            draws=count(study.thresholds.draws),
        ),
        say(
            "Every draw counts one person more, half of whom pays all prices and half of whom pays none. Of a price that nobody, "
            "or everybody, would pay the interval is Wilson’s, on those who were asked it."
        ),
    )
    title = say("What it is worth to them")
    return [Table("valuation", "valuation", title, tuple(estimates), (*told, *notes))] if estimates else []


def _sides(published: Published, study: Study, feature: str, kind: str) -> Iterator[Side]:
    for audience in (study.customers, *study.believers):
        item = Item(feature, "pay", kind)
        patterns = published.tallies.together(Cell(audience), item)
        curve = resampled(published.tallies, study, audience, item)
        least = 1 if audience == study.customers else study.thresholds.min_cell
        if patterns is not None and curve is not None and curve.known.base >= least and curve.known.prices(least):
            yield _side(audience, patterns, curve, least)


def _side(audience: str, patterns: Patterns, curve: TurnbullCurve, least: int) -> Side:
    answers = curve.known
    base = Base(audience, answers.base, answers.total, answers.effective)
    prices = _thinned(answers.prices(least))
    fits = all_fits(answers.lower, answers.upper, answers.w, answers.w2) if len(answers.prices()) > 1 else {}
    fitted = min((found for found in fits.values() if found.sound), key=lambda found: found.aic, default=None)
    return Side(base, patterns, answers, prices, curve.shares(prices), curve.drawn(prices), fitted, fits)


def _thinned(prices: Sequence[float]) -> Floats:
    """At most so many of the prices, evenly."""
    kept = np.unique(np.linspace(0, len(prices) - 1, MOST_PRICES).round().astype(int))
    return np.array([prices[i] for i in kept])


def _feature(study: Study, feature: str, kind: str, sides: Sequence[Side]) -> Iterator[Estimate]:
    highest = min(side.highest for side in sides)  # one upper end for all, so that their means compare
    told: list[tuple[Side, dict[str, Drawn]]] = []
    for side in sides:
        yield from _curve(study, feature, side)
        amounts = {**_at_prices(side), **_fitted(study, feature, side, highest)}
        told.append((side, amounts))
        for name, found in amounts.items():
            yield drawn_estimate(study, feature, f"wtp_{name}", side.base, found, _flag(side, name, found))
        yield from _chances(feature, side)
        if side.fitted is not None:
            yield from _fitted_curve(study, feature, side, side.fitted)
            yield from _sensitivities(feature, side, side.fitted, highest)
    for side, amounts in told:
        for other, answers in told:
            if other.base.audience == study.customers and side is not other:
                yield from _gaps(study, feature, (side, amounts), (other, answers))


def _curve(study: Study, feature: str, side: Side) -> Iterator[Estimate]:
    """The share that pays each price and the revenue there."""
    base, believer = side.base, side.base.audience != study.customers
    for i, at in enumerate(side.prices):
        low, high = share_interval(side.known, float(at), Drawn(float(side.shares[i]), side.drawn[:, i]))
        shown, *ends = (clip(float(share), base.n, believer) for share in (side.shares[i], low, high))
        for measure, times in (("wtp_share", 1.0), ("wtp_revenue", 100 * at)):
            yield Estimate(
                feature, measure, base.audience, at=at, value=times * shown, low=times * ends[0], high=times * ends[1],
                n=base.n, n_weighted=base.n_weighted, n_effective=base.n_effective,
                flag=base_flag(study, base.audience, base.n),
            )  # fmt: skip


def _at_prices(side: Side) -> dict[str, Drawn]:
    """What needs several prices, and no distribution."""
    if len(side.prices) < 2:
        return {}
    best = int(np.argmax(side.prices * side.shares))
    return {
        "lower_mean": Drawn(float(lower_mean(side.prices, side.shares)), lower_mean(side.prices, side.drawn)),
        "optimal_price": Drawn(float(side.prices[best]), side.prices[np.argmax(side.prices * side.drawn, axis=1)]),
    }


def _fitted(study: Study, feature: str, side: Side, highest: float) -> dict[str, Drawn]:
    """What needs a distribution: the median and the mean up to the highest price."""
    if side.fitted is None:
        return {}
    family = side.fitted.family
    location, scale = side.fitted.coefficients[0], side.fitted.scale
    rng = stream(study.thresholds.seed, "fit", side.base.audience, feature)
    locations, scales = side.fitted.drawn([1.0], study.thresholds.draws, rng)
    return {
        "median": Drawn(
            float(capped_median(family, location, scale, highest)), np.asarray(capped_median(family, locations, scales, highest))
        ),
        "mean": Drawn(
            float(truncated_mean(family, location, scale, highest)), truncated_mean(family, locations, scales, highest)
        ),
    }


def capped_median(family: Family, location: Numbers, scale: Numbers, highest: float) -> Numbers:
    """The median, as far as answers to prices up to the highest can tell one."""
    return np.minimum(median(family, location, scale), FAR * highest)


def _flag(side: Side, name: str, found: Drawn) -> str:
    match name:
        case "optimal_price":
            return {side.prices[-1]: "top_of_ladder", side.prices[0]: "bottom_of_ladder"}.get(found.value, "")
        case "lower_mean":
            return "wrong_sign" if side.fits and side.fitted is None else ""
        case "median":
            return side.flag("beyond_prices" if found.value > side.highest else "")
        case _:
            return side.flag("infinite_mean" if side.fitted is not None and _endless(side.fitted) else "")


def _endless(fitted: Fit) -> bool:
    """Whether the family's mean without a highest price is infinite."""
    return not np.isfinite(mean(fitted.family, fitted.coefficients[0], fitted.scale))


def _chances(feature: str, side: Side) -> Iterator[Estimate]:
    """How often each price is the best one."""
    if 1 < len(side.prices) <= MOST_CHANCES:
        best = np.argmax(side.prices * side.drawn, axis=1)
        for i, at in enumerate(side.prices):
            chance = float((best == i).mean())
            yield Estimate(feature, "wtp_optimal_price_probability", side.base.audience, at=at, value=chance, n=side.base.n)


def _fitted_curve(study: Study, feature: str, side: Side, fitted: Fit) -> Iterator[Estimate]:
    """The fitted share on an even grid up to the highest price."""
    base, believer = side.base, side.base.audience != study.customers
    grid = np.linspace(0, side.highest, CURVE)
    rng = stream(study.thresholds.seed, "curve", base.audience, feature)
    locations, scales = fitted.drawn([1.0], min(study.thresholds.draws, 2000), rng)
    found = survival(fitted.family, fitted.coefficients[0], fitted.scale, grid)
    drawn = survival(fitted.family, locations[:, None], scales[:, None], grid)
    lows, highs = np.quantile(drawn, (0.025, 0.975), axis=0)
    for at, share, low, high in zip(grid, found, lows, highs, strict=True):
        shown, *ends = (clip(float(x), base.n, believer) for x in (share, min(low, share), max(high, share)))
        yield Estimate(
            feature, "wtp_fitted", base.audience, at=at, value=shown, low=ends[0], high=ends[1],
            n=base.n, n_weighted=base.n_weighted, n_effective=base.n_effective,
        )  # fmt: skip


def _sensitivities(feature: str, side: Side, fitted: Fit, highest: float) -> Iterator[Estimate]:
    """What the numbers would be under other families, with the first bid alone, and less hypothetical bias."""
    audience, n = side.base.audience, side.base.n

    def plain(measure: str, value: float) -> Estimate:
        return Estimate(feature, f"wtp_{measure}", audience, value=value, n=n)

    def amounts(found: Fit) -> tuple[float, float]:
        where = found.coefficients[0], found.scale
        return float(capped_median(found.family, *where, highest)), float(truncated_mean(found.family, *where, highest))

    yield plain("haircut_mean", amounts(fitted)[1] / HAIRCUT)
    first = first_bids(side.patterns)
    if first is not None:
        alone = known(first)
        found = fit(fitted.family, alone.lower, alone.upper, alone.w, alone.w2)
        if found.sound:
            middle, average = amounts(found)
            yield plain("first_median", middle)
            yield plain("first_mean", average)
    for name in FAMILIES:
        if side.fits[name].sound:
            stem = name.replace("-", "_")
            middle, average = amounts(side.fits[name])
            yield plain(f"{stem}_aic", side.fits[name].aic)
            yield plain(f"{stem}_median", middle)
            yield plain(f"{stem}_mean", average)


def _gaps(
    study: Study, feature: str, belief: tuple[Side, dict[str, Drawn]], answer: tuple[Side, dict[str, Drawn]]
) -> Iterator[Estimate]:
    """Belief − answer; what hangs on the prices asked only where these are the same."""
    (side, believed), (other, answered) = belief, answer
    alike = np.array_equal(side.prices, other.prices)
    for name in ("median", "mean", "lower_mean", "optimal_price"):
        if name in believed and name in answered and (alike or name in ("median", "mean")):
            sides = (side.base, believed[name]), (other.base, answered[name])
            yield drawn_gap(study, feature, f"wtp_{name}_gap", *sides)


def _notes(study: Study, feature: str, sides: Sequence[Side]) -> Iterator[str]:
    label = study.features[feature].label
    for side in sides:
        who = {"feature": label, "audience": study.label(side.base.audience)}
        if len(side.known.prices()) == 1:
            yield say(
                "{feature}, {audience}: one price was asked. The share who would pay it is known; what it is worth to them is "
                "not "
                "identified.",
                **who,
            )
        elif side.fitted is None:
            yield say(
                "{feature}, {audience}: dearer prices are not clearly paid by fewer, or all answers change at one price: no "
                "distribution fits.",
                **who,
            )
        else:
            distribution = say(side.fitted.family.name)
            yield say("{feature}, {audience}: the {distribution} distribution fits best.", distribution=distribution, **who)
        if n := side.known.contradictory:
            yield say_count(
                n,
                "{feature}, {audience}: {n} person accepts a price and refuse a lower one; they are left out.",
                "{feature}, {audience}: {n} people accept a price and refuse a lower one; they are left out.",
                n=n,
                **who,
            )
