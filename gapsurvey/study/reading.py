"""A TOML file as its data, with every way in which it may not be one said as a problem."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from gapsurvey.errors import Problem, StudyError, listing

__all__ = ["read_toml", "toml"]


def read_toml(path: Path, name_it: str) -> dict[str, Any]:
    """What a TOML file holds. name_it: what to do where there is none. Raises StudyError; not TOML: with line and column."""
    try:
        content = path.read_bytes()
    except OSError as error:
        beside = sorted(p.name for p in path.parent.glob("*.toml")) if path.parent.is_dir() else []
        found = "no such file" if isinstance(error, FileNotFoundError) else f"cannot be read: {error.strerror}"
        raise StudyError([Problem(str(path), found, name_it, listing(beside))]) from None
    return toml(content, str(path))


def toml(content: bytes, name: str) -> dict[str, Any]:
    """What the content of a TOML file holds. name: what errors call the file. Raises StudyError with line and column."""
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        problem = Problem(name, "it is not a text file in UTF-8", "Save it as UTF-8 text; TOML is plain text.")
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        fix = "Mend that line; texts stand in quotes, tables in [brackets]."
        problem = Problem(name, f"it is not valid TOML: {error}", fix)
    raise StudyError([problem])
