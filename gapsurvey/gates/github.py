"""What came of the gates for GitHub: annotations of a run, and the summary of its step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gapsurvey.errors import printable
from gapsurvey.gates.holding import Held
from gapsurvey.gates.told import HEADINGS, line, rows
from gapsurvey.outputs.markdown import text

__all__ = ["annotated", "inert", "summary"]

_MARKS = {"passed": "passed", "FAILED": "**failed**", "no data": "**no data**"}


def inert(line: str) -> str:
    """A line of a log that GitHub takes for no command: of the old form, `##[…]`, it reads one anywhere in a line."""
    return line.replace("##[", "## [")


def annotated(studies: Iterable[Held]) -> Iterator[str]:
    """A workflow command per gate that failed or could not be held, and per problem; a line each."""
    for held in studies:
        for outcome in held.outcomes:
            if outcome.result != "passed":
                title = f"{outcome.gate.name}: {outcome.gate.label}"
                yield _error(held.study, title, "\n".join(map(line, rows(outcome))))
        for problem in held.problems:
            yield _error(held.study, "gapsurvey could not run", str(problem))


def _error(file: str, title: str, message: str) -> str:
    study = file if file.endswith(".toml") else f"{file}/study.toml"
    return inert(f"::error file={_property(printable(study))},title={_property(title)}::{_data(message)}")


def _data(message: str) -> str:
    """As actions/toolkit escapes a command's message."""
    return message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    """As actions/toolkit escapes a command's property."""
    return _data(value).replace(":", "%3A").replace(",", "%2C")


def summary(studies: Iterable[Held]) -> bytes:
    """The gates as Markdown: a table per study."""
    parts = []
    for held in studies:
        parts.append(f"### {text(held.title or held.study)}: {_MARKS[held.result]}")
        if held.outcomes:
            lines = [
                "| " + " | ".join([f"`{name}`", *map(text, (limit, found)), _MARKS[result], text(printable(where, 300))]) + " |"
                for outcome in held.outcomes
                for name, limit, found, result, where in rows(outcome)
            ]
            parts.append("\n".join([f"| {' | '.join(HEADINGS)} |", "|---|---|---|---|---|", *lines]))
        parts += [f"Could not run: {text(str(problem))}" for problem in held.problems]
    return ("\n\n".join(parts) + "\n").encode()
