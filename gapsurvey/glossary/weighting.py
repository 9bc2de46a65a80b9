"""The measures of what weighting changes, and of what it costs in precision."""

from __future__ import annotations

from gapsurvey.glossary.measure import ASKS, Measure
from gapsurvey.language import text

__all__ = ["WEIGHTED"]


def _weighted(stem: str, what: str) -> tuple[Measure, ...]:
    return (
        Measure(f"{stem}_weighted", text("{what}: weighted", what=what), "share", "The share as the report gives it; Wilson interval on the base that its design effect leaves."),
        Measure(
            f"{stem}_unweighted", text("{what}: unweighted", what=what), "share", "The same share with everybody counted alike; Wilson interval.", "Wilson 1927"
        ),
        Measure(
            f"{stem}_kish_base",
            text("{what}: effective base", what=what),
            "people",
            "(Σ weights)² ÷ Σ weights² of those who answered: how many equally weighted respondents would be as precise, were weights and answers unrelated.",
            "Kish 1965",
        ),
        Measure(
            f"{stem}_design_effect",
            text("{what}: design effect", what=what),
            "number",
            "Respondents ÷ the base that the weighted share’s interval rests on: how many times more respondents it takes with these weights. That base is the smaller of the effective base and share × (1 − share) ÷ the variance that the weights give the share.",
            "Korn & Graubard 1998",
        ),
        Measure(
            f"{stem}_standard_error",
            text("{what}: standard error", what=what),
            "share",
            "Of the weighted share, linearised, the weights taken as given.",
            "Binder 1983",
        ),
        Measure(
            f"{stem}_raked_standard_error",
            text("{what}: standard error, raking counted", what=what),
            "share",
            "Of the weighted share, linearised on the cells that were raked: the margins are known, so only what they do not explain of the answers is uncertain. The report’s intervals do not claim this gain.",
            "Deville, Särndal & Sautory 1993",
        ),
    )  # fmt: skip


WEIGHTED: tuple[Measure, ...] = (
    *(measure for ask in ASKS.values() for measure in _weighted(ask.name, ask.noun)),
    *_weighted("want_and_pay", "Want it and would pay"),
)
