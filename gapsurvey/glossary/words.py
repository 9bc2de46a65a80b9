"""What alignments, verdicts and flags say, in the words that every output uses."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gapsurvey.glossary.measure import Unit
from gapsurvey.language import Words

__all__ = ["ALIGNMENTS", "FLAGS", "VERDICTS", "WEIGHTING"]

ALIGNMENTS = Words(
    {
        "over": ("Overestimated", "The 95% interval of the gap lies above zero: believers think more of it than customers do."),
        "under": ("Underestimated", "The 95% interval of the gap lies below zero: customers think more of it than believers do."),
        "aligned": ("Aligned", "The 90% interval of the gap lies within the margin: the two agree closely enough to act as one."),
        "inconclusive": ("Cannot tell", "Neither: these bases cannot show a gap, nor rule one out. Not the same as agreement."),
        "untested": ("Too few to test", "Fewer customers answered than a comparison needs."),
    }
)

# By a verdict: what it is called, and what it says.
VERDICTS = Words(
    {
        "build": ("build", "At this price it earns its cost back, with a probability above the threshold."),
        "build, but delivery doubts it": (
            "build, but delivery doubts it",
            "The numbers say build; those who would deliver it rate that below the middle of the scale.",
        ),
        "offer as an option": (
            "offer as an option",
            "It does not pay for everybody, but does for a segment or as an optional version.",
        ),
        "do not build as proposed": (
            "do not build as proposed",
            "At this price and cost it loses money, with a probability above the threshold.",
        ),
        "ask more": ("ask more", "The answers cannot carry a decision yet; the reasons say what would settle it."),
        "no money verdict": ("no money verdict", "No price or no cost in the study: want, belief and alignment only."),
    }
)

FLAGS = Words(
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
        "told_apart": ("≠", "Segments differ by more than chance, after correction for the number of comparisons."),
        "top_of_ladder": ("▲", "The optimum is the highest price tested: the true one may be higher."),
        "bottom_of_ladder": ("▼", "The optimum is the lowest price tested: the true one may be lower."),
        "price_unclear": (
            "§",
            "The price does not clearly deter choices, so that no worth in money can be had from them.",
        ),
        "no_fit": ("¶", "The choices cannot be told by what was shown: no numbers can be had from them."),
        "few_payers": ("◦", "Fewer than 30 people would pay anything: read as a direction, not as a figure."),
        "infinite_mean": (
            "∞",
            "Without a highest price, this distribution has no finite mean: only the truncated one says anything.",
        ),
        "beyond_prices": ("→", "Lies beyond the highest price asked: extrapolated by the fitted distribution."),
        "wrong_sign": ("⇅", "Dearer prices are not clearly paid by fewer: no distribution fits."),
        "tie": ("=", "Two curves run together for a while: the middle of that stretch is given, and a note says how long it is."),
        "belief_as_take_rate": ("◊", "If the share of believers were the take rate: a yes/no belief is not an estimate of it."),
    }
)

# Of an audience's weights: what each number is called, and the unit it is written in, as of a measure.
WEIGHTING: Mapping[str, tuple[str, Unit]] = MappingProxyType(
    {
        "design_effect": ("design effect", "number"),
        "untrimmed_design_effect": ("design effect before trimming", "number"),
        "effective_base": ("effective base", "people"),
        "efficiency": ("efficiency", "share"),
        "trimmed": ("respondents whose weight was trimmed", "people"),
        "margins_missed_by": ("margins missed by up to", "pp"),
    }
)
