"""A report is written whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gapsurvey.errors import StudyError
from gapsurvey.outputs import OUTPUTS, markdown
from gapsurvey.report import Report
from tests.outputs.sample_report import sample_report


def test_files_are_written_in_the_order_asked_for_each_once(tmp_path: Path) -> None:
    paths = sample_report().write(tmp_path / "new" / "folder", ["md", "json", "md"])
    assert [path.name for path in paths] == ["summary.md", "results.json"]
    assert sorted(path.name for path in (tmp_path / "new" / "folder").iterdir()) == ["results.json", "summary.md"]


def test_the_page_the_numbers_and_the_summary_are_written_unless_others_are_named(tmp_path: Path) -> None:
    assert [path.name for path in sample_report().write(tmp_path)] == ["report.html", "results.json", "summary.md"]


def test_every_format_can_be_written_at_once(tmp_path: Path) -> None:
    written = sample_report().write(tmp_path, list(OUTPUTS))
    assert [path.name for path in written] == [output.file for output in OUTPUTS.values()]


@pytest.mark.parametrize("formats", [["pdf"], ["json", "docx"], []])
def test_an_unknown_format_is_named_with_those_that_exist(tmp_path: Path, formats: list[str]) -> None:
    with pytest.raises(StudyError) as caught:
        sample_report().write(tmp_path / "out", formats)
    (problem,) = caught.value.problems
    assert all(f'"{name}"' in problem.exists for name in OUTPUTS)
    assert not (tmp_path / "out").exists()


def test_a_renderer_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(report: Report) -> bytes:
        raise RuntimeError("no")

    monkeypatch.setattr(markdown, "render", fail)
    with pytest.raises(RuntimeError):
        sample_report().write(tmp_path / "out", ["json", "md"])
    assert not (tmp_path / "out").exists()


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tmp_path / "results.json"
    old.write_text("old", encoding="utf-8")
    whole = Path.write_bytes

    def full(self: Path, data: bytes) -> int:
        whole(self, data[:10])
        if "summary" in self.name:
            raise OSError(28, "No space left on device", str(self))
        return len(data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(StudyError, match="No space left on device"):
        sample_report().write(tmp_path, ["json", "md"])
    assert [path.name for path in tmp_path.iterdir()] == ["results.json"]
    assert old.read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("order", [["json", "md"], ["md", "json"]])
def test_a_place_that_is_taken_leaves_what_was_there(tmp_path: Path, order: list[str]) -> None:
    (tmp_path / "summary.md").mkdir()
    with pytest.raises(StudyError, match=r"summary\.md"):
        sample_report().write(tmp_path, order)
    assert [path.name for path in tmp_path.iterdir()] == ["summary.md"]


def test_a_folder_that_is_a_file_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("", encoding="utf-8")
    with pytest.raises(StudyError, match="cannot be written"):
        sample_report().write(tmp_path / "out", ["json"])


def test_formats_may_be_any_iterable_of_names(tmp_path: Path) -> None:
    formats: Any = (name for name in ("json",))
    assert [path.name for path in sample_report().write(tmp_path, formats)] == ["results.json"]
