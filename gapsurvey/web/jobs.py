"""What a worker can be asked to do: each job a function of bytes and of what the visitor said, and of nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from gapsurvey.errors import GapsurveyError

if TYPE_CHECKING:
    from gapsurvey.desk import Upload
    from gapsurvey.study.parts import Role

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
    from gapsurvey.desk import looked

    return Done(looked(_uploads(order)[0]))


_BELIEVERS: Mapping[str, Role] = MappingProxyType({"employees": "employee", "partners": "partner"})


def _propose(order: Order) -> Done:
    """The pairing page's first state, of each audience's file or of one with all; and what is wrong with it as it stands."""
    from gapsurvey.desk import checked, proposed

    pair = dict(order.said["pair"])
    others = _uploads(order, [name for name in order.files if name not in pair])
    roles = [_BELIEVERS[role] for role in pair.values() if role in _BELIEVERS]
    state = proposed(_uploads(order, [*pair]), order.said["study"], others, roles)
    return Done({**state, **checked(state["form"], _uploads(order))})


def _check(order: Order) -> Done:
    """What is wrong with the pairing page's form; or the study that it says."""
    from gapsurvey.desk import checked

    return Done(checked(order.said["form"], _uploads(order)))


def _pair(order: Order) -> Done:
    """The rows for two questions that somebody holds against each other."""
    from gapsurvey.desk import paired

    return Done(paired(order.said["choice"], order.said["form"], _uploads(order)))


def _preview(order: Order) -> Done:
    """The answers to the questions of one row."""
    from gapsurvey.desk import previewed

    return Done(previewed(order.said["form"], order.said["row"], _uploads(order)))


def _uploads(order: Order, names: Sequence[str] | None = None) -> list[Upload]:
    """The order's files, or those of these names in this order."""
    from gapsurvey.desk import Upload

    return [Upload(name, order.files[name]) for name in (order.files if names is None else names)]


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

JOBS: Mapping[str, Job] = MappingProxyType(
    {"look": _look, "propose": _propose, "check": _check, "pair": _pair, "preview": _preview, "report": _report}
)
