"""The measures of a change since an earlier wave, and the words for one."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gapsurvey.glossary.asked import ASKED
from gapsurvey.glossary.measure import ASKS, Measure, Unit
from gapsurvey.glossary.money import MONEY
from gapsurvey.language import Words, text

__all__ = ["CHANGED", "CHANGES", "WAVES"]

# A change is never called unchanged because it could not be shown: that takes limits which leave no room for more.
CHANGES = Words(
    {
        "closed": (
            "Closed",
            "The gap is nearer to zero than in the earlier wave, for certain, and belief and answer are now aligned.",
        ),
        "closing": ("Closing", "The gap is nearer to zero than in the earlier wave, for certain, and not yet aligned."),
        "opened": ("Opened", "The gap is farther from zero than in the earlier wave, for certain."),
        "moved": (
            "Moved",
            "The gap changed for certain, but whether it now lies nearer to zero cannot be told: it may have gone past it.",
        ),
        "rose": ("Rose", "The 95% interval of the change lies above zero."),
        "fell": ("Fell", "The 95% interval of the change lies below zero."),
        "unchanged": (
            "Unchanged",
            "The 90% interval of the change lies within the margin: whatever changed is too little to matter.",
        ),
    }
)

_STEMS = (
    "",
    "_gap",
    "_estimate",
    "_estimate_gap",
    "_theta",
    "_mean",
    "_top2",
    "_rank",
    "_rank_gap",
    "_allocation",
    "_allocation_gap",
)
# Names of the measures that two waves are compared in, where both have them.
CHANGED: tuple[str, ...] = (
    *(f"{ask}{stem}" for ask in ASKS for stem in _STEMS),
    "take", "take_gap", "want_and_pay", "mean_price", "mean_price_gap",
)  # fmt: skip

_OF_A_CHANGE: Mapping[Unit, Unit] = MappingProxyType({"share": "pp", "theta": "number"})
_MOVER = "Zou, Huang & Zhang 2009"


def _changed(measure: Measure) -> tuple[Measure, Measure]:
    return (
        Measure(
            f"{measure.name}_then",
            text("{what}, earlier wave", what=measure.labelled),
            measure.unit,
            "The same as the earlier wave published it.",
        ),
        Measure(
            f"{measure.name}_change",
            text("{what}, change", what=measure.labelled),
            _OF_A_CHANGE.get(measure.unit, measure.unit),
            "Now − the earlier wave, which asked other people; MOVER interval from the intervals of both.",
            _MOVER,
        ),
    )


_KNOWN = {measure.name: measure for measure in (*ASKED, *MONEY)}
WAVES: tuple[Measure, ...] = tuple(made for name in CHANGED for made in _changed(_KNOWN[name]))
