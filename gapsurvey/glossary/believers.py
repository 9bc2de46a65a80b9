"""The measures of believers held against each other, and the words for how they stand."""

from __future__ import annotations

from gapsurvey.glossary.measure import ASKS, BRUNNER_MUNZEL, NEWCOMBE, WELCH, Ask, Measure, p_values, settled
from gapsurvey.language import Words, text

__all__ = ["BELIEVERS", "STANDINGS"]

STANDINGS = Words(
    {
        "more": (
            "Believe more",
            "The 95% interval of the difference lies above zero: the first think more of it than the second.",
        ),
        "less": (
            "Believe less",
            "The 95% interval of the difference lies below zero: the second think more of it than the first.",
        ),
        "alike": (
            "Alike",
            "The 90% interval of the difference lies within the margin: whichever is nearer, it is too little to matter.",
        ),
        "closer": ("Closer", "The first stand closer to customers’ answer than the second do, for certain."),
        "farther": ("Farther", "The first stand farther from customers’ answer than the second do, for certain."),
    }
)

_INTERSECTION = "Berger 1982; Zou, Huang & Zhang 2009"


def _between(ask: Ask) -> tuple[Measure, ...]:
    a, what = ask.name, ask.noun
    measures: list[Measure] = []
    for kind, label, unit, definition, source, tested, placed, staying in (
        ("gap", "difference", "pp", "First believers’ share − second believers’ share. Newcombe hybrid score interval.", NEWCOMBE,
         "Two-sided pooled z p of equal shares.", "the difference within the margin", "shares"),
        ("estimate_gap", "difference of believed shares", "pp", "First believers’ mean estimate − second believers’. Welch interval.",
         WELCH, "Two-sided Welch p of equal mean estimates.", "the difference within the margin", "spread"),
        ("theta", "θ between believers", "theta", "Chance that a random one of the first believers rates it higher than a random one "
         "of the second, ties counting half. Logit-t Brunner–Munzel interval.", BRUNNER_MUNZEL,
         "Two-sided Brunner–Munzel p of θ = ½.", "θ − ½ within the rating margin", "ratings"),
        ("rank_gap", "difference of mean ranks", "number", "Second believers’ mean rank − first believers’. Positive: the first place it "
         "nearer the top. Welch interval.", WELCH, "Two-sided Welch p of equal mean ranks.", "the difference within the rank margin",
         "ranks"),
        ("allocation_gap", "difference in share of points", "pp", "First believers’ mean share of the points − second believers’. "
         "Welch interval.", WELCH, "Two-sided Welch p of equal mean shares of the points.", "the difference within the margin", "spread"),
    ):  # fmt: skip
        stem, called = f"{a}_between_{kind}", text("{what}: {difference}", what=what, difference=label)
        measures += [
            Measure(stem, called, unit, definition, source),  # type: ignore[arg-type]  # mypy widens a tuple's literals
            *p_values(stem, called, tested, placed, source),
            settled(stem, what, f"the {label}", staying),
        ]
    for kind, unit in (("", "pp"), ("_estimate", "pp"), ("_rank", "number"), ("_allocation", "pp")):
        measures.append(
            Measure(
                f"{a}{kind}_closer_gap",
                text("{what}: who is closer", what=what),
                unit,  # type: ignore[arg-type]
                "Distance of the first believers from customers’ answer − distance of the second. Negative: the first are closer. "
                "The limits are those that the intervals of both beliefs’ difference and of their mean against customers allow.",
                _INTERSECTION,
            )
        )
    return tuple(measures)


BELIEVERS: tuple[Measure, ...] = tuple(measure for ask in ASKS.values() for measure in _between(ask))
