"""results.json: the report as data, one estimate a line, the same bytes for the same report."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from gapsurvey.errors import Problem, StudyError
from gapsurvey.report import Offer, Provenance, Report, Table, Verbatims, Verdict
from gapsurvey.study import Study

__all__ = ["SCHEMA", "from_json", "render", "results_schema", "to_json"]

SCHEMA = "gapsurvey/results/1"


@dataclass(frozen=True, slots=True)
class Results:
    """The keys of results.json, stable within a major version of the schema."""

    schema: Literal["gapsurvey/results/1"]
    study: Study
    answer: str
    instead: str
    verdicts: tuple[Verdict, ...]
    tables: tuple[Table, ...]
    provenance: Provenance
    notes: tuple[str, ...]
    offers: tuple[Offer, ...] = ()
    since: str = ""  # so that reports of versions that compared no waves can be read
    verbatims: tuple[Verbatims, ...] = ()


def to_json(report: Report) -> str:
    """The report as JSON text, in UTF-8 once encoded; `from_json` reads it back as an equal report."""
    return "\n".join(_lines(report)) + "\n"


def render(report: Report) -> bytes:
    """The bytes of results.json."""
    return to_json(report).encode()


def _lines(report: Report) -> Iterator[str]:
    yield "{"
    yield f'  "schema": {_compact(SCHEMA)},'
    yield f'  "study": {_indented(report.study.model_dump(mode="json", exclude_none=True, exclude_defaults=True))},'
    yield f'  "answer": {_compact(report.answer)},'
    yield f'  "instead": {_compact(report.instead)},'
    yield f'  "since": {_compact(report.since)},'
    yield f'  "verdicts": {_indented([asdict(verdict) for verdict in report.verdicts])},'
    yield '  "tables": ['
    for i, table in enumerate(report.tables):
        yield from _table_lines(table, last=i == len(report.tables) - 1)
    yield "  ],"
    yield f'  "provenance": {_indented(asdict(report.provenance))},'
    yield f'  "notes": {_indented(list(report.notes))},'
    yield '  "offers": ['
    for i, offer in enumerate(report.offers):
        yield f"    {_compact(asdict(offer))}{',' if i < len(report.offers) - 1 else ''}"
    yield "  ],"
    yield f'  "verbatims": {_indented([asdict(words) for words in report.verbatims])}'
    yield "}"


def _table_lines(table: Table, *, last: bool) -> Iterator[str]:
    yield "    {"
    for name in ("method", "view", "title", "of", "by", "lead"):
        yield f'      "{name}": {_compact(getattr(table, name))},'
    yield '      "estimates": ['
    for i, estimate in enumerate(table.estimates):
        yield f"        {_compact(asdict(estimate))}{',' if i < len(table.estimates) - 1 else ''}"
    yield "      ],"
    yield f'      "notes": {_compact(list(table.notes))}'
    yield "    }" if last else "    },"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _indented(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2).replace("\n", "\n  ")


def from_json(text: str | bytes) -> Report:
    """The report that `to_json` wrote. Raises StudyError where the text is no such report."""
    try:
        read = TypeAdapter(Results).validate_json(text)
    except ValidationError as error:
        raise StudyError(
            Problem(
                ".".join(map(str, detail["loc"])) or "results.json", detail["msg"], "Give it a results.json that gapsurvey wrote."
            )
            for detail in error.errors(include_url=False, include_input=False)
        ) from None
    return Report(**{field.name: getattr(read, field.name) for field in fields(Report)})


def results_schema() -> dict[str, Any]:
    """The JSON Schema of results.json."""
    schema = TypeAdapter(Results).json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA, **schema}
