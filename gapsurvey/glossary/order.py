"""The measures of what comes first: first places of a ranking, places in an order, and leads of one option over another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gapsurvey.glossary.measure import ASKS, BRUNNER_MUNZEL, NEWCOMBE, Ask, Measure, Unit
from gapsurvey.language import say, text

__all__ = ["ORDER", "ORDERS", "OrderedBy"]

PAIRED = "McNemar 1947; Bonett & Price 2012, Journal of Educational and Behavioral Statistics 37:479–488"
PLACES = "Mogstad, Romano, Shaikh & Wilhelm 2024, Review of Economic Studies 91:476–518"


@dataclass(frozen=True, slots=True)
class OrderedBy:
    """What puts features in order. kind: of the answers; stem: what follows the ask in the measures; unit: of a lead."""

    kind: str
    stem: str
    noun: str
    unit: Unit
    lead: str

    @property
    def label(self) -> str:
        """The noun, in the spoken language."""
        return say(self.noun)


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
    stem, what = f"{ask.name}{by.stem}", text("{asked}, by {order}", asked=ask.noun, order=by.noun)
    place = (
        "Place among the features that both sides answered, 1 = first; of customers, by the share itself. Interval: behind those certainly ahead of it and before those certainly behind it, by paired comparisons with Holm’s correction."
        if by.kind == "estimate"
        else "Place among the features that both sides answered, 1 = first. Interval: behind those certainly ahead of it and before those certainly behind it, by paired comparisons with Holm’s correction."
    )
    yield Measure(
        f"{stem}_place", text("{what}: place", what=what), "place",
        place,
        PLACES,
    )  # fmt: skip
    yield Measure(
        f"{stem}_place_gap", text("{what}: difference in place", what=what), "place",
        "Customers’ place − the believers’. Positive: the believers place it nearer the top.",
    )  # fmt: skip
    yield Measure(
        f"{stem}_inversion_p", text("{what}: p of opposite orders", what=what), "probability",
        "Of two features that the two sides place in opposite order, the larger of both sides’ paired p: it is small only where each side’s order is certain.",
        "Berger 1982, Technometrics 24:295–300",
    )  # fmt: skip
    yield Measure(
        f"{stem}_inversion_p_adjusted", text("{what}: adjusted p of opposite orders", what=what), "probability",
        "The same after Benjamini–Hochberg correction over all pairs of features.",
    )  # fmt: skip
    yield Measure(
        f"{stem}_lead", text("{what}: lead", what=what), by.unit,
        text("{lead}, within one audience: positive where it is ahead. The same people answered both, and the interval knows it.", lead=by.lead),
        PAIRED if by.kind == "share" else "",
    )  # fmt: skip
    yield Measure(
        f"{stem}_lead_p", text("{what}: p of the lead", what=what), "probability",
        "Two-sided p of no lead: McNemar’s test." if by.kind == "share" else "Two-sided p of no lead: paired t test.",
    )  # fmt: skip
    yield Measure(
        f"{stem}_lead_p_adjusted", text("{what}: adjusted p of the lead", what=what), "probability",
        "The same after Benjamini–Hochberg correction over all pairs of features of the audience.",
    )  # fmt: skip


def _ranking(ask: Ask) -> Iterator[Measure]:
    """What a ranking and a constant sum have beside their means."""
    a, what = ask.name, ask.noun
    for name, label, placed in (
        ("first", "ranked first", "ranked it first"),
        ("top3", "ranked in the top 3", "gave it rank 1, 2 or 3"),
    ):
        yield Measure(
            f"{a}_{name}",
            text("{what}: {ranked}", what=what, ranked=label),
            "share",
            text("Share of those who ranked who {placed}; Wilson interval.", placed=placed),
            "Wilson 1927",
        )
        yield Measure(
            f"{a}_{name}_gap",
            text("{what}: {ranked}, gap", what=what, ranked=label),
            "pp",
            text("Belief − customers’ share who {placed}; Newcombe interval.", placed=placed),
            NEWCOMBE,
        )
    yield Measure(
        f"{a}_rank_theta", text("{what}: θ of ranks", what=what), "theta",
        "Chance that a random believer ranks it nearer the top than a random customer, ties counting half. ½ is agreement; above, the believers overestimate. Logit-t Brunner–Munzel interval.",
        BRUNNER_MUNZEL,
    )  # fmt: skip
    yield Measure(
        f"{a}_allocation_hedges_g", text("{what}: Hedges’ g of points", what=what), "number",
        "Gap in share of points in pooled standard deviations, corrected for small bases.", "Hedges 1981",
    )  # fmt: skip


ORDER: tuple[Measure, ...] = tuple(
    measure for ask in ASKS.values() for part in (_ranking(ask), *(_order(ask, by) for by in ORDERS.values())) for measure in part
)
