"""The README does what it says: its commands are run, its Python too, and its lists are those of the registries."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gapsurvey.exports import EXPORTS
from gapsurvey.outputs import OUTPUTS
from gapsurvey.shapes import SHAPES
from tests.documents import blocks, do_what_is_shown, links, run_python

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    """A place with the sample studies, as a reader of the README has it after cloning."""
    shutil.copytree(root / "surveys", tmp_path / "surveys")
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("block", blocks(README, "console"), ids=lambda block: block.split("\n")[0])
def test_commands_do_what_is_shown(block: str, folder: Path) -> None:
    do_what_is_shown(block, folder)


@pytest.mark.slow
@pytest.mark.parametrize("block", blocks(README, "python"), ids=lambda block: block.split("\n")[0])
def test_python_runs(block: str, folder: Path) -> None:
    run_python(block, folder)


def test_there_is_something_to_run() -> None:
    assert blocks(README, "console")
    assert blocks(README, "python")


@pytest.mark.parametrize("name", [*(tool.label for tool in EXPORTS.values()), *SHAPES, *OUTPUTS])
def test_what_is_built_is_listed(name: str) -> None:
    assert name in README


def test_the_table_of_commands_is_that_of_the_command_line() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "gapsurvey", "--help"], capture_output=True, text=True, encoding="utf-8", check=True
    )
    commands = set(re.findall(r"^ {2,4}([a-z]+)(?: {2,}\S|$)", run.stdout, re.MULTILINE))  # a long name has a line of its own
    listed = set(re.findall(r"^\| `gapsurvey ([a-z]+)", README, re.MULTILINE))
    assert listed == commands


@pytest.mark.parametrize("link", links(README))
def test_a_link_leads_somewhere(link: str, root: Path) -> None:
    assert (root / link).exists()
