"""The formats in which questionnaires are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gapsurvey.language import speaking
from gapsurvey.questionnaire.formats import docx, limesurvey, markdown, qualtrics
from gapsurvey.questionnaire.kit import Kit

__all__ = ["FORMATS", "Format"]


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a kit. files: their names and contents, in the language that is spoken; the same for equal kits."""

    name: str
    label: str
    files: Callable[[Kit], Iterator[tuple[str, bytes]]]

    def render(self, kit: Kit) -> dict[str, bytes]:
        """The files' contents by their names, in the study's language."""
        with speaking(kit.study.lang):
            return dict(self.files(kit))


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
