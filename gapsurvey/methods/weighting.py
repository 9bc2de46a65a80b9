"""Weighting: each share of a weighted audience beside the same without weights, and what the weights cost in precision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gapsurvey.language import say, text
from gapsurvey.methods.demand import asked_up_to
from gapsurvey.methods.measured import Share, base_flag, share_estimate, share_of, yes
from gapsurvey.model import Cell, Counts, Patterns
from gapsurvey.privacy import SMALL_BASE, Published
from gapsurvey.report import Estimate, Table
from gapsurvey.stats.means import moments
from gapsurvey.stats.raking import raked_error
from gapsurvey.study import Study

__all__ = ["weighting"]

NOTE = text(
    "The report’s own numbers are the weighted ones; beside them stand those of everybody counted alike. A standard error that "
    "counts raking in trusts the margins to be right. The report’s intervals do not: they rest on the design effect."
)


@dataclass(frozen=True, slots=True, eq=False)
class Weighted:
    """A share of a weighted audience: its counts, and the levels that count as yes (bool per level).

    measure: the share's own, with which the names of those in the table begin; at: the price it holds at, if any; groups: the
    answers by margin cells, None where weights came from a column; raked: the same, None also where the margins are not met.
    """

    feature: str
    measure: str
    audience: str
    counts: Counts
    yes: NDArray[np.bool_]
    groups: Patterns | None
    raked: Patterns | None
    at: float | None = None


def weighting(published: Published, study: Study) -> list[Table]:
    """Every share of each weighted audience, weighted and not, with bases and standard errors; a table per audience."""
    tables = []
    order = list(study.features)
    for audience in study.audiences:
        found = sorted(_weighted(published, study, audience), key=lambda weighted: order.index(weighted.feature))
        told = [w for w in found if audience == study.customers or _keeps_secrets(w, study.thresholds.min_cell)]
        notes = (str(NOTE), _withheld(study, audience)) if len(told) < len(found) else (str(NOTE),)
        rows = tuple(row for weighted in told for row in _rows(study, weighted))
        if rows:
            title = say("What weighting changes: {audience}", audience=study.label(audience))
            tables.append(Table("weighting", "numbers", title, rows, notes, of=audience))
    return tables


def _weighted(published: Published, study: Study, audience: str) -> Iterator[Weighted]:
    """The shares of an audience whose respondents weigh differently, and of customers who wants a thing and pays its price."""
    cell = Cell(audience)
    for item, counts in published.tallies.items(cell):
        if np.isclose(counts.kish_base, counts.base, rtol=1e-9):
            continue
        raked, trimmed = (published.tallies.together(cell, replace(item, kind=kind)) for kind in ("raked", "trimmed"))
        price = study.features[item.feature].price
        if item.kind == "share":
            yield Weighted(item.feature, item.asks, audience, counts, yes(counts), raked or trimmed, raked)
        elif item.asks == "want-and-pay" and price is not None and asked_up_to(counts, price):
            pays = np.array(counts.levels) >= price
            yield Weighted(item.feature, "want_and_pay", audience, counts, pays, raked or trimmed, raked, price)


def _keeps_secrets(weighted: Weighted, k: int) -> bool:
    """Whether a believers' share may stand beside the same without weights.

    The two together tell what each group said that is weighted by itself: so each must be one that could be shown.
    """
    if weighted.groups is None or weighted.counts.base < SMALL_BASE:
        return False
    codes, n = weighted.groups.codes, weighted.groups.n
    answered = codes[:, 0] >= 0
    _, group = np.unique(codes[answered, 1:], axis=0, return_inverse=True)
    return bool(np.all(np.bincount(group.ravel(), n[answered]) >= k))


def _withheld(study: Study, audience: str) -> str:
    return say(
        "Not shown of {audience}, so that nobody can be singled out: shares of fewer than {small} people, and those to which "
        "fewer "
        "than {fewest} people of one weight belong.",
        audience=study.label(audience),
        small=SMALL_BASE,
        fewest=study.thresholds.min_cell,
    )


def _rows(study: Study, weighted: Weighted) -> Iterator[Estimate]:
    counts, audience = weighted.counts, weighted.audience
    n, flag = counts.base, base_flag(study, audience, counts.base)
    plain = Share(float(counts.n[weighted.yes].sum()) / n, n, float(n), float(n))
    share = share_of(counts, weighted.yes, audience != study.customers)
    yield share_estimate(study, weighted.feature, f"{weighted.measure}_unweighted", audience, plain, at=weighted.at)
    yield share_estimate(study, weighted.feature, f"{weighted.measure}_weighted", audience, share, at=weighted.at)
    numbers = {
        "kish_base": counts.kish_base,
        "design_effect": n / share.n_effective,
        "standard_error": float(np.sqrt(moments(weighted.yes, counts.n, counts.w, counts.w2).variance_of_mean)),
        "raked_standard_error": _raked_error(weighted.yes, weighted.raked) if weighted.raked else np.nan,
    }
    for name, value in numbers.items():
        if np.isfinite(value):
            yield Estimate(
                weighted.feature, f"{weighted.measure}_{name}", audience, at=weighted.at, value=value, n=n,
                n_weighted=counts.weighted_base, n_effective=share.n_effective, flag=flag,
            )  # fmt: skip


def _raked_error(yes: NDArray[np.bool_], raked: Patterns) -> float:
    meaning = np.append(yes, np.nan)  # code −1, no answer, takes the last
    return raked_error(raked.codes[:, 1:], raked.n, raked.w, meaning[raked.codes[:, 0]])
