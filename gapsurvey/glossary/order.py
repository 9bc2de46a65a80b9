"""The measures of what comes first: first places of a ranking, places in an order, and leads of one option over another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gapsurvey.glossary.measure import ASKS, BRUNNER_MUNZEL, NEWCOMBE, Ask, Measure, Unit

__all__ = ["ORDER", "ORDERS", "OrderedBy"]

PAIRED = "McNemar 1947; Bonett & Price 2012, Journal of Educational and Behavioral Statistics 37:479–488"
PLACES = "Mogstad, Romano, Shaikh & Wilhelm 2024, Review of Economic Studies 91:476–518"


@dataclass(frozen=True, slots=True)
class OrderedBy:
    """What puts features in order. kind: of the answers; stem: what follows the ask in the measures; unit: of a lead."""

    kind: str
    stem: str
    label: str
    unit: Unit
    lead: str


# Every kind of answer that puts features in order.
ORDERS: Mapping[str, OrderedBy] = MappingProxyType(
    {
        by.kind: by
        for by in (
            OrderedBy("share", "", "share", "pp", "Share of this feature − share of the other"),
            OrderedBy("estimate", "_estimate", "believed share", "pp", "Mean believed share of this feature − that of the other"),
            OrderedBy("rating", "_mean", "mean rating", "points", "Mean rating of this feature − that of the other"),
            OrderedBy("rank", "_rank", "mean rank", "number", "Mean rank of the other feature − that of this one"),
            OrderedBy(
                "allocation", "_allocation", "points", "pp", "Mean share of the points of this feature − that of the other"
            ),
        )
    }
)


def _order(ask: Ask, by: OrderedBy) -> Iterator[Measure]:
    """Places in one order, and what stands between two of them."""
    stem, what = f"{ask.name}{by.stem}", f"{ask.label}, by {by.label}"
    actual = "; of customers, by the share itself" if by.kind == "estimate" else ""
    yield Measure(
        f"{stem}_place", f"{what}: place", "place",
        f"Place among the features that both sides answered, 1 = first{actual}. Interval: behind those certainly ahead of it and before those certainly behind it, by paired comparisons with Holm’s correction.",
        PLACES,
    )  # fmt: skip
    yield Measure(
        f"{stem}_place_gap", f"{what}: difference in place", "place",
        "Customers’ place − the believers’. Positive: the believers place it nearer the top.",
    )  # fmt: skip
    yield Measure(
        f"{stem}_inversion_p", f"{what}: p of opposite orders", "probability",
        "Of two features that the two sides place in opposite order, the larger of both sides’ paired p: it is small only where each side’s order is certain.",
        "Berger 1982, Technometrics 24:295–300",
    )  # fmt: skip
    yield Measure(
        f"{stem}_inversion_p_adjusted", f"{what}: adjusted p of opposite orders", "probability",
        "The same after Benjamini–Hochberg correction over all pairs of features.",
    )  # fmt: skip
    yield Measure(
        f"{stem}_lead", f"{what}: lead", by.unit,
        f"{by.lead}, within one audience: positive where it is ahead. The same people answered both, and the interval knows it.",
        PAIRED if by.kind == "share" else "",
    )  # fmt: skip
    yield Measure(
        f"{stem}_lead_p", f"{what}: p of the lead", "probability",
        "Two-sided p of no lead: McNemar’s test." if by.kind == "share" else "Two-sided p of no lead: paired t test.",
    )  # fmt: skip
    yield Measure(
        f"{stem}_lead_p_adjusted", f"{what}: adjusted p of the lead", "probability",
        "The same after Benjamini–Hochberg correction over all pairs of features of the audience.",
    )  # fmt: skip


def _ranking(ask: Ask) -> Iterator[Measure]:
    """What a ranking and a constant sum have beside their means."""
    a, what = ask.name, ask.label
    for name, label, placed in (
        ("first", "ranked first", "ranked it first"),
        ("top3", "ranked in the top 3", "gave it rank 1, 2 or 3"),
    ):
        yield Measure(
            f"{a}_{name}", f"{what}: {label}", "share", f"Share of those who ranked who {placed}; Wilson interval.", "Wilson 1927"
        )
        yield Measure(
            f"{a}_{name}_gap",
            f"{what}: {label}, gap",
            "pp",
            f"Belief − customers’ share who {placed}; Newcombe interval.",
            NEWCOMBE,
        )
    yield Measure(
        f"{a}_rank_theta", f"{what}: θ of ranks", "theta",
        "Chance that a random believer ranks it nearer the top than a random customer, ties counting half. ½ is agreement; above, the believers overestimate. Logit-t Brunner–Munzel interval.",
        BRUNNER_MUNZEL,
    )  # fmt: skip
    yield Measure(
        f"{a}_allocation_hedges_g", f"{what}: Hedges’ g of points", "number",
        "Gap in share of points in pooled standard deviations, corrected for small bases.", "Hedges 1981",
    )  # fmt: skip


ORDER: tuple[Measure, ...] = tuple(
    measure for ask in ASKS.values() for part in (_ranking(ask), *(_order(ask, by) for by in ORDERS.values())) for measure in part
)
