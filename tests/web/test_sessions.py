"""What visitors have on the server, how much of it, and for how long."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest

from gapsurvey.errors import StudyError
from gapsurvey.web.limits import MEGABYTE, Limits
from gapsurvey.web.sessions import File, Sessions

LIMITS = Limits(sessions=2, lifetime_minutes=10)


class Clock:
    """Seconds, moved by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def closed() -> list[str]:
    return []


@pytest.fixture
def sessions(clock: Clock, closed: list[str]) -> Sessions:
    return Sessions(LIMITS, closed.append, clock)


def export(name: str, content: bytes = b"x") -> File:
    return File("customers", name, bytearray(content), looked={})


def test_what_nobody_asks_for_is_deleted_in_time(sessions: Sessions, clock: Clock, closed: list[str]) -> None:
    sessions.opened("ann").put(export("a.csv", bytes(1000)))
    sessions.opened("ben")
    clock.now = 9 * 60
    assert sessions.get("ben") is not None  # a click, and it lives on
    clock.now = 11 * 60
    assert sessions.get("ann") is None
    assert sessions.get("ben") is not None
    assert (sessions.held, closed) == (0, ["ann"])


def test_there_are_so_many_visitors_and_no_more(sessions: Sessions) -> None:
    sessions.opened("ann")
    sessions.opened("ben")
    with pytest.raises(StudyError, match="too many people"):
        sessions.opened("cid")
    sessions.close("ann")
    assert sessions.opened("cid").files == []


def test_files_on_their_way_count_and_make_room_when_they_fail(sessions: Sessions) -> None:
    session = sessions.opened("ann")
    with suppress(ConnectionError), sessions.receiving(session, 5 * MEGABYTE):
        assert sessions.held == 5 * MEGABYTE
        raise ConnectionError
    assert sessions.held == 0


def test_one_visitor_has_half_the_memory_and_all_have_the_whole(clock: Clock) -> None:
    sessions = Sessions(replace(LIMITS, sessions=9), lambda key: None, clock)
    half = LIMITS.shelf // 2
    for name in ("ann", "ben"):
        sessions.opened(name).put(export("a.csv", bytes(half)))
        with pytest.raises(StudyError, match="together they take more"):
            sessions.room_for(sessions.opened(name), 1)
    with pytest.raises(StudyError, match="its memory for files is full"):
        sessions.room_for(sessions.opened("cid"), 1)


def test_who_was_deleted_receives_nothing_more(sessions: Sessions) -> None:
    session = sessions.opened("ann")
    sessions.close("ann")
    with pytest.raises(StudyError, match="deleted meanwhile"):
        sessions.room_for(session, 1)


def test_new_files_keep_what_was_said_of_the_old_ones(sessions: Sessions) -> None:
    session = sessions.opened("ann")
    session.put(export("a.csv"))
    session.form, session.toml = "{}", 'title = "Mine"'
    session.put(export("b.csv"))
    assert [file.name for file in session.files] == ["b.csv"]
    assert (session.form, session.toml, session.earlier_toml) == ("", "", 'title = "Mine"')
