"""Every measure that a table may hold: its label, unit, and definition. What is not here cannot be published."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gapsurvey.glossary_asked import ASKED, ASKS, NEWCOMBE, Measure

__all__ = ["ALIGNMENTS", "ASKS", "FLAGS", "MEASURES", "VERDICTS", "Measure"]

_MONEY = (
    Measure(
        "take",
        "Take rate",
        "share",
        "Share of those asked who would pay at least this price (for believers: who say customers would). Once somebody refuses a price, dearer ones count as refused; Wilson interval.",
    ),
    Measure(
        "take_gap",
        "Take-rate gap",
        "pp",
        "Share of believers who say customers would pay this price − share of customers who would; Newcombe interval.",
        NEWCOMBE,
    ),
    Measure(
        "want_and_pay",
        "Want it and would pay",
        "share",
        "Customers who want the feature and would pay at least this price, counted person by person; base: all who answered “want”, less those who want it and gave no price. Wilson interval.",
    ),
    Measure(
        "want_and_pay_unscreened",
        "Want it and would pay, everybody counted",
        "share",
        "The same share with those counted whom two quality flags set aside; Wilson interval.",
    ),
    Measure("revenue", "Revenue per 100 asked", "money", "Price × the share who would pay it × 100, per period."),
    Measure(
        "optimal_price",
        "Revenue-maximising price",
        "money",
        "The tested price with the highest price × take rate; the interval holds 95% of resampled optima.",
    ),
    Measure(
        "optimal_price_probability",
        "Chance of being the best price",
        "probability",
        "Share of resamples in which this tested price earns most.",
    ),
    Measure(
        "optimal_price_gap",
        "Gap in best price",
        "money",
        "The revenue-maximising price the believers’ answers give − the one customers’ answers give.",
    ),
    Measure(
        "profit_price", "Profit-maximising price", "money", "The tested price with the highest (price − unit cost) × take rate."
    ),
    Measure(
        "mean_price",
        "Mean price accepted",
        "money",
        "Σ (price step × share who would pay it): what the average person asked would pay at least, refusals counting 0. A lower bound.",
        "Turnbull lower-bound mean; Haab & McConnell 1997",
    ),
    Measure(
        "mean_price_gap",
        "Belief-about-price gap",
        "money",
        "Mean price that believers say customers accept − mean price that customers accept, per period; resampled interval.",
    ),
    Measure("median_price", "Median price", "money", "The highest price that half of those asked would pay; resampled interval."),
    Measure(
        "elasticity",
        "Price elasticity",
        "number",
        "Midpoint change in take rate per change in price, between this tested price and the next.",
    ),
    Measure(
        "contribution",
        "Contribution",
        "money",
        "Horizon × market × take rate × (price − unit cost) − launch cost, undiscounted, under customers’ answers.",
    ),
    Measure(
        "contribution_probability", "Chance it pays off", "probability", "Share of draws in which the contribution is above zero."
    ),
    Measure(
        "contribution_believed",
        "Contribution as believed",
        "money",
        "The same contribution if the believers’ take rate were true.",
    ),
    Measure("break_even_take", "Break-even take rate", "share", "Take rate at which the contribution is zero."),
    Measure(
        "value_at_stake",
        "Value at stake",
        "money",
        "Contribution, under customers’ answers, of the choice those answers support − of the choice the believers’ answers support; not building earns 0.",
    ),
)

MEASURES: Mapping[str, Measure] = MappingProxyType({m.name: m for m in (*ASKED, *_MONEY)})

ALIGNMENTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "over": ("Overestimated", "The 95% interval of the gap lies above zero: believers think more of it than customers do."),
        "under": ("Underestimated", "The 95% interval of the gap lies below zero: customers think more of it than believers do."),
        "aligned": ("Aligned", "The 90% interval of the gap lies within the margin: the two agree closely enough to act as one."),
        "inconclusive": ("Cannot tell", "Neither: these bases cannot show a gap, nor rule one out. Not the same as agreement."),
        "untested": ("Too few to test", "Fewer customers answered than a comparison needs."),
    }
)

VERDICTS: Mapping[str, str] = MappingProxyType(
    {
        "build": "At this price it earns its cost back, with a probability above the threshold.",
        "build, but delivery doubts it": "The numbers say build; those who would deliver it rate that below the middle of the scale.",
        "offer as an option": "It does not pay for everybody, but does for a segment or as an optional version.",
        "do not build as proposed": "At this price and cost it loses money, with a probability above the threshold.",
        "ask more": "The answers cannot carry a decision yet; the reasons say what would settle it.",
        "no money verdict": "No price or no cost in the study: want, belief and alignment only.",
    }
)

FLAGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "": ("", ""),
        "low_base": ("*", "Fewer than 100 customers answered: read as a direction, not as a figure."),
        "very_low_base": ("**", "Fewer than 30 customers answered: shown, not tested."),
        "clipped": (
            "†",
            "Fewer than 20 believers answered: shares are held between 5% and 95%, so that nobody’s answer can be read off.",
        ),
        "not_after_correction": ("‡", "Significant alone, not after correction for the number of comparisons."),
        "certain_but_small": ("≈", "A gap is certain, but it lies within the margin: too small to matter."),
        "top_of_ladder": ("▲", "The optimum is the highest price tested: the true one may be higher."),
        "bottom_of_ladder": ("▼", "The optimum is the lowest price tested: the true one may be lower."),
        "belief_as_take_rate": ("◊", "If the share of believers were the take rate: a yes/no belief is not an estimate of it."),
    }
)
