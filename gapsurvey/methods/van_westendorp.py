"""Van Westendorp's price sensitivity meter on both sides, and Newton, Miller and Smith's buyers where intent was asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import floor, log10

import numpy as np
from numpy.typing import NDArray

from gapsurvey.language import say
from gapsurvey.methods.drawn import Base, Drawn, drawn_estimate, drawn_gap
from gapsurvey.methods.measured import Share, share_estimate, share_of
from gapsurvey.model import Cell, Counts, Floats, Item, Patterns
from gapsurvey.phrasing import count, price
from gapsurvey.privacy import Published, clip
from gapsurvey.report import Estimate, Table
from gapsurvey.stats.pricing.four_prices import POINTS, Crossing, FourPrices, Places, crossing_draws, four_prices, placed, sound
from gapsurvey.stats.pricing.purchase_intent import Trial, trial, trial_moments
from gapsurvey.stats.resampling import stream
from gapsurvey.study import Study

__all__ = ["van_westendorp"]

CURVES = ("too_cheap", "cheap", "expensive", "too_expensive")
COMPARED = ("pmc", "pme", "idp", "opp")
STEPS = 25  # of the grid that curves are given on


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One audience's answers, sound or not: `patterns` as placed on a grid; and the sound ones."""

    patterns: Patterns
    grid: Floats
    at: Places
    base: Base
    prices: FourPrices


def van_westendorp(published: Published, study: Study) -> list[Table]:
    """The four points of each side with their gaps, and the curves they come from; one table."""
    estimates: list[Estimate] = []
    notes: list[str] = []
    for feature in study.features:
        sides = list(_sides(published, study, feature))
        if not sides:
            continue
        grid = _grid([side.prices for side in sides])
        drawn = [_points(study, feature, side) for side in sides]
        for side, points in zip(sides, drawn, strict=True):
            estimates += [*_side(study, feature, side, points), *_curves(study, feature, side, grid)]
            notes += _ties(study, feature, side)
        customers = [i for i, side in enumerate(sides) if side.base.audience == study.customers]
        for i, side in enumerate(sides):
            for j in customers:
                if i != j:
                    estimates += [
                        drawn_gap(study, feature, f"psm_{name}_gap", (side.base, drawn[i][name]), (sides[j].base, drawn[j][name]))
                        for name in COMPARED
                    ]
        estimates += _buyers(study, feature, sides, grid)
    notes = [
        say("Only answers that rise strictly from too cheap to too expensive count. Curves are straight between named prices."),
        say("Intervals of points hold 95% of {draws} resamples of the unique answers.", draws=count(study.thresholds.draws)),
        *notes,
    ]
    title = say("Which prices are acceptable, too cheap and too expensive")
    return [Table("van-westendorp", "four-prices", title, tuple(estimates), tuple(notes))] if estimates else []


def _sides(published: Published, study: Study, feature: str) -> Iterator[Side]:
    """The audiences with sound answers; believers only where enough of them gave some."""
    for audience in (study.customers, *study.believers):
        patterns = published.tallies.together(Cell(audience), Item(feature, "pay", "van-westendorp"))
        if patterns is None:
            continue
        grid, at = placed(patterns.levels[:4], patterns.codes[:, :4])
        kept = sound(at)
        base = _base(audience, patterns, kept)
        if base.n >= _fewest(study, audience):
            yield Side(patterns, grid, at, base, four_prices(grid, at[:, kept], patterns.w[kept], patterns.w2[kept]))


def _fewest(study: Study, audience: str) -> int:
    return 1 if audience == study.customers else study.thresholds.min_cell


def _base(audience: str, patterns: Patterns, rows: NDArray[np.bool_]) -> Base:
    w, w2 = float(patterns.w[rows].sum()), float(patterns.w2[rows].sum())
    return Base(audience, int(patterns.n[rows].sum()), w, w * w / w2 if w2 else 0.0)


def _soundness(side: Side) -> Counts:
    """Those who gave all four prices: level 1 where these are sound, else 0."""
    whole = (side.at >= 0).all(axis=0)
    level = sound(side.at)[whole].astype(int)
    n = np.bincount(level, side.patterns.n[whole], 2).astype(np.int64)
    w, w2 = (np.bincount(level, sums[whole], 2).astype(np.float64) for sums in (side.patterns.w, side.patterns.w2))
    return Counts((0.0, 1.0), n, w, w2)


def _points(study: Study, feature: str, side: Side) -> dict[str, Drawn]:
    """Every point, found and resampled."""
    drawn = {}
    for name in POINTS:
        rng = stream(study.thresholds.seed, "van-westendorp", side.base.audience, feature, name)
        draws = crossing_draws(side.prices, name, study.thresholds.draws, rng)
        drawn[name] = Drawn(side.prices.point(name).value, draws)
    return drawn


def _side(study: Study, feature: str, side: Side, points: dict[str, Drawn]) -> Iterator[Estimate]:
    believer = side.base.audience != study.customers
    sound = share_of(_soundness(side), np.array([False, True]), believer)
    yield share_estimate(study, feature, "psm_sound", side.base.audience, sound)
    for name, found in points.items():
        yield drawn_estimate(study, feature, f"psm_{name}", side.base, found, _tie(side.prices.point(name)))


def _tie(point: Crossing) -> str:
    return "tie" if point.low < point.high else ""


def _ties(study: Study, feature: str, side: Side) -> Iterator[str]:
    for name in POINTS:
        low, high = side.prices.point(name)
        if low < high:
            yield say(
                "{feature}, {audience}: the curves of {point} run together from {low} to {high}.",
                feature=study.features[feature].label,
                audience=study.label(side.base.audience),
                point=name.upper().replace("_", ", "),
                low=price(low, study.currency),
                high=price(high, study.currency),
            )


def _grid(sides: Sequence[FourPrices]) -> Floats:
    """Round prices up to what nine in ten of a side find too expensive, one grid for all sides."""
    top = max(float(np.interp(0.9, side.up_to[3] / side.total, side.grid)) for side in sides)
    power = 10.0 ** floor(log10(top / STEPS))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if top / (m * power) <= STEPS)
    return np.array([step * i for i in range(int(np.ceil(top / step)) + 1)])


def _curves(study: Study, feature: str, side: Side, grid: Floats) -> Iterator[Estimate]:
    """The four curves on the grid and at the points, so that a drawn curve passes through them."""
    points = {side.prices.point(name).value for name in COMPARED}
    at = np.array(sorted({float(f"{price:.10g}") for price in (*grid, *points)}))  # as many digits as estimates carry
    for name, curve in zip(CURVES, side.prices.shares(at), strict=True):
        for here, share in zip(at, curve, strict=True):
            yield share_estimate(study, feature, f"psm_{name}", side.base.audience, _share(study, side.base, share), at=here)


def _share(study: Study, base: Base, share: float) -> Share:
    shown = clip(float(np.clip(share, 0, 1)), base.n, base.audience != study.customers)
    return Share(shown, base.n, base.n_weighted, base.n_effective)


@dataclass(frozen=True, slots=True, eq=False)
class Buyers:
    """One audience's trial curve and the resampled prices that it is best at."""

    base: Base
    trial: Trial
    reach: Drawn
    revenue: Drawn
    shares: Floats
    errors: Floats


def _buyers(study: Study, feature: str, sides: Sequence[Side], grid: Floats) -> Iterator[Estimate]:
    """Reach, revenue and their best prices of the sides that were asked how likely they are to buy."""
    found = [buyers for side in sides if (buyers := _trial(study, feature, side, grid)) is not None]
    for side in found:
        for at, share, error in zip(grid, side.shares, side.errors, strict=True):
            shown = _share(study, side.base, share).value
            ends = max(min(share - 1.96 * error, shown), 0.0), min(max(share + 1.96 * error, shown), 1.0)
            reach = Estimate(
                feature, "nms_reach", side.base.audience, at=at, value=shown, low=ends[0], high=ends[1],
                n=side.base.n, n_weighted=side.base.n_weighted, n_effective=side.base.n_effective,
            )  # fmt: skip
            earned = [100 * at * bought for bought in (shown, *ends)]
            yield reach
            yield replace(reach, measure="nms_revenue", value=earned[0], low=earned[1], high=earned[2])
        yield drawn_estimate(study, feature, "nms_reach_price", side.base, side.reach, _tie(side.trial.reach_price))
        yield drawn_estimate(study, feature, "nms_revenue_price", side.base, side.revenue)
    answers = [side for side in found if side.base.audience == study.customers]
    for belief in found:
        for answer in answers:
            if belief is not answer:
                sides_of = (belief.base, belief.revenue), (answer.base, answer.revenue)
                yield drawn_gap(study, feature, "nms_revenue_price_gap", *sides_of)


def _trial(study: Study, feature: str, side: Side, grid: Floats) -> Buyers | None:
    """The trial curve of those who stated both chances, resampled through the covariance of its values on the grid."""
    patterns = side.patterns
    chances = patterns.values[:, 4:]
    rows = sound(side.at) & (np.isfinite(chances).all(axis=1) if chances.shape[1] else False)
    base = _base(side.base.audience, patterns, rows)
    if base.n < _fewest(study, base.audience):
        return None
    prices = four_prices(side.grid, side.at[:, rows], patterns.w[rows], patterns.w2[rows])
    cheap, expensive = chances[rows].T
    curve = trial(prices, cheap, expensive)
    if not curve.reach.any():
        return None
    mean, covariance = trial_moments(prices, cheap, expensive, grid)
    spread, axes = np.linalg.eigh(covariance)
    rng = stream(study.thresholds.seed, "trial", base.audience, feature)
    noise = rng.standard_normal((study.thresholds.draws, len(grid))) @ (axes * np.sqrt(np.maximum(spread, 0))).T
    reach = Drawn(curve.reach_price.value, grid[np.argmax(mean + noise, axis=1)])
    revenue = Drawn(curve.revenue_price, grid[np.argmax(grid * (mean + noise), axis=1)])
    return Buyers(base, curve, reach, revenue, mean, np.sqrt(np.maximum(np.diag(covariance), 0)))
