"""What stands before every page: who may ask, from where, how much and how fast; and what a browser is told never to do."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
import re
import secrets
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gapsurvey.errors import Problem
from gapsurvey.web.limits import MEGABYTE, Limits

__all__ = ["LOOPBACK", "POLICY", "Access", "Guard", "Refusal"]

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_SAFE = ("GET", "HEAD")
_UPLOADS = "/files/"
_OPEN = ("/enter", "/assets/")  # what whoever has no token may ask for
_MOST_SAID = MEGABYTE  # bytes of a request that is not a file
_UNREAD = 30  # seconds that a browser may take to read the next piece of an answer
_LOG = logging.getLogger("gapsurvey.web")


@dataclass(frozen=True, slots=True)
class Access:
    """Who may ask. names: the host names that this server answers to; token: what one must know, "" for nothing."""

    names: Sequence[str] = LOOPBACK
    token: str = ""
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def signed(self, *parts: str) -> str:
        """A seal that only this server can put on these words, in 32 letters."""
        return hmac.new(self.secret, "\0".join(parts).encode(), hashlib.sha256).hexdigest()[:32]

    def visitor(self, cookie: str) -> str:
        """The visitor whom a cookie names; "" where this server gave out no such cookie."""
        key, _, seal = cookie.partition(".")
        return key if hmac.compare_digest(seal.encode(), self.signed("visitor", key).encode()) else ""

    def knows_token(self, given: str) -> bool:
        """Whether this is the token, in the same time whatever it is."""
        return hmac.compare_digest(given.encode(), self.token.encode())

    @property
    def entered(self) -> str:
        """The cookie of who has shown the token."""
        return self.signed("entered", self.token)


@dataclass(eq=False)
class Refusal(Exception):
    """A request that is not answered as asked. page: what is shown, of "refused", "enter" and "bounce"."""

    status: int
    problem: Problem
    page: str = "refused"


Refused = Callable[[Scope, Refusal], ASGIApp]


class Guard:
    """ASGI middleware: the checks, the limits of a body while it streams, the headers, and no traceback for anybody."""

    def __init__(self, app: ASGIApp, access: Access, limits: Limits, refused: Refused) -> None:
        """refused: the page that tells a refusal."""
        self._app, self._access, self._limits, self._refused = app, access, limits, refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False
        cookies: list[str] = []

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _dress(message, cookies)
            try:
                await asyncio.wait_for(send(message), _UNREAD)
            except TimeoutError:
                raise ClientDisconnect from None

        try:
            self._admit(scope, cookies)
            await self._app(scope, self._metered(scope, receive), guarded)
        except ClientDisconnect:
            return  # whoever asked has left, or reads nothing
        except Refusal as refusal:
            if not started:
                await self._refused(scope, refusal)(scope, receive, guarded)
        except Exception as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            _LOG.error("%s at %s:%s", type(error).__name__, last.name, last.lineno)  # never its message, which may hold answers
            if not started:
                found, fix = "something went wrong that is not your mistake", "Tell who runs this page: its log says where."
                await self._refused(scope, Refusal(500, Problem("this page", found, fix)))(scope, receive, guarded)

    def _admit(self, scope: Scope, cookies: list[str]) -> None:
        """Nothing, for a request that may be answered; its scope then has the visitor and the seal that forms carry."""
        headers = Headers(scope=scope)
        scope.setdefault("state", {})
        _check_host(headers, self._access.names)
        name, attributes = _cookie(scope, headers)
        sent = cookie_parser(headers.get("cookie", ""))
        entering = f"{name}-in={self._access.entered}{attributes}"
        shown = scope["method"] in _SAFE and self._access.knows_token(_query(scope, "token"))
        if self._access.token and shown:
            cookies.append(entering)
        if scope["method"] in _SAFE and headers.get("sec-fetch-site") in ("cross-site", "same-site"):
            _check_navigation(headers)
            raise Refusal(200, Problem("", "", ""), page="bounce")
        visitor = self._access.visitor(sent.get(name, ""))
        if not visitor:
            visitor = secrets.token_urlsafe(24)
            if scope["method"] in _SAFE and not scope["path"].startswith("/assets/"):
                cookies.append(f"{name}={visitor}.{self._access.signed('visitor', visitor)}{attributes}")
        scope["state"] |= {"visitor": visitor, "seal": self._access.signed("form", visitor)}
        scope["state"]["entering"] = entering
        if self._access.token and shown:  # and away with the token from the address bar
            raise Refusal(200, Problem("", "", ""), page="bounce")
        if self._access.token and not scope["path"].startswith(_OPEN):
            self._check_token(headers, sent.get(f"{name}-in", ""))
        if scope["method"] not in _SAFE:
            self._check_origin(scope, headers)

    def _check_token(self, headers: Headers, entered: str) -> None:
        scheme, _, bearer = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and self._access.knows_token(bearer):
            return
        if not hmac.compare_digest(entered.encode(), self._access.entered.encode()):
            fix = "Enter the token that whoever runs it has."
            raise Refusal(401, Problem("this page", "it is not open to everybody", fix), page="enter")

    def _check_origin(self, scope: Scope, headers: Headers) -> None:
        """Refuse what another site made a browser send."""
        origin = headers.get("origin")
        elsewhere = origin is not None and urlsplit(origin).netloc != headers.get("host", "")
        if elsewhere or headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            raise Refusal(403, Problem("this request", "another site sent it", "Open this page itself, and do it there."))
        sealed = hmac.compare_digest(headers.get("x-seal", "").encode("latin-1"), scope["state"]["seal"].encode())
        if not sealed and scope["path"] != "/enter":
            found, fix = "it comes from a page of an earlier visit", "Reload the page, and do it again."
            raise Refusal(403, Problem("this request", found, fix))

    def _metered(self, scope: Scope, receive: Receive) -> Receive:
        """The body as it comes, refused where it is too long or too slow."""
        headers = Headers(scope=scope)
        file = scope["method"] == "PUT" and scope["path"].startswith(_UPLOADS)
        most = self._limits.upload if file else _MOST_SAID
        declared = headers.get("content-length", "0")
        if not re.fullmatch(r"\d{1,18}", declared):
            raise Refusal(400, Problem("this request", "it does not say how long it is", "Reload the page."))
        if int(declared) > most:
            raise _too_long(most)
        taken, began = 0, asyncio.get_running_loop().time()
        whole = False

        async def metered() -> Message:
            nonlocal taken, whole
            if whole:
                return await receive()  # waits for the visitor to leave
            spent = asyncio.get_running_loop().time() - began
            left = self._limits.patience + taken / self._limits.pace - spent
            try:
                message = await asyncio.wait_for(receive(), max(left, 0.001))
            except TimeoutError:
                found = "it arrives too slowly"
                raise Refusal(408, Problem("this file", found, "Try again from a faster network.")) from None
            if message["type"] == "http.request":
                taken += len(message.get("body", b""))
                whole = not message.get("more_body", False)
                if taken > most:
                    raise _too_long(most)
            return message

        return metered


def _too_long(most: int) -> Refusal:
    found = f"it is larger than the {most // MEGABYTE} MB that this page takes"
    return Refusal(413, Problem("this file", found, "Export fewer columns, or use the command line."))


def _check_host(headers: Headers, names: Sequence[str]) -> None:
    """Refuse a name that is not this server's: another site's that was pointed at it."""
    given = headers.getlist("host")
    match = re.fullmatch(r"(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::\d{1,5})?", given[0].lower()) if len(given) == 1 else None
    if match is None or match[1] not in names:
        raise Refusal(421, Problem("this address", "the page does not answer to it", "Ask who runs it for its address."))


def _cookie(scope: Scope, headers: Headers) -> tuple[str, str]:
    """The name and the attributes of a visitor's cookie; two servers of one machine do not take each other's."""
    if scope["scheme"] == "https":
        return "__Host-gapsurvey", "; Path=/; HttpOnly; SameSite=Strict; Secure"
    port = headers["host"].rpartition(":")[2]
    return f"gapsurvey-{port if port.isdigit() else 80}", "; Path=/; HttpOnly; SameSite=Strict"


def _check_navigation(headers: Headers) -> None:
    """From another site one may follow a link here, and nothing else.

    The browser keeps its cookies back on such a step, so that the visitor is then sent on once more, as from here.
    """
    if headers.get("sec-fetch-mode") != "navigate" or headers.get("sec-fetch-dest") != "document":
        raise Refusal(403, Problem("this page", "another site asked for it", "Open it itself."))


def _query(scope: Scope, name: str) -> str:
    found: list[str] = parse_qs(scope["query_string"].decode("latin-1")).get(name, [""])
    return found[0]


def _dress(message: Message, cookies: Sequence[str]) -> None:
    """Headers that every answer has, where it has none of its own."""
    headers = MutableHeaders(raw=message.setdefault("headers", []))
    for name, value in _HEADERS.items():
        headers.setdefault(name, value)
    for cookie in cookies:
        headers.append("Set-Cookie", cookie)
