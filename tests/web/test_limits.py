"""Limits as a person sets them, and how they share out the memory."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gapsurvey import commands
from gapsurvey.cli import _parser
from gapsurvey.errors import StudyError
from gapsurvey.web.limits import MEGABYTE, Limits, limits_of, settings
from gapsurvey.web.serve import access_of

SILENT = dict.fromkeys((setting.name for setting in settings()), None)


def test_everything_together_takes_the_memory_that_was_set_and_no_more() -> None:
    for memory in (640, 1024, 4096):
        limits = limits_of(SILENT, {"GAPSURVEY_MEMORY_MB": str(memory)})
        assert limits.shelf + limits.workers * limits.worker + 96 * MEGABYTE <= memory * MEGABYTE


def test_by_default_it_is_a_gigabyte() -> None:
    assert limits_of(SILENT, {}) == Limits()
    assert Limits().memory_mb == 1024


def test_an_option_counts_before_the_environment() -> None:
    assert limits_of({**SILENT, "seconds": "7"}, {"GAPSURVEY_SECONDS": "9", "GAPSURVEY_FILES": "3"}) == Limits(seconds=7, files=3)


def test_all_problems_are_told_together_by_the_name_that_was_used() -> None:
    with pytest.raises(StudyError) as error:
        limits_of({**SILENT, "seconds": "soon"}, {"GAPSURVEY_WORKERS": "0", "GAPSURVEY_SESSIONS": "-3"})
    assert {problem.where for problem in error.value.problems} == {"--seconds", "GAPSURVEY_WORKERS", "GAPSURVEY_SESSIONS"}


@pytest.mark.parametrize(("name", "value", "where"), [("workers", "9", "--memory-mb"), ("upload_mb", "200", "--upload-mb")])
def test_limits_that_do_not_fit_each_other_are_refused(name: str, value: str, where: str) -> None:
    with pytest.raises(StudyError) as error:
        limits_of({**SILENT, name: value}, {})
    assert [problem.where for problem in error.value.problems] == [where]


def test_the_readme_shows_every_setting_and_no_other(root: Path) -> None:
    told = [line for line in (root / "README.md").read_text("utf-8").splitlines() if line.startswith("| `--")]
    assert told == [f"| `{setting.option}` | {setting.default} | {setting.told} |" for setting in settings()]


def test_the_container_starts_what_there_is(root: Path) -> None:
    lines = (root / ".container" / "Containerfile").read_text("utf-8").splitlines()
    (entry,) = (json.loads(line.removeprefix("ENTRYPOINT ")) for line in lines if line.startswith("ENTRYPOINT "))
    assert _parser(entry).parse_args(entry[1:]).run is commands.serve
    copied = [name for line in lines if line.startswith("COPY ") and "--from" not in line for name in line.split()[1:-1]]
    assert all((root / name).exists() for name in copied)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]", "127.0.0.9"])
def test_this_machine_needs_no_token(host: str) -> None:
    assert access_of(host, "", ()).token == ""


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.1.2.3", "surveys.example.com", "", "fe80::1"])
@pytest.mark.parametrize("token", ["", "short"])
def test_every_other_address_demands_one(host: str, token: str) -> None:
    with pytest.raises(StudyError, match="token"):
        access_of(host, token, ["surveys.example.com"])


def test_a_server_on_all_addresses_must_say_its_name() -> None:
    with pytest.raises(StudyError, match="--name"):
        access_of("0.0.0.0", "a" * 16, ())
    names = access_of("0.0.0.0", "a" * 16, ["Surveys.example.com"]).names
    assert "surveys.example.com" in names
    assert "0.0.0.0" not in names
