"""Who answers in a simulation: how each audience is distributed, and people drawn from it whose answers agree with each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from gapsurvey.model import Codes, Floats
from gapsurvey.simulation.truths import Opinion, Side, Truths, Worth
from gapsurvey.study import Study

__all__ = ["CUSTOMERS", "EMPLOYEES", "Crowd", "Groups", "People", "crowds", "drawn"]

CUSTOMERS, EMPLOYEES = 400, 150  # how many answer where nobody says
WANT, IMPORTANCE, DELIVERY = 0.5, 0.5, 0.6  # where nobody says; delivery above the middle, so that nothing is doubted
MEDIAN = 20.0  # where neither the truths nor the study knows a price
LEAST, MOST = 0.02, 0.98  # a believed share that follows from a bias
SPREAD = 0.8  # of positions on a scale between people, in standard deviations of a normal variable
AGREEING = 0.5  # of believers' estimates: how much one of them differs from the next
BOUND = 1e-9  # keeps a share away from 0 and 1, where a normal quantile has no end


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """One segmentation: its C groups, their shares of the audience, and by how much each values the F features more, C × F."""

    name: str
    names: tuple[str, ...]
    shares: Floats
    shifts: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Crowd:
    """One audience as it is distributed. Every array has one number per feature, in the study's order.

    want, importance, estimate, pay, deliver, sell: 0–1; median, spread, nothing: of what a feature is worth, see `Worth`.
    """

    audience: str
    size: int
    features: tuple[str, ...]
    groups: tuple[Groups, ...]
    want: Floats
    importance: Floats
    median: Floats
    spread: Floats
    nothing: Floats
    estimate: Floats
    pay: Floats
    deliver: Floats
    sell: Floats
    halo: float = 0.0
    inattentive: float = 0.0
    skipped: float = 0.0
    dont_know: float = 0.0

    def take(self, prices: Floats) -> Floats:
        """Share who want each feature and find it worth its price: one utility moves both, so it is the smaller share."""
        worth: Floats = (1 - self.nothing) * ndtr(np.log(self.median / prices) / self.spread)
        found: Floats = np.minimum(self.want, worth)
        return found


@dataclass(frozen=True, eq=False)
class People:
    """N people of a crowd. place: n × F, each one's place among all, 0–1, in how much they value a feature; everything follows.

    own: n × F, what is their own in how they use a scale, standard normal; cells: per segmentation, which group each is in;
    careless: who answers at random.
    """

    crowd: Crowd
    place: Floats
    own: Floats
    cells: Mapping[str, Codes]
    careless: NDArray[np.bool_]

    @property
    def n(self) -> int:
        """How many they are."""
        return len(self.place)

    @cached_property
    def margin(self) -> Floats:
        """By how much each values a feature more than whoever only just wants it; above 0, they want it."""
        found: Floats = self._quantile - ndtri(np.clip(1 - self.crowd.want, BOUND, 1 - BOUND))
        return found

    @property
    def wants(self) -> NDArray[np.bool_]:
        """Who wants what."""
        found: NDArray[np.bool_] = self.place > 1 - self.crowd.want
        return found

    @property
    def needs(self) -> NDArray[np.bool_]:
        """Who calls what important, where that is a yes or a no."""
        found: NDArray[np.bool_] = self.place > 1 - self.crowd.importance
        return found

    @cached_property
    def worth(self) -> Floats:
        """The most that each would pay; 0 of those who would pay nothing."""
        crowd = self.crowd
        among = (self.place - crowd.nothing) / np.maximum(1 - crowd.nothing, BOUND)
        worth = crowd.median * np.exp(crowd.spread * ndtri(np.clip(among, BOUND, 1 - BOUND)))
        found: Floats = np.where(among > 0, worth, 0.0)
        return found

    def position(self, mean: Floats, spread: float = SPREAD, like: float = 0.7) -> Floats:
        """Where each stands between 0 and 1, with these means over all people; like: how much that goes with valuing it."""
        felt = like * self._quantile + np.sqrt(1 - like**2) * self.own
        centre = ndtri(np.clip(mean, BOUND, 1 - BOUND)) * np.sqrt(1 + spread**2)  # E Φ(c + sZ) = Φ(c / √(1 + s²))
        found: Floats = ndtr(centre + spread * felt)
        return found

    def estimates(self, mean: Floats) -> Floats:
        """What each estimates of a share whose estimates have these means."""
        return self.position(mean, AGREEING, 0.5)

    @cached_property
    def _quantile(self) -> Floats:
        found: Floats = ndtri(np.clip(self.place, BOUND, 1 - BOUND))
        return found


def drawn(crowd: Crowd, n: int, rng: np.random.Generator) -> People:
    """N people of a crowd. Each feature's marginal distribution is the crowd's, whatever the groups' shifts."""
    shape = (n, len(crowd.features))
    value = np.sqrt(crowd.halo) * rng.standard_normal((n, 1)) + np.sqrt(1 - crowd.halo) * rng.standard_normal(shape)
    cells = {}
    for groups in crowd.groups:
        cells[groups.name] = rng.choice(len(groups.names), n, p=groups.shares).astype(np.int32)
        value += groups.shifts[cells[groups.name]]
    own, careless = rng.standard_normal(shape), rng.random(n) < crowd.inattentive
    return People(crowd, _places(crowd, value), own, cells, careless)


def _places(crowd: Crowd, value: Floats) -> Floats:
    """Per person and feature, the share of all people who value it less: of a mixture of normals, one per sum of shifts."""
    found = np.empty_like(value)
    for f in range(value.shape[1]):
        sums = {0.0: 1.0}
        for groups in crowd.groups:
            mixed: dict[float, float] = {}
            for shift, share in zip(groups.shifts[:, f], groups.shares, strict=True):
                for total, part in sums.items():
                    key = round(total + shift, 9)
                    mixed[key] = mixed.get(key, 0.0) + part * share
            sums = mixed
        found[:, f] = sum(part * ndtr(value[:, f] - total) for total, part in sums.items())
    return found


# --- from truths ----------------------------------------------------------------------------------------------------------


def crowds(study: Study, truths: Truths) -> dict[str, Crowd]:
    """Every audience of the study as the truths have it, in the study's order; what they leave out follows from the study."""
    customers = _customers(study, truths.audiences.get(study.customers, Side()))
    found = {study.customers: customers}
    for name in study.believers:
        found[name] = _believers(study, name, truths.audiences.get(name, Side()), customers)
    return {name: found[name] for name in study.audiences}


def _customers(study: Study, side: Side) -> Crowd:
    own = [side.features.get(feature, Opinion()) for feature in study.features]
    worths = [opinion.worth or Worth() for opinion in own]
    median = np.array([w.median or _price(study, f) for w, f in zip(worths, study.features, strict=True)])
    want = _stated([o.want for o in own], np.full(len(own), WANT))
    nothing = np.full(len(own), 0.0)
    return Crowd(
        study.customers, side.size or CUSTOMERS, tuple(study.features), _groups(study, study.customers, side),
        want=want, importance=_stated([o.importance for o in own], np.full(len(own), IMPORTANCE)),
        median=median, spread=np.array([w.spread for w in worths]), nothing=np.array([w.nothing for w in worths]),
        estimate=want, pay=nothing, deliver=nothing, sell=nothing,
        halo=side.halo, inattentive=side.inattentive, skipped=side.skipped, dont_know=side.dont_know,
    )  # fmt: skip


def _believers(study: Study, name: str, side: Side, truth: Crowd) -> Crowd:
    """Believers who are right, but for their bias, wherever the truths say nothing else of them."""
    own = [side.features.get(feature, Opinion()) for feature in study.features]
    prices = np.array([_price(study, feature) for feature in study.features])
    worths = [opinion.worth for opinion in own]

    def biased(shares: Floats) -> Floats:
        found: Floats = np.clip(shares + side.bias, LEAST, MOST) if side.bias else shares
        return found

    return Crowd(
        name, side.size or EMPLOYEES, tuple(study.features), _groups(study, name, side),
        want=_stated([o.want for o in own], biased(truth.want)),
        importance=_stated([o.importance for o in own], biased(truth.importance)),
        median=_stated([w.median if w else None for w in worths], truth.median * side.price_factor),
        spread=_stated([w.spread if w else None for w in worths], truth.spread),
        nothing=_stated([w.nothing if w else None for w in worths], truth.nothing),
        estimate=_stated([o.estimate for o in own], biased(truth.want)),
        pay=_stated([o.pay for o in own], biased(truth.take(prices))),
        deliver=_stated([o.deliver for o in own], np.full(len(own), DELIVERY)),
        sell=_stated([o.sell for o in own], np.full(len(own), DELIVERY)),
        halo=side.halo, inattentive=side.inattentive, skipped=side.skipped, dont_know=side.dont_know,
    )  # fmt: skip


def _stated(values: list[float | None], otherwise: Floats) -> Floats:
    """What is stated, and the default of what is not."""
    return np.array([d if value is None else value for value, d in zip(values, otherwise, strict=True)], np.float64)


def _price(study: Study, feature: str) -> float:
    """The feature's price; for want of one the middle of the prices that some question asks, or of those of other features."""
    own = study.features[feature].price
    asked = [p for q in study.questions if q.feature == feature for audience in q.sources for p in q.asked(audience).prices or ()]
    others = [f.price for f in study.features.values() if f.price is not None]
    return own or float(np.median(asked or others or [MEDIAN]))


def _groups(study: Study, audience: str, side: Side) -> tuple[Groups, ...]:
    """The segmentations of an audience, with their groups' shares and shifts."""
    found = []
    for name in study.audiences[audience].segments:
        shifts = side.shifts.get(name, {})
        sizes = _sizes(study, audience, name, side)
        shares = np.array(list(sizes.values()), np.float64)
        shifted = [[shifts.get(group, {}).get(feature, 0.0) for feature in study.features] for group in sizes]
        found.append(Groups(name, tuple(sizes), shares / shares.sum(), np.array(shifted)))
    return tuple(found)


def _sizes(study: Study, audience: str, by: str, side: Side) -> Mapping[str, float]:
    """A segmentation's groups as the truths have them; else as margins do, as respondents choose from them, or two halves."""
    weights = study.audiences[audience].weights
    margins = (weights.margins if weights else None) or {}
    named = (*study.fieldwork.groups.get(by, ()), *side.shifts.get(by, {})) or ("A", "B")
    return side.groups.get(by) or margins.get(by) or dict.fromkeys(named, 1.0)
