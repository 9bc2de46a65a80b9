"""What a worker can be asked to do: each job a function of bytes and of what the visitor said, and of nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeAlias

from gapsurvey.errors import GapsurveyError

__all__ = ["JOBS", "Done", "Order"]


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for. files: contents by name; progress: to be called with a step's name, and how far that is, 0–1."""

    said: Mapping[str, Any]
    files: Mapping[str, bytes]
    progress: Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it: something that JSON knows, and files by name."""

    told: Any = None
    files: Mapping[str, bytes] = field(default_factory=dict)


def _look(order: Order) -> Done:
    """What one file is."""
    from gapsurvey.exports import read

    ((name, content),) = order.files.items()
    export = read(name, content=content)
    return Done(
        {
            "tool": export.tool, "records": export.records, "kept": export.records, "set_aside": {}, "both": None, "questions": 0,
            "latest": export.latest, "personal": list(export.personal), "notes": list(export.notes),
        }
    )  # fmt: skip


def _propose(order: Order) -> Done:
    """The study that pairs two files, or one with both audiences."""
    from gapsurvey.exports import read
    from gapsurvey.pairing import Place, propose, split, suggested

    names = list(order.said["pair"])
    found = [read(name, content=order.files[name]) for name in names]
    if len(names) == 1:
        both = split(found[0])
        exports = both.customers, both.employees
        places = Place(names[0], {both.column: both.texts[0]}), Place(names[0], {both.column: both.texts[1]})
    else:
        exports = found[0], found[1]
        places = Place(names[0], {}), Place(names[1], {})
    return Done({"toml": suggested(propose(*exports), exports, places).text})


def _report(order: Order) -> Done:
    """The report of a study, in every format that this installation can write; what it cannot write is told by name."""
    from gapsurvey.analysis import analyze
    from gapsurvey.methods import METHODS
    from gapsurvey.outputs import OUTPUTS
    from gapsurvey.study import parsed

    study = parsed(order.said["study"].encode())
    steps = 3 * len(study.audiences) + len(METHODS) + 1 + len(OUTPUTS)
    done = 0

    def step(name: str) -> None:
        nonlocal done
        order.progress(name, min(done / steps, 0.99))
        done += 1

    report = analyze(study, files=order.files, progress=step)
    files: dict[str, bytes] = {}
    unwritten: dict[str, str] = {}
    for output in OUTPUTS.values():
        step(f"Writing: {output.label}")
        try:
            files[output.file] = output.render(report)
        except GapsurveyError as error:  # a package of the extras is not installed here
            unwritten[output.label] = error.problems[0].fix
    return Done({"answer": report.answer, "instead": report.instead, "unwritten": unwritten}, files)


Job: TypeAlias = Callable[[Order], Done]

JOBS: Mapping[str, Job] = MappingProxyType({"look": _look, "propose": _propose, "report": _report})
