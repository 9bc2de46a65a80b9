"""What the command `simulate` does with its options."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from gapsurvey.errors import Problem, StudyError
from gapsurvey.questionnaire.draft import drafted
from gapsurvey.simulation.power import power
from gapsurvey.simulation.rehearsal import dialect_named, rehearsal, sized, written
from gapsurvey.simulation.told import told
from gapsurvey.simulation.truths import Truths, load_truths

__all__ = ["simulated"]

Made = TypeVar("Made")


def simulated(options: Namespace, step: Callable[[str], None]) -> str:
    """The files written, a line each, or the power of the design; as JSON where that is asked for.

    Raises StudyError with every problem of the options, the study and the truths.
    """
    problems: list[Problem] = []

    def tried(make: Callable[[], Made]) -> Made | None:
        try:
            return make()
        except StudyError as error:
            problems.extend(error.problems)
            return None

    study = tried(lambda: drafted(options.study))
    truths = tried(lambda: load_truths(options.truths) if options.truths is not None else Truths())
    dialect = tried(lambda: dialect_named(options.dialect))
    customers, believers, repeats, seed = (
        _whole(f"--{name}", getattr(options, name), least, problems)
        for name, least in (("customers", 1), ("employees", 1), ("repeat", 1), ("seed", 0))
    )
    crowds = tried(lambda: sized(study, truths, customers, believers)) if study and truths else None
    if problems or study is None or crowds is None or dialect is None:
        raise StudyError(problems)
    if repeats is not None:
        found = power(study, crowds, repeats, seed or 0, step)
        step("")
        return json.dumps(found.to_dict()) if options.json else told(found, study)
    step("Simulating")
    paths = written(rehearsal(study, crowds, dialect, seed or 0), options.output, force=options.force)
    step("")
    return json.dumps({"files": [str(path) for path in paths]}) if options.json else "\n".join(map(str, paths))


def _whole(where: str, text: Any, least: int, problems: list[Problem]) -> int | None:
    """The whole number that an option gives, None where it is left out; what is none is a problem."""
    if text is None:
        return None
    with suppress(ValueError):
        if (number := int(text)) >= least:
            return number
    problems.append(Problem(where, f'found "{text}"', f"Give a whole number from {least} on."))
    return None
