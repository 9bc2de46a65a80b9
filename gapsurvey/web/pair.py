"""The second stage: what mirrors what, as proposed, and confirmed or changed by who knows the survey.

The state of the page is one JSON text in the visitor's session: {form, survey, problems, version}, its problems null while nobody
has looked for them. The page sends the whole form after every change; it is kept before it is checked, so that nothing typed is
lost, whatever comes of the check.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from gapsurvey.errors import GapsurveyError, Problem, StudyError
from gapsurvey.glossary import ASKS
from gapsurvey.shapes import SHAPES
from gapsurvey.web.guards import Refusal
from gapsurvey.web.pages import said
from gapsurvey.web.room import Room
from gapsurvey.web.sessions import Session

__all__ = ["routes"]

_WORDS = {
    "asks": {name: ask.label for name, ask in ASKS.items()},
    "shapes": {**{name: shape.label for name, shape in SHAPES.items()}, "number": "Numbers, not counted"},
}


def routes(room: Room) -> list[Route]:
    """What can be asked for at this stage."""

    async def page(request: Request) -> Response:
        session = room.session(request)
        if session is None or not session.ready:
            return RedirectResponse("/?gone" if session is None else "/", 303)

        async def found() -> dict[str, Any]:
            try:
                if not session.form:
                    await _propose(room, session)
            except StudyError as error:
                return {"problems": error.problems, "state": None}
            return {"problems": (), "state": {**json.loads(session.form), "words": _WORDS}}

        return room.page_in_time(request, "pair.html.j2", found=found, waits=not session.form)

    async def put(request: Request) -> Response:
        session = room.needed(request)
        told = await _told(request)
        state = json.loads(session.form) if session.form else None
        if state is None or told.get("version") != state["version"]:
            found, fix = "it was changed in another tab, or the files were", "Reload the page to go on from there."
            raise Refusal(409, Problem("this pairing", found, fix))
        before, version = session.form, state["version"] + 1
        try:
            room.sessions.room_for(session, 2 * len(await request.body()))
            _keep(session, {**state, "form": told.get("form"), "problems": None, "version": version})
            made = await _done(room, session, "check", form=told.get("form"))
        except StudyError as error:
            return said({"version": version, "problems": [{**asdict(problem), "at": ""} for problem in error.problems]})
        if json.loads(session.form).get("version") == version:
            if any(problem["at"] == "form" for problem in made["problems"]):
                session.form = before
                raise Refusal(422, Problem("this request", "it is no form of this page", "Reload the page."))
            _keep(session, {**state, "form": told.get("form"), "problems": made["problems"], "version": version})
            session.toml = made["toml"]
        return said({"version": version, "problems": made["problems"]})

    async def pair(request: Request) -> Response:
        session = room.needed(request)
        return said(await _tried(room, session, "pair", choice=await _told(request), form=_form(session)))

    async def preview(request: Request) -> Response:
        session = room.needed(request)
        return said(await _tried(room, session, "preview", row=request.query_params.get("row", ""), form=_form(session)))

    async def study(request: Request) -> Response:
        toml = room.needed(request).toml
        if not toml:
            raise Refusal(404, Problem("study.toml", "there is none yet", "Settle what the pairing page says is open."))
        headers = {"Content-Disposition": 'attachment; filename="study.toml"', "Content-Security-Policy": "sandbox"}
        return Response(toml, media_type="application/toml; charset=utf-8", headers=headers)

    return [
        Route("/pair", page),
        Route("/pair", put, methods=["PUT"]),
        Route("/pair/rows", pair, methods=["POST"]),
        Route("/pair/preview", preview),
        Route("/pair/study.toml", study),
    ]


async def _propose(room: Room, session: Session) -> None:
    """Fill in the form for the first time: from what the files have in common, and from a study of earlier files.

    Where another tab asked for it too, and was answered first, somebody may be at work in it already: it stays.
    """
    previous = session.file("study")
    text = previous.content.decode("utf-8", "replace") if previous else session.earlier_toml
    pair = {file.name: file.role for file in session.pair}
    made = await _done(room, session, "propose", pair=pair, study=text)
    if not session.form:
        _keep(session, {"form": made["form"], "survey": made["survey"], "problems": made["problems"], "version": 1})
        session.toml = made["toml"]


def _keep(session: Session, state: dict[str, Any]) -> None:
    """Take a new state in: what was made of the state before is outdated."""
    session.form = json.dumps(state)
    session.toml = ""
    session.stop()


def _form(session: Session) -> Any:
    return json.loads(session.form)["form"] if session.form else None


async def _done(room: Room, session: Session, job: str, **order: Any) -> Any:
    told, _ = await room.work(session, job, order)
    return told["done"]


async def _tried(room: Room, session: Session, job: str, **order: Any) -> Any:
    """What a job made, or {"problems"}: of one row, which stand beside it."""
    try:
        return await _done(room, session, job, **order)
    except GapsurveyError as error:
        return {"problems": [{"found": problem.found, "fix": problem.fix} for problem in error.problems]}


async def _told(request: Request) -> dict[str, Any]:
    """The JSON object that the page sent."""
    try:
        told = json.loads(await request.body())
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise Refusal(400, Problem("this request", "it is not what this page sends", "Reload the page."))
    return told
