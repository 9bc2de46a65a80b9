"""SPSS: names, labels and codes from the file itself; questions that share a beginning are one question with options."""

from __future__ import annotations

from gapsurvey.exports.headings import is_other, siblings, split_stem
from gapsurvey.exports.layout import ExportTool, Heading, Layout, Sheet
from gapsurvey.exports.personal import names_personal_data
from gapsurvey.exports.qualtrics import QUALTRICS
from gapsurvey.matching import fold

__all__ = ["SPSS"]

_SEPARATORS = (" - ", ": ")
_IDS = frozenset(("id", "caseid", "case id", "respondent", "respid", "resp_id", "serial", "record", "uuid", "responseid"))


def _layout(sheet: Sheet) -> Layout:
    names = sheet.row(0)
    texts = [label if label.strip() else name for name, label in zip(names, sheet.row(1), strict=True)]
    parts = [(text, "") for text in texts]
    stems = {at: _stem(text) for at, text in enumerate(texts)}
    for group in siblings({at: stem for at, stem in stems.items() if stem}):
        for at, part in zip(group, split_stem([texts[at] for at in group], _SEPARATORS), strict=True):
            parts[at] = part
    return Layout(tuple(_heading(names[at], *part, sheet.below(at, 2)) for at, part in enumerate(parts)), 2)


def _stem(text: str) -> str:
    """What stands before the first separator, "" where there is none."""
    return next((text.split(separator, maxsplit=1)[0] for separator in _SEPARATORS if separator in text), "")


def _heading(name: str, text: str, option: str, cells: list[str]) -> Heading:
    if names_personal_data(name, cells) or names_personal_data(text, cells):
        return Heading(name, text, kind="metadata", personal=True)
    if fold(name) in _IDS:
        return Heading(name, text, kind="metadata")
    return Heading(name, text, option, "free-text" if is_other(option or text) else "answer")


SPSS = ExportTool(
    name="spss",
    label="SPSS",
    identify=lambda sheet: sheet.labelled and not QUALTRICS.identify(sheet),
    layout=_layout,
    how_to_export="In SPSS choose File > Save As > SPSS Statistics (*.sav), with all cases.",
)
