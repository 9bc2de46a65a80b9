"""Best–worst sets: which features matter most to customers, and which do so as believers see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from gapsurvey.language import say
from gapsurvey.layout import FEATURE, Layout
from gapsurvey.methods.family import Compared, Family, gap_rows, test_rows
from gapsurvey.methods.measured import base_flag
from gapsurvey.model import Cell, Floats, Item, Patterns
from gapsurvey.privacy import Published
from gapsurvey.report import Estimate, Table
from gapsurvey.stats.best_worst import Picks, Scores, best_worst_tasks, centred, scores
from gapsurvey.stats.choice import multinomial_logit
from gapsurvey.stats.comparisons import mean_difference
from gapsurvey.stats.intervals import mean_interval, normal_quantile
from gapsurvey.stats.means import Moments
from gapsurvey.study import Study

__all__ = ["best_worst", "picks"]

ASKED = ("want", "need", "prefer")


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One audience's sets: which features, what was picked, and the scores."""

    audience: str
    features: tuple[str, ...]
    picks: Picks
    scores: Scores

    def moments(self, feature: str) -> Moments:
        """One feature's score."""
        at, all_of = self.features.index(feature), self.scores.score
        one = (x[at] for x in (all_of.mean, all_of.variance, all_of.variance_of_mean, all_of.df, all_of.kish))
        return Moments(*one)

    @property
    def base(self) -> int:
        """How many people answered."""
        return int(self.picks.n.sum())


def picks(patterns: Patterns) -> tuple[tuple[str, ...], Picks]:
    """The features in the sets, and what people picked."""
    layout = Layout.of(patterns.fields, ("best", "worst"))
    picked, items = layout.parts(patterns.values)
    places = np.where(np.isnan(picked), 0, picked).astype(np.intp) - 1
    made = Picks(places[:, :, 0], places[:, :, 1], items, patterns.w, patterns.w2, patterns.n)
    return tuple(column.removeprefix(FEATURE) for column in layout.columns), made


def best_worst(published: Published, study: Study) -> list[Table]:
    """Scores, places and utilities of every feature on each side, and the gaps in score; a table per thing asked."""
    return [table for ask in ASKED for table in _asked(published, study, ask)]


def _asked(published: Published, study: Study, ask: str) -> list[Table]:
    sides: dict[str, Side] = {}
    for audience in (study.customers, *study.believers):
        patterns = published.tallies.together(Cell(audience), Item("", ask, "best-worst"))
        if patterns is not None:
            features, made = picks(patterns)
            sides[audience] = Side(audience, features, made, scores(made))
    rows = [row for side in sides.values() for row in _side(study, ask, side)]
    for believers in study.believers:
        if believers in sides and study.customers in sides:
            family = _compared(study, ask, sides[believers], sides[study.customers])
            rows += [*gap_rows(study, family), *test_rows(study, Family(tuple(family)))]
    order = list(study.features)
    rows.sort(key=lambda row: order.index(row.feature))
    notes = (
        say(
            "Score: (times best − times worst) ÷ times shown, from −1 to 1. It orders features; it is no amount of money, and no "
            "share of people who want them. Gap = belief − customers’ score. Positive: the believers overestimate."
        ),
    )
    title = say("What matters most and least, set by set")
    return [Table("best_worst", "choices", title, tuple(rows), notes)] if rows else []


def _side(study: Study, ask: str, side: Side) -> Iterator[Estimate]:
    measure, who, found = f"{ask}_best_worst", side.audience, side.scores
    place = np.argsort(np.argsort(-np.nan_to_num(found.score.mean, nan=-2.0), kind="stable"), kind="stable")
    utility, error = _utilities(side)
    bases: dict[str, Any] = {"n": side.base, "n_weighted": float(side.picks.w.sum()), "n_effective": float(found.score.kish[0])}
    flag = base_flag(study, who, side.base)
    z = float(normal_quantile(0.95))
    for i, feature in enumerate(side.features):
        if not found.shown[i]:
            continue
        score = side.moments(feature)
        low, high = mean_interval(score.mean, score.variance_of_mean, score.df)
        ends = max(float(low), -1.0), min(float(high), 1.0)
        yield Estimate(feature, measure, who, value=score.mean, low=ends[0], high=ends[1], **bases, flag=flag)
        yield Estimate(feature, f"{measure}_place", who, value=place[i] + 1, n=side.base)
        for name, times in (("best", found.best), ("worst", found.worst), ("shown", found.shown)):
            yield Estimate(feature, f"{measure}_{name}", who, value=times[i], n=side.base)
        if len(utility):
            value, half = float(utility[i]), z * float(error[i])
            yield Estimate(
                feature, f"{measure}_utility", who, value=value, low=value - half, high=value + half, **bases, flag=flag
            )


def _utilities(side: Side) -> tuple[Floats, Floats]:
    """Every feature's utility and its error; none where the sets do not tell them."""
    whole = (side.picks.best >= 0) & (side.picks.worst >= 0)
    nothing = np.empty(0)
    if not whole.any():
        return nothing, nothing
    logit = multinomial_logit(best_worst_tasks(side.picks))
    return centred(logit.coefficients, logit.clustered) if logit.state == "converged" else (nothing, nothing)


def _compared(study: Study, ask: str, belief: Side, answer: Side) -> list[Compared]:
    margin = study.thresholds.margin
    return [
        Compared(
            feature, f"{ask}_best_worst_gap", belief.audience, answer.audience,
            mean_difference(belief.moments(feature), answer.moments(feature), margin), margin, belief.base,
            float(belief.picks.w.sum()), float(belief.scores.score.kish[0]), answer.base,
        )
        for feature in belief.features
        if feature in answer.features and np.isfinite(belief.moments(feature).mean - answer.moments(feature).mean)
    ]  # fmt: skip
