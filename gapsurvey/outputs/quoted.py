"""What people wrote, as outputs show it: an open question, and under it its audiences beside each other."""

from __future__ import annotations

from dataclasses import dataclass

from gapsurvey.outputs.others import look
from gapsurvey.phrasing import titled
from gapsurvey.report import Report, Verbatims

__all__ = ["Answered", "Voice", "quoted"]


@dataclass(frozen=True, slots=True)
class Voice:
    """One audience's answers. look: the name of its colour."""

    label: str
    look: str
    words: Verbatims


@dataclass(frozen=True, slots=True)
class Answered:
    """An open question and who answered it. feature: the label of what it is about, "" for nothing in particular."""

    question: str
    feature: str
    voices: tuple[Voice, ...]


def quoted(report: Report) -> tuple[Answered, ...]:
    """The report's open questions, in their order."""
    study = report.study
    voices: dict[tuple[str, str], list[Voice]] = {}
    for words in report.verbatims:
        colour = "customers" if words.audience == study.customers else look(study, words.audience)
        voice = Voice(titled(study.label(words.audience)), colour, words)
        voices.setdefault((words.question, words.feature), []).append(voice)
    return tuple(
        Answered(question, titled(study.features[feature].label) if feature else "", tuple(answers))
        for (question, feature), answers in voices.items()
    )
