"""The page as an application: three stages, and the guard before them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Scope

from gapsurvey.errors import Problem
from gapsurvey.web import drop, pair, report
from gapsurvey.web.guards import Access, Guard, Refusal
from gapsurvey.web.limits import Limits
from gapsurvey.web.pages import ASSETS, asset, part, said
from gapsurvey.web.pool import Pool
from gapsurvey.web.room import Room
from gapsurvey.web.sessions import Sessions

__all__ = ["app"]

_SWEEP = 15  # seconds between two looks for what has expired


def app(limits: Limits | None = None, access: Access | None = None) -> Starlette:
    """The application, with its own visitors and workers."""
    limits, access = limits or Limits(), access or Access()
    pool = Pool(limits)
    room = Room(limits, Sessions(limits, pool.forget), pool)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await pool.warm()
        sweeping = asyncio.create_task(_swept(room))
        yield
        sweeping.cancel()
        room.sessions.clear()
        await pool.close()

    return Starlette(
        routes=[
            *drop.routes(room),
            *pair.routes(room),
            *report.routes(room),
            Route("/enter", _entered(access), methods=["POST"]),
            Route("/assets/{name}", _asset),
            Route("/favicon.ico", _icon),
        ],
        middleware=[Middleware(Guard, access=access, limits=limits, refused=_refused)],
        exception_handlers={HTTPException: _not_here},
        lifespan=lifespan,
    )


async def _swept(room: Room) -> None:
    while True:
        await asyncio.sleep(_SWEEP)
        room.sessions.sweep()


async def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in ASSETS:
        raise HTTPException(404)
    return Response(asset(name), media_type=ASSETS[name])


async def _icon(request: Request) -> Response:
    return Response(status_code=204)


def _entered(access: Access):  # type: ignore[no-untyped-def]
    async def entered(request: Request) -> Response:
        given = parse_qs((await request.body()).decode("utf-8", "replace")).get("token", [""])[0]
        if not access.knows_token(given):
            await asyncio.sleep(1)
            fix = "Copy it from where the server was started, whole."
            raise Refusal(401, Problem("the token", "it is another one", fix), page="enter")
        return RedirectResponse("/", 303, {"Set-Cookie": request.state.entering})

    return entered


async def _not_here(request: Request, error: Exception) -> Response:
    """What was asked for is no page."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    refusal = Refusal(status, Problem("this address", "there is no page at it", "Begin at the first page."))
    return _told(request, refusal)


def _refused(scope: Scope, refusal: Refusal) -> ASGIApp:
    return _told(Request(scope), refusal)


def _told(request: Request, refusal: Refusal) -> Response:
    """A refusal, as a page, or to the page's script."""
    if refusal.page == "refused" and "x-seal" in request.headers:
        return said({"alert": part("problems.html.j2", problems=[refusal.problem])}, refusal.status)
    page = part(f"{refusal.page}.html.j2", problems=[refusal.problem], here=request.url.path, seal="", session=None)
    return HTMLResponse(page, refusal.status)
