"""Every measure that a table may hold: its label, unit, and definition. What is not here cannot be published."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from types import MappingProxyType

from gapsurvey.glossary.archetypes import ARCHETYPES, profiled
from gapsurvey.glossary.asked import ASKED
from gapsurvey.glossary.believers import BELIEVERS, STANDINGS
from gapsurvey.glossary.choice import CHOICE
from gapsurvey.glossary.market import MARKET
from gapsurvey.glossary.measure import ASKS, Ask, Measure
from gapsurvey.glossary.money import MONEY
from gapsurvey.glossary.order import ORDER, ORDERS, OrderedBy
from gapsurvey.glossary.pricing import PRICING
from gapsurvey.glossary.segments import SEGMENTS
from gapsurvey.glossary.stated import STATED
from gapsurvey.glossary.valuation import VALUATION
from gapsurvey.glossary.versions import VERSIONS
from gapsurvey.glossary.waves import CHANGED, CHANGES, WAVES
from gapsurvey.glossary.weighting import WEIGHTED
from gapsurvey.glossary.words import ALIGNMENTS, FLAGS, VERDICTS, WEIGHTING
from gapsurvey.language import Words

__all__ = ["ALIGNMENTS", "ASKS", "CHANGED", "FLAGS", "MEASURES", "ORDERS", "READINGS", "VERDICTS", "WEIGHTING", "Ask",
           "Measure", "OrderedBy", "profiled"]  # fmt: skip

# Everything that an estimate's alignment may say: of a gap, of a change, of two believers.
READINGS = Words({**ALIGNMENTS.known, **CHANGES.known, **STANDINGS.known})

# In the order that tables show their columns in. A method with measures of its own adds a file here, and a line.
MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        measure.name: measure
        for measure in chain(
            ASKED,
            ORDER,
            MONEY,
            SEGMENTS,
            WEIGHTED,
            BELIEVERS,
            WAVES,
            VERSIONS,
            MARKET,
            ARCHETYPES,
            CHOICE,
            STATED,
            PRICING,
            VALUATION,
        )
    }
)
