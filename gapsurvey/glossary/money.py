"""The measures of what something would sell for, and of what it would earn."""

from __future__ import annotations

from gapsurvey.glossary.measure import NEWCOMBE, Measure

__all__ = ["MONEY"]

MONEY: tuple[Measure, ...] = (
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
        worth=True,
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
        worth=True,
    ),
    Measure(
        "mean_price_gap",
        "Belief-about-price gap",
        "money",
        "Mean price that believers say customers accept − mean price that customers accept, per period; resampled interval.",
    ),
    Measure(
        "median_price",
        "Median price",
        "money",
        "The highest price that half of those asked would pay; resampled interval.",
        worth=True,
    ),
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
        "flip_take",
        "Take rate that would turn the verdict",
        "share",
        "Observed take rate, all else as it is, at which the chance of earning the cost back crosses the study’s line for building (or, for what is built, for stopping). It lies beyond break-even by what a base of this size cannot exclude.",
    ),
    Measure(
        "flip_launch",
        "Launch cost that would turn the verdict",
        "money",
        "Launch cost, all else as it is, at which the verdict turns.",
    ),
    Measure(
        "flip_unit_cost",
        "Unit cost that would turn the verdict",
        "money",
        "Unit cost per customer and period, all else as it is, at which the verdict turns.",
    ),
    Measure(
        "flip_price",
        "Price that would turn the verdict",
        "money",
        "The tested price nearest to the planned one at which the verdict would be the other, costs as they are.",
    ),
    Measure(
        "value_at_stake",
        "Value at stake",
        "money",
        "Contribution, under customers’ answers, of the choice those answers support − of the choice the believers’ answers support; not building earns 0.",
    ),
)
