"""The formats in which questionnaires are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gapsurvey.questionnaire.formats import docx, limesurvey, markdown, qualtrics
from gapsurvey.questionnaire.kit import Kit

__all__ = ["FORMATS", "Format"]


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a kit. render: its files' names and contents; the same bytes for equal kits."""

    name: str
    label: str
    render: Callable[[Kit], Iterator[tuple[str, bytes]]]


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        each.name: each
        for each in (
            Format("qualtrics", "text files that Qualtrics imports", qualtrics.render),
            Format("limesurvey", "survey structures that LimeSurvey imports", limesurvey.render),
            Format("md", "Markdown, to read or to type into any tool", markdown.render),
            Format("docx", "one Word document, to read and to comment on", docx.render),
        )
    }
)
