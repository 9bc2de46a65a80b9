"""A study from its file, or from the file's content."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from gapsurvey.errors import Problem, StudyError, listing
from gapsurvey.study.spec import Study

__all__ = ["load", "parsed"]


Complete: TypeAlias = Callable[[dict[str, Any]], dict[str, Any]]


def load(path: str | Path, complete: Complete = dict) -> Study:
    """The study in a TOML file, its audiences' files beside it.

    complete: fills in what the file may lack, before it is checked. Raises StudyError: no such file, not TOML (with line and
    column), or any problem of the study.
    """
    path = Path(path)
    if path.is_dir():
        path = path / "study.toml"
    try:
        content = path.read_bytes()
    except OSError as error:
        beside = sorted(p.name for p in path.parent.glob("*.toml")) if path.parent.is_dir() else []
        found = "no such file" if isinstance(error, FileNotFoundError) else f"cannot be read: {error.strerror}"
        raise StudyError(
            [Problem(str(path), found, "Name the study's file, or a folder with a study.toml.", listing(beside))]
        ) from None
    study = parsed(content, str(path), complete)
    study._folder = path.parent
    return study


def parsed(content: bytes, name: str = "study.toml", complete: Complete = dict) -> Study:
    """The study in the content of a TOML file; its audiences' files stand nowhere yet.

    name: what errors call the file; complete: fills in what it may lack, before it is checked. Raises StudyError: not TOML (with
    line and column), or any problem of the study.
    """
    try:
        data = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise StudyError(
            [Problem(name, "it is not a text file in UTF-8", "Save it as UTF-8 text; a study.toml is plain text.")]
        ) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise StudyError(
            [Problem(name, f"it is not valid TOML: {error}", "Mend that line; texts stand in quotes, tables in [brackets].")]
        ) from None
    return Study(**complete(data))
