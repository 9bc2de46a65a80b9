"""The questions about respondents themselves, by which answers are told apart; none of them is personal data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from gapsurvey.errors import printable
from gapsurvey.language import say
from gapsurvey.questionnaire.model import Option, Question
from gapsurvey.study import Study

__all__ = ["cells", "segment_question"]

# By a word in a segmentation's name: what is asked, and the groups, where the study names none.
_COMMON: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "size": (
            "How many people work at your company?",
            ("1–9", "10–49", "50–249", "250–999", "1,000 or more"),
        ),
        "region": (
            "In which region do you work?",
            ("Europe, Middle East and Africa", "North America", "Latin America", "Asia and Pacific"),
        ),
        "function": (
            "In which kind of team do you work?",
            ("Sales", "Support", "Product", "Engineering", "Marketing", "Management", "Another"),
        ),
        "contact": (
            "How often do you talk with customers?",
            ("Daily", "Weekly", "Monthly", "Less often", "Never"),
        ),
        "tenure": (
            "For how long have you worked here?",
            ("Less than 1 year", "1 to 3 years", "4 to 10 years", "More than 10 years"),
        ),
    }
)  # fmt: skip
_ALIKE = {"team": "function", "department": "function", "role": "function", "employees": "size", "seniority": "tenure"}


def cells(study: Study, audience: str, segmentation: str) -> tuple[str, ...]:
    """The groups of a segmentation, without those who will not say: the study's, or else those of its margins, or common ones.

    Empty where none are known.
    """
    named = study.fieldwork.groups.get(segmentation, ())
    weights = study.audiences[audience].weights
    margins = tuple((weights.margins or {}).get(segmentation, ())) if weights else ()
    return named or margins or tuple(map(say, _common(segmentation)[1]))


def _common(segmentation: str) -> tuple[str, tuple[str, ...]]:
    words = re.findall(r"[a-z]+", segmentation.casefold())
    known = next((key for word in words if (key := _ALIKE.get(word, word)) in _COMMON), "")
    return _COMMON.get(known, ("", ()))


def segment_question(study: Study, audience: str, segmentation: str, name: str) -> Question:
    """How respondents are asked which group they are in: from a list, or in a few words where no groups are known.

    The question's text is that by which the study finds the answers, where that is a question.
    """
    place = printable(study.audiences[audience].segments[segmentation], 300)
    common = _common(segmentation)[0]
    if place.endswith("?"):
        text = place
    else:
        text = say(common) if common else say("{group}: which describes you?", group=printable(segmentation, 100))
    groups = cells(study, audience, segmentation)
    if not groups:
        return Question(name, "text", text)
    options = tuple(Option(printable(group, 300), f"A{at}") for at, group in enumerate(groups, 1))
    weights = study.audiences[audience].weights
    if weights and segmentation in (weights.margins or {}):  # who is in no group could not be weighted
        return Question(name, "one", text, options, required=True)
    return Question(name, "one", text, (*options, Option(say("Prefer not to say"), "NA", last=True)))
