"""The reference of the Python interface, written from the docstrings: `python -m tests.reference` prints it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from pydantic import BaseModel

import gapsurvey
from gapsurvey.methods import METHODS
from gapsurvey.pairing import propose
from gapsurvey.report import Offer, Provenance, Range, Source, Verbatims, Wave
from gapsurvey.study import Audience, Cost, Feature, FeatureGates, Gates, Question, Thresholds, Weights
from gapsurvey.study import Source as Place
from gapsurvey.study.competitors import Competitor
from gapsurvey.study.fieldwork import Fieldwork
from gapsurvey.study.verbatims import OpenQuestion

__all__ = ["reference"]

FUNCTIONS = {"gapsurvey.analyze": gapsurvey.analyze, "gapsurvey.load": gapsurvey.load, "gapsurvey.plan": gapsurvey.plan,
             "gapsurvey.pairing.propose": propose}  # fmt: skip
RESULTS: tuple[type[Any], ...] = (
    gapsurvey.Report,
    gapsurvey.Table,
    gapsurvey.Estimate,
    gapsurvey.Verdict,
    Range,
    Offer,
    Verbatims,
    Provenance,
    Source,
    Wave,
)
ERRORS: tuple[type[Any], ...] = (gapsurvey.GapsurveyError, gapsurvey.StudyError, gapsurvey.ExportError, gapsurvey.Problem)
SPECS: tuple[type[Any], ...] = (
    gapsurvey.Study,
    Audience,
    Weights,
    Feature,
    Cost,
    Competitor,
    Question,
    Place,
    Thresholds,
    Gates,
    FeatureGates,
    OpenQuestion,
    Fieldwork,
)
HEAD = """# Reference of the Python interface

Written from the docstrings by `make reference`; a test holds it to them. How-tos stand beside it: [for marketers](marketer.md),
[for an executive's assistant](assistant.md), [for analysts](analyst.md)."""


def reference() -> str:
    """The whole of `gapsurvey/guides/reference.md`."""
    parts = [HEAD, "## Functions"]
    for name, function in FUNCTIONS.items():
        parts += _callable(name, function)
    parts.append("## The report")
    for kind in RESULTS:
        parts += _class(kind)
    parts.append(
        "## Its tables\n\nMethods that `Report.table` knows by name; which of them a report has depends on what was asked."
    )
    parts.append(_rows(("method", "what it measures"), [(f"`{method.name}`", method.label) for method in METHODS.values()]))
    parts.append("## Errors")
    for kind in ERRORS:
        parts += _class(kind)
    parts.append("## The study\n\nThe keys of study.toml, and of `gapsurvey.Study(…)` in Python.")
    for kind in SPECS:
        parts += _class(kind)
    return "\n\n".join(parts) + "\n"


def _class(kind: type[Any]) -> Iterator[str]:
    yield f"### {kind.__name__}"
    yield _prose(kind)
    if issubclass(kind, BaseModel):
        keys = kind.model_fields.items()
        rows = [(f"`{name}`", _typed(_annotation(kind, name)), field.description or "") for name, field in keys]
        yield _rows(("key", "type", "what it says"), rows)
    elif is_dataclass(kind):
        yield _rows(("field", "type"), [(f"`{field.name}`", _typed(str(field.type))) for field in fields(kind)])
    for name, member in vars(kind).items():
        function = member.__func__ if isinstance(member, classmethod) else member
        if not name.startswith("_") and inspect.isfunction(function) and not name.startswith("model_"):
            yield from _callable(f"{kind.__name__}.{name}", function)


def _annotation(kind: type[Any], name: str) -> str:
    annotations = (inspect.get_annotations(base) for base in kind.__mro__)
    return next(str(own[name]) for own in annotations if name in own)


def _callable(name: str, function: Any) -> Iterator[str]:
    yield f"#### `{name.rpartition('.')[2]}`\n\n```python\n{name}({_parameters(function)}) -> {_returned(function)}\n```"
    yield _prose(function)


def _parameters(function: Any) -> str:
    told, starred = [], False
    for parameter in inspect.signature(function).parameters.values():
        if parameter.name in ("self", "cls"):
            continue
        if parameter.kind is parameter.KEYWORD_ONLY and not starred:
            told.append("*")
            starred = True
        default = "…" if callable(parameter.default) else repr(parameter.default)
        value = "" if parameter.default is parameter.empty else f" = {default}"
        told.append(f"{parameter.name}: {parameter.annotation}{value}")
    return ", ".join(told)


def _returned(function: Any) -> str:
    return str(inspect.signature(function).return_annotation)


def _prose(what: Any) -> str:
    """A docstring as Markdown: its paragraphs, each on a line."""
    paragraphs = re.split(r"\n\s*\n", inspect.getdoc(what) or "")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def _typed(text: str) -> str:
    return f"`{text}`".replace("|", "\\|")


def _rows(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    print(reference(), end="")
