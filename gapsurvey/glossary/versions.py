"""The measures of versions that compete for the same customers."""

from __future__ import annotations

from gapsurvey.glossary.measure import Measure

__all__ = ["VERSIONS"]

_TURF = "Miaoulis, Free & Parsons 1990 (TURF)"

VERSIONS: tuple[Measure, ...] = (
    Measure(
        "first_choice",
        "First choice",
        "share",
        "Share of customers whose first choice is this version: as they say where they were asked; else the one that they would take, by the rule that the notes give. Wilson interval.",
    ),
    Measure(
        "reach_only",
        "Would take no other",
        "share",
        "Share of customers who would take this version and none of the others: whom the offering loses with it. To take is to want it and pay its price; where prices were not asked, to want it. Wilson interval.",
        _TURF,
    ),
    Measure(
        "set_reach",
        "Reach",
        "share",
        "Share of customers who would take at least one version of the set. Wilson interval.",
        _TURF,
    ),
    Measure(
        "set_frequency",
        "Versions each would take",
        "number",
        "How many versions of the set a customer would take, on average; t interval.",
        _TURF,
    ),
    Measure(
        "set_best",
        "Chance of reaching most",
        "probability",
        "Share of resamples of customers in which no other set of so many versions reaches more.",
        "Rubin 1981, Annals of Statistics 9:130–134",
    ),
)
