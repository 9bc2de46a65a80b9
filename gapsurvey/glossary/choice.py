"""The measures of choices: what choice tasks say a feature is worth, who would take which offer, and best–worst scores."""

from __future__ import annotations

from gapsurvey.glossary.measure import ASKS, WELCH, Ask, Measure, p_values
from gapsurvey.language import text

__all__ = ["CHOICE"]

LOGIT = "McFadden 1974, Conditional logit analysis of qualitative choice behavior"
SCORES = "Louviere, Flynn & Marley 2015, Best–Worst Scaling"

TASKS: tuple[Measure, ...] = (
    Measure(
        "choice_worth", "Worth by choices", "money",
        "What the feature’s level is worth against its attribute’s base: −(its utility) ÷ (the utility of one unit of price), from a multinomial logit; the interval holds 95% of draws (Krinsky & Robb), a person’s tasks one observation. None where a higher price does not clearly deter.",
        "Krinsky & Robb 1986", worth=True,
    ),
    Measure(
        "choice_worth_delta", "Worth by choices, delta method", "money", "The same worth with the interval of the delta method.",
    ),
    Measure(
        "choice_worth_gap", "Gap in worth by choices", "money",
        "What believers’ choices say the feature is worth to customers − what customers’ choices say; interval of paired independent draws.",
    ),
    Measure(
        "choice_utility", "Utility in choices", "number",
        "How much the level adds to an alternative’s utility, against its attribute’s base; multinomial logit, errors clustered by person. Comparable within one audience only.",
        LOGIT,
    ),
    Measure(
        "choice_price_utility", "Utility of one unit of price", "number",
        "What one unit of price adds to an alternative’s utility; clearly below zero where price deters.", LOGIT,
    ),
    Measure("choice_tasks", "Choice tasks", "people", "Tasks with a chosen alternative that the choices are counted from."),
    Measure("choice_loglik", "Log-likelihood of the choices", "number", "Of the fitted logit; nearer zero is a better fit."),
    Measure("choice_loglik_null", "Log-likelihood by chance", "number", "Of choosing every alternative of a task alike."),
    Measure(
        "choice_share", "Share of preference", "share",
        "Share that would take this offer if all offers shown here competed and people chose as in the tasks; everything else as in the average alternative. No market share: nothing is known of awareness or supply.",
    ),
    Measure(
        "choice_share_gap", "Share of preference: gap", "pp",
        "The offer’s share by believers’ choices for customers − by customers’ own; interval of paired independent draws.",
    ),
)  # fmt: skip


def _best_worst(ask: Ask) -> tuple[Measure, ...]:
    a, what = f"{ask.name}_best_worst", ask.noun
    return (
        Measure(
            a, text("{what}: best–worst score", what=what), "number",
            "(Times chosen best − times chosen worst) ÷ times shown, from −1 to 1; interval by person, whose sets are one observation.",
            SCORES,
        ),
        Measure(
            f"{a}_gap", text("{what}: gap in best–worst score", what=what), "number",
            "Believers’ best–worst score − customers’. Positive: the believers overestimate. Welch interval.", WELCH,
        ),
        *p_values(f"{a}_gap", text("{what}: gap in best–worst score", what=what), "Two-sided Welch p of equal scores.", "the gap within the margin", WELCH),
        Measure(f"{a}_place", text("{what}: place by best–worst", what=what), "people", "1 is the item with the highest score."),
        Measure(f"{a}_best", text("{what}: times best", what=what), "people", "How often the item was chosen as best, unweighted."),
        Measure(f"{a}_worst", text("{what}: times worst", what=what), "people", "How often the item was chosen as worst, unweighted."),
        Measure(f"{a}_shown", text("{what}: times shown", what=what), "people", "How often the item stood in a set that was answered, unweighted."),
        Measure(
            f"{a}_utility", text("{what}: best–worst utility", what=what), "number",
            "Utility of the item around the mean of all, from a sequential logit: the best of each set, then the worst of the others; errors clustered by person. Comparable within one audience only.",
            "Marley & Louviere 2005",
        ),
    )  # fmt: skip


CHOICE: tuple[Measure, ...] = (*TASKS, *(m for name in ("want", "need", "prefer") for m in _best_worst(ASKS[name])))
