"""Compiled templates are kept where Python keeps modules, used as long as they are of the template, and never needed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, Environment

from gapsurvey.outputs.compiled import BesideTemplates


@pytest.fixture(autouse=True)
def compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where modules are compiled to, whatever this run was told."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path


def kept(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def rendered(source: str = "{% for x in things %}[{{ x }}]{% endfor %}\n\n", **options: Any) -> str:
    """What a template says, by an environment of its own."""
    cache = BesideTemplates("gapsurvey.outputs")
    environment = Environment(loader=DictLoader({"t": source}), autoescape=True, bytecode_cache=cache, **options)
    return environment.get_template("t").render(things=["<", "b"])


def test_a_template_is_compiled_once(compiled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = rendered()
    (file,) = kept(compiled)
    assert file.parent.name == "templates"
    monkeypatch.setattr(Environment, "compile", lambda *_: pytest.fail("it was compiled again"))
    assert rendered() == first == "[&lt;][b]\n"


def test_one_that_has_changed_is_compiled_anew(compiled: Path) -> None:
    rendered()
    assert rendered("{{ things | length }}") == "2"
    assert len(kept(compiled)) == 1


def test_so_is_one_of_other_options(compiled: Path) -> None:
    source = "{% if things %}\n  yes{% endif %}"
    assert (rendered(source), rendered(source, trim_blocks=True)) == ("\n  yes", "  yes")
    assert len(kept(compiled)) == 2


def test_a_file_that_holds_something_else_is_written_over(compiled: Path) -> None:
    first = rendered()
    (file,) = kept(compiled)
    whole = file.read_bytes()
    for damaged in (b"", b"nothing of the kind", whole[: len(whole) // 2]):
        file.write_bytes(damaged)
        assert rendered() == first
        assert file.read_bytes() == whole


def test_nothing_is_kept_where_python_keeps_nothing(compiled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert rendered()
    assert not kept(compiled)


def test_nothing_is_kept_where_nothing_can_be_written(compiled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (compiled / "a file").touch()
    monkeypatch.setattr(sys, "pycache_prefix", str(compiled / "a file"))
    assert rendered()
    assert kept(compiled) == [compiled / "a file"]
