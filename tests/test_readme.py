"""The README does what it says: its commands are run, its Python too, and its lists are those of the registries."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gapsurvey.exports import EXPORTS
from gapsurvey.outputs import OUTPUTS
from gapsurvey.shapes import SHAPES

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The README's fenced blocks in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    """A place with the sample studies, as a reader of the README has it after cloning."""
    shutil.copytree(root / "surveys", tmp_path / "surveys")
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("block", blocks("console"), ids=lambda block: block.split("\n")[0])
def test_commands_do_what_is_shown(block: str, folder: Path) -> None:
    """A line `$ command # exits N` is run, and what is shown beneath it is compared; `…` stands for anything."""
    for part in block.split("$ ")[1:]:
        line, shown = part.split("\n", 1)
        annotated = re.search(r"\s+# exits (\d)$", line)
        program, *arguments = shlex.split(line, comments=True)
        assert program == "gapsurvey", "other commands belong in a ```sh block, which is not run"
        command = [sys.executable, "-m", program, *arguments]
        run = subprocess.run(
            command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", check=False
        )
        assert run.returncode == (int(annotated[1]) if annotated else 0), run.stdout
        pattern = ".*".join(re.escape(piece) for piece in shown.strip().split("…"))
        assert not shown.strip() or re.fullmatch(pattern, run.stdout.strip(), re.DOTALL), f"{line}\n{run.stdout}"


@pytest.mark.slow
@pytest.mark.parametrize("block", blocks("python"), ids=lambda block: block.split("\n")[0])
def test_python_runs(block: str, folder: Path) -> None:
    run = subprocess.run([sys.executable, "-c", block], cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stderr


def test_there_is_something_to_run() -> None:
    assert blocks("console")
    assert blocks("python")


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


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_a_link_leads_somewhere(link: str, root: Path) -> None:
    assert (root / link).exists()
