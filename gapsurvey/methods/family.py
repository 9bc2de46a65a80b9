"""A family of comparisons: tested together, corrected together, and published as the same rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from gapsurvey.methods.measured import base_flag
from gapsurvey.report import Estimate, significant
from gapsurvey.stats import Numbers
from gapsurvey.stats.comparisons import Difference, alignment, certain_but_small
from gapsurvey.stats.multiplicity import benjamini_hochberg
from gapsurvey.study import Study

__all__ = ["Compared", "Family", "gap_rows", "test_rows"]


@dataclass(frozen=True, slots=True)
class Compared:
    """One gap: what it is of, the difference found, and the bases on both sides.

    measure: the gap's own ("want_gap", "need_theta"); stem: that of its tests ("want_gap_p"); center: what is added to
    show the value on its own scale (½ for θ).
    """

    feature: str
    measure: str
    audience: str
    against: str
    difference: Difference
    margin: float
    n: int
    n_weighted: float
    n_effective: float
    customers: int
    segment: str = ""
    at: float | None = None
    center: float = 0.0


@dataclass(frozen=True, slots=True)
class Family:
    """Comparisons that are corrected together; empty where nothing was compared.

    to_settle: how many times its bases would settle each of them, 1 where it is settled, NaN where none would: searched for,
    and so only where it is told; None where nobody knows how to.
    """

    compared: tuple[Compared, ...]
    to_settle: Callable[[], Numbers] | None = None


def gap_rows(study: Study, family: Sequence[Compared]) -> list[Estimate]:
    """Each gap with its 95% interval and alignment; fewer customers than the study's base are shown, not tested."""
    adjusted = _adjusted(study, family)
    rows = []
    for compared, p_adjusted in zip(family, adjusted, strict=True):
        d = compared.difference
        tested = _tested(study, compared)
        side = alignment(d, compared.margin) if tested else "untested"
        flags = [base_flag(study, compared.audience, compared.n), base_flag(study, compared.against, compared.customers)]
        if tested and side in ("over", "under") and not p_adjusted <= 0.05:
            flags.append("not_after_correction")
        if tested and certain_but_small(d, compared.margin):
            flags.append("certain_but_small")
        rows.append(
            Estimate(
                compared.feature, compared.measure, compared.audience, compared.against, compared.segment, compared.at,
                value=compared.center + float(d.value), low=compared.center + float(d.low), high=compared.center + float(d.high),
                n=compared.n, n_weighted=compared.n_weighted, n_effective=compared.n_effective, alignment=side,
                flag=" ".join(dict.fromkeys(flag for flag in flags if flag)),
            )
        )  # fmt: skip
    return rows


def test_rows(study: Study, family: Family) -> list[Estimate]:
    """Each tested gap's p values, before and after correction, and the bases that would settle what is inconclusive."""
    scales = [1.0] * len(family.compared) if family.to_settle is None else np.asarray(family.to_settle()).tolist()
    both = zip(family.compared, scales, strict=True)
    scaled = [(c, scale) for c, scale in both if _tested(study, c)]
    tested = [c for c, _ in scaled]
    p = np.array([c.difference.p for c in tested])
    equivalence = np.array([c.difference.p_equivalence for c in tested])
    columns = {
        "p": p,
        "p_adjusted": benjamini_hochberg(p),
        "p_equivalence": equivalence,
        "p_equivalence_adjusted": benjamini_hochberg(equivalence),
    }
    rows = []
    for i, (c, scale) in enumerate(scaled):
        place = Estimate(c.feature, c.measure, c.audience, c.against, c.segment, c.at)
        rows += [replace(place, measure=f"{c.measure}_{name}", value=_shown(values[i])) for name, values in columns.items()]
        sides = (c.audience, c.against, c.n), (c.against, c.audience, c.customers)
        for audience, against, people in sides if scale > 1 else ():  # of customers, each audience of believers asks for another
            base = float(np.ceil(scale * people))
            rows.append(replace(place, measure=f"{c.measure}_base_to_settle", audience=audience, against=against, value=base))
    return rows


def _tested(study: Study, compared: Compared) -> bool:
    """Whether there are customers enough; of believers, whoever may be shown may be tested."""
    return compared.against != study.customers or compared.customers >= study.thresholds.min_base


def _shown(p: float) -> float | None:
    """The p to the 6 digits that finding it as a root leaves certain, however far out in the tail it is."""
    return significant(float(p), 6)


def _adjusted(study: Study, family: Iterable[Compared]) -> list[float]:
    """Benjamini–Hochberg over the comparisons that are tested; NaN for the others."""
    p = np.array([float(c.difference.p) if _tested(study, c) else np.nan for c in family])
    return [float(x) for x in benjamini_hochberg(p)]
