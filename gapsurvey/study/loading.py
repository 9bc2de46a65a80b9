"""A study from its file, or from the file's content."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from gapsurvey.study.reading import read_toml, toml
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
    study = Study(**complete(read_toml(path, "Name the study's file, or a folder with a study.toml.")))
    study._folder = path.parent
    return study


def parsed(content: bytes, name: str = "study.toml", complete: Complete = dict) -> Study:
    """The study in the content of a TOML file; its audiences' files stand nowhere yet.

    name: what errors call the file; complete: fills in what it may lack, before it is checked. Raises StudyError: not TOML (with
    line and column), or any problem of the study.
    """
    return Study(**complete(toml(content, name)))
