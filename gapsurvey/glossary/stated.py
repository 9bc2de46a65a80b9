"""The measures of stated prices under corrections that others apply: shown beside the numbers, applied nowhere."""

from __future__ import annotations

from gapsurvey.glossary.measure import Measure

__all__ = ["STATED"]

HAIRCUT = "Schmidt & Bijmolt 2020, Journal of the Academy of Marketing Science 48:499–518"

STATED: tuple[Measure, ...] = (
    Measure(
        "want_and_pay_haircut", "Want it and would pay, if prices are overstated", "share",
        "Customers who want the feature and said that they would pay 1.21 times this price: those who would pay the price itself, if stated prices are 21% too high. Wilson interval.",
        HAIRCUT,
    ),
    Measure(
        "take_haircut", "Take rate, if prices are overstated", "share",
        "Share of those asked who said that they would pay 1.21 times this price: those who would pay the price itself, if stated prices are 21% too high. Wilson interval.",
        HAIRCUT,
    ),
    Measure(
        "take_certainty_level", "Take rate of those this sure", "share",
        "Share of those asked who would pay, if the last price that somebody accepted counts only where they were at least this sure of it, and else as refused. Wilson interval; where people were asked different prices, that of resampling.",
        "Champ, Bishop, Brown & McCollum 1997, Journal of Environmental Economics and Management 33:151–162",
    ),
    Measure(
        "median_price_without_zeros", "Median price without zeros", "money",
        "Median price of those who named one above 0, as if every 0 were a protest against the question; resampled interval.",
    ),
    Measure(
        "mean_price_without_zeros", "Mean price without zeros", "money",
        "Mean price of those who named one above 0, as if every 0 were a protest against the question; resampled interval.",
    ),
    Measure(
        "intent_take", "Take rate by purchase intent", "share",
        "Mean chance of buying that the points of an intent rating stand for, by the study’s own map (intent_map); t interval.",
        "Juster 1966, Journal of the American Statistical Association 61:658–696",
    ),
)  # fmt: skip
