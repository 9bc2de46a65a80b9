"""What respondents read for a feature: the same words for both sides, told apart by whoever reads the export."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gapsurvey.errors import Problem, printable
from gapsurvey.language import text
from gapsurvey.matching import MISSING, NO, YES, fold
from gapsurvey.study import Study

__all__ = ["NONE", "SOON", "described", "offered", "unreadable"]

NONE = text("None of these")
SOON = "not asked yet"  # stands where answers will, until a questionnaire names columns and options
_CODE = re.compile(r"[A-Za-z]{0,4}[-_ ]?\d+")


def offered(study: Study) -> dict[str, str]:
    """Per feature its text in lists: the option that customers see by an existing question, or else its label.

    On one line; a semicolon, which tools join answers with, is a comma.
    """
    texts = {name: feature.label for name, feature in study.features.items()}
    for question in reversed(study.questions):
        for audience in (*study.believers, study.customers):
            if audience in question.sources and question.asked(audience).shape in ("multi-select", "single-select"):
                answers = question.asked(audience).answers
                texts |= {name: spelt[0] for name, spelt in answers.items() if _is_wording(spelt[0], name)}
    return {name: printable(told, 300).replace(";", ",") for name, told in texts.items()}


def _is_wording(option: str, feature: str) -> bool:
    """Whether an option's text is words, not a tool's code or the feature's own name in the study."""
    return any(map(str.isalpha, option)) and option != feature and not _CODE.fullmatch(option) and not option.startswith(SOON)


def unreadable(study: Study) -> Iterator[Problem]:
    """Features and groups whose text an export could not tell from no answer or another's text; features also from a yes."""
    taken = {fold(rival.label): f"competitors.{name}" for name, rival in study.competitors.items()}
    for name, told in offered(study).items():
        where = f"features.{name}.label"
        if fold(told) in MISSING | YES | NO | {fold(str(NONE))}:
            yield Problem(where, f'"{told}" reads like an answer, not like something to offer', "Give it a name of its own.")
        elif fold(told) in taken:
            found = f'it reads the same as {taken[fold(told)]}, "{told}"'
            yield Problem(where, found, "Give every option words of its own.")
        taken.setdefault(fold(told), f"features.{name}")
    for segmentation, groups in study.fieldwork.groups.items():
        seen: set[str] = set()
        for group in groups:
            where, read = f"fieldwork.groups.{segmentation}", fold(group)
            if read in MISSING:
                yield Problem(where, f'"{group}" reads like no answer', "Leave it out: “Prefer not to say” is offered anyway.")
            elif read in seen:
                yield Problem(where, f'"{group}" reads the same as another group', "Give every group words of its own.")
            seen.add(read)


def described(study: Study) -> tuple[str, ...]:
    """A line for each feature that the study describes, in its order."""
    texts = offered(study)
    return tuple(
        f"{texts[name]}: {printable(feature.description, 1000)}"
        for name, feature in study.features.items()
        if feature.description
    )
