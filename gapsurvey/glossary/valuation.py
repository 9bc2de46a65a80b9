"""The measures of willingness to pay that bids and intervals give."""

from __future__ import annotations

from gapsurvey.glossary.measure import Measure
from gapsurvey.language import text

__all__ = ["VALUATION"]

TURNBULL = "Turnbull 1976, JRSS B 38:290–295"
KRINSKY_ROBB = "Krinsky & Robb 1986, Review of Economics and Statistics 68:715–719"
FAMILIES = ("logistic", "normal", "log-logistic", "lognormal", "weibull")


def _of_family(name: str) -> tuple[Measure, ...]:
    stem = name.replace("-", "_")
    return (
        Measure(
            f"wtp_{stem}_aic", text("{distribution}: AIC", distribution=name), "number",
            "Akaike’s criterion of this family’s fit; the family with the lowest is the one reported.", "Akaike 1974",
        ),
        Measure(f"wtp_{stem}_median", text("{distribution}: median", distribution=name), "money", "The median if willingness to pay were of this family."),
        Measure(
            f"wtp_{stem}_mean", text("{distribution}: truncated mean", distribution=name), "money",
            "The mean up to the highest price asked if willingness to pay were of this family.",
        ),
    )  # fmt: skip


def _gap(stem: str, label: str) -> Measure:
    return Measure(
        f"wtp_{stem}_gap", text("{what}: gap", what=label), "money",
        "What believers’ answers give − what customers’ answers give. Positive: the believers overestimate.",
    )  # fmt: skip


VALUATION: tuple[Measure, ...] = (
    Measure(
        "wtp_share", "Would pay", "share",
        "Share who would pay at least this price (for believers: who say customers would), no distribution assumed; never rising with the price. Resampled interval.",
        TURNBULL,
    ),
    Measure("wtp_revenue", "Revenue per 100", "money", "Price × the share who would pay it × 100, per period."),
    Measure(
        "wtp_fitted", "Would pay, fitted", "share",
        "The same share under the best-fitting of five distributions; Krinsky–Robb interval.", KRINSKY_ROBB,
    ),
    Measure(
        "wtp_median", "Median willingness to pay", "money",
        "The price that half would pay, under the best-fitting of five distributions, at most a hundred times the highest price asked; Krinsky–Robb interval.", KRINSKY_ROBB, worth=True,
    ),
    _gap("median", "Median willingness to pay"),
    Measure(
        "wtp_segment_median", "Median willingness to pay, by segment", "money",
        "The price that half of a segment would pay, in one model of all segments: the distribution with the lowest AIC of five, one scale for all; of several covariates the others as they are on average. At most a hundred times the highest price asked; Krinsky–Robb interval.",
        KRINSKY_ROBB,
    ),
    Measure(
        "wtp_segment_p", "Willingness to pay differs by segment, p", "probability",
        "Likelihood-ratio test of the model against the same one without this covariate; how likely such differences are if there are none.",
        "Wilks 1938, Annals of Mathematical Statistics 9:60–62",
    ),
    Measure(
        "wtp_mean", "Mean willingness to pay, truncated", "money",
        "Mean of what would be paid if nobody paid more than the highest price asked, under the best-fitting of five distributions; Krinsky–Robb interval.",
        KRINSKY_ROBB, worth=True,
    ),
    _gap("mean", "Mean willingness to pay, truncated"),
    Measure(
        "wtp_lower_mean", "Mean willingness to pay, at least", "money",
        "Σ (price step × share who would pay it), no distribution assumed: a lower bound. Resampled interval.",
        "Haab & McConnell 1997, JEEM 32:251–270",
    ),
    _gap("lower_mean", "Mean willingness to pay, at least"),
    Measure(
        "wtp_optimal_price", "Revenue-maximising price asked", "money",
        "The price asked with the highest price × share who would pay it; the interval holds 95% of resampled optima.",
    ),
    Measure(
        "wtp_optimal_price_probability", "Chance of being the best price asked", "probability",
        "Share of resamples in which this price earns most.",
    ),
    _gap("optimal_price", "Revenue-maximising price asked"),
    Measure(
        "wtp_haircut_mean", "Truncated mean less hypothetical bias", "money",
        "Truncated mean ÷ 1.21: what people say they would pay is about 21% more than they pay, on average over studies. Not applied anywhere else.",
        "Schmidt & Bijmolt 2020, Journal of the Academy of Marketing Science 48:499–518",
    ),
    Measure(
        "wtp_first_median", "Median, first bid only", "money",
        "The median if only the first of the two answers were counted, which the second may have been swayed by.",
    ),
    Measure("wtp_first_mean", "Truncated mean, first bid only", "money", "The truncated mean under the same restriction."),
    *(measure for name in FAMILIES for measure in _of_family(name)),
)  # fmt: skip
