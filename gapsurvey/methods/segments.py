"""Segments: which of the house's groups read customers right, and which customers differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite

from gapsurvey.language import say, text
from gapsurvey.methods.compare import Pair, judged, pairs, side_shares
from gapsurvey.methods.family import gap_rows
from gapsurvey.methods.gap import SIGN_NOTE
from gapsurvey.methods.payers import Payers, payers
from gapsurvey.methods.pooling import Apart, Pooling, apart, once, pooling
from gapsurvey.methods.readers import readers
from gapsurvey.model import Cell
from gapsurvey.phrasing import joined, titled
from gapsurvey.privacy import Published
from gapsurvey.report import Estimate, Table
from gapsurvey.stats.comparisons import Bounds, alignment
from gapsurvey.study import Study

__all__ = ["segments"]

POOLED_NOTE = text(
    "Pooled: each group’s value is moved towards that of all groups together, the further, the fewer people answered in it and "
    "the less groups differ. An extreme value in a small group is mostly chance; pooling takes that out of it. Only groups that "
    "are shown enter, and answers to different features are taken as independent."
)
SCORES_NOTE = text(
    "Ratings are pooled as θ, ranks and points as means; whether groups differ is told from mean ratings, ranks and points."
)
BASE_FLAGS = {"low_base", "very_low_base", "clipped"}


def segments(published: Published, study: Study) -> list[Table]:
    """One table per audience and segmentation: every published cell's gap, as it is and pooled, and whether cells differ.

    A believers' cell is held against all customers; a customers' cell has all believers held against it, and tells who of it
    would pay. A table's gaps of one shape are one family of comparisons, and so are its tests of whether cells differ.
    """
    tables = []
    for audience, by in ((name, by) for name in (*study.believers, study.customers) for by in study.segmentations(name)):
        cells = [cell for cell in published.tallies.counts if (cell.audience, cell.by) == (audience, by) and cell.segment]
        believers = study.believers if audience == study.customers else (audience,)
        against = [
            (Cell(b), cell) if audience == study.customers else (cell, Cell(study.customers)) for b in believers for cell in cells
        ]
        hidden = published.notes.get((audience, by), ())
        found = pairs(published.tallies, study, against)
        paying = payers(published.tallies, study, cells) if audience == study.customers else None
        if hidden or paying or any(found.values()):
            tables.append(_table(study, audience, by, found, paying, hidden))
    return tables


def _table(
    study: Study,
    audience: str,
    by: str,
    found: Mapping[str, Sequence[Pair]],
    paying: Payers | None,
    hidden: tuple[str, ...],
) -> Table:
    label = study.label(audience)
    title = say("{audience} by {segmentation}", audience=label[:1].upper() + label[1:], segmentation=by)
    tested = apart(study, found, audience)
    estimates = side_shares(study, once(found["share"]), audience != study.customers)
    pooled: dict[str, Pooling] = {}
    for kind, family in judged(study, found).items():
        raw = gap_rows(study, family.compared)
        estimates += raw
        for believers in dict.fromkeys(pair.believers.audience for pair in found[kind]):
            mine = [i for i, pair in enumerate(found[kind]) if pair.believers.audience == believers]
            made = pooling(study, [found[kind][i] for i in mine], kind, audience)
            estimates += _pooled_rows(study, made, [raw[i] for i in mine], family.compared[mine[0]].margin)
            pooled.setdefault(kind, made)
    if paying:
        estimates += paying.estimates
        tested["price"] = paying.tested
    estimates = [*_sorted(estimates), *(row for kind in tested for row in _test_rows(tested[kind], audience))]
    notes = [*([str(SIGN_NOTE)] if any(found.values()) else []), *hidden]
    if pooled:
        notes.append(str(POOLED_NOTE))
    if pooled.keys() - {"share"}:
        notes.append(str(SCORES_NOTE))
    if audience == study.customers:
        ranking: list[Estimate] = []
        lead = " ".join(filter(None, (_which_differ(study, by, tested), paying.lead(study) if paying else "")))
    else:
        ranking, lead = readers(study, audience, by, pooled, tested)
    return Table("segments", "segments", title, (*ranking, *estimates), tuple(notes), audience, by, lead)


def _pooled_rows(study: Study, made: Pooling, raw: Sequence[Estimate], margin: float) -> Iterator[Estimate]:
    """Each gap once more, pooled, and how far the cells are spread."""
    gaps, bounds = made.gaps, made.bounds
    at = made.layout.row, made.layout.column
    columns = [array[at].tolist() for array in (gaps, bounds.low, bounds.high, bounds.low90, bounds.high90)]
    for gap, value, low, high, low90, high90 in zip(raw, *columns, strict=True):
        if isfinite(value):
            center = 0.5 if gap.measure.endswith("_theta") else 0.0
            side = alignment(Bounds(low=low, high=high, low90=low90, high90=high90), margin)
            yield Estimate(
                gap.feature, f"{gap.measure}_pooled", gap.audience, gap.against, gap.segment, gap.at,
                center + value, center + low, center + high, gap.n, gap.n_weighted, gap.n_effective,
                "untested" if gap.alignment == "untested" else side,
                " ".join(flag for flag in gap.flag.split() if flag in BASE_FLAGS),
            )  # fmt: skip
    for i, tau in zip(made.layout.first, made.posterior.tau.tolist(), strict=True):
        if isfinite(tau) and len(made.layout.cells) > 1:
            gap = raw[i]
            yield Estimate(gap.feature, f"{gap.measure}_tau", gap.audience, gap.against, at=gap.at, value=tau)


def _test_rows(family: Apart, audience: str) -> Iterator[Estimate]:
    """Per item Q and its p, flagged where cells differ by more than chance."""
    told = set(family.told_apart)
    columns = family.test.q.tolist(), family.test.p.tolist(), family.adjusted.tolist()
    for item, measure, q, p, adjusted in zip(family.items, family.measures, *columns, strict=True):
        if isfinite(p):
            for name, value in (("q", q), ("q_p", p), ("q_p_adjusted", adjusted)):
                flag = "told_apart" if name == "q_p_adjusted" and item in told else ""
                yield Estimate(item.feature, f"{measure}_{name}", audience, at=item.price or None, value=value, flag=flag)


def _which_differ(study: Study, by: str, tested: Mapping[str, Apart]) -> str:
    """What the tests say of customers, in a sentence; "" where nothing was tested."""
    people = study.label(study.customers)
    items = [item for family in tested.values() for item, p in zip(family.items, family.test.p, strict=True) if isfinite(p)]
    if not items:
        return ""
    told = [item for family in tested.values() for item in family.told_apart]
    if not told:
        return say(
            "{people} cannot be told apart by {segmentation}: what they answer differs no more than chance would have it.",
            people=titled(people),
            segmentation=by,
        )
    names = list(dict.fromkeys(study.features[item.feature].label for item in told))
    named = names[:3] if len(names) <= 3 else [*names[:2], say("{n} more", n=len(names) - 2)]
    return say(
        "By {segmentation}, {people} differ on {features} ({n} of {total} questions).",
        segmentation=by,
        people=people,
        features=joined(named),
        n=len(told),
        total=len(items),
    )


def _sorted(estimates: Sequence[Estimate]) -> list[Estimate]:
    """Features from the most over- to the most underestimated, and cells in the order of their pooled gaps, over all features."""
    pooled = [e for e in estimates if e.measure.endswith("_pooled")]
    first = [e for e in pooled if (e.measure, e.audience) == (pooled[0].measure, pooled[0].audience)]

    def order(names: list[str]) -> dict[str, int]:
        sums: dict[str, list[float]] = {}
        for name, e in zip(names, first, strict=True):
            sums.setdefault(name, []).append(e.value or 0.0)
        ranked = sorted(sums, key=lambda name: -sum(sums[name]) / len(sums[name]))
        return {name: i for i, name in enumerate(ranked)}

    features, cells = order([e.feature for e in first]), order([e.segment for e in first])
    return sorted(estimates, key=lambda e: (features.get(e.feature, len(features)), cells.get(e.segment, len(cells))))
