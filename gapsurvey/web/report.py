"""The third stage: the report is made, shown, and taken along."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from gapsurvey.errors import Problem, StudyError
from gapsurvey.outputs import OUTPUTS
from gapsurvey.web.guards import Refusal
from gapsurvey.web.pages import said
from gapsurvey.web.room import Room
from gapsurvey.web.sessions import Run, Session

__all__ = ["routes"]

# The report brings its own policy, which names its scripts; around it, it may do nothing but run them.
_FRAMED = "sandbox allow-scripts allow-downloads allow-modals; frame-ancestors 'self'; connect-src 'none'; form-action 'none'"


def routes(room: Room) -> list[Route]:
    """What can be asked for at this stage."""

    async def start(request: Request) -> Response:
        session = room.needed(request)
        if not session.toml:
            return said({"next": "/pair"})
        session.stop()
        run = session.run = Run(session.toml)
        run.task = asyncio.create_task(_made(room, session, run))
        return said({"next": "/report"})

    async def page(request: Request) -> Response:
        session = room.session(request)
        if session is None or session.run is None:
            return RedirectResponse("/?gone" if session is None else "/pair", 303)
        files = [(output, len(session.run.files[output.file])) for output in OUTPUTS.values() if output.file in session.run.files]
        return room.page(request, "report.html.j2", run=session.run, files=files)

    async def progress(request: Request) -> Response:
        run = room.needed(request).run
        return JSONResponse({"done": run is None or run.done, "step": run.step if run else "", "share": run.share if run else 0})

    async def view(request: Request) -> Response:
        content = _finished(room, request).files[OUTPUTS["html"].file]
        return Response(content, media_type="text/html", headers={"Content-Security-Policy": _FRAMED})

    async def file(request: Request) -> Response:
        name = request.path_params["name"]
        kept = _finished(room, request).files
        if name not in kept:
            raise _no_report()
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Security-Policy": "sandbox"}
        return Response(kept[name], media_type="application/octet-stream", headers=headers)

    return [
        Route("/report", start, methods=["POST"]),
        Route("/report", page),
        Route("/report/progress", progress),
        Route("/report/view", view),
        Route("/report/files/{name}", file),
    ]


async def _made(room: Room, session: Session, run: Run) -> None:
    """Make the report; what comes of it stands in the run."""

    def progress(step: str, share: float) -> None:
        run.step, run.share = step, share

    try:
        told, files = await room.work(session, "report", {"study": run.toml}, progress=progress)
        room.sessions.room_for(session, sum(map(len, files.values())))
        run.files, run.unwritten = {**files, "study.toml": run.toml.encode()}, told["done"]["unwritten"]
    except StudyError as error:
        run.problems = error.problems
    finally:
        run.done = True


def _finished(room: Room, request: Request) -> Run:
    run = room.needed(request).run
    if run is None or not run.files:
        raise _no_report()
    return run


def _no_report() -> Refusal:
    return Refusal(404, Problem("this report", "there is none", "Make it first."))
