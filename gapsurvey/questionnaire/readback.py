"""The study that reads a questionnaire's answers back, as a file that a person can read too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from gapsurvey.language import text
from gapsurvey.pairing.toml import table
from gapsurvey.study import Study

__all__ = ["study_toml"]

_ABOVE = (
    text("Reads the answers to the questionnaires beside it: Q1, Q2, … are questions, as survey tools name their columns."),
    text("Save each export under the name that its audience's file has here; its content tells the tool."),
)


def study_toml(study: Study) -> bytes:
    """The bytes of `study.toml`; `load` reads them back as an equal study."""
    data = study.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    lines = "\n".join(_lines(data)) + "\n"
    return lines.encode()


def _lines(data: Mapping[str, Any]) -> Iterator[str]:
    whole = {key: value for key, value in data.items() if not isinstance(value, (dict, list))}
    yield from table("", whole, [*map(str, _ABOVE)])
    for key, value in data.items():
        if key in ("audiences", "features", "competitors"):
            for name, part in value.items():
                yield ""
                yield from table(f"{key}.{name}", part)
        elif isinstance(value, dict):
            yield ""
            yield from table(key, value)
        elif isinstance(value, list):
            for part in value:
                yield ""
                yield from table(key, part, array=True)
