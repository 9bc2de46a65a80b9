"""The guides do what they say: their commands are run, their Python too, and the reference is what the docstrings say."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import gapsurvey
from tests.documents import blocks, do_what_is_shown, links, run_python
from tests.reference import reference

FOLDER = Path(gapsurvey.__file__).parent / "guides"
GUIDES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.md"))}
HOW_TOS = sorted(GUIDES.keys() - {"reference"})


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    """A place with the sample studies, as a reader has it after cloning."""
    shutil.copytree(root / "surveys", tmp_path / "surveys")
    return tmp_path


def test_there_is_one_for_each_reader() -> None:
    assert HOW_TOS == ["analyst", "assistant", "marketer"]
    for name in HOW_TOS:
        assert blocks(GUIDES[name], "console")
        assert blocks(GUIDES[name], "python")


@pytest.mark.slow
@pytest.mark.parametrize(
    "block",
    [pytest.param(block, id=f"{name}: {block.splitlines()[0]}") for name in HOW_TOS for block in blocks(GUIDES[name], "console")],
)
def test_commands_do_what_is_shown(block: str, folder: Path) -> None:
    do_what_is_shown(block, folder)


@pytest.mark.slow
@pytest.mark.parametrize("name", HOW_TOS)
def test_python_runs_one_block_after_the_other(name: str, folder: Path) -> None:
    run_python("\n".join(blocks(GUIDES[name], "python")), folder)


def test_the_reference_is_what_the_docstrings_say() -> None:
    assert GUIDES["reference"] == reference(), "run `make reference`"


@pytest.mark.parametrize("name", gapsurvey.__all__)
def test_every_public_name_is_in_the_reference(name: str) -> None:
    assert name == "__version__" or re.search(rf"^### {name}$|^#### `{name}`$", GUIDES["reference"], re.MULTILINE)


@pytest.mark.parametrize(("name", "link"), [(name, link) for name, text in GUIDES.items() for link in links(text)])
def test_a_link_leads_somewhere(name: str, link: str) -> None:
    assert (FOLDER / link).resolve().exists()
