"""The first stage: files are dropped, and at once it is said what each is, or how to export it right."""

from __future__ import annotations

from pathlib import PurePath, PureWindowsPath
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gapsurvey.errors import GapsurveyError, Problem, StudyError, printable
from gapsurvey.web.pages import part, said
from gapsurvey.web.room import Room
from gapsurvey.web.sessions import ASKED, ROLES, File, Role, Session

__all__ = ["routes"]

_LONGEST_NAME = 120


def routes(room: Room) -> list[Route]:
    """What can be asked for at this stage."""

    async def page(request: Request) -> Response:
        return room.page(request, "drop.html.j2", gone="gone" in request.query_params)

    async def put(request: Request) -> Response:
        role = _role(request)
        try:
            session = room.sessions.opened(request.state.visitor)
            name = _name(request)
            _check_number(room, session, role, name)
            content = await _received(room, session, request)
        except GapsurveyError as error:
            return said({"alert": part("problems.html.j2", problems=error.problems)}, 422)
        file = _in(session, File(role, name, content))
        await look(room, session, file)
        return _stage(room, session)

    async def delete(request: Request) -> Response:
        session = room.needed(request)
        session.remove(_role(request), _name(request))
        return _stage(room, session)

    async def swap(request: Request) -> Response:
        session = room.needed(request)
        other: dict[Role, Role] = {"customers": "employees", "employees": "customers"}
        for file in session.files:
            file.role = other.get(file.role, file.role)
        session.outdate()
        session.earlier_toml = ""  # it says who is who the old way
        return _stage(room, session)

    async def leave(request: Request) -> Response:
        room.sessions.close(request.state.visitor)
        return said({"next": "/"})

    return [
        Route("/", page),
        Route("/files/{role}", put, methods=["PUT"]),
        Route("/files/{role}", delete, methods=["DELETE"]),
        Route("/swap", swap, methods=["POST"]),
        Route("/leave", leave, methods=["POST"]),
    ]


async def look(room: Room, session: Session, file: File) -> None:
    """Find out what a file is; what is wrong with it is kept beside it."""
    if file.role not in ASKED:
        return  # a study and what it names are read together with the exports
    try:
        told, _ = await room.work(session, "look", {"pair": [file.name]}, [file])
        file.looked = told["done"]
    except StudyError as error:
        file.problems = error.problems


def _stage(room: Room, session: Session) -> Response:
    return said({name: part(f"{name}.html.j2", session=session, here="/") for name in ("stage", "header")})


def _role(request: Request) -> Role:
    found = next((role for role in ROLES if role == request.path_params["role"]), None)
    if found is None:
        raise StudyError([Problem("this page", "it has no such place for a file", "Reload it.")])
    return found


def _name(request: Request) -> str:
    """The file's own name, without the folders, control characters and length that some have."""
    sent = unquote(request.headers.get("file-name", ""))
    name = printable(PurePath(PureWindowsPath(sent).name).name, 10_000).strip(". ")
    stem, dot, ending = name.rpartition(".")
    return name if len(name) <= _LONGEST_NAME else f"{stem[: _LONGEST_NAME - 12]}{dot}{ending[:10]}"


def _check_number(room: Room, session: Session, role: Role, name: str) -> None:
    if not name:
        raise StudyError([Problem("this file", "it has no name", "Give it one, and drop it again.")])
    replaced = any(f.role == role and (role != "other" or f.name == name) for f in session.files)
    if not replaced and len(session.files) + len(session.incoming) >= room.limits.files:
        found = f"there are {room.limits.files} files already, and more are not taken"
        raise StudyError([Problem(name, found, "Remove one that is not needed.")])


async def _received(room: Room, session: Session, request: Request) -> bytearray:
    """The file's content, straight into memory. Raises StudyError where there is no room for it, or its length is not said."""
    if "content-length" not in request.headers:
        raise StudyError([Problem("this file", "its length is not known", "Drop it again, from a browser.")])
    with room.sessions.receiving(session, int(request.headers["content-length"])) as buffer:
        at = 0
        async for chunk in request.stream():
            room.sessions.check_open(session)
            buffer[at : at + len(chunk)] = chunk
            at += len(chunk)
        return buffer


def _in(session: Session, file: File) -> File:
    """Take the file in; where another export has its name, it gets one of its own, for a study to tell them apart."""
    others = {f.name for f in session.files if (f.role, f.name) != (file.role, file.name) and f.role != file.role}
    if file.name in others:
        file.renamed, file.name = file.name, f"{file.role}-{file.name}"
    session.put(file)
    return file
