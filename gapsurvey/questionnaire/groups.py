"""The questions about respondents themselves, by which answers are told apart; none of them is personal data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from gapsurvey.errors import printable
from gapsurvey.language import Text, say, text
from gapsurvey.questionnaire.model import Option, Question
from gapsurvey.study import Study

__all__ = ["cells", "segment_question"]

# By a word in a segmentation's name: what is asked, and the groups, where the study names none.
_COMMON: Mapping[str, tuple[Text, tuple[str | Text, ...]]] = MappingProxyType(
    {
        "size": (
            text("How many people work at your company?"),
            ("1–9", "10–49", "50–249", "250–999", text("1,000 or more")),
        ),
        "region": (
            text("In which region do you work?"),
            (text("Europe, Middle East and Africa"), text("North America"), text("Latin America"), text("Asia and Pacific")),
        ),
        "function": (
            text("In which kind of team do you work?"),
            (text("Sales"), text("Support"), text("Product"), text("Engineering"), text("Marketing"), text("Management"),
             text("Another")),
        ),
        "contact": (
            text("How often do you talk with customers?"),
            (text("Daily"), text("Weekly"), text("Monthly"), text("Less often"), text("Never")),
        ),
        "tenure": (
            text("For how long have you worked here?"),
            (text("Less than 1 year"), text("1 to 3 years"), text("4 to 10 years"), text("More than 10 years")),
        ),
    }
)  # fmt: skip
_ALIKE = {
    "team": "function", "department": "function", "role": "function", "employees": "size", "seniority": "tenure",
    "abteilung": "function", "bereich": "function", "funktion": "function", "rolle": "function", "mitarbeitende": "size",
    "größe": "size", "unternehmensgröße": "size", "kundenkontakt": "contact", "betriebszugehörigkeit": "tenure",
}  # fmt: skip


def cells(study: Study, audience: str, segmentation: str) -> tuple[str, ...]:
    """The groups of a segmentation, without those who will not say: the study's, or else those of its margins, or common ones.

    Empty where none are known.
    """
    named = study.fieldwork.groups.get(segmentation, ())
    weights = study.audiences[audience].weights
    margins = tuple((weights.margins or {}).get(segmentation, ())) if weights else ()
    return named or margins or tuple(map(str, _common(segmentation)[1]))


def _common(segmentation: str) -> tuple[Text | None, tuple[str | Text, ...]]:
    words = re.findall(r"[^\W\d_]+", segmentation.casefold())
    known = next((key for word in words if (key := _ALIKE.get(word, word)) in _COMMON), "")
    return _COMMON.get(known, (None, ()))


def segment_question(study: Study, audience: str, segmentation: str, name: str) -> Question:
    """How respondents are asked which group they are in: from a list, or in a few words where no groups are known.

    The question's text is that by which the study finds the answers, where that is a question.
    """
    place = printable(study.audiences[audience].segments[segmentation], 300)
    common = _common(segmentation)[0]
    if place.endswith("?"):
        asked = place
    else:
        asked = str(common) if common else say("{group}: which describes you?", group=printable(segmentation, 100))
    groups = cells(study, audience, segmentation)
    if not groups:
        return Question(name, "text", asked)
    options = tuple(Option(printable(group, 300), f"A{at}") for at, group in enumerate(groups, 1))
    weights = study.audiences[audience].weights
    if weights and segmentation in (weights.margins or {}):  # who is in no group could not be weighted
        return Question(name, "one", asked, options, required=True)
    return Question(name, "one", asked, (*options, Option(say("Prefer not to say"), "NA", last=True)))
