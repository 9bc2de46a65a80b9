"""Lead: whether what comes first is really ahead of what comes next, within one audience."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

import numpy as np

from gapsurvey.language import say, text
from gapsurvey.methods.measured import base_flag
from gapsurvey.methods.ordered import Order, batteries, lead_estimate, mirrored, order_name, order_of, stem_of
from gapsurvey.model import Item
from gapsurvey.privacy import Published
from gapsurvey.report import Estimate, Table, significant
from gapsurvey.stats import Floats
from gapsurvey.stats.multiplicity import benjamini_hochberg
from gapsurvey.study import Study

__all__ = ["lead"]

MOST = 10  # features that are all held against each other; of more, each against the next
LEAD_NOTE = text(
    "A lead compares two features within one audience. The same people answered about both, so that it can be certain though "
    "the intervals of the two overlap."
)


def lead(published: Published, study: Study) -> list[Table]:
    """The leads of features over those that come after them, for customers above all; a table per thing asked and kind of answer.

    The believers' leads over the same pairs stand beside the customers'.
    """
    tables, tallies = [], published.tallies
    asked = {audience: batteries(tallies, study, audience) for audience in (study.customers, *study.believers)}
    for battery in dict.fromkeys(battery for found in asked.values() for battery in found):
        about = {feature for found in asked.values() for feature in found.get(battery, [])}
        sides = []
        for audience, found in asked.items():
            own = mirrored(battery) if audience == study.customers else battery
            features = [feature for feature in found.get(own, []) if feature in about]
            if len(features) > 1:
                sides.append(order_of(tallies, study, audience, own, features))
        rows = tuple(_rows(study, battery, sides))
        if rows:
            title = say("{order}: what is really ahead", order=order_name(battery))
            tables.append(Table("lead", "lead", title, rows, (str(LEAD_NOTE),)))
    return tables


def _rows(study: Study, battery: Item, sides: list[Order]) -> Iterator[Estimate]:
    """Each lead with its p before and after correction over all pairs of its audience, from the top of the first order down."""
    first = sides[0]
    down = [first.features[i] for i in np.argsort(first.places, kind="stable")]
    adjusted = {side.audience: _adjusted(side.leads.p) for side in sides if side.leads is not None}
    for ahead, behind in combinations(down, 2) if len(down) <= MOST else pairwise(down):
        for side in sides:
            if side.leads is None or not {ahead, behind} <= set(side.features):
                continue
            i, j = side.features.index(ahead), side.features.index(behind)
            p, corrected = float(side.leads.p[i, j]), float(adjusted[side.audience][i, j])
            flags = [base_flag(study, side.audience, min(side.counts[i].base, side.counts[j].base))]
            if p <= 0.05 < corrected:
                flags.append("not_after_correction")
            yield lead_estimate(battery, side, side.leads, i, j, " ".join(filter(None, flags)))
            for name, value in (("p", p), ("p_adjusted", corrected)):
                measure = f"{stem_of(battery)}_lead_{name}"
                yield Estimate(ahead, measure, side.audience, value=significant(value, 6), than=behind)


def _adjusted(p: Floats) -> Floats:
    """The p of every pair, corrected together; symmetric."""
    above = np.triu_indices(len(p), 1)
    found = np.full_like(p, np.nan)
    found[above] = found.T[above] = benjamini_hochberg(p[above])
    return found
