"""Every measure that a table may hold: its label, unit, and definition. What is not here cannot be published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

__all__ = ["ALIGNMENTS", "ASKS", "FLAGS", "MEASURES", "VERDICTS", "Measure"]

Unit: TypeAlias = Literal["share", "pp", "money", "number", "probability", "theta", "points", "people"]


@dataclass(frozen=True, slots=True)
class Measure:
    """What a number is.

    unit: share (0–1, shown in percent) · pp (difference of shares, shown in percentage points) ·
    money (the study's currency) · number · probability (0–1) · theta (0–1 scale of θ) · points (of a rating scale) ·
    people (a count).
    """

    name: str
    label: str
    unit: Unit
    definition: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """What a question asks about a feature: the noun for charts, and the verb phrases for sentences."""

    name: str
    label: str
    customers: str
    believers: str


# {feature} is the feature's label, {customers} the label of the customer audience, {price} a formatted price.
ASKS: Mapping[str, Ask] = MappingProxyType(
    {
        ask.name: ask
        for ask in (
            Ask("want", "Want it", "want {feature}", "say {customers} want {feature}"),
            Ask("need", "Need it", "need {feature}", "say {customers} need {feature}"),
            Ask("pay", "Would pay", "would pay {price} for {feature}", "say {customers} would pay {price} for {feature}"),
            Ask("prefer", "First choice", "choose {feature} first", "say {customers} would choose {feature} first"),
            Ask("deliver", "Can deliver", "can deliver {feature}", "say we can deliver {feature}"),
            Ask("sell", "Can sell", "can sell {feature}", "say they can sell {feature}"),
        )
    }
)

NEWCOMBE = "Newcombe 1998, Statistics in Medicine 17:873–890, method 10"
BRUNNER_MUNZEL = "Brunner & Munzel 2000, Biometrical Journal 42:17–25"


def _asked(ask: Ask) -> tuple[Measure, ...]:
    a, what = ask.name, ask.label
    return (
        Measure(
            a, what, "share", f"Share of an audience whose answer is yes to “{what.lower()}”; Wilson 95% interval.", "Wilson 1927"
        ),
        Measure(
            f"{a}_gap",
            f"{what}: gap",
            "pp",
            "Belief − customers’ answer, in percentage points. Positive: the believers overestimate. Newcombe hybrid score interval.",
            NEWCOMBE,
        ),
        Measure(
            f"{a}_gap_p",
            f"{what}: p",
            "probability",
            "Two-sided p of no gap: pooled z for shares, Brunner–Munzel for ratings, inverted MOVER for estimates.",
        ),
        Measure(
            f"{a}_gap_p_adjusted",
            f"{what}: adjusted p",
            "probability",
            "The same p after Benjamini–Hochberg correction within its family (one shape, one pair of audiences).",
            "Benjamini & Hochberg 1995",
        ),
        Measure(
            f"{a}_gap_p_equivalence",
            f"{what}: p of equivalence",
            "probability",
            "Smallest α at which two one-sided tests place the gap within the margin.",
        ),
        Measure(
            f"{a}_gap_p_equivalence_adjusted",
            f"{what}: adjusted p of equivalence",
            "probability",
            "The same after Benjamini–Hochberg correction within its own family.",
        ),
        Measure(
            f"{a}_gap_h",
            f"{what}: Cohen’s h",
            "number",
            "2·asin√belief − 2·asin√answer: the gap on a scale where 0.2 is small and 0.8 large.",
            "Cohen 1988",
        ),
        Measure(
            f"{a}_gap_ratio",
            f"{what}: belief ÷ answer",
            "number",
            "Relative risk: how many times the believers’ share is the customers’.",
        ),
        Measure(
            f"{a}_gap_base_to_settle",
            f"{what}: base that would settle it",
            "people",
            "People needed in this audience, the shares and the ratio of bases staying as they are, for the gap to be called over, under or aligned.",
        ),
        Measure(
            f"{a}_unscreened",
            f"{what}, everybody counted",
            "share",
            "The same share with those counted whom two quality flags set aside; Wilson interval.",
        ),
        Measure(
            f"{a}_gap_unscreened",
            f"{what}: gap, everybody counted",
            "pp",
            "The same gap with those counted whom two quality flags set aside.",
            NEWCOMBE,
        ),
        Measure(
            f"{a}_estimate",
            f"{what}: believed share",
            "share",
            "Mean of the believers’ answers to “what % of customers …?”; t interval.",
        ),
        Measure(f"{a}_estimate_median", f"{what}: believed share, median", "share", "Median of the same answers."),
        Measure(
            f"{a}_estimate_gap",
            f"{what}: calibration error",
            "pp",
            "Mean believed share − customers’ actual share. Its zero is true: perfectly informed believers have none. MOVER interval.",
            "Zou & Donner 2008",
        ),
        Measure(
            f"{a}_estimate_gap_p",
            f"{what}: calibration error, p",
            "probability",
            "Two-sided p of no calibration error, by inverting the MOVER interval.",
        ),
        Measure(
            f"{a}_estimate_gap_p_adjusted",
            f"{what}: calibration error, adjusted p",
            "probability",
            "The same after Benjamini–Hochberg correction within its family.",
        ),
        Measure(
            f"{a}_estimate_gap_p_equivalence",
            f"{what}: calibration error, p of equivalence",
            "probability",
            "Smallest α at which two one-sided tests place the calibration error within the margin.",
        ),
        Measure(
            f"{a}_estimate_gap_p_equivalence_adjusted",
            f"{what}: calibration error, adjusted p of equivalence",
            "probability",
            "The same after Benjamini–Hochberg correction within its own family.",
        ),
        Measure(
            f"{a}_estimate_gap_sd",
            f"{what}: calibration error in SD",
            "number",
            "Calibration error divided by the standard deviation of the believers’ answers.",
        ),
        Measure(
            f"{a}_estimate_gap_base_to_settle",
            f"{what}: base that would settle the calibration error",
            "people",
            "People needed in this audience, shares, spread and the ratio of bases staying as they are, for the calibration error to be called over, under or aligned.",
        ),
        Measure(f"{a}_mean", f"{what}: mean rating", "points", "Mean position on the rating scale, 1 = lowest; t interval."),
        Measure(
            f"{a}_mean_gap",
            f"{what}: mean rating gap",
            "points",
            "Difference of mean ratings, belief − customers; Welch interval.",
            "Welch 1947",
        ),
        Measure(
            f"{a}_theta",
            f"{what}: θ",
            "theta",
            "Chance that a random believer rates it higher than a random customer, ties counting half. ½ is agreement; above, the believers overestimate. Logit-t Brunner–Munzel interval.",
            BRUNNER_MUNZEL,
        ),
        Measure(f"{a}_theta_p", f"{what}: θ, p", "probability", "Two-sided Brunner–Munzel p of θ = ½.", BRUNNER_MUNZEL),
        Measure(
            f"{a}_theta_p_adjusted",
            f"{what}: θ, adjusted p",
            "probability",
            "The same after Benjamini–Hochberg correction within its family.",
        ),
        Measure(
            f"{a}_theta_p_equivalence",
            f"{what}: θ, p of equivalence",
            "probability",
            "Smallest α at which two one-sided tests place θ − ½ within the rating margin.",
        ),
        Measure(
            f"{a}_theta_p_equivalence_adjusted",
            f"{what}: θ, adjusted p of equivalence",
            "probability",
            "The same after Benjamini–Hochberg correction within its own family.",
        ),
        Measure(
            f"{a}_theta_base_to_settle",
            f"{what}: base that would settle θ",
            "people",
            "People needed in this audience, ratings and the ratio of bases staying as they are, for θ to be called over, under or aligned.",
        ),
        Measure(f"{a}_cliff", f"{what}: Cliff’s δ", "number", "2θ − 1, from −1 to 1.", "Cliff 1993"),
        Measure(
            f"{a}_hedges_g",
            f"{what}: Hedges’ g",
            "number",
            "Mean gap in pooled standard deviations, corrected for small bases.",
            "Hedges 1981",
        ),
        Measure(
            f"{a}_top2", f"{what}: top-2-box", "share", "Share who chose one of the scale’s two highest points; Wilson interval."
        ),
        Measure(
            f"{a}_top2_gap", f"{what}: top-2-box gap", "pp", "Belief − customers’ top-2-box share; Newcombe interval.", NEWCOMBE
        ),
        Measure(
            f"{a}_bottom2",
            f"{what}: bottom-2-box",
            "share",
            "Share who chose one of the scale’s two lowest points; Wilson interval.",
        ),
        Measure(
            f"{a}_bottom2_gap",
            f"{what}: bottom-2-box gap",
            "pp",
            "Belief − customers’ bottom-2-box share; Newcombe interval.",
            NEWCOMBE,
        ),
        Measure(
            f"{a}_level",
            f"{what}: distribution",
            "share",
            "Share of the audience at this point of the rating scale (1 = lowest).",
        ),
    )


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

MEASURES: Mapping[str, Measure] = MappingProxyType(
    {m.name: m for m in (*(m for ask in ASKS.values() for m in _asked(ask)), *_MONEY)}
)

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
