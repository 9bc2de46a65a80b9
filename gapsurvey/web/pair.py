"""The second stage: what mirrors what, as proposed, and confirmed or changed by who knows the survey."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from gapsurvey.errors import Problem, StudyError
from gapsurvey.web.room import Room

__all__ = ["routes"]


def routes(room: Room) -> list[Route]:
    """What can be asked for at this stage."""

    async def page(request: Request) -> Response:
        session = room.session(request)
        if session is None or not session.ready:
            return RedirectResponse("/?gone" if session is None else "/", 303)
        problems: tuple[Problem, ...] = ()
        if not session.toml:
            try:
                told, _ = await room.work(session, "propose", {"pair": [file.name for file in session.pair]})
                session.toml = told["done"]["toml"]
            except StudyError as error:
                problems = error.problems
        return room.page(request, "pair.html.j2", problems=problems)

    return [Route("/pair", page)]
