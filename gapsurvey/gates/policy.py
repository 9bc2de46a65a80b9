"""A policy: gates that every study of a house is held to, in a file of its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from gapsurvey.errors import Problem, StudyError, listing
from gapsurvey.study import Gates
from gapsurvey.study.problems import told
from gapsurvey.study.reading import read_toml

__all__ = ["load_policy"]


def load_policy(path: str | Path) -> Gates:
    """The [gates] of a policy file. Raises StudyError with every problem, each with the file's name before its place."""
    path = Path(path)
    data = read_toml(path, "Name a TOML file with a [gates] table.")
    problems = [
        Problem(name, f'"{name}" is not a key of a policy', "A policy holds one table, [gates]; leave this out.", "gates")
        for name in data
        if name != "gates"
    ]
    gates = Gates()
    try:
        gates = Gates.model_validate(data.get("gates", {}))
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            problems += told({**detail, "loc": ("gates", *detail["loc"])})
    if gates.features:
        fix = "Leave it out; a study's own [gates.features] may be stricter."
        problems.append(Problem("gates.features", "a policy is for every study, whatever its features", fix))
    elif not problems and gates == Gates():
        problems.append(Problem("gates", "the policy has no gates", "Add a [gates] table.", listing(Gates.model_fields, 20)))
    if problems:
        raise StudyError([replace(problem, where=f"{path}: {problem.where}") for problem in problems])
    return gates
