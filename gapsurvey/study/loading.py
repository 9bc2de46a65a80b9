"""A study from its file, or from the file's content."""

from __future__ import annotations

from pathlib import Path

from gapsurvey.study.reading import read_toml, toml
from gapsurvey.study.spec import Study

__all__ = ["load", "parsed"]


def load(path: str | Path) -> Study:
    """The study in a TOML file, its audiences' files beside it.

    Raises StudyError: no such file, not TOML (with line and column), or any problem of the study.
    """
    path = Path(path)
    if path.is_dir():
        path = path / "study.toml"
    study = Study(**read_toml(path, "Name the study's file, or a folder with a study.toml."))
    study._folder = path.parent
    return study


def parsed(content: bytes, name: str = "study.toml") -> Study:
    """The study in the content of a TOML file; its audiences' files stand nowhere yet.

    name: what errors call the file. Raises StudyError: not TOML (with line and column), or any problem of the study.
    """
    return Study(**toml(content, name))
