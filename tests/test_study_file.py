"""A study as a file: found and read, or its problem told."""

from __future__ import annotations

from pathlib import Path

import pytest

from gapsurvey.errors import Problem, StudyError
from gapsurvey.study import load
from tests.builders import study


def problem_of(path: Path) -> Problem:
    with pytest.raises(StudyError) as caught:
        load(path)
    (problem,) = caught.value.problems
    return problem


def test_a_missing_file_is_told_with_those_beside_it(tmp_path: Path) -> None:
    (tmp_path / "wave2.toml").touch()
    problem = problem_of(tmp_path / "wave1.toml")
    assert (problem.where, problem.found) == (str(tmp_path / "wave1.toml"), "no such file")
    assert problem.exists == '"wave2.toml"'


def test_a_folder_stands_for_the_study_in_it(tmp_path: Path) -> None:
    assert problem_of(tmp_path).where.endswith("study.toml")
    (tmp_path / "study.toml").write_text(study().to_toml(), encoding="utf-8")
    assert load(tmp_path).folder == tmp_path


def test_a_file_in_a_folder_that_is_not_there_is_missing(tmp_path: Path) -> None:
    assert problem_of(tmp_path / "no" / "study.toml").found == "no such file"


def test_what_is_not_toml_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "study.toml"
    path.write_text('title = "Support"\nmarket = 12 000\n', encoding="utf-8")
    assert "line 2" in problem_of(path).found


@pytest.mark.parametrize("content", [b"\xff\xfet\x00", b"title = \x80", b"a = " + b"[" * 5000], ids=["utf-16", "cp1252", "deep"])
def test_what_is_no_text_at_all_is_told(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "study.toml"
    path.write_bytes(content)
    assert problem_of(path).where == str(path)


def test_a_byte_order_mark_is_no_matter(tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_bytes(b"\xef\xbb\xbf" + study().to_toml().encode())
    assert load(tmp_path).title == "Support"
