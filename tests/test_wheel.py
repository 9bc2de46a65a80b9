"""What is installed is whole: the wheel alone, away from the repository, reports on its own sample study."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for PYTHONPATH, with the wheel's contents."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=root, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as contents:
        contents.extractall(folder / "site")
    return folder / "site"


@pytest.mark.slow
def test_the_wheel_runs_its_sample_study(site: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(site)}
    command = [sys.executable, "-m", "gapsurvey", "demo", "--output", "report", "--formats", "html,json,md"]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True)
    assert {path.name for path in (tmp_path / "report").iterdir()} == {"report.html", "results.json", "summary.md"}
    where = subprocess.run(
        [sys.executable, "-c", "import gapsurvey; print(gapsurvey.__file__)"],
        cwd=tmp_path, env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert Path(where.stdout.strip()).is_relative_to(site)


def test_the_wheel_leaves_out_what_only_the_repository_needs(site: Path) -> None:
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert "gapsurvey/py.typed" in files
    assert "gapsurvey/samples/support-hours/study.toml" in files
    assert not {name for name in files if name.endswith(("generate.py", "build.mjs", "package.json"))}
    assert not {name for name in files if name.startswith("tests/")}
