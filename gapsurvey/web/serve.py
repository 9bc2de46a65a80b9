"""The server that a command starts: on loopback unless told otherwise, and patient with nobody."""

from __future__ import annotations

import ipaddress
import logging
import socket
import sys
import webbrowser
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from gapsurvey.errors import Problem, StudyError
from gapsurvey.web.app import app
from gapsurvey.web.guards import LOOPBACK, Access
from gapsurvey.web.limits import Limits

__all__ = ["access_of", "serve"]

_MOST_HEAD = 16_384  # bytes of a request's line and headers
_MOST_UNREAD = 2**26  # bytes that follow a request which is answered already: a browser sends a whole file before it listens
_SHORTEST_TOKEN = 16


class Connection(H11Protocol):
    """uvicorn's, with a time by which who is connected must have said what they want, and an end to what nobody reads."""

    def __init__(self, patience: float, **given: Any) -> None:
        """patience: seconds that a request's line and headers may take, or the rest of a body that was refused."""
        super().__init__(**given)
        self._patience, self._unread = patience, 0

    def connection_made(self, transport: Any) -> None:
        """The clock runs from the first moment."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Only a whole head stops it: from then on, the body has a pace to keep."""
        super().data_received(data)
        if self.cycle is None or self.cycle.response_complete:
            self._unread += len(data)
            if self._unread > _MOST_UNREAD:
                self.transport.abort()
        else:
            self._deadline.cancel()

    def on_response_complete(self) -> None:
        """It runs again until the next request, which may be there already."""
        super().on_response_complete()
        if self.cycle.response_complete:
            self._deadline.cancel()
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is waited for any more."""
        self._deadline.cancel()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._unread = 0
        self._deadline = self.loop.call_later(self._patience, self.transport.abort)


def access_of(host: str, token: str, names: Sequence[str]) -> Access:
    """Who may ask a server on this address. Raises StudyError where others than this machine could, and need no token."""
    bare = host.strip("[]")
    try:
        loopback = ipaddress.ip_address(bare).is_loopback
        unspecified = ipaddress.ip_address(bare).is_unspecified
    except ValueError:
        loopback, unspecified = bare == "localhost", False
    problems = []
    if not loopback and len(token) < _SHORTEST_TOKEN:
        found = "others could open the page, and no token protects it" if not token else "it can be guessed"
        fix = f"Give one of {_SHORTEST_TOKEN} characters or more, by GAPSURVEY_TOKEN or --token; or leave --host out."
        problems.append(Problem("--token", found, fix))
    if unspecified and not names:
        found = f"{host} is no name that a browser could ask for"
        problems.append(Problem("--name", found, "Name what people will type: --name surveys.example.com."))
    if problems:
        raise StudyError(problems)
    own = [] if unspecified else [f"[{bare}]" if ":" in bare else bare]
    return Access(tuple(dict.fromkeys([*LOOPBACK, *(name.lower() for name in [*own, *names])])), token)


def serve(host: str, port: int, access: Access, limits: Limits, *, browser: bool, say: Callable[[str], None] = print) -> None:
    """Serve until somebody stops it. say: told the page's address once it answers. Raises StudyError where it cannot listen."""
    logging.basicConfig(format="%(message)s", stream=sys.stderr)
    bare = host.strip("[]")
    try:
        family = socket.AF_INET6 if ":" in bare else socket.AF_INET
        listening = socket.create_server((bare, port), family=family, backlog=limits.connections)
    except OSError as error:
        found = f"nothing can listen on {host}:{port}: {error.strerror}"
        raise StudyError([Problem("--port", found, "Choose another port; 0 takes any that is free.")]) from None
    shown = "localhost" if bare in ("0.0.0.0", "::", "127.0.0.1") else f"[{bare}]" if ":" in bare else bare  # noqa: S104
    address = f"http://{shown}:{listening.getsockname()[1]}/"
    config = uvicorn.Config(
        app(limits, access), http=partial(Connection, limits.patience),  # type: ignore[arg-type]  # called as the class would be
        ws="none", loop="asyncio", log_config=None, log_level="error", access_log=False,
        server_header=False, limit_concurrency=limits.connections, timeout_keep_alive=5, timeout_graceful_shutdown=3,
        h11_max_incomplete_event_size=_MOST_HEAD,
    )  # fmt: skip
    server = Server(config, lambda: _ready(address, browser, say))
    try:
        server.run(sockets=[listening])
    finally:
        listening.close()


class Server(uvicorn.Server):
    """uvicorn's, which says when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        """ready: called once."""
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn's."""
        await super().startup(sockets)
        if self.started:
            self._ready()


def _ready(address: str, browser: bool, say: Callable[[str], None]) -> None:
    say(address)
    if browser:
        webbrowser.open(address)
