"""Covariates: what something is worth to each segment of customers, in one model of their bids or intervals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from gapsurvey.language import say
from gapsurvey.methods.bids import ends, known
from gapsurvey.methods.drawn import Base, Drawn, drawn_estimate
from gapsurvey.methods.valuation import capped_median
from gapsurvey.model import Cell, Codes, Counted, Floats, Item, Patterns
from gapsurvey.privacy import Published
from gapsurvey.report import Estimate, Table
from gapsurvey.stats.pricing.families import FAMILIES
from gapsurvey.stats.pricing.interval_fit import Fit, fit
from gapsurvey.stats.resampling import stream
from gapsurvey.study import Study

__all__ = ["covariates"]

KINDS = ("bids-covariates", "interval-covariates")


@dataclass(frozen=True, slots=True, eq=False)
class Modelled:
    """Customers' intervals (lower, upper], and their cells, codes N × K, of covariates `names`; highest: the dearest price asked.

    cells: per covariate, what its cells are called.
    """

    names: tuple[str, ...]
    cells: Mapping[str, tuple[str, ...]]
    lower: Floats
    upper: Floats
    n: Counted
    w: Floats
    w2: Floats
    codes: Codes
    highest: float

    def of(self, rows: NDArray[np.bool_]) -> Modelled:
        """These rows alone, bool per row."""
        return replace(self, **{name: getattr(self, name)[rows] for name in ("lower", "upper", "n", "w", "w2", "codes")})

    def fitted(self, x: Floats) -> Fit | None:
        """The family with the lowest AIC for these covariates N × k, None where none fits."""
        fits = (fit(family, self.lower, self.upper, self.w, self.w2, x) for family in FAMILIES.values())
        return min((found for found in fits if found.sound), key=lambda found: found.aic, default=None)

    def contrasts(self, covariate: int) -> Floats:
        """Per cell that somebody is in, what tells it from the average customer, cells × (cells − 1): the first has no term."""
        cells, place = np.unique(self.codes[:, covariate], return_inverse=True)
        shares = np.bincount(place.ravel(), self.w) / self.w.sum()
        return np.asarray((np.eye(len(cells)) - shares)[:, 1:], float)


def covariates(published: Published, study: Study) -> list[Table]:
    """Per segmentation the median of each segment, for every feature whose question names it; a table each."""
    rows: dict[str, list[Estimate]] = {}
    notes: dict[str, dict[str, None]] = {}
    for feature, spec in study.features.items():
        asked = (published.tallies.together(Cell(study.customers), Item(feature, "pay", kind)) for kind in KINDS)
        patterns = next(filter(None, asked), None)  # a feature asked both ways is told once
        if patterns is None:
            continue
        whole = _modelled(patterns)
        people = _large_enough(whole, study.thresholds.min_base)
        terms = [people.contrasts(i) for i in range(len(people.names))]
        x = _design(people, terms)
        found = people.fitted(x) if len(people.n) and any(term.size for term in terms) else None
        for i, name in enumerate(people.names):
            told = notes.setdefault(name, {})
            if people.n.sum() < whole.n.sum():
                left = int(whole.n.sum() - people.n.sum())
                said = say(
                    "{feature}: {n} of {total} are left out of the model, in segments of fewer than {fewest}, or in none.",
                    feature=spec.label,
                    n=left,
                    total=whole.n.sum(),
                    fewest=study.thresholds.min_base,
                )
                told[said] = None
            if found is None or not terms[i].size:
                said = say(
                    "{feature}: no distribution fits, or there are no two segments that are large enough.", feature=spec.label
                )
                told[said] = None
            else:
                said = say(
                    "{feature}: the {distribution} distribution fits best, with {segmentations}.",
                    feature=spec.label,
                    distribution=say(found.family.name),
                    segmentations=say(" and ").join(people.names),
                )
                told[said] = None
                rows.setdefault(name, []).extend(_cells(study, feature, people, terms, i, found))
                rows[name].append(_difference(study, feature, people, terms, i, found))
    return [
        Table(
            "covariates",
            "covariates",
            say("What it is worth, by {segmentation}", segmentation=name),
            tuple(rows.get(name, ())),
            tuple(of),
            of=study.customers,
            by=name,
        )
        for name, of in notes.items()
    ]


def _modelled(patterns: Patterns) -> Modelled:
    """The answers that make sense; the last fields are the covariates."""
    own = 2 if patterns.fields[0] == "lower" else 4 if "price again" in patterns.fields else 2
    answers = Patterns(patterns.fields[:own], patterns.levels[:own], patterns.codes[:, :own], patterns.n, patterns.w, patterns.w2)
    lower, upper = ends(answers)
    whole = Modelled(
        patterns.fields[own:], patterns.names, lower, upper, patterns.n, patterns.w, patterns.w2, patterns.codes[:, own:],
        max(known(answers).prices(), default=0.0),
    )  # fmt: skip
    return whole.of((np.isfinite(lower) | np.isfinite(upper)) & (lower < upper))


def _large_enough(people: Modelled, least: int) -> Modelled:
    """Those whose segments all hold at least so many, of those who are left."""
    while True:
        large = [np.bincount(codes + 1, people.n)[codes + 1] >= least for codes in people.codes.T]
        kept: NDArray[np.bool_] = np.logical_and.reduce([*large, *(people.codes.T >= 0)])
        if kept.all():
            return people
        people = people.of(kept)


def _design(people: Modelled, terms: Sequence[Floats]) -> Floats:
    """A constant and the terms of every person's segments."""
    of = [term[np.unique(codes, return_inverse=True)[1].ravel()] for term, codes in zip(terms, people.codes.T, strict=True)]
    return np.concatenate([np.ones((len(people.n), 1)), *of], axis=1)


def _cells(
    study: Study, feature: str, people: Modelled, terms: Sequence[Floats], covariate: int, found: Fit
) -> Iterator[Estimate]:
    """Each segment's median, customers being otherwise as they are on average."""
    name = people.names[covariate]
    names = people.cells[name]
    before = 1 + sum(term.shape[1] for term in terms[:covariate])
    for code, term in zip(np.unique(people.codes[:, covariate]).tolist(), terms[covariate], strict=True):
        row = np.zeros(1 + sum(each.shape[1] for each in terms))
        row[0], row[before : before + len(term)] = 1, term
        rng = stream(study.thresholds.seed, "covariates", study.customers, feature, name, names[code])
        locations, scales = found.drawn(row, study.thresholds.draws, rng)
        middle = float(capped_median(found.family, float(row @ found.coefficients), found.scale, people.highest))
        drawn = Drawn(middle, np.asarray(capped_median(found.family, locations, scales, people.highest)))
        here = people.codes[:, covariate] == code
        total = float(people.w[here].sum())
        base = Base(study.customers, int(people.n[here].sum()), total, total**2 / float(people.w2[here].sum()))
        flag = "beyond_prices" if middle > people.highest else ""
        yield replace(drawn_estimate(study, feature, "wtp_segment_median", base, drawn, flag), segment=names[code])


def _difference(study: Study, feature: str, people: Modelled, terms: Sequence[Floats], covariate: int, found: Fit) -> Estimate:
    """How likely such differences are if this covariate has no part in what people would pay."""
    without = replace(people, names=people.names[:covariate] + people.names[covariate + 1 :],
                      codes=np.delete(people.codes, covariate, axis=1))  # fmt: skip
    x = _design(without, [*terms[:covariate], *terms[covariate + 1 :]])
    smaller = fit(found.family, people.lower, people.upper, people.w, people.w2, x)
    gain = max(2 * (found.loglik - smaller.loglik), 0.0)
    p = float(chdtrc(terms[covariate].shape[1], gain))
    return Estimate(feature, "wtp_segment_p", study.customers, value=p, n=int(people.n.sum()))
