"""What came of the gates, as a table for a terminal and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from gapsurvey.errors import printable
from gapsurvey.gates.gate import Limit, Outcome
from gapsurvey.gates.holding import Held, exit_code

__all__ = ["HEADINGS", "as_json", "line", "problems", "rows", "table"]

HEADINGS = ("gate", "limit", "found", "result", "where")
_ABSENT = "–"
_MOST = 5  # places of one gate that are told; the rest is counted, and stands in the JSON
Row: TypeAlias = tuple[str, str, str, str, str]


def rows(outcome: Outcome) -> Iterator[Row]:
    """A gate's lines, as HEADINGS has them: the worst places that fail or have no data, or the one nearest to its limit."""
    gate = outcome.gate
    if not outcome.places:
        limit = _ABSENT if outcome.limit is None else gate.written(outcome.limit)
        yield gate.name, limit, _ABSENT, "no data", gate.missing
    for place in outcome.places[:_MOST]:
        limit = gate.written(place.limit)
        if place.found is None:
            yield gate.name, limit, _ABSENT, "no data", place.where
        else:
            result = "passed" if gate.passes(place.found, place.limit) else "FAILED"
            yield gate.name, limit, gate.told(place.found, place.limit), result, place.where
    if more := len(outcome.places[_MOST:]):
        yield gate.name, "", "", outcome.result, f"and {more} more"


def line(row: Row) -> str:
    """A row as one line of text: "42.4 pp (≤ 25 pp): 24×7 support, …"."""
    _, limit, found, _, where = row
    return printable(f"{found} ({limit}): {where}" if limit else where, 300)


def table(studies: Sequence[Held]) -> str:
    """The gates of every study that could be held, columns aligned; above each its name, where there are several studies."""
    parts = []
    for held in studies:
        if held.outcomes:
            lines = [HEADINGS, *(row for outcome in held.outcomes for row in rows(outcome))]
            plain = [[printable(cell, 300) for cell in line] for line in lines]
            widths = [max(len(line[i]) for line in plain) for i in range(len(HEADINGS) - 1)]
            body = ["  ".join([*(cell.ljust(w) for cell, w in zip(line, widths, strict=False)), line[-1]]) for line in plain]
            parts.append("\n".join([*([f"study {printable(held.study)}"] if len(studies) > 1 else []), *body]))
    return "\n\n".join(parts)


def problems(studies: Sequence[Held]) -> Iterator[str]:
    """A line per problem for which a study could not be held; before its place the study, where there are several."""
    for held in studies:
        for problem in held.problems:
            apart = len(studies) > 1 and not problem.where.startswith(held.study)  # else the file is named already
            yield str(replace(problem, where=f"{held.study}: {problem.where}") if apart else problem)


def as_json(studies: Sequence[Held]) -> str:
    """The same as JSON, numbers as they are: shares and percentage points as 0–1.

    A text with the sign by which GitHub knows a command in its log is spelled otherwise, and read the same.
    """
    told = json.dumps({"passed": exit_code(studies) == 0, "studies": [_study(held) for held in studies]}, indent=2)
    return told.replace("##[", "#\\u0023[")


def _study(held: Held) -> dict[str, Any]:
    return {
        "study": held.study,
        "title": held.title,
        "result": held.result.lower(),
        "gates": [_gate(outcome) for outcome in held.outcomes],
        "problems": [{"where": p.where, "found": p.found, "exists": p.exists, "fix": p.fix} for p in held.problems],
    }


def _gate(outcome: Outcome) -> dict[str, Any]:
    return {
        "gate": outcome.gate.name,
        "result": outcome.result.lower(),
        "limit": _limit(outcome.limit),
        "held": outcome.held,
        "why": "" if outcome.places else outcome.gate.missing,
        "places": [
            {"feature": place.feature, "where": place.where, "limit": _limit(place.limit), "found": place.found}
            for place in outcome.places
        ],
    }


def _limit(limit: Limit | None) -> Any:
    return list(limit) if isinstance(limit, tuple) else limit
