"""How survey tools write responses: one file per tool. A new dialect is one file and one line here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gapsurvey.simulation.dialects.alchemer import ALCHEMER
from gapsurvey.simulation.dialects.dialect import Dialect, Interviews, interviews
from gapsurvey.simulation.dialects.google_forms import GOOGLE_FORMS
from gapsurvey.simulation.dialects.limesurvey import LIMESURVEY
from gapsurvey.simulation.dialects.microsoft_forms import MICROSOFT_FORMS
from gapsurvey.simulation.dialects.plain import PLAIN
from gapsurvey.simulation.dialects.qualtrics import QUALTRICS
from gapsurvey.simulation.dialects.spss import SPSS
from gapsurvey.simulation.dialects.surveymonkey import SURVEYMONKEY, SURVEYMONKEY_WORKBOOK
from gapsurvey.simulation.dialects.typeform import TYPEFORM

__all__ = ["DIALECTS", "Dialect", "Interviews", "interviews"]

_EVERY = (
    QUALTRICS, SURVEYMONKEY, SURVEYMONKEY_WORKBOOK, LIMESURVEY, GOOGLE_FORMS, MICROSOFT_FORMS, TYPEFORM, ALCHEMER, SPSS, PLAIN
)  # fmt: skip
DIALECTS: Mapping[str, Dialect] = MappingProxyType({dialect.name: dialect for dialect in _EVERY})
