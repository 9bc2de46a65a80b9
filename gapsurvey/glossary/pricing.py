"""The measures of what people are willing to pay, by the instruments that ask for it in several parts."""

from __future__ import annotations

from gapsurvey.glossary.measure import Measure
from gapsurvey.language import text

__all__ = ["PRICING"]

VAN_WESTENDORP = "Van Westendorp 1976, ESOMAR Congress"
NEWTON = "Newton, Miller & Smith 1993, ACTES conference"

# Point of the price sensitivity meter: its label, and where it lies.
POINTS = {
    "pmc": ("Lowest acceptable price (PMC)", "Point of marginal cheapness: as many find it too cheap as do not find it cheap."),
    "pme": (
        "Highest acceptable price (PME)",
        "Point of marginal expensiveness: as many find it too expensive as do not find it expensive.",
    ),
    "idp": ("Indifference price (IDP)", "As many find it cheap as find it expensive."),
    "opp": ("Optimal price (OPP)", "As many find it too cheap as find it too expensive: the price of least resistance."),
}
NARROWER = {
    "pmc_narrower": ("Lowest acceptable price, narrower rule", "As many find it too cheap as find it expensive."),
    "pme_narrower": ("Highest acceptable price, narrower rule", "As many find it too expensive as find it cheap."),
}
CURVES = {
    "too_cheap": ("Too cheap", "find this price too cheap to be good: they named a higher one"),
    "cheap": ("Cheap", "find this price cheap: they named a higher one as a bargain"),
    "expensive": ("Expensive", "find this price expensive: they named it, or a lower one"),
    "too_expensive": ("Too expensive", "find this price too expensive to consider: they named it, or a lower one"),
}

PRICING: tuple[Measure, ...] = (
    Measure(
        "psm_sound",
        "Sound answers",
        "share",
        "Of those who gave all four prices, the share whose prices rise strictly from too cheap to too expensive; only these count.",
        VAN_WESTENDORP,
    ),
    *(
        Measure(
            f"psm_{name}", label, "share", text("Share of sound answers that {what}. Straight between two named prices; Wilson interval.", what=what)
        )
        for name, (label, what) in CURVES.items()
    ),
    *(
        Measure(
            f"psm_{name}", label, "money", text("{where} Resampled interval (Bayesian bootstrap).", where=where), VAN_WESTENDORP,
            worth=name in ("opp", "idp"),
        )
        for name, (label, where) in (POINTS | NARROWER).items()
    ),
    *(
        Measure(
            f"psm_{name}_gap", text("{what}: gap", what=label), "money",
            "The price that believers’ answers give − the one customers’ answers give. Positive: the believers overestimate.",
        )
        for name, (label, _) in POINTS.items()
    ),
    Measure(
        "nms_reach", "Would buy", "share",
        "Expected share of buyers: each person’s stated chance at their own cheap and expensive prices, straight between, 0 at their too cheap and too expensive ones.",
        NEWTON,
    ),
    Measure("nms_revenue", "Expected revenue per 100 asked", "money", "Price × expected share of buyers × 100, per period."),
    Measure(
        "nms_reach_price", "Price with most buyers", "money",
        "The price with the highest expected share of buyers; the interval holds 95% of resampled optima.", NEWTON,
    ),
    Measure(
        "nms_revenue_price", "Price with most revenue", "money",
        "The price with the highest price × expected share of buyers; the interval holds 95% of resampled optima.", NEWTON,
    ),
    Measure(
        "nms_revenue_price_gap", "Price with most revenue: gap", "money",
        "The price that believers’ answers give − the one customers’ answers give. Positive: the believers overestimate.",
    ),
)  # fmt: skip
