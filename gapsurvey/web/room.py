"""The server's things in one place, and what every stage needs of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from gapsurvey.errors import Problem
from gapsurvey.web.guards import Refusal
from gapsurvey.web.limits import Limits
from gapsurvey.web.messages import Received
from gapsurvey.web.pages import shown, streamed
from gapsurvey.web.pool import Pool, Progress
from gapsurvey.web.sessions import File, Session, Sessions

__all__ = ["Room"]


@dataclass(frozen=True, slots=True)
class Room:
    """One server: its limits, its visitors, its workers."""

    limits: Limits
    sessions: Sessions
    pool: Pool

    def session(self, request: Request) -> Session | None:
        """The visitor's session, if there is one."""
        return self.sessions.get(request.state.visitor)

    def needed(self, request: Request) -> Session:
        """The visitor's session. Raises Refusal where it has ended, or never began."""
        session = self.session(request)
        if session is None:
            minutes = self.limits.lifetime_minutes
            found = f"your files are not here any more: they are deleted after {minutes} minutes without a click"
            raise Refusal(
                410, Problem("this page", found, "Drop them again; a study.toml that you downloaded restores the rest.")
            )
        return session

    async def work(
        self,
        session: Session,
        job: str,
        said: Mapping[str, Any],
        given: Sequence[File] | None = None,
        progress: Progress = lambda step, share: None,
    ) -> Received:
        """What a worker makes of the visitor's files, or of those given. Raises StudyError with every problem."""
        of = [file for file in session.files if file.role != "study"] if given is None else given
        files = {file.name: file.content for file in of}
        async with session.turn:
            return await self.pool.run(session.key, {"job": job, **said}, files, progress)

    def page(self, request: Request, template: str, status: int = 200, **context: Any) -> Response:
        """A whole page, with what every page shows of the visitor's session."""
        return shown(request, template, status, session=self.session(request), limits=self.limits, **context)

    def page_in_time(self, request: Request, template: str, **context: Any) -> Response:
        """As `page`, sent as it comes: what takes its time is a coroutine function of the context, which the template calls."""
        return streamed(request, template, session=self.session(request), limits=self.limits, **context)
