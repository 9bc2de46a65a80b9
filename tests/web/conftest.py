"""Real servers, each a process of its own, and visitors who do what the page's script does."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.web.visitor import Server, Visitor, serving


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A server as a person starts it, for all tests that leave it as it was."""
    with serving() as running:
        yield running


@pytest.fixture
def visitor(server: Server) -> Iterator[Visitor]:
    """Somebody who came just now, and leaves nothing behind."""
    with Visitor(server) as visitor:
        yield visitor
        visitor.post("/leave")


@pytest.fixture(autouse=True)
def unharmed(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever a test did to the server, it says no name and no answer in its log, and no traceback."""
    yield
    if "server" in request.fixturenames:
        running: Server = request.getfixturevalue("server")
        assert not re.search(r"Traceback|customers\.csv|@", running.log())
