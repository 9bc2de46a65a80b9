"""Gates: what a study must hold to pass in CI. A new gate is a key of the study, what it finds, and one line here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gapsurvey.gates.answers import (
    alignments,
    bases,
    coverage,
    drift,
    effective_bases,
    excluded,
    gap_margins,
    gaps,
    margins,
    rank_gaps,
)
from gapsurvey.gates.gate import Gate
from gapsurvey.gates.money import paying, probabilities, verdicts

__all__ = ["GATES"]

_UNCOMPARED = "no question was answered by both sides"
_UNSHARED = "no share was compared"

GATES: Mapping[str, Gate] = MappingProxyType(
    {
        gate.name: gate
        for gate in (
            Gate("min_base", "answers on either side of a comparison", "least", "people", bases, _UNCOMPARED),
            Gate("min_effective_base", "the same after what weights cost", "least", "people", effective_bases, _UNCOMPARED),
            Gate("max_excluded", "records of an audience that are set aside", "most", "share", excluded, "there are no records"),
            Gate("min_coverage", "what was asked that is compared", "least", "share", coverage, "nothing was asked of two sides"),
            Gate("max_margin", "margin of error of a share", "most", "pp", margins, _UNSHARED),
            Gate("max_gap_margin", "margin of error of a gap", "most", "pp", gap_margins, _UNSHARED),
            Gate("max_gap", "size of a gap", "most", "pp", gaps, _UNSHARED),
            Gate("max_rank_gap", "size of a gap of ranks", "most", "ranks", rank_gaps, "no ranks were compared"),
            Gate("alignments", "how belief stands to the answer", "one of", "word", alignments, _UNCOMPARED),
            Gate("min_paying", "customers who would pay the planned price", "least", "share", paying,
                 "no feature has both a planned price and answers to it"),
            Gate("min_probability", "chance that a feature pays off", "least", "probability", probabilities,
                 "no feature has a price, a cost, a market and answers"),
            Gate("verdicts", "what the report says to do", "one of", "word", verdicts, "there is no verdict"),
            Gate("max_drift", "change since the earlier wave", "most", "pp", drift,
                 "the study names no earlier wave, or they share no share"),
        )
    }
)  # fmt: skip
